"""The materials every room builds with."""

from core.media import HubDocument, HubImage, HubRendition
from core.models.approval import ApprovalTask
from core.models.importing import (
    ImportChunk,
    ImportedThing,
    ImportFile,
    ImportJob,
    ImportRow,
    ImportState,
    RowOutcome,
)
from core.models.letter import Letter, LetterState
from core.models.organisation import Organisation, OrganisationRole
from core.models.page import PublicPage
from core.models.publication import (
    PublicationCitation,
    PublicationFile,
    PublicationIndexPage,
    PublicationPage,
)
from core.models.scheduling import PeriodicRun, WorkerPresence
from core.models.territory import Territory
from core.models.topic import FormerTopicCode, Topic, TopicMatch, TopicStatus
from core.models.user import User

__all__ = [
    "ApprovalTask",
    "FormerTopicCode",
    "HubDocument",
    "HubImage",
    "HubRendition",
    "ImportChunk",
    "ImportFile",
    "ImportJob",
    "ImportRow",
    "ImportState",
    "ImportedThing",
    "Letter",
    "LetterState",
    "Organisation",
    "OrganisationRole",
    "PeriodicRun",
    "PublicPage",
    "PublicationCitation",
    "PublicationFile",
    "PublicationIndexPage",
    "PublicationPage",
    "RowOutcome",
    "Territory",
    "Topic",
    "TopicMatch",
    "TopicStatus",
    "User",
    "WorkerPresence",
]
