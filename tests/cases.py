"""Brings a thing to a stage by real verbs, never by writing the stage."""

import datetime
import io
import secrets

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import actions as registry
from accounts.models import Organisation, User
from casework.models import Attachment, Deadline, RegulationProfile
from casework.papers import layout, source_of
from casework.policy import Actor
from findings import actions as findings
from findings import letterbox
from findings.models import ExternalFinding, Finding, Landing, Letter, Petition
from inspections import actions as inspections
from inspections import tasks
from inspections.models import CategorySet, Engagement, Pledge, Posting, Round, Team, TeamProposal
from rectification import actions as rectification
from rectification.models import Item, Opinion, audiences_left
from referrals import actions as referrals
from referrals.models import FunctionalRequest, TransferLetter

from .people import Cast

DAY = datetime.date(2026, 3, 2)


def open_round(cast: Cast, today=DAY, **values) -> Round:
    term = inspections.open_term(
        cast.authority,
        by=cast.clerk,
        today=today,
        name="第一届",
        begins_on=datetime.date(2026, 1, 1),
        ends_on=datetime.date(2030, 12, 31),
    )
    values = {
        "name": "第一轮巡察",
        "year": today.year,
        "type": "regular",
        "mode": "ordinary",
        "profile": RegulationProfile.objects.get(code="2017"),
        "category_set": CategorySet.objects.get(code="six_disciplines"),
        "stays_from": today,
        "stays_until": today + datetime.timedelta(days=45),
    } | values
    return inspections.open_round(term, by=cast.clerk, today=today, **values)


def pdf(name="办理情况反馈函.pdf") -> SimpleUploadedFile:
    """A paper that can be handed in."""
    return SimpleUploadedFile(name, b"%PDF-1.4 " + name.encode())


def fresh(thing):
    """Return the thing as the database has it now."""
    return type(thing)._base_manager.get(pk=thing.pk)


def open_dates(thing) -> set[tuple[str, str]]:
    """What the thing is still waited for: by which rule, and by whom."""
    rows = Deadline.objects.open().filter(thing_kind=thing.kind, thing_id=thing.pk)
    return {(row.rule.code, row.word) for row in rows}


def mobilised(cast: Cast, today=DAY, *, again=False) -> tuple[Engagement, Engagement]:
    """A round that is mobilised, with the cast's unit under the first team and the other unit under the second.

    When it comes ``again``, its stays are later and the teams have changed places.
    """
    stays = today + datetime.timedelta(days=60) if again else today
    round = open_round(cast, today, stays_from=stays, stays_until=stays + datetime.timedelta(days=45))
    units = (cast.other_unit, cast.unit) if again else (cast.unit, cast.other_unit)
    ours, theirs = (inspections.choose_target(round, by=cast.clerk, today=today, unit=unit) for unit in units)
    team = inspections.form_team(
        round,
        by=cast.clerk,
        today=today,
        name="第一巡察组",
        leader=cast.leader.person,
        members=[cast.member.person, cast.second_member.person],
    )
    other = inspections.form_team(
        round,
        by=cast.clerk,
        today=today,
        name="第二巡察组",
        leader=cast.other_leader.person,
        members=[cast.other_member.person],
    )
    inspections.lg_review(round, by=cast.clerk, today=today, held_on=today, note="同意")
    inspections.approve(round, by=cast.clerk, today=today, held_on=today, note="同意")
    for engagement, of in ((ours, team), (theirs, other)):
        inspections.assign(engagement, by=cast.clerk, today=today, team=of)
        inspections.authorise(of, by=cast.clerk, today=today, paper="授权〔2026〕1号", note="")
        pledged(of, today)
    inspections.staff(round, by=cast.clerk, today=today, note="")
    prepared(cast, round, today)
    inspections.mobilise(round, by=cast.clerk, today=today, held_on=today, place="区委礼堂")
    return fresh(ours), fresh(theirs)


def prepared(cast: Cast, round: Round, today=DAY) -> Round:
    """Its people are trained; no functional unit was asked for a briefing, with the reason why."""
    return referrals.prepare(round, by=cast.clerk, today=today, held_on=today, note="上轮通报仍然适用")


def on_site(cast: Cast, today=DAY) -> Engagement:
    """The first team is in the cast's unit."""
    for engagement in mobilised(cast, today):
        leader = cast.leader if engagement.unit == cast.unit else cast.other_leader
        inspections.notify(engagement, by=cast.clerk, today=today, note="")
        inspections.enter(fresh(engagement), by=leader, today=today)
    return fresh(Engagement.objects.get(unit=cast.unit))


def tie(cast: Cast, person, organisation=None, today=DAY, **values):
    """Somebody has kin in a body that the first team does not inspect."""
    values = {"kind_of": "kin", "organisation": organisation or cast.department, "details": "配偶任科长"} | values
    return registry.declare_tie(person, by=cast.clerk, today=today, **values)


def recusal(cast: Cast, engagement: Engagement, today=DAY):
    """A member of the first team has applied to keep away, and serves by exception."""
    made = inspections.apply_for_recusal(
        engagement, by=cast.member, today=today, kind_of="kin", details="表弟在该单位工作"
    )
    inspections.ask_exception(made, by=cast.clerk, today=today, grounds="人手不足，不参与谈话")
    inspections.allow_exception(made, by=cast.head, today=today, note="同意")
    return fresh(made)


def interference(engagement: Engagement, today=DAY, *, by=None, **values):
    """A member of the team registers that somebody pleaded; of nobody who is at work in the inspection."""
    values = {
        "name": "吴某",
        "post": "某公司经理",
        "relation": "kin",
        "channel": "call",
        "on": today,
        "said": "打听谈话对象。",
    } | values
    return inspections.register_interference(engagement, by=by or writers_of(engagement)[0], today=today, **values)


def conduct(engagement: Engagement, person, today=DAY, *, by=None, **values):
    """Something was noticed of somebody in the team; a first sign, unless it is said to be a violation."""
    values = {"kind_of": "tendency", "on": today, "facts": "多次迟到，请假不报告。"} | values
    posting = engagement.team.postings.serving().get(person=person)
    return inspections.note_conduct(engagement, by=by or leader_of(engagement), today=today, posting=posting, **values)


def leave(engagement: Engagement, today=DAY, *, by=None, **values):
    """Somebody of the team asks for leave."""
    values = {"kind_of": "sick", "begins_on": today, "ends_on": today, "reason": "就医。"} | values
    return inspections.ask_leave(engagement, by=by or writers_of(engagement)[0], today=today, **values)


def leak(engagement: Engagement, today=DAY, *, by=None, **values):
    """Somebody of the team reports that something has come out."""
    values = {"channel": "word", "on": today, "leaked": "被巡察单位提前知道谈话名单。"} | values
    return inspections.report_leak(engagement, by=by or writers_of(engagement)[0], today=today, **values)


def pledged(team, today=DAY) -> None:
    """Everybody in an authorised team has made his pledge."""
    for pledge in Pledge.objects.filter(posting__team=team, stage="due").select_related("posting__person__user"):
        inspections.make_pledge(pledge, by=pledge.posting.person.user, today=today, accepted=True)


