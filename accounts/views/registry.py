"""The registry: bodies as a tree, the people who work in them, and the pool that teams are drawn from."""

import django_filters
from django import forms as fields
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import policy, present
from casework.present import Column
from casework.views import ThingList, ThingPage, move_url, today

from .. import actions, exports
from ..models import Organisation, Person, Tie, User

ORGANISATION_COLUMNS = (
    Column("name", link=True, sort="tree_key"),
    Column("short_name"),
    Column("kind_of", sort="kind_of"),
    Column("parent.name", _("belongs to")),
    Column("level"),
    Column("last_inspected", kind="num", sort="last_inspected"),
    Column("stage", kind="tag", sort="stage"),
)
PERSON_COLUMNS = (
    Column("name", link=True, sort="sort_key"),
    Column("organisation.name", _("organisation"), sort="organisation__tree_key"),
    Column("post"),
    Column("rank"),
    Column("duty"),
    Column("skills_text", _("skills")),
    Column("in_pool", _("in the pool"), sort="in_pool"),
    Column("stage", kind="tag", sort="stage"),
)
TIE_COLUMNS = (
    Column("person.name", _("full name"), link=True, sort="person__sort_key"),
    Column("kind_of", sort="kind_of"),
    Column("organisation.name", _("organisation")),
    Column("details", wide=True),
    Column("declared_on", kind="date", sort="pk"),
    Column("stage", kind="tag", sort="stage"),
)
ACCOUNT_COLUMNS = (
    Column("username", link=True, sort="username"),
    Column("name", sort="name"),
    Column("post", _("post")),
    Column("organisation_name", _("organisation")),
    Column("last_login", _("last signed in"), kind="date", sort="last_login"),
    Column("stage", kind="tag", sort="stage"),
)


def table(title, model, columns, rows, *, actions=(), empty=""):
    """Return a table of children as a page takes it."""
    rows = list(rows)
    return {
        "title": title,
        "columns": present.headings(model, columns),
        "rows": present.table(rows, columns, today()),
        "count": len(rows),
        "actions": list(actions),
        "empty": {"text": empty} if empty else None,
    }


def without(columns, *names):
    return tuple(column for column in columns if column.name not in names)


def buttons(user, thing, *moves) -> list[dict]:
    """Return those of the moves that are open to this reader, as buttons of another page than the thing's own."""
    return [
        {"label": move.label, "url": move_url(move, thing), "primary": at == 0}
        for at, move in enumerate(moves)
        if thing is not None and move.why_not(user, thing, today()) is None
    ]


class OrganisationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Name, initials or code"), method=lambda rows, _name, text: rows.called(text.strip())
    )
    kind_of = django_filters.ChoiceFilter(label=_("Kind"), choices=Organisation.Kind.choices)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Organisation.Stage.choices)

    class Meta:
        model = Organisation
        fields = ["q", "kind_of", "stage"]


class OrganisationList(ThingList):
    model = Organisation
    heading = _("Organisations")
    columns = ORGANISATION_COLUMNS
    filterset = OrganisationFilter
    order = "name"

    def rows(self):
        return super().rows().select_related("parent")

    def actions(self):
        authority = Organisation.objects.visible_to(self.request.user).authority()
        found = buttons(self.request.user, authority, actions.register)
        if found:
            found.append({"label": now("Read in from Excel"), "url": reverse("accounts:import")})
            found.append({"label": now("Download as Excel"), "url": reverse("accounts:import-template")})
        return found


class OrganisationPage(ThingPage):
    model = Organisation
    parents = ("parent",)
    facts = (
        "short_name",
        "code",
        "kind_of",
        "party_kind",
        "level",
        "parent",
        "tags",
        "last_inspected",
        "inspected_before",
        "about",
    )

    def things(self):
        return super().things().select_related("parent", "case")

    def crumbs(self, organisation):
        above = organisation.parent_id
        seen = above and Organisation.objects.visible_to(self.request.user).filter(pk=above).exists()
        return super().crumbs(organisation) if seen else super().crumbs(organisation)[:1]

    def children(self, organisation):
        user = self.request.user
        below = Organisation.objects.visible_to(user).filter(parent=organisation).in_order()
        people = Person.objects.visible_to(user).filter(organisation=organisation).order_by("stage", "sort_key")
        members = (organisation.members_id, organisation.principals_id)
        accounts = User.objects.visible_to(user).filter(groups__in=members).distinct()
        tables = [
            table(
                now("What belongs to it"),
                Organisation,
                without(ORGANISATION_COLUMNS, "parent.name"),
                below.select_related("parent"),
            ),
            table(now("People"), Person, without(PERSON_COLUMNS, "organisation.name"), people),
            table(
                now("Accounts that act for it"),
                User,
                ACCOUNT_COLUMNS,
                accounts.select_related("person__organisation").order_by("username"),
            ),
        ]
        return [one for one in tables if one["rows"]]


class PersonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Name or initials"), method=lambda rows, _name, text: rows.called(text.strip())
    )
    organisation = django_filters.ModelChoiceFilter(
        label=_("Organisation"),
        to_field_name="key",
        queryset=lambda request: Organisation.objects.visible_to(request.user).in_order(),
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Person.Stage.choices)
    in_pool = django_filters.BooleanFilter(
        label=_("Only the talent pool"),
        widget=fields.CheckboxInput,
        method=lambda rows, _name, wanted: rows.in_pool() if wanted else rows,
    )

    skill = django_filters.ChoiceFilter(
        label=_("Skill"),
        choices=Person.Skill.choices,
        method=lambda rows, _name, skill: rows.filter(skills__contains=[skill]),
    )
    leads = django_filters.ChoiceFilter(label=_("May serve as"), choices=Person.Leads.choices)

    class Meta:
        model = Person
        fields = ["q", "organisation", "stage", "in_pool", "skill", "leads"]


class PersonList(ThingList):
    model = Person
    heading = _("People")
    lead = _("Everybody in the registry; teams are drawn from the talent pool.")
    columns = PERSON_COLUMNS
    ledger = exports.PEOPLE
    filterset = PersonFilter
    order = "name"

    def rows(self):
        return super().rows().select_related("organisation")


class PersonPage(ThingPage):
    model = Person
    parents = ("organisation",)
    facts = (
        "organisation",
        "post",
        "rank",
        "duty",
        "sex",
        "born_on",
        "ethnicity",
        "native_place",
        "political_status",
        "education",
        "degree",
        "phone",
        "in_pool",
        "pool_kind",
        "leads",
        ("skills_text", _("skills")),
        "tags",
        "about",
    )

    def things(self):
        return super().things().select_related("organisation", "case")

    def crumbs(self, person):
        seen = Organisation.objects.visible_to(self.request.user).filter(pk=person.organisation_id).exists()
        return super().crumbs(person) if seen else super().crumbs(person)[:1]

    def panels(self, person):
        """In which rounds he served is asked for by address, under the walls of what is told of it."""
        user = self.request.user
        if user.person_id != person.pk and not policy.words_on(user, person.case) & {"oversee", "direct"}:
            return []
        url = reverse("findings:service-of-person", args=[person.key])
        return [{"title": now("Service record"), "url": url, "id": "service"}]

    def children(self, person):
        user = self.request.user
        accounts = User.objects.visible_to(user).filter(person=person).select_related("person__organisation")
        ties = Tie.objects.visible_to(user).filter(person=person).select_related("organisation")
        own = (
            Column("organisation.name", _("organisation"), link=True),
            *without(TIE_COLUMNS, "person.name", "organisation.name"),
        )
        tables = [
            table(now("Ties declared"), Tie, own, ties.order_by("-stage", "pk")),
            table(now("Account"), User, without(ACCOUNT_COLUMNS, "post", "organisation_name"), accounts),
        ]
        return [one for one in tables if one["rows"]]


class TieFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Name or initials"),
        method=lambda rows, _name, text: rows.filter(person__in=Person.objects.called(text.strip())),
    )
    kind_of = django_filters.ChoiceFilter(label=_("Kind of tie"), choices=Tie.Kind.choices)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Tie.Stage.choices)

    class Meta:
        model = Tie
        fields = ["q", "kind_of", "stage"]


class TieList(ThingList):
    model = Tie
    heading = _("Ties declared")
    lead = _(
        "Kin, earlier posts and places: whoever has a tie to a unit does not inspect it. Declared on a person's page."
    )
    ledger = exports.TIES
    columns = TIE_COLUMNS
    filterset = TieFilter

    def rows(self):
        return super().rows().select_related("person", "organisation")


class TiePage(ThingPage):
    model = Tie
    parents = ("person",)
    facts = ("person", "kind_of", "organisation", "details", "declared_on")

    def things(self):
        return super().things().select_related("person", "organisation", "case")
