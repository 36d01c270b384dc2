"""Forgetting old tombstones, so that the log of changes does not grow for ever.

It takes two runs. The first announces up to which number removals will be forgotten: from then on
cursors before it expire. The second, a day later, forgets them: nobody who was reading when the
first ran is still at it. Called by `catalogue.publishing` alone, under its lock.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Min, QuerySet

from catalogue import membership
from catalogue.models import Change, Epoch, Verb

BATCH = 2000
REMOVALS = (Verb.GONE, Verb.LEAVE)


def announce(*, before: datetime) -> int:
    """Say up to which number removals are no longer told; return that number."""
    epoch = Epoch.objects.order_by("pk").first()
    if epoch is None:
        return 0
    kept = Change.objects.filter(at__gte=before).aggregate(first=Min("number"))["first"]
    head = Change.objects.aggregate(last=Max("number"))["last"] or 0
    # The newest number stays: without it the log would seem to end earlier than cursors do.
    old = Change.objects.filter(verb__in=REMOVALS, number__lt=min(kept or head, head))
    last = old.aggregate(last=Max("number"))["last"] or 0
    if last > epoch.pruned_to:
        epoch.pruned_to = last
        epoch.save(update_fields=["pruned_to"])
    return epoch.pruned_to


def forget() -> int:
    """Delete a batch of what was announced; return how many rows it was.

    The oldest go first: an entrance never outlives the step out that followed it.
    """
    numbers = list(_announced().order_by("number").values_list("number", flat=True)[:BATCH])
    Change.objects.filter(number__in=numbers).delete()
    return len(numbers)


def _announced() -> QuerySet[Change]:
    """Removals and superseded entrances up to the number announced.

    What was published stays: the newsletter asks since when a thing has been public.
    """
    epoch = Epoch.objects.order_by("pk").first()
    upto = epoch.pruned_to if epoch else 0
    rows = Change.objects.filter(number__lte=upto, verb__in=(*REMOVALS, Verb.ENTER))
    rows = rows.filter(entry__isnull=True, member__isnull=True)
    return rows.exclude(number__in=membership.last_enters().values("number"))
