"""What the catalogue does from time to time."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from catalogue import counting, linking, popularity, publishing, reconciling, tasks
from core.scheduling import periodic


@periodic("catalogue.withdraw_expired", every=60)
def withdraw_expired() -> None:
    """Tell those who follow the changes that the time of some entries has passed."""
    publishing.withdraw_expired()


@periodic("catalogue.refresh_rules", every=60)
def refresh_rules() -> None:
    """Let what has become too old leave the live collections, and what fits now enter."""
    publishing.refresh_rules()


@periodic("catalogue.compute_popularity", every=60 * 60)
def compute_popularity() -> None:
    """Work out which topics are talked about most."""
    popularity.compute()


@periodic("catalogue.forget_counts", every=24 * 60 * 60)
def forget_counts() -> None:
    """Forget how often pages were read longer ago than popularity looks back."""
    counting.forget()


@periodic("catalogue.prune_changes", every=24 * 60 * 60)
def prune_changes() -> None:
    """Forget what was withdrawn so long ago that mirrors have to start anew."""
    kept = timedelta(days=settings.HUB_CHANGES_KEPT_DAYS)
    publishing.prune_changes(before=timezone.now() - kept)


@periodic("catalogue.reconcile", every=10 * 60)
def reconcile() -> None:
    """Repair what a few queries can find."""
    reconciling.reconcile_by_itself(is_deep=False)


@periodic("catalogue.forget_repairs", every=24 * 60 * 60)
def forget_repairs() -> None:
    """Forget what was repaired long ago."""
    reconciling.forget()


@periodic("catalogue.reconcile_deeply", every=24 * 60 * 60)
def reconcile_deeply() -> None:
    """Have every page compared word by word; it takes its time, so the worker does it."""
    tasks.reconcile.enqueue()


@periodic("catalogue.gather_links", every=60 * 60)
def gather_links() -> None:
    """Have the links to other sites gathered from what is public."""
    tasks.gather_links.enqueue()


@periodic("catalogue.check_links", every=60)
def check_links() -> None:
    """Ask a few of them whether they still lead somewhere, where the hub may."""
    if settings.HUB_CHECK_LINKS:
        linking.check_due()
