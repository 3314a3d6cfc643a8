"""
Every face of the product with invented contents, so that a page can be looked at before there is anything to show.

`page` draws one template by its name in `PAGES`; `index` shows the parts in all their states and links the pages. They
are mounted under DEBUG only. What stands here is what a view owes its template: the contract, written as examples.
"""

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language

LATE = {"tone": "late", "shape": "triangle", "word": "逾期 3 天"}
SOON = {"tone": "warn", "shape": "diamond", "word": "剩 5 天"}
SLOW = {"tone": "warn", "shape": "diamond", "word": "进度滞后"}
DUE_SOON = {"tone": "info", "shape": "square", "word": "临期提醒"}
ON_TRACK = {"tone": "ok", "shape": "disc", "word": "正常"}
LONG_TERM = {"tone": "idle", "shape": "ring", "word": "长期坚持"}
CLOSED = {"tone": "done", "shape": "tick", "word": "已销号"}
LAMPS = [LATE, SOON, SLOW, DUE_SOON, ON_TRACK, LONG_TERM, CLOSED]

STAGES = [
    {"word": "整改中", "tone": "info"},
    {"word": "待审核", "tone": "move"},
    {"word": "退回补正", "tone": "warn"},
    {"word": "逾期未报", "tone": "late"},
    {"word": "已销号", "tone": "ok"},
    {"word": "草稿", "tone": "idle"},
]

CRUMBS = [
    {"label": "工作台", "url": "#"},
    {"label": "问题与整改", "url": "#"},
    {"label": "问题台账", "url": ""},
]

ITEMS = [
    (
        "巡三2024-017",
        LATE,
        "部分经费支出审批程序不规范，台账登记不完整，整改责任未落实到人",
        "区住建局党组",
        "廉洁纪律",
        "2024-08-30",
        "60%",
        0,
    ),
    (
        "巡三2024-021",
        SOON,
        "“三会一课”制度执行不严格，个别支部会议记录缺失",
        "区住建局党组",
        "组织建设",
        "2024-09-07",
        "40%",
        2,
    ),
    (
        "巡三2024-022",
        ON_TRACK,
        "重大项目工程变更管理不到位，现场签证单审核流于形式",
        "区水利局党组",
        "重点领域",
        "2024-10-31",
        "75%",
        1,
    ),
    (
        "巡三2024-024",
        SLOW,
        "惠民补贴发放核查不及时，个别对象信息未更新",
        "柳溪镇党委",
        "群众身边不正之风",
        "2024-10-15",
        "20%",
        0,
    ),
    (
        "巡三2024-027",
        DUE_SOON,
        "物业专项维修资金使用公示不规范",
        "区住建局党组",
        "群众身边不正之风",
        "2024-09-27",
        "80%",
        0,
    ),
    (
        "巡三2024-030",
        LONG_TERM,
        "理论学习中心组学习研讨不深入，学用结合不够",
        "区水利局党组",
        "政治建设",
        "长期",
        "持续",
        0,
    ),
    ("巡三2024-008", CLOSED, "公务接待清单填报不完整", "云江城投公司党委", "中央八项规定精神", "2024-07-31", "100%", 4),
]

COLUMNS = [
    {"key": "number", "label": "编号", "kind": "link", "sort_url": "?sort=number"},
    {"key": "lamp", "label": "灯", "kind": "lamp"},
    {"key": "title", "label": "问题", "kind": "text", "wide": True},
    {"key": "unit", "label": "责任单位", "kind": "text", "sort_url": "?sort=unit"},
    {"key": "category", "label": "类别", "kind": "text"},
    {"key": "due", "label": "完成时限", "kind": "date", "sort_url": "?sort=-due", "sorted": "asc"},
    {"key": "progress", "label": "进展", "kind": "num"},
    {"key": "stage", "label": "状态", "kind": "tag"},
]


