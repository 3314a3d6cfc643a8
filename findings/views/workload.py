"""Who of a team does what, and how much of it is still open: for the leader who divides the work."""

from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as now
from django.views.generic import View

from casework import policy
from casework.views import move_url, panel, today
from inspections.actions import assign_duty
from inspections.models import Engagement, Posting

from ..actions import TEAM
from ..models import Lead, Talk, WorkingPaper
from .content import headings

Paper = WorkingPaper.Stage


class Workload(View):
    """A row for each member of the team: his part of the work, and what of his is open in this unit."""

    model = Engagement
    inner = True

    def get(self, request, key):
        found = Engagement.objects.visible_to(request.user).select_related("unit", "round", "case")
        engagement = get_object_or_404(found, key=key)
        labels = [
            now("full name"),
            now("role"),
            now("division of labour"),
            now("today"),
            now("open leads"),
            now("papers in work"),
            now("talks to be held"),
            now("talks held"),
        ]
        postings = Posting.objects.serving().filter(team=engagement.team_id or 0).with_presence(today())
        ours = policy.words_on(request.user, engagement.case) & {*TEAM, "oversee"}
        rows = postings.select_related("person__user").order_by("pk") if ours else []  # nobody else is told
        counts = self.counts(engagement)
        verb = assign_duty
        offered = verb.why_not(request.user, engagement, today()) is None
        context = {
            "title": now("Division of labour and workload"),
            "crumbs": [{"label": engagement.title, "url": engagement.get_absolute_url()}],
            "back_url": engagement.get_absolute_url(),
            "columns": headings(labels, ("link", "text", "text", "text", "num", "num", "num", "num")),
            "rows": [self.row(posting, labels, counts) for posting in rows],
            "empty": {"text": now("Shown to the team and the office.")},
            "actions": [{"label": verb.label, "url": move_url(verb, engagement)}] if offered else [],
        }
        return panel(request, context)

    def counts(self, engagement) -> list[dict]:
        """Return, by person, how many open leads, unfinished papers, planned and held talks there are of his."""
        sets = (
            Lead.objects.filter(stage=Lead.Stage.OPEN),
            WorkingPaper.objects.filter(stage__in=(Paper.DRAFT, *WorkingPaper.UNDER_REVIEW, Paper.RETURNED)),
            Talk.objects.filter(stage=Talk.Stage.PLANNED),
            Talk.objects.filter(stage=Talk.Stage.HELD),
        )
        seen = (rows.visible_to(self.request.user).filter(engagement=engagement).order_by() for rows in sets)
        return [dict(rows.values_list("author").annotate(n=Count("pk"))) for rows in seen]

    @staticmethod
    def row(posting, labels, counts) -> dict:
        user = getattr(posting.person, "user", None)
        numbers = [str(by_person.get(user.pk, 0) if user else 0) for by_person in counts]
        url = posting.get_absolute_url()
        texts = [posting.get_role_display(), posting.get_duty_display(), posting.presence, *numbers]
        kinds = ["text"] * 3 + ["num"] * 4
        cells = [{"kind": "link", "text": str(posting.person), "url": url, "label": labels[0]}]
        cells += [
            {"kind": kind, "text": str(text), "label": label}
            for kind, text, label in zip(kinds, texts, labels[1:], strict=True)
        ]
        return {"url": url, "cells": cells}
