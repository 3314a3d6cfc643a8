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