def lent(cast: Cast, person, organisation=None, today=DAY):
    """Somebody of the pool who works in another unit than the office: the finance department unless it is said."""
    registry.amend_person(fresh(person), by=cast.clerk, today=today, organisation=organisation or cast.department)
    return fresh(person)


def secondment(cast: Cast, posting, today=DAY, **values):
    """The home unit of somebody in a team has been asked."""
    values = {"begins_on": posting.begins_on, "ends_on": posting.ends_on} | values
    return inspections.ask_home_unit(posting, by=cast.clerk, today=today, **values)


def consented(cast: Cast, asked, today=DAY):
    """The finance department lends him."""
    inspections.sign_for_secondment(asked, by=cast.department_handler, today=today)
    return inspections.consent_to_secondment(asked, by=cast.department_handler, today=today, note="")


def appraisal(cast: Cast, asked, today=DAY, *, by=None, **values):
    """The leader has written of somebody who was lent; the office has not confirmed it yet."""
    values = {"grade": "excellent", "text": "作风扎实，熟悉财务业务。"} | values
    return inspections.appraise(fresh(asked), by=by or cast.leader, today=today, **values)


def year(cast: Cast, term, today=DAY, **values):
    """The plan of a year, which the leading group has approved."""
    values = {"year": today.year, "units": 4, "rounds": 2, "focus": "基层治理"} | values
    plan = inspections.plan_year(term, by=cast.clerk, today=today, **values)
    return inspections.approve_plan(plan, by=cast.clerk, today=today, note="同意")


def upper(cast: Cast, unit=None, today=DAY, **values):
    """The city was here, or in one unit, last winter."""
    values = {
        "level": "city",
        "body": "市委第二巡察组",
        "kind_of": "regular",
        "begins_on": today - datetime.timedelta(days=90),
        "ends_on": today - datetime.timedelta(days=50),
    } | values
    return inspections.record_upper(cast.authority, by=cast.clerk, today=today, unit=unit, **values)


def decision(cast: Cast, meeting, today=DAY, **values):
    """Something that a meeting decided; the office sees to it unless it is said who does."""
    values = {"text": "建立巡察整改联席会议制度。", "due_on": today + datetime.timedelta(days=30)} | values
    if not {"owner", "team"} & set(values):
        values["owner"] = cast.office
    return inspections.decide(meeting, by=cast.clerk, today=today, **values)


def seat(cast: Cast, body, user, role, today=DAY, **values):
    """Somebody belongs to the leading group or the office."""
    values = {"appointed_on": today, "paper": "区委发〔2026〕1号"} | values
    return inspections.appoint(body, by=cast.clerk, today=today, person=user.person, role=role, **values)


def leader_of(engagement: Engagement) -> User:
    return engagement.team.postings.get(role=Posting.Role.LEADER).person.user


def writers_of(engagement: Engagement) -> list[User]:
    people = engagement.team.postings.filter(role=Posting.Role.MEMBER).select_related("person__user").order_by("pk")
    return [posting.person.user for posting in people]


def paper(engagement: Engagement, title="台账登记不完整", today=DAY, **values):
    author, *rest = writers_of(engagement)
    values = {
        "title_text": title,
        "facts": f"{title}：抽查发现。",
        "concerns": "unit",
        "basis": "财务管理制度",
        "evidence": "凭证复印件第1-3页",
        "responsibility": "党组主体责任落实不到位",
        "source": "documents",
        "found_on": today,
        "second": rest[0] if rest else leader_of(engagement),
    } | values
    return findings.file_paper(engagement, by=author, today=today, **values)


def sitting(engagement: Engagement, today=DAY, **values):
    """A meeting of the team that was recorded: the one that there is, unless it is said what is special of it."""
    there = engagement.sittings.filter(kind_of="team").first()
    if there and not values:
        return there
    values = {"kind_of": "team", "title_text": "组务会", "on": today, "minutes": "同意。"} | values
    return findings.record_sitting(engagement, by=writers_of(engagement)[0], today=today, **values)


def agreed(filed, today=DAY):
    """The paper is submitted, reviewed where there is a deputy, and the team meeting agrees to it."""
    engagement = filed.engagement
    findings.submit_paper(filed, by=filed.author, today=today, note="")
    if deputy := engagement.team.postings.serving().filter(role=Posting.Role.DEPUTY).first():
        findings.review_paper(filed, by=deputy.person.user, today=today, note="")
    values = {"sitting": sitting(engagement, today), "opinion": "事实清楚，同意。"}
    return findings.agree_paper(filed, by=leader_of(engagement), today=today, **values)


def signed(filed, today=DAY):
    """The paper has gone its whole way, to the leader's signature."""
    return findings.sign_paper(agreed(filed, today), by=leader_of(filed.engagement), today=today, note="")


def sheet(paper, today=DAY):
    """The unit is asked whether the facts of a signed paper are so."""
    leader, values = leader_of(paper.engagement), {"title_text": paper.title_text, "facts": paper.facts}
    return findings.send_sheet(paper, by=leader, today=today, **values).sheet


def finding(engagement: Engagement, title="台账登记不完整", today=DAY, *, concerns="unit", extension=None, **values):
    """A finding that the leader has confirmed; where a team has one member only, say who the ``second`` is."""
    author = writers_of(engagement)[0]
    leader = leader_of(engagement)
    second = {"second": values.pop("second")} if "second" in values else {}
    filed = signed(paper(engagement, title, today, extension=extension, concerns=concerns, **second), today)
    values = {
        "title_text": title,
        "facts": f"{title}：抽查发现。",
        "category": engagement.round.category_set.categories.first(),
        "concerns": concerns,
        "subject_name": "" if concerns == "unit" else "钱某",
        "responsibility": "党组主体责任落实不到位",
        "cause": "system",
        "recommended_to": "局党组，办公室牵头",
        "recommendation": "一个月内补齐台账",
    } | values
    found = findings.raise_finding(filed, by=author, today=today, **values)
    findings.confirm(found, by=leader, today=today, note="")
    return found


def talk(engagement: Engagement, name="孙某", today=DAY, **values):
    """A talk that was held by two of the team."""
    author, second = writers_of(engagement)[0], (writers_of(engagement)[1:] or [leader_of(engagement)])[0]
    values = {
        "name": name,
        "post": "财务股股长",
        "group": "middle",
        "on": today,
        "place": "谈话室",
        "second": second,
        "signed": True,
        "summary": "谈到台账登记不及时。",
    } | values
    return findings.record_talk(engagement, by=author, today=today, **values)


def concern(talk, today=DAY, **values):
    """Whoever held the talk writes down of whom somebody is uneasy."""
    values = {"name": "赵某", "post": "副局长", "matter": "工程款拨付不放心。"} | values
    return findings.note_concern(talk, by=talk.author, today=today, **values)


def lead(engagement: Engagement, title="台账与凭证对不上", today=DAY, **values):
    """Something to look into, noted by somebody of the team."""
    return findings.note_lead(
        engagement, by=writers_of(engagement)[0], today=today, title_text=title, about="待核对。", **values
    )


