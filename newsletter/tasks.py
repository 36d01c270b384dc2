"""What the background worker does for the newsletter."""

from django_tasks import task

from newsletter import answering, signup


@task()
def handle_request(request_id: int) -> None:
    """Deal with what a visitor asked for."""
    signup.handle(request_id=request_id)


@task()
def send_reader_mail(mail_id: int) -> None:
    """Send one mail to one reader."""
    answering.send(mail_id=mail_id)
