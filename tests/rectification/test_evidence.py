"""Evidence is compared in the background; what is noticed is said with its reason, and a person decides."""

import datetime
import threading
from collections import defaultdict

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone, translation

from casework.models import Attachment, Event, Notice
from casework.moves import Refused, moves_of
from casework.policy import Actor
from demo import papers
from findings import actions as findings
from inspections.models import Engagement
from rectification import actions, tasks
from rectification.evidence import check, marks, reading
from rectification.evidence.papers import Names, dates_in, what_it_says
from rectification.forms.evidence import AskUnit, Decide, DecideAnswered
from rectification.models import EvidenceFlag, Handling, ImmediateFix, Institution, Reading, Recovery
from tests import cases
from tests.once import once
from tests.people import cast

from . import labelled

pytestmark = pytest.mark.django_db
START, HANDED_IN = labelled.START, labelled.HANDED_IN
State = EvidenceFlag.Stage


def day(n):
    return HANDED_IN + datetime.timedelta(days=n)


def settled(people, *, ours=6, theirs=6):
    """Both units are putting right what was fed back to them on one day."""
    ours_, theirs_ = labelled.OURS, labelled.THEIRS
    entered = START - datetime.timedelta(days=60)
    cases.on_site(people, entered)
    visits = {visit.unit.name: visit for visit in Engagement.objects.select_related("unit", "round", "team")}
    titles = {
        visits[ours_]: [f"台账登记不完整（{n}）" for n in range(ours)],
        visits[theirs_]: [f"校舍管理不规范（{n}）" for n in range(theirs)],
    }
    made = cases.being_put_right(people, titles, START)
    return {visit.unit.name: items for visit, items in made.items()}


@once
def people():
    return cast()


@once
def items(people):
    return settled(people, ours=3, theirs=1)


def report(people, item, *files, today=HANDED_IN, percent=50):
    liaison, _principal = cases.responding(people, item.engagement)
    said = {"percent": percent, "done": "已完成整改。", "files": list(files)}
    return actions.report_progress(cases.fresh(item), by=liaison, today=today, **said)


def look(today=HANDED_IN):
    turn = check.Check(today)
    while turn.step():
        pass
    assert not turn.left


def backdated(name="管理办法"):
    made = labelled.Set(3)
    lines = made.rule(labelled.OURS, "公务接待", 9)
    said = {"signed": labelled.OURS, "day": datetime.date(2026, 3, 5), "made": labelled.NEW}
    return labelled.word(name, f"{labelled.OURS}公务接待管理办法", lines, **said)


def test_the_labelled_files_are_told_apart(people, capsys):
    items = settled(people)
    files = labelled.labelled()
    assert len(files) >= 100
    groups = defaultdict(list)
    for file in files:
        groups[file.together].append(file)
    where = {}
    for group in groups.values():
        progress = report(people, items[group[0].unit][group[0].problem], *(one.upload for one in group))
        for row, file in zip(
            Attachment.objects.filter(thing_kind=progress.kind, thing_id=progress.pk).order_by("pk"), group, strict=True
        ):
            where[row.pk] = file
    look()
    found = defaultdict(set)
    for flag in EvidenceFlag.objects.all():
        found[flag.attachment_id].add(flag.kind_of)
    honest = [pk for pk, file in where.items() if not file.expected]
    wrong = [f"{where[pk].upload.name}（{where[pk].what}）：{sorted(found[pk])}" for pk in honest if found[pk]]
    missed = [
        f"{file.upload.name}（{file.what}）：{sorted(file.expected - found[pk])}"
        for pk, file in where.items()
        if file.expected - found[pk]
    ]
    right = sum(len(found[pk] & file.expected) for pk, file in where.items())
    expected = sum(len(file.expected) for file in where.values())
    raised = sum(map(len, found.values()))
    with capsys.disabled():
        print(  # noqa: T201 - this is what is measured
            f"\n{len(where)} files, {len(honest)} honest, {len(wrong)} of them flagged; precision {right / raised:.3f},"
            f" recall {right / expected:.3f}"
        )
    assert len(wrong) <= 0.02 * len(honest), "\n".join(wrong)
    assert missed == [], "\n".join(missed)
    assert {kind for file in where.values() for kind in file.expected} == set(EvidenceFlag.Kind)


