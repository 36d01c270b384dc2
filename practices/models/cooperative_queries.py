"""Questions about cooperatives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.tax_codes import compact
from practices.models.directory_choices import Lifecycle

if TYPE_CHECKING:
    from practices.models.cooperative import Cooperative  # noqa: F401 - named in quotes below

STILL_TRUE_FOR = timedelta(days=548)  # eighteen months
LIVING = (Lifecycle.ACTIVE, Lifecycle.LIQUIDATION)


class CooperativeQuerySet(models.QuerySet["Cooperative"]):
    """Questions about cooperatives."""

    def listed(self) -> CooperativeQuerySet:
        """Those the public directory lists: complete, and not closed or merged."""
        return self.filter(is_listed=True, lifecycle__in=LIVING)

    def with_profile(self) -> CooperativeQuerySet:
        """Those whose public address answers, also when they have closed."""
        return self.filter(is_listed=True).exclude(lifecycle=Lifecycle.MERGED)

    def not_merged(self) -> CooperativeQuerySet:
        """Records that stand for themselves."""
        return self.exclude(lifecycle=Lifecycle.MERGED)

    def pending(self) -> CooperativeQuerySet:
        """Not in the directory yet: something is missing, or nobody has said they may be shown."""
        return self.not_merged().filter(is_listed=False)

    def in_territory(self, code: str) -> CooperativeQuerySet:
        """Those whose registered office lies in a territory or in a part of it."""
        return self.filter(
            Q(territory__code=code)
            | Q(territory__parent__code=code)
            | Q(territory__parent__parent__code=code)
        )

    def to_confirm(self, at: datetime | None = None) -> CooperativeQuerySet:
        """Listed ones nobody has said to be still true for eighteen months."""
        before = (at or timezone.now()) - STILL_TRUE_FOR
        return self.listed().filter(
            Q(last_confirmed_at__lt=before)
            | Q(last_confirmed_at__isnull=True, created_at__lt=before)
        )

    def waiting_for_review(self) -> CooperativeQuerySet:
        """Those that ask something of staff: a proposal to review, or a claim to decide upon."""
        return self.filter(Q(proposals__state="waiting") | Q(claims__state="asked")).distinct()

    def with_codes(self, numbers: Iterable[str]) -> CooperativeQuerySet:
        """Those that have one of these numbers, be it as tax code or as VAT number."""
        wanted = [number for number in map(compact, numbers) if number]
        return self.filter(Q(tax_code__in=wanted) | Q(vat_number__in=wanted))
