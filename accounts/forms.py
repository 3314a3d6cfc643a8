"""What the moves of the registry and of accounts ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import MoveForm, MoveModelForm, Note, Reason

from .models import Organisation, Person, User

__all__ = [
    "Admit",
    "Amend",
    "AmendPerson",
    "Distrust",
    "Entrust",
    "Found",
    "Reason",
    "Register",
    "RegisterPerson",
]


class Found(MoveForm):
    name = forms.CharField(label=_("Name of the district committee"), max_length=120, help_text=_("e.g. 云江区委"))
    prefix = forms.CharField(
        label=_("Before the names of its bodies"), max_length=20, required=False, help_text=_("e.g. 云江")
    )


class Admit(MoveForm):
    username = forms.RegexField(
        r"^[A-Za-z0-9._-]{2,60}$",
        label=_("User name"),
        max_length=60,
        help_text=_("Letters, digits, dot, dash and underline"),
    )
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"), required=False)
    name = forms.CharField(label=_("Name"), max_length=60, required=False, help_text=_("Only for administrators"))
    administrator = forms.ChoiceField(
        label=_("Administrator"), choices=[("", _("no")), *User.Administrator.choices], required=False
    )
    email = forms.EmailField(label=_("E-mail"), required=False)

    def prepare(self):
        self.fields["person"].queryset = Person.objects.visible_to(self.by).filter(user=None).order_by("sort_key")

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("There is an account of that name already."))
        return username

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("person")) == bool(cleaned.get("administrator")):
            raise forms.ValidationError(_("An account is either a person's or an administrator's."))
        return cleaned


class Entrust(Note):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    as_principal = forms.BooleanField(label=_("As its principal"), required=False)

    field_order = ["organisation", "as_principal", "note"]

    def prepare(self):
        self.fields["organisation"].queryset = Organisation.objects.visible_to(self.by).in_order()


class Distrust(Reason):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))

    field_order = ["organisation", "note"]

    def prepare(self):
        groups = self.thing.groups.all()
        found = Organisation.objects.visible_to(self.by)
        self.fields["organisation"].queryset = (
            found.filter(members__in=groups) | found.filter(principals__in=groups)
        ).in_order()


ORGANISATION_FIELDS = [
    "name",
    "short_name",
    "code",
    "kind_of",
    "party_kind",
    "level",
    "parent",
    "official_order",
    "tags",
    "about",
    "last_inspected",
    "inspected_before",
]


class Register(MoveModelForm):
    class Meta:
        model = Organisation
        fields = ORGANISATION_FIELDS

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("instance", Organisation(case=kwargs["thing"].case))
        super().__init__(*args, **kwargs)

    def prepare(self):
        self.fields["parent"].queryset = Organisation.objects.visible_to(self.by).in_order()
        self.fields["kind_of"].choices = [
            choice for choice in Organisation.Kind.choices if choice[0] in Organisation.INSPECTABLE
        ]


class Amend(MoveModelForm):
    class Meta:
        model = Organisation
        fields = [name for name in ORGANISATION_FIELDS if name != "kind_of"]

    def prepare(self):
        self.fields["parent"].queryset = Organisation.objects.visible_to(self.by).exclude(pk=self.thing.pk).in_order()


PERSON_FIELDS = [
    "name",
    "sex",
    "born_on",
    "ethnicity",
    "native_place",
    "political_status",
    "education",
    "degree",
    "post",
    "rank",
    "duty",
    "phone",
    "in_pool",
    "pool_kind",
    "tags",
    "about",
]


class RegisterPerson(MoveModelForm):
    class Meta:
        model = Person
        fields = PERSON_FIELDS


class AmendPerson(MoveModelForm):
    class Meta:
        model = Person
        fields = PERSON_FIELDS
