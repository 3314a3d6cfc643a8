"""The ledgers of what was asked of others, with the headings that offices use."""

from casework.exports import Entry, Ledger

REQUESTS = Ledger(
    "商请职能单位协助事项登记表",
    Entry("协助函编号", "number", width=20),
    Entry("轮次", "round.name"),
    Entry("巡察组", "asking_body"),
    Entry("被巡察单位", "unit.name"),
    Entry("职能单位", "receiver.name", width=24),
    Entry("协助类型", "kind_of"),
    Entry("协助事项", "title_text", wide=True),
    Entry("具体要求", "wanted", wide=True),
    Entry("提出人", "author.name"),
    Entry("提出时间", "asked_on"),
    Entry("发函时间", "sent_on"),
    Entry("签收人", "handler.name"),
    Entry("签收时间", "signed_on"),
    Entry("承诺答复时间", "promised_on"),
    Entry("不予协助理由", "refusal", wide=True),
    Entry("领导小组意见", "decision", wide=True),
    Entry("答复情况", "answer", wide=True),
    Entry("答复时间", "answered_on"),
    Entry("评价", "satisfaction"),
    Entry("状态", "stage"),
)
