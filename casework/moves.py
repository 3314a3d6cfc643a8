"""A verb carries its rule.

Whatever changes a row that people care about is a function in an ``actions.py``, and the mark above it says
everything about it: the stages it leaves, the stage it enters, who may do it, who is told, which form it asks for,
which deadline it starts or meets. The page, its buttons, the API, the history line, the inbox, the deadline, the
tests and the diagram in the docs all follow from that one mark.

An edit is a move whose two stages are the same; creating a child is a move of its parent (the return annotation
names the child). Every move is one conditional UPDATE on stage and version, so of fifty presses one wins, and all of
it happens in one transaction or none of it did. What the rule asks of other rows is looked at once this row is won,
so whoever would change them in the same moment has either been seen or has to wait.
"""

import datetime
import inspect
import typing
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from operator import attrgetter
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from . import clock, files, history, policy, running
from .models import CASE, MEMBERSHIP, Deadline, DeadlineRule, Event, Moving, Notice, Remark

Guard = Callable[[Any, Any, datetime.date], str | None]

#: the moment at which a demo says that something happens; None is now
MOMENT: ContextVar[datetime.datetime | None] = ContextVar("moment", default=None)


class Refused(Exception):
    """The move is not open to this person now; ``reason`` says why in words that he may read."""

    def __init__(self, reason):
        self.reason = str(reason)
        super().__init__(self.reason)


class Stale(Exception):
    """Somebody else moved the thing first; ``current`` is the thing as it is now."""

    def __init__(self, current):
        self.current = current
        super().__init__(_("Somebody else has changed this meanwhile."))


class _Came(NamedTuple):
    """What came with a press: who, when, what he wrote and handed in."""

    by: Any
    today: datetime.date
    note: str
    uploads: Iterable[Any]
    form_key: str | None

    def event(self, **values) -> Event:
        """Return a history line of this moment by this person, not yet written."""
        named = isinstance(self.by, policy.Actor)
        return Event(
            actor=None if named else self.by,
            acting=self.by if named else "",
            on=self.today,
            at=_at(self.today),
            **values,
        )


