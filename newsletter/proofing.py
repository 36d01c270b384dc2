"""A proof of an issue to a colleague: marked, outside the ledger, without links of a reader."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core import email_addresses
from newsletter import rendering, suppression
from newsletter.mime import Letter, Personal, Sender
from newsletter.models import IssuePage
from newsletter.providers import Provider, TroubleError, Verdict, open_provider
from newsletter.rendering import Rendering
from newsletter.steering import Person


class ProofError(Exception):
    """The proof did not leave; the message says why, for people."""


def send_proof(
    *, page: IssuePage, address: str, by: Person = None, provider: Provider | None = None
) -> None:
    """Send the newest draft of an issue page to one address.

    Raises ValidationError for a wrong address, ProofError when the mail was not taken, and
    MjmlError for a broken template.
    """
    checked = email_addresses.parse(address)
    if suppression.is_suppressed(checked.email):
        raise ProofError(_("Its owner asked never to be contacted, or mail to it bounces."))
    draft = page.get_latest_revision_as_object()
    letter = _letter(rendering.render(draft))
    server = provider or open_provider()
    try:
        answer = server.hand_over(letter, _personal(letter, checked.email))
    except TroubleError as trouble:
        message = _(
            "The mail server is not accepting mail at the moment (%(reason)s). Try again later."
        )
        raise ProofError(message % {"reason": trouble.reason}) from trouble
    finally:
        server.close()
    if answer.verdict is not Verdict.ACCEPTED:
        message = _("The mail server did not accept the mail (%(code)s).")
        raise ProofError(message % {"code": answer.code})
    # The address stays out of the history: it is a person's.
    log(instance=page, action="newsletter.proof", user=by)


def _letter(mail: Rendering) -> Letter:
    with translation.override(mail.language):
        marked = replace(mail, subject=f"[{_('TEST')}] {mail.subject}")
    sender = Sender(settings.DEFAULT_FROM_EMAIL, archive_url=mail.url)
    return Letter(marked, mail.placeholders, sender)


def _personal(letter: Letter, address: str) -> Personal:
    """What stands in place of a reader's links leads to the front page and does nothing."""
    nowhere = f"{settings.HUB_URL}/{letter.words.language}/"
    return Personal(
        to=address,
        message_id=f"<proof.{uuid.uuid4().hex}@{letter.sender.domain}>",
        date=timezone.localtime(),
        preferences=f"{nowhere}#preferences",
        unsubscribe=f"{nowhere}#unsubscribe",
    )