# -- what a paper says of itself -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "二〇二六年三月五日",
        "二○二六年三月五日",
        "2026年3月5日",
        "2026 年 03 月 05 日",
        "2026-03-05",
        "2026/3/5",
        "2026.03.05",
    ],
)
def test_a_day_is_read_however_it_is_written(text):
    ((found, _match),) = dates_in(f"区住建局\n{text}")
    assert found == datetime.date(2026, 3, 5)


def test_what_is_no_day_is_none():
    assert dates_in("2026年13月1日，2026年2月30日，2026-3") == []


@pytest.mark.parametrize(
    ("lines", "stated"),
    [
        (["关于整改的报告", "2023年4月1日签订的合同已补办。", "区住建局", "2026年6月1日"], datetime.date(2026, 6, 1)),
        (["党组会议记录", "会议时间：2026年6月3日", "要求于2026年12月31日前完成。"], datetime.date(2026, 6, 3)),
        (["请于2026年12月31日前完成。", "2026年12月31日"], None),
        (["2023年4月1日，签订合同。" + "后续工作按计划推进。" * 12], None),
        (["工作总结", "特此报告。区住建局 2026年5月30日"], datetime.date(2026, 5, 30)),
    ],
)
def test_the_day_of_a_paper_is_the_one_that_it_bears(lines, stated):
    names = Names(own={"区住建局"}, others={"区教育局"})
    content = reading.Content(text="\n".join(lines), lines=lines)
    assert what_it_says(content, names, HANDED_IN).stated_on == stated


def test_a_body_of_the_city_is_not_the_districts():
    names = Names(own={"区住建局"}, others={"区教育局", "教育局"})
    lines = ["云州市教育局文件", "现将办法印发给你们。", "云州市教育局", "2026年6月1日"]
    said = what_it_says(reading.Content(text="\n".join(lines), lines=lines), names, HANDED_IN)
    assert said.foreign
    assert not said.misnamed


# -- files that can't be read --------------------------------------------------------------------------------------


BROKEN = {
    "损坏.docx": (b"PK\x03\x04" + bytes(90), "damaged", "无法读取：文件已损坏"),
    "旧式加密.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(90), "protected", "无法读取：文件有密码保护"),
    "损坏.pdf": (b"%PDF-1.4 nothing", "damaged", "无法读取：文件已损坏"),
    "加密.pdf": (
        labelled.pdf("a", ["区住建局整改报告"], password="secret").read(),
        "protected",
        "无法读取：文件有密码保护",
    ),
    "扫描.pdf": (labelled.pdf("a", []).read(), "silent", "无法读取：文件中没有文字"),
    "损坏.jpg": (b"\xff\xd8\xff\xe0" + bytes(90), "damaged", "无法读取：文件已损坏"),
    "损坏.xlsx": (b"PK\x03\x04", "damaged", "无法读取：文件已损坏"),
}


def test_what_cannot_be_read_is_a_fact_and_no_note(people, items, client):
    files = [SimpleUploadedFile(name, content) for name, (content, *_said) in BROKEN.items()]
    progress = report(people, items[labelled.OURS][0], *files)
    look()
    found = {row.attachment.name: row.outcome for row in Reading.objects.exclude(compared_at=None)}
    assert found == {name: outcome for name, (_content, outcome, _said) in BROKEN.items()}
    assert not EvidenceFlag.objects.exists()
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    page = client.get(f"/rectification/of-progress/{progress.key}/evidence/").content.decode()
    for name, (_content, _outcome, said) in BROKEN.items():
        assert f"“{name}”{said}" in page
    client.force_login(people.liaison, backend="accounts.backends.ByPassword")
    assert "无法读取" not in client.get(f"/rectification/of-progress/{progress.key}/evidence/").content.decode()


