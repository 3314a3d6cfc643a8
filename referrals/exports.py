"""The ledgers of what was handed over and asked of others, with the headings that offices use.

The lists of clues and of suggestions are also what a department fills in and reads in again (`answers.py`): after the
headings of the office they say the number of each matter, and the version that its answer was written on.
"""

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

#: what every ledger of what was handed over begins with
ROUND = (
    Entry("届次", "round.term.name"),
    Entry("年度", "round.year", width=8),
    Entry("轮次", "round.name"),
    Entry("巡察组", "team_name"),
    Entry("被巡察单位", "inspected", width=24),
)
#: what a department's list ends with
KNOWN_BY = (Entry("事项编号", "number", width=22), Entry("版本", "version", width=8, hidden=True))

CLUES = Ledger(
    "巡察线索办理一览表",
    *ROUND,
    Entry("被反映人姓名", "subject_name"),
    Entry("被反映人职务", "subject_post", width=24),
    Entry("被反映人级别", "subject_level"),
    Entry("具体问题", "facts", wide=True),
    Entry("六项纪律", "discipline"),
    Entry("一级分类", "category.short"),
    Entry("二级分类", "subcategory"),
    Entry("移交时间", "sent_on"),
    Entry("移交方式", "letter.way"),
    Entry("移交单位", "receiver.name", width=24),
    Entry("分类处理意见", "disposition"),
    Entry("处理结果", "result", wide=True),
    Entry("具体办理情况", "progress", wide=True),
    Entry("是否办结", "over"),
    Entry("复核日", "review_on"),
    Entry("四种形态", "four_forms"),
    Entry("党纪处分人数", "party_sanctions"),
    Entry("政务处分人数", "administrative_sanctions"),
    Entry("组织处理人数", "organisational_measures"),
    Entry("移送司法人数", "sent_to_justice"),
    *KNOWN_BY,
)
SUGGESTIONS = Ledger(
    "移交问题建议办理情况表",
    *ROUND,
    Entry("移交单位", "receiver.name", width=24),
    Entry("移交时间", "sent_on"),
    Entry("移交建议", "title_text", wide=True),
    Entry("分类处理意见", "disposition"),
    Entry("具体办理情况", "progress", wide=True),
    Entry("成果运用情况", "result", wide=True),
    *KNOWN_BY,
)
LETTERS = Ledger(
    "移交问题建议一览表",
    Entry("届次", "round.term.name"),
    Entry("年度", "round.year", width=8),
    Entry("轮次", "round.name"),
    Entry("巡察组", "teams"),
    Entry("被巡察单位", "units", width=24),
    Entry("移交单位", "receiver.name", width=24),
    Entry("移交时间", "sent_on"),
    Entry("移交建议数", "suggestions"),
    Entry("具体办理情况", "progress", wide=True),
    Entry("成果运营情况", "results", wide=True),
    Entry("移交函编号", "number", width=22),
    Entry("移交方式", "way"),
    Entry("反馈期限", "reply_by"),
)