def row(number, lamp, title, unit, category, due, progress, stage):
    texts = [number, "", title, unit, category, due, progress, STAGES[stage]["word"]]
    cells = [
        {"label": c["label"], "kind": c["kind"], "text": text, "wide": c.get("wide", False)}
        for c, text in zip(COLUMNS, texts, strict=True)
    ]
    cells[0]["url"] = "#"
    cells[1]["lamp"] = lamp
    cells[-1]["tone"] = STAGES[stage]["tone"]
    return {"url": "#", "value": number, "name": number, "cells": cells}


ROWS = [row(*item) for item in ITEMS]


class Filter(forms.Form):
    q = forms.CharField(label="关键词", required=False)
    unit = forms.ChoiceField(
        label="单位", required=False, choices=[("", "全部"), ("1", "区住建局党组"), ("2", "区水利局党组")]
    )
    category = forms.ChoiceField(label="问题类别", required=False, choices=[("", "全部"), ("1", "廉洁纪律")])
    stage = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), ("open", "整改中")])
    due_before = forms.DateField(label="完成时限不晚于", required=False)
    team = forms.ChoiceField(label="巡察组", required=False, choices=[("", "全部"), ("1", "第一巡察组")])
    mine = forms.BooleanField(label="只看由我办理的", required=False)


class Progress(forms.Form):
    done = forms.CharField(
        label="已做工作", widget=forms.Textarea, help_text="写清做了什么、有什么结果，不超过 500 字。"
    )
    percent = forms.IntegerField(label="完成进度（%）", min_value=0, max_value=100)
    finished_on = forms.DateField(label="完成日期", required=False, help_text="例如 2024-09-30，尚未完成可不填。")
    result = forms.ChoiceField(
        label="完成情况",
        widget=forms.RadioSelect,
        choices=[("done", "已完成"), ("mostly", "基本完成并持续整改"), ("doing", "正在整改")],
    )
    kinds = forms.MultipleChoiceField(
        label="成果类型",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("rule", "建章立制"), ("money", "追缴清退资金"), ("people", "处理人员")],
    )
    leader = forms.ChoiceField(label="责任领导", choices=[("", "请选择"), ("1", "周明远"), ("2", "陈立")])
    proof = forms.FileField(
        label="佐证材料", required=False, help_text="支持 PDF、Word、Excel、图片，每个不超过 20 MB。"
    )
    true = forms.BooleanField(label="以上内容经我核对属实")


class Measure(forms.Form):
    what = forms.CharField(label="整改措施", widget=forms.Textarea)
    who = forms.CharField(label="责任人")
    due = forms.DateField(label="完成时限")


class SignIn(forms.Form):
    username = forms.CharField(label="用户名")
    password = forms.CharField(label="密码", widget=forms.PasswordInput)


class OneTime(forms.Form):
    code = forms.CharField(label="动态口令", help_text="打开手机上的验证器，填写六位数字。")


class Preferences(forms.Form):
    density = forms.ChoiceField(
        label="显示密度",
        widget=forms.RadioSelect,
        choices=[("compact", "紧凑"), ("standard", "标准"), ("large", "大字")],
        initial="standard",
    )
    language = forms.ChoiceField(label="语言", choices=[("zh-hans", "简体中文"), ("en", "English")])
    keys = forms.BooleanField(label="启用键盘快捷键", required=False, help_text="按 ? 查看快捷键一览。")


class Upload(forms.Form):
    file = forms.FileField(label="Excel 文件", help_text="仅支持 .xlsx，不超过 10 MB、20 000 行。")


FILTERED = {"unit": "1", "stage": "open"}

