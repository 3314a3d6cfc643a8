"""Papers as PDF: written by a LibreOffice without a window, which may take so long, so much memory, and no more.

It runs for one paper alone, with a profile of its own that goes with it, in a process group that is ended as a whole:
what hangs or grows is killed, and the next paper finds nothing of it. Where it is not installed, nothing is asked of a
worker, and the page says what to install.
"""

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

#: the largest PDF that it may write, in bytes
LARGEST = 200 * 2**20
PDF = "application/pdf"


class NotInstalled(Exception):
    """There is no LibreOffice on this machine."""


class Failed(Exception):
    """It wrote no PDF within its limits; the text says why, as a person should read it."""


def program() -> str | None:
    """Return the path of LibreOffice; None where it is not installed."""
    named = settings.SOFFICE
    return shutil.which(named) if named else shutil.which("soffice") or shutil.which("libreoffice")


def what_to_install() -> str:
    """Say to its reader why there is no PDF, and whom to ask for what."""
    return _("No PDF: LibreOffice is not installed. Ask the system administrator to install libreoffice-writer.")


def of_word(content: bytes) -> bytes:
    """Return a Word file as PDF. Raises ``NotInstalled`` and ``Failed``."""
    found = program()
    if found is None:
        raise NotInstalled(what_to_install())
    with tempfile.TemporaryDirectory(prefix="xuncha-pdf-", ignore_cleanup_errors=True) as name:
        room = Path(name)
        (room / "paper.docx").write_bytes(content)
        _run(found, room)
        try:
            made = (room / "paper.pdf").read_bytes()
        except OSError as error:
            raise Failed(_("LibreOffice wrote no PDF of this paper.")) from error
    if not made.startswith(b"%PDF-"):
        raise Failed(_("LibreOffice wrote no PDF of this paper."))
    return made


def _run(found: str, room: Path) -> None:
    command = [
        found,
        f"-env:UserInstallation={(room / 'profile').as_uri()}",
        "--headless",
        "--nologo",
        "--nodefault",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(room),
        str(room / "paper.docx"),
    ]
    process = subprocess.Popen(
        command,
        cwd=room,
        env={"HOME": str(room), "TMPDIR": str(room), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limits,
    )
    try:
        process.wait(settings.PDF_SECONDS)
    except subprocess.TimeoutExpired as error:
        text = _("The PDF was given up after %(seconds)d seconds.") % {"seconds": settings.PDF_SECONDS}
        raise Failed(text) from error
    finally:
        with contextlib.suppress(ProcessLookupError):  # the group is gone once all of it has ended
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _limits() -> None:
    """What the program and all that it starts may take; called in the new process."""
    memory = settings.PDF_MEMORY_MB * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (settings.PDF_SECONDS, settings.PDF_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
