"""Sendings that go on after hours: what they say is looked at before the next copy leaves.

Consent is asked for each copy as always (see `claiming`); this is about what the mail says. Beats
leave their marks on the mailings that have copies to hand over now. So a long silence means that
nobody was at work, or that the mailing waited: for the morning, for a server or a provider that
wanted fewer mails, for copies that were put off.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from newsletter import checkup, sending, steering, transitions
from newsletter.models import Mailing, MailingState

# Silent for longer than this, a mailing goes on only if nothing has changed.
AWAY = timedelta(hours=6)
# A mark need not be fresher.
MARK_EVERY = timedelta(minutes=5)


def look_again() -> list[int]:
    """Pause what goes on after hours and has changed meanwhile; mark what goes on. Return the
    paused. Who resumes sees what has changed.
    """
    now = timezone.now()
    at_work = Mailing.objects.filter(state=MailingState.SENDING)
    unmarked = Q(looked_at__isnull=True) | Q(looked_at__lt=now - MARK_EVERY)
    paused = []
    for mailing in at_work.filter(unmarked).order_by("pk"):
        if not (sending.is_due(mailing) and sending.has_due_copies(mailing.pk)):
            continue
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
