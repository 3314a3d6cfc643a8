"""What the steps to a landing ask, and where a finding may not go."""

from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.forms import MoveForm
from inspections.forms import Held
from inspections.models import Meeting, Round

from ..models import Finding, Landing, RoutingStep

Act, NOT_ESTABLISHED = RoutingStep.Act, RoutingStep.NOT_ESTABLISHED

#: what each route is for, as the form offers it
ROUTES_OFFERED = (
    Landing.Kind.ORGANISATION,
    Landing.Kind.PRINCIPAL,
    Landing.Kind.DISCIPLINE,
    Landing.Kind.PERSONNEL,
    Landing.Kind.DEPARTMENT,
)
#: the same, and that it does not hold
ANSWERS = (*((kind.value, kind.label) for kind in ROUTES_OFFERED), RoutingStep.ROUTES[-1])


def why_not_there(finding: Finding, kind: str) -> str | None:
    """Return why this finding can't go there, with the routes that are open instead; None when it can."""
    about_principal = finding.concerns == Finding.Concerns.PRINCIPAL
    if about_principal and kind in (Landing.Kind.PRINCIPAL, Landing.Kind.ORGANISATION, Landing.Kind.AT_ONCE):
        return now(
            "It concerns the principal himself, so it can't be fed back to him or to his unit. "
            "Open to it: the discipline commission or the organisation department."
        )
    if finding.concerns == Finding.Concerns.MEMBER and kind == Landing.Kind.ORGANISATION:
        return now(
            "It concerns a member of the leadership team: it goes to the principal alone, "
            "to the discipline commission or to the organisation department."
        )
    if finding.concerns == Finding.Concerns.UNIT and kind == Landing.Kind.PRINCIPAL:
        return now("It concerns the unit as a whole: it is fed back to the unit's Party organisation.")
    return None


def departments(by, unit) -> Any:
    """Return the bodies to which somebody may send a finding about a unit."""
    kinds = (Organisation.Kind.DEPARTMENT, Organisation.Kind.TOWN, Organisation.Kind.COMPANY)
    return Organisation.objects.visible_to(by).filter(kind_of__in=kinds).exclude(pk=unit.pk).in_order()


def faults_of(finding: Finding, kind: str, receiver, reason: str, before: RoutingStep | None) -> dict[str, str]:
    """Return what is wrong with a route, by field: the law first, then what is missing."""
    if not kind:
        return {}
    if refusal := why_not_there(finding, kind):
        return {"kind_of": refusal}
    if kind == Landing.Kind.DEPARTMENT and not receiver:
        return {"receiver": now("Choose the department.")}
    changed = before is not None and (before.kind_of != kind or (receiver and before.receiver_id != receiver.pk))
    if changed and not reason:
        return {"reason": now("It is another route than before: say why.")}
    return {}


class WhereFields(forms.Form):
    """Where one finding goes, and why."""

    kind_of = forms.ChoiceField(label=_("Where it goes"), widget=forms.RadioSelect, choices=ANSWERS)
    receiver = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Which department"),
        required=False,
        help_text=_("Only for another department"),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when the route is another one than before."),
    )

    thing: Finding
    by: Any

    def offer_routes(self) -> None:
        self.fields["receiver"].queryset = departments(self.by, self.thing.engagement.unit)
        self.fields["receiver"].to_field_name = "key"
        if before := RoutingStep.last_of(self.thing):
            self.fields["kind_of"].initial = before.kind_of
            self.fields["receiver"].initial = before.receiver

    def refuse_what_cannot_be(self, cleaned) -> None:
        said = (cleaned.get("kind_of") or "", cleaned.get("receiver"), cleaned.get("reason") or "")
        for name, text in faults_of(self.thing, *said, RoutingStep.last_of(self.thing)).items():
            self.add_error(name, text)
        if cleaned.get("kind_of") != Landing.Kind.DEPARTMENT:
            cleaned["receiver"] = None


class ReviewRoute(WhereFields, MoveForm):
    """The office agrees with what the team proposed, or changes it and says why."""

    def prepare(self):
        self.offer_routes()

    def clean(self):
        cleaned = super().clean()
        self.refuse_what_cannot_be(cleaned)
        return cleaned


class ProposeRoute(ReviewRoute):
    """The team says where it should go, and why."""

    def prepare(self):
        super().prepare()
        self.fields["reason"].required = True
        self.fields["reason"].help_text = ""


class OfFinding(Held):
    """A step that rests on a meeting held for the round of a finding, or of a unit in it."""

    note = None  # what the meeting thought is the reason

    def of_round(self) -> Round:
        engagement = self.thing.engagement if isinstance(self.thing, Finding) else self.thing
        return engagement.round

    @property
    def by_the_group_alone(self) -> bool:
        """What an upper level found is routed by the leading group when it takes it over."""
        return self.thing is not None and self.of_round().type == Round.Type.UPPER


class GroupDecidesRoute(WhereFields, OfFinding):
    """The leading group decides what it puts before the secretary."""

    kind, rests = Meeting.Kind.LEADING_GROUP, "group_meeting"
    field_order = ["kind_of", "receiver", "reason", *Held.field_order]

    def prepare(self):
        super().prepare()
        self.offer_routes()

    def clean(self):
        cleaned = super().clean()
        self.refuse_what_cannot_be(cleaned)
        return cleaned