class Move:
    """One verb and its rule. Call it to do it: ``submit(paper, by=wang, note="…")``.

    Calling returns what the function returns: a created child (or a list of them), else the thing itself.
    Raises ``Refused`` when it is not open to ``by``, and ``Stale`` when the row is no longer at ``version``.
    """

    do_not_call_in_templates = True

    def __init__(self, fn, model, label, leaves, enters, **mark):
        self.fn = fn
        self.label: Promise = label
        #: a verb of several kinds leaves the stages of all of them; this one, those that its model has
        self.leaves: tuple[str, ...] = tuple(
            stage for stage in ((leaves,) if isinstance(leaves, str) else leaves) if stage in model.Stage.values
        )
        self.enters: str | None = enters
        self.by: tuple[str, ...] = _tuple(mark.pop("by"))
        self.tells: tuple[str, ...] = _tuple(mark.pop("tells", ()))
        self.asks = mark.pop("asks", None)
        self.needs: tuple[Guard, ...] = _tuple(mark.pop("needs", ()))
        self.starts: tuple[str, ...] = _tuple(mark.pop("starts", ()))
        self.meets: tuple[str, ...] = _tuple(mark.pop("meets", ()))
        #: the date that it starts is the one that it meets, put off
        self.puts_off: bool = mark.pop("puts_off", False)
        #: the date field that takes the business day, in the same UPDATE as the stage
        self.stamps: str = mark.pop("stamps", "")
        #: its body also moves the parent, so nobody else may make a child of it at the same time
        self.alone: bool = mark.pop("alone", False)
        #: the path to another thing whose stage the guards lean on: nobody moves it meanwhile
        self.under: str = mark.pop("under", "")
        #: drawn apart, and asked about once more, because it can't be undone
        self.grave: bool = mark.pop("grave", False)
        #: the move that the page puts first
        self.first: bool = mark.pop("first", False)
        if mark:
            raise TypeError(f"{fn.__qualname__}: unknown marks {sorted(mark)}")
        self.model: type[Moving] = model
        #: the same verb for other kinds of thing, when the annotation names several
        self.siblings: dict[type[Moving], Move] = {}
        self.takes_today = "today" in inspect.signature(fn).parameters
        #: a verb that says what was handed in with it sees the files, which are stored once it has been done
        self.takes_uploads = "uploads" in inspect.signature(fn).parameters
        #: the model of the child that it makes; a move that returns nothing changes the thing itself
        self.makes: type[Moving] | None = _made(fn)
        self.slug = fn.__name__.rstrip("_").replace("_", "-")
        self.name = f"{self.model._meta.label_lower}.{self.slug}"
        self.help = inspect.getdoc(fn) or ""

    def __repr__(self):
        return f"<Move {self.name}>"

    @property
    def for_people(self) -> bool:
        """Whether somebody with an account does this; the rest is done by the clock or follows another move."""
        return any(word in policy.WORDS for word in self.by)

    # -- may I? ----------------------------------------------------------------------------------------------

    def why_not(self, user, thing, today: datetime.date, words: Iterable[str] | None = None) -> str | None:
        """Return why ``user`` may not do this to ``thing`` now, or None when he may.

        ``words`` are the words he holds on the case, when the caller already knows them.
        """
        return self._closed_to(user, thing, words) or self._unmet(user, thing, today)

    def _closed_to(self, user, thing, words: Iterable[str] | None = None) -> str | None:
        if isinstance(user, policy.Actor):
            if user not in self.by and user != policy.Actor.HOUSE:
                return _("This is not done by %(who)s.") % {"who": policy.ACTORS[user]}
        else:
            held = policy.words_on(user, thing.case) if words is None else words
            if not set(self.by) & set(held):
                who = _(" or ").join(str(policy.WORDS[word]) for word in self.by if word in policy.WORDS)
                return _("This is done by %(who)s.") % {"who": who or _("the system")}
        if thing.stage not in self.leaves:
            stages = "、".join(str(self.model.Stage(stage).label) for stage in self.leaves)
            return _("Possible at the stage “%(stages)s”; it is now at “%(now)s”.") % {
                "stages": stages,
                "now": thing.get_stage_display(),
            }
        return None

    def _unmet(self, user, thing, today: datetime.date) -> str | None:
        reasons = (guard(thing, user, today) for guard in self.needs)
        return next((str(reason) for reason in reasons if reason), None)

    # -- do it -----------------------------------------------------------------------------------------------

    def __call__(self, thing, *, by, today: datetime.date | None = None, version=None, form_key=None, **args):
        if type(thing) is not self.model:
            return self.siblings[type(thing)](thing, by=by, today=today, version=version, form_key=form_key, **args)
        today = today or _today()
        if version is not None and version != thing.version and not self.makes:
            raise Stale(thing)
        if reason := self._closed_to(by, thing):
            raise Refused(reason)
        came = _Came(by, today, args.get("note") or "", args.pop("files", None) or (), form_key or None)
        if self.takes_today:
            args["today"] = today
        if self.takes_uploads:
            args["uploads"] = came.uploads
        with running.begun(today, by) as (all_of_it, outermost):
            mark = len(all_of_it.before)
            try:
                with transaction.atomic():
                    if self.makes:
                        result = self._make(thing, came, args)
                    else:
                        result = self._change(thing, came, args, all_of_it)
                    if outermost:
                        _write_powers(all_of_it, came)
            except BaseException:
                all_of_it.put_back(mark)
                raise
        return thing if result is None else result

    def _make(self, parent, came: _Came, args):
        """Make a child, or several; what came with the form goes into the line of the first."""
        self._hold(parent)
        self._check(parent, came)
        made = self.fn(parent, by=came.by, **args)
        first, *others = made if isinstance(made, list) else [made]
        self._record(first, came, "", ())
        for child in others:
            self._record(child, _Came(came.by, came.today, "", (), None), "", ())
        return made

    def _change(self, thing, came: _Came, args, all_of_it: running.Running):
        """Win the row, do what the verb says, write down what changed."""
        before = {name: getattr(thing, name) for name in ("stage", "version", *_snapshot(thing))}
        values = self._claim(thing, came.today)
        self._check(thing, came)
        all_of_it.before.append((thing, before))
        for name, value in values.items():
            setattr(thing, name, value)
        stamped = _snapshot(thing)
        result = self.fn(thing, by=came.by, **args)
        changed = [name for name, value in _snapshot(thing).items() if stamped[name] != value]
        if changed:
            type(thing)._base_manager.filter(pk=thing.pk).update(**{name: getattr(thing, name) for name in changed})
            changed = [name for name in changed if name not in thing.derived]
        changed += [self.stamps] if self.stamps else []
        self._record(thing, came, before["stage"], changed)
        return result

    def _check(self, thing, came: _Came):
        if self.under:
            held(attrgetter(self.under)(thing), share=True)
            thing.refresh_from_db(fields=[self.under.split(".")[0]])
        if reason := self._unmet(came.by, thing, came.today):
            raise Refused(reason)

    def _claim(self, thing, today) -> dict[str, Any]:
        """Win the row or raise: the one conditional UPDATE, before anything else is written."""
        values = {"stage": self.enters or thing.stage, "version": thing.version + 1}
        if self.stamps:
            values[self.stamps] = today
        won = type(thing)._base_manager.filter(pk=thing.pk, stage=thing.stage, version=thing.version)
        if not won.update(**values):
            raise Stale(type(thing)._base_manager.get(pk=thing.pk))
        return values

    def _hold(self, parent):
        """Lock the parent FOR SHARE: many may add children at once, nobody may move it on meanwhile."""
        lock = "NO KEY UPDATE" if self.alone else "SHARE"
        table = connection.ops.quote_name(parent._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM {table} WHERE id = %s AND stage = ANY(%s) FOR {lock}",  # noqa: S608
                [parent.pk, list(self.leaves)],
            )
            if cursor.fetchone() is None:
                raise Stale(type(parent)._base_manager.get(pk=parent.pk))

    def _record(self, thing, came: _Came, before_stage, changed):
        stored = files.store(thing.case, came.uploads)
        event = came.event(
            case=thing.case,
            thing_kind=thing.kind,
            thing_id=thing.pk,
            move=self.name,
            from_stage=before_stage,
            to_stage=thing.stage,
            version=thing.version,
            changed=sorted(changed),
            digest=history.digest(thing),
            remark_digest=history.keyed("remark", came.note) if came.note else "",
            files_digest=history.files_digest(stored),
            form_key=came.form_key,
        )
        event.save(force_insert=True)
        if came.note:
            Remark.objects.create(event=event, text=came.note)
        files.enter(stored, thing, by=came.by, event=event)
        if stored:  # somebody may want to look at them
            ring()
        self._deadlines(thing, event)
        self._tell(thing, event)

    def _deadlines(self, thing, event):
        ended = Deadline.objects.unmet().filter(thing_kind=thing.kind, thing_id=thing.pk)
        if thing.stage not in thing.final:
            ended = ended.filter(rule__in=DeadlineRule.objects.filter(code__in=self.meets))
        was = ended.filter(counts=True).order_by("due_on").first() if self.puts_off else None
        if self.meets or thing.stage in thing.final:
            ended.update(met_on=event.on, met_by=event)
        for code in self.starts:
            start_deadline(thing, code, event, put_off=was)
        if thing.set_days:
            _follow_the_day_set(thing)

    def _tell(self, thing, event):
        if not self.tells:
            return
        people = policy.holders(thing.case, *self.tells).values_list("pk", flat=True)
        notices = [Notice(person_id=person, event=event) for person in people if person != event.actor_id]
        if notices:
            Notice.objects.bulk_create(notices)
            ring()


