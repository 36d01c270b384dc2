"""What of the paths waits for an editor: for the dashboard."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from events.models import ParticipationPathPage, PathAnswer
from events.models.path_choices import ENDED


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


def _originals(*, live: bool = True) -> QuerySet[ParticipationPathPage]:
    found = ParticipationPathPage.objects.filter(
        locale__language_code=settings.LANGUAGE_CODE, alias_of__isnull=True
    )
    return found.live() if live else found