def petition(engagement: Engagement, summary="反映工程款拖欠。", today=DAY, **values):
    """A petition that somebody of the team has entered; anonymous unless it is said who wrote it."""
    values = {
        "channel": "letter",
        "on": today,
        "about_unit": engagement.unit.name,
        "about_name": "赵某",
        "about_post": "科长",
        "summary": summary,
    } | values
    return findings.register_petition(engagement, by=writers_of(engagement)[0], today=today, **values)


def letter_box(cast: Cast, engagement: Engagement, today=DAY, closes_on=None):
    """The office has opened a letter box for this unit."""
    closes_on = closes_on or today + datetime.timedelta(days=30)
    return findings.open_letter_box(engagement, by=cast.clerk, today=today, closes_on=closes_on)


def written(box, text="工程款支付凭证与合同不符，请核查。", today=DAY, **values):
    """Somebody has written through the letter box; returns his receipt. The letter lies there until it is taken in."""
    said = {
        "text": text,
        "about_name": "赵某",
        "about_post": "科长",
        "reporter_name": "",
        "reporter_unit": "",
        "reporter_phone": "",
        "files": [],
    } | values
    found = letterbox.box_of(box.token, today)
    return letterbox.put_in(found, secrets.token_urlsafe(24), said, today)


def letter(box, text="工程款支付凭证与合同不符，请核查。", today=DAY, **values):
    """A letter that has been taken in: the petition, and the receipt of its writer."""
    receipt = written(box, text, today, **values)
    for row in Letter.objects.filter(taken_at=None).order_by("at"):
        findings.take_in(row, today)
    return Petition.objects.get(writer_key=receipt.writer_key), receipt


def exchange(cast: Cast, engagement: Engagement, today=DAY) -> dict[type, object]:
    """A box that was closed again, a letter through it, a question to its writer, and what he added."""
    author = writers_of(engagement)[0]
    box = letter_box(cast, engagement, today)
    entered, receipt = letter(box, today=today)
    reply = findings.ask_writer(entered, by=author, today=today, text="请说明是哪一年的凭证。")
    letterbox.add(receipt, secrets.token_urlsafe(24), {"text": "是去年的凭证。", "files": []}, today)
    findings.take_in(Letter.objects.get(taken_at=None), today)
    addition = entered.additions.get()
    findings.read_addition(addition, by=author, today=today, note="")
    findings.accept_petition(entered, by=author, today=today, note="")
    findings.conclude_petition(entered, by=author, today=today, conclusion="经核查，支付手续齐全。")
    findings.close_letter_box(box, by=cast.clerk, today=today, note="驻点结束，停止受理。")
    return {type(one): fresh(one) for one in (box, reply, addition)}


def unsealed(cast: Cast, engagement: Engagement, today=DAY):
    """An important petition with a real name, and the leave that its writer's name was read by and that has ended."""
    author = writers_of(engagement)[0]
    entered = petition(engagement, today=today, important=True, reporter_name="举报人甲", reporter_phone="13900000000")
    findings.accept_important_petition(entered, by=author, today=today, note="")
    leave = findings.ask_who(entered, by=author, today=today, motive="约谈需要联系本人。")
    findings.grant_unsealing(leave, by=cast.head, today=today, until=today, note="")
    findings.read_reporter(leave, by=author, today=today)
    findings.end_unsealing(leave, by=author, today=today)
    findings.see_reporter(entered, by=author, today=today, seen_on=today, note="")
    findings.conclude_petition(entered, by=author, today=today, conclusion="经核查，工程款已按合同支付。")
    return leave


def week(engagement: Engagement, today=DAY, **values):
    """The leader has handed in a weekly report."""
    values = {"plan": "继续开展个别谈话。", "remarks": ""} | values
    return findings.hand_in_week(fresh(engagement), by=leader_of(engagement), today=today, **values)


def obstruction(engagement: Engagement, today=DAY, **values):
    """Somebody of the team notes that the unit delays."""
    values = {"kind_of": "delay", "on": today, "facts": "三次催要资料未提供。"} | values
    return findings.note_obstruction(engagement, by=writers_of(engagement)[0], today=today, **values)


def told_of_obstruction(cast: Cast, engagement: Engagement, today=DAY, **values):
    """The unit has been told of an incident and has not signed for it yet."""
    incident = obstruction(engagement, today, **values)
    findings.confirm_obstruction(incident, by=leader_of(engagement), today=today, note="")
    said = {"outcome": "talk", "decision": "约谈主要负责人。"}
    findings.decide_obstruction(incident, by=cast.clerk, today=today, **said)
    return findings.tell_unit(incident, by=cast.clerk, today=today, text="请于三日内提供所需资料。")


def registers(engagement: Engagement, today=DAY) -> dict[type, object]:
    """An entry in each register of a team, and a lead that was looked into and has its answer."""
    author = writers_of(engagement)[0]
    held = talk(engagement, today=today)
    uneasy = concern(held, today)
    documents = findings.ask_for_documents(
        engagement, by=author, today=today, title_text="近三年财务凭证", keeper="财务股", due_on=today
    )
    findings.receive_documents(documents, by=author, today=today, received_on=today)
    findings.read_documents(documents, by=author, today=today, truthful=True, pages="第1-20页")
    findings.give_back_documents(documents, by=author, today=today, note="")
    visit = findings.record_visit(
        engagement, by=author, today=today, place="办事大厅", on=today, met=6, seen="排队时间长。"
    )
    check = findings.record_check(
        engagement,
        by=author,
        today=today,
        name="周某",
        post="副局长",
        report="个人有关事项报告表",
        on=today,
        agrees=True,
    )
    sitting = findings.record_sitting(
        engagement, by=author, today=today, kind_of="hearing", title_text="工作汇报会", on=today, minutes="听取汇报。"
    )
    doubt = findings.raise_lead(held, by=author, today=today, title_text="台账登记不及时", about="谈话中提到。")
    step = findings.take_step(doubt, by=author, today=today, means="documents", on=today, result="凭证齐全。")
    findings.conclude(fresh(doubt), by=author, today=today, conclusion="经核对凭证，登记完整。")
    looked = aspect(engagement, today)
    entries = (held, uneasy, fresh(documents), visit, check, sitting, fresh(doubt), step, looked)
    return {type(one): one for one in (*entries, survey(engagement, today), visit_plan(engagement, today))}


def survey(engagement: Engagement, today=DAY, **values):
    """Fifty sheets went out and forty came back."""
    values = {
        "kind_of": "appraisal",
        "title_text": "领导班子民主测评",
        "group": "staff",
        "on": today,
        "sent_out": 50,
        "returned": 40,
        "valid": 40,
        "good": 20,
        "fair": 10,
        "average": 6,
        "poor": 4,
    } | values
    return findings.record_survey(engagement, by=writers_of(engagement)[0], today=today, **values)


