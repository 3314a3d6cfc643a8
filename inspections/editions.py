"""The texts that members of a team promise to keep. An edition is never changed; a new text is a new edition.

They are papers of the office and stay Chinese in every language.
"""

from typing import NamedTuple


class Edition(NamedTuple):
    """The pledge of confidentiality, and the rules of discipline that are read with it: a paragraph a line."""

    pledge: str
    rules: str


EDITIONS = {
    "2026-1": Edition(
        pledge="""本人受组织委派参加本轮巡察工作，已认真学习保密和巡察工作有关规定，郑重承诺：
一、严格遵守保密规定，不泄露巡察工作情况，不跑风漏气。
二、不向无关人员谈论、提供谈话内容、信访情况、问题线索、问题底稿和巡察报告等材料。
三、不打探与本人承担任务无关的巡察情况，不为他人打探、说情；遇有打探说情的，如实登记报告。
四、不私自留存、复制、摘抄、拍摄巡察材料，不用个人设备和互联网工具处理、传递巡察材料。
五、不擅自接触被巡察单位人员和与巡察事项有关的人员。
六、离开巡察组时如数移交、清退全部材料，离组后继续承担保密义务。
本人如违反上述承诺，愿接受组织处理。""",
        rules="""一、政治坚定，对党忠诚，坚决执行巡察工作决策部署。
二、依规依纪依法开展工作，不干预被巡察单位正常工作，不履行执纪审查职责。
三、重要情况和重大问题及时请示报告，不瞒报、漏报、迟报，不隐瞒或者歪曲事实。
四、个别谈话、调查了解由两人以上进行，如实记录。
五、有任职、地域、亲属等应当回避情形的，主动申请回避。
六、廉洁自律，不接受宴请、礼品礼金和消费卡券，不参加可能影响公正的活动。
七、服从组长管理，遵守请示报告、请假销假和值班制度。""",
    ),
}
#: the edition that is promised from now on
NEWEST = "2026-1"
