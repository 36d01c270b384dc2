"""What a person should know of mails that were made by rule: the preflight, after the fact."""

from __future__ import annotations

from newsletter import preflight
from newsletter.models import Mailing
from newsletter.personal import Placeholders
from newsletter.preflight import Finding, Level
from newsletter.rendering import size_of

# So many groups of a digest are looked at.
MOST = 50


def findings(mailing: Mailing) -> list[Finding]:
    """The size of the largest mail in each language, and links that lead nowhere."""
    largest: dict[str, int] = {}
    texts: set[str] = set()
    for edition in mailing.editions.order_by("pk")[:MOST]:
        size = size_of(edition.html, Placeholders(edition.marker))
        largest[edition.language] = max(size, largest.get(edition.language, 0))
        texts.add(edition.html)
    found = [
        preflight.size_finding(preflight.language_name(language), size)
        for language, size in sorted(largest.items())
    ]
    found = [one for one in found if one.level is not Level.OK]
    return found + preflight.link_findings(texts)


def is_failing(mailing: Mailing) -> bool:
    """Whether a person has to look before it leaves."""
    return any(one.level is Level.ERROR for one in findings(mailing))
