"""The registers that a team fills in offline: talks, petitions, working papers; and findings, which it amends there."""

from django.utils.translation import gettext_lazy as _

from casework.refill import Column, Register

from . import actions
from .models import Finding, Petition, Talk, WorkingPaper

TALKS = Register(
    "个别谈话填报表",
    Talk,
    ("谈话对象姓名", "谈话时间"),
    (
        Column("谈话编号", path="number", width=20),
        Column("谈话对象姓名", "name"),
        Column("谈话对象职务名称", "post", width=24),
        Column("谈话对象单位名称", "organisation_name", width=24),
        Column("类别", "group", also=("谈话类别", "人员类别")),
        Column("谈话时间", "on"),
        Column("谈话地点", "place", also=("地点",)),
        Column("谈话人员", path="inspector"),
        Column("第二谈话人", "second", also=("谈话人2", "另一谈话人")),
        Column("记录人员", "recorder", also=("记录人",)),
        Column("时长（分钟）", "minutes", also=("时长",)),
        Column("是否签字", "signed"),
        Column("谈话提纲/摘要", "summary", wide=True, also=("谈话内容", "谈话摘要", "谈话提纲")),
        Column("状态", path="stage", width=20),
    ),
    actions.correct_talk,
    actions.record_talk,
)
NAMED = "是否实名"
PETITIONS = Register(
    "来信来访填报表",
    Petition,
    ("受理时间", "反映内容提要"),
    (
        Column("信访编号", path="number", width=20),
        Column("受理时间", "on"),
        Column("被访人单位", "about_unit", width=24, also=("被反映人单位",)),
        Column("被访人姓名", "about_name", also=("被反映人姓名", "被反映人")),
        Column("被访人职务", "about_post", width=24, also=("被反映人职务",)),
        Column("信访来源", "channel", also=("来源", "信访方式", "来信来访方式")),
        Column("区管干部标志", "managed", also=("是否区管干部", "集团干部标志")),
        Column("是否重要", "important"),
        Column(NAMED, path="named"),
        Column("反映内容提要", "summary", wide=True),
        Column("经办人", path="author"),
        Column("状态", path="stage", width=20),
    ),
    actions.correct_petition,
    actions.register_petition,
    (
        (
            NAMED,
            "是",
            _("A petition with a real name is entered on its page: the name never lies in a file."),
        ),
    ),
)
WORKING_PAPERS = Register(
    "问题底稿填报表",
    WorkingPaper,
    ("问题标题", "问题表现"),
    (
        Column("问题底稿编号", path="number", width=22),
        Column("问题标题", "title_text", wide=True),
        Column("问题表现", "facts", wide=True),
        Column("定性依据", "basis", wide=True, also=("依据",)),
        Column("佐证材料清单", "evidence", wide=True, also=("佐证材料", "支撑材料")),
        Column("责任主体初步分析", "responsibility", wide=True, also=("问题剖析",)),
        Column("问题涉及对象", "concerns", width=20),
        Column("问题来源", "source", also=("来源",)),
        Column("其他", "source_other"),
        Column("问题领域", "area"),
        Column("分管领导", "led_by"),
        Column("发现人", path="undertakers"),
        Column("发现时间", "found_on"),
        Column("第二承办人", "second", also=("承办人2",)),
        Column("状态", path="stage", width=20),
    ),
    actions.amend_paper,
    actions.file_paper,
)
FINDINGS = Register(
    "问题填报表",
    Finding,
    ("问题编号", "问题标题"),
    (
        Column("问题编号", path="number", width=22),
        Column("问题类别", "category", width=24),
        Column("问题标题", "title_text", wide=True),
        Column("问题表现", "facts", wide=True),
        Column("问题定性", "judgement", wide=True, also=("定性",)),
        Column("定性依据", "basis", wide=True, also=("依据",)),
        Column("政治责任", "responsibility", wide=True),
        Column("责任指向", "duties", width=24),
        Column("产生原因", "cause"),
        Column("原因说明", "cause_text", wide=True),
        Column("涉及金额（万元）", "amount", also=("涉及金额",)),
        Column("违规金额（万元）", "irregular", also=("违规金额",)),
        Column("应追回金额（万元）", "recoverable", also=("应追回金额",)),
        Column("标记", "marks", width=20),
        Column("班子问题还是部门问题", "whose", width=24),
        Column("问题发生单位层级", "level", width=20),
        Column("涉及人员", "persons", wide=True),
        Column("建议落实单位（人）", "recommended_to", width=24),
        Column("意见建议", "recommendation", wide=True),
        Column("状态", path="stage", width=20),
    ),
    actions.amend,
)
#: by the name of the register in addresses
REGISTERS = {"talks": TALKS, "petitions": PETITIONS, "papers": WORKING_PAPERS, "findings": FINDINGS}