def visit_plan(engagement: Engagement, today=DAY):
    """The plan of the team, adopted by its leader."""
    said = {"focus": "专项资金管理使用", "methods": "谈话、查阅资料、走访", "schedule": "第一周谈话"}
    plan = findings.draft_visit_plan(engagement, by=writers_of(engagement)[0], today=today, **said)
    return findings.adopt_visit_plan(plan, by=leader_of(engagement), today=today, note="同意")


def preparation(cast: Cast, engagement: Engagement, today=DAY):
    """One thing that the unit has to have ready."""
    return inspections.ask_preparation(engagement, by=cast.clerk, today=today, name="工作汇报材料", due_on=today)


def reviewed(cast: Cast, engagement: Engagement, today=DAY):
    """The unit has said what it thinks of the team that was there."""
    marks = dict.fromkeys(("disciplines", "spirit", "secrecy"), "good") | {"restraint": "fair"}
    return inspections.review_team(engagement.team_review, by=cast.liaison, today=today, text="作风扎实。", **marks)


def support(cast: Cast, round: Round, today=DAY, **values):
    """A car for a round."""
    values = {"kind_of": "cars", "name": "公务用车1辆", "provider": "机关事务中心", "begins_on": today} | values
    return inspections.record_support(round, by=cast.clerk, today=today, **values)


def below(cast: Cast, unit=None, name="区住建局质监站", today=DAY):
    """A body that belongs to the cast's unit."""
    values = {"name": name, "kind_of": "department", "party_kind": "branch", "parent": unit or cast.unit}
    return registry.register(cast.authority, by=cast.clerk, today=today, **values)


def extension(cast: Cast, engagement: Engagement, today=DAY, *, approved=True):
    """The team asks to look into the body below its unit."""
    place = below(cast, engagement.unit)
    said = {"place": place, "aims_at": "站长", "reason": "工程质量监督职责在该站"}
    made = findings.ask_extension(engagement, by=leader_of(engagement), today=today, **said)
    return findings.approve_extension(made, by=cast.head, today=today, note="同意") if approved else made


def aspect(engagement: Engagement, today=DAY, **values):
    """The first aspect of which nothing has been said: it was looked at, and nothing was found."""
    values = {
        "category": findings.aspects_left(engagement).first(),
        "result": "nothing",
        "means": ["talk", "documents"],
        "on": today,
        "text": "谈话、查阅资料，未发现问题。",
    } | values
    return findings.conclude_aspect(engagement, by=writers_of(engagement)[0], today=today, **values)


def handover(engagement: Engagement, today=DAY, *, taken=True, **values):
    """The first of its writers hands over what he has open to the second, or to the leader."""
    giver = writers_of(engagement)[0]
    taker = (writers_of(engagement)[1:] or [leader_of(engagement)])[0]
    values = {"giver": giver, "taker": taker, "about": "疑点线索均已核实过半。"} | values
    made = findings.hand_over_work(fresh(engagement), by=giver, today=today, **values)
    return findings.take_over_work(made, by=taker, today=today, note="") if taken else made


def every_aspect(engagement: Engagement, today=DAY) -> None:
    """Something has been said of every aspect, so that the report can be handed in."""
    while findings.aspects_left(engagement).exists():
        aspect(engagement, today)


def priority(cast: Cast, round: Round, name="优化营商环境", today=DAY):
    """A line of the round's list."""
    return inspections.list_priority(round, by=cast.clerk, today=today, name=name, description="政策兑现、审批服务。")


def planned(cast: Cast, *units, term=None, today=DAY) -> Round:
    """A round that is being planned, later than all others, with these units and no team."""
    first = today + datetime.timedelta(days=100)
    stays = {"stays_from": first, "stays_until": first + datetime.timedelta(days=45)}
    if term is None:
        round = open_round(cast, today, **stays)
    else:
        values = {"name": "第二轮巡察", "year": today.year, "type": "regular", "mode": "ordinary"}
        values |= {"profile": RegulationProfile.objects.get(code="2017")}
        values |= {"category_set": CategorySet.objects.get(code="six_disciplines")}
        round = inspections.open_round(term, by=cast.clerk, today=today, **values, **stays)
    for unit in units:
        inspections.choose_target(round, by=cast.clerk, today=today, unit=unit)
    return round


def may_lead(cast: Cast, *names: str, today=DAY) -> None:
    """These people of the pool may lead a team."""
    for name in names:
        person = fresh(cast.users[name].person)
        registry.amend_person(person, by=cast.clerk, today=today, leads="leader")


def proposal(cast: Cast, round: Round, today=DAY, *, computed=True, **values) -> TeamProposal:
    """Teams for all units of the round, as the house proposes them."""
    values = {"teams": 1, "deputies": 0, "members": 1, "skills": [], "seconds": 10} | values
    units = values.pop("units", None) or list(round.engagements.filter(team=None))
    made = inspections.propose_teams(round, by=cast.clerk, today=today, units=units, **values)
    if computed:
        tasks.compute(made, today)
    return fresh(made)


def word(source: str, name="模板.docx") -> SimpleUploadedFile:
    """A Word file laid out from marked text, as the templates of papers are."""
    made = io.BytesIO()
    layout.build(source).save(made)
    return SimpleUploadedFile(name, made.getvalue())


def paper_template(cast: Cast, code="ladder", source="", today=DAY, *, used=False, **values):
    """A template of the office for one kind of paper; ours with another heading, unless ``source`` says otherwise."""
    source = source or source_of(code).replace("@title", "本区格式\n@title", 1)
    values = {"kind_of": code, "about": "按本区格式", "files": [word(source)]} | values
    made = inspections.hand_in_template(cast.authority, by=cast.clerk, today=today, **values)
    if used:
        inspections.put_in_force(made, by=cast.head, today=today, note="")
    return fresh(made)


def local_days(cast: Cast, today=DAY, **values):
    """The office is closed for a day in summer."""
    day = datetime.date(2026, 8, 3)
    values = {"begins_on": day, "ends_on": day, "works": False, "reason": "机关停电检修"} | values
    return inspections.close_days(cast.authority, by=cast.clerk, today=today, **values)


def phrase(cast: Cast, text="履行主体责任不到位，压力传导层层递减。", today=DAY, **values):
    """The office keeps a wording of a problem."""
    said = {"kind_of": "problem", "topic": "主体责任", "text": text} | values
    return findings.add_phrase(cast.authority, by=cast.clerk, today=today, **said)


def report(engagement: Engagement, today=DAY, *, by=None):
    """The report on a unit is drafted by the member."""
    return findings.draft_report(fresh(engagement), by=by or writers_of(engagement)[0], today=today)


def own_profile(cast: Cast, name="本区时限规则", today=DAY, *, code="2017", used=True, **changes):
    """A profile of the office made from one of the house's, with the report on rectification otherwise."""
    based_on = RegulationProfile.objects.get(code=code)
    said = {"name": name, "since": changes.pop("since", "2026"), "based_on": based_on, "note": ""}
    own = inspections.draft_profile(cast.authority, by=cast.clerk, today=today, **said)
    rule = own.rules.get(general__code="rectification_report")
    values = {"amount": 3, "unit": "month", "basis": "区委巡察办规定", "certainty": "practice"}
    values |= {"days_before": [], "days_after": []} | changes
    inspections.amend_rule(rule, by=cast.clerk, today=today, **values)
    if used:
        inspections.use_profile(own, by=cast.head, today=today, note="")
    return own


