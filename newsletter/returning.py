"""Workers that come back after hours: what they were sending is looked at before it goes on.

Consent is asked for each copy as always (see `claiming`); this is about what the mail says. Each
beat leaves its mark on the mailings being sent, also while they wait for the morning or for a
server, so that a long silence means that nobody was at work.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from newsletter import checkup, steering, transitions
from newsletter.models import Mailing, MailingState

# Silent for longer than this, a mailing goes on only if nothing has changed.
AWAY = timedelta(hours=6)
# A mark need not be fresher.
MARK_EVERY = timedelta(minutes=5)


def look_again() -> list[int]:
    """Pause what nobody was at for hours and has changed since; mark the rest. Return the paused.

    Who resumes sees what has changed.
    """
    now = timezone.now()
    at_work = Mailing.objects.filter(state=MailingState.SENDING)
    unmarked = Q(looked_at__isnull=True) | Q(looked_at__lt=now - MARK_EVERY)
    paused = []
    for mailing in at_work.filter(unmarked).order_by("pk"):
        # A person who has just started or resumed it has looked, too.
        last = max(mailing.looked_at or mailing.state_changed_at, mailing.state_changed_at)
        if now - last > AWAY and checkup.changes(mailing):
            try:
                steering.pause(mailing_id=mailing.pk, reason=checkup.CHANGED)
            except transitions.NotAllowedError:
                continue  # another worker, or a person, was quicker
            paused.append(mailing.pk)
        else:
            at_work.filter(pk=mailing.pk).update(looked_at=now)
    return paused
