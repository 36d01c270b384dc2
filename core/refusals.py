"""Of whom a refusal speaks: of the mailbox, of us, or of neither so that one could tell.

A mail server says so by an enhanced status (RFC 3463, RFC 7372) and in words; a provider by the
status of its answer and in words. Where the two disagree, what speaks of us counts: to take a
reader for gone by mistake is worse than to pause.
"""

from __future__ import annotations

import re
from enum import Enum

# The enhanced status at the beginning of a reply.
ENHANCED = re.compile(r"^([245])\.(\d{1,3})\.(\d{1,3})(?=\s|$)")
# Whoever answers so wants us to log in, whatever was asked.
LOGIN = {530, 534, 535, 538}
# "There is no such mailbox, now or ever."
GONE_CODES = {*((1, detail) for detail in (0, 1, 2, 3, 6, 10)), (2, 1), (4, 4)}
# Nothing for this mailbox now: it is full, off, not to be looked up; 4.2.0 is also what servers
# say that put every first mail off.
AWAY_CODES = {(1, 1), (2, 1), (2, 2), (2, 4)}
# Of this reader all the same: the owner has changed, only members may write, …
READER_CODES = {(7, 17), (7, 18), (7, 129)}
# A bad sender, no login, SPF, DKIM, DMARC, reverse DNS, a flood; Microsoft's for banned senders.
US_CODES = {(1, 7), (1, 8), *((7, detail) for detail in (8, 9, 10, 11, 13, *range(20, 30)))}
MICROSOFT_US = range(500, 1000)

US = re.compile(
    r"""
    \b(?: (?:black|block|deny) \s? list (?:ed|ing|s)? | dnsbl | rbl | spamhaus | spamcop | sorbs
    | barracuda | senderscore | reputation | spf | dkim | dmarc | r?dns | ptr | e?helo
    | (?:bad|poor|banned|blocked|unknown) \s (?:sender|ip|host|server|client)
    | sender (?: \s (?:address|domain|host|ip|server|is|has|was|been))* \s
      (?:blocked|banned|rejected|denied|refused|suspended|not\s(?:allowed|verified))
    | (?:your|client|connecting|sending|source) \s (?:ip|host|server|network|domain|account)
    | messages? \s from \s (?:your|this|the)? \s? (?:ip|host|server|network|\[?\d{1,3}\.)
    | (?:authenticat\w+|log\s?in) \s (?:is \s)? (?:required|needed|failed) | unauthenticated
    | not \s (?:authenticated|authorized \s to \s send|allowed \s to \s send)
    | relay(?:ing)?
    )\b
    | \b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
GONE = re.compile(
    r"""
    \b(?: (?:no \s such|unknown|invalid) \s (?:user|mailbox|recipient|person|account|local)
    | (?:user|mailbox|recipient|address|account) \s (?:is \s)?
      (?:unknown|not \s found|not \s known)
    | (?: (?:user|mailbox|recipient|address|account) \b .{0,40}
      (?: does \s not | doesn'?t ) \s exist)
    | nobody \s (?:here|lives)
    )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# RFC 5321 has the same words for a mailbox that is missing and for one that may not be used.
UNAVAILABLE = re.compile(
    r"\b(?:mailbox|recipient|user|account) (?:is )?unavailable\b", re.IGNORECASE
)
FULL = re.compile(
    r"\b(?:mailbox|inbox|user|recipient|account)\b.{0,20}\b(?:full|over (?:\w+ )?quota)\b",
    re.IGNORECASE,
)
# What a provider says of our account or our address as sender.
ACCOUNT = re.compile(
    r"suspend|not[ _](?:allowed|authori[sz]ed|permitted)|disabled|deactivated|unauthori[sz]ed"
    r"|under[ _](?:review|validation)|pending approval|not[ _]verified|unverified"
    r"|sender[ _]signature|invalid[ _](?:from|sender)|api[ _-]?key|credits?\b|quota",
    re.IGNORECASE,
)
# The reader's address stands in many replies, and may hold any word.
ADDRESS = re.compile(r"<[^<>\s]*>|\S+@\S+")


class About(Enum):
    """Of whom an answer speaks."""

    GONE = "gone"
    """There is no such mailbox."""
    READER = "reader"
    """This mailbox does not take the mail, and may take another."""
    US = "us"
    """The other side does not take mail from us, whoever it is for."""
    UNCLEAR = "unclear"
    """It does not say. The same to one reader after the other speaks of us."""
    AWAY = "away"
    """This mailbox takes nothing now; if that goes on, nobody reads it."""
    TEMPORARY = "temporary"
    """Of nobody for long."""


def of_reply(number: int, words: str) -> About:
    """What a mail server's reply to a recipient or to a message, other than "yes", speaks of."""
    if number in LOGIN:
        return About.US
    enhanced = ENHANCED.match(words)
    code = (int(enhanced[2]), int(enhanced[3])) if enhanced else None
    said = ADDRESS.sub(" ", words[enhanced.end() :] if enhanced else words)
    if number < 500:
        is_away = code in AWAY_CODES if code else FULL.search(said)
        return About.AWAY if is_away else About.TEMPORARY
    if code is not None and (code in US_CODES or (code[0] == 7 and code[1] in MICROSOFT_US)):
        return About.US
    if code in READER_CODES:
        return About.READER
    if US.search(said):
        return About.US
    if code in GONE_CODES:
        return About.GONE
    if code is not None and code[0] == 2:
        return About.READER
    if GONE.search(said):
        return About.GONE
    return About.READER if UNAVAILABLE.search(said) else About.UNCLEAR


def says_so(code: str) -> bool:
    """Whether "550 5.1.1" says by its numbers alone that there is no such mailbox."""
    enhanced = ENHANCED.match(code.partition(" ")[2])
    return enhanced is not None and (int(enhanced[2]), int(enhanced[3])) in GONE_CODES


def of_provider(words: str) -> About:
    """What a provider's refusal (400, 422 …) speaks of."""
    said = ADDRESS.sub(" ", words)
    return About.US if ACCOUNT.search(said) or US.search(said) else About.UNCLEAR
