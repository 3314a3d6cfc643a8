"""What every page carries: who is here, where he may go, what waits for him."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from . import jobs, policy
from .models import Database, Deadline, Notice


@dataclass(frozen=True)
class Place:
    """An entry of the navigation, shown to whoever holds one of ``words`` somewhere."""

    group: str
    label: str | Promise
    url: str
    icon: str
    words: tuple[str, ...]


#: the groups of the navigation, in their order
GROUPS: dict[str, str | Promise] = {
    "desk": "",
    "inspection": _("Inspection"),
    "onsite": _("On-site inquiry"),
    "rectification": _("Findings and rectification"),
    "common": _("Use of results"),
    "referral": _("Referrals"),
    "registry": _("Registry"),
    "settings": _("Settings"),
}

PLACES: list[Place] = []


def place(group: str, label, url: str, icon: str, *words: str) -> None:
    """Add an entry to the navigation. ``url`` is the name of a page; no ``words`` means everybody."""
    PLACES.append(Place(group, label, url, icon, words))


#: parts of the desk: (title, name of a panel, words that bring it there)
DESK: list[tuple[str | Promise, str, tuple[str, ...]]] = []


def desk(title, url: str, *words: str) -> None:
    """Add a panel to the desk of whoever holds one of ``words``; it is asked for by address."""
    DESK.append((title, url, words))


def desk_panels(user) -> list[dict[str, str]]:
    """Return the panels of this person's desk."""
    held = policy.held_anywhere(user)
    return [
        {"title": str(title), "url": address, "id": url.replace(":", "-")}
        for title, url, words in DESK
        if held & set(words) and (address := _address(url))
    ]


def shell(request):
    """Give base.html its frame. Lazy for pages of people who are not signed in."""
    user = getattr(request, "user", None)
    found = {
        "demo": _is_demo(),
        "language": get_language(),
        "languages": settings.LANGUAGES,
        "version": version_of_house(),
        "door": settings.DOOR,
    }
    if user is not None and user.is_authenticated:
        held = policy.held_anywhere(user)
        found |= {
            "me": {"name": user.name, "role": user.post, "organisation": user.organisation_name},
            "density": user.density,
            "keyboard": user.keyboard,
            "session": _session(),
            "nav": _nav(request, held),
            "due_count": Deadline.objects.duties_of(user).count(),
            "notice_count": _waiting_for(user),
        }
    return {"shell": found}


def _waiting_for(user) -> int:
    """Count, by one question, the notices that are not read and the files that are ready and not taken; 100 at most."""
    rows = Notice.objects.visible_to(user).unread().values("pk")
    files = [model.objects.visible_to(user).untaken().values("pk") for model in jobs.tables()]
    return rows.union(*files, all=True)[:100].count()


def _session():
    """Return when an idle session ends, when its owner is warned of it, and the page that keeps it alive."""
    idle = settings.IDLE.total_seconds()
    return {"idle": int(idle), "warn": int(idle * 5 / 6), "url": reverse("casework:home")}


def _nav(request, held):
    groups: dict[str, list] = {key: [] for key in GROUPS}
    for entry in PLACES:
        if (not entry.words or held & set(entry.words)) and (url := _address(entry.url)):
            current = request.path == url or (url != "/" and request.path.startswith(url))
            groups[entry.group].append({"label": entry.label, "url": url, "icon": entry.icon, "current": current})
    return [{"title": GROUPS[key], "items": items} for key, items in groups.items() if items]


def _address(name: str) -> str:
    """Return the address of a page, or nothing where this door does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_demo() -> bool:
    return Database.objects.filter(use=Database.Use.DEMO).exists()


def version_of_house() -> str:
    """Return which version of the house this is."""
    try:
        return version("xuncha")
    except PackageNotFoundError:
        return "0.1.0"
