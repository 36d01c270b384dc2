from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from newsletter import sending, unsubscribing
from newsletter.models import ConsentChannel, Delivery, DeliveryState, SubscriberState
from newsletter.providers import Answer, Verdict
from tests.factories import AdminFactory
from tests.newsletter.issues import FakeProvider, copy_of, started, text
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailing(hub_site, client):
    """An issue sent to three readers, of whom one is unsure and one refused."""
    client.force_login(AdminFactory())
    for name in ("anna", "nobody", "silent"):
        SubscriberFactory(email=f"{name}@example.org")
    one = started(hub_site, text("<p>Care lettrici.</p>"), readers=0)
    provider = FakeProvider(
        nobody=Answer(Verdict.REFUSED, "550 5.1.1"),
        silent=Answer(Verdict.UNCERTAIN, "no-answer"),
    )
    sending.run(mailing_id=one.pk, seconds=60, provider=provider)
    return one


def shown(client, name: str, *arguments, **query) -> str:
    answer = client.get(reverse(f"newsletter_admin:{name}", args=arguments), query)
    assert answer.status_code == 200
    return answer.content.decode()


def readers_in(page: str) -> set[str]:
    return {name for name in ("anna", "nobody", "silent") if f"{name}@example.org" in page}


def test_the_ledger_shows_every_reader_with_state_and_reason(client, mailing):
    page = shown(client, "ledger", mailing.pk)

    assert readers_in(page) == {"anna", "nobody", "silent"}
    assert str(DeliveryState.ACCEPTED.label) in page
    assert "550 5.1.1" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "uncertain"}, {"silent"}),
        ({"state": ["uncertain", "refused"]}, {"silent", "nobody"}),
        ({"q": "anna@"}, {"anna"}),
        ({"q": "%"}, set()),
        ({"language": "it"}, {"anna", "nobody", "silent"}),
    ],
)
@pytest.mark.parametrize("name", ["ledger", "ledger_results"])
def test_the_ledger_is_filtered_and_searched(client, mailing, name, query, expected):
    assert readers_in(shown(client, name, mailing.pk, **query)) == expected


@pytest.mark.parametrize("query", [{"state": "x"}, {"p": "99"}, {"language": "\0"}, {"q": "\0"}])
def test_odd_questions_are_no_errors(client, mailing, query):
    answer = client.get(reverse("newsletter_admin:ledger", args=[mailing.pk]), query)

    assert answer.status_code in {200, 404}


def test_the_ledger_takes_as_many_queries_for_many_rows_as_for_few(
    client, hub_site, mailing, django_assert_max_num_queries
):
    with django_assert_max_num_queries(25):
        shown(client, "ledger", mailing.pk)


def test_long_ledgers_have_pages(client, hub_site):
    client.force_login(AdminFactory())
    one = started(hub_site, readers=60)

    first, second = (shown(client, "ledger", one.pk, p=number) for number in ("1", "2"))
    assert first.count("@example.org") == 50
    assert second.count("@example.org") == 10


def test_a_copy_is_shown_as_it_was_sent_without_the_readers_links(client, mailing):
    copy = copy_of(mailing, "anna@example.org")

    page = shown(client, "copy", copy.pk)
    html = shown(client, "copy_html", copy.pk)

    assert "anna@example.org" in page
    assert f"{copy.pk}.{copy.attempt_id.hex}@example.org" in page
    assert "List-Unsubscribe" in page
    assert "Care lettrici." in page
    assert "Care lettrici." in html
    for shown_page in (page, html):
        assert "one-click/" not in shown_page
        assert ".invalid" not in shown_page


def test_the_mail_in_its_frame_can_do_nothing(client, mailing):
    copy = copy_of(mailing, "anna@example.org")

    answer = client.get(reverse("newsletter_admin:copy_html", args=[copy.pk]))
    edition = client.get(reverse("newsletter_admin:edition_html", args=[copy.edition_id]))

    for one in (answer, edition):
        assert "default-src 'none'" in one["Content-Security-Policy"]
        assert "sandbox" in one["Content-Security-Policy"]
    assert "<iframe" in shown(client, "copy", copy.pk)
    assert " sandbox " in shown(client, "copy", copy.pk)


def test_an_erased_reader_is_nowhere_in_the_ledger(client, mailing):
    copy = copy_of(mailing, "anna@example.org")
    unsubscribing.erase(subscriber_id=copy.subscriber.pk, channel=ConsentChannel.PAGE)

    assert copy.subscriber.__class__.objects.get(pk=copy.subscriber.pk).state == (
        SubscriberState.ERASED
    )
    assert "anna@" not in shown(client, "ledger", mailing.pk)
    assert "anna@" not in shown(client, "copy", copy.pk)


def test_for_a_day_the_answer_may_still_come(client, mailing):
    copy = copy_of(mailing, "silent@example.org")
    address = reverse("newsletter_admin:decide", args=[copy.pk, "resend"])
    assert address not in shown(client, "copy", copy.pk)

    client.post(address)

    assert copy_of(mailing, "silent@example.org").state == DeliveryState.UNCERTAIN


@pytest.mark.parametrize(
    ("decision", "state"),
    [("resend", DeliveryState.PLANNED), ("leave", DeliveryState.UNCERTAIN)],
)
def test_a_person_settles_an_uncertain_copy(client, mailing, decision, state):
    copy = copy_of(mailing, "silent@example.org")
    Delivery.objects.update(intent_at=timezone.now() - timedelta(hours=25))
    address = reverse("newsletter_admin:decide", args=[copy.pk, decision])
    assert address in shown(client, "copy", copy.pk)

    answer = client.post(address, follow=True)

    assert answer.status_code == 200
    assert copy_of(mailing, "silent@example.org").state == state


def test_what_is_settled_cannot_be_decided_again(client, mailing):
    copy = copy_of(mailing, "anna@example.org")

    client.post(reverse("newsletter_admin:decide", args=[copy.pk, "resend"]))

    assert copy_of(mailing, "anna@example.org").state == DeliveryState.ACCEPTED
    assert client.post(f"/admin/newsletter/copies/{copy.pk}/other/").status_code == 404
