"""Approval: the workflow of the issue's pages, and a second person where the settings ask for one.

An approval is for what was published at that moment: a later edit needs a new one. It counts when
it was given by somebody who did not write the version that is sent, in Wagtail's workflow or at
the desk. So two people at least have had every word of a mail in their hands.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from newsletter.issues import Issue
from newsletter.models import IssuePage, Mailing


class OwnWorkError(Exception):
    """Somebody who wrote the issue cannot be the one who approves it."""


def revisions(issue: Issue) -> dict[str, int]:
    """What would be sent: the number of the published revision, by language."""
    return {language: page.live_revision_id or 0 for language, page in issue.pages.items()}


def authors(issue: Issue) -> set[int]:
    """Who wrote the versions that would be sent."""
    found = {page.live_revision.user_id for page in issue.pages.values() if page.live_revision}
    return {number for number in found if number is not None}


def needs_second_person(issue: Issue, mailing: Mailing | None) -> bool:
    """Whether an approval that the settings ask for is missing."""
    if not settings.HUB_SECOND_PERSON:
        return False
    at_desk = (
        mailing is not None
        and mailing.approved_by_id is not None
        and mailing.approved_by_id not in authors(issue)
        and mailing.approved_revisions == revisions(issue)
    )
    return not at_desk and not all(_approved_in_workflow(page) for page in issue.pages.values())


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


def _approved_in_workflow(page: IssuePage) -> bool:
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