class Route(GroupDecidesRoute):
    """The secretary's meeting decides; of what an upper level found, the leading group."""

    kind, rests = Meeting.Kind.SECRETARY, "secretary_meeting"

    def prepare(self):
        if self.by_the_group_alone:
            self.kind, self.rests = Meeting.Kind.LEADING_GROUP, "review_meeting"
        super().prepare()
        self.fields["kind_of"].choices = [(kind.value, kind.label) for kind in self.routes()]

    def routes(self):
        return ROUTES_OFFERED


class RouteFurther(Route):
    def routes(self):
        taken = set(self.thing.landings.exclude(stage=Landing.Stage.WITHDRAWN).values_list("kind_of", flat=True))
        return [kind for kind in ROUTES_OFFERED if kind not in taken and kind != Landing.Kind.DISCIPLINE]

    def offer_routes(self):
        super().offer_routes()
        self.fields["kind_of"].initial = self.fields["receiver"].initial = None

    def refuse_what_cannot_be(self, cleaned):
        said = (cleaned.get("kind_of") or "", cleaned.get("receiver"), cleaned.get("reason") or "")
        for name, text in faults_of(self.thing, *said, None).items():
            self.add_error(name, text)


class DecideNotEstablished(OfFinding):
    """The meeting finds that it does not hold; the paper that says so comes with it."""

    kind, rests = Meeting.Kind.SECRETARY, "secretary_meeting"
    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))

    def prepare(self):
        if self.by_the_group_alone:
            self.kind, self.rests = Meeting.Kind.LEADING_GROUP, "review_meeting"
        super().prepare()


# -- many at once --------------------------------------------------------------------------------------------------


class RoutesTable(forms.Widget):
    """A table of findings with the route that stands, which can be changed line by line."""

    template_name = "findings/routes_table.html"
    use_fieldset = True
    lines: list[tuple[Finding, RoutingStep]]
    receivers: list[Organisation]

    def value_from_datadict(self, data, files, name):
        """Return the lines as the page or a program sends them."""
        if name in data and not hasattr(data, "getlist"):
            return data[name]
        said = []
        for finding, _step in self.lines:
            parts = {part: data.get(f"{name}-{finding.key}-{part}", "") for part in ("kind_of", "receiver", "reason")}
            said.append({"finding": finding.key, **parts})
        return said

    def value_omitted_from_data(self, data, files, name):
        return False

    def id_for_label(self, id_):
        return ""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        said = {line.get("finding"): line for line in value or () if isinstance(line, dict)}
        standing = {
            finding.key: {"kind_of": step.kind_of, "receiver": step.receiver.key if step.receiver else ""}
            for finding, step in self.lines
        }
        context["rows"] = [
            {
                "finding": finding,
                "proposed": step,
                "name": f"{name}-{finding.key}",
                "said": said.get(finding.key) or standing[finding.key],
            }
            for finding, step in self.lines
        ]
        return context | {"kinds": ANSWERS, "receivers": self.receivers}


class RoutesField(forms.Field):
    """The routes of many findings: a list of finding, kind, receiver and reason; what is left empty waits."""

    widget = RoutesTable

    def offer(self, lines, receivers) -> None:
        self.lines, self.receivers = lines, receivers
        self.widget.lines, self.widget.receivers = lines, receivers

    def clean(self, value):
        lines = {finding.key: (finding, step) for finding, step in self.lines}
        receivers = {receiver.key: receiver for receiver in self.receivers}
        found: list[dict[str, Any]] = []
        errors: list[str] = []
        for line in value if isinstance(value, list) else ():
            if not isinstance(line, dict) or line.get("finding") not in lines:
                errors.append(now("A line names a finding that does not wait for this meeting."))
                continue
            finding, step = lines[line["finding"]]
            kind, reason = line.get("kind_of") or "", str(line.get("reason") or "").strip()
            receiver = receivers.get(line.get("receiver") or "") if kind == Landing.Kind.DEPARTMENT else None
            if not kind:
                continue
            if kind not in dict(ANSWERS):
                errors.append(f"{finding.number}：{now('There is no such route.')}")
                continue
            faults = faults_of(finding, kind, receiver, reason, step)
            if kind == NOT_ESTABLISHED and not reason:
                faults = {"reason": now("Say why it does not hold.")}
            errors += [f"{finding.number}：{text}" for text in faults.values()]
            found.append({"finding": finding, "kind_of": kind, "receiver": receiver, "reason": reason})
        if errors:
            raise forms.ValidationError(errors)
        if not found:
            raise forms.ValidationError(now("Choose a route for at least one finding."))
        return found


class GroupDecidesRoutes(OfFinding):
    """What the leading group decides about all findings of a unit, line by line."""

    kind, rests = Meeting.Kind.LEADING_GROUP, "group_meeting"
    field_order = ["routes", *Held.field_order]
    routes = RoutesField(label=_("Routes"), help_text=_("What is left open waits for another meeting."))
    waits_for: tuple[str, ...] = (Act.REVIEWED,)

    def prepare(self):
        if self.by_the_group_alone:
            self.kind, self.rests = Meeting.Kind.LEADING_GROUP, "review_meeting"
        super().prepare()
        offered = list(departments(self.by, self.thing.unit))
        self.fields["routes"].offer(RoutingStep.waiting(self.thing, *self.steps()), offered)

    def steps(self) -> tuple[str, ...]:
        return self.waits_for


class SecretaryDecidesRoutes(GroupDecidesRoutes):
    """What the secretary's meeting decides about all findings of a unit, line by line."""

    kind, rests = Meeting.Kind.SECRETARY, "secretary_meeting"
    waits_for = (Act.GROUP,)

    def steps(self):
        return (Act.REVIEWED,) if self.by_the_group_alone else self.waits_for
