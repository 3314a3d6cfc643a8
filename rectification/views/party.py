"""What departments are given about a common problem: tasks, their reports, suggestion letters, and the office's log."""

import django_filters
from django.conf import settings
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, today, with_next_due

from .. import exports
from ..models import CommonProblem, FollowUp, Institution, SuggestionLetter, TaskReport, TrinityTask
from .tables import table

TASK_COLUMNS = (
    Column("number", link=True, sort="pk"),
    Column("title_text", wide=True),
    Column("owner.name", _("department"), sort="owner__sort_key"),
    Column("role", sort="role"),
    Column("due_on", kind="date", sort="due_on"),
    Column("answered_on", kind="date", sort="answered_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
LETTER_COLUMNS = (
    Column("number", link=True, sort="pk"),
    Column("title_text", wide=True),
    Column("receiver.name", _("department"), sort="receiver__sort_key"),
    Column("measure", sort="measure"),
    Column("due_on", kind="date", sort="due_on"),
    Column("answered_on", kind="date", sort="answered_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
FOLLOW_UP_COLUMNS = (
    Column("on", kind="date", link=True, sort="on"),
    Column("problem", wide=True),
    Column("means", sort="means"),
    Column("owner.name", _("department")),
    Column("seen", wide=True),
    Column("demand", wide=True),
)
REPORT_COLUMNS = (Column("on", kind="date", link=True), Column("done", wide=True))
INSTITUTION_COLUMNS = (
    Column("number", link=True, sort="pk"),
    Column("name", wide=True, sort="name"),
    Column("kind_of", sort="kind_of"),
    Column("paper"),
    Column("issued_on", kind="date", sort="issued_on"),
    Column("owner.name", _("issued by"), sort="owner__sort_key"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)


def departments_of(model, field):
    """Return the departments that the rows of a reader name."""
    return lambda request: Organisation.objects.filter(
        pk__in=model.objects.visible_to(request.user).values(field)
    ).in_order()


class PartPage(ThingPage):
    """A page of what somebody was given about a common problem; the way back is for those who may see the problem."""

    def crumbs(self, part):
        rows = super().crumbs(part)
        if settings.DOOR != "portal":  # where it can't even be asked for
            seen = CommonProblem.objects.visible_to(self.request.user).filter(pk=part.problem_id or 0)
            rows += [{"label": str(problem), "url": problem.get_absolute_url()} for problem in seen]
        return rows


class TaskFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Contains"), field_name="title_text", lookup_expr="icontains")
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=TrinityTask.Stage.choices)
    role = django_filters.ChoiceFilter(label=_("Part"), choices=TrinityTask.Role.choices)
    owner = django_filters.ModelChoiceFilter(
        label=_("Department"), to_field_name="key", queryset=departments_of(TrinityTask, "owner")
    )

    class Meta:
        model = TrinityTask
        fields = ["q", "stage", "role", "owner"]


class TaskList(ThingList):
    model = TrinityTask
    heading = _("Tasks on common problems")
    lead = _("One department leads, others support it, the office follows up. Each department finds its own.")
    ledger = exports.TASKS
    columns = TASK_COLUMNS
    filterset = TaskFilter
    template_name = "rectification/tasks.html"

    def rows(self):
        return super().rows().select_related("owner")

    def more(self):
        return {"punctuality": self.punctuality()}

    def punctuality(self):
        """Return how punctually each department answers: one question for all of them."""
        given = TrinityTask.objects.visible_to(self.request.user).exclude(stage=TrinityTask.Stage.TAKEN_BACK)
        counts = (
            given.with_punctuality(today())
            .order_by()
            .values("owner__key", "owner__name", "owner__tree_key")
            .annotate(
                given=Count("pk"),
                answered=Count("pk", filter=Q(answered_on__isnull=False)),
                in_time=Count("pk", filter=Q(answered_on__isnull=False, late=False)),
                missed=Count("pk", filter=Q(late=True)),
            )
            .order_by("owner__tree_key")[:50]
        )
        labels = [now("Department"), now("Tasks"), now("Answered"), now("In time"), now("Late"), now("On-time rate")]
        rows = []
        for row in counts:
            due = row["in_time"] + row["missed"]
            texts = [*(str(row[name]) for name in ("given", "answered", "in_time", "missed"))]
            texts.append(f"{row['in_time'] / due:.0%}" if due else "—")
            url = self._url(owner=row["owner__key"])
            cells = [{"kind": "link", "text": row["owner__name"], "url": url, "label": labels[0]}]
            cells += [
                {"kind": "num", "text": text, "label": label} for text, label in zip(texts, labels[1:], strict=True)
            ]
            rows.append({"url": url, "cells": cells})
        kinds = ["text", *["num"] * (len(labels) - 1)]
        columns = [{"label": one, "key": one, "kind": kind} for one, kind in zip(labels, kinds, strict=True)]
        return {"columns": columns, "rows": rows}


class TaskPage(PartPage):
    model = TrinityTask
    facts = (
        ("owner.name", _("department")),
        "role",
        "about",
        "task",
        "due_on",
        "given_on",
        "signed_on",
        ("handler.name", _("signed for by")),
        "answer",
        "answered_on",
    )

    def things(self):
        return super().things().select_related("owner", "handler", "case")

    def children(self, task):
        reports = TaskReport.objects.visible_to(self.request.user).filter(task=task).order_by("-on", "-pk")
        rules = Institution.objects.visible_to(self.request.user).filter(task=task)
        rules = with_next_due(rules.select_related("owner")).order_by("-pk")
        return [
            table(now("Reports"), TaskReport, REPORT_COLUMNS, reports, now("No report yet.")),
            *([table(now("Institutions"), Institution, INSTITUTION_COLUMNS, rules)] if rules else []),
        ]


class TaskReportPage(ThingPage):
    model = TaskReport
    parents = ("task",)
    facts = ("task", "on", "done")

    def things(self):
        return super().things().select_related("task", "case")


class LetterFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Contains"), field_name="title_text", lookup_expr="icontains")
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=SuggestionLetter.Stage.choices)
    measure = django_filters.ChoiceFilter(label=_("Kind of measure"), choices=SuggestionLetter.Measure.choices)
    receiver = django_filters.ModelChoiceFilter(
        label=_("Department"), to_field_name="key", queryset=departments_of(SuggestionLetter, "receiver")
    )

    class Meta:
        model = SuggestionLetter
        fields = ["q", "stage", "measure", "receiver"]


class LetterList(ThingList):
    model = SuggestionLetter
    heading = _("Suggestion letters")
    ledger = exports.LETTERS
    columns = LETTER_COLUMNS
    filterset = LetterFilter

    def rows(self):
        return super().rows().select_related("receiver")


class LetterPage(PartPage):
    model = SuggestionLetter
    facts = (
        ("receiver.name", _("department")),
        "measure",
        "text",
        "due_on",
        "sent_on",
        "signed_on",
        "answer",
        "answered_on",
    )

    def things(self):
        return super().things().select_related("receiver", "case")


class FollowUpFilter(django_filters.FilterSet):
    means = django_filters.ChoiceFilter(label=_("How"), choices=FollowUp.Means.choices)
    owner = django_filters.ModelChoiceFilter(
        label=_("Department"), to_field_name="key", queryset=departments_of(FollowUp, "owner")
    )

    class Meta:
        model = FollowUp
        fields = ["means", "owner"]


class FollowUpList(ThingList):
    model = FollowUp
    heading = _("Follow-up log")
    lead = _("How the office followed common problems up. Departments do not read it.")
    ledger = exports.FOLLOW_UPS
    columns = FOLLOW_UP_COLUMNS
    filterset = FollowUpFilter
    order = "-on"

    def rows(self):
        return super().rows().select_related("owner", "problem")


class FollowUpPage(ThingPage):
    model = FollowUp
    parents = ("problem",)
    facts = (
        "problem",
        "on",
        "means",
        ("owner.name", _("department")),
        "seen",
        "demand",
        ("author.name", _("registered by")),
    )

    def things(self):
        return super().things().select_related("problem", "owner", "author", "case")


class OfProblem(Panel):
    """What was given out about a common problem, for its page."""

    model = TrinityTask
    heading = _("Tasks of the departments")
    columns = tuple(column for column in TASK_COLUMNS if column.name != "title_text")
    related: tuple[str, ...] = ("owner",)
    inner = True
    empty = _("Nothing has been given out yet.")

    def parent(self, key):
        return get_object_or_404(CommonProblem.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, problem):
        rows = self.model.objects.visible_to(self.request.user).filter(problem=problem)
        return with_next_due(rows.select_related(*self.related)).order_by("pk")


class LettersOfProblem(OfProblem):
    model = SuggestionLetter
    heading = _("Suggestion letters")
    columns = LETTER_COLUMNS
    related = ("receiver",)


class FollowUpsOfProblem(OfProblem):
    model = FollowUp
    heading = _("Follow-up log")
    columns = tuple(column for column in FOLLOW_UP_COLUMNS if column.name != "problem")
    empty = _("Nobody has followed it up yet.")
