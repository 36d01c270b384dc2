import pytest
from django.db import connection
from django.urls import reverse

from newsletter import unsubscribing
from newsletter.models import ConsentChannel, ConsentEvent, ConsentProof, Subscriber
from newsletter.wordings import wording
from tests.newsletter.followers import follows, make_path
from tests.newsletter.importing.lists import WORDING, bring, line
from tests.newsletter.readers import SubscriberFactory, confirmed
from tests.newsletter.test_viewsets import staff

pytestmark = pytest.mark.django_db
CHANGED = "non è come è stata scritta"


def sheet(reader: Subscriber) -> str:
    url = reverse("wagtailsnippets_newsletter_subscriber:proof", args=[reader.pk])
    return staff("view_subscriber").get(url).text


def test_it_shows_the_words_the_days_and_the_hashes_of_every_consent():
    anna = confirmed("anna@example.org")
    unsubscribing.unsubscribe(subscriber_id=anna.pk, channel=ConsentChannel.ONE_CLICK)

    page = sheet(anna)

    assert "anna@example.org" in page
    assert wording("it").text in page
    assert wording("it").text_hash in page
    for event in ConsentEvent.objects.all():
        assert event.event_hash in page
    assert CHANGED not in page


def test_it_shows_what_proves_an_imported_consent():
    bring(line())

    page = sheet(Subscriber.objects.get())

    assert WORDING in page
    assert "Raccoglitore 3, foglio 7" in page
    assert "iscritti.xlsx" in page


def test_it_names_what_a_reader_follows(hub_site):
    row = follows(make_path(hub_site, title="Il mulino di Valchiara"))

    assert sheet(row.subscriber).count("Il mulino di Valchiara") == 2


@pytest.mark.parametrize("what", ["event", "proof"])
def test_it_says_so_when_a_record_was_changed(what):
    bring(line())
    if what == "proof":
        ConsentProof.objects.update(evidence="Un altro foglio")
    else:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE newsletter_consentevent SET language = 'en'")

    assert CHANGED in sheet(Subscriber.objects.get())


def test_an_erased_reader_has_a_sheet_without_an_address():
    anna = SubscriberFactory(email="anna@example.org")
    unsubscribing.erase(subscriber_id=anna.pk, channel=ConsentChannel.PAGE)
    anna.refresh_from_db()

    assert "anna@example.org" not in sheet(anna)


def test_only_who_may_see_subscribers_sees_it():
    anna = SubscriberFactory()
    url = reverse("wagtailsnippets_newsletter_subscriber:proof", args=[anna.pk])

    assert staff().get(url).status_code in {302, 403}


def test_the_sheet_of_the_admin_leads_to_it():
    anna = SubscriberFactory()
    client = staff("view_subscriber")
    url = reverse("wagtailsnippets_newsletter_subscriber:inspect", args=[anna.pk])

    assert reverse("wagtailsnippets_newsletter_subscriber:proof", args=[anna.pk]) in (
        client.get(url).text
    )
