"""The cooperatives and their practices."""

from practices.models.adoption import Adoption, AdoptionInquiry
from practices.models.choices import CooperativeType, Maturity
from practices.models.claim import (
    Claim,
    ClaimState,
    Decision,
    Proposal,
    ProposalState,
    ProposedChange,
)
from practices.models.cooperative import Cooperative
from practices.models.cooperative_organisation import CooperativeOrganisation
from practices.models.cooperative_parts import CooperativeContact, OperatingSite, RegisterEntry
from practices.models.cooperative_queries import CooperativeQuerySet
from practices.models.directory_choices import (
    ClaimStatus,
    DisadvantageGroup,
    Lifecycle,
    MembersBand,
    Precision,
    RecordOrigin,
    Register,
    Sector,
    TurnoverBand,
    WorkersBand,
)
from practices.models.merger import Merger
from practices.models.message import RelayedMessage
from practices.models.partner import PracticePartner
from practices.models.practice import PracticeIndexPage, PracticePage
from practices.models.practice_choices import Depth, Origin
from practices.models.record import ExternalId, Inquiry, PracticeRecord
from practices.models.site import PracticeSite
from practices.models.testimony import Consent, Testimony

__all__ = [
    "Adoption",
    "AdoptionInquiry",
    "Claim",
    "ClaimState",
    "ClaimStatus",
    "Consent",
    "Cooperative",
    "CooperativeContact",
    "CooperativeOrganisation",
    "CooperativeQuerySet",
    "CooperativeType",
    "Decision",
    "Depth",
    "DisadvantageGroup",
    "ExternalId",
    "Inquiry",
    "Lifecycle",
    "Maturity",
    "MembersBand",
    "Merger",
    "OperatingSite",
    "Origin",
    "PracticeIndexPage",
    "PracticePage",
    "PracticePartner",
    "PracticeRecord",
    "PracticeSite",
    "Precision",
    "Proposal",
    "ProposalState",
    "ProposedChange",
    "RecordOrigin",
    "Register",
    "RegisterEntry",
    "RelayedMessage",
    "Sector",
    "Testimony",
    "TurnoverBand",
    "WorkersBand",
]
