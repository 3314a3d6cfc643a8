"""Keeping the registry, the accounts and the grants."""

import datetime
import secrets

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Case
from casework.moves import move
from casework.policy import Actor

from . import forms
from .models import House, Organisation, Person, Tie, User

CODE_LIFE = datetime.timedelta(hours=24)

#: bodies that every district has, made when it is founded: kind → (name, Party organisation)
FOUNDING = {
    Organisation.Kind.LEADING_GROUP: "区委巡察工作领导小组",
    Organisation.Kind.OFFICE: "区委巡察办",
    Organisation.Kind.DISCIPLINE: "区纪委监委",
    Organisation.Kind.PERSONNEL: "区委组织部",
}


def _organisation(case: Case, **values) -> Organisation:
    groups = [Group.objects.create(name=f"{role} {secrets.token_hex(8)}") for role in ("members", "principals")]
    return Organisation.objects.create(case=case, members=groups[0], principals=groups[1], **values)


#: the word that each administrator holds on the house, and on nothing else
ADMINISTRATORS = {
    User.Administrator.SYSTEM: "admit",
    User.Administrator.SECURITY: "entrust",
    User.Administrator.AUDITOR: "audit",
}


def stand(today: datetime.date | None = None) -> House:
    """Return the installation, made when there is none: the one thing that no move can make.

    Its first history line is the first move of it.
    """
    house = House.objects.select_related("case").first()
    if house is None:
        with transaction.atomic():
            house = House.objects.create(case=Case.objects.create(kind="accounts.house"), version=0)
            raise_house(house, by=Actor.HOUSE, today=today)
    return house


def administrators(kind: str) -> Group:
    """Return the group of one kind of administrator."""
    return Group.objects.get_or_create(name=f"administrator {kind}")[0]


@move(_("Installed"), House.Stage.STANDING, by=Actor.HOUSE)
def raise_house(house: House, *, by):
    """The installation begins, and each kind of administrator holds its word on it."""
    for administrator, word in ADMINISTRATORS.items():
        policy.grant(house.case, word, administrators(administrator))


def _not_yet_founded(house: House, by, today):
    if Organisation.objects.filter(kind_of=Organisation.Kind.AUTHORITY).exists():
        return _("The district has been founded.")
    return None


@move(
    _("Found the district"),
    House.Stage.STANDING,
    by=("admit", Actor.HOUSE),
    asks=forms.Found,
    needs=_not_yet_founded,
    first=True,
)
def found(house: House, *, by, name: str, prefix: str = "") -> list[Organisation]:
    """Makes the district committee and the bodies that every district has."""
    case = Case.objects.create(kind="accounts.organisation")
    root = _organisation(case, name=name, kind_of=Organisation.Kind.AUTHORITY, official_order=1)
    made = [root]
    for order, (kind, plain) in enumerate(FOUNDING.items(), start=2):
        made.append(_organisation(case, name=f"{prefix}{plain}", kind_of=kind, parent=root, official_order=order))
    by_kind = {organisation.kind_of: organisation for organisation in made}
    office = by_kind[Organisation.Kind.OFFICE]
    policy.grant(case, "oversee", office.members, office.principals)
    policy.grant(case, "direct", office.principals)
    leading = by_kind[Organisation.Kind.LEADING_GROUP]
    policy.grant(case, "observe", leading.members, leading.principals)
    return made


def one_time_code() -> str:
    """Return a code that can be read out over a desk: four groups of four, no letters that look alike."""
    alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
    return "-".join("".join(secrets.choice(alphabet) for _n in range(4)) for _group in range(4))


@move(_("Admit a person"), House.Stage.STANDING, by=("admit", Actor.HOUSE), asks=forms.Admit, first=True)
def admit(
    house: House,
    *,
    by,
    today,
    username: str,
    name: str = "",
    person: Person | None = None,
    organisation: Organisation | None = None,
    post: str = "",
    administrator="",
    email="",
) -> User:
    """Makes an account. It can be used once its one-time code was handed over in person."""
    if organisation is not None:  # somebody new: of an office that begins nobody is in the registry yet
        person = register_person(organisation, by=Actor.HOUSE, today=today, name=name, post=post)
    user = User(
        username=username,
        name=name or (person.name if person else username),
        person=person,
        administrator=administrator,
        email=email,
        password=make_password(None),
    )
    user.save(force_insert=True)
    if administrator:
        policy.join(user, administrators(administrator))
    return user


def end_sessions(user: User) -> None:
    """Close what is open under this account: browsers and programs alike."""
    user.sessions.all().delete()
    user.auth_token_set.all().delete()  # type: ignore[attr-defined]


def _at_the_console(user: User, by, today):
    """Whoever makes codes could otherwise sign in as the one who gives powers."""
    if user.administrator and by != Actor.HOUSE:
        return _("The code of an administrator is made on the server itself: manage.py first_people --again.")
    return None


@move(
    _("Issue a one-time code"),
    (User.Stage.INVITED, User.Stage.ACTIVE),
    User.Stage.INVITED,
    by=("admit", Actor.HOUSE),
    needs=_at_the_console,
    first=True,
)
def issue_code(user: User, *, by):
    """Ends the old password and shows a one-time code once, to be handed over in person within a day."""
    end_sessions(user)
    user.new_code = code = one_time_code()  # type: ignore[attr-defined]
    User.objects.filter(pk=user.pk).update(
        code_hash=make_password(code),
        code_until=timezone.now() + CODE_LIFE,
        password=make_password(None),
    )