MOVES = [
    {
        "name": "file_progress",
        "label": "填报进展",
        "url": "#",
        "primary": True,
        "danger": False,
        "why_not": "",
        "help": "",
    },
    {"name": "edit", "label": "修改措施", "url": "#", "primary": False, "danger": False, "why_not": "", "help": ""},
    {"name": "extend", "label": "申请延期", "url": "#", "primary": False, "danger": False, "why_not": "", "help": ""},
    {"name": "withdraw", "label": "撤回", "url": "#", "primary": False, "danger": True, "why_not": "", "help": ""},
    {
        "name": "verify",
        "label": "审核通过",
        "url": "#",
        "primary": False,
        "danger": False,
        "why_not": "审核由巡察办办理，填报人不能审核自己的材料。",
        "help": "",
    },
    {
        "name": "close",
        "label": "销号",
        "url": "#",
        "primary": False,
        "danger": False,
        "why_not": "还有 1 条措施没有完成；完成并审核通过后才能销号。",
        "help": "",
    },
]

TIMELINE = [
    {
        "at": "2024-09-02 10:32",
        "on": "",
        "who": "周明远（区住建局）",
        "what": "填报进展",
        "stage": {"word": "整改中", "tone": "info"},
        "tone": "info",
        "note": "已完成 2023 年以来 214 笔支出的自查，补正审批手续 37 笔。",
        "fields": "进度、已做工作",
        "paper": "局党组会议纪要.pdf",
    },
    {
        "at": "2024-08-31 00:05",
        "on": "",
        "who": "时钟",
        "what": "到期提醒",
        "stage": None,
        "tone": "late",
        "note": "",
        "fields": [],
        "paper": None,
    },
    {
        "at": "2024-08-12 15:20",
        "on": "2024-08-09",
        "who": "王敏（巡察办）",
        "what": "退回补正",
        "stage": {"word": "退回补正", "tone": "warn"},
        "tone": "warn",
        "note": "佐证材料缺少局党组会议纪要；请补充后再报。",
        "fields": [],
        "paper": None,
    },
    {
        "at": "2024-06-03 09:00",
        "on": "",
        "who": "王敏（巡察办）",
        "what": "反馈",
        "stage": {"word": "整改中", "tone": "info"},
        "tone": "move",
        "note": "",
        "fields": [],
        "paper": {"label": "关于巡察区住建局党组的反馈意见", "url": "#"},
    },
]

DEADLINES = [
    {
        "label": "集中整改完成",
        "due": "2024-08-30",
        "lamp": LATE,
        "why": "自 2024-06-03 反馈之日起 3 个月内（《条例》第三十七条，本轮规则）。",
        "met": "",
    },
    {"label": "整改进展报告", "due": "2024-12-03", "lamp": ON_TRACK, "why": "自反馈之日起 6 个月内。", "met": ""},
    {
        "label": "整改方案报审",
        "due": "2024-07-03",
        "lamp": {"tone": "done", "shape": "tick", "word": "已完成"},
        "why": "",
        "met": "2024-06-28",
    },
]

FILES = [
    {"name": "区住建局党组会议纪要〔2024〕18号.pdf", "size": "1.2 MB", "url": "#", "at": "2024-09-02", "by": "周明远"},
    {"name": "经费支出自查台账（2023年以来）.xlsx", "size": "86 KB", "url": "#", "at": "2024-09-02", "by": "周明远"},
]

FACTS = [
    {"label": "问题类别", "value": "廉洁纪律 › 财经纪律", "kind": "text"},
    {"label": "责任领导", "value": "周明远（党组成员、副局长）", "kind": "text"},
    {"label": "责任部门", "value": "计划财务科", "kind": "text"},
    {"label": "完成时限", "value": "2024-08-30", "kind": "date"},
    {"label": "涉及金额（万元）", "value": "12.60", "kind": "num"},
    {"label": "底稿", "value": "巡三底稿-2024-031", "kind": "link", "url": "#"},
    {"label": "建章立制", "value": "", "kind": "text"},
]

MEASURE_COLUMNS = [
    {"key": "n", "label": "序号", "kind": "num"},
    {"key": "what", "label": "整改措施", "kind": "text", "wide": True},
    {"key": "who", "label": "责任人", "kind": "text"},
    {"key": "due", "label": "完成时限", "kind": "date"},
    {"key": "stage", "label": "状态", "kind": "tag"},
]


