"""Proof by destruction: whatever is killed, each date is told once to each person meant, and everything is sent.

`script/test` runs two storms of 2,000 dates, `script/test --storm` twenty of 10,000 and prints what came of each.
"""

import os
import sys

import pytest

from tests.storm.house import KILLS, WORKERS, House

SEEDS, ITEMS = (int(part) for part in os.environ.get("XUNCHA_STORM", "2x2000").split("x"))
FIRST = int(os.environ.get("XUNCHA_STORM_FIRST", "1"))


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("storm"), ITEMS)
    try:
        house.open()
        yield house
    finally:
        house.close()


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_whatever_is_killed_everybody_is_told_once_and_everything_is_sent(house, seed, capsys):
    figures = house.storm(seed)
    with capsys.disabled():
        sys.stdout.write(f"\n{figures.line()}\n")
    assert figures.kills.total() == KILLS
    assert figures.told == 4 * ITEMS, "three who must act, and the office"
    assert (figures.lost, figures.doubled, figures.strange) == (0, 0, 0)
    assert figures.rungs_missing == 0
    assert (figures.unsent, figures.unheard) == (0, 0)
    # Between the OK of the mail server and our own commit there is room for one mail a sender and kill.
    assert figures.mails_again <= KILLS * WORKERS
