import dns.exception
import dns.resolver
import pytest

from newsletter import preflight, sender_dns
from newsletter.sender_dns import Records
from tests.newsletter.issues import make_issue

DOMAIN = "hub.coop"


@pytest.fixture
def zone(monkeypatch):
    """A DNS that knows what a test writes into it; an exception in it is raised."""
    texts: dict[str, list[str] | Exception] = {}
    asked: list[str] = []

    class Record:
        def __init__(self, text: str) -> None:
            self.strings = [part.encode() for part in (text[:10], text[10:])]

    def resolve(name, kind, lifetime):
        asked.append(name)
        found = texts.get(name, dns.resolver.NXDOMAIN())
        if isinstance(found, Exception):
            raise found
        return [Record(text) for text in found]

    monkeypatch.setattr(dns.resolver, "resolve", resolve)
    return texts, asked


def test_records_are_found_where_they_are(zone, settings):
    settings.HUB_DKIM_SELECTOR = "hub1"
    texts, _asked = zone
    texts[DOMAIN] = ["other=1", "v=spf1 include:_spf.example.net -all"]
    texts[f"_dmarc.{DOMAIN}"] = ["v=DMARC1; p=Quarantine; rua=mailto:a@hub.coop"]
    texts[f"hub1._domainkey.{DOMAIN}"] = ["v=DKIM1; k=rsa; p=MIGf"]

    assert sender_dns.records(DOMAIN) == Records(True, True, "quarantine")


def test_what_is_missing_is_known_to_be_missing(zone):
    assert sender_dns.records(DOMAIN) == Records(False, None, "")


def test_a_dns_that_does_not_answer_says_nothing(zone):
    texts, _asked = zone
    texts[DOMAIN] = dns.exception.Timeout()
    texts[f"_dmarc.{DOMAIN}"] = OSError("no network")

    assert sender_dns.records(DOMAIN) == Records()


def test_nobody_is_asked_twice_within_minutes_nor_about_examples(zone):
    _texts, asked = zone

    sender_dns.records(DOMAIN)
    sender_dns.records(DOMAIN)
    sender_dns.records("mail.example.org")

    assert asked == [DOMAIN, f"_dmarc.{DOMAIN}"]


@pytest.mark.django_db
def test_the_preflight_tells_and_is_not_in_the_way(zone, settings, hub_site):
    settings.DEFAULT_FROM_EMAIL = f"Hub <redazione@{DOMAIN}>"

    report = preflight.inspect(make_issue(hub_site))

    told = [one for one in report.findings if DOMAIN in one.message]
    assert [one.level for one in told] == [preflight.Level.WARNING] * 2