def _write_powers(all_of_it: running.Running, came: _Came) -> None:
    """Write a line for each case and each person whose powers the move has changed."""
    for (kind, pk), (about, changes) in sorted(all_of_it.powers.items()):
        last = Event.objects.filter(thing_kind=kind, thing_id=pk).order_by("-id").values_list("version", flat=True)
        version = (last.first() or 0) + 1
        came.event(
            case=about if kind == CASE else about.case,
            thing_kind=kind,
            thing_id=pk,
            move=f"{kind}.changed",
            version=version,
            changed=changes,
            digest=history.powers_digest(kind, pk, version, history.powers_held(kind, pk)[kind, pk]),
        ).save(force_insert=True)


def held(thing: Moving, *, share: bool = False) -> Any:
    """Return the thing as it is now; until this move has ended nobody else moves it.

    For a verb that decides by what stage another thing is at, or by how its sisters stand. With ``share`` several may
    hold it at once, as long as none of them moves it.
    """
    rows = type(thing)._base_manager.filter(pk=thing.pk)
    if not share:
        return rows.select_for_update(no_key=True).get()
    table = connection.ops.quote_name(thing._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR SHARE", [thing.pk])  # noqa: S608
    return rows.get()


def _tuple(value) -> tuple:
    return (value,) if isinstance(value, str) or callable(value) else tuple(value)


def _snapshot(thing) -> dict[str, Any]:
    return {
        field.attname: getattr(thing, field.attname)
        for field in thing._meta.concrete_fields
        if field.name not in ("stage", "version") and not field.primary_key
    }


def _today() -> datetime.date:
    """Return the day: what a move does by other moves happens on its own."""
    outer = running.now()
    return outer.today if outer else timezone.localdate()


def _at(today: datetime.date) -> datetime.datetime:
    """Return the moment for a history line; outside a demo or a test the database's own clock replaces it."""
    now = MOMENT.get() or timezone.localtime()
    return now if today == now.date() else now.replace(year=today.year, month=today.month, day=today.day)


#: rules whose dates run on where the clock of the case has been stopped: they see to it that it is not forgotten
RUNS_ON = ("look_at_stop",)


def start_deadline(thing: Moving, code: str, event: Event, *, put_off: Deadline | None = None) -> None:
    """Begin the dates of rule ``code`` for ``thing``, counted from ``event``; one that runs already is kept.

    Where several rules apply each gets its date, and the strictest counts. A date that people choose must have been
    chosen by then; else the move is refused and says so. ``put_off`` is the date that this one takes the place of.
    """
    case = thing.case
    rows = [_begun(thing, rule, event) for rule in rules_of(code, case.profile_id)]
    strictest = min(rows, key=lambda row: row.due_on)
    for row in rows:
        row.counts = row is strictest
        if case.stopped_on and code not in RUNS_ON:
            row.stopped_on = event.on
        if put_off:
            row.extended_from, row.extended_by = put_off.due_on, event
            outer = running.now()
            row.approved_by = None if outer is None or isinstance(outer.by, policy.Actor) else outer.by
    Deadline.objects.bulk_create(rows, ignore_conflicts=True)


def _follow_the_day_set(thing: Moving) -> None:
    """Count the open dates of a thing back from the day as it is set now; its own line says that it was changed."""
    rows = Deadline.objects.unmet().filter(thing_kind=thing.kind, thing_id=thing.pk, rule__code__in=thing.set_days)
    moved = [row for row in rows.select_related("rule") if thing.set_day(row.rule.code) not in (None, row.set_on)]
    for row in moved:
        row.set_on = thing.set_day(row.rule.code)
        again = clock.recounted([row])
        due_on, unsure = (again[0].due_on, again[0].provisional) if again else (row.due_on, row.provisional)
        Deadline.objects.filter(pk=row.pk).update(set_on=row.set_on, due_on=due_on, provisional=unsure)
    if moved:
        _weigh(thing.kind, thing.pk)


def _begun(thing: Moving, rule: DeadlineRule, event: Event) -> Deadline:
    set_on = thing.set_day(rule.code)
    if rule.unit == DeadlineRule.Unit.CHOSEN:
        due_on, provisional = thing.due_on, False
        if due_on is None:
            raise Refused(_("“%(rule)s” has no date yet.") % {"rule": _(rule.name)})
    elif rule.direction == DeadlineRule.Direction.BEFORE and set_on is None:
        raise Refused(_("“%(rule)s” is counted back from a day that has not been set yet.") % {"rule": _(rule.name)})
    else:
        due_on, provisional = clock.due_of(rule, event.on, set_on)
    return Deadline(
        case=thing.case,
        thing_kind=thing.kind,
        thing_id=thing.pk,
        rule=rule,
        word=thing.word_for(rule),
        from_event=event,
        from_on=event.on,
        set_on=set_on,
        due_on=due_on,
        provisional=provisional,
    )


def rules_of(code: str, profile_id: int | None) -> list[DeadlineRule]:
    """Return the rules ``code`` as the profile says them, the strictest first, or else as they hold for all of them."""
    found = DeadlineRule.objects.filter(Q(profile=profile_id) | Q(profile=None), code=code).select_related("profile")
    rules = [rule for rule in found if rule.profile_id is not None] or list(found)
    if not rules:
        raise DeadlineRule.DoesNotExist(f"no rule {code}")
    return sorted(rules, key=lambda rule: (clock.days_about(rule), rule.pk))


def rule_of(code: str, profile_id: int | None) -> DeadlineRule:
    """Return the rule ``code`` that counts in the profile."""
    return rules_of(code, profile_id)[0]


def ring() -> None:
    """Tell the listener at commit that there is work; losing the call loses nothing, the sweep comes anyway."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('xuncha_work', '')")


#: every move by its name, and the moves of each model in the order in which they were written
MOVES: dict[str, Move] = {}


def move(label, leaves, enters=None, **mark):
    """Mark a function as a move. See ``Move`` for what the mark may say.

    The first parameter's annotation names the model that is moved (``Referral | Clue`` moves both kinds by one verb);
    a return annotation says which model the move makes, one or a list of them.
    """

    def decorate(fn) -> Move:
        annotation = next(iter(inspect.signature(fn).parameters.values())).annotation
        models = typing.get_args(annotation) or (annotation,)
        made = [Move(fn, model, label, leaves, enters, **mark) for model in models]
        for one in made:
            if one.name in MOVES:
                raise TypeError(f"two moves are called {one.name}")
            one.siblings = {other.model: other for other in made}
            MOVES[one.name] = one
        return made[0]

    return decorate


def _made(fn) -> type[Moving] | None:
    made = inspect.signature(fn).return_annotation
    if typing.get_origin(made) is list:
        (made,) = typing.get_args(made)
    return made if inspect.isclass(made) and issubclass(made, Moving) else None


def moves_of(model: type[Moving]) -> list[Move]:
    """Return the moves that start from a thing of this model, wherever they are written."""
    return [m for m in MOVES.values() if m.model is model]


def begun_by() -> dict[str, list[str]]:
    """Return by the code of a rule what the moves are called that begin its dates, each once."""
    found: dict[str, list[str]] = {}
    for one in MOVES.values():
        for code in one.starts:
            if (label := str(one.label)) not in found.setdefault(code, []):
                found[code].append(label)
    return found


def counted_back() -> dict[str, str]:
    """Return what the day is called from which a rule may be counted back, by the code of the rule."""
    models = (model for model in apps.get_models() if issubclass(model, Moving))
    return {code: model.set_day_named(code) for model in models for code in model.set_days}


def get_move(model: type[Moving], slug: str) -> Move | None:
    """Return the move of ``model`` that is called ``slug`` in addresses."""
    return MOVES.get(f"{model._meta.label_lower}.{slug}")


def thing_of(kind: str, pk: int) -> Moving | None:
    """Return the thing that a history line or a deadline is about; a line about powers is about none."""
    if kind in (CASE, MEMBERSHIP):
        return None
    return apps.get_model(kind)._base_manager.filter(pk=pk).first()


def next_number(series: str) -> int:
    """Return the next number of a series. Taken back when the transaction is, so the series has no gaps."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO casework_counter (series, last) VALUES (%s, 1) "
            "ON CONFLICT (series) DO UPDATE SET last = casework_counter.last + 1 RETURNING last",
            [series],
        )
        return cursor.fetchone()[0]


