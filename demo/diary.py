"""Working days up to yesterday, and stories that happen on them.

A story is a generator: it does something, and yields how many working days it waits before it goes on (0: later the
same day). The diary lets all stories go on in the order of their hours, so that the history reads as it would have
been written, and stops at yesterday: what a story had not done by then is what waits for somebody today.

Days are counted back from today: ``on(1)`` is the last working day before today, ``on(0)`` today or the next working
day, ``on(-5)`` lies ahead. So a demo looks alike on whatever day it is made, whatever the calendar says between.
"""

import datetime
import heapq
import itertools
import random
from collections.abc import Generator

from django.utils import timezone

from casework import clock, moves

Story = Generator[int, None, None]
MORNING, AFTERNOON = (8 * 60 + 35, 11 * 60 + 45), (14 * 60 + 5, 17 * 60 + 20)
CLOSING = 18 * 60 + 30


class Diary:
    """The order in which stories are told. Its chances are the same every time."""

    def __init__(self, today: datetime.date, seed: str):
        self.random = random.Random(seed)  # noqa: S311 - the same every time is the point
        self.calendar = clock.Calendar()
        self._past = [today]
        self._future = [today if self._works(today) else self._step(today, 1)]
        self._waiting: list[tuple[int, int, int, Story]] = []
        self._turn = itertools.count()
        self._last = datetime.datetime.min.replace(tzinfo=datetime.UTC)
        self.ago = 0
        self.minute = 0
        self.today = today

    def _works(self, day: datetime.date) -> bool:
        return bool(self.calendar.works(day)[0])

    def _step(self, day: datetime.date, direction: int) -> datetime.date:
        day += direction * clock.ONE_DAY
        while not self._works(day):
            day += direction * clock.ONE_DAY
        return day

    def on(self, ago: int) -> datetime.date:
        """Return the working day that is ``ago`` working days before today; less than 1 lies ahead."""
        days, direction, index = (self._past, -1, ago) if ago > 0 else (self._future, 1, -ago)
        while len(days) <= index:
            days.append(self._step(days[-1], direction))
        return days[index]

    def until(self, ago: int) -> int:
        """Return how many working days there are from now to ``ago``; none when that has passed."""
        return max(0, self.ago - ago)

    def begin(self, story: Story, ago: int, at: int | None = None) -> None:
        """Let a story begin on the working day ``ago``; while others run, not before now.

        ``at`` is the minute of the day; without it chance says when.
        """
        if self.ago and ago >= self.ago:
            ago, minute = self.ago, self._later()
        else:
            minute = self._hour() if at is None else at
        self._wait(story, ago, minute)

    def run(self) -> None:
        """Tell all stories up to yesterday evening."""
        while self._waiting:
            back, self.minute, _turn, story = heapq.heappop(self._waiting)
            self.ago = -back
            if self.ago < 1:
                break
            self.today = self.on(self.ago)
            token = moves.MOMENT.set(self._moment())
            try:
                pause = next(story, None)
            finally:
                moves.MOMENT.reset(token)
            if pause is not None:
                self._wait(story, self.ago - pause, self._hour() if pause else self._later())

    def _moment(self) -> datetime.datetime:
        """The second at which it happens; no two things happen in the same one."""
        hour = datetime.time(self.minute // 60, self.minute % 60, self.random.randrange(60))
        moment = timezone.make_aware(datetime.datetime.combine(self.today, hour))
        self._last = max(moment, self._last + datetime.timedelta(seconds=1))
        return self._last

    def _wait(self, story: Story, ago: int, minute: int) -> None:
        heapq.heappush(self._waiting, (-ago, minute, next(self._turn), story))

    def _hour(self) -> int:
        return self.random.randint(*self.random.choice((MORNING, AFTERNOON)))

    def _later(self) -> int:
        return min(self.minute + self.random.randint(6, 50), CLOSING)

    def do(self, verb, thing, *, by, **args):
        """Do one move on the day that it is, to the thing as it is by now."""
        names = {field.name for field in thing._meta.fields}
        near = [path for path in ("case", "engagement__round") if path.partition("__")[0] in names]
        thing.refresh_from_db(from_queryset=type(thing)._base_manager.select_related(*near))
        return verb(thing, by=by, today=self.today, **args)
