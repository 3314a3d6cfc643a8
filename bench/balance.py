"""How long the balance of a whole term takes, on profile M: `python -m bench.balance [ROUNDS]`.

A scratch database is made beside the one that DATABASE_URL names, and dropped at the end; its rows are made in bulk,
not by moves. The floor, measured in the same run, is what the same database needs to count the papers of the term and
nothing else; the aim is the balance of a term in under a second. On a busy machine read the ratio.
"""

import contextlib
import itertools
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

ROOT = Path(__file__).resolve().parent.parent
NAME = "xuncha_bench_balance"
#: profile M: rounds of a term, units of a round, papers of a unit
ROUNDS, UNITS, PAPERS = 17, 24, 18
TIMES = 20


def main(rounds: int) -> None:
    server = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = urlsplit(server)._replace(path=f"/{NAME}").geturl()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with scratch(server, NAME):
        subprocess.run([sys.executable, ROOT / "manage.py", "migrate", "--verbosity=0", "--no-input"], check=True)
        import django

        django.setup()
        from django.db import connection

        try:
            _measure(fill(rounds), connection)
        finally:
            connection.close()


@contextlib.contextmanager
def scratch(server: str, called: str):
    """An empty database of that name, dropped at the end."""
    with contextlib.closing(psycopg2.connect(server)) as owner:
        owner.autocommit = True
        name = sql.Identifier(called)
        owner.cursor().execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        owner.cursor().execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield
        finally:
            owner.cursor().execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def fill(rounds: int):
    """Make a term of which every paper has become something; returns it."""
    from django.contrib.auth.models import Group

    from accounts.models import Organisation, User
    from casework.models import Case, RegulationProfile
    from findings.models import Finding, Landing, WorkingPaper
    from inspections.models import CategorySet, Engagement, Round, Term
    from rectification.models import Feedback, Item
    from referrals.models import Clue, Referral

    day = "2026-03-02"
    case = Case.objects.create(kind="inspections.round")
    author = User.objects.create(username="bench")
    groups = iter(Group.objects.bulk_create(Group(name=f"bench {n}") for n in range(2 * UNITS + 2)))
    office = Organisation.objects.create(
        case=case, name="区委巡察办", kind_of="office", members=next(groups), principals=next(groups)
    )
    term = Term.objects.create(case=case, authority=office, name="第一届", begins_on=day, ends_on="2030-12-31")
    common = {"profile": RegulationProfile.objects.first(), "category_set": CategorySet.objects.first()}
    units = Organisation.objects.bulk_create(
        Organisation(case=case, name=f"单位{n}", kind_of="department", members=next(groups), principals=next(groups))
        for n in range(UNITS)
    )
    made = Round.objects.bulk_create(
        Round(case=case, term=term, number=n + 1, year=2026, name=f"第{n + 1}轮", **common) for n in range(rounds)
    )
    engagements = Engagement.objects.bulk_create(
        Engagement(case=case, round=round, unit=unit) for round in made for unit in units
    )
    kinds = itertools.cycle(
        (*Landing.Kind.values, "organisation", "organisation", "dropped", "not_established", "open")
    )
    turns = [(engagement, n, next(kinds)) for engagement in engagements for n in range(PAPERS)]
    papers = WorkingPaper.objects.bulk_create(
        WorkingPaper(
            case=case,
            engagement=engagement,
            number=f"稿{engagement.pk}-{n}",
            title_text="台账登记不完整",
            facts="抽查发现。",
            source="documents",
            found_on=day,
            author=author,
            stage={"dropped": "dropped", "open": "draft"}.get(kind, "used"),
        )
        for engagement, n, kind in turns
    )
    landed = [
        (paper, kind) for paper, (_e, _n, kind) in zip(papers, turns, strict=True) if kind not in ("dropped", "open")
    ]
    findings = Finding.objects.bulk_create(
        Finding(
            case=case,
            engagement=paper.engagement,
            paper=paper,
            number=paper.number.replace("稿", "题"),
            title_text=paper.title_text,
            facts=paper.facts,
            stage="not_established" if kind == "not_established" else "routed",
        )
        for paper, kind in landed
    )
    routed = [pair for pair in zip(findings, landed, strict=True) if pair[1][1] != "not_established"]
    landings = Landing.objects.bulk_create(
        Landing(case=case, finding=finding, kind_of=kind, decided_on=day, stage="taken_up")
        for finding, (_paper, kind) in routed
    )
    feedbacks = {
        engagement.pk: Feedback(
            case=case, engagement=engagement, audience="organisation", number=f"馈{engagement.pk}", held_on=day
        )
        for engagement in engagements
    }
    Feedback.objects.bulk_create(feedbacks.values())
    stages = itertools.cycle(("settled", "handling", "returned"))
    for landing in landings:
        landing.where = landing.finding.engagement
    sent = {"round_id": made[0].pk, "unit": units[0], "receiver": office, "sent_on": day, "case": case}
    Clue.objects.bulk_create(
        Clue(
            landing=one, number=f"线{one.pk}", title_text="x", facts="x", stage=next(stages), finding_number="x", **sent
        )
        for one in landings
        if one.kind_of == "discipline"
    )
    Referral.objects.bulk_create(
        Referral(landing=one, number=f"移{one.pk}", title_text="x", facts="x", stage=next(stages), **sent)
        for one in landings
        if one.kind_of in ("personnel", "department")
    )
    Item.objects.bulk_create(
        Item(
            case=case,
            landing=one,
            engagement=one.where,
            feedback=feedbacks[one.where.pk],
            place=n % 30000,
            number=f"改{one.pk}",
            problem="x",
            manifestation="x",
        )
        for n, one in enumerate(landings)
        if one.kind_of in ("organisation", "principal")
    )
    return term


def _measure(term, connection) -> None:
    from rectification import balance

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def floor():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM findings_workingpaper p JOIN inspections_engagement e ON e.id = p.engagement_id"
                " JOIN inspections_round r ON r.id = e.round_id WHERE r.term_id = %s",
                [term.pk],
            )
            return cursor.fetchone()[0]

    took: dict[str, list[float]] = {"floor": [], "balance": []}
    for _turn in range(TIMES):
        for name, work in (("floor", floor), ("balance", lambda: balance.of(term))):
            began = time.perf_counter()
            work()
            took[name].append(time.perf_counter() - began)
    found = balance.of(term)
    bottom, work = (statistics.median(took[name]) for name in ("floor", "balance"))
    print(
        f"{found.recorded} matters of {len(found.parts)} rounds, {found.unexplained} unexplained:"
        f" floor {bottom * 1000:.1f} ms, balance {work * 1000:.1f} ms, ratio {work / bottom:.1f};"
        f" slowest {max(took['balance']) * 1000:.1f} ms (aim: under 1000 ms)"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else ROUNDS)