def move_dates(moved: Iterable[clock.Moved], *, by, today: datetime.date, note: str, own: Moving | None = None) -> None:
    """Give dates their new day; each thing gets a line in its history, and who must act on it is told.

    For what follows from the calendar, from the rules or from a clock that stood still. The thing ``own`` is the one
    that is being moved: its own line says it already.
    """
    of_thing: dict[tuple[str, int], list[clock.Moved]] = {}
    for one in moved:
        of_thing.setdefault((one.deadline.thing_kind, one.deadline.thing_id), []).append(one)
    for (kind, pk), rows in sorted(of_thing.items()):
        with running.begun(today, by), transaction.atomic():
            thing = apps.get_model(kind)._base_manager.select_for_update(no_key=True).get(pk=pk)
            for one in rows:
                Deadline.objects.filter(pk=one.deadline.pk).update(
                    due_on=one.due_on, provisional=one.provisional, rule=one.rule
                )
            _weigh(kind, pk)
            rows = [one for one in rows if one.deadline.due_on != one.due_on]
            if rows and (own is None or (own.kind, own.pk) != (kind, pk)):
                _say_moved(thing, rows, _Came(by, today, _moved_in_words(rows, note), (), None))


def _weigh(kind: str, pk: int) -> None:
    """Let the strictest count of the dates that began together, where nobody has decided otherwise."""
    rows = Deadline.objects.unmet().filter(thing_kind=kind, thing_id=pk).select_related("rule").order_by("due_on", "pk")
    of_code: dict[str, list[Deadline]] = {}
    for row in rows:
        of_code.setdefault(row.rule.code, []).append(row)
    for together in of_code.values():
        if len(together) > 1 and not any(row.ruled_by_id for row in together):
            first, *others = together
            Deadline.objects.filter(pk=first.pk).update(counts=True)
            Deadline.objects.filter(pk__in=[row.pk for row in others]).update(counts=False)


