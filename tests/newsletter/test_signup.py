from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.tokens import TokenExpired, TokenInvalid
from newsletter import consent, signup, suppression, unsubscribing
from newsletter.models import (
    ConsentChannel,
    ConsentEvent,
    Frequency,
    ReaderMail,
    ReaderRequest,
    Subscriber,
    SubscriberState,
    SuppressionReason,
)
from newsletter.signup import Confirmation
from newsletter.wordings import wording
from tests.newsletter.readers import (
    SubscriberFactory,
    asked,
    confirmed,
    last_mail,
    token_in,
    work,
)

pytestmark = pytest.mark.django_db


def test_signing_up_brings_one_mail_and_no_subscription():
    anna = asked("Anna@example.org")

    assert anna is not None
    assert anna.state == SubscriberState.PENDING
    assert last_mail().to == ["Anna@example.org"]
    assert not Subscriber.objects.mailable().exists()


def test_the_typed_address_is_wiped_from_the_request():
    asked("anna@example.org")

    assert ReaderRequest.objects.get().email == ""


def test_confirming_makes_the_subscriber_active_and_writes_the_consent_down():
    with time_machine.travel("2026-11-22T10:00:00Z", tick=False) as clock:
        asked("anna@example.org", language="en")
        clock.shift(timedelta(hours=2))
        outcome = signup.confirm(token=token_in(last_mail()))

    assert outcome.result is Confirmation.DONE
    anna = Subscriber.objects.mailable().get()
    assert anna.language == "en"
    event = ConsentEvent.objects.get()
    assert (event.subject, event.language, event.channel) == (anna.public_id, "en", "form")
    asked_at = datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert (event.asked_at, event.confirmed_at) == (asked_at, asked_at + timedelta(hours=2))
    assert event.wording_version == wording("en").version
    assert event.wording_hash == wording("en").text_hash
    assert consent.check_chain().problems == []


def test_looking_at_the_link_confirms_nothing():
    asked()

    assert signup.look(token=token_in(last_mail())).result is Confirmation.POSSIBLE
    assert Subscriber.objects.get().state == SubscriberState.PENDING


def test_confirming_twice_is_no_error_and_no_second_consent():
    confirmed()
    first = mail.outbox[0]

    assert signup.confirm(token=token_in(first)).result is Confirmation.ALREADY
    assert ConsentEvent.objects.count() == 1
    assert ReaderMail.objects.filter(purpose="welcome").count() == 1


def test_a_used_link_does_not_bring_back_who_has_left():
    anna = confirmed()
    used = token_in(mail.outbox[0])
    unsubscribing.unsubscribe(subscriber_id=anna.pk, channel=ConsentChannel.PAGE)

    assert signup.confirm(token=used).result is Confirmation.USED
    assert not Subscriber.objects.mailable().exists()


def test_who_left_comes_back_by_confirming_anew():
    anna = confirmed()
    unsubscribing.unsubscribe(subscriber_id=anna.pk, channel=ConsentChannel.ONE_CLICK)

    asked()
    anna.refresh_from_db()
    assert anna.state == SubscriberState.UNSUBSCRIBED
    signup.confirm(token=token_in(last_mail()))

    assert Subscriber.objects.mailable().get() == anna
    assert [event.action for event in consent.history(anna)] == ["given", "withdrawn", "given"]


def test_who_is_subscribed_gets_the_link_to_the_preferences_instead():
    anna = SubscriberFactory(email="anna@example.org", language="en")

    asked("ANNA@example.org", language="it")

    assert ReaderMail.objects.get().purpose == "link"
    assert "/en/" in str(last_mail().body)
    assert Subscriber.objects.get() == anna


def test_a_second_sign_up_on_the_same_day_brings_no_second_mail():
    asked("anna@example.org")
    asked("ANNA@example.org")

    assert len(mail.outbox) == 1
    assert ReaderRequest.objects.count() == 1


def test_either_of_two_links_confirms_and_the_other_finds_it_done():
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        asked()
    asked()
    tokens = [token_in(message) for message in mail.outbox]

    assert signup.confirm(token=tokens[1]).result is Confirmation.DONE
    assert signup.confirm(token=tokens[0]).result is Confirmation.ALREADY


