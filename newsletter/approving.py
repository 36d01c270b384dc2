"""Approval: the workflow of the issue's pages, and a second person where the settings ask for one.

An approval is for what was published at that moment, and for what it showed: a later edit needs a
new one, and so does a page or a collection that the issue shows and that says something else since.
It counts when it was given by somebody who did not write the version that is sent, in Wagtail's
workflow or at the desk. So two people at least have had every word of a mail in their hands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from core.mjml import MjmlError
from newsletter import rendering
from newsletter.issues import Issue
from newsletter.models import IssuePage, Mailing

# A mail says its day; what is approved is the same mail on another day.
ANY_DAY = datetime(2000, 1, 1, 12, tzinfo=UTC)


class Approval(Enum):
    """How it stands with the second person."""

    GIVEN = "given"
    """Or not asked for."""
    MISSING = "missing"
    OUTDATED = "outdated"
    """Given for this version, which shows something else now."""


class OwnWorkError(Exception):
    """Somebody who wrote the issue cannot be the one who approves it."""


class ChangedMeanwhileError(Exception):
    """The issue is no longer what the person who approves it has read."""


def revisions(issue: Issue) -> dict[str, int]:
    """What would be sent: the number of the published revision, by language."""
    return {language: page.live_revision_id or 0 for language, page in issue.pages.items()}


def fingerprint(page: IssuePage) -> str:
    """What readers of a page's edition would get, whatever the day; "" where it cannot be made."""
    try:
        return rendering.render(page, at=ANY_DAY).sha256
    except MjmlError:
        return ""


def fingerprints(issue: Issue) -> dict[str, str]:
    """What would be sent: a hash of each edition, by language."""
    return {language: fingerprint(page) for language, page in issue.pages.items()}


def seen(issue: Issue) -> str:
    """Names what somebody reads who looks at an issue now; carried by the form that approves it."""
    return name_of(revisions(issue), fingerprints(issue))


def name_of(published: Mapping[str, int], rendered: Mapping[str, str]) -> str:
    """One name for the versions of an issue and for what they show."""
    words = json.dumps([dict(published), dict(rendered)], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


def refuse_other_than(name: str, mailing: Mailing) -> None:
    """Raise ChangedMeanwhileError where what was just approved is not what was read (`seen`)."""
    if name != name_of(mailing.approved_revisions, mailing.approved_renderings):
        raise ChangedMeanwhileError(
            _(
                "Not approved: the issue, or something that it shows, has changed since you opened "
                "this page. Read it once more, then approve it."
            )
        )


def authors(issue: Issue) -> set[int]:
    """Who wrote the versions that would be sent."""
    found = {page.live_revision.user_id for page in issue.pages.values() if page.live_revision}
    return {number for number in found if number is not None}


def state_of(issue: Issue, mailing: Mailing | None) -> Approval:
    """Whether there is the approval that the settings ask for, and for what would be sent now."""
    if not settings.HUB_SECOND_PERSON:
        return Approval.GIVEN
    if not _has_second_person(issue, mailing):
        return Approval.MISSING
    approved = mailing.approved_renderings if mailing else {}
    found = fingerprints(issue)
    is_same = all(found.values()) and all(approved.get(one) == found[one] for one in found)
    return Approval.GIVEN if is_same else Approval.OUTDATED


def _has_second_person(issue: Issue, mailing: Mailing | None) -> bool:
    """Whether somebody else approved the versions that are published."""
    at_desk = (
        mailing is not None
        and mailing.approved_by_id is not None
        and mailing.approved_by_id not in authors(issue)
        and mailing.approved_revisions == revisions(issue)
    )
    return at_desk or all(is_approved_in_workflow(page) for page in issue.pages.values())


def in_review(issue: Issue) -> list[IssuePage]:
    """The pages of an issue whose newest version is still with somebody for review."""
    ids = [str(page.pk) for page in issue.pages.values()]
    open_states = [WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES]
    waiting = WorkflowState.objects.filter(status__in=open_states, object_id__in=ids)
    # Pages of every type share the base content type in these rows.
    found = {
        state.object_id
        for state in waiting.select_related("base_content_type")
        if state.base_content_type.model == "page"
    }
    return [page for page in issue.pages.values() if str(page.pk) in found]


def refuse_own_work(issue: Issue, by: Any) -> None:
    """Raise OwnWorkError where a second person is asked for and this is the first."""
    if settings.HUB_SECOND_PERSON and (by is None or by.pk in authors(issue)):
        raise OwnWorkError(
            _("You wrote the version that would be sent: somebody else has to approve it.")
        )


def is_approved_in_workflow(page: IssuePage) -> bool:
    """Whether somebody else approved the very version that is published."""
    revision = page.live_revision
    if revision is None:
        return False
    approved = TaskState.objects.filter(
        revision=revision, status=TaskState.STATUS_APPROVED, finished_by__isnull=False
    )
    if revision.user_id is not None:
        approved = approved.exclude(finished_by=revision.user_id)
    return approved.exists()
