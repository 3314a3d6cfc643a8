"""Which bodies a matter may go to: that is law, not taste."""

from django.db.models import Q

from accounts.models import Organisation

from ..models import Clue, Referral

Kind = Organisation.Kind
#: a sign of a breach is for the discipline commission, or for the organisation department when it turns out to be
#: about cadres; nobody else ever reads one
FOR_CLUES = (Kind.DISCIPLINE, Kind.PERSONNEL)
#: everything else is for any department that can answer it, but never for the discipline commission, which is told
#: under seal
FOR_REFERRALS = (Kind.PERSONNEL, Kind.DEPARTMENT, Kind.TOWN, Kind.COMPANY)


def receivers(matter: Clue | Referral):
    """Return the bodies that it may go to and in which somebody can sign for it; never the inspected unit."""
    unit = matter.engagement.unit
    staffed = Q(members__user__is_active=True) | Q(principals__user__is_active=True)
    return (
        Organisation.objects.filter(
            staffed,
            case=matter.round.term.authority.case,
            stage=Organisation.Stage.ACTIVE,
            kind_of__in=FOR_CLUES if isinstance(matter, Clue) else FOR_REFERRALS,
        )
        .exclude(pk__in=[unit.pk, matter.unit_id])
        .distinct()
        .in_order()
    )
