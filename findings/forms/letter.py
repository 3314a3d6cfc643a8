"""What the letter box asks of the office, of the team, and of whoever writes to it."""

import io
import re
import unicodedata

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from casework import files
from casework.forms import DateInput, FilesField, MoveForm, Reason

SHORTEST_LETTER, LONGEST_LETTER = 10, 5000
IN_WORDS = {
    "required": _("Please write what you want to tell."),
    "min_length": _("Please write a little more, ten characters at least."),
    "max_length": _("Longer than 5000 characters: shorten it, or send the rest as a file."),
}
MOST_FILES = 6
LARGEST_FILE, LARGEST_LETTER = 8 * 2**20, 20 * 2**20
#: what may come with a letter, by its ending
KINDS = {ending: files.KINDS[ending] for ending in (".jpg", ".jpeg", ".png", ".pdf", ".docx")}
PICTURES = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
#: pixels: above the first a photo is drawn at half its size, above the second nothing is drawn at all
LARGE_PICTURE, LARGEST_PICTURE = 30_000_000, 120_000_000
NUMBER_DIGITS, SECRET_DIGITS = 8, 12


class OpenLetterBox(MoveForm):
    ahead = ("closes_on",)

    closes_on = forms.DateField(
        label=_("last day for letters"),
        widget=DateInput(),
        help_text=_("The box closes by itself in the night after this day."),
    )

    def prepare(self):
        engagement = getattr(self.thing, "engagement", self.thing)
        stays_until = engagement.round.stays_until
        if stays_until and self.today and stays_until >= self.today:
            self.fields["closes_on"].initial = stays_until


class MoveLastDay(OpenLetterBox, Reason):
    field_order = ["closes_on", "note"]

    def prepare(self):
        self.fields["closes_on"].initial = self.thing.closes_on


class WriteBack(MoveForm):
    text = forms.CharField(
        label=_("To the writer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever holds the receipt reads it: no names, and nothing of what others said."),
    )


# -- what a stranger fills in ------------------------------------------------------------------------------------


def drawn_anew(upload, ending: str) -> bytes:
    """Return the picture without anything but the picture: no place, no device, no hour.

    Raises ``ValidationError`` when it can't be drawn.
    """
    try:
        with Image.open(upload, formats=(PICTURES[ending],)) as picture:
            pixels = picture.width * picture.height
            if pixels > LARGEST_PICTURE or (pixels > LARGE_PICTURE and PICTURES[ending] != "JPEG"):
                raise forms.ValidationError(_("One of the pictures is too large; take it with a lower resolution."))
            if pixels > LARGE_PICTURE:
                picture.draft("RGB", (picture.width // 2, picture.height // 2))
            plain = ImageOps.exif_transpose(picture)
            if plain.mode not in ("RGB", "L"):
                plain = plain.convert("RGBA" if PICTURES[ending] == "PNG" and plain.has_transparency_data else "RGB")
            plain.info.clear()
            target = io.BytesIO()
            plain.save(target, PICTURES[ending], quality=88)
            return target.getvalue()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise forms.ValidationError(_("One of the pictures can't be read; take it again.")) from error


class LetterFiles(FilesField):
    """Few and small files, checked by their content; photos are drawn anew and none keeps its name."""

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(_("At most %(n)d files."), params={"n": MOST_FILES})
        for upload in uploads:
            files.check(upload, KINDS, LARGEST_FILE)
        if sum(upload.size for upload in uploads) > LARGEST_LETTER:
            limit = {"n": LARGEST_LETTER // 2**20}
            raise forms.ValidationError(_("All files together may have %(n)d MB."), params=limit)
        return [self._plain(number, upload) for number, upload in enumerate(uploads, start=1)]

    @staticmethod
    def _plain(number, upload):
        ending = "." + upload.name.rpartition(".")[2].lower()
        content = drawn_anew(upload, ending) if ending in PICTURES else upload.read()
        return SimpleUploadedFile(f"附件{number}{ending}", content)


FILES_HELP = _(
    "At most 6: photos, PDF or Word, 8 MB each. Place and device are taken out of photos; "
    "a Word or PDF file may bear the name of whoever made it."
)


def files_field():
    return LetterFiles(
        label=_("Photos and files"),
        required=False,
        help_text=FILES_HELP,
        widget=LetterFiles.widget(attrs={"accept": "image/jpeg,image/png,.pdf,.docx"}),
    )


class WriteLetter(forms.Form):
    """A letter: what is the matter, about whom, and, only if he wants it, who writes."""

    text = forms.CharField(
        label=_("What you want to tell"),
        min_length=SHORTEST_LETTER,
        max_length=LONGEST_LETTER,
        error_messages=IN_WORDS,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_("What happened, when, where, who was there, how one can see it. Without your own name."),
    )
    about_name = forms.CharField(label=_("Whom it is about"), required=False, max_length=60)
    about_post = forms.CharField(label=_("His unit and post"), required=False, max_length=80)
    files = files_field()
    reporter_name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=60,
        help_text=_("Leave it empty to write anonymously. A name lies under seal, apart from the letter."),
    )
    reporter_unit = forms.CharField(label=_("Your unit or address"), required=False, max_length=120)
    reporter_phone = forms.CharField(label=_("How to reach you"), required=False, max_length=120)

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("reporter_name", "")
        if not name and (cleaned.get("reporter_unit") or cleaned.get("reporter_phone")):
            self.add_error("reporter_name", _("Write your name as well, or leave all three empty."))
        if name and any(name in (cleaned.get(field) or "") for field in ("text", "about_name", "about_post")):
            self.add_error("text", _("Your name stands in the letter itself: leave it out, so that it stays sealed."))
        return cleaned


def only_digits(text: str) -> str:
    """Return what was typed as plain digits: spaces, dashes and full-width figures are as good."""
    return re.sub(r"[\s\-－—·.]", "", unicodedata.normalize("NFKC", text))


class DigitsField(forms.CharField):
    """So many digits, in whatever groups."""

    def __init__(self, digits: int, **kwargs):
        self.digits = digits
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(max_length=60, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value):
        found = only_digits(super().clean(value))
        if not re.fullmatch(rf"[0-9]{{{self.digits}}}", found):
            raise forms.ValidationError(_("It has %(n)d digits."), params={"n": self.digits})
        return found


class Return(forms.Form):
    """The receipt: its number and its secret."""

    number = DigitsField(NUMBER_DIGITS, label=_("Number of your receipt"))
    secret = DigitsField(SECRET_DIGITS, label=_("Secret of your receipt"))


class AddToLetter(forms.Form):
    """What the writer adds, asked or not."""

    text = forms.CharField(
        label=_("What you want to add"),
        max_length=LONGEST_LETTER,
        error_messages=IN_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Without your own name, if you want to stay anonymous."),
    )
    files = files_field()