def test_too_much_and_too_slow_are_given_up(tmp_path, monkeypatch):
    path = tmp_path / "a.docx"
    path.write_bytes(backdated().read())
    monkeypatch.setattr(reading, "UNPACKED", 1000)
    assert reading.read(path, "docx").fault == "too_large"
    monkeypatch.undo()
    monkeypatch.setattr(reading, "SECONDS", 0.05)
    monkeypatch.setattr(reading, "_docx", lambda _path, _content: threading.Event().wait(5))
    assert reading.read(path, "docx").fault == "too_long"
    monkeypatch.setattr(reading, "PIXELS", 1000)
    monkeypatch.setattr(reading, "SECONDS", 9)
    picture = tmp_path / "a.jpg"
    picture.write_bytes(labelled.photo("a", labelled.scene(1)).read())
    assert reading.read(picture, "jpg").fault == "too_large"


# -- in the background ---------------------------------------------------------------------------------------------


def test_nothing_is_looked_at_in_the_request_and_once_in_the_worker(people, items):
    report(people, items[labelled.OURS][0], backdated())
    assert not Reading.objects.exists()
    assert check.is_waiting()
    assert tasks.check_evidence() == 2
    assert not check.is_waiting()
    assert tasks.check_evidence() == 0
    assert EvidenceFlag.objects.count() == 1


def test_what_a_killed_worker_left_is_taken_up_and_given_up_at_last(people, items):
    report(people, items[labelled.OURS][0], backdated())
    turn = check.Check(HANDED_IN)
    turn._claim()
    assert not check.Check(HANDED_IN)._claim(), "it is ours until the lease ends"
    before = timezone.now() - check.LEASE - datetime.timedelta(seconds=1)
    Reading.objects.update(claimed_at=before)
    (again,) = check.Check(HANDED_IN)._claim()
    assert again.tries == 2
    Reading.objects.update(claimed_at=before)
    look()
    assert EvidenceFlag.objects.count() == 1

    report(people, items[labelled.OURS][1], backdated("另一份"))
    turn._claim()
    Reading.objects.filter(outcome="").update(claimed_at=before, tries=check.MOST_TRIES)
    look()
    assert Reading.objects.latest("pk").outcome == "damaged"


def test_a_worker_killed_between_reading_and_comparing_leaves_nothing_undone(people, items):
    report(people, items[labelled.OURS][0], backdated())
    turn = check.Check(HANDED_IN)
    (row,) = turn._claim()
    turn._read(row)
    assert not EvidenceFlag.objects.exists()
    assert check.is_waiting()
    look()
    assert EvidenceFlag.objects.count() == 1


def test_a_slow_worker_does_not_overwrite_what_another_one_read(people, items):
    report(people, items[labelled.OURS][0], backdated())
    slow = check.Check(HANDED_IN)
    (row,) = slow._claim()
    Reading.objects.update(claimed_at=timezone.now() - check.LEASE - datetime.timedelta(seconds=1))
    look()
    Reading.objects.update(stated_on=datetime.date(2020, 1, 1))
    slow._read(row)
    assert Reading.objects.get().stated_on == datetime.date(2020, 1, 1)
    assert EvidenceFlag.objects.count() == 1


def test_one_file_that_cannot_be_compared_does_not_hold_up_the_others(people, items, monkeypatch):
    report(people, items[labelled.OURS][0], backdated("甲"))
    report(people, items[labelled.OURS][1], labelled.pdf("乙", ["区住建局", "2026年3月1日"]))
    whole = check.compare.hints

    def hints(row):
        if row.attachment.name.startswith("甲"):
            raise RuntimeError
        yield from whole(row)

    monkeypatch.setattr(check.compare, "hints", hints)
    turn = check.Check(HANDED_IN)
    while turn.step():
        pass
    assert [flag.file_name for flag in EvidenceFlag.objects.all()] == ["乙.pdf"]
    monkeypatch.undo()
    look()
    assert EvidenceFlag.objects.count() >= 2