@move(_("Choose a password"), (User.Stage.INVITED, User.Stage.ACTIVE), User.Stage.ACTIVE, by=Actor.HOUSE)
def choose_password(user: User, *, by, password: str):
    """Whoever signed in, or showed the one-time code, sets his own password."""
    end_sessions(user)
    user.set_password(password)
    User.objects.filter(pk=user.pk).update(password=user.password, code_hash="", code_until=None)


def _not_oneself(user: User, by, today):
    if by == user:
        return _("Nobody changes his own account here.")
    return None


@move(
    _("Disable"),
    (User.Stage.INVITED, User.Stage.ACTIVE),
    User.Stage.DISABLED,
    by="admit",
    asks=forms.Reason,
    needs=_not_oneself,
    grave=True,
)
def disable(user: User, *, by, note: str):
    """From the next request on this account can do nothing; its history stays."""
    end_sessions(user)
    user.is_active = False


@move(_("Enable"), User.Stage.DISABLED, User.Stage.INVITED, by="admit", asks=forms.Reason, needs=_not_oneself)
def enable(user: User, *, by, note: str):
    """The account may be used again, with a new one-time code."""
    user.is_active = True


def _no_administrator(user: User, by, today):
    if user.administrator:
        return _("An administrator holds no power on any case.")
    return None


@move(
    _("Put into a body"),
    (User.Stage.INVITED, User.Stage.ACTIVE),
    by=("entrust", Actor.HOUSE),
    asks=forms.Entrust,
    needs=(_not_oneself, _no_administrator),
    first=True,
)
def entrust(user: User, *, by, organisation: Organisation, as_principal: bool = False, note: str = ""):
    """Lets the account act for a body, as one of its people or as its principal."""
    policy.join(user, organisation.principals if as_principal else organisation.members)


@move(
    _("Take out of a body"),
    (User.Stage.INVITED, User.Stage.ACTIVE, User.Stage.DISABLED),
    by=("entrust", Actor.HOUSE),
    asks=forms.Distrust,
    needs=_not_oneself,
    grave=True,
)
def distrust(user: User, *, by, organisation: Organisation, note: str):
    """Ends what the account may do for a body, at its next request."""
    policy.leave(user, organisation.principals, organisation.members)


def _is_the_authority(organisation: Organisation, by, today):
    if organisation.kind_of != Organisation.Kind.AUTHORITY:
        return _("This is done on the page of the district committee.")
    return None


@move(
    _("Register an organisation"),
    Organisation.Stage.ACTIVE,
    by="oversee",
    asks=forms.Register,
    needs=_is_the_authority,
)
def register(organisation: Organisation, *, by, **values) -> Organisation:
    """Adds a body to the registry."""
    values["parent"] = values.get("parent") or organisation
    return _organisation(organisation.case, **values)


@move(_("Amend"), Organisation.Stage.ACTIVE, by="oversee", asks=forms.Amend)
def amend(organisation: Organisation, *, by, **values):
    """Corrects what the registry says of a body."""
    place = Organisation.objects.values_list("tree_key", flat=True).get(pk=organisation.pk)
    organisation.set(**values)
    organisation.take_along(place)


def _district_needs_it(organisation: Organisation, by, today):
    if organisation.kind_of not in Organisation.INSPECTABLE:
        return _("Every district has this body.")
    return None


@move(
    _("Dissolve"),
    Organisation.Stage.ACTIVE,
    Organisation.Stage.CLOSED,
    by="oversee",
    asks=forms.Reason,
    needs=_district_needs_it,
    grave=True,
)
def close(organisation: Organisation, *, by, note: str):
    """The body is merged or dissolved; what was found there stays and is followed."""


@move(_("A channel is silent"), Organisation.Stage.ACTIVE, by=Actor.CLOCK, needs=_is_the_authority, tells="oversee")
def lose_channel(organisation: Organisation, *, by, note: str):
    """A way out of the house took nothing for a while: whoever it tells has to look into the notices himself."""


@move(_("Register a person"), Organisation.Stage.ACTIVE, by=("oversee", Actor.HOUSE), asks=forms.RegisterPerson)
def register_person(organisation: Organisation, *, by, **values) -> Person:
    """Adds somebody who works here."""
    return Person.objects.create(case=organisation.case, organisation=organisation, **values)


@move(_("Amend"), Person.Stage.SERVING, by="oversee", asks=forms.AmendPerson)
def amend_person(person: Person, *, by, **values):
    """Corrects what the registry says of a person."""
    person.set(**values)


@move(_("Has left"), Person.Stage.SERVING, Person.Stage.LEFT, by="oversee", asks=forms.Reason, grave=True)
def leave(person: Person, *, by, note: str):
    """The person no longer serves here and leaves the pool."""
    person.in_pool = False


@move(_("Declare a tie"), Person.Stage.SERVING, by="oversee", asks=forms.DeclareTie)
def declare_tie(person: Person, *, by, today: datetime.date, **values) -> Tie:
    """Kin, an earlier post or where somebody comes from: teams that go there are built without him."""
    return Tie.objects.create(case=person.case, person=person, declared_on=today, **values)


@move(_("No longer holds"), Tie.Stage.STANDING, Tie.Stage.ENDED, by="oversee", asks=forms.Reason)
def end_tie(tie: Tie, *, by, note: str):
    """The tie is over; that it was declared stays to be read."""
