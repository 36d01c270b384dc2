"""Words for what the ledger keeps as codes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsletter import capping, checkup, deciding, ending, launching, recording
from newsletter.audience import Exclusion
from newsletter.models import Mailing, SubscriberState

REASONS: dict[str, Promise] = {
    "sender-died": gettext_lazy("The sender stopped before the mail server had answered"),
    "no-answer": gettext_lazy("The mail server did not answer"),
    "error": gettext_lazy("An error while it was being handed over"),
    "unsendable": gettext_lazy("The mail could not be put together"),
    "suppressed": gettext_lazy("The address must never be written to"),
    capping.REASON: gettext_lazy("The reader wants fewer mails and had one not long ago"),
    recording.CANCELLED: gettext_lazy("The sending was cancelled"),
    ending.OVER: gettext_lazy("Put off, and the sending was over before it could be tried again"),
    ending.ACCOUNTS: gettext_lazy(
        "The copies do not add up to the number of recipients: somebody has to look at the database"
    ),
    deciding.LEFT_AS_IT_IS: gettext_lazy("Left as it is, by decision of a person"),
    launching.MISSED: gettext_lazy(
        "No sender was at work at the agreed hour: check whether the issue should still be sent"
    ),
    checkup.CHANGED: gettext_lazy("Something has changed since the issue was frozen"),
    "connection refused": gettext_lazy("The mail server refuses the connection"),
    "host not found": gettext_lazy("The mail server's name does not exist"),
    "connection timed out": gettext_lazy("The mail server does not answer"),
    "connection failed": gettext_lazy("The connection to the mail server failed"),
    "connection lost": gettext_lazy("The mail server closes the connection"),
    "provider not reached": gettext_lazy("The mail provider cannot be reached"),
}
BEGINNINGS: dict[str, Promise] = {
    "given-up": gettext_lazy("Given up after many attempts (%s)"),
    "away": gettext_lazy("The mailbox took nothing for days, it may be full (%s)"),
    "login": gettext_lazy("The mail server refuses user name or password (%s)"),
    "greeting": gettext_lazy("The mail server is not accepting mail now (%s)"),
    "sender": gettext_lazy("The mail server does not accept our address as sender (%s)"),
    "relaying": gettext_lazy("The mail server does not forward mail for us (%s)"),
    "making": gettext_lazy("A mistake in the program: the mail cannot be put together (%s)"),
    "opening": gettext_lazy("The connection to the mail server cannot be opened (%s)"),
    "unwanted": gettext_lazy("Mail from us is not wanted, whoever it is for (%s)"),
    "mailbox": gettext_lazy("There is no such mailbox (%s)"),
    "provider": gettext_lazy("The mail provider refuses (%s)"),
    "bounces": gettext_lazy("Too many mails come back: %s %%"),
    "complaints": gettext_lazy("Too many readers marked the mail as spam: %s %%"),
}


def reason(code: str) -> str:
    """A reason of the ledger in words; a server's number stays what it is."""
    if code in REASONS:
        return str(REASONS[code])
    if code in SubscriberState.values:
        return _("Reader: %s") % SubscriberState(code).label
    beginning, _space, number = code.partition(" ")
    if number and beginning in BEGINNINGS:
        return str(BEGINNINGS[beginning]) % number
    return _("The mail server answered %s") % code if code[:1].isdigit() else code


def exclusions(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """Who was left out: code, reason and number, the largest number first."""
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return [(name, str(Exclusion(name).label), count) for name, count in ordered]


def needs_attention(mailing: Mailing) -> bool:
    """Whether somebody should keep an eye on a mailing."""
    return mailing.state in {"frozen", "scheduled", "sending", "paused", "exceptions"}
