import pytest

from newsletter import correcting, sending, steering, unsubscribing
from newsletter.correcting import CorrectionError
from newsletter.models import ConsentChannel, Frequency, MailingKind, MailingState
from newsletter.providers import Answer, Verdict
from tests.newsletter.issues import FakeProvider, copy_of, entries, make_issue, started
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def send(mailing, provider=None):
    server = provider or FakeProvider()
    sending.run(mailing_id=mailing.pk, seconds=60, provider=server)
    mailing.refresh_from_db()
    return [str(message["To"]) for message in server.taken]


def test_a_correction_goes_to_exactly_those_who_got_the_mistake(hub_site):
    SubscriberFactory(email="nobody@example.org")
    # Who wants few mails and other subjects has read the mistake all the same.
    weekly = SubscriberFactory(
        email="w@example.org", frequency=Frequency.WEEKLY, kinds=["practice"]
    )
    leaver = SubscriberFactory(email="l@example.org")
    faulty = started(hub_site, readers=2)
    got = set(send(faulty, FakeProvider(nobody=Answer(Verdict.REFUSED, "550 5.1.1"))))
    unsubscribing.unsubscribe(subscriber_id=leaver.pk, channel=ConsentChannel.PAGE)
    newcomer = SubscriberFactory(email="new@example.org")
    page = make_issue(hub_site, entries(hub_site.event()), title="Errata corrige")

    correcting.correct(faulty_id=faulty.pk, page=page)
    mailing = steering.freeze(page=page)
    steering.start(mailing_id=mailing.pk)
    corrected = set(send(mailing))

    assert corrected == got - {"l@example.org", "nobody@example.org"}
    assert weekly.email in corrected
    assert newcomer.email not in corrected
    assert (mailing.kind, mailing.follows) == (MailingKind.CORRECTION, faulty)
    assert mailing.candidates == mailing.planned + sum(mailing.exclusions.values())


def test_only_one_edition_was_wrong(hub_site):
    SubscriberFactory(email="en@example.org", language="en")
    SubscriberFactory(email="it@example.org")
    page = make_issue(hub_site)
    hub_site.in_english(page)
    faulty = steering.freeze(page=page)
    steering.start(mailing_id=faulty.pk)
    send(faulty)
    errata = make_issue(hub_site, title="Errata corrige")

    correcting.correct(faulty_id=faulty.pk, page=errata, languages=["en"])
    mailing = steering.freeze(page=errata)

    assert [copy.subscriber.email for copy in mailing.deliveries.all()] == ["en@example.org"]


def test_a_correction_can_be_made_an_ordinary_issue_again(hub_site):
    faulty = started(hub_site, readers=1)
    page = make_issue(hub_site, title="Errata corrige")
    mailing = correcting.correct(faulty_id=faulty.pk, page=page)

    correcting.make_ordinary(mailing_id=mailing.pk)

    assert steering.freeze(page=page).planned == 1


def test_what_has_not_left_is_not_corrected_by_a_mail(hub_site):
    SubscriberFactory()
    frozen = steering.freeze(page=make_issue(hub_site))
    other = make_issue(hub_site, title="Errata corrige")

    frozen_page = frozen.page
    assert frozen_page is not None
    with pytest.raises(CorrectionError):
        correcting.correct(faulty_id=frozen.pk, page=other)
    with pytest.raises(CorrectionError):
        correcting.correct(faulty_id=started(hub_site, title="X").pk, page=frozen_page)


def test_those_who_missed_an_issue_get_the_very_same(hub_site):
    for name in ("anna", "bruno", "silent", "gone"):
        SubscriberFactory(email=f"{name}@example.org")
    full = Answer(Verdict.REFUSED, "given-up 452 4.2.2")
    first = started(hub_site, readers=0)
    provider = FakeProvider(bruno=full, gone=full, silent=Answer(Verdict.UNCERTAIN, "no-answer"))
    send(first, provider)
    reader = copy_of(first, "gone@example.org").subscriber
    unsubscribing.unsubscribe(subscriber_id=reader.pk, channel=ConsentChannel.PAGE)

    again = correcting.send_to_missed(mailing_id=first.pk)
    assert (again.state, again.planned, again.exclusions) == (
        MailingState.FROZEN,
        1,
        {"unsubscribed": 1},
    )
    assert again.editions.get().sha256 == first.editions.get().sha256
    steering.start(mailing_id=again.pk)

    assert send(again) == ["bruno@example.org"]
    with pytest.raises(CorrectionError):
        correcting.send_to_missed(mailing_id=first.pk)


def test_it_is_not_begun_twice_at_a_time(hub_site):
    SubscriberFactory(email="anna@example.org")
    first = started(hub_site, readers=0)
    send(first, FakeProvider(anna=Answer(Verdict.REFUSED, "given-up 452")))
    correcting.send_to_missed(mailing_id=first.pk)

    with pytest.raises(CorrectionError):
        correcting.send_to_missed(mailing_id=first.pk)


def test_both_halves_of_a_cancelled_sending_can_be_reached(hub_site):
    for name in ("anna", "bruno", "carla", "dario"):
        SubscriberFactory(email=f"{name}@example.org")
    faulty = started(hub_site, readers=0)
    later = Answer(Verdict.DEFERRED, "450")
    unsure = Answer(Verdict.UNCERTAIN, "no-answer")
    send(faulty, FakeProvider(bruno=unsure, carla=later, dario=later))
    steering.cancel(mailing_id=faulty.pk)
    errata = make_issue(hub_site, title="Errata corrige")

    correcting.correct(faulty_id=faulty.pk, page=errata)
    correction = steering.freeze(page=errata)
    completion = correcting.send_to_missed(mailing_id=faulty.pk)
    for mailing in (correction, completion):
        steering.start(mailing_id=mailing.pk)

    assert send(correction) == ["anna@example.org", "bruno@example.org"]
    assert send(completion) == ["carla@example.org", "dario@example.org"]
    assert completion.editions.get().sha256 == faulty.editions.get().sha256
    faulty.refresh_from_db()
    assert faulty.state == MailingState.CANCELLED


def test_what_was_cancelled_before_anybody_got_it_is_composed_anew(hub_site):
    mailing = started(hub_site, readers=1)
    steering.cancel(mailing_id=mailing.pk)

    with pytest.raises(CorrectionError):
        correcting.correct(faulty_id=mailing.pk, page=make_issue(hub_site, title="Errata"))
    with pytest.raises(CorrectionError):
        correcting.send_to_missed(mailing_id=mailing.pk)
