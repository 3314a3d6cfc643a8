"""The office reads in its rosters: what it may do, what is refused and where, and that it is all or nothing."""

import io

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from accounts import actions
from accounts.models import Organisation, Person, RosterFile
from casework.models import Event
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
PAGE = "/accounts/import/"
BODIES = "单位名称 组织编码 单位类型 单位级别 排序 标签 简介 最近巡察年份 巡察历史 是否可用".split()  # noqa: SIM905
POOL = "姓名 性别 出生日期 民族 籍贯 政治面貌 学历 学位 职务 职级 类别 所属单位 标签 简历 是否可用".split()  # noqa: SIM905
TEAMS = "巡察组 角色 组长 姓名 性别 职务 职级 所在单位 联系电话 政治面貌".split()  # noqa: SIM905


@once
def people():
    return cast()


@pytest.fixture
def office(people):
    client = Client()
    client.force_login(people.clerk)
    return client


def workbook(**sheets):
    """An .xlsx of these sheets, each a list of rows."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return target.getvalue()


def hand_in(client, content, name="名册.xlsx"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def check(client, content):
    response = hand_in(client, content)
    assert response.status_code == 302, response.content.decode()
    return client.get(response.headers["Location"])


def confirm(client, page):
    return client.post(page.request["PATH_INFO"], {"token": page.context["token"], "confirm": "yes"})


def bring_in(client, content):
    page = check(client, content)
    assert not page.context["refused"], page.context["faults"]
    response = confirm(client, page)
    assert response.status_code == 302
    return page.context["counts"]


def body(name, code="", kind="区直部门", **more):
    row = dict.fromkeys(BODIES, "") | {"单位名称": name, "组织编码": code, "单位类型": kind} | more
    return list(row.values())


def someone(name, of, **more):
    return list((dict.fromkeys(POOL, "") | {"姓名": name, "所属单位": of} | more).values())


def counts(new=0, changed=0, same=0, refused=0):
    return {"new": new, "changed": changed, "same": same, "refused": refused}


def test_the_rosters_of_the_office_become_its_registry(people, office):
    content = workbook(
        单位档案=[BODIES, body("区水利局", "YJ-021", 单位级别="正科", 排序=12, 最近巡察年份="2021年")],
        人才库=[POOL, someone("王　敏", "区水利局", 性别="女", 出生日期="1985.06", 类别="副组长")],
        巡察组名册=[
            TEAMS,
            ["第一组", "组长", "", "高峻", "男", "调研员", "", "区财政局", 13800000001, "中共党员"],
        ],
    )
    assert bring_in(office, content) == counts(new=3)
    made = Organisation.objects.get(name="区水利局")
    assert (made.code, made.level, made.official_order, made.last_inspected) == ("YJ-021", "正科", 12, 2021)
    assert made.parent == people.authority
    wang, gao = Person.objects.get(name="王敏"), Person.objects.get(name="高峻")
    assert (wang.organisation, wang.sex, wang.born_on.isoformat(), wang.in_pool) == (made, "female", "1985-06-01", True)
    assert (gao.organisation, gao.phone, gao.pool_kind) == (people.department, "13800000001", "组长")
    assert (wang.leads, gao.leads) == ("deputy", "leader"), "whoever stands in the pool of leaders may lead"


def test_what_people_are_good_at_is_read_in_and_what_nobody_knows_is_named(people, office):
    headings = [*POOL, "可任职务", "专长"]
    row = [*someone("王敏", "区住建局"), "组长", "文字综合、财务审计"]
    bring_in(office, workbook(人才库=[headings, row]))
    wang = Person.objects.get(name="王敏")
    assert (wang.leads, wang.skills) == ("leader", ["finance", "writing"])
    page = check(office, workbook(人才库=[headings, [*row[:-1], "文字综合；登山"]]))
    assert "“登山”" in page.context["faults"][0]
    page = check(office, workbook(人才库=[headings, [*row[:-1], "工程项目"]]))
    assert page.context["counts"] == counts(changed=1)
    assert "财务审计、文字综合" in page.content.decode(), "what it replaces is shown"


def test_every_row_that_was_read_in_is_in_the_history(people, office):
    bring_in(office, workbook(单位档案=[BODIES, body("区水利局")], 人才库=[POOL, someone("王敏", "区水利局")]))
    lines = Event.objects.filter(actor=people.clerk).order_by("-pk")[:2]
    assert [line.move for line in lines] == [
        "accounts.organisation.register-person",
        "accounts.organisation.register",
    ]


def test_nothing_is_stored_before_it_is_confirmed(office):
    page = check(office, workbook(单位档案=[BODIES, body("区水利局")]))
    assert page.context["counts"] == counts(new=1)
    assert not Organisation.objects.filter(name="区水利局").exists()


def test_reading_in_the_same_file_again_changes_nothing(office):
    content = workbook(
        单位档案=[BODIES, body("区水利局", "YJ-021", 标签="重点", 排序=3), body("柳溪镇", "YJ-101", "乡镇")],
        人才库=[POOL, someone("王敏", "区水利局", 出生日期="1985-06-01", 是否可用="否")],
        巡察组名册=[TEAMS, ["第一巡察组", "组长", "", "高峻", "", "", "", "柳溪镇", "1", ""]],
    )
    bring_in(office, content)
    before = Event.objects.count()
    assert bring_in(office, content) == counts(same=4)
    assert Event.objects.count() == before


def test_what_is_registered_is_amended_and_an_empty_cell_leaves_it(people, office):
    actions.amend(people.unit, by=people.clerk, level="正科", tags="重点")
    page = check(office, workbook(单位档案=[BODIES, body("区住建局", 单位级别="副处")]))
    [row] = page.context["sheets"][0]["rows"]
    assert row["state"] == "changed"
    assert [(cell.was, cell.text) for cell in row["cells"] if cell.was] == [("正科", "副处")]
    confirm(office, page)
    unit = Organisation.objects.get(pk=people.unit.pk)
    assert (unit.level, unit.tags) == ("副处", "重点")
    assert Event.objects.filter(thing_id=unit.pk, move="accounts.organisation.amend").last().changed == ["level"]


def test_a_body_is_known_by_its_code_under_a_new_name(people, office):
    actions.amend(people.unit, by=people.clerk, code="YJ-001")
    bring_in(office, workbook(单位档案=[BODIES, body("区住房和城乡建设局", "YJ-001")]))
    assert Organisation.objects.get(pk=people.unit.pk).name == "区住房和城乡建设局"


def test_a_person_who_moved_to_another_body_is_still_the_same_person(people, office):
    bring_in(office, workbook(人才库=[POOL, someone("王敏", "区住建局", 出生日期="1985-06-01")]))
    bring_in(office, workbook(人才库=[POOL, someone("王敏", "区教育局", 出生日期="1985-06-01")]))
    assert Person.objects.get(name="王敏").organisation == people.other_unit


def test_two_of_one_name_are_told_apart_by_their_date_of_birth(people, office):
    rows = [someone("王敏", "区住建局", 出生日期=day) for day in ("1985-06-01", "1990-02-03")]
    assert bring_in(office, workbook(人才库=[POOL, *rows])) == counts(new=2)
    page = check(office, workbook(人才库=[POOL, someone("王敏", "区住建局", 职务="科长")]))
    assert page.context["faults"] == ["“人才库”第2行A列：该单位有多人同名，请填写出生日期"]


def test_the_tree_is_read_in_whatever_order_it_is_written(people, office):
    headings = [*BODIES, "上级单位"]
    rows = [[*body("青石村", kind="村"), "柳溪镇"], [*body("柳溪镇", kind="镇"), ""]]
    bring_in(office, workbook(单位档案=[headings, *rows]))
    village = Organisation.objects.get(name="青石村")
    assert village.parent.name == "柳溪镇"
    assert village.tree_key.startswith(village.parent.tree_key)


def test_what_belongs_to_a_body_moves_along_with_it(people, office):
    headings = [*BODIES, "上级单位"]
    town = [*body("柳溪镇", kind="镇"), ""]
    bring_in(office, workbook(单位档案=[headings, [*body("青石村", kind="村"), "柳溪镇"], town]))
    bring_in(office, workbook(单位档案=[headings, [*body("柳溪镇", kind="镇", 排序=7), "区住建局"]]))
    unit, town, village = (Organisation.objects.get(name=name) for name in ("区住建局", "柳溪镇", "青石村"))
    assert town.tree_key.startswith(unit.tree_key)
    assert village.tree_key.startswith(town.tree_key)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (someone("甲", "区住建局", 出生日期="2026年13月1日"), "第2行C列：日期写成了2026年13月1日，没有这一天"),
        (someone("甲", "区住建局", 出生日期="一九八五"), "第2行C列：日期写成了一九八五，应写成1985-06-01的形式"),
        (someone("甲", "区住建局", 出生日期=1985.1), "第2行C列：日期写成了1985.1，无法判断是1月还是10月"),
        (someone("甲", "区无此局"), "第2行L列：“区无此局”未登记，本文件中也没有"),
        (someone("", "区住建局"), "第2行A列：必须填写"),
        (someone("甲", ""), "第2行L列：必须填写"),
        (someone("甲", "区住建局", 性别="先生"), "第2行B列：“先生”不在可选范围内：男、女"),
        (someone("甲" * 61, "区住建局"), "第2行A列：超过60个字"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_by_row_and_column(people, office, row, fault):
    page = check(office, workbook(人才库=[POOL, row]))
    assert page.context["faults"][0].startswith(f"“人才库”{fault}")
    assert fault.split("：", 1)[1][:6] in page.content.decode()


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([body("区水利局", kind="局")], "第2行C列：“局”不在可选范围内"),
        ([body("区水利局", kind="")], "第2行C列：必须填写"),
        ([body("区住建局", kind="乡镇")], "第2行C列：已登记为“区直部门”，不能更改"),
        ([body("第二巡察办", kind="巡察办")], "第2行C列：该类机构在建立本区时产生"),
        ([body("区水利局", 最近巡察年份="去年")], "第2行H列：“去年”不是1990至2100之间的数字"),
        ([body("区水利局"), body("区水利局")], "第3行A列：与第2行重复"),
        ([body("甲局", "YJ-1"), body("乙局", "YJ-1")], "第3行B列：组织编码与“甲局”重复"),
        ([body("测试区委", kind="区委", 是否可用="否")], "第2行J列：该机构为各区必设"),
    ],
)
def test_a_body_that_cannot_be_registered_is_refused_at_its_cell(people, office, rows, fault):
    page = check(office, workbook(单位档案=[BODIES, *rows]))
    assert page.context["faults"][0].startswith(f"“单位档案”{fault}")


def test_a_circle_of_bodies_is_refused(people, office):
    rows = [[*body("甲镇", kind="镇"), "乙镇"], [*body("乙镇", kind="镇"), "甲镇"]]
    page = check(office, workbook(单位档案=[[*BODIES, "上级单位"], *rows]))
    assert page.context["faults"][0] == "“单位档案”第2行K列：上级单位关系循环"


def test_one_refused_cell_holds_everything_back(people, office):
    content = workbook(
        单位档案=[BODIES, body("区水利局")],
        人才库=[POOL, someone("王敏", "区水利局"), someone("李强", "区水利局", 出生日期="2026年13月1日")],
    )
    page = check(office, content)
    assert page.context["counts"] == counts(new=2, refused=1)
    assert 'name="confirm"' not in page.content.decode()
    assert confirm(office, page).status_code == 422
    assert not Organisation.objects.filter(name="区水利局").exists()
    assert not Person.objects.filter(name="王敏").exists()


def test_when_a_later_row_fails_the_earlier_ones_are_not_there_either(people, office):
    page = check(office, workbook(单位档案=[BODIES, body("区水利局")], 人才库=[POOL, someone("王敏", "区水利局")]))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.no_wang() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN IF NEW.name = '王敏' THEN RAISE unique_violation; END IF; RETURN NEW; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER no_wang BEFORE INSERT ON accounts_person FOR EACH ROW EXECUTE FUNCTION pg_temp.no_wang()"
        )
    before = Event.objects.count()
    refused = confirm(office, page)
    assert refused.status_code == 409
    assert "名称或编码重复" in refused.content.decode()
    assert Event.objects.count() == before
    assert not Organisation.objects.filter(name="区水利局").exists()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER no_wang ON accounts_person")
    assert confirm(office, page).status_code == 302


def test_a_body_takes_the_name_that_another_one_gave_up_above_it(people, office):
    actions.amend(people.unit, by=people.clerk, code="YJ-001")
    actions.amend(people.other_unit, by=people.clerk, code="YJ-002")
    bring_in(office, workbook(单位档案=[BODIES, body("区教育体育局", "YJ-002"), body("区教育局", "YJ-001")]))
    assert Organisation.objects.get(pk=people.unit.pk).name == "区教育局"


def test_a_check_that_the_registry_has_overtaken_does_not_count(people, office):
    page = check(office, workbook(单位档案=[BODIES, body("区住建局", 单位级别="副处")]))
    actions.amend(people.unit, by=people.head, level="正科")
    late = confirm(office, page)
    assert late.status_code == 409
    assert "请重新核对" in late.content.decode()
    assert Organisation.objects.get(pk=people.unit.pk).level == "正科"
    page = office.get(page.request["PATH_INFO"])
    assert confirm(office, page).status_code == 302


def test_pressing_twice_reads_in_once(people, office):
    page = check(office, workbook(单位档案=[BODIES, body("区水利局")]))
    assert confirm(office, page).status_code == 302
    assert confirm(office, page).headers["Location"] == PAGE
    assert Organisation.objects.filter(name="区水利局").count() == 1
    assert not RosterFile.objects.exists()


def test_a_title_above_other_orders_stars_and_merged_cells_are_understood(people, office):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.merge_range(0, 0, 0, 5, "云江区巡察人才库（2026年）")
        sheet.write_row(2, 1, ["序号", "所 属\n单位 *", "姓  名（必填）", "职务", "备注"])
        sheet.merge_range(3, 2, 4, 2, "区住建局")
        sheet.write_row(3, 3, ["王敏", "科长"])
        sheet.write_row(4, 3, ["李强", "科员"])
        sheet.write(5, 1, 3)
    page = check(office, target.getvalue())
    assert page.context["counts"] == counts(new=2)
    assert "未读取的列：B 序号、F 备注" in page.content.decode()
    confirm(office, page)
    assert Person.objects.filter(organisation=people.unit, name__in=["王敏", "李强"]).count() == 2


def test_a_formula_counts_by_its_value(people, office):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("单位档案")
        sheet.write_row(0, 0, BODIES)
        sheet.write_row(1, 0, body("区水利局"))
        sheet.write_formula(1, 1, '="YJ-"&"021"', None, "YJ-021")
    bring_in(office, target.getvalue())
    assert Organisation.objects.get(name="区水利局").code == "YJ-021"


def test_a_body_out_of_use_is_dissolved_and_stays_so(people, office):
    bring_in(office, workbook(单位档案=[BODIES, body("区教育局", 是否可用="否")]))
    assert Organisation.objects.get(pk=people.other_unit.pk).stage == "closed"
    assert bring_in(office, workbook(单位档案=[BODIES, body("区教育局", 是否可用="否")])) == counts(same=1)
    page = check(office, workbook(单位档案=[BODIES, body("区教育局", 是否可用="是")]))
    assert page.context["faults"] == ["“单位档案”第2行J列：该单位已撤并，不能通过导入恢复"]


def test_two_sheets_that_contradict_each_other_are_refused(people, office):
    content = workbook(
        人才库=[POOL, someone("王敏", "区住建局", 职务="科长")],
        巡察组名册=[TEAMS, ["", "", "", "王敏", "", "副科长", "", "区住建局", "", ""]],
    )
    page = check(office, content)
    assert page.context["faults"] == ["“巡察组名册”第2行F列：与“人才库”第2行不一致（该处为“科长”）"]


def test_the_template_has_the_exact_headings_and_what_is_registered(people, office):
    actions.amend(people.unit, by=people.clerk, code="=1+1", official_order=5)
    response = office.get(f"{PAGE}template/")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["单位档案", "人才库", "巡察组名册"]
    for name, headings in (("单位档案", BODIES), ("人才库", POOL), ("巡察组名册", TEAMS)):
        assert [cell.value for cell in book[name][1]][: len(headings)] == headings
    assert book["单位档案"].data_validations.dataValidation
    registered = {row[0].value: row[1] for row in book["单位档案"].iter_rows(min_row=2)}
    assert (registered["区住建局"].value, registered["区住建局"].data_type) == ("=1+1", "s")


def test_what_was_downloaded_comes_back_unchanged(people, office):
    actions.amend(people.unit, by=people.clerk, code="YJ-001", party_kind="group", last_inspected=2021)
    content = office.get(f"{PAGE}template/").content
    rows = Organisation.objects.count() + Person.objects.filter(stage="serving").count()
    assert bring_in(office, content) == counts(same=rows)


@pytest.mark.parametrize("name", ["liaison", "other_liaison", "principal", "leader", "stranger", "discipline_handler"])
def test_who_is_not_of_the_office_finds_no_import(people, name):
    client = Client()
    client.force_login(people.users[name])
    for path in (PAGE, f"{PAGE}template/"):
        assert client.get(path).status_code == 404
    assert hand_in(client, workbook(单位档案=[BODIES, body("区水利局")])).status_code == 404
    assert not RosterFile.objects.exists()


@pytest.mark.parametrize("name", ["secretary", "sysadmin", "secadmin"])
def test_who_only_looks_at_the_registry_is_told_that_he_may_not_import(people, name):
    client = Client()
    client.force_login(people.users[name])
    assert client.get(PAGE).status_code == 403


def test_a_colleague_does_not_find_the_file_that_another_one_checks(people, office):
    page = check(office, workbook(单位档案=[BODIES, body("区水利局")]))
    head = Client()
    head.force_login(people.head)
    assert head.get(page.request["PATH_INFO"]).status_code == 302
    assert confirm(head, page).headers["Location"] == PAGE
    assert not Organisation.objects.filter(name="区水利局").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("名册.xls", b"\xd0\xcf\x11\xe0" + b"0" * 600),
        ("名册.xlsx", b"PK\x03\x04 not a workbook"),
        ("名册.xlsx", b"%PDF-1.4"),
        ("名册.xlsx", b""),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_with_the_reason(people, office, name, content):
    response = hand_in(office, content, name)
    assert response.status_code == 422
    assert not RosterFile.objects.exists()


def test_a_workbook_without_known_headings_is_refused(people, office):
    response = hand_in(office, workbook(Sheet1=[["a", "b"], [1, 2]]))
    assert response.status_code == 422
    assert "没有找到可识别的表头" in response.content.decode()


def test_a_lone_cell_far_away_does_not_fill_the_memory(people, office):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("单位档案")
        sheet.write_row(0, 0, BODIES)
        sheet.write(1_048_575, 16_383, "远")
    response = hand_in(office, target.getvalue())
    assert response.status_code == 422
    assert "XFD1048576" in response.content.decode()
