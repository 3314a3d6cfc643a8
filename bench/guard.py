"""How long the feedback guard takes: `.venv/bin/python -m bench.guard [SEED …]`.

Made-up feedbacks of 10,000 letters against the talks of a round, one of whose passages is in the feedback. Nothing of
it touches a database. Prints a line for each size: letters on both sides, what was found, and the seconds by the clock
and by the processor (on a busy machine the first is longer).
"""

import random
import sys
import time

from rectification.guard import Rule, Sealed, find

TRADE = (
    "党组织 主体责任 落实 会议 记录 台账 制度 资金 项目 审批 干部 选任 谈话 作风 监督 检查 整改 群众 服务 "
    "村级 合同 支付 凭证 报销 公示 程序 规定 研究 学习 传达 部署 考核 问责 廉政 风险 岗位 采购 招标 "
    "验收 档案 印章 车辆 接待 补贴 低保 危房 道路 水利 不够 到位 没有 及时 存在 问题 反映 多次 长期 "
    "部分 个别 有关 超过 未经 擅自 违规 先后 共计 涉及 要求 认真 加强 完善 建立 健全 "
)
WORDS = TRADE.split()
#: (name, letters of the feedback, talks, letters of each)
SIZES = (("a village", 3000, 40, 600), ("a department", 10_000, 500, 1000), ("a whole round", 10_000, 2000, 1000))


def prose(chance, letters):
    """Return sentences of office words, together so many letters long."""
    said, length = [], 0
    while length < letters:
        sentence = "".join(chance.choices(WORDS, k=chance.randint(5, 14))) + "。"
        said.append(sentence)
        length += len(sentence)
    return "".join(said)


def main(seeds):
    for name, size, talks, length in SIZES:
        for seed in seeds:
            chance = random.Random(seed)
            passages = tuple(prose(chance, length) for _talk in range(talks))
            names = frozenset(f"举报人{number}" for number in range(talks // 5))
            leaked = passages[-1][100:130]
            text = prose(chance, size // 2) + leaked + prose(chance, size // 2)
            began, worked = time.monotonic(), time.process_time()
            hits = find({"overview": text}, Sealed(names, frozenset(), passages))["overview"]
            clock, processor = time.monotonic() - began, time.process_time() - worked
            found = any(hit.rule == Rule.PASSAGE and leaked[5:20] in text[hit.start : hit.end] for hit in hits)
            print(
                f"{name:13} seed {seed}: {len(text):6} letters against {talks:5} talks of {length};"
                f" the passage is {'found' if found else 'MISSED'}, {len(hits)} places;"
                f" {clock:5.2f} s, processor {processor:5.2f} s",
                flush=True,
            )


if __name__ == "__main__":
    main([int(seed) for seed in sys.argv[1:]] or [0, 1, 2])
