"""Asking cooperatives whether what is told of them is right, and whether it is still so."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError

from core import posting
from practices import confirming
from practices.contacting import NoAddress, Person, contact_of
from practices.models import CooperativeContact, Inquiry, PracticePage
from practices.models.practice_choices import Answer, InquiryKind, TextState
from practices.recording import record_of, trace
from tests.factories import HubSite, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 8, 31, 10, tzinfo=UTC)


@pytest.fixture
def practice(hub_site: HubSite) -> PracticePage:
    page = hub_site.practice(title="Orto del lunedì")
    trace(practice=page, origin="editorial", contact_name="Ada", contact_email="ada@example.org")
    return page


def asked(practice: PracticePage, kind: str = InquiryKind.STILL_SO) -> Inquiry:
    return confirming.ask(practice=practice, kind=kind)


@time_machine.travel(NOW, tick=False)  # two links of one second are the same
def test_the_question_is_a_row_and_then_a_letter_with_a_link(practice: PracticePage) -> None:
    inquiry = asked(practice)

    posting.send_due()

    (message,) = mail.outbox
    assert message.to == ["ada@example.org"]
    assert message.subject == "«Orto del lunedì»: è ancora così?"
    assert confirming.link_token(inquiry) in message.body
    assert inquiry.is_open


def test_a_question_that_is_open_is_not_asked_twice(practice: PracticePage) -> None:
    assert asked(practice) == asked(practice)
    posting.send_due()

    assert len(mail.outbox) == 1


def test_a_letter_is_not_sent_when_the_answer_came_first(practice: PracticePage) -> None:
    confirming.answer(inquiry_id=asked(practice).pk, answer=Answer.STILL_SO)

    posting.send_due()

    assert not mail.outbox


def test_nobody_known_is_said_at_once(hub_site: HubSite) -> None:
    with pytest.raises(NoAddress):
        asked(hub_site.practice())

    assert not Inquiry.objects.exists()


def test_the_practices_own_contact_comes_before_the_cooperatives(practice: PracticePage) -> None:
    cooperative = practice.lead_cooperative
    CooperativeContact.objects.create(cooperative=cooperative, name="Bo", email="bo@example.org")

    assert contact_of(practice) == Person("Ada", "ada@example.org")
    record = record_of(practice)
    record.contact_email = ""
    record.save()
    assert contact_of(practice) == Person("Bo", "bo@example.org")


@time_machine.travel(NOW, tick=False)
def test_still_so_holds_for_eighteen_months(practice: PracticePage) -> None:
    confirming.answer(inquiry_id=asked(practice).pk, answer=Answer.STILL_SO, name="Ada")

    record = record_of(practice)
    assert record.last_confirmed_at == NOW
    assert record.review_due_at == datetime(2028, 2, 29, 10, tzinfo=UTC)
    assert practice.last_published_at is not None


def test_a_change_is_a_proposal_for_staff_and_changes_no_page(practice: PracticePage) -> None:
    inquiry = asked(practice)

    confirming.answer(inquiry_id=inquiry.pk, answer=Answer.CHANGED, message="Ora siamo in due.")

    assert list(PracticePage.objects.waiting_for_staff()) == [practice]
    assert record_of(practice).last_confirmed_at is None
    inquiry.refresh_from_db()
    confirming.settle(inquiry=inquiry, by=UserFactory())
    assert record_of(practice).last_confirmed_at == inquiry.answered_at
    assert not PracticePage.objects.waiting_for_staff()


def test_a_change_needs_words(practice: PracticePage) -> None:
    with pytest.raises(confirming.WordsMissing):
        confirming.answer(inquiry_id=asked(practice).pk, answer=Answer.CHANGED, message="  ")

    assert Inquiry.objects.get().is_open


def test_what_has_ended_is_not_asked_about_any_more(practice: PracticePage) -> None:
    inquiry = asked(practice)

    confirming.answer(inquiry_id=inquiry.pk, answer=Answer.ENDED)
    confirming.settle(inquiry=inquiry, by=None)

    assert record_of(practice).review_due_at is None


def test_an_answer_counts_once(practice: PracticePage) -> None:
    inquiry = asked(practice)
    confirming.answer(inquiry_id=inquiry.pk, answer=Answer.STILL_SO)

    with pytest.raises(confirming.InquiryOver):
        confirming.answer(inquiry_id=inquiry.pk, answer=Answer.ENDED)

    inquiry.refresh_from_db()
    assert inquiry.answer == Answer.STILL_SO


def test_an_answer_to_another_question_is_refused(practice: PracticePage) -> None:
    with pytest.raises(ValueError, match="confirmed"):
        confirming.answer(inquiry_id=asked(practice).pk, answer=Answer.CONFIRMED)


def test_a_late_answer_counts(practice: PracticePage) -> None:
    inquiry = asked(practice)
    confirming.give_up(at=inquiry.asked_at + timedelta(days=46))

    confirming.answer(inquiry_id=inquiry.pk, answer=Answer.STILL_SO)

    assert record_of(practice).last_confirmed_at is not None


def test_one_reminder_then_silence_that_staff_can_see(practice: PracticePage) -> None:
    inquiry = asked(practice)
    at = inquiry.asked_at

    assert confirming.remind(at=at + timedelta(days=13)) == 0
    assert confirming.remind(at=at + timedelta(days=14)) == 1
    assert confirming.remind(at=at + timedelta(days=20)) == 0
    assert confirming.give_up(at=at + timedelta(days=44)) == 0
    assert confirming.give_up(at=at + timedelta(days=45)) == 1
    posting.send_due()

    assert not mail.outbox  # both letters were no longer wanted
    inquiry.refresh_from_db()
    assert inquiry.closed_at is not None
    due = record_of(practice).review_due_at
    assert due is not None
    assert due > at + timedelta(days=200)


def test_what_is_due_is_asked_by_itself_once(hub_site: HubSite, practice: PracticePage) -> None:
    hub_site.in_english(practice)
    unreachable = hub_site.practice()
    draft = hub_site.practice(publish=False)
    published = practice.first_published_at
    assert published is not None
    later = confirming.months_after(published, 18) + timedelta(days=1)
    assert record_of(unreachable).review_due_at is not None
    assert record_of(draft).review_due_at is None

    assert confirming.ask_what_is_due(at=published) == 0
    assert confirming.ask_what_is_due(at=later) == 1
    assert confirming.ask_what_is_due(at=later) == 0
    assert Inquiry.objects.get().record == record_of(practice)


def test_publishing_again_does_not_put_the_review_off(practice: PracticePage) -> None:
    due = record_of(practice).review_due_at

    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC)):
        practice.save_revision().publish()

    assert record_of(practice).review_due_at == due


def test_a_practice_that_has_ended_is_never_due(hub_site: HubSite) -> None:
    assert record_of(hub_site.practice(maturity="ended")).review_due_at is None


def test_a_text_that_answers_a_call_comes_out_when_it_is_confirmed(hub_site: HubSite) -> None:
    page = hub_site.practice(publish=False)
    trace(practice=page, origin="call", contact_email="ada@example.org")
    page.title = "Nuova versione"
    revision = page.save_revision()

    assert "text_state" in page.missing_for_publishing()
    with pytest.raises(ValidationError):
        page.save_revision().publish()
    inquiry = asked(PracticePage.objects.get(pk=page.pk), InquiryKind.TEXT)
    confirming.answer(inquiry_id=inquiry.pk, answer=Answer.CONFIRMED, name="Ada, presidente")

    record = record_of(page)
    assert record.text_state == TextState.CONFIRMED
    assert record.text_confirmed_by == "Ada, presidente"
    assert record.confirmed_revision is not None
    assert record.confirmed_revision.pk >= revision.pk
    assert PracticePage.objects.get(pk=page.pk).missing_for_publishing() == {}


def test_silence_does_not_hold_a_text_up(hub_site: HubSite) -> None:
    page = hub_site.practice(publish=False)
    trace(practice=page, origin="call", contact_email="ada@example.org")
    inquiry = asked(page, InquiryKind.TEXT)

    confirming.give_up(at=inquiry.asked_at + timedelta(days=30))

    assert record_of(page).text_state == TextState.SILENT
    assert "text_state" not in page.missing_for_publishing()


def test_asking_for_changes_holds_it_up(hub_site: HubSite) -> None:
    page = hub_site.practice(publish=False)
    trace(practice=page, origin="call", contact_email="ada@example.org")

    confirming.answer(
        inquiry_id=asked(page, InquiryKind.TEXT).pk, answer=Answer.CHANGES, message="Il nome."
    )

    assert record_of(page).text_state == TextState.CHANGES_ASKED
    assert "text_state" in page.missing_for_publishing()
    assert list(PracticePage.objects.text_unconfirmed()) == [page]


def test_staff_can_note_what_they_were_told(practice: PracticePage) -> None:
    confirming.confirm_by_staff(practice=practice, by=UserFactory())

    assert record_of(practice).last_confirmed_at is not None
    assert not PracticePage.objects.waiting_for_cooperative()


def test_months_end_where_they_end() -> None:
    assert confirming.months_after(datetime(2026, 8, 31, tzinfo=UTC), 6).day == 28
    assert confirming.months_after(datetime(2026, 12, 1, tzinfo=UTC), 1).year == 2027


def test_what_was_kept_goes_with_the_practice(
    hub_site: HubSite, practice: PracticePage, django_capture_on_commit_callbacks
) -> None:
    asked(practice)
    english = hub_site.in_english(practice)
    with django_capture_on_commit_callbacks(execute=True):
        english.delete()
    assert Inquiry.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        PracticePage.objects.get(pk=practice.pk).delete()

    assert not Inquiry.objects.exists()
