"""What happens to the registrations of an event when its page is published or taken down."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import page_published

from events import publishing
from events.models import EventPage


@receiver(page_published, sender=EventPage)
def follow_published(instance: EventPage, **_kwargs: Any) -> None:
    """Free seats are handed on, and the report gets its day, when the page is really published."""
    transaction.on_commit(partial(publishing.follow, page_id=instance.pk), robust=True)
