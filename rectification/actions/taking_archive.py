"""The head of the office takes the archive of a round that was closed; a worker makes it, and it waits in his inbox."""

import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import jobs, policy
from casework.exports import register
from casework.models import InnerJob, new_key
from casework.moves import Refused, move
from casework.policy import Actor
from inspections.models import Round

from .. import archive as package
from ..forms import archive as forms
from ..models import RoundArchive

Stage = RoundArchive.Stage
#: who writes it
ARCHIVE = "archive"
ZIP = "application/zip"


@move(
    _("Take the archive"),
    Round.Stage.ARCHIVED,
    by="direct",
    asks=forms.TakeArchive,
    tells="oversee",
    first=True,
)
def take_archive(
    round: Round, *, by, today: datetime.date, case_keep: str = "", office_keep: str = "", note: str = ""
) -> RoundArchive:
    """One zip with index, papers, ledgers, files and history, which a stranger can verify without this system."""
    export, key = register(by, now("Archive of a round"), str(round), 1), new_key()
    title = f"{round} · {RoundArchive._meta.verbose_name}（{export.number}）"
    try:
        job = jobs.ask(by, ARCHIVE, title, {"archive": key}, about=RoundArchive)
    except jobs.TooMany as error:
        raise Refused(error) from error
    return RoundArchive.objects.create(
        key=key,
        case=round.case,
        round=round,
        number=export.number,
        person=by,
        on=today,
        case_keep=case_keep,
        office_keep=office_keep,
        job=job.key,
    )


@move(_("Archive made"), Stage.MAKING, Stage.MADE, by=Actor.HOUSE)
def archive_is_made(archive: RoundArchive, *, by, counted: dict[str, Any]):
    """It waits in the inbox of whoever took it; its digest stays here, for the list that is handed over with it."""
    archive.set(**counted)


@move(_("Archive not made"), Stage.MAKING, Stage.FAILED, by=Actor.HOUSE, tells="direct")
def archive_failed(archive: RoundArchive, *, by):
    """It was dropped or could not be made; the head takes it again."""


def fail_without_a_job(today: datetime.date) -> None:
    """Say of each archive that nobody makes any more that it was not made."""
    making = InnerJob.objects.open().values("key")
    for archive in RoundArchive.objects.filter(stage=Stage.MAKING).exclude(job__in=making).select_related("case"):
        archive_failed(archive, by=Actor.HOUSE, today=today)


@jobs.maker(ARCHIVE)
def make_archive(job, file: BinaryIO, tell: jobs.Tell) -> jobs.Made:
    """Write the archive as its owner sees the round, which he must still direct."""
    archive = RoundArchive.objects.select_related("round__case", "case").get(key=job.asked["archive"])
    if "direct" not in policy.words_on(job.person, archive.case):
        raise jobs.CanNotBeMade(now("This round is not open to you any more."))
    if archive.stage != Stage.MAKING:
        raise jobs.CanNotBeMade(now("It was made before: take the archive again, under a number of its own."))
    made = package.write(
        file,
        archive.round,
        person=job.person,
        number=archive.number,
        keep={package.CASE_FILE: archive.case_keep, package.OFFICE_FILE: archive.office_keep},
        told=lambda done, total: tell(done, None if done else total),
    )
    with transaction.atomic():
        archive_is_made(
            archive,
            by=Actor.HOUSE,
            counted={
                "manifest_sha256": made.manifest_sha256,
                "content_sha256": made.content_sha256,
                "pieces": made.pieces,
                "files": made.files,
                "lines": made.lines,
                "clues_left_out": made.left_out["问题线索"],
                "alone_left_out": made.left_out["只向主要负责人反馈"],
            },
        )
    return f"巡察档案_{archive.round}_{archive.number}.zip", ZIP