def usual_rungs(cast: Cast, today=DAY, **values):
    """The head lets people be told on other days; who is told at each step stays as it comes with the house."""
    values = {"days_before": [15, 5], "days_after": [1, 7, 30], "note": "按区委要求提前提醒"} | values
    told = {"early": [], "last_before": ["lead", "sign"], "on_the_day": ["sign"]}
    told |= {"first_after": ["oversee", "sign", "lead"], "second_after": ["oversee", "direct", "sign"]}
    told |= {"later_after": ["direct", "observe", "sign"]}
    return inspections.set_rungs(cast.authority, by=cast.head, today=today, **told | values)


def own_set(cast: Cast, name="本区监督重点", today=DAY, *, used=True, **values):
    """A set that the office has drawn up, with two categories."""
    values = {"name": name, "since": "2026", "replaces": None} | values
    own = inspections.draft_set(cast.authority, by=cast.clerk, today=today, **values)
    for short, disciplines in (("责任落实", ["political", "work"]), ("为民服务", ["masses"])):
        said = {"name": f"{short}情况", "short": short, "disciplines": disciplines, "questions": "是否落实？"}
        inspections.add_category(own, by=cast.clerk, today=today, **said)
    if used:
        inspections.use_set(own, by=cast.head, today=today, note="")
    return own


def request(cast: Cast, of, today=DAY, *, by=None, receiver=None, kind_of="data", **values) -> FunctionalRequest:
    """The finance department is asked by the leader of the team; the letter has not gone out yet."""
    values = {"title_text": "提供专项资金拨付明细", "wanted": "请提供近三年专项资金拨付明细。"} | values
    return referrals.ask_functional_unit(
        of,
        by=by or cast.leader,
        today=today,
        receiver=receiver or cast.department,
        kind_of=kind_of,
        **values,
    )


def sent(cast: Cast, request: FunctionalRequest, today=DAY, *, by=None) -> FunctionalRequest:
    """The letter has gone out."""
    return referrals.send_request(request, by=by or cast.clerk, today=today, note="")


def answered(cast: Cast, request: FunctionalRequest, today=DAY) -> FunctionalRequest:
    """Sent, signed for, accepted and answered by the finance department."""
    sent(cast, request, today)
    referrals.sign_for_request(request, by=cast.department_handler, today=today)
    referrals.accept_request(request, by=cast.department_handler, today=today, promised_on=today)
    return referrals.answer_request(request, by=cast.department_handler, today=today, answer="明细见附件。", note="")


def letter_of(cast: Cast, round: Round, landings, today=DAY, **values) -> TransferLetter:
    """Several matters for one department in one letter."""
    values = {"way": "single", "meeting": None, "decision": "书记专题会议纪要", "demand": "请按期反馈。"} | values
    values = {"contact": "干部", "phone": "000-0000"} | values
    return referrals.send_letter(fresh(round), by=cast.clerk, today=today, landings=list(landings), note="", **values)


def heard(cast: Cast, round: Round, today=DAY) -> Round:
    """Every team has reported, the leading group and the secretary have heard the round."""
    for engagement in round.engagements.filter(stage=Engagement.Stage.ENTERED):
        leader = leader_of(engagement)
        inspections.withdraw(engagement, by=leader, today=today)
        every_aspect(engagement, today)
        findings.hand_in_report(engagement, by=leader, today=today, report="总体情况")
    round = fresh(round)
    inspections.lg_hear(round, by=cast.clerk, today=today, held_on=today, note="同意")
    inspections.secretary_hear(round, by=cast.clerk, today=today, held_on=today, note="同意")
    return round


def proposed(cast: Cast, found, kind: str, today=DAY, *, receiver=None, reason="按性质和管理权限") -> Finding:
    """The leader has said where the finding should go, unless no team is there any more."""
    found, team = fresh(found), found.engagement.team
    if team and team.stage != Team.Stage.DISSOLVED:
        values = {"kind_of": kind, "receiver": receiver, "reason": reason}
        findings.propose_route(found, by=leader_of(found.engagement), today=today, **values)
    return found


def group_decided(cast: Cast, found, kind: str, today=DAY, *, receiver=None) -> Finding:
    """Proposed, reviewed by the office, and decided by the leading group; of an upper level, reviewed."""
    found = proposed(cast, found, kind, today, receiver=receiver)
    findings.review_route(found, by=cast.clerk, today=today, kind_of=kind, receiver=receiver)
    round = found.engagement.round
    if round.type != Round.Type.UPPER:
        where = {"kind_of": kind, "receiver": receiver, "meeting": round.group_meeting}
        findings.group_decides_route(found, by=cast.clerk, today=today, **where)
    return found


def routed(cast: Cast, found, kind: str, today=DAY, *, receiver=None, meeting=None) -> Landing:
    """The finding has its landing; it waits to be taken up."""
    found = group_decided(cast, found, kind, today, receiver=receiver)
    meeting = meeting or deciding(found)
    findings.route(found, by=cast.clerk, today=today, kind_of=kind, receiver=receiver, meeting=meeting)
    return found.landings.exclude(stage=Landing.Stage.WITHDRAWN).get(kind_of=kind)


def deciding(found):
    """The meeting that decides where it goes."""
    round = fresh(found.engagement.round)
    return round.review_meeting if round.type == Round.Type.UPPER else round.secretary_meeting


def opinion(cast: Cast, engagement: Engagement, audience="organisation", today=DAY, **values) -> Opinion:
    """What is to be fed back to one audience has been drafted."""
    values = {"overview": "总体评价", "demands": "按期整改", "limits": "三个月内报送整改情况报告。"} | values
    made = rectification.draft_opinion(fresh(engagement), by=cast.clerk, today=today, audience=audience, **values)
    return fresh(made)


def checked(cast: Cast, engagement: Engagement, today=DAY) -> list[Opinion]:
    """Whatever has to be said to the unit and to its principal is drafted, and the head has checked it."""
    made = [opinion(cast, engagement, audience, today) for audience in audiences_left(engagement)]
    for draft in made:
        rectification.check_opinion(draft, by=cast.head, today=today, note="")
    return made


#: the meeting at which something is fed back
MEETING = {"place": "区住建局会议室", "chair": "副组长", "attendees": "领导班子成员、中层干部"}


def fed_back(cast: Cast, engagement: Engagement, today=DAY):
    """The unit has its feedback; returns it."""
    checked(cast, engagement, today)
    rectification.feed_back(fresh(engagement), by=cast.clerk, today=today, held_on=today, **MEETING)
    return engagement.feedbacks.get(audience="organisation")


def external(cast: Cast, round: Round, title="老问题仍未解决", today=DAY, **values) -> ExternalFinding:
    """A problem of the city's letter, as it came."""
    said = {"place": None, "title_text": title, "text": f"{title}：抽查发现。", "aspect": "", "source": "市委巡察组"}
    said |= {"source_paper": "市巡馈〔2026〕7号", "received_on": today, "due_on": today + datetime.timedelta(days=90)}
    return findings.receive_external(fresh(round), by=cast.clerk, today=today, **(said | values))


