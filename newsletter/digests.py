"""Digests: issues made by rule, for readers who want a mail a week or a month.

A run is one `Mailing`, named by frequency and day, so that two workers can never make it twice;
everything after that, from the ledger to the circuit breaker, is what every issue has. Its editions
are one for each group of readers for whom the same is new (see `novelty`), rendered once.
"""

from __future__ import annotations

import logging
import uuid
from collections import Counter
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.models import Entry
from core.mjml import MjmlError
from newsletter import (
    audience,
    capping,
    changing,
    digest_days,
    digest_mails,
    frozen_report,
    launching,
    novelty,
    transitions,
)
from newsletter.changing import PERIODS
from newsletter.models import (
    Delivery,
    DeliveryState,
    DigestPlan,
    Edition,
    Frequency,
    Mailing,
    MailingKind,
    MailingState,
)
from newsletter.novelty import Group

logger = logging.getLogger(__name__)

MOST_ITEMS = 20
ROWS_AT_A_TIME = 2000
NAMESPACE = uuid.UUID("5bb1c4a0-6f0e-5c0f-9a57-0d9b4e1f2c33")


def make_plans() -> int:
    """Have a weekly and a monthly plan, switched off until staff want them; how many are new."""
    return sum(DigestPlan.objects.get_or_create(frequency=one)[1] for one in PERIODS)


def make_due() -> list[Mailing]:
    """Make the digests whose hour has come; return those that were made here.

    One that was switched off is made for those who are owed it once more, and for nobody else. One
    that cannot be made does not keep the others from it: what went wrong is raised at the end.
    """
    made: list[Mailing] = []
    failures: list[Exception] = []
    for plan in DigestPlan.objects.order_by("pk"):
        if not is_wanted(plan):
            continue
        try:
            mailing = make(plan_id=plan.pk)
        except Exception as error:  # raised below, after the other plans
            logger.exception("The digest %s could not be made", plan.frequency)
            failures.append(error)
            _note(plan, "template" if isinstance(error, MjmlError) else "error")
        else:
            made += [mailing] if mailing else []
            _note(plan, "")
    if failures:
        raise ExceptionGroup("Some digests could not be made", failures)
    return made


def is_wanted(plan: DigestPlan) -> bool:
    """Whether a digest is made when its hour comes."""
    return plan.is_on or changing.owed(plan.frequency).exists()


def _note(plan: DigestPlan, trouble: str) -> None:
    """Keep why a digest could not be made, and since when, for staff to see."""
    if trouble != plan.trouble:
        rows = DigestPlan.objects.filter(pk=plan.pk)
        rows.update(trouble=trouble, trouble_at=timezone.now() if trouble else None)


def make(*, plan_id: int, at: datetime | None = None) -> Mailing | None:
    """Make the digest of a plan if its hour has come; None if it has not, or nothing is new.

    It leaves by itself, or waits at the desk: as the plan says, or because a mail is too large.
    """
    now = at or timezone.now()
    try:
        with transaction.atomic():
            capping.one_freeze_at_a_time()
            plan = DigestPlan.objects.select_for_update().get(pk=plan_id)
            day = digest_days.due_day(plan, now) if is_wanted(plan) else None
            if day is None:
                return None
            DigestPlan.objects.filter(pk=plan.pk).update(last_day=day)
            mailing = _make(plan, day, now)
    except IntegrityError:
        return None  # another worker was quicker
    if mailing and mailing.state == MailingState.SCHEDULED:
        launching.launch(mailing)  # outside: it asks whether readers can leave by one click
        mailing.refresh_from_db()
    return mailing


def _make(plan: DigestPlan, day: date, now: datetime) -> Mailing | None:
    judged = audience.for_digest(plan.frequency, at=now)
    if not plan.is_on:
        judged = judged.filter(pk__in=changing.owed(plan.frequency).values("pk"))
    counts: Counter[str] = Counter(judged.values_list("exclusion", flat=True))
    wanted = list(judged.filter(exclusion="").order_by("pk").values_list("pk", flat=True))
    begun_at = plan.on_since or now
    period = PERIODS[Frequency(plan.frequency)]
    closing = changing.closing(wanted, frequency=plan.frequency)
    groups = list(
        novelty.groups(
            wanted, at=now, begun_at=begun_at, period=period, most=MOST_ITEMS, closing=closing
        )
    )
    changing.forget_closed(closing.keys() - {one for group in groups for one in group.readers})
    if not groups:
        return None
    mailing = _begin(plan, day, now)
    planned = sum(_plan_group(mailing, plan, group, now) for group in groups)
    exclusions = {reason: count for reason, count in counts.items() if reason}
    exclusions[audience.Exclusion.NOTHING_NEW] = counts[""] - planned
    transitions.move_to_frozen(
        mailing_id=mailing.pk,
        at=now,
        candidates=sum(counts.values()),
        planned=planned,
        exclusions={reason: count for reason, count in exclusions.items() if count},
    )
    if plan.is_automatic and planned and not frozen_report.is_failing(mailing):
        transitions.move(mailing_id=mailing.pk, to=MailingState.SCHEDULED, scheduled_at=now)
    mailing.refresh_from_db()
    return mailing


def _begin(plan: DigestPlan, day: date, now: datetime) -> Mailing:
    """The mailing of a day: the same key for the same day, so that two workers cannot make two."""
    key = uuid.uuid5(NAMESPACE, f"{plan.frequency}:{day.isoformat()}")
    title = _("%(digest)s of %(day)s") % {
        "digest": plan.get_frequency_display(),
        "day": date_format(day, "j F Y"),
    }
    return Mailing.objects.create(
        kind=MailingKind.DIGEST,
        issue_key=key,
        title=title,
        from_email=settings.DEFAULT_FROM_EMAIL,
        approved_at=now,
    )


def _plan_group(mailing: Mailing, plan: DigestPlan, group: Group, now: datetime) -> int:
    """One edition and the rows of its readers; return how many."""
    entries = digest_mails.entries_of(group, now)
    if not entries:
        return 0
    told_until = group.told_until
    with translation.override(group.choice.language):
        rendered, shown = digest_mails.fitted(plan, group, entries, str(mailing.issue_key), now)
    if shown < len(entries):
        # What was left out comes next time.
        told_until = _number_of(group, entries[shown - 1])
    edition = Edition.objects.create(
        mailing=mailing,
        language=rendered.language,
        segment=_segment(group),
        subject=rendered.subject,
        preheader=rendered.preheader,
        html=rendered.html,
        text=rendered.text,
        marker=rendered.placeholders.marker,
        selection=rendered.selection,
        sha256=rendered.sha256,
        told_until=told_until,
        frozen_at=now,
    )
    rows = [
        Delivery(
            mailing=mailing, subscriber_id=number, edition=edition, state=DeliveryState.PLANNED
        )
        for number in group.readers
    ]
    Delivery.objects.bulk_create(rows, batch_size=ROWS_AT_A_TIME)
    return len(rows)


def _number_of(group: Group, entry: Entry) -> int:
    return dict(zip(group.keys, group.numbers, strict=True))[str(entry.translation_key)]


def _segment(group: Group) -> str:
    """Names a group within a digest."""
    words = repr((group.choice.language, group.keys, group.told_until))
    return uuid.uuid5(NAMESPACE, words).hex