def test_nothing_of_a_text_is_kept(people, items):
    report(people, items[labelled.OURS][0], backdated())
    look()
    row = Reading.objects.get()
    kept = " ".join(str(getattr(row, field.attname)) for field in Reading._meta.concrete_fields)
    assert "公务接待" not in kept
    assert marks.of_text("公务接待" * 40) != marks.of_file("公务接待" * 40)
    with override_settings(HISTORY_KEY="another"):
        marks._key.cache_clear()
        other = marks.packed(marks.shingles("经办人应当在五个工作日内完成登记" * 20))
    marks._key.cache_clear()
    assert marks.likeness(other, marks.packed(marks.shingles("经办人应当在五个工作日内完成登记" * 20))) < 0.2


# -- a person decides ----------------------------------------------------------------------------------------------


@once
def flagged(people, items):
    """A paper of the unit that bears a day before the feedback."""
    report(people, items[labelled.OURS][0], backdated())
    look()
    return EvidenceFlag.objects.get()


def entered(people, item, kind, file):
    """An amount, a person dealt with, or a rule, with its paper."""
    liaison, _principal = cases.responding(people, item.engagement)
    rule = {"kind_of": "new", "name": "公务接待管理办法", "paper": "第2号", "issued_on": HANDED_IN}
    verb, said = {
        Recovery: (actions.enter_recovery, {"kind_of": "recovered", "amount": "1", "on": HANDED_IN, "paper": "缴款书"}),
        Handling: (actions.enter_handling, {"name": "孙某", "form": "talk", "on": HANDED_IN, "paper": "第1号"}),
        Institution: (actions.register_institution_of_item, rule),
    }[kind]
    return verb(cases.fresh(item), by=liaison, today=HANDED_IN, files=[file], **said)


