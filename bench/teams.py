"""How long the search for teams takes: `.venv/bin/python -m bench.teams [SEED …]`.

A made-up district of 1,300 people, 110 bodies and 40 units for 12 teams of 8, with three skills in each; and three
districts in which the choice is narrow. Nothing of it touches a database. Prints a line for each: how many people were
looked at closely, the load with its bound, what stays as it was with its bound, and the seconds by the clock and by the
processor (on a busy machine the first is longer).
"""

import random
import sys
import time

from inspections.builder import DEPUTY, LEADER, MEMBER, Candidate, Wanted, build, worth_looking_at

SKILLS = ("coordination", "talks", "finance", "party", "writing", "works")
SIZES = {
    "a district": {},
    "few leaders": {"leaders": 14, "deputies": 14},
    "few people": {"people": 150, "bodies": 60, "leaders": 20, "deputies": 20},
    "four teams": {"people": 60, "teams": 4, "units": 12, "bodies": 40, "leaders": 6, "deputies": 8},
}


def district(seed, *, people=1300, teams=12, units=40, bodies=110, leaders=30, deputies=60):
    """Return people and wishes: everybody keeps away from where he works, some from a unit or two besides."""
    chance, pool = random.Random(seed), []
    for key in range(people):
        away = {home for home in (chance.randrange(bodies),) if home < units}
        away |= {chance.randrange(units) for odds in (0.15, 0.1) if chance.random() < odds}
        load = chance.choices([0, 1, 2, 3], [50, 30, 15, 5])[0]
        roles = {LEADER, DEPUTY} if key < leaders else {DEPUTY, MEMBER} if key < leaders + deputies else {MEMBER}
        skills = chance.sample(SKILLS, chance.choices([0, 1, 2, 3], [10, 50, 30, 10])[0])
        last = chance.randrange(36) if load else None
        led = bool(load) and key < leaders
        pool.append(Candidate(key, frozenset(roles), frozenset(skills), load, frozenset(away), last, led))
    return pool, Wanted(teams, 1, 6, tuple(range(units)), frozenset({"talks", "finance", "writing"}), 10.0)


def main(seeds):
    for name, size in SIZES.items():
        for seed in seeds:
            people, wanted = district(seed, **size)
            began, worked = time.monotonic(), time.process_time()
            answer = build(people, wanted)
            clock, processor = time.monotonic() - began, time.process_time() - worked
            close = len(worth_looking_at(people, wanted))
            print(
                f"{name:12} seed {seed}: {len(people):5} people, {close:4} closely;"
                f" load {answer.load.value} (≥ {answer.load.bound}), kept {answer.kept.value} (≥ {answer.kept.bound});"
                f" {clock:5.1f} s, processor {processor:5.1f} s",
                flush=True,
            )


if __name__ == "__main__":
    main([int(seed) for seed in sys.argv[1:]] or [0, 1, 2])