def measure(n, what, who, due, stage):
    texts = [n, what, who, due, STAGES[stage]["word"]]
    cells = [
        {"label": c["label"], "kind": c["kind"], "text": text, "wide": c.get("wide", False)}
        for c, text in zip(MEASURE_COLUMNS, texts, strict=True)
    ]
    cells[-1]["tone"] = STAGES[stage]["tone"]
    return {"cells": cells}


MEASURES = [
    measure("1", "对 2023 年以来经费支出逐笔自查，补正审批手续", "李文", "2024-08-30", 0),
    measure("2", "修订《区住建局经费支出审批办法》，明确各级审批权限", "赵颖", "2024-08-15", 4),
    measure("3", "建立每季度抽查制度", "赵颖", "长期坚持", 0),
]


def todo(title, lamp, what, due, **more):
    return {
        "url": "#",
        "title": title,
        "number": "巡三2024-017",
        "unit": "区住建局党组",
        "due": due,
        "lamp": lamp,
        "what": what,
        "unread": False,
    } | more


def statement(balanced=True):
    lines = [
        {"label": "登记的问题", "count": 128, "url": "#", "sealed": False, "tone": "", "sum": True},
        {"label": "已向被巡察党组织反馈", "count": 96, "url": "#", "sealed": False, "tone": "ok", "sum": False},
        {"label": "作为线索或事项移交", "count": 9, "url": "#", "sealed": False, "tone": "move", "sum": False},
        {"label": "作为密封事项移交", "count": 4, "url": "", "sealed": True, "tone": "move", "sum": False},
        {"label": "立行立改", "count": 11, "url": "#", "sealed": False, "tone": "ok", "sum": False},
        {"label": "说明理由不再办理", "count": 3, "url": "#", "sealed": False, "tone": "idle", "sum": False},
        {"label": "尚未着落", "count": 5, "url": "#", "sealed": False, "tone": "warn", "sum": False},
        {"label": "合计", "count": 128 if balanced else 127, "url": "", "sealed": False, "tone": "", "sum": True},
    ]
    exceptions = [
        {
            "number": "巡三2024-044",
            "url": "#",
            "title": "农村公路养护资金拨付不及时",
            "owner": "第二巡察组",
            "due": "2024-06-20",
            "lamp": LATE,
            "why": "组长尚未确认",
        },
        {
            "number": "巡三2024-051",
            "url": "#",
            "title": "个别项目未按规定招标",
            "owner": "巡察办",
            "due": "2024-09-12",
            "lamp": SOON,
            "why": "已确认，尚未分流",
        },
    ]
    further = [
        {"label": "双移交（同时移交两个部门）", "count": 2, "url": "#"},
        {"label": "立行立改后又写入反馈意见", "count": 3, "url": "#"},
    ]
    return {
        "title": "第三轮巡察收支平衡表",
        "lead": "每个问题只按第一次着落计一次。",
        "lines": lines,
        "exceptions": exceptions,
        "balanced": balanced,
        "further": further,
    }


def import_preview():
    columns = ["单位名称", "组织编码", "单位类型", "单位级别", "最近巡察年份"]
    lines = [
        ("new", ["区数据局", "YJ-041", "职能部门", "正科", ""], {}),
        ("changed", ["区住建局", "YJ-008", "职能部门", "正科", "2024"], {4: ("2019", "")}),
        ("same", ["柳溪镇", "YJ-102", "乡镇", "正科", "2021"], {}),
        (
            "refused",
            ["青石村", "YJ-102", "村", "—", "二〇二一"],
            {1: ("", "编码与“柳溪镇”重复"), 4: ("", "请填写四位年份，例如 2021")},
        ),
    ]
    rows = [
        {
            "line": n,
            "state": state,
            "cells": [
                {"text": text, "was": marks.get(i, ("", ""))[0], "error": marks.get(i, ("", ""))[1]}
                for i, text in enumerate(texts)
            ],
        }
        for n, (state, texts, marks) in enumerate(lines, start=2)
    ]
    return [{"name": "单位档案", "columns": columns, "rows": rows}]


