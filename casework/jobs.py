"""A long job leaves its file in the inbox of whoever asked for it.

A maker is a function that writes one kind of file::

    @maker("ledger")
    def write(job, file, tell):
        tell(0, total=1000)  # as often as it likes; raises Dropped when nobody wants the file any more
        file.write(...)  # a binary file that nobody else knows
        return "清单.xlsx", XLSX  # the name of the file and its content type

It runs in a worker of the queue ``long``, in the name and the language of ``job.person``, and asks ``visible_to`` of
him as a page would: what he could not see by then is not in the file. What it needs to know stands in ``job.asked``.
Where a file can't be made it raises ``CanNotBeMade`` with the reason as its reader should read it.

``ask`` writes the job down and rings; ``make_next`` makes one that waits. The file is kept for ``KEPT``, seen by its
owner alone, and dropped earlier when he says so. Everything here may run twice and be killed: a job that somebody
claimed so long ago that he must have died is made again, and given up after some tries.
"""

import datetime
import logging
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from . import files
from .history import keyed
from .models import InnerJob, Job, OpenJob
from .moves import ring

#: a file waits so long for its owner
KEPT = datetime.timedelta(days=3)
#: whoever claimed a job so long ago has died over it: longer than a task may run
LEASE = datetime.timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 60)
MOST_TRIES = 3
#: so many files may wait to be made for one person
AT_ONCE = 5
#: seconds between two lines about how far it is
PULSE = 1.0

logger = logging.getLogger("xuncha.jobs")

Tell = Callable[..., None]
Made = tuple[str, str]
MAKERS: dict[str, Callable[[Any, BinaryIO, Tell], Made]] = {}


class Dropped(Exception):
    """Nobody wants this file any more, or another worker has taken it over."""


class CanNotBeMade(Exception):
    """The file can't be made; the text says why, as its reader should read it."""


class TooMany(Exception):
    """So many files wait for this person already that he can't ask for a further one; the text says so."""


def maker(name: str):
    """Register the function that writes files of this name."""

    def decorate(make: Callable[[Any, BinaryIO, Tell], Made]):
        if MAKERS.setdefault(name, make) is not make:
            raise TypeError(f"two makers are called {name}")
        return make

    return decorate


def tables() -> tuple[type[Job], ...]:
    """Return the kinds of job that this door knows."""
    return (OpenJob,) if settings.DOOR == "portal" else (OpenJob, InnerJob)


def ask(person, name: str, title: str, asked: dict[str, Any], *, about=None, total: int = 0) -> Job:
    """Write down that ``person`` wants a file of the maker ``name``, and ring for a worker at commit.

    ``title`` is what he reads of it, ``asked`` what the maker needs, as JSON. ``about`` is the model that the file is
    about: where that is sealed or inner the portal knows nothing of the job. Raises ``TooMany``.
    """
    inner = getattr(about, "sealed", False) is True or getattr(about, "inner", False) is True
    model: Any = InnerJob if inner else OpenJob
    if model.objects.visible_to(person).open().count() >= AT_ONCE:
        text = _("%(n)d files are being made for you already: wait for one of them, or drop one.")
        raise TooMany(text % {"n": AT_ONCE})
    if name not in MAKERS:
        raise LookupError(name)
    job = model.objects.create(
        person=person, maker=name, title=title[:120], asked=asked, total=total, expires_at=timezone.now() + KEPT
    )
    ring()
    return job


def of(person) -> list[Job]:
    """Return this person's jobs, the newest first."""
    rows = [job for model in tables() for job in model.objects.visible_to(person).order_by("-pk")[:50]]
    return sorted(rows, key=lambda job: job.asked_at, reverse=True)


def find(key: str, person) -> Job | None:
    """Return this person's job of this key, or None."""
    for model in tables():
        if job := model.objects.visible_to(person).filter(key=key).first():
            return job
    return None


def path_of(job: Job) -> Path:
    """Return where its file lies."""
    return settings.FILES_ROOT / job.place


