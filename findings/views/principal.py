"""What a team has found and heard about the principal of a unit: for its leaders and the head of the office alone."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.views.generic import View

from accounts.models import Person
from casework import policy, present
from casework.views import today, with_next_due
from inspections.models import Engagement

from ..models import Concern, Finding, PersonalMatterCheck, Petition, Talk
from .petition import PetitionList
from .source import CheckList, TalkList
from .tables import CONCERN_COLUMNS, FINDING_COLUMNS


class PrincipalOfUnit(View):
    """Findings, talks, checks and petitions about the principal; each row under its own walls."""

    inner = True
    model = Engagement

    def get(self, request, key):
        engagement = get_object_or_404(
            Engagement.objects.visible_to(request.user).select_related("unit", "round", "case"), key=key
        )
        if policy.words_on(request.user, engagement.case) & {"lead", "direct"}:
            people = list(Person.objects.filter(user__groups=engagement.unit.principals_id).order_by("sort_key"))
            cards = [
                self.card(title, model, columns, rows.select_related(*near))
                for title, model, columns, rows, near in self.about(engagement, [person.name for person in people])
            ]
            named = "、".join(f"{person.name}（{person.post}）" if person.post else person.name for person in people)
            named = named or now("The registry names no principal of this unit.")
        else:  # the address says nothing to anybody else
            cards, named = [], now("This is for the leaders of the team alone.")
        context = {
            "title": now("About the principal"),
            "lead": named,
            "crumbs": [
                {"label": now("Desk"), "url": reverse("casework:home")},
                {"label": engagement.title, "url": engagement.get_absolute_url()},
            ],
            "cards": cards,
        }
        return render(request, "inspections/cards.html", context)

    def about(self, engagement, names):
        """Return, for each table, what of this unit its reader may see that is about one of these people."""

        def seen(model, **query):
            return model.objects.visible_to(self.request.user).filter(**query)

        mentioned = Q(pk__in=seen(Concern, talk__engagement=engagement, name__in=names).values("talk"))
        for name in names:
            mentioned |= Q(summary__contains=name) | Q(name=name)
        findings = seen(Finding, engagement=engagement)
        about_him = Q(concerns=Finding.Concerns.PRINCIPAL) | Q(subject_name__in=names)
        unit = ("engagement__unit",)
        return (
            (now("Findings"), Finding, FINDING_COLUMNS, findings.filter(about_him), (*unit, "category")),
            (
                now("Confided concerns"),
                Concern,
                CONCERN_COLUMNS,
                seen(Concern, talk__engagement=engagement, name__in=names),
                ("talk__engagement__unit", "author"),
            ),
            (
                now("Individual talks"),
                Talk,
                TalkList.columns,
                seen(Talk, engagement=engagement).filter(mentioned) if names else Talk.objects.none(),
                (*unit, "author"),
            ),
            (
                now("Checks of personal matters"),
                PersonalMatterCheck,
                CheckList.columns,
                seen(PersonalMatterCheck, engagement=engagement, name__in=names),
                (*unit, "author"),
            ),
            (
                now("Petitions"),
                Petition,
                PetitionList.columns,
                seen(Petition, engagement=engagement, about_name__in=names),
                (*unit, "author"),
            ),
        )

    @staticmethod
    def card(title, model, columns, rows):
        found = list(with_next_due(rows).order_by("pk"))
        return {
            "title": title,
            "columns": present.headings(model, columns),
            "rows": present.table(found, columns, today()),
            "count": len(found),
            "empty": {"text": now("Nothing here.")},
        }