def list_page(request, **more):
    return {
        "title": "问题台账",
        "crumbs": CRUMBS,
        "actions": [{"label": "导入", "url": "#"}, {"label": "登记问题", "url": "#", "primary": True, "key": "n"}],
        "lamps": [
            {"tone": "late", "label": "红灯 逾期", "count": 6, "url": "?lamp=late", "current": False},
            {"tone": "warn", "label": "黄灯 临期或滞后", "count": 14, "url": "?lamp=warn", "current": True},
            {"tone": "ok", "label": "绿灯 正常", "count": 83, "url": "?lamp=ok", "current": False},
            {"tone": "done", "label": "已销号", "count": 211, "url": "?lamp=done", "current": False},
        ],
        "filter_form": Filter(FILTERED),
        "chips": [{"label": "单位：区住建局党组", "remove_url": "?"}, {"label": "状态：整改中", "remove_url": "?"}],
        "columns": COLUMNS,
        "rows": ROWS,
        "pager": {"count_text": "共 314 条，第 1–30 条", "previous_url": "", "next_url": "?after=30"},
        "export_url": "#",
    } | more


def thing_page(request, **more):
    return {
        "title": "部分经费支出审批程序不规范，台账登记不完整，整改责任未落实到人",
        "number": "巡三2024-017",
        "unit": "区住建局党组",
        "crumbs": [*CRUMBS[:2], {"label": "问题台账", "url": "#"}, {"label": "巡三2024-017", "url": ""}],
        "stage": STAGES[0],
        "lamp": LATE,
        "next_action": {"text": "请填报最新进展并上传佐证材料；已逾期 3 天，如确有困难可申请延期。", "move": MOVES[0]},
        "moves": MOVES,
        "facts": FACTS,
        "sections": [
            {
                "title": "问题",
                "facts": [
                    {
                        "label": "具体表现",
                        "value": "抽查 2023 年 120 笔经费支出，其中 37 笔事前未履行审批程序，涉及金额 12.6 万元；"
                        "支出台账有 15 笔未登记。\n责任科室未明确专人管理，年度自查流于形式。",
                        "wide": True,
                    },
                    {"label": "整改目标", "value": "支出审批手续齐全，台账与凭证一致，责任到岗到人。", "wide": True},
                ],
            },
            {"title": "处理人员", "empty": {"text": "还没有处理人员的记录。"}},
        ],
        "deadlines": DEADLINES,
        "files": FILES,
        "panels": [{"title": "同类问题", "url": reverse("styleguide:page", args=["panel"]), "id": "alike"}],
        "children": [
            {
                "title": "整改措施",
                "columns": MEASURE_COLUMNS,
                "rows": MEASURES,
                "actions": [{"label": "添加措施", "url": "#"}],
                "empty": "",
            },
            {
                "title": "回访记录",
                "columns": MEASURE_COLUMNS,
                "rows": [],
                "actions": [],
                "empty": {"text": "尚未回访。"},
            },
        ],
        "timeline": TIMELINE,
    } | more


def move_page(request, bound=False, **more):
    form = Progress({"percent": "130", "finished_on": "九月底"}) if bound else Progress(initial={"percent": 60})
    return {
        "title": "填报进展",
        "crumbs": [*CRUMBS[:2], {"label": "巡三2024-017", "url": "#"}, {"label": "填报进展", "url": ""}],
        "thing_title": "巡三2024-017 部分经费支出审批程序不规范，台账登记不完整",
        "move": {"label": "填报进展", "consequence": "提交后由巡察办审核，审核前可以撤回。", "danger": False},
        "form": form,
        "version": 7,
        "form_key": "3f9b",
        "back_url": "#",
        "draft": {"saved_at": "10:32"},
        "facts": FACTS[:4],
    } | more


def measures_page(request):
    rows = forms.formset_factory(Measure, extra=2)(prefix="measures")
    return move_page(
        request, formsets=[{"title": "整改措施", "formset": rows}], form=forms.Form(), title="填写三张清单"
    )


