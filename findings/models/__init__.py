"""How we know and what we found, and where each thing found is to land.

One matter, one paper (一事一稿). A paper that the leader signs may become a finding; a confirmed finding is routed,
and every routing is written down as a ``Landing``. Where a finding was sealed away, a stub stays: its number, and the
day on which it left.
"""

from .aspect import Aspect
from .concern import Concern, ConcernQuerySet
from .extension import Extension, ExtensionQuerySet
from .external import ExternalFinding, ExternalFindingQuerySet, UpReport, UpReportQuerySet
from .finding import MANAGED, Finding, FindingQuerySet, lines_of_persons
from .handover import Handover
from .landing import Landing, LandingQuerySet
from .lead import Lead, LeadQuerySet, LeadStep, LeadStepQuerySet
from .letter import (
    Letter,
    LetterAddition,
    LetterBox,
    LetterBoxQuerySet,
    LetterFile,
    LetterReply,
    OfPetitionQuerySet,
    new_token,
)
from .obstruction import Obstruction, ObstructionNotice, ObstructionNoticeQuerySet, ObstructionQuerySet
from .paper import Concerns, Evidence, WorkingPaper, WorkingPaperQuerySet, evidence_of
from .petition import (
    Petition,
    PetitionQuerySet,
    ReporterIdentity,
    ReporterIdentityQuerySet,
    Unsealing,
    UnsealingQuerySet,
)
from .plan import VisitPlan, VisitPlanQuerySet
from .report import Phrase, PhraseQuerySet, ReportDraft, ReportDraftQuerySet
from .routing import RoutingStep, RoutingStepQuerySet
from .sheet import FactSheet, FactSheetQuerySet
from .source import DocumentRequest, FieldVisit, PersonalMatterCheck, Sitting, Source, SourceQuerySet, Talk
from .survey import Survey
from .week import WeeklyReport, WeeklyReportQuerySet

__all__ = [
    "MANAGED",
    "Aspect",
    "Concern",
    "ConcernQuerySet",
    "Concerns",
    "DocumentRequest",
    "Evidence",
    "Extension",
    "ExtensionQuerySet",
    "ExternalFinding",
    "ExternalFindingQuerySet",
    "FactSheet",
    "FactSheetQuerySet",
    "FieldVisit",
    "Finding",
    "FindingQuerySet",
    "Handover",
    "Landing",
    "LandingQuerySet",
    "Lead",
    "LeadQuerySet",
    "LeadStep",
    "LeadStepQuerySet",
    "Letter",
    "LetterAddition",
    "LetterBox",
    "LetterBoxQuerySet",
    "LetterFile",
    "LetterReply",
    "Obstruction",
    "ObstructionNotice",
    "ObstructionNoticeQuerySet",
    "ObstructionQuerySet",
    "OfPetitionQuerySet",
    "PersonalMatterCheck",
    "Petition",
    "PetitionQuerySet",
    "Phrase",
    "PhraseQuerySet",
    "ReportDraft",
    "ReportDraftQuerySet",
    "ReporterIdentity",
    "ReporterIdentityQuerySet",
    "RoutingStep",
    "RoutingStepQuerySet",
    "Sitting",
    "Source",
    "SourceQuerySet",
    "Survey",
    "Talk",
    "Unsealing",
    "UnsealingQuerySet",
    "UpReport",
    "UpReportQuerySet",
    "VisitPlan",
    "VisitPlanQuerySet",
    "WeeklyReport",
    "WeeklyReportQuerySet",
    "WorkingPaper",
    "WorkingPaperQuerySet",
    "evidence_of",
    "lines_of_persons",
    "new_token",
]
