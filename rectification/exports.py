"""The ledgers of what comes of the findings, with the headings that offices use."""

from dataclasses import dataclass

from casework.exports import Entry, Ledger

COMMON = Ledger(
    "共性问题台账",
    Entry("共性问题编号", "number", width=20),
    Entry("共性问题", "title_text", wide=True),
    Entry("问题类别", "category.short"),
    Entry("具体表现", "manifestation", wide=True),
    Entry("涉及单位数", "units"),
    Entry("涉及问题数", "findings"),
    Entry("产生原因", "cause"),
    Entry("原因分析", "cause_text", wide=True),
    Entry("核实时间", "verified_on"),
    Entry("专题报告时间", "reported_on"),
    Entry("研究会议", "meeting"),
    Entry("状态", "stage"),
)
TASKS = Ledger(
    "共性问题整改任务台账",
    Entry("任务编号", "number", width=24),
    Entry("共性问题", "title_text", wide=True),
    Entry("责任单位", "owner.name", width=24),
    Entry("牵头或配合", "role"),
    Entry("问题情况", "about", wide=True),
    Entry("任务要求", "task", wide=True),
    Entry("交办时间", "given_on"),
    Entry("完成时限", "due_on"),
    Entry("签收时间", "signed_on"),
    Entry("签收人", "handler.name"),
    Entry("办理情况", "answer", wide=True),
    Entry("反馈时间", "answered_on"),
    Entry("状态", "stage"),
)
FOLLOW_UPS = Ledger(
    "督办记录",
    Entry("督办时间", "on"),
    Entry("共性问题编号", "problem.number", width=20),
    Entry("共性问题", "problem.title_text", wide=True),
    Entry("督办方式", "means"),
    Entry("被督办单位", "owner.name", width=24),
    Entry("进展情况", "seen", wide=True),
    Entry("督办要求", "demand", wide=True),
    Entry("登记人", "author.name"),
)
LETTERS = Ledger(
    "巡察建议书台账",
    Entry("建议书编号", "number", width=20),
    Entry("主题", "title_text", wide=True),
    Entry("收文单位", "receiver.name", width=24),
    Entry("措施类型", "measure"),
    Entry("建议内容", "text", wide=True),
    Entry("发出时间", "sent_on"),
    Entry("答复时限", "due_on"),
    Entry("签收时间", "signed_on"),
    Entry("答复情况", "answer", wide=True),
    Entry("答复时间", "answered_on"),
    Entry("状态", "stage"),
)
INSTITUTIONS = Ledger(
    "建章立制台账",
    Entry("登记编号", "number", width=20),
    Entry("制度名称", "name", wide=True),
    Entry("新建或修订", "kind_of"),
    Entry("文号", "paper", width=24),
    Entry("印发时间", "issued_on"),
    Entry("制定单位", "owner.name", width=24),
    Entry("问题发现时间", "found_on"),
    Entry("状态", "stage"),
)
SELF_CHECKS = Ledger(
    "未巡先改自查台账",
    Entry("单位", "unit.name", width=24),
    Entry("单位类型", "unit.kind_of"),
    Entry("自查事项", "title_text", wide=True),
    Entry("自查清单", "text", wide=True),
    Entry("发出时间", "sent_on"),
    Entry("自查时限", "due_on"),
    Entry("签收时间", "signed_on"),
    Entry("自查结果", "outcome"),
    Entry("自查自纠情况", "result", wide=True),
    Entry("反馈时间", "answered_on"),
    Entry("状态", "stage"),
)
RESULTS = Ledger(
    "巡察成果运用台账",
    Entry("编号", "number", width=20),
    Entry("运用类型", "kind_of"),
    Entry("事项", "title_text", wide=True),
    Entry("运用情况", "about", wide=True),
    Entry("承办单位", "owner.name", width=24),
    Entry("时间", "on"),
    Entry("佐证", "source_number", width=24),
)
COPIES = Ledger(
    "反馈意见分发登记",
    Entry("份号", "mark"),
    Entry("反馈意见编号", "feedback.number", width=24),
    Entry("被巡察单位", "unit.name", width=24),
    Entry("分发去向", "kind_of", width=20),
    Entry("收件单位（人）", "holder", width=28),
    Entry("分发（打印）日期", "on"),
    Entry("分发（打印）人", "author"),
    Entry("是否纸质", "on_paper"),
    Entry("签收人", "signed_by"),
    Entry("签收日期", "signed_on"),
    Entry("状态", "stage"),
)
PROBLEM_LIST = Ledger(
    "整改问题清单",
    Entry("问题编号", "number", width=24),
    Entry("反馈问题", "problem", wide=True),
    Entry("具体表现", "manifestation", wide=True),
    Entry("问题类别", "category", width=20),
    Entry("整改目标", "goal", wide=True),
)
TASK_LIST = Ledger(
    "整改任务清单",
    Entry("反馈问题", "item.problem", wide=True),
    Entry("整改目标", "item.goal", wide=True),
    Entry("整改措施", "text", wide=True),
    Entry("时限类型", "due_kind"),
    Entry("完成时限", "due_on"),
    Entry("完成情况", "stage"),
)
RESPONSIBILITY_LIST = Ledger(
    "整改责任清单",
    Entry("反馈问题", "item.problem", wide=True),
    Entry("整改措施", "text", wide=True),
    Entry("责任领导", "leader"),
    Entry("责任部门", "department"),
    Entry("责任人", "person"),
    Entry("完成时限", "due_on"),
)
#: what a unit takes along, fills in and reads in again: after the columns of the lists, the versions they were taken at
FILL = Ledger(
    "整改方案填报表",
    Entry("问题编号", "number", width=24),
    Entry("反馈问题", "problem", wide=True),
    Entry("整改目标", "goal", wide=True),
    Entry("措施序号", "place"),
    Entry("整改措施", "text", wide=True),
    Entry("责任领导", "leader"),
    Entry("责任部门", "department"),
    Entry("责任人", "person"),
    Entry("时限类型", "due_kind"),
    Entry("完成时限", "due_on"),
    Entry("问题版本", "item_version"),
    Entry("措施版本", "measure_version"),
)
ITEMS = Ledger(
    "巡察整改台账",
    Entry("问题编号", "number", width=24),
    Entry("被巡察单位", "unit.name", width=24),
    Entry("反馈问题", "problem", wide=True),
    Entry("具体表现", "manifestation", wide=True),
    Entry("问题类别", "category", width=20),
    Entry("整改目标", "goal", wide=True),
    Entry("整改措施", "measures_text", wide=True),
    Entry("责任领导", "leaders"),
    Entry("责任部门", "departments"),
    Entry("责任人", "people_text"),
    Entry("方案时限", "first_due_on"),
    Entry("完成时限", "due_on"),
    Entry("整改进展", "progress_text"),
    Entry("完成情况", "outcome"),
    Entry("建章立制", "institutions", wide=True),
    Entry("重新整改次数", "reopened_times"),
    Entry("状态", "stage"),
    Entry("销号日期", "closed_on"),
)
RECOVERIES = Ledger(
    "问题整改金额台账",
    Entry("问题编号", "item.number", width=24),
    Entry("被巡察单位", "unit.name", width=24),
    Entry("反馈问题", "item.problem", wide=True),
    Entry("整改方式", "kind_of", width=20),
    Entry("整改金额（万元）", "amount", width=18),
    Entry("时间", "on"),
    Entry("凭证（文号）", "paper", width=28),
    Entry("状态", "stage"),
)
HANDLINGS = Ledger(
    "处理人员台账",
    Entry("问题编号", "item.number", width=24),
    Entry("被巡察单位", "unit.name", width=24),
    Entry("反馈问题", "item.problem", wide=True),
    Entry("姓名", "name"),
    Entry("职务", "post", width=24),
    Entry("处理方式", "form"),
    Entry("处理时间", "on"),
    Entry("文号", "paper", width=28),
    Entry("状态", "stage"),
)
POSTPONEMENTS = Ledger(
    "延期整改台账",
    Entry("问题编号", "item.number", width=24),
    Entry("被巡察单位", "unit.name", width=24),
    Entry("反馈问题", "item.problem", wide=True),
    Entry("原完成时限", "was_due_on"),
    Entry("申请完成时限", "due_on"),
    Entry("延期理由", "reason", wide=True),
    Entry("申请人", "author.name"),
    Entry("申请时间", "on"),
    Entry("审批结果", "stage"),
)
CHECKS = Ledger(
    "长期整改年度检查台账",
    Entry("问题编号", "item.number", width=24),
    Entry("被巡察单位", "unit.name", width=24),
    Entry("反馈问题", "item.problem", wide=True),
    Entry("起算时间", "since"),
    Entry("检查情况", "report", wide=True),
    Entry("报告时间", "reported_on"),
    Entry("状态", "stage"),
)
EVIDENCE = Ledger(
    "整改佐证材料核对台账",
    Entry("单位", "unit.name", width=24),
    Entry("问题编号", "problem.number", width=24),
    Entry("整改问题", "problem.problem", wide=True),
    Entry("佐证材料", "attachment.name", wide=True),
    Entry("提示类型", "kind_of", width=20),
    Entry("提示情况", "reason", wide=True),
    Entry("提示日期", "raised_on"),
    Entry("询问内容", "question", wide=True),
    Entry("询问日期", "asked_on"),
    Entry("单位说明", "answer", wide=True),
    Entry("说明日期", "answered_on"),
    Entry("核对意见", "outcome"),
    Entry("核对说明", "ruling", wide=True),
    Entry("核对人", "decided_by"),
    Entry("核对日期", "decided_on"),
    Entry("状态", "stage"),
)
VISITS = Ledger(
    "整改回访台账",
    Entry("回访编号", "number", width=24),
    Entry("被巡察单位", "unit.name", width=24),
    Entry("巡察轮次", "engagement.round.name", width=24),
    Entry("是否事先通知", "announced"),
    Entry("回访重点", "purpose", wide=True),
    Entry("开始时间", "due_on"),
    Entry("结束时间", "until"),
    Entry("带队人", "leader.name"),
    Entry("回访人员", "people", width=24),
    Entry("进驻时间", "arrived_on"),
    Entry("报告时间", "reported_on"),
    Entry("听取汇报时间", "heard_on"),
    Entry("状态", "stage"),
)
VISITED = Ledger(
    "回访问题台账",
    Entry("回访编号", "visit.number", width=24),
    Entry("被巡察单位", "unit.name", width=24),
    Entry("问题编号", "number", width=24),
    Entry("问题", "title", wide=True),
    Entry("分值", "score"),
    Entry("计分事实", "facts_text", wide=True),
    Entry("调整理由", "why", wide=True),
    Entry("回访结果", "result"),
    Entry("回访情况", "seen", wide=True),
    Entry("查看时间", "on"),
    Entry("查看人", "checked_by.name"),
    Entry("共同查看人", "second.name"),
    Entry("再整改要求", "demand", wide=True),
    Entry("再整改时限", "due_on"),
    Entry("状态", "stage"),
)
VISIT_NOTICES = Ledger(
    "回访通知台账",
    Entry("通知编号", "number", width=24),
    Entry("被巡察单位", "unit.name", width=24),
    Entry("开始时间", "begins_on"),
    Entry("结束时间", "ends_on"),
    Entry("回访人员", "people", width=24),
    Entry("准备事项", "text", wide=True),
    Entry("发出时间", "on"),
    Entry("签收时间", "signed_on"),
    Entry("状态", "stage"),
)
#: ledger E of the offices: what was handed over to be put right at once
FIXES = Ledger(
    "移交立行立改问题情况一览表",
    Entry("届次", "engagement.round.term.name"),
    Entry("年度", "engagement.round.year"),
    Entry("轮次", "engagement.round.name", width=20),
    Entry("巡察组", "engagement.team.name"),
    Entry("问题涉及单位", "unit.name", width=24),
    Entry("移交立行立改问题", "problem", wide=True),
    Entry("移交立行立改问题数", "how_many"),
    Entry("整改情况报告", "result", wide=True),
    Entry("形成报告时间", "reported_on"),
    Entry("通知书编号", "number", width=20),
    Entry("整改时限", "due_on"),
    Entry("状态", "stage"),
)
REPORTS = Ledger(
    "巡察整改情况报告台账",
    Entry("轮次", "feedback.engagement.round.name", width=20),
    Entry("被巡察单位", "unit.name", width=24),
    Entry("报告类型", "kind_of", width=24),
    Entry("反馈意见文号", "feedback.number", width=20),
    Entry("签字人", "signed_by.name"),
    Entry("签字时间", "signed_on"),
    Entry("退回次数", "returned_times"),
    Entry("状态", "stage"),
)


@dataclass(frozen=True)
class Demand:
    """How often one unit was asked for one kind of thing by one body, in a round and in the one before."""

    unit: str
    kind: str
    asker: str
    round: str
    asked: int
    before: int


BURDEN = Ledger(
    "为基层减负台账",
    Entry("被要求单位", "unit", width=24),
    Entry("事项类别", "kind", width=24),
    Entry("提出单位", "asker", width=24),
    Entry("轮次", "round", width=24),
    Entry("本轮要求次数", "asked"),
    Entry("上一轮要求次数", "before"),
)
