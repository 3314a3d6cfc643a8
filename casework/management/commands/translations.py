"""The Chinese catalogue: made usable without GNU gettext, and compared with what the code says.

`check` reads every message in the code and the templates and names those without a Chinese text, texts that
lost or invented a placeholder, and Chinese that was typed into a template, where nobody can translate it.
"""

import re
from io import BytesIO
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import template as django_template

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
#: a function of gettext that a file calls by another name
ALIAS = re.compile(r"\b(\w*gettext\w*) as (\w+)")
PLACEHOLDER = re.compile(r"%\((\w+)\)|(?<!%)%[sd]|\{(\w*)\}")
COMMENT = re.compile(r"\{#.*?#\}|\{% comment\b.*?%\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")


class Command(BaseCommand):
    help = "Compiles the message catalogues, or checks that the Chinese one is complete."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["compile", "check"])

    def handle(self, *, what, verbosity, **options):
        if what == "compile":
            for path in compile_catalogues():
                if verbosity:
                    self.stdout.write(f"compiled {path.relative_to(settings.BASE_DIR)}")
            return
        faults = list(check())
        if faults:
            raise CommandError("\n".join([*faults, f"{len(faults)} faults"]))
        if verbosity:
            self.stdout.write("Every message has its Chinese text.")


def catalogues():
    for folder in settings.LOCALE_PATHS:
        yield from sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))


def compile_catalogues():
    """Writes each .mo that is older than its .po; yields the paths written."""
    for po in catalogues():
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns > po.stat().st_mtime_ns:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name)
        new = mo.with_suffix(".mo.new")
        with new.open("wb") as target:
            write_mo(target, catalogue)
        new.replace(mo)  # whoever reads it meanwhile reads a whole one
        yield mo


def check():
    """Yields each fault as a line that says where it is."""
    known = chinese()
    for (context, message), places in sorted(messages().items(), key=lambda item: item[1][0]):
        text = known.get((context, message))
        if not text:
            yield f"{places[0]}: no Chinese for {message!r}" + (f" ({context})" if context else "")
        elif placeholders(message) != placeholders(text):
            yield f"{places[0]}: other placeholders in {message!r} and {text!r}"
    for path in templates():
        shown = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), path.read_text())
        for number, line in enumerate(shown.splitlines(), 1):
            for typed in CHINESE.findall(line):
                yield f"{where(path)}:{number}: {typed!r} is typed into the template"


def placeholders(text):
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}


def chinese():
    found = {}
    for po in catalogues():
        if po.parent.parent.name != "zh_Hans":
            continue
        with po.open("rb") as source:
            for message in read_po(source, locale="zh_Hans"):
                if message.id and not message.fuzzy:
                    found[message.context or "", first(message.id)] = first(message.string)
    return found


def first(text) -> str:
    """The singular of a message that has a plural, else the message."""
    return text if isinstance(text, str) else text[0]


def messages() -> dict[tuple[str, str], list[str]]:
    """{(context, message): [file:line, …]} of everything that our own code says to people."""
    found: dict[tuple[str, str], list[str]] = {}
    for path in [*python_files(), *templates()]:
        source = path.read_text()
        if path.suffix != ".py":
            # In brackets, because how a template is indented means nothing to Python.
            source = f"({django_template.templatize(source, origin=str(path))})"
        lines = BytesIO(source.encode())
        aliases = {alias: KEYWORDS[name] for name, alias in ALIAS.findall(source)}
        for number, message, _comments, context in extract("python", lines, keywords=KEYWORDS | aliases):
            if first(message):
                found.setdefault((context or "", first(message)), []).append(f"{where(path)}:{number}")
    return found


def python_files():
    for app in [*settings.STOREYS, "config"]:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def templates():
    for folder in [settings.BASE_DIR / "templates", *(settings.BASE_DIR / app for app in settings.STOREYS)]:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".html", ".txt"} and path.is_file():
                yield path


def where(path):
    return path.relative_to(settings.BASE_DIR)
