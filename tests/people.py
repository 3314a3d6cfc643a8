"""A fixed cast. Everybody who matters to a rule is here once, under the name that the tests call him by."""

from dataclasses import dataclass, field

from accounts import actions as registry
from accounts.models import House, Organisation, User
from casework.policy import Actor

PASSWORD = "tests-know-this-1"


@dataclass
class Cast:
    """The district of the tests and the people in it."""

    house: House
    authority: Organisation
    office: Organisation
    leading_group: Organisation
    discipline: Organisation
    personnel: Organisation
    unit: Organisation
    other_unit: Organisation
    department: Organisation
    users: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["users"][name]
        except KeyError:
            raise AttributeError(name) from None


def cast() -> Cast:
    """Make the district and its people, by real moves."""
    house = registry.stand()
    administrators = {}
    for name, kind in (("sysadmin", "system"), ("secadmin", "security"), ("auditor", "auditor")):
        user = registry.admit(house, by=Actor.HOUSE, username=name, name=name, administrator=kind)
        administrators[name] = registry.choose_password(user, by=Actor.HOUSE, password=PASSWORD)
    registry.found(house, by=administrators["sysadmin"], name="测试区委")
    for user in administrators.values():
        registry.choose_password(user, by=Actor.HOUSE, password=PASSWORD)
    bodies = {body.kind_of: body for body in Organisation.objects.all()}
    kinds = Organisation.Kind
    made = Cast(
        house=house,
        authority=bodies[kinds.AUTHORITY],
        office=bodies[kinds.OFFICE],
        leading_group=bodies[kinds.LEADING_GROUP],
        discipline=bodies[kinds.DISCIPLINE],
        personnel=bodies[kinds.PERSONNEL],
        unit=None,
        other_unit=None,
        department=None,
        users=administrators,
    )
    join(made, "head", "主任", made.office, principal=True)
    join(made, "clerk", "干部", made.office)
    office = made.clerk
    for name, plain in (("unit", "区住建局"), ("other_unit", "区教育局"), ("department", "区财政局")):
        setattr(
            made,
            name,
            registry.register(made.authority, by=office, name=plain, kind_of=kinds.DEPARTMENT, party_kind="group"),
        )
    join(made, "secretary", "书记", made.leading_group)
    join(made, "discipline_handler", "纪委承办人", made.discipline)
    join(made, "personnel_handler", "组织部承办人", made.personnel)
    join(made, "department_handler", "财政局承办人", made.department)
    join(made, "principal", "局长", made.unit, principal=True)
    join(made, "liaison", "联络员", made.unit)
    join(made, "other_principal", "另一局长", made.other_unit, principal=True)
    join(made, "other_liaison", "另一联络员", made.other_unit)
    for name in ("leader", "member", "second_member", "other_leader", "other_member", "stranger"):
        join(made, name, name, made.authority, pool=True, member=False)
    return made


def join(cast: Cast, username: str, plain: str, body: Organisation, *, principal=False, pool=False, member=True):
    """Somebody works in a body, may sign in, and acts for it; whoever is in the pool alone acts for nobody."""
    by = cast.users.get("clerk") or Actor.HOUSE
    person = registry.register_person(body, by=by, name=plain, post=plain, in_pool=pool)
    user = registry.admit(cast.house, by=cast.sysadmin, username=username, person=person)
    if member:
        registry.entrust(user, by=cast.secadmin, organisation=body, as_principal=principal)
    user = User.objects.get(pk=user.pk)
    registry.choose_password(user, by=Actor.HOUSE, password=PASSWORD)
    cast.users[username] = user
    return user
