"""Digests: issues made by rule, for readers who want a mail a week or a month.

A run is one `Mailing`, named by frequency and day, so that two workers can never make it twice;
everything after that, from the ledger to the circuit breaker, is what every issue has. Its editions
are one for each group of readers for whom the same is new (see `novelty`), rendered once.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.languages import for_reader
from catalogue.models import Entry
from core.mjml import MjmlError
from newsletter import (
    audience,
    capping,
    changing,
    frozen_report,
    keeping,
    launching,
    novelty,
    rendering,
    transitions,
)
from newsletter.changing import PERIODS
from newsletter.composing import Card, Composition, Piece
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
from newsletter.rendering import Rendering

logger = logging.getLogger(__name__)

MOST_ITEMS = 20
ROWS_AT_A_TIME = 2000
NAMESPACE = uuid.UUID("5bb1c4a0-6f0e-5c0f-9a57-0d9b4e1f2c33")
HEADINGS = {
    "issue": gettext_lazy("Issues of the newsletter"),
    "practice": gettext_lazy("Practices"),
    "call": gettext_lazy("Open calls"),
    "event": gettext_lazy("Coming events"),
    "path": gettext_lazy("Participation paths"),
}
TITLES = {
    Frequency.WEEKLY: gettext_lazy("This week on %(hub)s"),
    Frequency.MONTHLY: gettext_lazy("This month on %(hub)s"),
}


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


def due_day(plan: DigestPlan, at: datetime) -> date | None:
    """The day for which a digest should be made now; several that were missed are one."""
    local = timezone.localtime(at)
    day = _last_day(plan, local.date())
    if _moment(plan, day) > at:
        day = _last_day(plan, day - timedelta(days=1))
    is_new = plan.last_day is None or plan.last_day < day
    # Nothing is made for the time before it was on; what is owed is of the time when it was.
    is_of_its_time = not plan.is_on or (plan.on_since and _moment(plan, day) >= plan.on_since)
    return day if is_new and is_of_its_time else None


def make(*, plan_id: int, at: datetime | None = None) -> Mailing | None:
    """Make the digest of a plan if its hour has come; None if it has not, or nothing is new.

    It leaves by itself, or waits at the desk: as the plan says, or because a mail is too large.
    """
    now = at or timezone.now()
    try:
        with transaction.atomic():
            capping.one_freeze_at_a_time()
            plan = DigestPlan.objects.select_for_update().get(pk=plan_id)
            day = due_day(plan, now) if is_wanted(plan) else None
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
    key = uuid.uuid5(NAMESPACE, f"{plan.frequency}:{day.isoformat()}")
    title = _("%(digest)s of %(day)s") % {
        "digest": plan.get_frequency_display(),
        "day": date_format(day, "j F Y"),
    }
    mailing = Mailing.objects.create(
        kind=MailingKind.DIGEST,
        issue_key=key,
        title=title,
        from_email=settings.DEFAULT_FROM_EMAIL,
        approved_at=now,
    )
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


def _plan_group(mailing: Mailing, plan: DigestPlan, group: Group, now: datetime) -> int:
    """One edition and the rows of its readers; return how many."""
    entries = _entries(group, now)
    if not entries:
        return 0
    told_until = group.told_until
    with translation.override(group.choice.language):
        rendered, shown = _fitted(plan, group, entries, str(mailing.issue_key), now)
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


def _fitted(
    plan: DigestPlan, group: Group, entries: list[Entry], key: str, now: datetime
) -> tuple[Rendering, int]:
    """The mail with as many of the entries, the oldest first, as mail programs show; how many."""
    count = len(entries)
    while True:
        has_more = group.has_more or count < len(entries)
        composed = compose(
            plan.frequency, group.choice.language, entries[:count], now, has_more=has_more
        )
        rendered = keeping.with_kept_pictures(rendering.render_composition(composed, key, at=now))
        if rendered.size <= rendering.BLOCK_SIZE or count == 1:
            return rendered, count
        count = max(1, min(count - 1, count * rendering.BLOCK_SIZE // rendered.size))


def _number_of(group: Group, entry: Entry) -> int:
    return dict(zip(group.keys, group.numbers, strict=True))[str(entry.translation_key)]


def compose(
    frequency: str,
    language: str,
    entries: Iterable[Entry],
    now: datetime,
    *,
    has_more: bool = False,
) -> Composition:
    """What a digest says, in the language of the moment; with `has_more` where the rest is."""
    pieces: dict[str, Piece] = {}
    for entry in entries:
        piece = pieces.setdefault(entry.kind, Piece("entries", f"digest-{entry.kind}"))
        piece.cards.append(Card(entry))
    ordered = [pieces[kind] for kind in HEADINGS if kind in pieces]
    for piece in ordered:
        kind = piece.block_id.partition("-")[2]
        piece.values = {"title": str(HEADINGS[kind]), "words": ""}
    titles = [card.entry.title for piece in ordered for card in piece.cards]
    if has_more:
        ordered.append(_more(language))
    count = len(titles)
    title = str(TITLES[Frequency(frequency)]) % {"hub": settings.HUB_NAME}
    summary = ngettext(
        "%(count)d thing that is new and may interest you.",
        "%(count)d things that are new and may interest you.",
        count,
    )
    day = date_format(timezone.localtime(now), "j F")
    return Composition(
        language=language,
        title=title,
        subject=_("%(first)s – %(title)s, %(day)s")
        % {"first": _shortened(titles[0]), "title": title, "day": day},
        preheader=" · ".join(titles[1:4]) or summary % {"count": count},
        summary=summary % {"count": count},
        url="",
        pieces=ordered,
    )


def _more(language: str) -> Piece:
    """Where the rest is to be found, for who does not want to wait for the next digest."""
    words = {
        "title": _("There is more"),
        "text": _("Not everything that is new fits into one mail. The rest comes next time."),
        "label": _("See it on the web"),
        "url": f"{settings.HUB_URL}/{language}/",
    }
    return Piece("call_to_action", "digest-more", words)


def _entries(group: Group, now: datetime) -> list[Entry]:
    """The entries of a group in its language, or the one there is, in the order of the group."""
    found = for_reader(Entry.objects.visible(now), group.choice.language).filter(
        translation_key__in=group.keys
    )
    by_key = {str(entry.translation_key): entry for entry in found}
    return [by_key[key] for key in group.keys if key in by_key]


def _segment(group: Group) -> str:
    """Names a group within a digest."""
    words = repr((group.choice.language, group.keys, group.told_until))
    return uuid.uuid5(NAMESPACE, words).hex


def _shortened(title: str, most: int = 50) -> str:
    if len(title) <= most:
        return title
    return f"{title[:most].rsplit(' ', 1)[0]} …"


def _last_day(plan: DigestPlan, day: date) -> date:
    """The day of the plan that is this day or the last one before."""
    if plan.frequency == Frequency.WEEKLY:
        return day - timedelta(days=(day.weekday() - plan.weekday) % 7)
    if day.day >= plan.month_day:
        return day.replace(day=plan.month_day)
    return (day.replace(day=1) - timedelta(days=1)).replace(day=plan.month_day)


def _moment(plan: DigestPlan, day: date) -> datetime:
    """When the digest of a day is due; the hour is the one on the wall."""
    wall = dt.datetime.combine(day, plan.hour, tzinfo=timezone.get_default_timezone())
    return wall.astimezone(dt.UTC)