def drop(job: Job) -> None:
    """Forget a job and its file, whether it is ready or not."""
    row = type(job).objects.filter(pk=job.pk)
    row.delete()
    if job.place:
        transaction.on_commit(lambda: path_of(job).unlink(missing_ok=True))


# -- in the worker -------------------------------------------------------------------------------------------------


def waiting(model: type[Job]):
    """Return the jobs of a table that nobody works at."""
    unclaimed = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - LEASE)
    return model._default_manager.filter(unclaimed, ready_at=None, given_up_at=None).order_by("pk")


def is_waiting() -> bool:
    """Whether there is anything to make."""
    return any(waiting(model).exists() for model in tables())


def drop_expired() -> None:
    """Forget what nobody has to be able to take any more."""
    for model in tables():
        for job in model._default_manager.filter(expires_at__lt=timezone.now()).order_by("pk")[:200]:
            drop(job)


def make_next() -> bool:
    """Make one file that waits; return whether there was one."""
    for model in tables():
        if job := _claim(model):
            _make(job)
            return True
    return False


def _claim(model) -> Any:
    """Return a job that is ours until its lease ends; one that nobody could finish is given up."""
    for job in waiting(model).select_related("person"):
        if job.tries >= MOST_TRIES:
            with translation.override(job.person.language or settings.LANGUAGE_CODE):
                _give_up(job, _("It could not be made. Ask once more; if that fails too, tell who keeps the system."))
            continue
        before, job.place = job.place, str(_new_place())
        ours = waiting(model).filter(pk=job.pk, tries=job.tries)
        if ours.update(claimed_at=timezone.now(), tries=F("tries") + 1, place=job.place, done=0):
            if before:  # what a worker left behind that died
                (settings.FILES_ROOT / before).unlink(missing_ok=True)
            job.tries += 1
            return job
    return None


def _make(job: Any) -> None:
    with translation.override(job.person.language or settings.LANGUAGE_CODE):
        try:
            if not job.person.is_active:
                raise CanNotBeMade(_("Your account is closed."))
            path = path_of(job)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with path.open("xb") as file:
                path.chmod(0o600)
                name, content_type = MAKERS[job.maker](job, file, _teller(job))
            now = timezone.now()
            done = _ours(job).update(
                ready_at=now,
                name=files.clean_name(name),
                content_type=content_type,
                size=path.stat().st_size,
                done=F("total"),
                expires_at=now + KEPT,
            )
            if not done:
                raise Dropped
        except Dropped:
            path_of(job).unlink(missing_ok=True)
        except CanNotBeMade as error:
            _give_up(job, str(error))
        except Exception:
            logger.exception("the file of job %s was not made", job.key)
            path_of(job).unlink(missing_ok=True)
            _ours(job).update(claimed_at=None)


def _ours(job):
    """Return the row of a job as long as it is this worker's."""
    return type(job)._default_manager.filter(pk=job.pk, tries=job.tries, ready_at=None, given_up_at=None)


def _give_up(job, reason: str) -> None:
    type(job)._default_manager.filter(pk=job.pk, ready_at=None).update(given_up_at=timezone.now(), reason=reason[:300])
    if job.place:
        path_of(job).unlink(missing_ok=True)


def _teller(job) -> Tell:
    told = time.monotonic()

    def tell(done: int, total: int | None = None) -> None:
        """Say how much is done; ``total``, once it is known. Raises ``Dropped``."""
        nonlocal told
        if total is None and time.monotonic() - told < PULSE:
            return
        told = time.monotonic()
        changed: dict[str, Any] = {"done": done, "claimed_at": timezone.now()}
        if total is not None:
            changed["total"] = total
        if not _ours(job).update(**changed):
            raise Dropped

    return tell


def _new_place() -> Path:
    return Path(keyed("files", "jobs", key=settings.FILES_KEY)[:24]) / secrets.token_hex(16)
