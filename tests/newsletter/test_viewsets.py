import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from newsletter import consent, suppression, unsubscribing
from newsletter.models import ConsentChannel, Subscriber, SubscriberState, SuppressionReason
from tests.factories import AdminFactory, UserFactory
from tests.newsletter.readers import SubscriberFactory, confirmed

pytestmark = pytest.mark.django_db

NAMESPACE = "wagtailsnippets_newsletter_subscriber"


def url(name: str, *arguments: object) -> str:
    return reverse(f"{NAMESPACE}:{name}", args=arguments)


def staff(*codenames: str) -> Client:
    """Somebody of the staff with these permissions and no others."""
    person = UserFactory()
    person.user_permissions.add(
        *Permission.objects.filter(codename__in=["access_admin", *codenames])
    )
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def boss() -> Client:
    client = Client()
    client.force_login(AdminFactory())
    return client


def test_the_list_shows_addresses_readable_and_leads_to_the_sheet(boss):
    anna = SubscriberFactory(email="anna@xn--perch-fsa.it")

    page = boss.get(url("list")).text

    assert "anna@perché.it" in page
    assert url("inspect", anna.pk) in page


def test_the_list_can_be_searched_and_narrowed(boss):
    SubscriberFactory(email="anna@example.org")
    SubscriberFactory(email="bruno@example.org", state=SubscriberState.UNSUBSCRIBED)

    found = boss.get(url("list"), {"q": "bruno"}).text
    narrowed = boss.get(url("list"), {"state": "unsubscribed"}).text

    for page in (found, narrowed):
        assert "bruno@example.org" in page
        assert "anna@example.org" not in page


def test_addresses_cannot_be_exported(boss):
    SubscriberFactory(email="anna@example.org")

    for kind in ("csv", "xlsx"):
        response = boss.get(url("list"), {"export": kind})
        assert response["Content-Type"].startswith("text/html")


def test_nobody_adds_edits_or_deletes_by_form_not_even_a_superuser(boss):
    anna = SubscriberFactory()

    for name, arguments in (("add", []), ("edit", [anna.pk]), ("delete", [anna.pk])):
        response = boss.post(url(name, *arguments), {"email": "x@example.org"})
        assert response.status_code in {302, 403}
    assert Subscriber.objects.get() == anna


def test_the_sheet_shows_the_proof_of_consent(boss):
    anna = confirmed("anna@example.org")

    page = boss.get(url("inspect", anna.pk)).text

    event = consent.history(anna)[0]
    assert event.event_hash in page
    assert event.wording_version in page


def test_who_has_no_permission_sees_nothing():
    anna = SubscriberFactory(email="anna@example.org")
    editor = staff()

    for path in (url("list"), url("inspect", anna.pk), url("act", anna.pk, "erase")):
        response = editor.get(path)
        assert response.status_code in {302, 403}
        assert "anna@example.org" not in response.text


def test_who_may_look_may_not_act():
    anna = SubscriberFactory()
    looker = staff("view_subscriber")

    assert url("act", anna.pk, "erase") not in looker.get(url("inspect", anna.pk)).text
    looker.post(url("act", anna.pk, "erase"))

    anna.refresh_from_db()
    assert anna.state == SubscriberState.ACTIVE


def test_asking_before_acting_changes_nothing():
    anna = SubscriberFactory()
    publisher = staff("view_subscriber", "change_subscriber")

    assert publisher.get(url("act", anna.pk, "erase")).status_code == 200

    anna.refresh_from_db()
    assert anna.state == SubscriberState.ACTIVE


@pytest.mark.parametrize(
    ("act", "state", "last_event"),
    [
        ("unsubscribe", SubscriberState.UNSUBSCRIBED, "withdrawn"),
        ("object", SubscriberState.UNSUBSCRIBED, "withdrawn"),
        ("erase", SubscriberState.ERASED, "erased"),
    ],
)
def test_staff_act_at_a_readers_request(act, state, last_event):
    anna = SubscriberFactory()
    publisher = staff("view_subscriber", "change_subscriber")

    response = publisher.post(url("act", anna.pk, act), follow=True)

    anna.refresh_from_db()
    assert response.status_code == 200
    assert anna.state == state
    event = consent.history(anna)[-1]
    assert (event.action, event.channel) == (last_event, "staff")


def test_staff_can_allow_mail_again_but_not_subscribe_anybody(boss):
    anna = SubscriberFactory()
    unsubscribing.stop_mailing(
        subscriber_id=anna.pk, reason=SuppressionReason.BOUNCE, channel=ConsentChannel.PROVIDER
    )

    boss.post(url("act", anna.pk, "release"))

    assert not suppression.is_suppressed(anna.email)
    assert not Subscriber.objects.mailable().exists()


@pytest.mark.parametrize("path", ["abc/erase", "1/nonsense", "99999999999999999999/erase"])
def test_what_does_not_exist_is_not_found(boss, path):
    assert boss.get(url("list") + f"act/{path}/").status_code == 404


def test_what_is_over_cannot_be_done_again(boss):
    anna = SubscriberFactory()
    unsubscribing.erase(subscriber_id=anna.pk, channel=ConsentChannel.STAFF)

    assert boss.get(url("act", anna.pk, "unsubscribe")).status_code == 404
    assert boss.get(url("inspect", anna.pk)).status_code == 200
