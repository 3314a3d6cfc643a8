"""What the moves of the registry and of accounts ask for, and what the doors of the house ask."""

import re

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.forms import MoveForm, MoveModelForm, Note, Reason, SheetUpload

from .models import Organisation, Person, Tie, User

__all__ = [
    "Admit",
    "Amend",
    "AmendPerson",
    "DeclareTie",
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
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Person"), required=False, help_text=_("Whoever is in the registry already")
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        required=False,
        help_text=_("For somebody who is not in the registry yet: where he works, and his name"),
    )
    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    post = forms.CharField(label=_("Post"), max_length=80, required=False)
    administrator = forms.ChoiceField(
        label=_("Administrator"), choices=[("", _("no")), *User.Administrator.choices], required=False
    )
    email = forms.EmailField(label=_("E-mail"), required=False)

    def prepare(self):
        self.fields["person"].queryset = Person.objects.visible_to(self.by).filter(user=None).order_by("sort_key")
        self.fields["organisation"].queryset = Organisation.objects.visible_to(self.by).in_order()

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("There is an account of that name already."))
        return username

    def clean(self):
        cleaned = super().clean()
        whose = [bool(cleaned.get(name)) for name in ("person", "organisation", "administrator")]
        if sum(whose) != 1:
            raise forms.ValidationError(
                _("An account is one of these: a registered person's, a new person's of a body, an administrator's.")
            )
        if not cleaned.get("person") and not cleaned.get("name"):
            self.add_error("name", _("Say how this person is called."))
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
        below = self.thing.below().values("pk")
        others = Organisation.objects.visible_to(self.by).exclude(pk=self.thing.pk).exclude(pk__in=below)
        self.fields["parent"].queryset = others.in_order()


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
    "leads",
    "skills",
    "tags",
    "about",
]


class OfPerson(MoveModelForm):
    """What the registry says of a person; skills come in their usual order."""

    skills = forms.MultipleChoiceField(
        label=_("skills"), choices=Person.Skill.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def clean_skills(self):
        return [skill.value for skill in Person.Skill if skill in self.cleaned_data["skills"]]


class RegisterPerson(OfPerson):
    class Meta:
        model = Person
        fields = PERSON_FIELDS


class AmendPerson(OfPerson):
    class Meta:
        model = Person
        fields = PERSON_FIELDS


class DeclareTie(MoveModelForm):
    class Meta:
        model = Tie
        fields = ["kind_of", "organisation", "details"]

    def prepare(self):
        self.fields["organisation"].queryset = Organisation.objects.visible_to(self.by).in_order()

    def clean(self):
        cleaned = super().clean()
        known = Tie.objects.filter(person=self.thing, stage=Tie.Stage.STANDING)
        if known.filter(kind_of=cleaned.get("kind_of"), organisation=cleaned.get("organisation")).exists():
            raise forms.ValidationError(_("This tie has been declared already."))
        return cleaned


# -- the doors -------------------------------------------------------------------------------------------------

#: one text for a wrong name, a wrong password, a disabled account and one that waits for its first sign-in
NOT_THIS = _("The user name or the password is not right.")
NOT_THIS_CODE = _("The user name or the code is not right, or the code is used up or older than a day.")
TOO_OFTEN = _("Too many attempts. Wait a quarter of an hour and try again; nobody else is kept out meanwhile.")


def attempt(request, refusal, **credentials):
    """Return whom these credentials let in. Otherwise raise, in the same words for every cause but haste."""
    user = authenticate(request, **credentials)
    if user is None:
        hasty = getattr(request, "axes_locked_out", False)
        raise ValidationError(TOO_OFTEN if hasty else refusal, code="too_often" if hasty else "not_this")
    return user


class SignIn(AuthenticationForm):
    def clean(self):
        cleaned = self.cleaned_data
        if cleaned.get("username") and cleaned.get("password"):
            self.user_cache = attempt(
                self.request, NOT_THIS, username=cleaned["username"], password=cleaned["password"]
            )
        return cleaned


class NewPassword(forms.Form):
    """A new password, typed twice. Who chooses it must have proved who he is before it is judged."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ten characters or more. A name, a word of the trade or a year does not make a password."),
    )
    again = forms.CharField(
        label=_("The new password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, request=None, *args, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_again(self):
        if self.cleaned_data.get("password") not in (None, self.cleaned_data["again"]):
            raise ValidationError(_("The two passwords are not the same."))
        return self.cleaned_data["again"]

    def prove(self):
        """Return the person who chooses, or raise ``ValidationError``."""
        raise NotImplementedError

    def clean(self):
        if not self.errors:
            self.user = self.prove()
            try:
                password_validation.validate_password(self.cleaned_data["password"], self.user)
            except ValidationError as error:
                self.add_error("password", error)
        return self.cleaned_data


class OneTimeCode(NewPassword):
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    code = forms.CharField(
        label=_("One-time code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        help_text=_("Four groups of four, as they were handed to you."),
    )

    field_order = ["username", "code", "password", "again"]

    def clean_code(self):
        """However it was typed: small letters, other dashes, no dashes."""
        plain = re.sub(r"[^0-9A-Z]", "", self.cleaned_data["code"].upper())
        return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))

    def prove(self):
        return attempt(
            self.request, NOT_THIS_CODE, username=self.cleaned_data["username"], code=self.cleaned_data["code"]
        )


class ChangePassword(NewPassword):
    old = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    field_order = ["old", "password", "again"]

    def prove(self):
        return attempt(
            self.request,
            _("The present password is not right."),
            username=self.request.user.username,
            password=self.cleaned_data["old"],
        )


class RosterUpload(SheetUpload):
    """A workbook with the registry's sheets, which may be large."""

    megabytes = 10


class Preferences(forms.ModelForm):
    """How the pages look to one person. Nobody's business but his, so it is no move."""

    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)

    class Meta:
        model = User
        fields = ["language", "density", "keyboard", "outside"]
        widgets = {"density": forms.RadioSelect}
        help_texts = {
            "keyboard": _("Single letters jump and act; the list of them opens with “?”."),
            "outside": _("By mail: a fixed sentence and a link. Everything stands in your notices in any case."),
        }
