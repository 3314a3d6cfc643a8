"""Which unit a case is about: the storeys above say it of each kind that has a case of its own."""

from django.db.models import Q, QuerySet

from .models import Case

#: a model whose rows each have a case, and the path from there to the unit
ABOUT: list[tuple[type, str]] = []


def about(model: type, path: str) -> None:
    """Say by which ``path`` the rows of ``model`` name the unit that their case is about."""
    ABOUT.append((model, path))


def cases_about(name: str) -> QuerySet[Case]:
    """Return the cases about units in whose name ``name`` occurs. Nobody may see them for that."""
    wanted = Q(pk__in=[])
    for model, path in ABOUT:
        rows = model._base_manager.filter(**{f"{path}__name__icontains": name})  # type: ignore[attr-defined]
        wanted |= Q(pk__in=rows.values("case"))
    return Case.objects.filter(wanted)
