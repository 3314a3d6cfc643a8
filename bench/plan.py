"""How long the page takes on which a unit writes its whole plan: `python -m bench.plan [ITEMS]`.

A scratch database is made beside the one that DATABASE_URL names, and dropped at the end; its rows are made in bulk,
not by moves. The floor, measured in the same run, is a bare view with the same middleware: one question for the same
rows, and a template that writes as many cells. The aim is three times the floor. On a busy machine read the ratio.
"""

import os
import statistics
import subprocess
import sys
import time
from urllib.parse import urlsplit

from bench.balance import ROOT, scratch

NAME = "xuncha_bench_plan"
ITEMS, MEASURES, TIMES = 300, 2, 20
BARE = """<!doctype html><title>{{ title }}</title><form method="post">{% csrf_token %}<table>{% for row in rows %}<tr>
{% for cell in row.cells %}<td class="grid__cell"><input name="{{ row.name }}-{{ cell.name }}" value="{{ cell.text }}"
 data-cell="{{ cell.name }}" autocomplete="off"></td>{% endfor %}</tr>{% endfor %}</table></form>"""


def main(items: int) -> None:
    server = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = urlsplit(server)._replace(path=f"/{NAME}").geturl()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with scratch(server, NAME):
        subprocess.run([sys.executable, ROOT / "manage.py", "migrate", "--verbosity=0", "--no-input"], check=True)
        import django

        django.setup()
        from django.db import connection

        try:
            _measure(*fill(items))
        finally:
            connection.close()


def fill(items: int):
    """Make one unit with its plan; returns the plan and who writes it."""
    from django.contrib.auth.models import Group
    from guardian.shortcuts import assign_perm

    from accounts.models import Organisation, User
    from casework.models import Case, RegulationProfile
    from findings.models import Finding, Landing
    from inspections.models import CategorySet, Engagement, Round, Term
    from rectification.models import Feedback, Item, Measure, Plan

    day = "2026-03-02"
    case = Case.objects.create(kind="inspections.engagement")
    user = User.objects.create(username="bench", stage=User.Stage.ACTIVE)
    groups = iter(Group.objects.bulk_create(Group(name=f"bench {n}") for n in range(4)))
    office = Organisation.objects.create(
        case=case, name="区委巡察办", kind_of="office", members=next(groups), principals=next(groups)
    )
    unit = Organisation.objects.create(
        case=case, name="单位", kind_of="department", members=next(groups), principals=next(groups)
    )
    term = Term.objects.create(case=case, authority=office, name="第一届", begins_on=day, ends_on="2030-12-31")
    common = {"profile": RegulationProfile.objects.first(), "category_set": CategorySet.objects.first()}
    round = Round.objects.create(
        case=case, term=term, number=1, name="第1轮", year=2026, stays_from=day, stays_until=day, **common
    )
    engagement = Engagement.objects.create(case=case, round=round, unit=unit, stage="fed_back")
    said = {"case": case, "engagement": engagement}
    feedback = Feedback.objects.create(audience="organisation", number="巡馈1号", overview="x", held_on=day, **said)
    plan = Plan.objects.create(case=case, feedback=feedback)
    findings = Finding.objects.bulk_create(
        Finding(
            number=f"题{n}", title_text=f"问题{n}", facts="x", concerns="unit", stage="routed", upper_source="x", **said
        )
        for n in range(items)
    )
    landings = Landing.objects.bulk_create(
        Landing(case=case, finding=finding, kind_of="organisation", decided_on=day) for finding in findings
    )
    rows = Item.objects.bulk_create(
        Item(
            feedback=feedback,
            landing=landing,
            place=n,
            number=f"改{n}",
            problem="台账登记不完整",
            goal="台账完整",
            **said,
        )
        for n, landing in enumerate(landings, start=1)
    )
    written = {"text": "逐项核对台账并补登", "leader": "张", "department": "办公室", "person": "李", "due_on": day}
    Measure.objects.bulk_create(
        Measure(case=case, item=item, place=n, **written) for item in rows for n in range(1, MEASURES + 1)
    )
    user.groups.add(unit.members)
    assign_perm("respond", unit.members, case)
    return plan, user


def _measure(plan, user) -> None:
    from django.db import connection
    from django.http import HttpResponse
    from django.template import engines
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import path

    from config import urls
    from rectification.filling import CELLS
    from rectification.models import Measure

    template = engines["django"].from_string(BARE)

    def bare(request):
        measures = Measure.objects.filter(item__feedback=plan.feedback_id).select_related("item")
        rows = [
            {"name": one.key, "cells": [{"name": name, "text": getattr(one, name, "")} for name in CELLS]}
            for one in measures
        ]
        return HttpResponse(template.render({"title": "bare", "rows": rows}, request))

    urls.urlpatterns.append(path("bare/", bare))
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="accounts.backends.ByPassword")
    pages = {"floor": "/bare/", "plan": f"/rectification/plans/{plan.key}/fill/"}
    took: dict[str, list[float]] = {name: [] for name in pages}
    size, asked = {}, {}
    for turn in range(TIMES + 2):
        for name, url in pages.items():
            with CaptureQueriesContext(connection) as queries:
                began = time.perf_counter()
                answer = client.get(url)
                spent = time.perf_counter() - began
            if answer.status_code != 200:
                raise SystemExit(f"{url}: {answer.status_code}")
            size[name], asked[name] = len(answer.content), len(queries)
            if turn > 1:
                took[name].append(spent)
    bottom, work = (statistics.median(took[name]) for name in pages)
    print(
        f"{plan.feedback.items.count()} items: floor {bottom * 1000:.0f} ms ({size['floor'] // 1000} kB),"
        f" plan {work * 1000:.0f} ms ({size['plan'] // 1000} kB, {asked['plan']} questions), ratio {work / bottom:.1f}"
        " (aim: 3)"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else ITEMS)
