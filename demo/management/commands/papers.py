"""Every kind of paper as the demo district has it, as Word files and as pictures for docs/papers.md."""

import json
import os
import shutil
import subprocess
import tempfile
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from PIL import Image

from accounts.models import Organisation
from casework.models import Moving
from casework.papers import KINDS, PaperKind
from demo.district import NAME

#: so many of the newest things are looked through for the one that says most
LOOKED_AT = 40
#: the pages of a paper that a picture shows, and the grey between them in pixels
PAGES, BETWEEN = 3, 8
#: what stands in for the fonts of an office, which this machine need not have: free ones
STANDING_IN = {
    "方正小标宋简体": "Noto Serif CJK SC",
    "仿宋_GB2312": "Noto Serif CJK SC",
    "楷体_GB2312": "Noto Serif CJK SC",
    "黑体": "Noto Sans CJK SC",
}
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
{aliases}</fontconfig>"""
ALIAS = '<match target="pattern"><test name="family"><string>{name}</string></test>{edit}</match>'
EDIT = '<edit name="family" mode="assign" binding="strong"><string>{other}</string></edit>'


class Command(BaseCommand):
    help = (
        "Makes one paper of every kind that the demo district has something for, as .docx, below DIR, and with "
        "--pictures a small picture of each, by LibreOffice and pdftoppm."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--pictures", type=Path, metavar="DIR")
        parser.add_argument("--dpi", type=int, default=60)
        parser.add_argument("--only", nargs="*", default=[], metavar="KIND")

    def handle(self, *, folder, pictures, dpi, only, **options):
        if not Organisation._base_manager.filter(name=NAME).exists():
            raise CommandError("Papers are shown of the demo district only; this database has another one.")
        folder.mkdir(parents=True, exist_ok=True)
        made = []
        for code, kind in sorted(KINDS.items()):
            if only and code not in only:
                continue
            thing = fullest(kind)
            if thing is None:
                self.stderr.write(f"{code}: nothing in this district is one")
                continue
            made.append(folder / f"{code}.docx")
            made[-1].write_bytes(kind.make(thing))
        self.stdout.write(f"{len(made)} papers in {folder}")
        if pictures:
            pictures.mkdir(parents=True, exist_ok=True)
            show(made, pictures, dpi)
            self.stdout.write(f"{len(made)} pictures in {pictures}")


def fullest(kind: PaperKind) -> Moving | None:
    """Return the thing with most to say among the newest of which there is such a paper; None if there is none."""
    rows = kind.model._base_manager.order_by("-pk").iterator()
    there = islice((row for row in rows if not kind.why_not(row)), LOOKED_AT)
    with translation.override("zh-hans"):
        return max(there, key=lambda row: (len(json.dumps(kind.data(row))), row.pk), default=None)


def show(papers: list[Path], pictures: Path, dpi: int) -> None:
    """Make a picture of the first pages of each paper. Raises ``CommandError`` where a program is missing."""
    for program in ("soffice", "pdftoppm"):
        if not shutil.which(program):
            raise CommandError(f"{program} is not installed.")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        (work / "fonts.conf").write_text(
            FONTS.format(
                aliases="\n".join(
                    ALIAS.format(name=font, edit=EDIT.format(other=other)) for font, other in STANDING_IN.items()
                )
            )
        )
        surroundings = os.environ | {"FONTCONFIG_FILE": str(work / "fonts.conf"), "HOME": name}
        office = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", name]
        subprocess.run([*office, *papers], env=surroundings, check=True, capture_output=True)
        for paper in papers:
            sheets = ["pdftoppm", "-r", str(dpi), "-l", str(PAGES), "-png", work / f"{paper.stem}.pdf"]
            subprocess.run([*sheets, work / paper.stem], check=True, capture_output=True)
            side_by_side(sorted(work.glob(f"{paper.stem}-[0-9]*.png")), pictures / f"{paper.stem}.png")


def side_by_side(pages: list[Path], to: Path) -> None:
    images = [Image.open(page).convert("RGB") for page in pages]
    wide, high = sum(image.width + BETWEEN for image in images) + BETWEEN, max(image.height for image in images)
    whole = Image.new("RGB", (wide, high + 2 * BETWEEN), (150, 150, 150))
    left = BETWEEN
    for image in images:
        whole.paste(image, (left, BETWEEN))
        left += image.width + BETWEEN
    whole.quantize(48).save(to, optimize=True)