def _say_moved(thing: Moving, rows: list[clock.Moved], came: _Came) -> None:
    thing.version += 1
    type(thing)._base_manager.filter(pk=thing.pk).update(version=thing.version)
    event = came.event(
        case=thing.case,
        thing_kind=thing.kind,
        thing_id=thing.pk,
        move=DATE_MOVED,
        from_stage=thing.stage,
        to_stage=thing.stage,
        version=thing.version,
        changed=[],
        digest=history.digest(thing),
        remark_digest=history.keyed("remark", came.note),
    )
    event.save(force_insert=True)
    Remark.objects.create(event=event, text=came.note)
    people = policy.holders(thing.case, *{one.deadline.word for one in rows})
    seeing = [one for one in people if type(thing).objects.visible_to(one).filter(pk=thing.pk).exists()]
    Notice.objects.bulk_create(Notice(person=one, event=event) for one in seeing if one.pk != event.actor_id)
    if seeing:
        ring()


def _moved_in_words(rows: list[clock.Moved], note: str) -> str:
    """Say in the language of the house which dates are moved from which day to which, and why."""
    with translation.override(settings.LANGUAGE_CODE):
        said = [
            _("“%(rule)s”: %(was)s → %(now)s")
            % {"rule": _(one.rule.name), "was": one.deadline.due_on.isoformat(), "now": one.due_on.isoformat()}
            for one in rows
        ]
        return _("%(dates)s. Reason: %(reason)s") % {"dates": _("; ").join(said), "reason": note}


#: the line that a date writes on its thing when the calendar, the rules or a clock that stood still move it
DATE_MOVED = "casework.deadline.moved"
#: what the lines are called that no move of a thing writes
POWERS = {
    DATE_MOVED: _lazy("Date moved"),
    f"{CASE}.changed": _lazy("Powers changed"),
    f"{MEMBERSHIP}.changed": _lazy("Membership changed"),
}


def label_of(event: Event) -> str:
    """Return what the history line calls the move."""
    known = MOVES.get(event.move)
    return str(known.label if known else POWERS.get(event.move, event.move))


def actor_of(event: Event) -> str:
    """Return who acted, as the history prints it."""
    return str(event.actor) if event.actor_id else str(policy.ACTORS[event.acting])
