"""The ledgers of what was found, with the headings that offices use."""

from casework.exports import Entry, Ledger

PAPERS = Ledger(
    "问题底稿台账",
    Entry("问题底稿编号", "number", width=20),
    Entry("被巡察单位", "engagement.unit.name"),
    Entry("问题标题", "title_text", wide=True),
    Entry("问题表现", "facts", wide=True),
    Entry("定性依据", "basis", wide=True),
    Entry("佐证材料清单", "evidence", wide=True),
    Entry("责任主体初步分析", "responsibility", wide=True),
    Entry("问题来源", "source"),
    Entry("发现人", "author"),
    Entry("发现时间", "found_on"),
    Entry("第二承办人", "second"),
    Entry("状态", "stage"),
)
FINDINGS = Ledger(
    "问题台账",
    Entry("问题编号", "number"),
    Entry("被巡察单位", "engagement.unit.name"),
    Entry("问题类别", "category"),
    Entry("问题标题", "title_text", wide=True),
    Entry("问题表现", "facts", wide=True),
    Entry("定性依据", "basis", wide=True),
    Entry("责任指向", "responsibility", wide=True),
    Entry("产生原因", "cause"),
    Entry("问题金额（万元）", "amount"),
    Entry("标记", "mark"),
    Entry("意见建议", "recommendation", wide=True),
    Entry("状态", "stage"),
)
