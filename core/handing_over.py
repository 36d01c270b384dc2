"""Giving one message to the mail server, and what its answer means."""

from __future__ import annotations

import smtplib
from contextlib import suppress

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from core import refusals


class MailServerAwayError(Exception):
    """The mail server cannot be reached or does not take mail from us now."""


class MailRefusedError(Exception):
    """The server does not take this mail; `is_final` says whether trying again is no use."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code
        self.is_final = code >= 500


def hand_over(message: EmailMessage) -> None:
    """Give a message to the mail server that the settings name; while it is away to another one.

    Raises MailRefusedError when it takes mail but not this one, MailServerAwayError when none
    takes any now, or any from us. Neither repeats the server's words: these repeat the address.
    """
    try:
        return _hand_over(message)
    except MailServerAwayError:
        for server in settings.MORE_MAIL_SERVERS:
            message.connection = get_connection(
                host=server.host,
                port=server.port,
                username=server.user,
                password=server.password,
                use_tls=server.starttls,
                use_ssl=server.tls,
            )
            with suppress(MailServerAwayError):
                return _hand_over(message)
        raise


def reply_of(error: smtplib.SMTPException) -> tuple[int, str]:
    """Number and words of a refusal."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    else:
        code, words = getattr(error, "smtp_code", 550), getattr(error, "smtp_error", b"")
    return code, words.decode("latin-1") if isinstance(words, bytes) else str(words)


def _hand_over(message: EmailMessage) -> None:
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        code, words = reply_of(error)
        if refusals.of_reply(code, words) is refusals.About.US:
            raise MailServerAwayError(f"not wanted from us {code}") from error
        raise MailRefusedError(code) from error
    except AnymailRecipientsRefused as error:
        raise MailRefusedError(550) from error
    except smtplib.SMTPResponseException as error:
        raise MailServerAwayError(f"mail server says {error.smtp_code}") from error
    except (smtplib.SMTPException, AnymailError) as error:
        raise MailServerAwayError(type(error).__name__) from error
    except OSError as error:
        raise MailServerAwayError("mail server away") from error
