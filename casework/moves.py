"""A verb carries its rule.

Whatever changes a row that people care about is a function in an ``actions.py``, and the mark above it says
everything about it: the stages it leaves, the stage it enters, who may do it, who is told, which form it asks for,
which deadline it starts or meets. The page, its buttons, the API, the history line, the inbox, the deadline, the
tests and the diagram in the docs all follow from that one mark.

An edit is a move whose two stages are the same; creating a child is a move of its parent (the return annotation
names the child). Every move is one conditional UPDATE on stage and version, so of fifty presses one wins, and all of
it happens in one transaction or none of it did.
"""

import datetime
import inspect
import typing
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from . import clock, files, history, policy
from .models import Deadline, DeadlineRule, Event, Moving, Notice, Remark

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


class Move:
    """One verb and its rule. Call it to do it: ``submit(paper, by=wang, note="…")``.

    Calling returns what the function returns: a created child (or a list of them), else the thing itself.
    Raises ``Refused`` when it is not open to ``by``, and ``Stale`` when the row is no longer at ``version``.
    """

    do_not_call_in_templates = True

    def __init__(self, fn, model, label, leaves, enters, **mark):
        self.fn = fn
        self.label: Promise = label
        self.leaves: tuple[str, ...] = (leaves,) if isinstance(leaves, str) else tuple(leaves)
        self.enters: str | None = enters
        self.by: tuple[str, ...] = _tuple(mark.pop("by"))
        self.tells: tuple[str, ...] = _tuple(mark.pop("tells", ()))
        self.asks = mark.pop("asks", None)
        self.needs: tuple[Guard, ...] = _tuple(mark.pop("needs", ()))
        self.starts: tuple[str, ...] = _tuple(mark.pop("starts", ()))
        self.meets: tuple[str, ...] = _tuple(mark.pop("meets", ()))
        #: the date field that takes the business day, in the same UPDATE as the stage
        self.stamps: str = mark.pop("stamps", "")
        #: its body also moves the parent, so nobody else may make a child of it at the same time
        self.alone: bool = mark.pop("alone", False)
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
        for guard in self.needs:
            if reason := guard(thing, user, today):
                return str(reason)
        return None

    # -- do it -----------------------------------------------------------------------------------------------

    def __call__(self, thing, *, by, today: datetime.date | None = None, version=None, form_key=None, **args):
        if type(thing) is not self.model:
            return self.siblings[type(thing)](thing, by=by, today=today, version=version, form_key=form_key, **args)
        today = today or timezone.localdate()
        if version is not None and version != thing.version and not self.makes:
            raise Stale(thing)
        if reason := self.why_not(by, thing, today):
            raise Refused(reason)
        note, uploads = args.get("note") or "", args.pop("files", None) or ()
        if self.takes_today:
            args["today"] = today
        with transaction.atomic():
            if self.makes:
                self._hold(thing)
                made = self.fn(thing, by=by, **args)
                children = made if isinstance(made, list) else [made]
                for child in children:
                    self._record(child, by, today, None, (), note, uploads, form_key)
                    uploads, form_key = (), None
                return made
            before_stage = thing.stage
            self._claim(thing, today)
            before = _snapshot(thing)
            result = self.fn(thing, by=by, **args)
            changed = [name for name, value in _snapshot(thing).items() if before[name] != value]
            if changed:
                type(thing)._base_manager.filter(pk=thing.pk).update(**{name: getattr(thing, name) for name in changed})
                changed = [name for name in changed if name not in thing.derived]
            changed += [self.stamps] if self.stamps else []
            self._record(thing, by, today, before_stage, changed, note, uploads, form_key)
        return thing if result is None else result

    def _claim(self, thing, today):
        """Win the row or raise: the one conditional UPDATE, before anything else is written."""
        values = {"stage": self.enters or thing.stage, "version": thing.version + 1}
        if self.stamps:
            values[self.stamps] = today
        won = type(thing)._base_manager.filter(pk=thing.pk, stage=thing.stage, version=thing.version)
        if not won.update(**values):
            raise Stale(type(thing)._base_manager.get(pk=thing.pk))
        for name, value in values.items():
            setattr(thing, name, value)

    def _hold(self, parent):
        """Lock the parent FOR SHARE: many may add children at once, nobody may move it on meanwhile."""
        lock = "UPDATE" if self.alone else "SHARE"
        table = connection.ops.quote_name(parent._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM {table} WHERE id = %s AND stage = ANY(%s) FOR {lock}",  # noqa: S608
                [parent.pk, list(self.leaves)],
            )
            if cursor.fetchone() is None:
                raise Stale(type(parent)._base_manager.get(pk=parent.pk))

    def _record(self, thing, by, today, before_stage, changed, note, uploads, form_key):
        event = Event(
            case=thing.case,
            thing_kind=thing.kind,
            thing_id=thing.pk,
            move=self.name,
            actor=None if isinstance(by, policy.Actor) else by,
            acting=by if isinstance(by, policy.Actor) else "",
            on=today,
            at=_at(today),
            from_stage=before_stage or "",
            to_stage=thing.stage,
            version=thing.version,
            changed=sorted(changed),
            digest=history.digest(thing),
            remark_digest=history.keyed("remark", note) if note else "",
            form_key=form_key or None,
        )
        event.save(force_insert=True)
        if note:
            Remark.objects.create(event=event, text=note)
        if uploads:
            files.keep(thing, uploads, by=by, event=event)
        self._deadlines(thing, event)
        self._tell(thing, event)

    def _deadlines(self, thing, event):
        ended = Deadline.objects.open().filter(thing_kind=thing.kind, thing_id=thing.pk)
        if thing.stage not in thing.final:
            ended = ended.filter(rule__code__in=self.meets) if self.meets else ended.none()
        if self.meets or thing.stage in thing.final:
            ended.update(met_on=event.on, met_by=event)
        for code in self.starts:
            start_deadline(thing, code, event)

    def _tell(self, thing, event):
        if not self.tells:
            return
        people = policy.holders(thing.case, *self.tells).values_list("pk", flat=True)
        notices = [Notice(person_id=person, event=event) for person in people if person != event.actor_id]
        if notices:
            Notice.objects.bulk_create(notices)
            ring()


