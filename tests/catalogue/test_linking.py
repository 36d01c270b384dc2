"""Links to other sites are gathered from what is public and checked politely."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue import linking, ticks
from catalogue.models import Entry, LinkUse, OutsideLink
from core import content_checks
from core.looking import Answer
from tests.factories import HubSite

TEXT = (
    "text",
    (
        "<p><a href='https://fuori.example/a?b=1&amp;c=2'>Un altro sito</a> "
        "<a href='mailto:a@example.org'>posta</a></p>"
    ),
)
FINE, GONE = Answer(200), Answer(404)


def published(hub_site: HubSite, commits, **fields):
    with commits(execute=True):
        return hub_site.practice(body=[TEXT], **fields)


@pytest.fixture
def practice(hub_site: HubSite, django_capture_on_commit_callbacks):
    page = published(hub_site, django_capture_on_commit_callbacks)
    linking.gather()
    return page


@pytest.mark.django_db
def test_links_of_public_pages_are_gathered_once(practice):
    assert list(OutsideLink.objects.values_list("url", flat=True)) == [
        "https://fuori.example/a?b=1&c=2"
    ]
    assert linking.gather() == 0
    assert LinkUse.objects.get().entry.page_id == practice.pk


@pytest.mark.django_db
def test_what_is_not_public_is_not_asked_for(practice):
    Entry.objects.update(visible_until=timezone.now() - timedelta(minutes=1))
    LinkUse.objects.all().delete()
    linking.gather()
    assert not OutsideLink.objects.exists()


@pytest.mark.django_db
def test_our_own_addresses_and_licences_are_left_out(settings):
    settings.HUB_URL = "https://hub.example"
    detail = '{"url": "https://hub.example/it/", "licence": {"url": "https://cc.example/"}}'
    assert list(linking.links_of(detail)) == []


@pytest.mark.django_db
def test_a_link_is_asked_for_again_later_and_broken_after_two_failures(practice):
    now = timezone.now()
    assert linking.check_due(at=now, ask=lambda url, agent: GONE) == 1
    assert not OutsideLink.objects.broken().exists()
    assert linking.check_due(at=now, ask=lambda url, agent: GONE) == 0
    later = now + timedelta(hours=7)
    linking.check_due(at=later, ask=lambda url, agent: GONE)
    [link] = OutsideLink.objects.broken()
    assert (link.failing_since, link.status, link.failures_in_a_row) == (now, 404, 2)
    texts = [finding.text for finding in content_checks.findings(practice)]
    assert any("fuori.example" in text for text in texts)
    linking.check_due(at=later + timedelta(days=2), ask=lambda url, agent: FINE)
    assert not OutsideLink.objects.broken().exists()
    assert OutsideLink.objects.get().failing_since is None


@pytest.mark.django_db
def test_each_site_is_asked_once_a_turn(practice):
    entry = Entry.objects.get(page=practice)
    for number in range(3):
        link = OutsideLink.objects.create(
            url=f"https://fuori.example/{number}", host="fuori.example"
        )
        LinkUse.objects.create(link=link, entry=entry)
    asked: list[str] = []

    def ask(url: str, agent: str) -> Answer:
        asked.append(url)
        return FINE

    now = timezone.now()
    assert linking.check_due(at=now, ask=ask) == 1
    assert linking.check_due(at=now, ask=ask) == 0
    assert linking.check_due(at=now + timedelta(minutes=2), ask=ask) == 1
    assert len(set(asked)) == 2


@pytest.mark.django_db
def test_nothing_is_asked_where_the_hub_may_not(practice, settings, monkeypatch):
    def refuse(**_words):
        raise AssertionError("asked")

    monkeypatch.setattr(linking, "check_due", refuse)
    settings.HUB_CHECK_LINKS = False
    ticks.check_links()
    settings.HUB_CHECK_LINKS = True
    with pytest.raises(AssertionError):
        ticks.check_links()
