"""What the background worker does for the catalogue."""

from django_tasks import task

from catalogue import linking, publishing, reconciling


@task()
def refresh_pages(page_ids: list[int]) -> None:
    """Write a batch of pages again."""
    publishing.refresh_pages(page_ids=page_ids)


@task()
def reconcile() -> None:
    """Compare every page with the catalogue and repair what differs."""
    reconciling.reconcile_by_itself(is_deep=True)


@task()
def gather_links() -> None:
    """Bring the list of links to other sites in step with what is public."""
    linking.gather()
