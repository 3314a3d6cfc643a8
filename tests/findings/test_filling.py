"""The registers of a team go out, are filled in offline, and come back: exactly what was changed is changed."""

import datetime
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.models import Event, Export
from casework.refill import KEY, VERSION
from findings import actions
from findings.filling import REGISTERS
from findings.models import Finding, Petition, Talk, WorkingPaper
from tests import cases
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def engagement(people):
    return cases.on_site(people)


def window(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


class Book:
    """A register as its reader takes it along; cells are written by heading, as a person would."""

    def __init__(self, user, engagement, name):
        self.user, self.url = user, f"/findings/of/{engagement.key}/fill/{name}/"
        answer = window(user).get(f"{self.url}book/")
        assert answer.status_code == 200, answer.status_code
        self.book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        self.sheet = self.book.worksheets[0]
        self.columns = {cell.value: cell.column for cell in self.sheet[2]}

    @property
    def last(self):
        return self.sheet.max_row

    def write(self, row, **cells):
        for heading, value in cells.items():
            self.sheet.cell(row, self.columns[heading.replace("_", "/")], value)

    def said(self, row, heading):
        return self.sheet.cell(row, self.columns[heading]).value

    def send(self, name="填报表.xlsx"):
        file = io.BytesIO()
        self.book.save(file)
        return window(self.user).post(self.url, {"file": SimpleUploadedFile(name, file.getvalue())})

    def confirm(self, page):
        return window(self.user).post(self.url, {name: page.context[name] for name in ("kept", "token")})


def counts(new=0, changed=0, same=0, refused=0):
    return {"new": new, "changed": changed, "same": same, "refused": refused}


def content(thing):
    """All that a row says, as the history compares it."""
    return {field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields}


def differences(before, after):
    return {name for name in before if before[name] != after[name]} - {"version", "earlier", "signs"}


def identified(engagement):
    """A finding that its leader has not confirmed yet."""
    paper = cases.signed(cases.paper(engagement))
    return actions.raise_finding(
        paper,
        by=paper.author,
        today=DAY,
        title_text="台账登记不完整",
        facts="抽查发现。",
        category=engagement.round.category_set.categories.first(),
        concerns="unit",
        persons=[],
        responsibility="党组主体责任落实不到位",
        cause="system",
        recommended_to="局党组",
        recommendation="一个月内补齐台账",
    )


#: register → (how a row comes to be, what a person changes in it, which fields that changes, a new row)
TRIPS = {
    "talks": (
        lambda one: cases.talk(one),
        {"谈话地点": "二楼会议室", "谈话时间": datetime.datetime(2026, 3, 3), "是否签字": "否"},
        {"place", "on", "signed"},
        {
            "谈话对象姓名": "吴某",
            "类别": "退休干部",
            "谈话时间": "2026年3月4日",
            "第二谈话人": "second_member",
            "谈话提纲_摘要": "反映值班安排。",
        },
    ),
    "petitions": (
        lambda one: cases.petition(one),
        {"反映内容提要": "反映工程款拖欠，附合同。", "是否重要": "是"},
        {"summary", "important"},
        {"受理时间": "2026.3.4", "信访来源": "来信", "反映内容提要": "反映停车收费不公开。", "被访人单位": "区住建局"},
    ),
    "papers": (
        lambda one: cases.paper(one),
        {"问题标题": "台账登记缺项", "发现时间": datetime.datetime(2026, 3, 3)},
        {"title_text", "found_on"},
        {
            "问题标题": "会议记录缺失",
            "问题表现": "抽查三次会议无记录。",
            "问题涉及对象": "被巡察党组织",
            "问题来源": "查阅资料",
            "发现时间": "20260303",
        },
    ),
    "findings": (
        lambda one: identified(one),
        {"问题标题": "台账登记缺项", "涉及金额（万元）": "1,234.50", "意见建议": "补登并核对。"},
        {"title_text", "amount", "recommendation"},
        None,
    ),
}
MODELS = {"talks": Talk, "petitions": Petition, "papers": WorkingPaper, "findings": Finding}


@pytest.fixture(params=TRIPS)
def trip(request, people, engagement):
    make, cells, fields, added = TRIPS[request.param]
    make(engagement)
    return request.param, cells, fields, added


def words_for(cells, people):
    """The cells of a row, with the names of the people that the test means."""
    users = people.users
    return {heading: users[value].name if value in users else value for heading, value in cells.items()}


def test_what_comes_back_changes_exactly_what_was_changed(people, engagement, trip):
    name, cells, fields, _added = trip
    thing = MODELS[name].objects.filter(engagement=engagement).order_by("pk").first()
    thing = cases.fresh(thing)
    writer = getattr(thing, "author", None) or people.member
    book = Book(writer, engagement, name)
    assert Export.objects.latest("pk").title == REGISTERS[name].title
    book.write(3, **words_for(cells, people))
    page = book.send()
    assert page.context["counts"] == counts(changed=1, same=book.last - 3), page.context["faults"]
    before, lines = content(thing), Event.objects.count()
    assert differences(before, content(cases.fresh(thing))) == set(), "nothing is stored before it is confirmed"
    assert book.confirm(page).status_code == 302
    now = cases.fresh(thing)
    assert differences(before, content(now)) == fields
    [line] = Event.objects.order_by("pk")[lines:]
    assert (line.actor, line.move) == (writer, REGISTERS[name].change.name)
    again = Book(writer, engagement, name).send()
    assert again.context["counts"] == counts(same=book.last - 2), "what was read in goes out as it was written"


def test_what_was_not_changed_changes_nothing(people, engagement, trip):
    name, *_rest = trip
    book = Book(people.member, engagement, name)
    assert book.last == 3
    assert book.send().context["counts"] == counts(same=1)


def test_a_row_without_a_mark_of_the_house_is_a_new_one(people, engagement, trip):
    name, _cells, _fields, added = trip
    book = Book(people.member, engagement, name)
    before = MODELS[name].objects.count()
    if added is None:
        book.write(4, 问题标题="又一个问题")
        assert book.send().context["counts"] == counts(same=1, refused=1)
        return
    book.write(4, **words_for(added, people))
    page = book.send()
    assert page.context["counts"] == counts(new=1, same=1), page.context["faults"]
    assert MODELS[name].objects.count() == before
    assert book.confirm(page).status_code == 302
    made = MODELS[name].objects.latest("pk")
    assert made.author == people.member
    assert made.engagement == engagement
    assert Event.objects.filter(move=REGISTERS[name].new.name).exists()
    assert book.confirm(page).status_code in (302, 409), "the same press twice enters nothing twice"
    assert MODELS[name].objects.count() == before + 1


def test_who_was_slower_sees_both_texts_and_overwrites_nothing(people, engagement):
    talk = cases.talk(engagement)
    book = Book(people.member, engagement, "talks")
    form = {name: getattr(talk, name) for name in ("name", "post", "organisation_name", "group", "on", "place")}
    form |= {name: getattr(talk, name) for name in ("second", "recorder", "minutes", "summary", "signed")}
    actions.correct_talk(talk, by=people.member, **form | {"place": "信访接待室"})
    book.write(3, 谈话地点="二楼会议室")
    page = book.send()
    assert page.context["counts"] == counts(refused=1)
    text = page.content.decode()
    assert "信访接待室" in text
    assert "二楼会议室" in text
    assert "请重新导出清单" in text
    assert book.confirm(page).status_code == 422
    assert cases.fresh(talk).place == "信访接待室"


def test_what_changes_between_the_check_and_the_press_is_checked_once_more(people, engagement):
    talk = cases.talk(engagement)
    book = Book(people.member, engagement, "talks")
    book.write(3, 谈话地点="二楼会议室")
    page = book.send()
    Talk.objects.filter(pk=talk.pk).update(version=talk.version + 7)
    assert book.confirm(page).status_code == 422
    assert cases.fresh(talk).place != "二楼会议室"


def test_one_wrong_cell_holds_everything_back_and_is_marked_in_the_copy(people, engagement):
    talk = cases.talk(engagement)
    book = Book(people.member, engagement, "talks")
    book.write(3, 谈话地点="二楼会议室")
    book.write(4, 谈话对象姓名="吴某", 谈话时间="2026年13月1日", 第二谈话人="查无此人")
    page = book.send()
    assert page.context["counts"]["refused"] == 1
    column = openpyxl.utils.get_column_letter(book.columns["谈话时间"])
    assert f"“个别谈话填报表”第4行{column}列：日期写成了2026年13月1日，没有这一天" in page.context["faults"]
    assert book.confirm(page).status_code == 422
    assert cases.fresh(talk).place != "二楼会议室"
    said = {"kept": page.context["kept"], "token": page.context["token"], "copy": "yes"}
    answer = window(people.member).post(book.url, said)
    copy = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    wrong = copy.cell(4, book.columns["谈话时间"])
    assert "没有这一天" in wrong.comment.text
    assert wrong.fill.fgColor.rgb.endswith("FFC7CE")
    assert copy.cell(3, book.columns["谈话地点"]).comment is None
    assert copy.title == "个别谈话填报表"


def test_marks_and_versions_are_hidden_and_choices_are_offered(people, engagement):
    cases.talk(engagement)
    sheet = Book(people.member, engagement, "talks")
    hidden = [one for one in sheet.sheet.column_dimensions.values() if one.hidden]
    for heading in (KEY, VERSION):
        assert any(one.min <= sheet.columns[heading] <= one.max for one in hidden), heading
    offered = " ".join(check.formula1 for check in sheet.sheet.data_validations.dataValidation)
    assert "退休干部" in offered
    assert people.second_member.name in offered
    assert "是,否" in offered


def test_nobody_else_takes_it_along_or_reads_it_in(people, engagement):
    talk = cases.talk(engagement)
    base = f"/findings/of/{engagement.key}/fill/"
    for name in REGISTERS:
        for user in ("other_liaison", "other_leader", "other_member", "stranger"):
            assert window(people.users[user]).get(f"{base}{name}/book/").status_code == 404, (name, user)
        for user in ("clerk", "head", "liaison", "principal"):
            assert window(people.users[user]).get(f"{base}{name}/book/").status_code == 403, (name, user)
            assert window(people.users[user]).get(f"{base}{name}/").status_code == 403, (name, user)
    book = Book(people.member, engagement, "talks")
    book.write(3, **{KEY: "zzzzzzzzzzzz", "谈话地点": "别处"})
    page = book.send()
    assert page.context["counts"] == counts(refused=1), "a row of somebody else is not there"
    assert cases.fresh(talk).place != "别处"


def test_who_may_not_correct_a_row_is_told_so_at_its_cell(people, engagement):
    cases.talk(engagement)
    book = Book(people.second_member, engagement, "talks")
    book.write(3, 谈话地点="别处")
    page = book.send()
    verb = actions.correct_talk
    allowed = verb.why_not(people.second_member, Talk.objects.get(), DAY) is None
    assert page.context["counts"] == (counts(changed=1) if allowed else counts(refused=1)), page.context["faults"]


def test_a_petition_with_a_real_name_is_entered_on_its_page(people, engagement):
    cases.petition(engagement)
    book = Book(people.member, engagement, "petitions")
    book.write(4, 受理时间="2026-03-04", 信访来源="来信", 反映内容提要="反映拖欠。", 是否实名="是")
    page = book.send()
    assert page.context["counts"] == counts(same=1, refused=1)
    assert "姓名不得写入文件" in page.content.decode()


def test_the_columns_may_stand_in_any_order_under_other_words(people, engagement):
    target = openpyxl.Workbook()
    sheet = target.active
    sheet.append(["区住建局个别谈话登记表（2026年）"])
    sheet.merge_cells("A1:F1")
    sheet.append([])
    sheet.append(["谈话日期", "被谈话人", "类别", "谈话内容", "第二谈话人", "备注"])
    sheet.append(["2026/3/4", "吴　某", "其他", "反映值班安排。", people.second_member.name, "x"])
    file = io.BytesIO()
    target.save(file)
    url = f"/findings/of/{engagement.key}/fill/talks/"
    page = window(people.member).post(url, {"file": SimpleUploadedFile("谈话.xlsx", file.getvalue())})
    assert page.context["counts"] == counts(new=1), page.context["faults"]
    assert "未读取的列：F 备注" in page.content.decode()
