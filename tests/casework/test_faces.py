"""What people look at: contrast, the browsers of the offices, words in the catalogue, pages that hold at any width."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.template.loader import get_template
from django.urls import include, path, reverse

from casework import styleguide
from config.urls import urlpatterns as house

TEMPLATES = settings.BASE_DIR / "templates"
STYLES = settings.BASE_DIR / "static" / "css"
SCRIPTS = settings.BASE_DIR / "static" / "js"

urlpatterns = [path("styleguide/", include("casework.styleguide")), *house]

# Text, its background, and the least contrast: 4.5 for text, 3 for lines, lamps and the ring round the focus.
PAIRS = [
    ("ink-900", "surface", 4.5),
    ("ink-900", "canvas", 4.5),
    ("ink-700", "head", 4.5),
    ("ink-500", "surface", 4.5),
    ("ink-500", "canvas", 4.5),
    ("ink-500", "head", 4.5),
    ("ink-500", "zebra", 4.5),
    ("on-brand", "brand-700", 4.5),
    ("on-brand", "brand-800", 4.5),
    ("brand-700", "brand-50", 4.5),
    ("brand-700", "surface", 4.5),
    ("link", "surface", 4.5),
    ("link", "canvas", 4.5),
    ("link", "brand-50", 4.5),
    ("late", "brand-50", 4.5),
    ("late", "surface", 4.5),
    ("ok", "ok-bg", 4.5),
    ("warn", "warn-bg", 4.5),
    ("late", "late-bg", 4.5),
    ("info", "info-bg", 4.5),
    ("idle", "idle-bg", 4.5),
    ("move", "move-bg", 4.5),
    ("focus", "surface", 3),
    ("on-brand", "brand-600", 3),
    ("line-strong", "surface", 3),
    ("lamp-red", "surface", 3),
    ("lamp-amber", "surface", 3),
    ("lamp-blue", "surface", 3),
    ("lamp-green", "surface", 3),
    ("lamp-grey", "surface", 3),
]

# Newer than Chromium 90, the oldest browser that an office may have. (`text-wrap` is an extra: nothing depends on it.)
TOO_NEW_STYLES = {
    ":has(": 105,
    "@container": 105,
    "container-type": 105,
    "@layer": 99,
    "@starting-style": 117,
    "@scope": 118,
    "color-mix(": 111,
    "oklch(": 111,
    "light-dark(": 123,
    "subgrid": 117,
    "accent-color": 93,
    "dvh": 108,
    "svh": 108,
    ":popover-open": 114,
    "::details-content": 131,
    "anchor-name": 125,
    "view-transition": 111,
    ":user-valid": 119,
    "inset-area": 125,
}
TOO_NEW_SCRIPTS = {
    "structuredClone": 98,
    ".at(": 92,
    "Object.hasOwn": 93,
    ".findLast": 97,
    "AbortSignal.timeout": 103,
    "randomUUID": 92,
    "static {": 94,
    ".toSorted": 110,
    ".toReversed": 110,
    "groupBy": 117,
    "showPopover": 114,
    ".inert": 102,
    "Array.fromAsync": 121,
    "eval(": 0,
    "new Function": 0,
}


def tokens():
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{3,6})\b", (STYLES / "tokens.css").read_text()))


def luminance(colour):
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_everybody_can_read_the_words_on_their_ground(text, ground, least):
    colours = tokens()
    assert contrast(colours[text], colours[ground]) >= least


def test_the_alarm_is_not_the_colour_of_the_seal():
    colours = tokens()
    assert colours["late"] != colours["brand-700"]
    assert colours["lamp-red"] != colours["brand-700"]


@pytest.mark.parametrize("file", sorted(STYLES.glob("*.css")), ids=lambda file: file.name)
def test_the_browsers_of_the_offices_know_every_style(file):
    text = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
    assert [name for name in TOO_NEW_STYLES if name in text] == []
    assert nested(text) == []


def nested(text):
    """The rules that stand inside another rule; those inside @media and @page belong there."""
    found, open_rules = [], []
    for head, mark in re.findall(r"([^{};]*)([{};])", text):
        if mark == "{":
            if any(not outer.startswith("@") for outer in open_rules):
                found.append(head.strip())
            open_rules.append(head.strip())
        elif mark == "}":
            open_rules.pop()
    return found


@pytest.mark.parametrize("file", sorted(STYLES.glob("*.css")), ids=lambda file: file.name)
def test_only_the_tokens_name_a_colour(file):
    if file.name in {"tokens.css", "print.css"}:  # paper is black on white
        return
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b(?![\w-])|rgba?\(|hsla?\(", file.read_text()) == []


@pytest.mark.parametrize("file", sorted(SCRIPTS.glob("*.js")), ids=lambda file: file.name)
def test_the_browsers_of_the_offices_know_every_script(file):
    text = file.read_text()
    assert [name for name in TOO_NEW_SCRIPTS if name in text] == []


def test_our_own_scripts_weigh_no_more_than_a_photograph_of_a_stamp():
    """Those that every page loads, together; and each that one page loads beside them."""
    named = {file: re.findall(r"js/(\w+\.js)", file.read_text()) for file in template_files()}
    common = set(named.pop(TEMPLATES / "base.html"))
    apart = [name for names in named.values() for name in names]
    assert common | set(apart) == {file.name for file in SCRIPTS.glob("*.js")}
    assert sum((SCRIPTS / name).stat().st_size for name in common) <= 15_000
    assert len(apart) == len(set(apart)), "what two pages load belongs to all of them"
    assert all((SCRIPTS / name).stat().st_size <= 15_000 for name in apart)


def template_files():
    return sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("file", template_files(), ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_a_page_holds_no_style_no_script_and_no_chinese_of_its_own(file):
    text = file.read_text()
    assert re.findall(r"\sstyle=|<style", text) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)|\son\w+=|javascript:|\shx-on|hx-vals=.js:", text) == []
    assert re.findall(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]", text) == []


@pytest.mark.parametrize("file", template_files(), ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_every_template_compiles(file):
    assert get_template(str(file.relative_to(TEMPLATES)))


@pytest.mark.parametrize("file", template_files(), ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_a_page_asks_for_nothing_from_elsewhere(file):
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", file.read_text()) == []


def test_a_template_never_names_a_role():
    words = r"\b(oversee|observe|inspect|respond|supervise|is_staff|is_superuser|has_perm|perms)\b"
    assert [file.name for file in template_files() if re.search(rf"{{[%{{][^%}}]*{words}", file.read_text())] == []


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("name", styleguide.PAGES)
def test_every_face_is_drawn_in_both_languages(client, name):
    for language in ("zh-hans", "en"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        answer = client.get(reverse("styleguide:page", args=[name]))
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text
        assert "{{" not in answer.text
        assert "{%" not in answer.text


# The pages that are another page on a phone: rows as cards, filters and menu folded away.
REFLOWED = ("styleguide/", "/home", "/list-bulk", "/thing", "/move-rows", "/import-preview", "/sign-in")
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.browser
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("share", range(3))
def test_every_face_holds_at_every_width_and_for_every_reader(window, share):
    page, faults = window(), []
    addresses = [reverse("styleguide:index"), *(reverse("styleguide:page", args=[n]) for n in styleguide.PAGES)]
    for address in addresses[share::3]:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(address)
        for width in (1440, 390) if address.endswith(REFLOWED) else (1440,):
            page.set_viewport_size({"width": width, "height": 900})
            for fault in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]:
                faults.append(f"{address} at {width}: {fault['id']} {fault['nodes'][0]['html'][:120]}")
        for width in (320, 390, 820):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate(SIDEWAYS) > 0:
                faults.append(f"{address} scrolls sideways at {width}")
    assert faults == []


@pytest.mark.browser
@pytest.mark.urls(__name__)
def test_the_search_waits_until_the_chinese_word_is_chosen(window):
    page, asked = window(), []
    page.goto(reverse("styleguide:page", args=["list"]))
    page.on("request", lambda request: "q=" in request.url and asked.append(request.url))
    page.click(".filters [name=q]")
    keyboard = page.context.new_cdp_session(page)
    for letters in ("z", "zh", "zhe", "zheng"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)},
        )
        page.wait_for_timeout(350)
    assert asked == []
    with page.expect_request(re.compile("q=")):
        keyboard.send("Input.insertText", {"text": "整改"})
    page.wait_for_timeout(500)
    assert len(asked) == 1


@pytest.mark.browser
@pytest.mark.urls(__name__)
def test_without_a_script_the_menu_opens_and_closes_on_a_phone(window):
    phone = window(width=390, javascript=False)
    phone.goto(reverse("styleguide:page", args=["thing"]))
    assert not phone.is_visible("#nav")
    phone.click(".bar__menu")
    assert phone.is_visible("#nav")
    phone.click(".nav__close a")
    assert not phone.is_visible("#nav")


@pytest.mark.browser
@pytest.mark.urls(__name__)
def test_a_form_is_sent_once_however_often_its_button_is_pressed(window):
    page, sent = window(), []
    page.goto(reverse("styleguide:page", args=["move-danger"]))

    def post(route):
        if route.request.method == "POST":
            sent.append(route.request.url)
            route.fulfill(status=204)  # the page stays, as with a slow server
        else:
            route.continue_()

    page.route("**/*", post)
    for _press in range(2):
        page.evaluate("document.querySelector('#move').requestSubmit()")
    page.wait_for_timeout(300)
    assert len(sent) == 1


@pytest.mark.browser
@pytest.mark.urls(__name__)
def test_a_ledger_prints_on_a_sheet_that_lies_on_its_side(window):
    page = window()
    page.goto(reverse("styleguide:page", args=["list"]))
    paper = page.pdf(prefer_css_page_size=True)
    width, height = map(float, re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper).groups())
    assert (round(width), round(height)) == (842, 595) or (round(width), round(height)) == (842, 596)


@pytest.mark.browser
@pytest.mark.urls(__name__)
def test_keys_do_nothing_while_somebody_types(window):
    page = window()
    page.goto(reverse("styleguide:page", args=["list"]))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("j?")
    assert page.input_value("#search") == "j?"
    assert not page.is_visible("#keys")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.is_visible("#keys")


def test_what_is_too_new_is_noticed():
    assert nested(".card { color: red; .inner { color: blue; } }") == [".inner"]
    assert nested("@media screen { .card { color: red; } }") == []


@pytest.mark.browser
@pytest.mark.urls(__name__)
def test_whoever_sat_still_is_warned_and_may_stay(window, monkeypatch):
    frame = {"idle": 3600, "warn": 1, "url": reverse("styleguide:page", args=["404"])}
    monkeypatch.setattr(styleguide, "SESSION", frame)
    page = window()
    page.goto(reverse("styleguide:page", args=["move"]))
    page.wait_for_selector("#session[open]", timeout=15_000)
    with page.expect_request(lambda request: request.url.endswith(frame["url"])):
        page.click("#session button")
    assert not page.is_visible("#session")
