"""Who holds which word on which case. The one file that asks guardian.

Powers are a few words held on a case, granted to groups (a team, a unit's people, a department) by the move that
opens the case. There is no global power and no superuser: leaving the group ends the power at the next request.

What is given and taken here is written into the history by the move that does it; nothing else may give or take.
"""

from enum import StrEnum

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from guardian.shortcuts import assign_perm, remove_perm

from . import running
from .models.case import Case, CaseGroupObjectPermission, CaseUserObjectPermission
from .models.event import CASE, MEMBERSHIP

#: every word, and who that is, in words that a user may read
WORDS: dict[str, Promise] = {
    "oversee": _("the inspection office"),
    "direct": _("the head of the inspection office"),
    "observe": _("the leading group"),
    "lead": _("the team leader or a deputy"),
    "inspect": _("the members of the team"),
    "respond": _("the unit's liaison"),
    "sign": _("the unit's principal"),
    "supervise": _("the departments that supervise rectification"),
    "handle": _("the department that received it"),
    "own": _("the person himself"),
    "admit": _("the system administrator"),
    "entrust": _("the security administrator"),
    "audit": _("the auditor"),
}


class Actor(StrEnum):
    """Those who act without an account."""

    CLOCK = "clock"
    WRITER = "writer"
    HOUSE = "house"


ACTORS: dict[str, Promise] = {
    Actor.CLOCK: _("the clock"),
    Actor.WRITER: _("a letter writer"),
    Actor.HOUSE: _("the system"),
}


def seen_by(user, *words) -> QuerySet:
    """Return the ids of the cases on which ``user`` holds any of ``words``: a subquery, never a list."""
    if not getattr(user, "is_active", False):
        return Case.objects.none().values("pk")
    by_group = CaseGroupObjectPermission.objects.filter(
        permission__codename__in=words,
        group__in=user.groups.through.objects.filter(user=user).values("group"),
    ).values("content_object")
    in_person = CaseUserObjectPermission.objects.filter(permission__codename__in=words, user=user).values(
        "content_object"
    )
    return by_group.union(in_person, all=True)


def held_anywhere(user) -> frozenset[str]:
    """Return every word that ``user`` holds on some case: what his navigation is made of."""
    if not getattr(user, "is_active", False):
        return frozenset()
    mine = user.groups.through.objects.filter(user=user).values("group")
    return frozenset(
        CaseGroupObjectPermission.objects.filter(group__in=mine)
        .values_list("permission__codename", flat=True)
        .distinct()
    )


def holds_the_word(user, case="case", word="word") -> Exists:
    """Return a condition on rows that name a case and a word: ``user`` holds that word on that case."""
    return Exists(
        CaseGroupObjectPermission.objects.filter(
            content_object=OuterRef(case),
            permission__codename=OuterRef(word),
            group__in=user.groups.through.objects.filter(user=user).values("group"),
        )
    )


def words_on(user, case) -> frozenset[str]:
    """Return the words that ``user`` holds on ``case`` now."""
    if not getattr(user, "is_active", False):
        return frozenset()
    tables = {
        "by_group": CaseGroupObjectPermission._meta.db_table,
        "in_person": CaseUserObjectPermission._meta.db_table,
        "member": user.groups.through._meta.db_table,
    }
    with connection.cursor() as cursor:
        cursor.execute(WORDS_ON % tables, [case.pk, user.pk, case.pk, user.pk])
        return frozenset(word for (word,) in cursor.fetchall())


#: asked once a page and once a move, so it is written out: the ORM needs longer to write it than the database to answer
WORDS_ON = """
    SELECT codename FROM auth_permission WHERE id IN (
        SELECT permission_id FROM %(by_group)s
        WHERE content_object_id = %%s AND group_id IN (SELECT group_id FROM %(member)s WHERE user_id = %%s)
        UNION ALL
        SELECT permission_id FROM %(in_person)s WHERE content_object_id = %%s AND user_id = %%s
    )
"""


def holders(case, *words) -> QuerySet:
    """Return the people who hold any of ``words`` on ``case`` and may sign in."""
    grants = CaseGroupObjectPermission.objects.filter(content_object=case, permission__codename__in=words)
    personal = CaseUserObjectPermission.objects.filter(content_object=case, permission__codename__in=words)
    users = get_user_model().objects.filter(is_active=True)
    return users.filter(Q(groups__in=grants.values("group")) | Q(pk__in=personal.values("user"))).distinct()


def who_holds(cases, words) -> dict[tuple[int, str], list]:
    """Return the people of ``holders`` for many cases at once, by case and word."""
    wanted = {"content_object__in": cases, "permission__codename__in": words}
    by_group = CaseGroupObjectPermission.objects.filter(**wanted, group__user__is_active=True)
    in_person = CaseUserObjectPermission.objects.filter(**wanted, user__is_active=True)
    rows = {
        *by_group.values_list("content_object", "permission__codename", "group__user"),
        *in_person.values_list("content_object", "permission__codename", "user"),
    }
    people = get_user_model().objects.in_bulk({person for _case, _word, person in rows})
    held: dict[tuple[int, str], list] = {}
    for case, word, person in sorted(rows):
        held.setdefault((case, word), []).append(people[person])
    return held


def grant(case: Case, word: str, *groups: Group) -> None:
    """Let the people of ``groups`` hold ``word`` on ``case``. Granting twice is granting once."""
    for group in groups:
        _note(CASE, case, f"+{word} {group.pk}")
        assign_perm(word, group, case)


def withdraw(case: Case, word: str, *groups: Group) -> None:
    """End what ``grant`` began."""
    for group in groups:
        _note(CASE, case, f"-{word} {group.pk}")
        remove_perm(word, group, case)


def join(user, *groups: Group) -> None:
    """Let a person hold what these groups hold, from his next request on."""
    for group in groups:
        _note(MEMBERSHIP, user, f"+{group.pk}")
    user.groups.add(*groups)


def leave(user, *groups: Group) -> None:
    """End what ``join`` began, at his next request."""
    for group in groups:
        _note(MEMBERSHIP, user, f"-{group.pk}")
    user.groups.remove(*groups)


def _note(kind: str, about, change: str) -> None:
    """Keep the change for the history; two moves that change the same powers wait for each other."""
    move = running.now()
    if move is None:
        raise RuntimeError("powers change by moves only, so that the history knows of them")
    if (kind, about.pk) not in move.powers:
        about._meta.model._base_manager.select_for_update(no_key=True).get(pk=about.pk)
    move.powers.setdefault((kind, about.pk), (about, []))[1].append(change)


def grants_of(case) -> QuerySet:
    """Return who holds what on ``case``, for those who keep the grants."""
    return CaseGroupObjectPermission.objects.filter(content_object=case).select_related("group", "permission")
