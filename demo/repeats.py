"""Problems that come again: in the same unit after an upper level had named them, and in one unit after the other."""

from findings.models import Finding, Landing

from .texts import BANK
from .words import Matter

#: round and unit → which text of the bank, how it is put, and the amount that it names
REPEATS = {
    ("五届区委第一轮巡察", "农业农村局"): ("reception", "公务接待管理不严，超标准陪餐", 3.62),
    ("市委第二巡察组反馈意见整改", "农业农村局"): ("reception", "公务接待无公函、超标准陪餐问题反弹", 2.14),
    ("五届区委第一轮巡察", "望江街道"): ("subsidies", "惠民补贴审核把关不严，死亡人员继续领取补贴", 4.85),
    ("市委第二巡察组反馈意见整改", "望江街道"): ("subsidies", "死亡人员领取惠民补贴问题整改不彻底", 1.97),
    ("五届区委第三轮巡察", "交通局"): ("reception", "公务接待审批不严，部分接待没有公函", 5.2),
    ("五届区委第三轮巡察", "水利局"): ("reception", "公务接待不规范，无公函接待、超标准陪餐", 2.73),
    ("五届区委第四轮巡察", "文旅局"): ("reception", "公务接待无公函，陪餐人数超标准", 1.48),
}


def put_in(round: str, unit: str, matters: list[Matter]) -> None:
    """Let one ordinary matter of the unit be the one that comes again; what becomes of it stays as it was."""
    if (round, unit) not in REPEATS:
        return
    code, title, amount = REPEATS[round, unit]
    text = next(text for text in BANK if text.code == code)
    ordinary = [
        matter
        for matter in matters
        if matter.route == Landing.Kind.ORGANISATION and matter.concerns == Finding.Concerns.UNIT and not matter.also
    ]
    again = min(ordinary, key=lambda matter: (matter.text is not text, bool(matter.stuck)))
    again.text, again.title = text, title
    again.words["amount"] = amount