def conflict_page(request):
    mine = [
        {"label": "已做工作", "text": "已完成 214 笔支出自查，补正 37 笔。"},
        {"label": "完成进度（%）", "text": "60"},
    ]
    theirs = [
        {"label": "已做工作", "text": "已完成 214 笔支出自查，补正 35 笔，另 2 笔正在追缴。"},
        {"label": "完成进度（%）", "text": "55"},
    ]
    return move_page(
        request, conflict={"mine": mine, "theirs": theirs, "who": "陈立（区住建局）", "when": "2024-09-02 10:29"}
    )


def danger_page(request):
    move = {"label": "撤销立项", "consequence": "撤销后本问题不再办理，历史保留，不能恢复。", "danger": True}

    class Reason(forms.Form):
        reason = forms.CharField(label="理由", widget=forms.Textarea)

    return move_page(request, form=Reason(), move=move)


def home_page(request):
    return {
        "title": "工作台",
        "lead": "9月2日 星期一。您有 7 件事要办，其中 2 件已逾期。",
        "cards": [
            {"label": "已逾期", "count": 2, "url": "#", "tone": "late"},
            {"label": "本周到期", "count": 3, "url": "#", "tone": "warn"},
            {"label": "等我审核", "count": 4, "url": "#", "tone": ""},
            {"label": "本轮已销号", "count": 211, "url": "#", "tone": "ok"},
        ],
        "groups": [
            {
                "key": "overdue",
                "title": "已逾期",
                "tone": "late",
                "items": [
                    todo(
                        "部分经费支出审批程序不规范，台账登记不完整，整改责任未落实到人", LATE, "填报进展", "2024-08-30"
                    ),
                    todo("惠民补贴发放核查不及时", LATE, "补正佐证材料", "2024-08-29", unread=True),
                ],
            },
            {"key": "today", "title": "今天", "tone": "warn", "items": []},
            {
                "key": "week",
                "title": "本周",
                "tone": "info",
                "items": [todo("“三会一课”制度执行不严格，个别支部会议记录缺失", SOON, "报审整改方案", "2024-09-07")],
            },
            {
                "key": "later",
                "title": "以后",
                "tone": "ok",
                "items": [todo("重大项目工程变更管理不到位", ON_TRACK, "填报进展", "2024-10-31")],
            },
            {
                "key": "waiting",
                "title": "等我办理",
                "tone": "move",
                "items": [todo("物业专项维修资金使用公示不规范", DUE_SOON, "审核", "2024-09-27", unread=True)],
            },
        ],
        "quick": [
            {"label": "登记底稿", "url": "#"},
            {"label": "问题台账", "url": "#"},
            {"label": "导入 Excel", "url": "#"},
        ],
        "first_steps": [
            {"label": "签收反馈意见", "help": "签收后才开始计算整改时限。", "url": "#", "done": True},
            {"label": "填写三张清单", "help": "问题、任务、责任，一次录入。", "url": "#", "done": False},
            {"label": "报审整改方案", "help": "主要负责人签字背书后报巡察办。", "url": "#", "done": False},
        ],
    }


def notices_page(request):
    return {
        "title": "通知",
        "notices": [
            {
                "key": "n3",
                "url": "#",
                "text": "巡三2024-017 已逾期 3 天，请填报进展。",
                "at": "2024-09-02 08:00",
                "unread": True,
                "kind": "到期提醒",
                "number": "巡三2024-017",
            },
            {
                "key": "n2",
                "url": "#",
                "text": "巡三2024-021 被退回补正。",
                "at": "2024-09-01 16:12",
                "unread": True,
                "kind": "审核",
                "number": "巡三2024-021",
            },
            {
                "key": "n1",
                "url": "#",
                "text": "区住建局党组的反馈意见已签收。",
                "at": "2024-06-03 11:40",
                "unread": False,
                "kind": "反馈",
                "number": "",
            },
        ],
        "pager": {"count_text": "共 3 条", "previous_url": "", "next_url": ""},
    }


