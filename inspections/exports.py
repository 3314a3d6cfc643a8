"""The ledgers of planning, with the headings that offices use."""

from casework.exports import Entry, Ledger

COVERAGE = Ledger(
    "巡察全覆盖台账",
    Entry("单位名称", "name", width=28),
    Entry("单位类型", "kind_of"),
    Entry("党组织形式", "party_kind"),
    Entry("单位级别", "level"),
    Entry("本届巡察情况", "standing", width=24),
    Entry("最近巡察年份", "last_inspected"),
    Entry("巡察历史", "inspected_before", wide=True),
)
PRIORITIES = Ledger(
    "重点工作清单",
    Entry("巡察轮次", "round.name", width=24),
    Entry("编号", "number"),
    Entry("重点工作", "name", width=32),
    Entry("主要内容", "description", wide=True),
    Entry("状态", "stage"),
)
RECUSALS = Ledger(
    "巡察人员回避情况登记表",
    Entry("编号", "number"),
    Entry("姓名", "posting.person.name"),
    Entry("所在单位", "posting.person.organisation.name", width=28),
    Entry("职务", "posting.person.post", width=24),
    Entry("巡察轮次", "posting.team.round.name", width=24),
    Entry("巡察组", "posting.team.name", width=20),
    Entry("被巡察单位", "unit.name", width=28),
    Entry("回避情形", "kind_of", width=18),
    Entry("具体情况", "details", wide=True),
    Entry("是否本人申请", "declared"),
    Entry("登记时间", "found_on"),
    Entry("特批理由", "grounds", wide=True),
    Entry("特批人", "allowed_by.name"),
    Entry("特批时间", "allowed_on"),
    Entry("状态", "stage"),
)
CANDIDATES = Ledger(
    "巡察组组建方案人员情况表",
    Entry("姓名", "person.name"),
    Entry("所在单位", "person.organisation.name", width=28),
    Entry("职务", "person.post", width=24),
    Entry("专长", "person.skills_text", width=28),
    Entry("近三年参加轮次", "load"),
    Entry("拟编入小组", "team"),
    Entry("拟任职务", "role"),
    Entry("未入选原因", "why", wide=True),
)
INTERFERENCE = Ledger(
    "打探说情登记表",
    Entry("编号", "number"),
    Entry("时间", "on"),
    Entry("打探说情人", "name"),
    Entry("单位及职务", "post", width=28),
    Entry("人员类别", "relation", width=20),
    Entry("方式", "channel"),
    Entry("涉及单位", "unit.name", width=28),
    Entry("具体情况", "said", wide=True),
    Entry("登记人", "author.name"),
    Entry("处理方式", "outcome", width=20),
    Entry("处理结果", "result", wide=True),
    Entry("处理时间", "handled_on"),
    Entry("状态", "stage", width=20),
)
PLEDGES = Ledger(
    "保密承诺登记表",
    Entry("姓名", "posting.person.name"),
    Entry("所在单位", "posting.person.organisation.name", width=28),
    Entry("职务", "posting.person.post", width=24),
    Entry("巡察轮次", "posting.team.round.name", width=24),
    Entry("巡察组", "posting.team.name", width=20),
    Entry("组内职务", "posting.get_role_display"),
    Entry("承诺书版本", "edition"),
    Entry("承诺时间", "made_on"),
    Entry("状态", "stage"),
)
PLANS = Ledger(
    "年度巡察计划",
    Entry("届次", "term.name"),
    Entry("年度", "year"),
    Entry("计划巡察单位数", "units"),
    Entry("计划轮次", "rounds"),
    Entry("年度工作重点", "focus", wide=True),
    Entry("审定时间", "approved_on"),
    Entry("状态", "stage"),
)
UPPER = Ledger(
    "上级巡视巡察情况登记表",
    Entry("层级", "level"),
    Entry("巡视巡察机构", "body", width=28),
    Entry("类型", "kind_of"),
    Entry("被巡视巡察单位", "whom", width=28),
    Entry("开始时间", "begins_on"),
    Entry("结束时间", "ends_on"),
    Entry("反馈时间", "fed_back_on"),
    Entry("主要情况", "about", wide=True),
)
PREPARATIONS = Ledger(
    "被巡察单位准备事项清单",
    Entry("被巡察单位", "engagement.unit.name", width=28),
    Entry("序号", "number"),
    Entry("准备事项", "name", wide=True),
    Entry("完成时限", "due_on"),
    Entry("完成时间", "ready_on"),
    Entry("准备情况", "answer", wide=True),
    Entry("状态", "stage"),
)
SUPPORT = Ledger(
    "巡察服务保障登记表",
    Entry("巡察轮次", "round.name", width=28),
    Entry("保障类别", "kind_of"),
    Entry("保障内容", "name", wide=True),
    Entry("提供单位", "provider", width=24),
    Entry("开始时间", "begins_on"),
    Entry("结束时间", "ends_on"),
    Entry("费用（元）", "cost"),
    Entry("备注", "remark", wide=True),
)
MEETINGS = Ledger(
    "巡察工作会议台账",
    Entry("会议名称", "kind_of", width=22),
    Entry("会议时间", "held_on"),
    Entry("会议地点", "place", width=20),
    Entry("涉及轮次或届次", "held_for", width=24),
    Entry("主持人", "chair"),
    Entry("参会人员", "attendees", wide=True),
    Entry("会议议题", "agenda", wide=True),
    Entry("听取汇报情况", "heard", wide=True),
    Entry("会议内容", "minutes", wide=True),
    Entry("纪要文号", "paper", width=22),
)
DECISIONS = Ledger(
    "议定事项台账",
    Entry("议定事项", "text", wide=True),
    Entry("会议名称", "meeting.kind_of", width=20),
    Entry("会议时间", "meeting.held_on"),
    Entry("纪要文号", "meeting.paper", width=20),
    Entry("责任单位", "seen_to_by", width=24),
    Entry("完成时限", "due_on"),
    Entry("落实情况", "report", wide=True),
    Entry("报送时间", "reported_on"),
    Entry("办结时间", "closed_on"),
    Entry("状态", "stage"),
)
SEATS = Ledger(
    "领导小组和巡察办人员台账",
    Entry("机构", "body.name", width=28),
    Entry("组内职务", "role", width=22),
    Entry("姓名", "person.name"),
    Entry("所在单位", "person.organisation.name", width=28),
    Entry("职务", "person.post", width=24),
    Entry("任职时间", "appointed_on"),
    Entry("任职文件", "paper", width=22),
    Entry("离任时间", "left_on"),
    Entry("离任文件", "left_paper", width=22),
    Entry("状态", "stage"),
)
_READ_OUT = (
    Entry("姓名", "person.name"),
    Entry("所在单位", "person.organisation.name", width=28),
    Entry("职务", "person.post", width=28),
)
LEADING_GROUP = Ledger("区委巡察工作领导小组成员名单", Entry("领导小组职务", "role", width=22), *_READ_OUT)
OFFICE = Ledger("区委巡察办人员名单", Entry("巡察办职务", "role", width=22), *_READ_OUT)
TEAMS = Ledger("巡察组人员名单", Entry("巡察组", "team.name", width=22), Entry("组内职务", "role"), *_READ_OUT)
TARGETS = Ledger(
    "被巡察单位名单",
    Entry("被巡察单位", "unit.name", width=32),
    Entry("单位类型", "unit.kind_of"),
    Entry("党组织形式", "unit.party_kind", width=20),
    Entry("巡察组", "team.name", width=22),
)
