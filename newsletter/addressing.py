"""Whom an issue goes to: asked here by the desk, by the list of recipients and by the freeze."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from catalogue.models import Entry
from newsletter import audience, composing, offering, segments
from newsletter.audience import Target
from newsletter.issues import Issue
from newsletter.models import Mailing, MailingKind


def readers_of(issue: Issue, mailing: Mailing | None, entries: Iterable[Entry]) -> QuerySet[Any]:
    """Everybody an issue could be for, each with `exclusion`, as in `audience.judged`."""
    if mailing is not None and mailing.kind == MailingKind.CORRECTION and mailing.follows:
        return audience.affected(mailing.follows, mailing.follows_languages)
    return audience.judged(offering.offers_of(entries), target_of(issue))


def target_of(issue: Issue) -> Target:
    """Whom staff chose: what the page in the source language says holds for all languages."""
    page = issue.source
    if page is None:
        return audience.EVERYBODY
    return Target(page.for_group, page.segment, page.heeds_choices)


def target_in_words(target: Target) -> str:
    """The group in words; empty for all readers."""
    if target.segment is None:
        return ""
    return f"{target.segment.name} ({segments.in_words(target.segment)})"


def entries_of(issue: Issue) -> list[Entry]:
    """What an issue shows, in all its languages."""
    shown = [entry for page in issue.pages.values() for entry in composing.compose(page).entries]
    return list({entry.pk: entry for entry in shown}.values())