def broken_down(cast: Cast, above: ExternalFinding, *units: Organisation, today=DAY, **values) -> list[Finding]:
    """An item with all of its words for each of the units."""
    said = {"title_text": above.title_text, "facts": above.text, "concerns": "unit", "persons": []}
    said |= {"category": above.round.category_set.categories.first(), "recommendation": ""}
    return findings.decompose(fresh(above), by=cast.clerk, today=today, units=units, **(said | values))


def from_above(cast: Cast, round: Round, unit: Organisation, title="老问题仍未解决", today=DAY, **values) -> Finding:
    """One problem of the city's letter, broken down into the one item of this unit."""
    above = external(cast, round, title, today)
    [found] = broken_down(cast, above, unit, today=today, **values)
    findings.finish_decomposing(fresh(above), by=cast.clerk, today=today, note="")
    return found


#: what a unit says of one measure
MEASURE = {"text": "补登", "leader": "张", "department": "办公室", "person": "李", "due_on": DAY}


def filled(item, by, today=DAY, **values):
    """The item says its aim and has one measure."""
    return rectification.fill(fresh(item), by=by, today=today, **({"goal": "台账完整"} | MEASURE | values))


def signed_plan(cast: Cast, feedback, today=DAY, **values):
    """Every item of the feedback is filled in, and the principal has signed: the plan is under joint review."""
    alone = feedback.audience == "principal"
    for item in feedback.items.filter(stage__in=Item.WRITABLE):
        filled(item, cast.principal if alone else cast.liaison, today, **values)
    plan = fresh(feedback.plan)
    rectification.propose(plan, by=cast.principal if alone else cast.liaison, today=today, note="")
    rectification.endorse_plan(plan, by=cast.principal, today=today, truth=True, note="")
    return fresh(plan)


def agreed_by_bodies(cast: Cast, plan, today=DAY):
    """The bodies of the joint review agree to all of which they have not spoken yet."""
    for handler in (cast.discipline_handler, cast.personnel_handler):
        rectification.agree_to_rest(fresh(plan), by=handler, today=today, note="")
    return fresh(plan)


def approved_plan(cast: Cast, feedback, today=DAY, **values):
    """The plan is approved, and its items are being put right."""
    plan = signed_plan(cast, feedback, today, **values)
    if feedback.audience != "principal":
        plan = agreed_by_bodies(cast, plan, today)
    rectification.approve_plan(plan, by=cast.clerk, today=today, note="")
    return fresh(plan)


def signed_item(cast: Cast, item, today=DAY):
    """Progress is reported, the unit asks to close the item, and the principal has signed."""
    rectification.report_progress(fresh(item), by=cast.liaison, today=today, percent=100, done="已补登")
    rectification.request_close(fresh(item), by=cast.liaison, today=today, outcome="done", note="")
    return fresh(rectification.endorse_item(fresh(item), by=cast.principal, today=today, truth=True, note=""))


def closed_item(cast: Cast, item, today=DAY):
    """The item is struck off."""
    signed_item(cast, item, today)
    return fresh(rectification.close(fresh(item), by=cast.clerk, today=today, note=""))


def parked(engagement: Engagement, title="补贴发放对象待核实", today=DAY):
    """A lead that could not be finished during the stay."""
    doubt = lead(engagement, title, today)
    return findings.park(doubt, by=leader_of(engagement), today=today, note="银行流水尚未取得")


#: what the plan of a return visit says
RETURN = {"announced": True, "purpose": "看是否真改", "due_on": DAY, "until": DAY + datetime.timedelta(days=2)}


def visit(cast: Cast, engagement: Engagement, today=DAY, **values):
    """A return visit is planned; the clerk leads it unless another is named."""
    said = RETURN | {"leader": cast.clerk, "visitors": [cast.second_member]} | values
    return rectification.plan_visit(fresh(engagement), by=cast.clerk, today=today, **said)


def ready(cast: Cast, visit, today=DAY):
    """The head has approved it; the unit is told, or nothing is said to it."""
    rectification.approve_visit(visit, by=cast.head, today=today, note="")
    if visit.announced:
        return rectification.announce_visit(visit, by=cast.clerk, today=today, text="请准备整改台账。")
    return rectification.go_without_notice(visit, by=cast.clerk, today=today, note="")


def on_visit(cast: Cast, engagement: Engagement, today=DAY, **values):
    """They are back at the unit."""
    made = ready(cast, visit(cast, engagement, today, **values), today)
    return rectification.arrive(made, by=cast.clerk, today=today, text="请准备整改台账。")


def late(cast: Cast, feedback, today=DAY):
    """The plan of a feedback is approved, and its items are late: a paper of the ladder is due on the day returned."""
    approved_plan(cast, fresh(feedback), today)
    due_on = max(feedback.items.values_list("due_on", flat=True))
    return due_on + datetime.timedelta(days=15)


def ladder_paper(cast: Cast, feedback, today=DAY, *, sent=True):
    """A paper is drafted from the facts; signed by the head and sent unless told otherwise."""
    paper = rectification.prepare_paper(fresh(feedback), by=cast.clerk, today=today)
    return issued(cast, paper, today) if sent else paper


def issued(cast: Cast, paper, today=DAY):
    """The draft is submitted and signed; the last paper by decision of the leading group."""
    rectification.submit_paper(fresh(paper), by=cast.clerk, today=today, note="")
    if paper.is_last:
        return rectification.issue_last_paper(fresh(paper), by=cast.head, today=today, held_on=today, note="同意")
    return rectification.issue_paper(fresh(paper), by=cast.head, today=today, note="")


def answered_paper(cast: Cast, paper, today=DAY):
    """The principal has signed for the paper and answered it."""
    rectification.sign_for_paper(fresh(paper), by=cast.principal, today=today, note="")
    said = {"answer": "已逐项整改。", "truth": True}
    return rectification.answer_paper(fresh(paper), by=cast.principal, today=today, **said)


def agree(cast: Cast, matter, today=DAY):
    return rectification.agree_accountability(matter, by=cast.clerk, today=today, held_on=today, note="同意")


def refer(cast: Cast, matter, today=DAY):
    said = {"receiver": cast.discipline, "demand": "建议给予通报批评。"}
    return rectification.refer_accountability(matter, by=cast.clerk, today=today, **said)


def decide(cast: Cast, matter, today=DAY):
    said = {"measure": "circular", "decided_on": today, "paper": "云纪〔2026〕3号", "decision": "给予通报批评。"}
    return rectification.decide_accountability(matter, by=cast.discipline_handler, today=today, **said)


def tell_unit(cast: Cast, matter, today=DAY):
    return rectification.serve_decision(matter, by=cast.clerk, today=today, text="经研究，给予通报批评。")


def enforce(cast: Cast, matter, today=DAY):
    said = {"enforcement": "已在班子会上宣布。", "enforced_on": today}
    return rectification.enforce_decision(matter, by=cast.discipline_handler, today=today, **said)


