from datetime import timedelta

import pytest
import time_machine
from wagtail.models import Page, Workflow, WorkflowTask
from wagtail.models.workflows import GroupApprovalTask

from newsletter import approving, freezing, issues, steering
from newsletter.approving import Approval, ChangedMeanwhileError, OwnWorkError
from newsletter.models import Mailing, MailingState
from tests.factories import AdminFactory
from tests.newsletter.issues import catalogued, entries, make_issue
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return AdminFactory()


@pytest.fixture
def bruno():
    return AdminFactory()


@pytest.fixture
def issue(hub_site, settings, anna):
    """An issue that Anna wrote and published, where a second person is asked for."""
    settings.HUB_SECOND_PERSON = True
    SubscriberFactory()
    page = make_issue(hub_site)
    page.save_revision(user=anna).publish(user=anna)
    page.refresh_from_db()
    return page


def test_who_wrote_an_issue_cannot_approve_it_alone(issue, anna):
    with pytest.raises(OwnWorkError):
        steering.approve_as_second(page=issue, by=anna)
    with pytest.raises(freezing.FreezeError):
        steering.freeze(page=issue, by=anna)

    assert Mailing.objects.get().deliveries.count() == 0


def test_with_the_approval_of_a_colleague_the_author_may_freeze(issue, anna, bruno):
    steering.approve_as_second(page=issue, by=bruno)

    assert steering.freeze(page=issue, by=anna).state == MailingState.FROZEN


def test_an_edit_needs_a_new_approval(issue, anna, bruno):
    steering.approve_as_second(page=issue, by=bruno)
    issue.title = "Un altro titolo"
    issue.save_revision(user=anna).publish(user=anna)

    with pytest.raises(freezing.FreezeError):
        steering.freeze(page=issue, by=bruno)
    steering.approve_as_second(page=issue, by=bruno)
    assert steering.freeze(page=issue, by=anna).state == MailingState.FROZEN


def test_each_language_counts(issue, hub_site, anna, bruno):
    steering.approve_as_second(page=issue, by=bruno)
    english = hub_site.in_english(issue)
    english.save_revision(user=bruno).publish(user=bruno)

    with pytest.raises(OwnWorkError):
        steering.approve_as_second(page=issue, by=bruno)
    state = approving.state_of(issues.issue_of(issue.translation_key), Mailing.objects.get())
    assert state is Approval.MISSING


def test_without_the_setting_one_person_is_enough(issue, settings, anna):
    settings.HUB_SECOND_PERSON = False

    assert steering.freeze(page=issue, by=anna).state == MailingState.FROZEN


def in_workflow(page, author):
    """Send a new version of a page through a workflow of one task."""
    task = GroupApprovalTask.objects.create(name="Revisione")
    workflow = Workflow.objects.create(name="Redazione")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    page.save_revision(user=author)
    return workflow.start(Page.objects.get(pk=page.pk).specific, author)


def test_an_approval_in_the_workflow_is_one(issue, anna, bruno):
    state = in_workflow(issue, anna)
    state.current_task_state.approve(user=bruno)
    issue.refresh_from_db()

    assert steering.freeze(page=issue, by=anna).state == MailingState.FROZEN


def test_an_approval_of_ones_own_version_is_none(issue, anna):
    state = in_workflow(issue, anna)
    state.current_task_state.approve(user=anna)
    issue.refresh_from_db()

    with pytest.raises(freezing.FreezeError):
        steering.freeze(page=issue, by=anna)


def test_what_is_still_in_review_is_not_frozen(issue, settings, anna, bruno):
    settings.HUB_SECOND_PERSON = False
    in_workflow(issue, anna)

    with pytest.raises(freezing.FreezeError):
        steering.freeze(page=issue, by=bruno)


def at_the_desk(issue, anna, bruno):
    steering.approve_as_second(page=issue, by=bruno)


def in_the_workflow(issue, anna, bruno):
    in_workflow(issue, anna).current_task_state.approve(user=bruno)


@pytest.mark.parametrize("approve", [at_the_desk, in_the_workflow])
def test_what_an_approved_issue_shows_may_not_change_unseen(
    hub_site, settings, anna, bruno, approve
):
    settings.HUB_SECOND_PERSON = True
    SubscriberFactory()
    shown = hub_site.practice(title="La bottega")
    issue = make_issue(hub_site, entries(shown))
    issue.save_revision(user=anna).publish(user=anna)
    issue.refresh_from_db()
    approve(issue, anna, bruno)
    issue.refresh_from_db()
    shown.title = "La bottega chiude"
    shown.save_revision().publish()
    catalogued(shown)

    found = approving.state_of(issues.issue_of(issue.translation_key), Mailing.objects.get())
    assert found is Approval.OUTDATED
    with pytest.raises(freezing.FreezeError):
        steering.freeze(page=issue, by=anna)
    steering.approve_as_second(page=issue, by=bruno)

    assert "La bottega chiude" in steering.freeze(page=issue, by=anna).editions.get().html


def test_only_what_was_read_is_approved(hub_site, settings, anna, bruno):
    settings.HUB_SECOND_PERSON = True
    SubscriberFactory()
    shown = hub_site.practice(title="La bottega")
    issue = make_issue(hub_site, entries(shown))
    issue.save_revision(user=anna).publish(user=anna)
    issue.refresh_from_db()
    read = approving.seen(issues.issue_of(issue.translation_key))
    shown.title = "La bottega chiude"
    shown.save_revision().publish()
    catalogued(shown)

    for name in (read, ""):
        with pytest.raises(ChangedMeanwhileError):
            steering.approve_as_second(page=issue, by=bruno, seen=name)
    assert not Mailing.objects.filter(approved_by=bruno).exists()
    read_again = approving.seen(issues.issue_of(issue.translation_key))
    steering.approve_as_second(page=issue, by=bruno, seen=read_again)

    assert steering.freeze(page=issue, by=anna).state == MailingState.FROZEN


def test_another_day_is_no_change(issue, anna, bruno):
    with time_machine.travel("2027-05-10 10:00", tick=False) as clock:
        steering.approve_as_second(page=issue, by=bruno)
        clock.shift(timedelta(days=3))

        assert steering.freeze(page=issue, by=anna).state == MailingState.FROZEN