@pytest.mark.parametrize("kind", [Recovery, Handling, Institution])
def test_what_shows_an_amount_a_person_dealt_with_or_a_rule_is_evidence_too(people, items, kind):
    item = items[labelled.OURS][0]
    made = entered(people, item, kind, backdated())
    look()
    flag = EvidenceFlag.objects.get()
    assert (flag.item, flag.fix, flag.engagement, flag.kind_of) == (item, None, item.engagement, "dated")
    assert (flag.attachment.thing_kind, flag.attachment.thing_id) == (made.kind, made.pk)
    assert cases.open_dates(flag) == {("decide_evidence", "oversee")}
    cases.signed_item(people, item, day(1))
    item = cases.fresh(item)
    assert "1" in actions.evidence_is_decided(item, people.clerk, day(1)), "nobody closes it before"
    client = Client()
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    assert flag.attachment.name in client.get(f"/rectification/of-item/{item.key}/evidence/").content.decode()
    assert client.get(flag.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("kind", [Recovery, Handling, Institution])
def test_a_paper_of_another_unit_is_noticed_wherever_it_lies(people, items, kind):
    made = labelled.Set(5)
    lines = made.prose(labelled.THEIRS, 12)
    paper = labelled.word("处理决定", "处理决定", lines, signed=labelled.THEIRS, day=HANDED_IN)
    report(people, items[labelled.THEIRS][0], paper)
    look()
    assert not EvidenceFlag.objects.exists()
    paper.seek(0)
    mine = items[labelled.OURS][1]
    entered(people, mine, kind, paper)
    look()
    assert "file" in EvidenceFlag.objects.filter(item=mine).values_list("kind_of", flat=True)


def test_a_rule_that_answers_no_item_is_no_units_evidence(people, items):
    finding = items[labelled.OURS][0].landing.finding
    said = {"kind_of": "new", "name": "办法", "paper": "第2号", "issued_on": HANDED_IN, "owner": people.department}
    actions.record_institution_of_finding(finding, by=people.clerk, today=HANDED_IN, files=[backdated()], **said)
    look()
    assert not Reading.objects.exists()
    assert not check.is_waiting()


@once
def borrowed(people, items):
    """A report of the other unit that this one hands in with the name replaced."""
    made, first = labelled.Set(5), datetime.date(2026, 6, 2)
    lines = made.prose(labelled.THEIRS, 12)
    paper = labelled.word("总结", f"{labelled.THEIRS}总结", lines, signed=labelled.THEIRS, day=first)
    report(people, items[labelled.THEIRS][0], paper)
    mine = [line.replace(labelled.THEIRS, labelled.OURS) for line in lines]
    paper = labelled.word("总结", f"{labelled.OURS}总结", mine, signed=labelled.OURS, day=datetime.date(2026, 6, 9))
    report(people, items[labelled.OURS][0], paper, today=day(1))
    look(day(1))
    return EvidenceFlag.objects.get()


def test_the_reason_is_a_sentence_with_both_days(flagged):
    with translation.override("zh-hans"):
        assert flagged.reason.startswith("文件落款日期2026-03-05早于反馈日期2026-05-20。")
        assert "也早于问题发现日期2026-03-21" in flagged.reason
        assert "最后修改日期为2026-06-18" in flagged.reason
    assert cases.open_dates(flagged) == {("decide_evidence", "oversee")}


def sees(user, flag):
    return EvidenceFlag.objects.visible_to(user).filter(pk=flag.pk).exists()


def test_the_unit_sees_it_only_when_it_is_asked(people, flagged):
    unit, verifiers = (people.liaison, people.principal), (people.clerk, people.head, people.leader)
    assert all(sees(one, flagged) for one in verifiers)
    never = (people.member, people.secretary, people.other_leader, people.other_liaison, people.stranger)
    assert not any(sees(one, flagged) for one in (*unit, *never))
    told = Notice.objects.filter(person__in=unit).count()
    actions.ask_unit(flagged, by=people.clerk, today=day(1), question="请说明该文件的形成过程。")
    assert all(sees(one, flagged) for one in (*unit, *verifiers))
    assert not any(sees(one, flagged) for one in never)
    assert Notice.objects.filter(person__in=unit).count() == told + 2
    assert cases.open_dates(flagged) == {("explain_evidence", "respond")}
    actions.explain_evidence(
        flagged, by=people.liaison, today=day(2), answer="日期系笔误。", files=[cases.pdf("更正.pdf")]
    )
    assert cases.open_dates(flagged) == {("decide_evidence", "oversee")}
    actions.decide_answered(flagged, by=people.clerk, today=day(3), outcome="explained", ruling="属笔误，已更正。")
    assert (flagged.stage, flagged.outcome, flagged.decided_by) == (State.DECIDED, "explained", people.clerk)
    assert cases.open_dates(flagged) == set()


def test_what_is_decided_without_asking_the_unit_never_learns(people, flagged):
    told = Notice.objects.filter(person__in=(people.liaison, people.principal)).count()
    actions.decide_flag(flagged, by=people.leader, today=day(1), outcome="irrelevant", ruling="系依据文件。")
    assert not sees(people.liaison, flagged)
    assert Notice.objects.filter(person__in=(people.liaison, people.principal)).count() == told
    with pytest.raises(Refused):
        actions.ask_unit(flagged, by=people.clerk, today=day(2), question="x")


def test_the_unit_decides_nothing_about_itself(people, flagged):
    for by in (people.liaison, people.principal, people.other_leader):
        with pytest.raises(Refused):
            actions.decide_flag(flagged, by=by, today=day(1), outcome="explained", ruling="x")


def test_an_undecided_note_stops_the_closing_and_nothing_that_the_unit_does(people, items, flagged):
    item = cases.fresh(flagged.item)
    report(people, item, labelled.pdf("又一份", ["区住建局"]), today=day(1), percent=100)
    item = cases.fresh(item)
    actions.request_close(item, by=people.liaison, today=day(1), outcome="done", institutions="", note="")
    actions.endorse_item(item, by=people.principal, today=day(1), truth=True, note="")
    with translation.override("zh-hans"), pytest.raises(Refused, match="尚有1条佐证材料核对提示"):
        actions.close(item, by=people.clerk, today=day(2), note="")
    with translation.override("zh-hans"):
        assert "核对提示" not in actions.close.why_not(people.liaison, item, day(2))
    actions.decide_flag(flagged, by=people.clerk, today=day(2), outcome="explained", ruling="已核实。")
    actions.close(cases.fresh(item), by=people.clerk, today=day(2), note="")
    assert cases.fresh(flagged).outcome == "explained", "the note and the decision stay"


def test_another_unit_is_named_to_nobody_who_may_not_see_it(people, borrowed, client):
    assert borrowed.kind_of == "alike"
    assert borrowed.unit == people.unit, "the later file"
    assert borrowed.facts["other_unit"] is True
    other = Attachment.objects.get(pk=borrowed.other_id)
    actions.ask_unit(borrowed, by=people.clerk, today=day(2), question="请说明材料来源。")
    urls = (borrowed.get_absolute_url(), "/rectification/evidence-flags/", f"/api/v1/evidence-flags/{borrowed.key}/")
    for name in ("liaison", "principal", "leader"):
        client.force_login(people.users[name], backend="accounts.backends.ByPassword")
        for url in urls:
            page = client.get(url)
            assert page.status_code == 200
            text = page.content.decode()
            for hidden in (labelled.THEIRS, other.key, "校舍"):
                assert hidden not in text, (name, url)
        assert "其他单位" in client.get(urls[0]).content.decode()
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    page = client.get(urls[0]).content.decode()
    assert labelled.THEIRS in page
    assert f"/files/{other.key}/" in page
    for name in ("other_liaison", "other_principal", "other_leader"):
        client.force_login(people.users[name], backend="accounts.backends.ByPassword")
        assert client.get(urls[0]).status_code == 404
        assert borrowed.key not in client.get(urls[1]).content.decode()


def test_no_other_unit_is_named_in_what_the_unit_reads(people, borrowed):
    for name in (labelled.THEIRS, "区财政局"):  # also one that it was not compared with, so that trying tells nothing
        form = AskUnit({"question": f"与{name}材料雷同，请说明。"}, thing=borrowed, by=people.clerk, today=day(2))
        assert name in str(form.errors["question"])
    form = AskUnit({"question": "区住建局：请说明来源。"}, thing=borrowed, by=people.clerk, today=day(2))
    assert form.is_valid(), form.errors
    said = {"outcome": "unacceptable", "ruling": f"抄自{labelled.THEIRS}。"}
    assert "ruling" in DecideAnswered(said, thing=borrowed, by=people.clerk, today=day(2)).errors
    assert Decide(said, thing=borrowed, by=people.clerk, today=day(2)).is_valid(), "the unit never reads it"


def test_of_two_equal_files_the_later_one_is_noted_whoever_is_read_first(people, items):
    paper = labelled.word("报告", "整改报告", labelled.Set(9).prose("本单位", 9), day=datetime.date(2026, 6, 8))
    content = paper.read()
    report(people, items[labelled.THEIRS][0], SimpleUploadedFile("甲.docx", content))
    report(people, items[labelled.OURS][0], SimpleUploadedFile("乙.docx", content))
    turn = check.Check(HANDED_IN)
    first, second = check.unclaimed()
    later = check._begun(second)
    turn._read(later)
    assert turn._compare()
    look()
    flag = EvidenceFlag.objects.get()
    assert (flag.file_name, flag.kind_of, flag.other_id) == ("乙.docx", "file", first.pk)


@pytest.mark.parametrize("on_the_spot", [False, True], ids=["from a finding", "from a paper"])
def test_what_is_put_right_at_once_is_checked_too_and_waits_for_the_team(people, on_the_spot):
    engagement = cases.on_site(people, START)
    said = {"demand": "更新", "due_on": day(0)}
    if on_the_spot:
        paper = cases.signed(cases.paper(engagement, "公示栏未更新", START), START)
        fix = actions.issue_fix_from_paper(paper, by=people.leader, today=START, **said)
    else:
        found = cases.finding(engagement, "公示栏未更新", START)
        findings.put_right_at_once(cases.fresh(found), by=people.leader, today=START, note="")
        fix = actions.issue_fix(found.landings.get(), by=people.leader, today=START, **said)
    actions.sign_for_fix(fix, by=people.principal, today=START, note="")
    fix = cases.fresh(fix)
    actions.report_fix(fix, by=people.liaison, today=START, result="已更新", note="", files=[backdated()])
    look(START)
    flag = EvidenceFlag.objects.get()
    assert (flag.fix, flag.item) == (fix, None)
    assert cases.open_dates(flag) == {("decide_evidence", "lead")}
    with translation.override("zh-hans"):
        assert "早于通知日期2026-05-20" in flag.reason
    with pytest.raises(Refused):
        actions.close_fix(cases.fresh(fix), by=people.leader, today=START, note="")
    actions.decide_flag(flag, by=people.leader, today=START, outcome="explained", ruling="进驻前已制定。")
    actions.close_fix(cases.fresh(fix), by=people.leader, today=START, note="")
    assert ImmediateFix.objects.get().stage == "closed"


def test_the_list_is_narrowed_and_taken_as_a_ledger(people, flagged, client):
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    url = "/rectification/evidence-flags/"
    round_ = flagged.engagement.round
    for query, shown in (
        (f"round={round_.key}", True),
        ("unit=住建", True),
        ("unit=教育", False),
        ("kind_of=dated", True),
        ("kind_of=picture", False),
        ("stage=open", True),
        ("outcome=explained", False),
        (f"since={HANDED_IN}&until={HANDED_IN}", True),
    ):
        assert (flagged.key in client.get(f"{url}?{query}").content.decode()) is shown, query
    taken = client.get(f"{url}export/")
    assert taken.status_code == 200
    assert "%E6%95%B4%E6%94%B9%E4%BD%90%E8%AF%81" in taken["Content-Disposition"]


def test_the_panel_stands_on_the_pages_of_what_the_files_are_to_show(people, flagged, client):
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    progress = flagged.item.progress.get()
    for thing in (flagged.item, progress):
        page = client.get(thing.get_absolute_url()).content.decode()
        assert f"/{thing.key}/evidence/" in page
        name = "item" if thing is not progress else "progress"
        panel = client.get(f"/rectification/of-{name}/{thing.key}/evidence/").content.decode()
        assert flagged.key in panel
        assert "已核对1份文件" in panel
    client.force_login(people.liaison, backend="accounts.backends.ByPassword")
    assert "/evidence/" not in client.get(flagged.item.get_absolute_url()).content.decode()


def test_it_is_in_the_history_and_nobody_can_take_it_away(people, flagged):
    line = Event.objects.filter(thing_kind=flagged.kind, thing_id=flagged.pk).get()
    assert (line.move, line.acting) == ("rectification.progress.raise-flag", Actor.HOUSE)
    assert {move.slug for move in moves_of(EvidenceFlag)} == {
        *("ask-unit", "explain-evidence", "decide-flag", "decide-answered", "propose-for"),
    }


def test_papers_made_by_hand_are_read_too(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(papers.letter("a", "整改报告", ["区住建局"]).read())
    content = reading.read(path, "docx")
    assert (content.lines, content.fault, content.made_on) == (["整改报告", "区住建局"], "", None)


def test_a_wrong_conclusion_is_named(people, flagged):
    form = Decide({"outcome": "guilty", "ruling": ""}, thing=flagged, by=people.clerk, today=day(1))
    assert set(form.errors) == {"outcome", "ruling"}
