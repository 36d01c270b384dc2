"""Questions about practices."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from practices.models.practice_choices import TextState
from practices.models.record import Inquiry, PracticeRecord

LOW_COMPLETENESS = 50
"""Below this a practice is worth another look, in points of 100."""


class PracticeQuerySet(PageQuerySet):
    """Questions about practices. What their records say is said of all their languages."""

    def originals(self) -> PracticeQuerySet:
        """Practices in the language they were written in, without their translations."""
        return self.filter(locale__language_code=settings.LANGUAGE_CODE)

    def not_asked(self) -> PracticeQuerySet:
        """Practices about which no question is open."""
        asked = PracticeRecord.objects.filter(inquiries__in=Inquiry.objects.open())
        return self.exclude(translation_key__in=asked.values("translation_key"))

    def with_external_id(self, scheme: str, value: str) -> PracticeQuerySet:
        """Practices known elsewhere under an identifier, such as "schede-2019" and "A-12"."""
        records = PracticeRecord.objects.filter(
            external_ids__scheme=scheme, external_ids__value=value
        )
        return self._with(records)

    def of_origin(self, origin: str) -> PracticeQuerySet:
        """Practices that came to the hub in a certain way; `Origin` lists the ways."""
        return self._with(PracticeRecord.objects.filter(origin=origin))

    def review_due(self, at: datetime | None = None) -> PracticeQuerySet:
        """Practices whose last confirmation is too old at a moment (now, if none is given)."""
        moment = at or timezone.now()
        return self._with(PracticeRecord.objects.filter(review_due_at__lte=moment))

    def waiting_for_cooperative(self) -> PracticeQuerySet:
        """Practices about which a cooperative has been asked and has not answered yet."""
        return self._with(PracticeRecord.objects.filter(inquiries__in=Inquiry.objects.open()))

    def waiting_for_staff(self) -> PracticeQuerySet:
        """Practices whose cooperative has answered with something to act upon."""
        return self._with(PracticeRecord.objects.filter(inquiries__in=Inquiry.objects.unhandled()))

    def text_unconfirmed(self) -> PracticeQuerySet:
        """Practices that came from a call and whose text the cooperative has not confirmed."""
        return self._with(
            PracticeRecord.objects.filter(origin="call").exclude(text_state=TextState.CONFIRMED)
        )

    def low_completeness(self, below: int = LOW_COMPLETENESS) -> PracticeQuerySet:
        """Practices of which little is told, in points of 100."""
        return self._with(PracticeRecord.objects.filter(completeness__lt=below))

    def _with(self, records: QuerySet[PracticeRecord]) -> PracticeQuerySet:
        return self.filter(translation_key__in=records.values("translation_key"))


PracticeManager = PageManager.from_queryset(PracticeQuerySet)
