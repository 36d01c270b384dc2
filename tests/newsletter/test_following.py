"""Following one thing: consent of its own, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.tokens import TokenExpired
from newsletter import consent, following, links, own_data, signup, suppression, unsubscribing
from newsletter.models import (
    ConsentChannel,
    ConsentEvent,
    Following,
    ReaderRequest,
    Subscriber,
    SubscriberState,
    SuppressionReason,
)
from newsletter.signup import Confirmation
from newsletter.wordings import FOLLOWING, wording
from tests.newsletter.followers import confirm_token, follows, make_path
from tests.newsletter.readers import (
    SubscriberFactory,
    asked,
    confirmed,
    last_mail,
    work,
)

pytestmark = pytest.mark.django_db


def ask(path, email: str = "anna@example.org", language: str = "it") -> None:
    following.ask(email=email, language=language, kind="path", key=path.translation_key)
    work()


def test_asking_brings_one_mail_that_names_the_path_and_begins_nothing(hub_site):
    path = make_path(hub_site)

    ask(path)

    assert path.title in last_mail().subject
    assert path.title in str(last_mail().body)
    assert "List-Unsubscribe" not in last_mail().extra_headers
    assert not Following.objects.exists()
    assert ReaderRequest.objects.get().email == ""


def test_confirming_writes_a_consent_for_this_path_alone(hub_site):
    path = make_path(hub_site)
    ask(path)

    outcome = following.confirm(token=confirm_token())

    assert outcome.result is Confirmation.DONE
    event = ConsentEvent.objects.get()
    assert event.purpose == f"follow path {path.translation_key.hex}"
    assert event.wording_hash == wording("it", FOLLOWING).text_hash
    assert consent.check_chain().problems == []


def test_who_follows_does_not_get_the_newsletter(hub_site):
    anna = follows(make_path(hub_site)).subscriber

    assert anna.state == SubscriberState.FOLLOWING
    assert not Subscriber.objects.mailable().exists()


def test_a_follower_may_also_sign_up_for_the_newsletter(hub_site):
    row = follows(make_path(hub_site))

    anna = confirmed("anna@example.org")

    assert anna.pk == row.subscriber_id
    assert anna.state == SubscriberState.ACTIVE
    assert anna.followings.filter(ended_at=None).count() == 1


def test_a_reader_of_the_newsletter_who_follows_stays_one(hub_site):
    anna = confirmed("anna@example.org")

    follows(make_path(hub_site))

    anna.refresh_from_db()
    assert anna.state == SubscriberState.ACTIVE
    assert consent.check_chain().problems == []


def test_somebody_who_asked_for_the_newsletter_and_confirms_a_path_only_follows(hub_site):
    asked("anna@example.org")

    anna = follows(make_path(hub_site)).subscriber

    assert anna.state == SubscriberState.FOLLOWING


def test_confirming_twice_is_one_following_and_one_consent(hub_site):
    ask(make_path(hub_site))
    token = confirm_token()

    following.confirm(token=token)
    again = following.confirm(token=token)

    assert again.result is Confirmation.ALREADY
    assert ConsentEvent.objects.count() == Following.objects.count() == 1


def test_looking_at_the_link_begins_nothing(hub_site):
    ask(make_path(hub_site))

    assert following.look(token=confirm_token()).result is Confirmation.POSSIBLE
    assert not Following.objects.exists()


def test_an_old_mail_does_not_begin_what_was_stopped(hub_site):
    path = make_path(hub_site)
    ask(path)
    token = confirm_token()
    following.confirm(token=token)
    following.stop(following_id=Following.objects.get().pk, channel=ConsentChannel.PAGE)

    assert following.confirm(token=token).result is Confirmation.USED
    assert not Following.objects.filter(ended_at=None).exists()


def test_a_link_older_than_seven_days_is_too_old(hub_site):
    ask(make_path(hub_site))

    with (
        time_machine.travel(timezone.now() + timedelta(days=8)),
        pytest.raises(TokenExpired),
    ):
        following.confirm(token=confirm_token())


def test_stopping_one_leaves_the_other_and_the_newsletter(hub_site):
    confirmed("anna@example.org")
    mill = follows(make_path(hub_site))
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        school = follows(make_path(hub_site, title="La scuola", slug="scuola"))

    assert following.stop(following_id=mill.pk, channel=ConsentChannel.ONE_CLICK)
    assert not following.stop(following_id=mill.pk, channel=ConsentChannel.ONE_CLICK)

    mill.refresh_from_db()
    school.refresh_from_db()
    assert mill.ended_at is not None
    assert school.ended_at is None
    assert Subscriber.objects.mailable().count() == 1
    withdrawn = ConsentEvent.objects.filter(action="withdrawn")
    assert [event.purpose for event in withdrawn] == [following.purpose_of("path", mill.key)]
    assert consent.check_chain().problems == []


def test_who_stops_the_last_one_and_wanted_nothing_else_has_left(hub_site):
    row = follows(make_path(hub_site))

    following.stop(following_id=row.pk, channel=ConsentChannel.PAGE)

    assert Subscriber.objects.get().state == SubscriberState.UNSUBSCRIBED


def test_stopping_everything_ends_the_newsletter_too(hub_site):
    anna = confirmed("anna@example.org")
    follows(make_path(hub_site))

    assert following.stop_everything(subscriber_id=anna.pk, channel=ConsentChannel.PAGE)

    anna.refresh_from_db()
    assert anna.state == SubscriberState.UNSUBSCRIBED
    assert not Following.objects.filter(ended_at=None).exists()
    assert not following.stop_everything(subscriber_id=anna.pk, channel=ConsentChannel.PAGE)


def test_leaving_the_newsletter_leaves_what_is_followed(hub_site):
    anna = confirmed("anna@example.org")
    follows(make_path(hub_site))

    unsubscribing.unsubscribe(subscriber_id=anna.pk, channel=ConsentChannel.PAGE)

    assert Following.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize("reason", [SuppressionReason.OBJECTION, SuppressionReason.COMPLAINT])
def test_an_address_that_must_not_be_mailed_gets_no_question(hub_site, reason):
    path = make_path(hub_site)
    suppression.suppress(email="anna@example.org", reason=reason)

    ask(path)

    assert mail.outbox == []
    assert not Subscriber.objects.exists()


def test_a_wrong_address_is_refused_with_the_reason(hub_site):
    path = make_path(hub_site)

    with pytest.raises(ValidationError) as refusal:
        following.ask(email="anna", language="it", kind="path", key=path.translation_key)

    assert refusal.value.code == "no-at"


def test_nothing_is_asked_about_a_path_that_was_withdrawn_meanwhile(hub_site):
    path = make_path(hub_site)
    following.ask(email="anna@example.org", language="it", kind="path", key=path.translation_key)
    path.unpublish()
    from catalogue import publishing

    publishing.refresh_page(page_id=path.pk)

    work()

    assert mail.outbox == []


def test_asking_again_and_again_brings_few_mails(hub_site):
    path = make_path(hub_site)
    start = timezone.now()

    for hour in range(12):
        with time_machine.travel(start + timedelta(hours=hour)):
            ask(path)

    assert len(mail.outbox) == 5


def test_erasing_ones_data_erases_what_one_follows(hub_site):
    row = follows(make_path(hub_site))

    unsubscribing.erase(subscriber_id=row.subscriber_id, channel=ConsentChannel.PAGE)

    assert not Following.objects.exists()
    assert consent.check_chain().problems == []


def test_the_export_tells_what_one_follows_and_the_consent_for_it(hub_site):
    path = make_path(hub_site)
    anna = follows(path).subscriber

    told = own_data.export(anna)

    assert [one["title"] for one in told["follows"]] == [path.title]
    assert told["consents"][0]["for"] == following.purpose_of("path", path.translation_key)
    assert wording("it", FOLLOWING).text == told["consents"][0]["wording"]


def test_a_lost_link_can_be_asked_for_by_who_only_follows(hub_site):
    anna = follows(make_path(hub_site)).subscriber

    signup.ask_for_link(email="anna@example.org", language="it")
    work()

    assert links.preferences_url(anna).rpartition("/preferenze/")[0] in str(last_mail().body)


def test_a_call_can_be_followed_too(hub_site):
    from catalogue import publishing

    call = hub_site.call(title="Bando dei mulini", slug="mulini")
    publishing.refresh_page(page_id=call.pk)

    following.ask(email="anna@example.org", language="it", kind="call", key=call.translation_key)
    work()
    outcome = following.confirm(token=confirm_token())

    assert outcome.thing is not None
    assert outcome.thing.title == "Bando dei mulini"


def test_readers_of_other_states_are_not_counted_as_followers(hub_site):
    SubscriberFactory()
    follows(make_path(hub_site))

    assert Following.objects.count() == 1
