"""What of the paths waits for an editor: for the dashboard."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from events.attention import awaiting_report
from events.models import EventPage, Need, NeedAnswer, ParticipationPathPage, PathAnswer
from events.models.path_choices import ENDED, AnswerState


def overdue() -> QuerySet[ParticipationPathPage]:
    """Live paths whose last day has passed and that do not say what came of them."""
    last = Coalesce(F("extended_date"), F("ends_date"))
    found = _originals().exclude(status__in=ENDED).annotate(last_day=last)
    return found.filter(last_day__lt=timezone.localdate()).order_by("last_day")


def answer_missing() -> QuerySet[ParticipationPathPage]:
    """Ended paths without a table of answers that give no reason for it.

    No path can be published so; this finds those that ended before the rule, and drafts.
    """
    rows = PathAnswer.objects.filter(path_page=OuterRef("pk"))
    ended = _originals(live=False).filter(status__in=ENDED, no_answers_reason="")
    return ended.filter(~Exists(rows)).order_by("pk")


def without_report() -> QuerySet[EventPage]:
    """Meetings of paths that are over and have no report yet."""
    of_phases = [
        page.pk
        for path in _originals()
        for child in path.phases
        for page in child.value["events"]
        if page is not None
    ]
    return awaiting_report().filter(Q(part_of_path__isnull=False) | Q(pk__in=of_phases))


def needs_without_practice() -> QuerySet[Need]:
    """Public needs for which nobody has accepted a practice, the one raised most often first."""
    accepted = NeedAnswer.objects.filter(need=OuterRef("pk"), state=AnswerState.ACCEPTED)
    found = Need.objects.originals().filter(~Exists(accepted), is_public=True)
    return found.order_by("-times_raised", "title")


def _originals(*, live: bool = True) -> QuerySet[ParticipationPathPage]:
    found = ParticipationPathPage.objects.filter(
        locale__language_code=settings.LANGUAGE_CODE, alias_of__isnull=True
    )
    return found.live() if live else found
