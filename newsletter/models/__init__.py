"""What the newsletter keeps: readers and their consent, issues, and the ledger of their sending."""

from newsletter.models.consent import ConsentAction, ConsentChannel, ConsentEvent
from newsletter.models.consent_proof import ConsentMethod, ConsentProof, ConsentWording
from newsletter.models.delivery import Delivery, DeliveryState
from newsletter.models.digest import DigestPlan
from newsletter.models.feedback import DeliveryReport, ReportKind, ReportOutcome
from newsletter.models.following import (
    Bulletin,
    BulletinCopy,
    CopyState,
    FollowedKind,
    Following,
    NewsItem,
    What,
)
from newsletter.models.issue import IssuePage, NewsletterIndexPage
from newsletter.models.kept_picture import KeptPicture
from newsletter.models.mailing import Edition, Mailing, MailingKind, MailingState
from newsletter.models.reader_mail import ReaderMail, ReaderMailPurpose, ReaderMailState
from newsletter.models.requests import MailAllowance, ReaderRequest, RequestBudget, RequestKind
from newsletter.models.segment import Segment
from newsletter.models.subscriber import Frequency, Subscriber, SubscriberState
from newsletter.models.suppression import Suppression, SuppressionReason
from newsletter.models.throttle import Throttle

__all__ = [
    "Bulletin",
    "BulletinCopy",
    "ConsentAction",
    "ConsentChannel",
    "ConsentEvent",
    "ConsentMethod",
    "ConsentProof",
    "ConsentWording",
    "CopyState",
    "Delivery",
    "DeliveryReport",
    "DeliveryState",
    "DigestPlan",
    "Edition",
    "FollowedKind",
    "Following",
    "Frequency",
    "IssuePage",
    "KeptPicture",
    "MailAllowance",
    "Mailing",
    "MailingKind",
    "MailingState",
    "NewsItem",
    "NewsletterIndexPage",
    "ReaderMail",
    "ReaderMailPurpose",
    "ReaderMailState",
    "ReaderRequest",
    "ReportKind",
    "ReportOutcome",
    "RequestBudget",
    "RequestKind",
    "Segment",
    "Subscriber",
    "SubscriberState",
    "Suppression",
    "SuppressionReason",
    "Throttle",
    "What",
]
