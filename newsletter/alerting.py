"""A letter to those who may send issues, when a sending pauses by itself.

A pause by a person needs no letter. There is one letter to each of them for each pause; it is made
when it leaves, so it says what stands still at that moment, and is dropped if nothing does.
"""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.users.models import UserProfile

from core.addresses import absolute
from core.posting import Contents, post, writes
from newsletter.models import DeliveryState, Mailing, MailingState

LETTER = "newsletter.paused"
SEND = "newsletter.send_mailing"
WAITING = (DeliveryState.PLANNED, DeliveryState.LEASED, DeliveryState.DEFERRED)


def tell_of_pause(mailing: Mailing) -> int:
    """Post a letter about a mailing that has just paused by itself; return to how many people."""
    moment = mailing.state_changed_at.isoformat()
    people = list(_people())
    languages = dict(
        UserProfile.objects.filter(user__in=people).values_list("user_id", "preferred_language")
    )
    for person in people:
        post(
            purpose=LETTER,
            about_id=person.pk,
            language=languages.get(person.pk) or "it",
            once=f"{LETTER}:{mailing.pk}:{moment}:{person.pk}",
        )
    return len(people)


def _people() -> QuerySet[AbstractUser]:
    """Those who may send, and can be written to."""
    may_send: QuerySet[AbstractUser] = get_user_model().objects.with_perm(
        SEND, backend="django.contrib.auth.backends.ModelBackend"
    )
    return may_send.exclude(email="").order_by("pk")


@writes(LETTER, folder="newsletter/mails/paused")
def paused(about_id: int) -> Contents | None:
    """What stands still and why; nothing where it goes on already, or the right is gone."""
    person = _people().filter(pk=about_id).first()
    mailings = [_described(one) for one in _stopped_by_themselves()]
    if person is None or not mailings:
        return None
    return Contents(to=person.email, context={"mailings": mailings})


def _stopped_by_themselves() -> QuerySet[Mailing]:
    """A person who pauses gives no reason."""
    still = Mailing.objects.filter(state=MailingState.PAUSED).exclude(reason="")
    return still.order_by("state_changed_at", "pk")


def _described(mailing: Mailing) -> dict[str, object]:
    from newsletter.admin import words

    return {
        "title": mailing.title,
        "reason": words.reason(mailing.reason),
        "waiting": mailing.deliveries.filter(state__in=WAITING).count(),
        "planned": mailing.planned,
        "url": absolute(reverse("newsletter_admin:mailing", args=[mailing.pk])),
    }
