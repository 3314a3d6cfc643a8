"""The ledgers of feedback, with the headings of the office."""

from casework.exports import Entry, Ledger

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
