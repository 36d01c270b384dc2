"""Who an issue is for: the readers there are, and why some of them are left out.

Everything is one query over all readers; nothing here takes a query for each of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletter import segments
from newsletter.models import (
    Delivery,
    DeliveryState,
    DigestPlan,
    Frequency,
    Mailing,
    Segment,
    Subscriber,
    SubscriberState,
)
from newsletter.offering import Offer, interested

# A little less than a week and a month, so that "every Monday at nine" is not missed by minutes.
PAUSES = {
    Frequency.WEEKLY: timedelta(days=6, hours=12),
    Frequency.MONTHLY: timedelta(days=27),
}
# Copies that count as received: what is not known may have arrived.
RECEIVED = (
    DeliveryState.ACCEPTED,
    DeliveryState.DELIVERED,
    DeliveryState.UNCERTAIN,
    DeliveryState.COMPLAINED,
)
# Copies that will be handed over.
COMING = (
    DeliveryState.PLANNED,
    DeliveryState.LEASED,
    DeliveryState.INTENT,
    DeliveryState.DEFERRED,
)
# Copies that surely did not arrive and will not.
NEVER_ARRIVED = (DeliveryState.REFUSED, DeliveryState.SKIPPED, DeliveryState.BOUNCED)


class Exclusion(TextChoices):
    """Why a reader does not get an issue."""

    PENDING = "pending", _("have not confirmed yet")
    PAUSED = "paused", _("are taking a break")
    FOLLOWING = "following", _("only follow single things, and did not ask for issues")
    UNSUBSCRIBED = "unsubscribed", _("have unsubscribed")
    BOUNCED = "bounced", _("cannot be reached: mail comes back")
    COMPLAINED = "complained", _("marked us as spam")
    SUPPRESSED = "suppressed", _("must never be written to")
    LANGUAGE = "language", _("read another language than the group chosen")
    SEGMENT = "segment", _("are not in the group chosen")
    DIGEST = "digest", _("get the digest instead")
    FREQUENCY = "frequency", _("wanted fewer mails, and had one not long ago or will have one soon")
    NOTHING_NEW = "nothing-new", _("would find nothing new that they chose")
    INTERESTS = "interests", _("chose other subjects, places or kinds")


@dataclass(frozen=True, slots=True)
class Audience:
    """How many readers there are: candidates, recipients by edition, left out by reason."""

    candidates: int
    recipients: dict[str, int]
    exclusions: dict[str, int]

    @property
    def planned(self) -> int:
        """How many would get the issue."""
        return sum(self.recipients.values())


@dataclass(frozen=True, slots=True)
class Target:
    """Whom staff chose for an issue: one group of readers or all; heeding what they chose or not.

    A group that was chosen and has been deleted since is nobody, never everybody.
    """

    for_group: bool = False
    segment: Segment | None = None
    heeds_choices: bool = True


EVERYBODY = Target()


def judged(
    items: Iterable[Offer], target: Target = EVERYBODY, *, at: datetime | None = None
) -> QuerySet[Any]:
    """Every reader there is, with `exclusion`: why they are left out, "" where they are not.

    `items` is what the issue offers; an issue of words alone is for everybody.
    """
    moment = at or timezone.now()
    whens = [*_may_not_be_mailed(), *_not_in_group(target)]
    in_digest = DigestPlan.objects.filter(is_on=True).values("frequency")
    whens.append(When(frequency__in=in_digest, then=Value(Exclusion.DIGEST)))
    whens += _had_one(moment)
    wanted = list(items)
    if wanted and target.heeds_choices:
        whens.append(When(~interested(wanted), then=Value(Exclusion.INTERESTS)))
    readers = segments.with_kinds(Subscriber.objects.exclude(state=SubscriberState.ERASED))
    return readers.annotate(
        exclusion=Case(*whens, default=Value(""), output_field=CharField()),
    )


def _not_in_group(target: Target) -> list[When]:
    """Readers whom the issue is not for, by what staff chose."""
    if not target.for_group:
        return []
    segment = target.segment
    if segment is None:
        return [When(pk__isnull=False, then=Value(Exclusion.SEGMENT))]
    whens = []
    if segment.language:
        other = ~Q(language=segment.language)
        whens.append(When(other, then=Value(Exclusion.LANGUAGE)))
    condition = segments.belongs(segment)
    if condition:
        whens.append(When(~condition, then=Value(Exclusion.SEGMENT)))
    return whens


def for_digest(frequency: str, *, at: datetime | None = None) -> QuerySet[Any]:
    """The readers of a digest and those who get it once more (see `changing`), with `exclusion`:
    who may not be mailed, or had a mail just now.
    """
    whens = [*_may_not_be_mailed(), *_had_one(at or timezone.now())]
    living = Subscriber.objects.exclude(state=SubscriberState.ERASED)
    readers = living.filter(Q(frequency=frequency) | Q(closing_frequency=frequency))
    return readers.annotate(exclusion=Case(*whens, default=Value(""), output_field=CharField()))


def _had_one(moment: datetime) -> list[When]:
    """Readers who want few mails and had one within that time, issue or digest, or will have one
    that was frozen within it. Whether that leaves first is seen at sending (see `capping`).
    """
    whens = []
    for frequency, pause in PAUSES.items():
        copies = Delivery.objects.filter(subscriber=OuterRef("pk"))
        recent = copies.filter(state__in=RECEIVED, intent_at__gt=moment - pause)
        is_near = Q(mailing__scheduled_at__isnull=True) | Q(
            mailing__scheduled_at__lt=moment + pause
        )
        coming = copies.filter(is_near, state__in=COMING, created_at__gt=moment - pause)
        # In this order: readers of every issue are not looked up in the ledger.
        condition = Q(frequency=frequency) & (Q(Exists(recent)) | Q(Exists(coming)))
        whens.append(When(condition, then=Value(Exclusion.FREQUENCY)))
    return whens


def affected(faulty: Mailing, languages: Iterable[str] = ()) -> QuerySet[Any]:
    """Those who got a mailing, or may have got it, with `exclusion` as in `judged`.

    With `languages` only those who got the edition in one of them. What they chose and how often
    they want mail does not matter: they have read what was wrong.
    """
    copies = Delivery.objects.filter(
        mailing__issue_key=faulty.issue_key,
        subscriber=OuterRef("pk"),
        state__in=[*RECEIVED, DeliveryState.INTENT],
    )
    wanted = list(languages)
    if wanted:
        copies = copies.filter(edition__language__in=wanted)
    return _judged_by_state(Subscriber.objects.filter(Exists(copies)))


def missing(mailing: Mailing) -> QuerySet[Any]:
    """Those an issue was meant for and did not reach, with `exclusion` as in `judged`."""
    copies = Delivery.objects.filter(
        mailing__issue_key=mailing.issue_key, subscriber=OuterRef("pk")
    )
    settled = copies.exclude(state__in=NEVER_ARRIVED)
    return _judged_by_state(Subscriber.objects.filter(Exists(copies), ~Exists(settled)))


def _judged_by_state(readers: QuerySet[Subscriber]) -> QuerySet[Any]:
    living = readers.exclude(state=SubscriberState.ERASED)
    return living.annotate(
        exclusion=Case(*_may_not_be_mailed(), default=Value(""), output_field=CharField())
    )


def _may_not_be_mailed() -> list[When]:
    """Why somebody cannot be written to at all, whatever the mail is about."""
    mailable = Subscriber.objects.mailable().filter(pk=OuterRef("pk"))
    active = Q(state=SubscriberState.ACTIVE)
    whens = [
        When(state=state, then=Value(state))
        for state in SubscriberState.values
        if state not in {SubscriberState.ACTIVE, SubscriberState.ERASED}
    ]
    return [*whens, When(active & ~Exists(mailable), then=Value(Exclusion.SUPPRESSED))]


def counted(readers: QuerySet[Any], languages: Iterable[str], source: str) -> Audience:
    """Count judged readers: recipients by the language of the edition they get."""
    known = set(languages)
    recipients = dict.fromkeys(known, 0)
    exclusions: dict[str, int] = {}
    rows = readers.order_by().values("exclusion", "language").annotate(count=Count("pk"))
    candidates = 0
    for row in rows:
        candidates += row["count"]
        if row["exclusion"]:
            exclusions[row["exclusion"]] = exclusions.get(row["exclusion"], 0) + row["count"]
        else:
            edition = row["language"] if row["language"] in known else source
            recipients[edition] = recipients.get(edition, 0) + row["count"]
    return Audience(candidates, recipients, exclusions)
