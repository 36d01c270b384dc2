import pytest
from django.core.cache import cache
from django.test import Client

from newsletter import links, preflight, probing
from newsletter.models import ConsentEvent, Subscriber
from newsletter.preflight import Level
from newsletter.probing import Found, Verdict
from tests.newsletter.issues import make_issue
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgotten():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def _asks_this_machine(monkeypatch):
    monkeypatch.setattr(probing, "NOT_ASKED", ())


@pytest.mark.usefixtures("_asks_this_machine")
def test_it_calls_our_own_address_as_a_mail_program_does_and_changes_nothing(live_server, settings):
    reader = SubscriberFactory()
    before = ConsentEvent.objects.count()
    settings.HUB_URL = live_server.url.replace("localhost", "127.0.0.1")

    assert probing.one_click() == Found(Verdict.WORKS, 200)
    assert ConsentEvent.objects.count() == before
    assert Subscriber.objects.get() == reader
    reader.refresh_from_db()
    assert reader.state == "active"


def test_the_token_is_signed_and_stands_for_nobody():
    address = links.one_click_url(Subscriber(public_id=probing.NOBODY))

    path = address.partition("://")[2].partition("/")[2]
    assert Client(enforce_csrf_checks=True).post(f"/{path}").status_code == 200


@pytest.mark.parametrize("address", ["https://hub.example", "http://127.0.0.1:8000"])
def test_nobody_asks_the_hosts_of_examples_and_of_ones_own_machine(settings, address):
    settings.HUB_URL = address

    assert probing.one_click().verdict is Verdict.NOT_ASKED


@pytest.mark.usefixtures("_asks_this_machine")
def test_an_address_that_is_not_reached_is_told_apart_and_asked_once(settings, monkeypatch):
    settings.HUB_URL = "http://127.0.0.1:1"
    assert probing.one_click().verdict is Verdict.NOT_REACHED

    monkeypatch.setattr(probing, "_ask", lambda _address: pytest.fail("asked again"))
    assert probing.one_click().verdict is Verdict.NOT_REACHED


@pytest.mark.parametrize(
    ("found", "level"),
    [
        (Found(Verdict.WORKS, 200), Level.OK),
        (Found(Verdict.BROKEN, 302), Level.ERROR),
        (Found(Verdict.NOT_REACHED), Level.WARNING),
    ],
)
def test_the_preflight_tells_what_was_found(hub_site, monkeypatch, found, level):
    monkeypatch.setattr(probing, "one_click", lambda: found)

    findings = preflight.inspect(make_issue(hub_site)).findings

    told = [one for one in findings if "clic" in one.message]
    assert [one.level for one in told] == [level]
    assert found.verdict is not Verdict.BROKEN or "302" in told[0].message