def lists_page(request):
    return list_page(
        request,
        title="区住建局党组整改三张清单",
        lead="三张清单是同一批问题的三种看法，一处修改，处处更新。",
        lamps=[],
        filter_form=None,
        chips=[],
        actions=[],
        tabs=[
            {"label": "问题清单", "url": "#", "current": True},
            {"label": "任务清单", "url": "#", "current": False},
            {"label": "责任清单", "url": "#", "current": False},
        ],
        print_url="#",
    )


def wide_page(request):
    """A ledger of many columns: the one page that may scroll sideways, inside its own region."""
    more = [{"key": f"c{n}", "label": f"栏目{n}", "kind": "text"} for n in range(1, 7)]
    rows = [
        one | {"cells": one["cells"] + [{"label": c["label"], "kind": "text", "text": "计划财务科"} for c in more]}
        for one in ROWS
    ]
    return list_page(request, columns=COLUMNS + more, rows=rows, grid=True)


def people():
    return [
        {"username": "sunlan", "name": "孙岚", "role": "巡察办主任", "organisation": "云江区委巡察办"},
        {"username": "wangmin", "name": "王敏", "role": "巡察办干部", "organisation": "云江区委巡察办"},
        {"username": "gaojun", "name": "高峻", "role": "巡察组组长", "organisation": "区委第一巡察组"},
        {"username": "zhouming", "name": "周明远", "role": "单位联络员", "organisation": "区住建局党组"},
        {"username": "chenli", "name": "陈立", "role": "主要负责人", "organisation": "区住建局党组"},
        {"username": "hemei", "name": "何梅", "role": "承办人", "organisation": "区纪委监委"},
        {"username": "sysadmin", "name": "方正", "role": "系统管理员", "organisation": "云江区委办"},
    ]


def sessions():
    return [
        {
            "id": "a",
            "device": "Chromium 93 · 统信 UOS",
            "at": "2024-09-02 10:30",
            "place": "10.2.8.31",
            "current": True,
        },
        {"id": "b", "device": "Chrome · Android", "at": "2024-09-01 21:05", "place": "10.2.8.77", "current": False},
    ]


NOTHING = {
    "text": "这里将列出本轮的问题。",
    "actions": [{"label": "登记一条", "url": "#", "primary": True}, {"label": "从 Excel 导入", "url": "#"}],
}

PAGES = {
    "home": ("casework/home.html", home_page),
    "home-empty": ("casework/home.html", lambda r: home_page(r) | {"groups": [], "first_steps": []}),
    "list": ("casework/thing_list.html", list_page),
    "list-bulk": (
        "casework/thing_list.html",
        lambda r: list_page(
            r,
            bulk={
                "url": "#",
                "actions": [{"label": "批量催办", "value": "urge"}, {"label": "批量分派", "value": "assign"}],
            },
        ),
    ),
    "list-empty": ("casework/thing_list.html", lambda r: list_page(r, rows=[], chips=[], pager=None, empty=NOTHING)),
    "list-wide": ("casework/thing_list.html", wide_page),
    "thing": ("casework/thing.html", thing_page),
    "panel": ("casework/panel.html", lambda r: {"title": "同类问题", "columns": MEASURE_COLUMNS, "rows": MEASURES}),
    "move": ("casework/move.html", move_page),
    "move-errors": ("casework/move.html", lambda r: move_page(r, bound=True)),
    "move-rows": ("casework/move.html", measures_page),
    "move-danger": ("casework/move.html", danger_page),
    "conflict": ("casework/move.html", conflict_page),
    "balance": ("casework/balance.html", lambda r: statement()),
    "balance-off": ("casework/balance.html", lambda r: statement(balanced=False)),
    "notices": ("casework/notices.html", notices_page),
    "lists": ("casework/lists.html", lists_page),
    "import": ("casework/import.html", lambda r: {"title": "导入单位档案", "form": Upload(), "template_url": "#"}),
    "import-preview": (
        "casework/import.html",
        lambda r: {
            "title": "导入单位档案",
            "sheets": import_preview(),
            "counts": {"new": 1, "changed": 1, "same": 1, "refused": 1},
            "token": "t",
            "refused": True,
            "back_url": "#",
        },
    ),
    "refused": (
        "casework/refused.html",
        lambda r: {
            "title": "现在不能销号",
            "reason": "还有 1 条措施没有完成。",
            "who_can": "巡察办王敏可以销号。",
            "back_url": "#",
        },
    ),
    "sign-in": ("accounts/sign_in.html", lambda r: {"title": "登录", "form": SignIn(), "people": people()}),
    "sign-in-plain": ("accounts/sign_in.html", lambda r: {"title": "登录", "form": SignIn()}),
    "one-time": ("accounts/one_time.html", lambda r: {"title": "动态口令", "form": OneTime()}),
    "password": ("accounts/password.html", lambda r: {"title": "修改密码", "form": SignIn()}),
    "me": ("accounts/me.html", lambda r: {"title": "个人设置", "form": Preferences(), "sessions": sessions()}),
    "403": ("403.html", lambda r: {"reason": "只有本组成员可以登记底稿。"}),
    "404": ("404.html", lambda r: {}),
    "409": ("409.html", lambda r: {}),
    "500": ("500.html", lambda r: {"number": "7F3A"}),
}