@pytest.mark.parametrize(
    "reason",
    [SuppressionReason.COMPLAINT, SuppressionReason.BOUNCE, SuppressionReason.OBJECTION],
)
def test_a_suppressed_address_is_sent_nothing_and_leaves_nothing(reason):
    suppression.suppress(email="anna@example.org", reason=reason)

    assert asked("anna@example.org") is None
    assert mail.outbox == []
    assert not ReaderRequest.objects.exists()


def test_who_erased_their_data_may_come_back_and_is_no_longer_suppressed():
    suppression.suppress(email="anna@example.org", reason=SuppressionReason.ERASURE)

    anna = confirmed("anna@example.org")

    assert not suppression.is_suppressed("anna@example.org")
    assert Subscriber.objects.mailable().get() == anna


def test_a_complaint_between_mail_and_button_wins():
    asked("anna@example.org")
    suppression.suppress(email="anna@example.org", reason=SuppressionReason.COMPLAINT)

    assert signup.confirm(token=token_in(last_mail())).result is Confirmation.GONE
    assert not Subscriber.objects.mailable().exists()


def test_an_expired_or_damaged_link_changes_nothing():
    asked()
    token = token_in(last_mail())

    with pytest.raises(TokenInvalid):
        signup.confirm(token=token[:-1])
    with time_machine.travel(timezone.now() + timedelta(days=8)), pytest.raises(TokenExpired):
        signup.confirm(token=token)
    assert Subscriber.objects.get().state == SubscriberState.PENDING


def test_what_is_no_address_is_refused_before_anything_is_written():
    with pytest.raises(ValidationError):
        signup.ask(email="anna", language="it")
    assert not ReaderRequest.objects.exists()


def test_a_request_whose_task_was_lost_is_dealt_with_later():
    signup.ask(email="anna@example.org", language="it")
    assert signup.handle_waiting() == 0

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert signup.handle_waiting() == 1
        work()

    assert len(mail.outbox) == 1


def test_a_request_that_cannot_be_dealt_with_does_not_stop_the_others(caplog):
    broken = signup.ask(email="anna@example.org", language="it")
    signup.ask(email="bruno@example.org", language="it")
    deal = signup.handle

    def handle(*, request_id: int) -> None:
        if request_id == broken.pk:
            raise ZeroDivisionError
        deal(request_id=request_id)

    with (
        mock.patch.object(signup, "handle", handle),
        time_machine.travel(timezone.now() + timedelta(minutes=2)),
    ):
        assert signup.handle_waiting() == 1

    assert "anna" not in caplog.text
    assert ReaderRequest.objects.filter(handled_at__isnull=True).get() == broken


def test_dealing_with_a_request_twice_does_nothing_more():
    request = signup.ask(email="anna@example.org", language="it")
    signup.handle(request_id=request.pk)
    signup.handle(request_id=request.pk)

    assert ReaderMail.objects.count() == 1


def test_a_lost_link_is_sent_to_who_is_known_and_to_nobody_else():
    SubscriberFactory(email="anna@example.org", language="en")
    for email in ("anna@example.org", "bruno@example.org"):
        signup.ask_for_link(email=email, language="it")
    work()

    assert [message.to for message in mail.outbox] == [["anna@example.org"]]
    assert "/en/" in str(last_mail().body)
    assert ReaderRequest.objects.count() == 1


def test_a_pending_reader_gets_no_link():
    asked("anna@example.org")
    signup.ask_for_link(email="anna@example.org", language="it")
    work()

    assert len(mail.outbox) == 1


def test_who_never_confirms_is_forgotten_after_a_month():
    with time_machine.travel(timezone.now() - timedelta(days=31)):
        asked("anna@example.org")
        confirmed("bruno@example.org")
    asked("carla@example.org")

    assert signup.forget_unconfirmed() == 1
    emails = Subscriber.objects.order_by("email").values_list("email", flat=True)
    assert list(emails) == ["bruno@example.org", "carla@example.org"]


def test_who_asked_again_lately_is_not_forgotten():
    with time_machine.travel(timezone.now() - timedelta(days=31)):
        asked("anna@example.org")
    asked("anna@example.org")

    assert signup.forget_unconfirmed() == 0


def test_a_new_subscriber_gets_every_issue_about_everything():
    anna = confirmed()

    assert anna.frequency == Frequency.ISSUE
    assert anna.kinds == []
    assert not anna.topics.exists()
    assert not anna.territories.exists()
