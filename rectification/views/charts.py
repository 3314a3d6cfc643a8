"""Pictures that the server draws: bars over rounds, as numbers for a template. The numbers stand in a table below."""

from typing import Any

WIDTH, HEIGHT = 640, 240
#: the part of the picture that the bars have
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 24, 44
#: so many lines across at most
LINES = 4


def step_for(most: int) -> int:
    """Return how far apart the lines lie: a whole number, so that at most ``LINES`` of them reach the highest bar."""
    return max(1, -(-most // LINES))


def bars(rows: list[tuple[str, int]]) -> dict[str, Any]:
    """Return where bars, lines and words of a picture stand, for ``rows`` of a word and a count; zero is the ground."""
    most = max((count for _word, count in rows), default=0)
    step = step_for(most)
    top = step * max(1, -(-most // step))
    high, wide = HEIGHT - TOP - BOTTOM, WIDTH - LEFT - RIGHT
    slot = wide / max(1, len(rows))
    thick = min(56.0, slot * 0.6)
    ground = TOP + high

    def level(count: int) -> float:
        return round(ground - high * count / top, 1)

    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "ground": ground,
        "lines": [{"y": level(count), "count": count} for count in range(0, top + 1, step)],
        "bars": [
            {
                "x": round(LEFT + slot * place + (slot - thick) / 2, 1),
                "y": level(count),
                "width": round(thick, 1),
                "height": round(ground - level(count), 1),
                "middle": round(LEFT + slot * (place + 0.5), 1),
                "count": count,
                "word": word,
                "above": level(count) - 6,
            }
            for place, (word, count) in enumerate(rows)
        ],
        "below": ground + 20,
    }
