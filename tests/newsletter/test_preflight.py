from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from catalogue import linking
from catalogue.models import OutsideLink
from core.looking import Answer
from newsletter import preflight, rendering
from newsletter.preflight import Level
from tests.newsletter.issues import entries, make_issue, text
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_reader(db):
    SubscriberFactory()


def found(page, level: Level) -> str:
    return " ".join(one.message for one in preflight.inspect(page).findings if one.level is level)


def test_a_good_issue_has_no_errors(hub_site):
    issue = make_issue(hub_site, entries(hub_site.practice()))
    hub_site.in_english(issue)

    assert preflight.inspect(issue).errors == []
    assert found(issue, Level.WARNING) == ""


def test_a_draft_must_be_published_first(hub_site):
    assert "pubblic" in found(make_issue(hub_site, publish=False), Level.ERROR)


def test_an_empty_issue_is_an_error(hub_site):
    issue = make_issue(hub_site)
    issue.body = []
    issue.save_revision().publish()

    assert "vuoto" in found(issue, Level.ERROR)


def test_readers_of_a_missing_language_are_counted(hub_site):
    SubscriberFactory.create_batch(2, language="en", with_consent=False)

    assert "2" in found(make_issue(hub_site), Level.WARNING)


def test_changes_that_are_not_published_are_told(hub_site):
    issue = make_issue(hub_site)
    hub_site.in_english(issue)
    issue.title = "Un altro titolo"
    issue.save_revision()

    assert "italiano" in found(issue, Level.WARNING)


@pytest.mark.parametrize(
    ("count", "level"), [(100, Level.OK), (80 * 1024, Level.WARNING), (110 * 1024, Level.ERROR)]
)
def test_a_long_mail_is_told_a_too_long_one_refused(hub_site, count, level):
    issue = make_issue(hub_site, text(f"<p>{'x' * count}</p>"))
    size = round(rendering.render(issue).size / 1024)

    assert str(size) in found(issue, level)


def test_a_long_subject_is_told(hub_site):
    assert "61" in found(make_issue(hub_site, subject="x" * 61), Level.WARNING)


def test_what_is_over_is_told(hub_site):
    incontro = hub_site.event(title="Tre case aperte", starts_at=timezone.now() + timedelta(1))
    issue = make_issue(hub_site, entries(incontro))
    hub_site.in_english(issue)
    assert "Tre case aperte" not in found(issue, Level.WARNING)

    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert "Tre case aperte" in found(issue, Level.WARNING)


def test_nobody_to_write_to_is_an_error(hub_site):
    from newsletter.models import Subscriber

    Subscriber.objects.update(state="paused")

    assert found(make_issue(hub_site), Level.ERROR)


def test_a_link_that_led_nowhere_when_it_was_last_tried_is_told(hub_site):
    words = '<p><a href="https://chiuso.example/a?b=1&amp;c=2">qui</a></p>'
    issue = make_issue(hub_site, text(words))
    known = OutsideLink.objects.create(
        url="https://chiuso.example/a?b=1&c=2", host="chiuso.example"
    )
    OutsideLink.objects.create(url="https://altro.example/", host="altro.example", status=404)

    assert "chiuso.example" not in found(issue, Level.WARNING)
    linking.record(link=known, answer=Answer(404), at=timezone.now())
    assert "https://chiuso.example/a?b=1&c=2" in found(issue, Level.WARNING)
    assert "altro.example" not in found(issue, Level.WARNING)
