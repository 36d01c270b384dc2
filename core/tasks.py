"""What the background worker does for every room."""

from django_tasks import task

from core import posting


@task()
def send_letter(letter_id: int) -> None:
    """Send one letter."""
    posting.send(letter_id=letter_id)