def _tuple(value) -> tuple:
    return (value,) if isinstance(value, str) or callable(value) else tuple(value)


def _snapshot(thing) -> dict[str, Any]:
    return {
        field.attname: getattr(thing, field.attname)
        for field in thing._meta.concrete_fields
        if field.name not in ("stage", "version") and not field.primary_key
    }


def _at(today: datetime.date) -> datetime.datetime:
    """Return the moment for a history line; outside a demo or a test the database's own clock replaces it."""
    now = MOMENT.get() or timezone.localtime()
    return now if today == now.date() else now.replace(year=today.year, month=today.month, day=today.day)


def start_deadline(thing: Moving, code: str, event: Event) -> None:
    """Begin the deadline of rule ``code`` for ``thing``, counted from ``event``; one that runs already is kept."""
    rule = rule_of(code, thing.case.profile_id)
    if rule.unit == DeadlineRule.Unit.CHOSEN:
        due_on, provisional = thing.due_on, False
    else:
        due_on, provisional = clock.due(rule, event.on)
    deadline = Deadline(
        case=thing.case,
        thing_kind=thing.kind,
        thing_id=thing.pk,
        rule=rule,
        word=thing.word_for(rule),
        from_event=event,
        from_on=event.on,
        due_on=due_on,
        provisional=provisional,
    )
    Deadline.objects.bulk_create([deadline], ignore_conflicts=True)


def rule_of(code: str, profile_id: int | None) -> DeadlineRule:
    """Return the rule ``code`` as the profile says it, or else as it holds for all of them."""
    rules = DeadlineRule.objects.filter(Q(profile=profile_id) | Q(profile=None), code=code)
    rule = rules.order_by(F("profile").asc(nulls_last=True)).first()
    if rule is None:
        raise DeadlineRule.DoesNotExist(f"no rule {code}")
    return rule


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


def get_move(model: type[Moving], slug: str) -> Move | None:
    """Return the move of ``model`` that is called ``slug`` in addresses."""
    return MOVES.get(f"{model._meta.label_lower}.{slug}")


def thing_of(kind: str, pk: int) -> Moving | None:
    """Return the thing that a history line or a deadline is about."""
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


def label_of(event: Event) -> str:
    """Return what the history line calls the move."""
    known = MOVES.get(event.move)
    return str(known.label) if known else event.move


def actor_of(event: Event) -> str:
    """Return who acted, as the history prints it."""
    return str(event.actor) if event.actor_id else str(policy.ACTORS[event.acting])
