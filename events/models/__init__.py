"""Events and participation paths."""

from events.models.actor import Actor, ActorMeeting
from events.models.event import EventPage
from events.models.event_index import EventIndexPage
from events.models.need import Need, NeedAnswer
from events.models.path import ParticipationPathPage
from events.models.path_parts import PathAnswer, PathBody, PathDocument, PathUpdate
from events.models.registration import (
    EventBook,
    Notice,
    NoticeCopy,
    NoticeKind,
    Registration,
    RegistrationBudget,
)

__all__ = [
    "Actor",
    "ActorMeeting",
    "EventBook",
    "EventIndexPage",
    "EventPage",
    "Need",
    "NeedAnswer",
    "Notice",
    "NoticeCopy",
    "NoticeKind",
    "ParticipationPathPage",
    "PathAnswer",
    "PathBody",
    "PathDocument",
    "PathUpdate",
    "Registration",
    "RegistrationBudget",
]
