"""Forms of moves: their fields are the verb's arguments, for the page and for the API alike."""

import copy
from dataclasses import dataclass

from django import forms
from django.core import validators
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from . import files, sheets
from .models import Moving


@dataclass(frozen=True)
class Beside:
    """A part of a page that is shown beside a form, and which fields it follows."""

    title: str
    #: the button that asks for it where nothing is fetched while one types
    button: str
    url: str
    #: the names of the fields whose values it is asked with
    fields: tuple[str, ...]

    @property
    def selector(self) -> str:
        """The fields on the page."""
        return ", ".join(f"#move [name={name}]" for name in self.fields)


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked at the gate. Cleans to a list."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        cleaned, errors = [], []
        for upload in uploads:
            try:
                one = super().clean(upload, initial)
                files.check(one)
                cleaned.append(one)
            except forms.ValidationError as error:
                errors.append(error)
        if errors:
            raise forms.ValidationError(errors)
        if self.required and not cleaned:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return cleaned


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


def by_key(form) -> None:
    """Let things be chosen by their keys, on the page and over the API: ids never leave the house."""
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelChoiceField) and issubclass(field.queryset.model, Moving):
            field.to_field_name = "key"
            value = form.initial.get(name)
            if isinstance(value, int):
                form.initial[name] = field.queryset.model._base_manager.filter(pk=value).first()


def plain_blanks(form) -> None:
    """Say “choose” where nothing is chosen yet, instead of a row of dashes."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField):
            if field.empty_label is not None:
                field.empty_label = _("Choose …")
        elif isinstance(field, forms.ChoiceField) and field.choices and field.choices[0][0] == "":
            field.choices = [("", _("Choose …")), *list(field.choices)[1:]]


def hold_to_the_calendar(form) -> None:
    """Let the days in ``form.past`` be none that is still to come, and those in ``form.ahead`` none that is over."""
    if form.today is None:
        return
    limits = ((form.past, validators.MaxValueValidator, _("This day has not come yet.")),)
    limits += ((form.ahead, validators.MinValueValidator, _("This day has passed.")),)
    for names, validator, text in limits:
        for name in names:
            form.fields[name].validators.append(validator(form.today, text))


class MoveForm(forms.Form):
    """The form of a move. Knows the thing, the person and the day; subclasses narrow their choices by them."""

    #: fields that are never kept as a draft: what is to lie under seal
    undrafted: tuple[str, ...] = ()
    #: days that have come already, and days that are not over
    past: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()

    def __init__(self, *args, thing=None, by=None, today=None, **kwargs):
        self.thing, self.by, self.today = thing, by, today
        super().__init__(*args, **kwargs)
        by_key(self)
        self.prepare()
        plain_blanks(self)
        hold_to_the_calendar(self)

    def prepare(self):
        """Narrow choices and fill initial values; called once the fields exist."""

    def beside(self):
        """Return what is asked for again, by address, while this form is filled in; nothing by itself."""
        return


class MoveModelForm(forms.ModelForm):
    """The form of a move whose arguments are fields of a model.

    When the thing itself is of that model (an edit), its values are shown and the thing is left untouched:
    it is the move that writes.
    """

    #: fields that are never kept as a draft: what is to lie under seal
    undrafted: tuple[str, ...] = ()
    #: days that have come already, and days that are not over
    past: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()

    def __init__(self, *args, thing=None, by=None, today=None, **kwargs):
        self.thing, self.by, self.today = thing, by, today
        if thing is not None and isinstance(thing, self._meta.model):
            kwargs.setdefault("instance", copy.copy(thing))
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DateInput()
        by_key(self)
        self.prepare()
        plain_blanks(self)
        hold_to_the_calendar(self)

    def prepare(self):
        """Narrow choices and fill initial values; called once the fields exist."""

    def beside(self):
        """Return what is asked for again, by address, while this form is filled in; nothing by itself."""
        return


class SheetUpload(forms.Form):
    """A table that somebody filled in: a workbook or a text of separated values."""

    #: what a door takes, in MB
    megabytes = 1

    file = forms.FileField(label=_("Excel workbook or table (.xlsx, .xls, .csv)"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        text = now("At most %(megabytes)d MB and %(rows)d rows. A .csv may be in UTF-8 or GB18030.")
        field = self.fields["file"]
        field.help_text = text % {"megabytes": self.megabytes, "rows": sheets.MAX_ROWS}
        field.widget.attrs["accept"] = ",".join(sheets.ENDINGS)

    def clean_file(self):
        upload = self.cleaned_data["file"]
        name = upload.name.lower()
        if name.endswith((".xlsm", ".xltm", ".xlsb", ".xlam")):
            raise forms.ValidationError(now("Workbooks that may hold macros are not taken in. Save it as .xlsx."))
        if not name.endswith(sheets.ENDINGS):
            raise forms.ValidationError(
                now("Only .xlsx, .xls and .csv are read. Open the file in Excel or WPS and save it as .xlsx.")
            )
        if upload.size > self.megabytes << 20:
            text = now("The file is larger than %(megabytes)d MB: read it in by parts.")
            raise forms.ValidationError(text % {"megabytes": self.megabytes})
        return upload


class NotTomorrow:
    """A form of a model whose ``on`` is a day that has come; today unless somebody says otherwise."""

    past = ("on",)

    def prepare(self):
        super().prepare()
        if not isinstance(self.thing, self._meta.model) or not self.thing.on:
            self.fields["on"].initial = self.today
            self.initial["on"] = self.today


class Note(MoveForm):
    """An opinion that may be left out."""

    note = forms.CharField(label=_("Opinion"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class Reason(MoveForm):
    """A reason that must be given: for what goes back, is dropped or is overruled."""

    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))


class Papers(Note):
    """An opinion and files."""

    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))