def publish(cast: Cast, matter, today=DAY):
    said = {"published_where": "全区", "published_on": today, "published_text": "通报一起虚假整改问题。"}
    return rectification.publish_decision(matter, by=cast.clerk, today=today, **said)


def close_account(cast: Cast, matter, today=DAY):
    return rectification.close_accountability(matter, by=cast.head, today=today, note="")


#: the way of an accountability from its proposal to its end, step by step
ACCOUNTED = (agree, refer, decide, tell_unit, enforce, publish, close_account)


def accountability(cast: Cast, engagement: Engagement, today=DAY, *, by=None, upto=0, **values):
    """Somebody, the unit unless another is named, is to answer; the first ``upto`` steps of the way are done."""
    said = {"kind_of": "poor", "facts": "逾期未整改，多次督办无果。"} | values
    if "person" not in said:
        said["organisation"] = engagement.unit
    by = by or cast.clerk
    matter = rectification.propose_accountability(fresh(engagement), by=by, today=today, **said)
    for step in ACCOUNTED[:upto]:
        matter = step(cast, matter, today)
    return fresh(matter)


#: what a unit writes in a report itself
WRITTEN = {"organising": "成立整改工作领导小组，逐项研究部署。", "further": "持续巩固整改成效。"}


def unit_reports(cast: Cast, feedback, today=DAY, *, signed=True) -> list:
    """Both reports on a feedback are drafted and written; signed by the principal unless told otherwise."""
    made = []
    for kind in ("unit", "principal"):
        report = rectification.draft_report(fresh(feedback), by=cast.liaison, today=today, kind_of=kind)
        rectification.write_report(report, by=cast.liaison, today=today, **(report.says() | WRITTEN))
        if signed:
            rectification.sign_report(fresh(report), by=cast.principal, today=today, truth=True, note="")
        made.append(fresh(report))
    return made


def reported(cast: Cast, feedback, today=DAY, *, principal=None, accepted=True):
    """The unit has reported on a feedback, in one paper or in two; accepted by the office unless told otherwise."""
    principal = principal or cast.principal
    feedback = fresh(feedback)
    if feedback.audience == "principal" or feedback.engagement.in_six_steps:
        rectification.file_report(feedback, by=principal, today=today, report="完成", truth=True, note="")
        if accepted:
            rectification.accept_report(feedback, by=cast.clerk, today=today, note="")
        return fresh(feedback)
    for kind in ("unit", "principal"):
        report = rectification.draft_report(fresh(feedback), by=principal, today=today, kind_of=kind)
        rectification.write_report(report, by=principal, today=today, **(report.says() | WRITTEN))
        rectification.sign_report(fresh(report), by=principal, today=today, truth=True, note="")
    for report in feedback.reports.all() if accepted else ():
        rectification.accept_unit_report(report, by=cast.clerk, today=today, note="")
    return fresh(feedback)


#: the criteria of the sheet of the tests: who scores, for how many points, beside which fact
CRITERIA = (("office", 50, "closed"), ("discipline", 30, "relapsed"), ("personnel", 20, "effects"))


def score_sheet(cast: Cast, name="整改成效评分表", today=DAY, *, used=True, **values):
    """A score sheet with one criterion a side, in use unless told otherwise."""
    said = {"name": name, "since": "2026", "excellent_from": 90, "passed_from": 80, "basic_from": 60}
    values = said | {"sham_at_most": "failed", "replaces": None} | values
    sheet = rectification.draft_sheet(cast.authority, by=cast.clerk, today=today, **values)
    if not values["replaces"]:
        for criterion in sheet.criteria.order_by("order"):
            rectification.drop_criterion(criterion, by=cast.clerk, today=today, note="另拟")
        for viewpoint, weight, fact in CRITERIA:
            said = {
                "viewpoint": viewpoint,
                "group": "任务落实",
                "text": f"整改情况{weight}",
                "weight": weight,
                "fact": fact,
            }
            rectification.add_criterion(fresh(sheet), by=cast.clerk, today=today, **said)
    if used:
        rectification.use_sheet(fresh(sheet), by=cast.head, today=today, note="")
    return fresh(sheet)


def answered_for(cast: Cast, engagement: Engagement, today=DAY) -> Engagement:
    """Everything that was fed back to a unit is put right, and its reports are accepted."""
    for given in engagement.feedbacks.order_by("pk"):
        given = fresh(given)
        if given.stage == "given":
            rectification.sign_for(given, by=cast.principal, today=today, note="")
        if given.items.filter(stage="assigned").exists():
            approved_plan(cast, fresh(given))
        for item in given.items.exclude(stage="closed"):
            rectification.report_progress(fresh(item), by=cast.liaison, today=today, percent=100, done="已补登")
            said = {"outcome": "done", "institutions": "", "note": ""}
            rectification.request_close(fresh(item), by=cast.liaison, today=today, **said)
            rectification.endorse_item(fresh(item), by=cast.principal, today=today, truth=True, note="")
            rectification.close(fresh(item), by=cast.clerk, today=today, note="")
        if fresh(given).stage != "accepted":
            reported(cast, given, today)
    return fresh(engagement)


def assessment(cast: Cast, engagement: Engagement, today=DAY, sheet=None):
    """The assessment of a unit that has reported is open; nobody has given points yet."""
    sheet = sheet or score_sheet(cast, today=today)
    return fresh(rectification.open_assessment(fresh(engagement), by=cast.clerk, today=today, sheet=sheet))


def scored(cast: Cast, assessment, today=DAY, points=None):
    """Every side has given its points: all of them, unless told otherwise by viewpoint."""
    by = {"office": cast.clerk, "discipline": cast.discipline_handler, "personnel": cast.personnel_handler}
    for score in assessment.scores.order_by("order"):
        given = (points or {}).get(score.viewpoint, score.weight)
        reason = "" if given == score.weight else "个别事项进度偏慢"
        rectification.give_points(fresh(score), by=by[score.viewpoint], today=today, points=given, reason=reason)
    return fresh(assessment)


def graded(cast: Cast, assessment, today=DAY, grade="excellent", why=""):
    """The head has proposed the grade, and the leading group has confirmed it."""
    rectification.propose_grade(fresh(assessment), by=cast.head, today=today, grade=grade, why=why)
    rectification.confirm_grade(fresh(assessment), by=cast.clerk, today=today, held_on=today, note="同意")
    return fresh(assessment)


def satisfaction(cast: Cast, engagement: Engagement, today=DAY, **values):
    """A satisfaction survey is open for a week."""
    said = {"asked": "干部职工和服务对象", "codes": 20, "closes_on": today + datetime.timedelta(days=7)} | values
    return fresh(rectification.open_survey(fresh(engagement), by=cast.clerk, today=today, **said))


def excused(cast: Cast, round: Round, today=DAY) -> Round:
    """No unit of the round is assessed, each for a reason."""
    for engagement in round.engagements.filter(assessment=None):
        rectification.go_without_assessment(fresh(engagement), by=cast.head, today=today, note="首轮试点，不评定等次")
    return fresh(round)


