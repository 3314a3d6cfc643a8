"""Every list and every kind of page, at the desk and on a phone, read as a screen reader would.

Nothing serious for axe, nothing that scrolls sideways, no English left over on a Chinese page.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from findings.models import Finding, WorkingPaper
from inspections.models import Engagement, Round, Term
from rectification.models import Item, Plan
from tests.world import World

pytestmark = pytest.mark.browser

LISTS = {
    "clerk": (
        "/findings/routing/",
        "/",
        "/notices/",
        "/inspections/terms/",
        "/inspections/rounds/",
        "/inspections/engagements/",
        "/findings/papers/",
        "/findings/problems/",
        "/findings/petitions/",
        "/findings/landings/",
        "/findings/weeks/",
        "/findings/phrases/",
        "/findings/reports/",
        "/findings/obstructions/",
        "/inspections/leaves/",
        "/referrals/letters/",
        "/referrals/transfers/",
        "/referrals/requests/",
        "/rectification/feedback/",
        "/rectification/items/",
        "/rectification/fixes/",
        "/rectification/archives/",
        "/rectification/evidence-flags/",
        "/accounts/organisations/",
        "/accounts/people/",
        "/accounts/ties/",
        "/findings/service/",
        "/inspections/recusals/",
        "/inspections/candidates/",
        "/inspections/secondments/",
        "/accounts/import/",
        "/accounts/me/",
        "/calendar/?whose=office",
        "/reminders/",
        "/reminders/told/",
        "/inspections/rungs/",
        "/inspections/own-rules/",
        "/inspections/local-days/",
        "/deliveries/",
        "/inspections/calendar/",
        "/inspections/profiles/",
        "/inspections/templates/",
        "/inspections/profiles/county/",
    ),
    "leader": (
        "/",
        "/findings/papers/",
        "/findings/petitions/",
        "/findings/unsealings/",
        "/findings/letter-boxes/",
        "/findings/handovers/",
        "/inspections/conduct/",
        "/inspections/admonitions/",
        "/inspections/leaks/",
    ),
    "liaison": (
        "/",
        "/calendar/",
        "/calendar/subscription/",
        "/rectification/items/",
        "/findings/cooperation/",
        "/findings/sheets/",
    ),
    "discipline_handler": (
        *("/", "/referrals/clues/", "/referrals/clues/inbox/", "/referrals/clues/inbox/answers/"),
        "/referrals/sealed-letters/",
    ),
    "personnel_handler": ("/", "/referrals/letters/inbox/", "/referrals/letters/inbox/answers/"),
    "department_handler": ("/", "/inspections/secondments/"),
    "sysadmin": ("/", "/accounts/users/", "/operation/"),
    "auditor": ("/",),
}
#: names that stay as they are: formats, file endings, the product, e-mail
LATIN = re.compile(
    r"https?://\S+|\b(?=[a-f]*\d)[0-9a-f]{8,}\b|"
    r"Xuncha|Excel|Word|PDF|PNG|JPG|SHA|KB|MB|API|UTF|xlsx|xls|csv|docx|pdf|English|"
    r"Choose Files?|No file chosen|Enter|Ctrl"
)


@pytest.fixture
def world(committed):
    return World()


def walk(world):
    """Yield everybody's pages: lists, then one of each kind that he sees."""
    for name, paths in LISTS.items():
        yield from ((name, path) for path in paths)
    for model, thing in world.things.items():
        name = next(
            one
            for one in ("clerk", "head", "leader", "sysadmin")
            if model.objects.visible_to(world.people.users[one]).filter(pk=thing.pk).exists()
        )
        yield name, thing.get_absolute_url()
    yield "leader", f"{world.things[WorkingPaper].get_absolute_url()}versions/"
    yield "clerk", f"/rectification/balance/{world.things[Round].key}/"
    yield "clerk", f"/rectification/balance/{world.things[Round].key}/rows/open/"
    yield "clerk", f"/rectification/of-term/{world.things[Term].key}/balance/"
    yield "clerk", f"/rectification/of/{world.things[Engagement].key}/balance/"
    yield "clerk", f"/rectification/thread/finding/{world.things[Finding].key}/"
    yield "liaison", f"/rectification/thread/item/{world.things[Item].key}/"
    yield "liaison", world.things[Engagement].get_absolute_url()
    item = world.things[Item]
    yield "liaison", item.get_absolute_url()
    yield "liaison", f"{item.get_absolute_url()}report-progress/"
    plan = item.feedback.plan.get_absolute_url()
    yield from (("liaison", f"{plan}{part}") for part in ("lists/tasks/", "lists/problems/", "fill/read/", "files/"))
    yield "principal", f"{world.for_the_principal[Plan].get_absolute_url()}fill/"
    yield from (("clerk", f"/rectification/{part}/") for part in ("verify", "compare", "burden", "burden/rows"))
    yield from ((name, "/rectification/inbox/") for name in ("liaison", "principal"))


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_can_be_read_by_everybody(window, world, width):
    pages = {name: window(world.people.users[name], width=width) for name in {name for name, _path in walk(world)}}
    axe, faults = Axe(), []
    names = re.compile("|".join(sorted(world.people.users, key=len, reverse=True)))
    for name, path in walk(world):
        page = pages[name]
        answer = page.goto(path)
        page.wait_for_load_state("networkidle")
        if answer.status != 200:
            faults.append(f"{name} {path}: {answer.status}")
            continue
        found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        faults += [
            f"{name} {path}: {one['id']} {one['nodes'][0]['target']}"
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{name} {path}: scrolls sideways")
        text = LATIN.sub("", names.sub("", page.locator("main").inner_text()))
        if words := re.findall(r"[A-Za-z]{3,}(?: [A-Za-z]+)*", text):
            faults.append(f"{name} {path}: not Chinese: {words[:5]}")
    assert faults == [], "\n".join(faults)


def test_a_liaison_reports_progress_without_javascript_and_in_english(window, world):
    item = world.things[Item]
    page = window(world.people.liaison, javascript=False)
    page.goto(item.get_absolute_url())
    page.locator('main a.button[href$="/report-progress/"]').first.click()
    page.fill('[name="percent"]', "120")
    page.fill('[name="done"]', "核对完毕")
    page.locator("form#move .form__foot button").click()
    assert page.locator('[name="done"]').input_value() == "核对完毕"
    page.fill('[name="percent"]', "90")
    page.locator("form#move .form__foot button").click()
    assert "核对完毕" in page.locator("main").inner_text()
    page.locator("header details summary").last.click()
    page.locator('header form[action="/language"] button[value="en"]').click()
    page.goto(item.get_absolute_url())
    assert "History" in page.locator("main").inner_text()
