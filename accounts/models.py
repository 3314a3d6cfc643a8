"""Who people are: organisations, people, and accounts.

An organisation has two groups, its members and its principals; powers are granted to groups and never to persons, so
that whoever leaves a group has no power at the next request. The house itself (the installation) is a case on which
the three administrators hold their words, each exactly one and none on any business case.
"""

import hashlib
from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pypinyin import Style, lazy_pinyin

from casework import policy
from casework.models import Moving, Thing, ThingQuerySet, new_key


class UserQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Administrators see every account, everybody sees his own."""
        if House.objects.filter(case__in=policy.seen_by(user, "admit", "entrust", "audit")).exists():
            return self
        return self.filter(pk=user.pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Accounts are made by a move of the house; the manager only finds them."""


class User(AbstractBaseUser, Moving):
    """An account: one for one person. There is no superuser and no staff flag; powers are words held on cases."""

    class Stage(models.TextChoices):
        INVITED = "invited", _("waiting for first sign-in")
        ACTIVE = "active", _("active")
        DISABLED = "disabled", _("disabled")

    class Administrator(models.TextChoices):
        SYSTEM = "system", _("system administrator")
        SECURITY = "security", _("security administrator")
        AUDITOR = "auditor", _("auditor")

    class Density(models.TextChoices):
        COMPACT = "compact", _("compact")
        STANDARD = "standard", _("standard")
        LARGE = "large", _("large type")

    class Outside(models.TextChoices):
        """Of what a person is told outside the house, once a day. What is late nobody can turn off."""

        ALL = "all", _("of everything, once a day")
        LATE = "late", _("only of what is late, once a day")

    tones = {Stage.INVITED: "warn", Stage.ACTIVE: "ok", Stage.DISABLED: "idle"}
    inner = True
    derived = ("password", "last_login", "code_hash", "code_until", "language", "density", "keyboard", "outside")

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.INVITED)
    username = models.CharField(_("user name"), max_length=60, unique=True)
    name = models.CharField(_("full name"), max_length=60)
    person = models.OneToOneField(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="user",
        verbose_name=_("person"),
    )
    administrator = models.CharField(_("administrator"), max_length=8, choices=Administrator.choices, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    groups = models.ManyToManyField(Group, blank=True, verbose_name=_("groups"))
    code_hash = models.CharField(max_length=128, blank=True, editable=False)
    code_until = models.DateTimeField(null=True, editable=False)
    language = models.CharField(_("language"), max_length=8, blank=True)
    density = models.CharField(_("density"), max_length=8, choices=Density.choices, default=Density.STANDARD)
    keyboard = models.BooleanField(_("keyboard shortcuts"), default=False)
    outside = models.CharField(_("told outside"), max_length=8, choices=Outside.choices, default=Outside.ALL)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.CheckConstraint(
                condition=Q(administrator="") | Q(person__isnull=True), name="administrator_is_nobody_else"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def case(self):
        """Accounts lie in the house."""
        return House.objects.select_related("case").get().case

    @property
    def post(self) -> str:
        """What this person is, as the top bar shows it."""
        if self.administrator:
            return str(self.get_administrator_display())
        return self.person.post if self.person else ""

    @property
    def organisation_name(self) -> str:
        return str(self.person.organisation) if self.person else ""


class SessionQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Everybody sees where he himself is signed in, and nobody else does."""
        return self.filter(user=user, expire_date__gt=timezone.now())


class Session(AbstractBaseSession):
    """One browser in which somebody is signed in, or a stranger's that keeps a message."""

    user = models.ForeignKey(User, models.CASCADE, null=True, editable=False, related_name="sessions")

    objects = BaseSessionManager.from_queryset(SessionQuerySet)()

    @classmethod
    def get_session_store_class(cls):
        from .sessions import SessionStore

        return SessionStore

    @property
    def label(self) -> str:
        """Names the session on its owner's page without giving away the key that opens it."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:16]


class HouseQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "admit", "entrust", "audit"))


class House(Thing):
    """The installation: accounts and grants are kept by moves of it."""

    class Stage(models.TextChoices):
        STANDING = "standing", _("standing")

    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.STANDING)

    objects = HouseQuerySet.as_manager()

    class Meta:
        verbose_name = _("installation")
        verbose_name_plural = _("installations")

    def __str__(self):
        return str(_("Installation"))


def pinyin_key(name: str) -> str:
    """Return the key by which a Chinese name sorts; numbers are padded so that 2 comes before 10."""
    parts = lazy_pinyin(name, style=Style.TONE3, errors=list)  # type: ignore[arg-type]
    return "".join(part.zfill(6) if part.isdigit() else part.lower().ljust(1) + " " for part in parts)[:200]


def initials(name: str) -> str:
    """Return the first letters of a name's pinyin, for looking it up."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))[:60].lower()


class OrganisationQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The registry is for those who inspect and for the departments; a unit sees itself."""
        wide = policy.seen_by(user, "oversee", "direct", "observe")
        keepers = House.objects.filter(case__in=policy.seen_by(user, "admit", "entrust"))
        mine = user.groups.through.objects.filter(user=user).values("group")
        return self.filter(Q(case__in=wide) | Q(models.Exists(keepers)) | Q(members__in=mine) | Q(principals__in=mine))

    def inspectable(self):
        """Those that an inspection can be sent to."""
        return self.filter(kind_of__in=Organisation.INSPECTABLE, stage=Organisation.Stage.ACTIVE)

    def authority(self):
        """Return the district committee, or None while the district is not founded or not to be seen."""
        return self.filter(kind_of=Organisation.Kind.AUTHORITY).select_related("case").first()

    def in_order(self):
        """As a tree: each body before those that belong to it, neighbours in protocol order, then by pinyin."""
        return self.order_by("tree_key", "pk")

    def called(self, text):
        """Those that somebody means who types part of a name, its pinyin initials or the code."""
        return self.filter(
            Q(name__icontains=text)
            | Q(short_name__icontains=text)
            | Q(initials__contains=text.lower())
            | Q(code__iexact=text)
        )


class Organisation(Thing):
    """A body of the district: the authority, its offices and departments, units, villages."""

    class Stage(models.TextChoices):
        ACTIVE = "active", _("active")
        CLOSED = "closed", _("dissolved")

    class Kind(models.TextChoices):
        AUTHORITY = "authority", _("district committee")
        LEADING_GROUP = "leading_group", _("inspection leading group")
        OFFICE = "office", _("inspection office")
        DISCIPLINE = "discipline", _("discipline commission")
        PERSONNEL = "personnel", _("organisation department")
        DEPARTMENT = "department", _("department")
        TOWN = "town", _("town or subdistrict")
        VILLAGE = "village", _("village or community")
        COMPANY = "company", _("state-owned company")
        SCHOOL = "school", _("school")
        HOSPITAL = "hospital", _("hospital")

    class PartyKind(models.TextChoices):
        COMMITTEE = "committee", _("Party committee")
        GROUP = "group", _("leading Party members' group")
        WORK = "work", _("Party working committee")
        GENERAL_BRANCH = "general_branch", _("general Party branch")
        BRANCH = "branch", _("Party branch")

    #: the order of a body that nobody has put in order
    UNORDERED = 9999
    INSPECTABLE = (Kind.DEPARTMENT, Kind.TOWN, Kind.VILLAGE, Kind.COMPANY, Kind.SCHOOL, Kind.HOSPITAL)
    tones = {Stage.ACTIVE: "ok", Stage.CLOSED: "idle"}
    derived = ("sort_key", "initials", "tree_key")

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.ACTIVE)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    code = models.CharField(_("code"), max_length=40, blank=True)
    kind_of = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    party_kind = models.CharField(_("Party organisation"), max_length=16, choices=PartyKind.choices, blank=True)
    level = models.CharField(_("level"), max_length=40, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name=_("belongs to"))
    official_order = models.PositiveIntegerField(_("order"), default=UNORDERED)
    tags = models.CharField(_("tags"), max_length=200, blank=True)
    about = models.TextField(_("about"), blank=True)
    last_inspected = models.PositiveSmallIntegerField(_("last inspected in"), null=True, blank=True)
    inspected_before = models.TextField(_("earlier inspections"), blank=True)
    members = models.OneToOneField(Group, models.PROTECT, related_name="member_of", editable=False)
    principals = models.OneToOneField(Group, models.PROTECT, related_name="principal_of", editable=False)
    sort_key = models.CharField(max_length=200, editable=False)
    initials = models.CharField(max_length=60, editable=False)
    tree_key = models.CharField(max_length=500, editable=False, default="", db_collation="C", db_index=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(fields=["case", "name"], name="one_organisation_a_name"),
            models.UniqueConstraint(fields=["case", "code"], condition=~Q(code=""), name="one_organisation_a_code"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.find_place()
        super().save(*args, **kwargs)

    def set(self, **values):
        """Give fields their new values, and the place in the tree that follows from them."""
        super().set(**values)
        self.find_place()

    def find_place(self):
        """Work out what the names and the parent say about the order; the rows below are left to ``take_along``."""
        self.sort_key, self.initials = pinyin_key(self.name), initials(self.name)
        above = Organisation.objects.filter(pk=self.parent_id).values_list("tree_key", flat=True).first() or ""
        self.tree_key = f"{above}{min(self.official_order, 99999):05d}{self.sort_key[:30]}{self.key}/"

    def below(self):
        """Return every body that belongs to this one, at whatever depth."""
        return Organisation.objects.filter(tree_key__startswith=self.tree_key).exclude(pk=self.pk)

    def take_along(self, old_key: str) -> None:
        """Move all that lies below from the place that was called ``old_key`` to this one."""
        rest = Substr("tree_key", len(old_key) + 1)
        moved = Organisation.objects.filter(tree_key__startswith=old_key).exclude(pk=self.pk)
        moved.update(tree_key=Concat(Value(self.tree_key), rest))


class PersonQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office and the account keepers see everybody; others see themselves."""
        keepers = House.objects.filter(case__in=policy.seen_by(user, "admit", "entrust"))
        return self.filter(
            Q(case__in=policy.seen_by(user, "oversee", "direct"))
            | Q(models.Exists(keepers))
            | Q(pk=getattr(user, "person_id", None) or 0)
        )

    def in_pool(self):
        return self.filter(in_pool=True, stage=Person.Stage.SERVING)

    def called(self, text):
        """Those whom somebody means who types part of a name, or its pinyin initials."""
        return self.filter(Q(name__icontains=text) | Q(initials__startswith=text.lower()))


class Person(Thing):
    """Somebody who works somewhere; may be in the pool that teams are drawn from."""

    class Stage(models.TextChoices):
        SERVING = "serving", _("serving")
        LEFT = "left", _("left")

    class Sex(models.TextChoices):
        MALE = "male", _("male")
        FEMALE = "female", _("female")

    class Duty(models.TextChoices):
        PRINCIPAL = "principal", _("principal")
        LIAISON = "liaison", _("liaison")
        STAFF = "staff", _("staff")

    class Skill(models.TextChoices):
        """The division of labour inside a team."""

        COORDINATION = "coordination", _("coordination")
        TALKS = "talks", _("talks and inquiries outside")
        FINANCE = "finance", _("finance and audit")
        PARTY = "party", _("Party building and organisation")
        WRITING = "writing", _("writing and summing up")
        WORKS = "works", _("construction projects")

    class Leads(models.TextChoices):
        LEADER = "leader", _("leader of a team")
        DEPUTY = "deputy", _("deputy leader of a team")

    tones = {Stage.SERVING: "ok", Stage.LEFT: "idle"}
    derived = ("sort_key", "initials")

    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.SERVING)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="people", verbose_name=_("organisation")
    )
    name = models.CharField(_("full name"), max_length=60)
    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    ethnicity = models.CharField(_("ethnicity"), max_length=20, blank=True)
    native_place = models.CharField(_("native place"), max_length=60, blank=True)
    political_status = models.CharField(_("political status"), max_length=20, blank=True)
    education = models.CharField(_("education"), max_length=20, blank=True)
    degree = models.CharField(_("degree"), max_length=20, blank=True)
    post = models.CharField(_("post"), max_length=80, blank=True)
    rank = models.CharField(_("rank"), max_length=40, blank=True)
    duty = models.CharField(_("duty"), max_length=16, choices=Duty.choices, default=Duty.STAFF)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    in_pool = models.BooleanField(_("in the talent pool"), default=False)
    pool_kind = models.CharField(_("pool category"), max_length=40, blank=True)
    leads = models.CharField(
        _("may serve as"),
        max_length=8,
        choices=Leads.choices,
        blank=True,
        help_text=_("Whoever is neither serves as a member."),
    )
    skills = ArrayField(
        models.CharField(max_length=16, choices=Skill.choices), verbose_name=_("skills"), default=list, blank=True
    )
    tags = models.CharField(_("tags"), max_length=200, blank=True)
    about = models.TextField(_("curriculum vitae"), blank=True)
    sort_key = models.CharField(max_length=200, editable=False)
    initials = models.CharField(max_length=60, editable=False, default="")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            models.Index(fields=["organisation", "name"], name="person_of_organisation"),
            models.Index(fields=["sort_key", "id"], name="person_order"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.find_place()
        super().save(*args, **kwargs)

    def set(self, **values):
        """Give fields their new values, and the order that follows from the name."""
        super().set(**values)
        self.find_place()

    def find_place(self):
        self.sort_key, self.initials = pinyin_key(self.name), initials(self.name)

    @property
    def skills_text(self) -> str:
        """What this person is good at, as the office says it."""
        return in_words(self.skills)


def in_words(skills: Iterable[str]) -> str:
    """Return skills as the office says them, in their usual order."""
    return "、".join(str(skill.label) for skill in Person.Skill if skill in skills)


class TieQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office, and the one whose tie it is: whose kin works where is nobody else's business."""
        return self.filter(
            Q(case__in=policy.seen_by(user, "oversee", "direct")) | Q(person=getattr(user, "person_id", None) or 0)
        )


class Tie(Thing):
    """What ties a person to a body beyond working there now: whoever has one keeps away from inspecting it."""

    class Stage(models.TextChoices):
        STANDING = "standing", _("holds")
        ENDED = "ended", _("no longer holds")

    class Kind(models.TextChoices):
        WORKED = "worked", _("worked there before")
        KIN = "kin", _("kin works there")
        PLACE = "place", _("comes from there")
        OTHER = "other", _("another tie")

    tones = {Stage.STANDING: "warn", Stage.ENDED: "idle"}
    final = (Stage.ENDED,)
    inner = True
    #: no business of the portal's
    sealed = True
    named_by = ("person", "organisation")

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.STANDING)
    person = models.ForeignKey(Person, models.PROTECT, related_name="ties", verbose_name=_("person"))
    kind_of = models.CharField(_("kind of tie"), max_length=8, choices=Kind.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="ties", verbose_name=_("organisation"))
    details = models.CharField(
        _("details"), max_length=200, blank=True, help_text=_("Who it is and what he does there; from when to when.")
    )
    declared_on = models.DateField(_("declared on"))

    objects = TieQuerySet.as_manager()

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind_of", "organisation"],
                condition=Q(stage="standing"),
                name="one_tie_of_a_kind",
            )
        ]

    def __str__(self):
        return f"{self.person} · {self.organisation}"


class RosterFileQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(person=user)


class RosterFile(models.Model):
    """A workbook that somebody has handed in and not yet confirmed; the next one takes its place."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    person = models.OneToOneField(User, models.CASCADE, related_name="+")
    name = models.CharField(_("file name"), max_length=200)
    content = models.BinaryField()
    at = models.DateTimeField(auto_now=True)

    #: no business of the portal's
    sealed = True

    objects = RosterFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("roster file")
        verbose_name_plural = _("roster files")

    def __str__(self):
        return self.name
