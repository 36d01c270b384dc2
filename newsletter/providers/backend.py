"""Handing over through Django's mail interface: any backend of django-anymail.

The provider gets the address, the mail, and the number of the copy, so that its reports can be
told apart; nothing else about the reader.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from anymail.exceptions import (
    AnymailAPIError,
    AnymailConfigurationError,
    AnymailError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailUnsupportedFeature,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone
from urllib3.exceptions import NewConnectionError

from core import refusals
from core.refusals import About
from newsletter.mime import Letter, Personal
from newsletter.providers.answers import Answer, TroubleError, Verdict, before_any_mail

SETTINGS_ERRORS = (ImproperlyConfigured, AnymailConfigurationError, AnymailUnsupportedFeature)
SETTINGS_WRONG = {401, 402, 403, 404}
BUSY = {429, 503}
TAKEN = {"sent", "queued"}
LONGEST_REST = 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Key:
    """The header of a request that names a mail, and how long the provider remembers it."""

    header: str
    remembered: timedelta


# Providers that take a mail with the same key only once, and answer as they did the first time.
KEYS = {"anymail.backends.resend.EmailBackend": Key("Idempotency-Key", timedelta(hours=24))}
CONFLICT = 409


class BackendProvider:
    """One session with a provider, kept for many mails; each is handed over by itself.

    The backends' own way of sending many stops at the first error.
    """

    def __init__(self) -> None:
        self._backend: Any = None
        self._key = KEYS.get(settings.HUB_MAIL_PROVIDER)

    @property
    def remembers(self) -> timedelta | None:
        """How long the provider knows a mail by its key; None where it takes no keys."""
        return self._key.remembered if self._key else None

    def open(self) -> None:
        """Begin a session, if there is none. Raises TroubleError."""
        if self._backend is not None:
            return
        with before_any_mail():
            try:
                backend = get_connection()
                backend.open()
            except SETTINGS_ERRORS as error:
                raise TroubleError(type(error).__name__, is_configuration=True) from error
            self._backend = backend

    def hand_over(self, letter: Letter, personal: Personal) -> Answer:
        """Hand one mail over. Raises TroubleError when the provider takes none at all."""
        message = letter.email(personal)
        _describe(message, personal.reference)
        answer = self._send(message, personal.message_id)
        if answer.verdict is Verdict.UNCERTAIN and self._key:
            # With the same key: what it has got it does not send a second time.
            with suppress(TroubleError):
                answer = self._send(message, personal.message_id)
        return answer

    def _send(self, message: EmailMultiAlternatives, name: str) -> Answer:
        self.open()
        self._name(name)
        try:
            sent = self._backend.send_messages([message])
        except (AnymailError, ImproperlyConfigured) as error:
            if isinstance(error, AnymailAPIError) and _status_of(error) is None:
                self.close()
            return judged(error, is_keyed=self._key is not None)
        if not sent:
            return Answer(Verdict.REFUSED, "not-sent")
        return _accepted(message)

    def close(self) -> None:
        """Let the session go."""
        backend, self._backend = self._backend, None
        if backend is not None:
            backend.close()

    def _name(self, name: str) -> None:
        """Put the key of the mail that comes next into the session."""
        if self._key:
            self._backend.session.headers[self._key.header] = name.strip("<>")


def judged(error: Exception, *, is_keyed: bool = False) -> Answer:
    """What an error of the provider's interface, or the lack of an answer, means for one mail.

    Raises TroubleError where the mail has not left and no other would now.
    """
    if isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress):
        return Answer(Verdict.REFUSED, type(error).__name__)
    if isinstance(error, SETTINGS_ERRORS):
        raise TroubleError(type(error).__name__, is_configuration=True) from error
    if not isinstance(error, AnymailAPIError):
        return Answer(Verdict.REFUSED, type(error).__name__)
    status = _status_of(error)
    if status is None:
        if _never_left(error):
            raise TroubleError("provider not reached", is_configuration=False) from error
        return Answer(Verdict.UNCERTAIN, "no-answer")
    if status in SETTINGS_WRONG or status in BUSY:
        is_wrong = status in SETTINGS_WRONG
        raise TroubleError(
            f"provider {status}",
            is_configuration=is_wrong,
            is_plain=is_wrong,
            is_busy=not is_wrong,
            retry_after=_retry_after(error),
        ) from error
    if status >= 500 or (status == CONFLICT and is_keyed):
        # A provider that fails may have taken the mail before it failed; one that knows the
        # key from another request has got one.
        return Answer(Verdict.UNCERTAIN, str(status))
    return _refusal(status, _words_of(error))


def _refusal(status: int, words: str) -> Answer:
    """A refusal of one mail, by its words: of us or of the reader."""
    about = refusals.of_provider(words)
    verdict = Verdict.UNWANTED if about is About.US else Verdict.REFUSED
    return Answer(verdict, str(status), about=about)


def _words_of(error: AnymailAPIError) -> str:
    """What the provider says, as far as it is said in words."""
    answer = getattr(error, "response", None)
    return str(getattr(answer, "text", "") or error)[:2000]


def _describe(message: EmailMultiAlternatives, reference: str) -> None:
    """Anymail's own fields: no tracking, and a number that is no personal datum."""
    message.track_opens = False  # type: ignore[attr-defined]
    message.track_clicks = False  # type: ignore[attr-defined]
    message.metadata = {"delivery": reference}  # type: ignore[attr-defined]


def _accepted(message: EmailMultiAlternatives) -> Answer:
    status = getattr(message, "anymail_status", None)
    if status is None or not status.recipients:
        return Answer(Verdict.ACCEPTED)
    recipient = next(iter(status.recipients.values()))
    if recipient.status in TAKEN:
        name = "" if recipient.message_id is None else str(recipient.message_id)
        return Answer(Verdict.ACCEPTED, provider_id=name[:120])
    verdict = Verdict.UNCERTAIN if recipient.status == "unknown" else Verdict.REFUSED
    return Answer(verdict, str(recipient.status))


def _status_of(error: AnymailAPIError) -> int | None:
    """The number of the provider's answer, None where there was none."""
    if error.status_code is not None:
        return int(error.status_code)
    answer = getattr(error.__cause__, "response", None)
    if isinstance(answer, dict):  # as Amazon's library gives it
        number = answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
        return int(number) if number else None
    return None


def _retry_after(error: AnymailAPIError) -> float | None:
    """How many seconds the provider asks us to wait (RFC 9110, 10.2.3), None if it does not."""
    answer = getattr(error, "response", None)
    value = getattr(answer, "headers", {}).get("Retry-After", "").strip()
    if value.isdecimal():
        return float(min(int(value), LONGEST_REST))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        return None
    seconds = (moment - timezone.now()).total_seconds()
    return min(max(seconds, 0.0), LONGEST_REST)


def _never_left(error: BaseException) -> bool:
    """Whether the connection could not even be opened."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError):
        return True
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, NewConnectionError):
            return True
        reason = getattr(cause, "reason", None)
        if isinstance(reason, NewConnectionError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