SESSION = {"idle": 1800, "warn": 1500, "url": ""}


def shell(request, *, signed_in=True):
    """The frame as `casework.context.shell` gives it, with an invented person in it."""
    home = reverse("styleguide:page", args=["list"])

    def entry(label, icon, count=0, current=False):
        return {"label": label, "url": home, "icon": icon, "count": count, "current": current}

    found = {
        "demo": True,
        "language": get_language(),
        "languages": settings.LANGUAGES,
        "version": "0.1.0",
    }
    if signed_in:
        found |= {
            "me": {"name": "王敏", "role": "巡察办干部", "organisation": "云江区委巡察办"},
            "keyboard": True,
            "density": request.GET.get("density", "standard"),
            "session": SESSION,
            "due_count": 7,
            "notice_count": 2,
            "round": {"label": "2024年第三轮", "url": "#"},
            "search_url": home,
            "help_phone": "8801 2345",
            "nav": [
                {"title": "", "items": [entry("工作台", "home", count=7)]},
                {"title": "巡察", "items": [entry("轮次与任务", "calendar-days"), entry("底稿", "document-text")]},
                {
                    "title": "问题与整改",
                    "items": [
                        entry("问题台账", "table-cells", current=True),
                        entry("整改审核", "clipboard-document-check", count=4),
                        entry("移交事项", "paper-airplane"),
                    ],
                },
            ],
        }
    return found


@login_not_required
def index(request):
    """All parts in all states."""
    tones = ["ok", "warn", "late", "info", "idle", "move"]
    context = thing_page(request) | {
        "title": "样式手册",
        "lead": "",
        "lamps_all": LAMPS,
        "stages": STAGES,
        "tones": tones,
        "strip": list_page(request)["lamps"],
        "form": Progress({"percent": "130"}),
        "columns": COLUMNS,
        "rows": ROWS,
        "empty": NOTHING,
        "pages": [{"name": name, "url": reverse("styleguide:page", args=[name])} for name in PAGES],
        "pager": {"count_text": "共 314 条，第 1–30 条", "previous_url": "#", "next_url": "#"},
        "shell": shell(request),
    }
    return render(request, "casework/styleguide.html", context)


@login_not_required
def page(request, name):
    """One page with its sample contents."""
    if name not in PAGES:
        raise Http404(name)
    template, context = PAGES[name]
    frame = shell(request, signed_in=not template.startswith("accounts/") or name in {"me", "password"})
    return render(request, template, {"shell": frame} | context(request))


app_name = "styleguide"
urlpatterns = [path("", index, name="index"), path("<str:name>/", page, name="page")]