def found_by_the_city(cast: Cast, term, titles: dict, today=DAY) -> list:
    """Problems that the city found in some units, entered in one round of their own: unit → title."""
    said = {"name": "市委巡察反馈", "year": today.year, "type": "upper", "mode": "ordinary"}
    said |= {"profile": RegulationProfile.objects.get(code="2017")}
    said |= {"category_set": CategorySet.objects.get(code="six_disciplines")}
    said |= {"stays_from": today, "stays_until": today + datetime.timedelta(days=10)}
    round = inspections.open_round(term, by=cast.clerk, today=today, **said)
    return [from_above(cast, round, unit, title, today) for unit, title in titles.items()]


def common(cast: Cast, engagement: Engagement, today=DAY, *, upto="clustered", first=None, **values):
    """A common problem of two findings, one of the cast's unit and one that the city found in the other unit."""
    first = first or finding(engagement, "公务用车台账登记不完整", today)
    city = {cast.other_unit: "公务用车使用台账登记不完整"}
    second = found_by_the_city(cast, engagement.round.term, city, today)
    said = {
        "title_text": "公务用车管理不规范",
        "manifestation": "台账登记不完整，派车单缺失。",
        "cause": "system",
        "cause_text": "制度不健全。",
    } | values
    made = rectification.begin_common(first, by=cast.clerk, today=today, findings=second, **said)
    steps = ("clustered", "verified", "reported", "assigned", "in_progress")
    asked = steps[: steps.index(upto) + 1]
    if "verified" in asked:
        rectification.verify_common(made, by=cast.head, today=today, note="属实")
    if "reported" in asked:
        rectification.report_common(made, by=cast.clerk, today=today, report="专题报告。", held_on=today, note="同意")
    if "assigned" in asked:
        assigned(cast, made, today)
    if "in_progress" in asked:
        followed(cast, fresh(made), today)
    return fresh(made)


def cluster(cast: Cast, engagement: Engagement, today=DAY, *, title="公务用车台账登记不完整", ours=True):
    """Findings in three units read alike, and the house suggests them; the cast's own by its team, or by the city."""
    units = [cast.other_unit, cast.department]
    if ours:
        finding(engagement, title, today)
    else:
        units.append(cast.unit)
    found_by_the_city(cast, engagement.round.term, dict.fromkeys(units, title), today)
    [made] = rectification.look_for_common(engagement.round.term, by=cast.clerk, today=today)
    return made


def assigned(cast: Cast, problem, today=DAY, **values):
    """The finance department leads, the organisation department supports."""
    values = {
        "title_text": "公务用车管理不规范",
        "about": "部分单位台账登记不完整。",
        "lead": cast.department,
        "task": "修订公务用车管理办法。",
        "support": [cast.personnel],
        "support_task": "配合开展培训。",
        "due_on": today + datetime.timedelta(days=30),
    } | values
    return rectification.assign_common(problem, by=cast.clerk, today=today, **values)


def followed(cast: Cast, problem, today=DAY, **values):
    """The office has looked how far they are."""
    values = {"on": today, "means": "call", "seen": "正在起草办法。", "demand": "按期完成。"} | values
    return rectification.log_follow_up(problem, by=cast.clerk, today=today, **values)


def suggestion(cast: Cast, problem, today=DAY, **values):
    """A letter to the finance department."""
    values = {
        "receiver": cast.department,
        "measure": "system",
        "title_text": "健全公务用车管理制度",
        "text": "建议修订管理办法。",
        "due_on": today + datetime.timedelta(days=20),
    } | values
    return rectification.suggest(problem, by=cast.clerk, today=today, **values)


def institution(cast: Cast, task, today=DAY, **values):
    """What the department has issued, with its document."""
    values = {
        "kind_of": "revised",
        "name": "区级机关公务用车管理办法",
        "paper": "云财〔2026〕12号",
        "issued_on": today,
    } | values
    return rectification.register_institution(task, by=cast.department_handler, today=today, **values)


def self_checks(cast: Cast, problem, today=DAY, **values):
    """The list goes to everybody who has not been visited."""
    values = {
        "title_text": "公务用车管理自查",
        "text": "对照检查台账、派车单。",
        "due_on": today + datetime.timedelta(days=20),
    } | values
    return rectification.send_self_checks(problem, by=cast.clerk, today=today, **values)


def routed_further(cast: Cast, found, kind: str, today=DAY, *, receiver=None) -> Landing:
    """The finding has a second landing too."""
    values = {"kind_of": kind, "receiver": receiver, "meeting": deciding(found)}
    findings.route_further(fresh(found), by=cast.clerk, today=today, **values)
    return Landing.objects.get(finding=found, kind_of=kind)


def dropped(cast: Cast, paper, today=DAY):
    """The leader has dropped a paper, with a reason."""
    return findings.drop_paper(paper, by=leader_of(paper.engagement), today=today, note="查无实据")


def being_put_right(cast: Cast, titles: dict, today=DAY) -> dict:
    """Problems of several units, found at one time and fed back on the day ``today``: engagement → its items.

    ``titles`` says what was found where; the findings are of some weeks before.
    """
    before = today - datetime.timedelta(days=60)
    second = {"second": cast.second_member}  # the second team has one writer only
    found = {one: [finding(one, title, before, **second) for title in said] for one, said in titles.items()}
    heard(cast, next(iter(titles)).round, today)
    items = {}
    for engagement, rows in found.items():
        for row in rows:
            routed(cast, row, "organisation", today)
        feedback = fed_back(cast, engagement, today)
        liaison, principal = responding(cast, engagement)
        due = today + datetime.timedelta(days=90)
        for item in feedback.items.order_by("place"):
            filled(item, liaison, today, text="逐项核对补登", due_on=due)
        plan = fresh(feedback.plan)
        rectification.propose(plan, by=liaison, today=today, note="")
        rectification.endorse_plan(plan, by=principal, today=today, truth=True, note="")
        plan = agreed_by_bodies(cast, plan, today)
        rectification.approve_plan(plan, by=cast.clerk, today=today, note="")
        items[engagement] = list(feedback.items.order_by("place"))
    return items


def responding(cast: Cast, engagement: Engagement) -> tuple[User, User]:
    """Who answers for the unit: its liaison and its principal."""
    if engagement.unit == cast.unit:
        return cast.liaison, cast.principal
    return cast.other_liaison, cast.other_principal


def flag(item, today=DAY, *, by, kind_of="dated", files=None, **facts):
    """A report with a file about which the check noticed something."""
    said = {"percent": 40, "done": "已修订制度。", "files": files or [pdf("管理办法.pdf")]}
    progress = rectification.report_progress(item, by=by, today=today, **said)
    file = Attachment.objects.get(thing_kind=progress.kind, thing_id=progress.pk)
    facts = facts or {"start": "2026-03-02", "stated": "2025-12-01", "found": ""}
    return rectification.raise_flag(
        progress, by=Actor.HOUSE, today=today, attachment=file, kind_of=kind_of, facts=facts
    )
