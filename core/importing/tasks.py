"""What the background worker does for imports."""

from django_tasks import task

from core.importing import jobs


@task()
def go_on(job_id: int) -> None:
    """Check a file, or write its rows; running it again does no harm."""
    jobs.go_on(job_id=job_id)
