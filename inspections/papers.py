"""The papers of a round in Word: who is sent where, what its people promise, and what the team reports."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.models import Deadline
from casework.papers import PaperKind, day, paper, paragraphs
from casework.papers.parts import chapters, number_to_fill_in, span

from .editions import EDITIONS
from .models import Engagement, Pledge, Posting, Recusal, Round, Seat, Secondment, Team, TeamReport

#: who reads the lists of a whole round; a team reads its own place in it
BODIES = frozenset(("oversee", "direct", "observe"))
ROLES = {role: place for place, role in enumerate(Posting.Role.values)}


def office() -> str:
    """Return the name under which the inspection office signs."""
    return str(Organisation._base_manager.get(kind_of=Organisation.Kind.OFFICE))


def leading_group() -> str:
    """Return the name of the body to which teams report."""
    return str(Organisation._base_manager.get(kind_of=Organisation.Kind.LEADING_GROUP))


def team_of(engagement: Engagement) -> str:
    """Return the name under which the team of a unit signs."""
    return str(engagement.team or "区委巡察组")


def party_of(unit: Organisation) -> str:
    """Return the Party organisation of a unit, as a paper addresses it."""
    return f"{unit}{unit.get_party_kind_display()}" if unit.party_kind else str(unit)


def aspects_of(round: Round) -> list[str]:
    """Return what the teams of a round look at, by its set of categories."""
    return [category.name for category in round.category_set.categories.order_by("order")]


def stay_of(engagement: Engagement) -> str:
    """Return from when to when the team is in the unit: as it was, else as the round has planned it."""
    begins = engagement.entered_on or engagement.round.stays_from
    return span(begins, engagement.withdrawn_on or engagement.round.stays_until)


# -- before the stay -----------------------------------------------------------------------------------------------


def _notice(engagement: Engagement) -> dict[str, Any]:
    round, on = engagement.round, _notified_on(engagement)
    waiting = list(engagement.preparations.exclude(stage="dropped").order_by("number"))
    days = {one.due_on for one in waiting}
    return {
        "office": office(),
        "number": number_to_fill_in(on),
        "unit": str(engagement.unit),
        "to": party_of(engagement.unit),
        "authority": str(round.term.authority),
        "round": str(round),
        "type": round.get_type_display(),
        "team": team_of(engagement),
        "stay": span(round.stays_from, round.stays_until),
        "aspects": aspects_of(round),
        "ready_by": day(max(days)) if len(days) == 1 else "",
        "preparations": [one.name if len(days) == 1 else f"{one.name}（{day(one.due_on)}前）" for one in waiting],
        "on": day(on),
    }


def _notified_on(engagement: Engagement) -> datetime.date | None:
    """Return the day of the notice, from which the days until the entry are counted."""
    dates = Deadline.objects.filter(thing_kind=engagement.kind, thing_id=engagement.pk, rule__code="enter")
    return dates.order_by("pk").values_list("from_on", flat=True).first()


def not_notified(engagement: Engagement) -> Any:
    """Say why nothing is put up in a unit yet."""
    return _("The unit has not been notified yet.") if engagement.stage == Engagement.Stage.SELECTED else ""


def _authorisation(team: Team) -> dict[str, Any]:
    round = team.round
    rows = [one for one in _postings(team.postings) if not _left(one, team.authorised_on)]
    units = team.engagements.select_related("unit").order_by("unit__official_order", "pk")
    return {
        "authority": str(round.term.authority),
        "number": team.paper or number_to_fill_in(team.authorised_on),
        "round": str(round),
        "type": round.get_type_display(),
        "team": str(team),
        "people": [_in_team(one) for one in rows],
        "units": [str(engagement.unit) for engagement in units],
        "term": span(round.stays_from, round.stays_until),
        "on": day(team.authorised_on),
    }


def _not_authorised(team: Team) -> Any:
    return "" if team.authorised_on else _("The team has not been authorised yet.")


def _postings(postings: Any) -> list[Posting]:
    """Return places in teams, as they are read out: the leader first."""
    rows = postings.select_related("team", "person__organisation")
    return sorted(rows, key=lambda one: (one.team.number, ROLES[one.role], one.pk))


def _in_team(posting: Posting) -> dict[str, str]:
    return {"role": posting.get_role_display(), "team": str(posting.team)} | _who(posting.person)


def _who(person: Any) -> dict[str, str]:
    return {"name": str(person), "unit": str(person.organisation or ""), "post": person.post}


# -- lists as they are read out ------------------------------------------------------------------------------------


def _day_of_lists(round: Round) -> datetime.date | None:
    """Return the day of which the lists of a round are: that of the mobilisation, before it the first of the stay."""
    return _mobilised_on(round) or round.stays_from


def _mobilised_on(round: Round) -> datetime.date | None:
    return round.mobilisation_meeting.held_on if round.mobilisation_meeting else None


def _no_day_yet(round: Round) -> Any:
    if _day_of_lists(round):
        return ""
    return _("The round is neither mobilised nor has it a first day on site.")


def _seats(round: Round, kind: str) -> dict[str, Any]:
    body = Organisation._base_manager.get(kind_of=kind)
    on = _day_of_lists(round)
    rows = Seat.objects.on(on).of(kind).with_rank().select_related("person__organisation").order_by("rank", "pk")
    people = [{"role": seat.get_role_display()} | _who(seat.person) for seat in rows]
    return {"body": str(body), "on": day(_mobilised_on(round)), "people": people}


def _leading_group(round: Round) -> dict[str, Any]:
    return _seats(round, Organisation.Kind.LEADING_GROUP)


def _office(round: Round) -> dict[str, Any]:
    return _seats(round, Organisation.Kind.OFFICE)


def _teams(round: Round) -> dict[str, Any]:
    on = _day_of_lists(round)
    there = [one for one in _postings(Posting.objects.filter(team__round=round)) if not _left(one, on)]
    return {"round": str(round), "on": day(_mobilised_on(round)), "people": [_in_team(one) for one in there]}


def _left(posting: Posting, on: datetime.date | None) -> bool:
    return bool(posting.ended_on and on and posting.ended_on <= on)


def _targets(round: Round) -> dict[str, Any]:
    rows = round.engagements.select_related("unit", "team").order_by("team__number", "unit__official_order", "pk")
    units = [
        {
            "unit": str(one.unit),
            "kind": one.unit.get_kind_of_display(),
            "party": one.unit.get_party_kind_display(),
            "team": str(one.team or ""),
        }
        for one in rows
    ]
    return {"round": str(round), "on": day(_mobilised_on(round)), "units": units}


# -- who keeps away, who promises, who was lent --------------------------------------------------------------------


def _pledge(pledge: Pledge) -> dict[str, Any]:
    posting = pledge.posting
    return {
        "text": paragraphs(EDITIONS[pledge.edition].pledge),
        "team": str(posting.team),
        "on": day(pledge.made_on),
    } | _who(posting.person)


def _recusal(recusal: Recusal) -> dict[str, Any]:
    posting = recusal.posting
    return {
        "number": recusal.number,
        "round": str(posting.team.round),
        "team": str(posting.team),
        "role": posting.get_role_display(),
        "from": str(recusal.unit or ""),
        "kind": recusal.get_kind_of_display(),
        "details": recusal.details,
        "on": day(recusal.found_on),
    } | _who(posting.person)


def _not_applied(recusal: Recusal) -> Any:
    return "" if recusal.declared else _("Nobody has applied: the registry shows this conflict.")


def _appraisal(secondment: Secondment) -> dict[str, Any]:
    posting = secondment.posting
    return {
        "name": str(secondment.person),
        "home": str(secondment.home_unit),
        "post": secondment.person.post,
        "round": str(secondment.round),
        "role": posting.get_role_display(),
        "term": span(secondment.begins_on, posting.ended_on or secondment.ends_on),
        "text": secondment.appraisal,
        "grade": secondment.get_grade_display(),
        "office": office(),
        "on": day(secondment.appraised_on),
    }


def _not_appraised(secondment: Secondment) -> Any:
    return "" if secondment.appraised_on else _("There is no appraisal yet.")


# -- what the team reports -----------------------------------------------------------------------------------------


def _report(report: TeamReport) -> dict[str, Any]:
    engagement = report.engagement
    return {
        "team": team_of(engagement),
        "number": number_to_fill_in(report.on),
        "title": f"关于巡察{party_of(engagement.unit)}情况的报告",
        "to": leading_group(),
        "round": str(engagement.round),
        "stay": stay_of(engagement),
        "chapters": chapters(report.text),
        "on": day(report.on),
    }


WITH_UNIT = frozenset(("oversee", "direct", "lead", "inspect", "respond", "sign"))
NOTICE = paper(
    PaperKind(
        "notice",
        Engagement,
        _notice,
        lambda one: f"进驻通知（{one.unit}）",
        label=_("Notice of the inspection"),
        why_not=not_notified,
        words=WITH_UNIT,
    )
)
AUTHORISATION = paper(
    PaperKind(
        "authorisation",
        Team,
        _authorisation,
        lambda team: f"授权任职决定（{team}）",
        label=_("Decision of authorisation"),
        why_not=_not_authorised,
    )
)
LISTS = {
    "leading_group_list": (_leading_group, "领导小组成员名单", _("List of the leading group")),
    "office_list": (_office, "巡察办人员名单", _("List of the office")),
    "team_list": (_teams, "巡察组人员名单", _("List of the teams")),
    "target_list": (_targets, "被巡察单位名单", _("List of the inspected units")),
}


def _called(name: str) -> Callable[[Round], str]:
    return lambda round: f"{name}（{round}）"


for code, (data, name, label) in LISTS.items():
    paper(
        PaperKind(
            code,
            Round,
            data,
            _called(name),
            label=label,
            why_not=_no_day_yet,
            words=BODIES,
        )
    )
PLEDGE = paper(PaperKind("pledge", Pledge, _pledge, lambda pledge: f"保密承诺书（{pledge.person}）"))
RECUSAL = paper(
    PaperKind(
        "recusal",
        Recusal,
        _recusal,
        lambda recusal: f"回避申请书（{recusal.person}）",
        label=_("Application to keep away"),
        why_not=_not_applied,
    )
)
APPRAISAL = paper(
    PaperKind(
        "appraisal",
        Secondment,
        _appraisal,
        lambda secondment: f"工作鉴定（{secondment.person}）",
        label=_("Appraisal of the work"),
        why_not=_not_appraised,
    )
)
TEAM_REPORT = paper(
    PaperKind("team_report", TeamReport, _report, lambda report: f"巡察报告（{report.unit}）", outside=False)
)
