"""Readers for tests, and the steps they take."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import factory
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.utils import timezone

from newsletter import answering, consent, signup, suppression
from newsletter.forms import new_stamp
from newsletter.models import (
    ConsentAction,
    ConsentChannel,
    ReaderMail,
    ReaderRequest,
    Subscriber,
    SubscriberState,
)


class SubscriberFactory(factory.django.DjangoModelFactory):
    """A confirmed reader with a consent in the chain; other states have none unless given."""

    email = factory.Sequence(lambda n: f"lettrice{n}@example.org")
    email_key = factory.LazyAttribute(lambda reader: reader.email.lower())
    address_hash = factory.LazyAttribute(lambda reader: suppression.address_hash(reader.email_key))
    language = "it"
    state = SubscriberState.ACTIVE
    confirmed_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = Subscriber
        skip_postgeneration_save = True

    @factory.post_generation
    def with_consent(self, create: bool, extracted: Any, **_kwargs: Any) -> None:
        if create and extracted is not False and self.state == SubscriberState.ACTIVE:
            consent.record(
                subscriber=self,
                action=ConsentAction.GIVEN,
                channel=ConsentChannel.FORM,
                confirmed_at=timezone.now(),
            )


def work() -> None:
    """Do what the background worker would: deal with requests, send what is due."""
    waiting = ReaderRequest.objects.filter(handled_at__isnull=True).order_by("pk")
    for request_id in waiting.values_list("pk", flat=True):
        signup.handle(request_id=request_id)
    for mail_id in ReaderMail.objects.order_by("pk").values_list("pk", flat=True):
        answering.send(mail_id=mail_id)


def asked(email: str = "anna@example.org", language: str = "it") -> Subscriber | None:
    """Somebody has signed up and the worker has been by; the subscriber, if there is one."""
    signup.ask(email=email, language=language)
    work()
    return Subscriber.objects.filter(email_key=email.lower()).first()


def last_mail() -> EmailMultiAlternatives:
    """The mail that was sent last."""
    message = mail.outbox[-1]
    assert isinstance(message, EmailMultiAlternatives)
    return message


def link_in(message: EmailMessage, word: str = "") -> str:
    """The path of the first link in a mail's text that has `word` in it."""
    links = re.findall(r"https?://\S+", str(message.body))
    return urlsplit(next(link for link in links if word in link)).path


def token_in(message: EmailMessage, word: str = "") -> str:
    """The token at the end of such a link."""
    return link_in(message, word).rstrip("/").rpartition("/")[2]


def confirmed(email: str = "anna@example.org", language: str = "it") -> Subscriber:
    """Somebody who signed up and pressed the button."""
    asked(email, language)
    outcome = signup.confirm(token=token_in(last_mail()))
    work()
    assert outcome.subscriber is not None
    return outcome.subscriber


def typed(email: str = "anna@example.org", **more: str) -> dict[str, str]:
    """What a browser sends for a public form that a person filled in."""
    return {"email": email, "hub_note": "", "stamp": new_stamp(), **more}
