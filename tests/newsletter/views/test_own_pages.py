import json

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from core.budgeting import HOUR
from newsletter import allowances, links, unsubscribing
from newsletter.models import ConsentChannel, Subscriber, SubscriberState
from tests.factories import RegionFactory, TopicFactory
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def anna() -> Subscriber:
    return SubscriberFactory(email="anna@example.org", language="en")


def page_of(reader: Subscriber) -> str:
    return links.preferences_url(reader).removeprefix(settings.HUB_URL)


def data_of(reader: Subscriber) -> str:
    return page_of(reader) + "your-data/"


def wish(**more: object) -> dict[str, object]:
    return {"language": "en", "frequency": "issue"} | more


def test_the_page_shows_what_was_chosen_and_the_address_masked(visitor, anna):
    anna.topics.add(TopicFactory(name="Casa", slug="casa"))
    TopicFactory(name="Lavoro", slug="lavoro")

    response = visitor.get(page_of(anna))

    assert response.status_code == 200
    assert "a•••@e•••.org" in response.text
    assert "anna" not in response.text
    checked = response.context["form"]["topics"].value()
    assert checked == ["casa"]
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"


def test_opening_it_with_a_query_changes_nothing(visitor, anna):
    visitor.get(page_of(anna), wish(frequency="monthly"))

    anna.refresh_from_db()
    assert anna.frequency == "issue"


def test_a_choice_is_saved_and_said_to_be(visitor, anna):
    TopicFactory(slug="casa")
    region = RegionFactory()

    response = visitor.post(
        page_of(anna),
        wish(topics=["casa"], territories=[region.code], kinds=["event"], frequency="weekly"),
        follow=True,
    )

    assert response.redirect_chain[0][1] == 303
    assert "Saved." in response.text
    anna.refresh_from_db()
    assert (anna.frequency, anna.kinds) == ("weekly", ["event"])
    assert anna.topics.get().slug == "casa"
    assert anna.territories.get() == region


def test_a_new_language_is_also_the_language_of_the_answer(visitor, anna):
    response = visitor.post(page_of(anna), wish(language="it"), follow=True)

    assert '<html lang="it"' in response.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "fr"),
        ("language", ["it", "en"]),
        ("frequency", "hourly"),
        ("frequency", ""),
        ("kinds", ["secret"]),
        ("topics", ["casa", "\0"]),
        ("territories", ["999"]),
        ("territories", ["x" * 5000]),
    ],
)
def test_what_cannot_be_chosen_is_refused_at_its_field_and_nothing_is_saved(
    visitor, anna, field, value
):
    TopicFactory(slug="casa")
    RegionFactory()

    response = visitor.post(page_of(anna), wish(**{field: value}))

    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.text
    assert f'<a href="#id_{field}">' in response.text
    anna.refresh_from_db()
    assert anna.preferences_changed_at is None


def test_the_queries_do_not_grow_with_the_choices(visitor, anna, django_assert_max_num_queries):
    visitor.get(page_of(anna))  # what a process asks once and keeps
    counts = []
    for turn in range(2):
        for number in range(5):
            anna.topics.add(TopicFactory(slug=f"tema-{turn}-{number}"))
        with django_assert_max_num_queries(12) as queries:
            visitor.get(page_of(anna))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_one_press_unsubscribes_from_the_page(visitor, anna):
    response = visitor.get(page_of(anna))
    buttons = BeautifulSoup(response.text, "html.parser").find_all("button")
    (button,) = (one for one in buttons if one.get_text(strip=True) == "Unsubscribe")
    form = button.find_parent("form")

    assert form["method"] == "post"
    assert form.find_all("input") == []
    assert visitor.post(form["action"]).status_code == 200
    anna.refresh_from_db()
    assert anna.state == SubscriberState.UNSUBSCRIBED


def test_who_has_left_sees_no_choices_and_saves_none(visitor, anna):
    unsubscribing.unsubscribe(subscriber_id=anna.pk, channel=ConsentChannel.PAGE)

    assert "You do not get the newsletter at the moment." in visitor.get(page_of(anna)).text
    visitor.post(page_of(anna), wish(frequency="weekly"))

    anna.refresh_from_db()
    assert anna.frequency == "issue"


def test_a_damaged_link_says_so(visitor, anna):
    response = visitor.get(page_of(anna)[:-9] + "/")

    assert response.status_code == 404
    assert "This link is incomplete" in response.text


def test_the_data_are_given_to_who_knows_the_address(visitor, anna):
    response = visitor.post(data_of(anna), {"email": "Anna@Example.org", "action": "export"})

    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Cache-Control"] == "private, no-store"
    assert json.loads(response.content)["address"] == "anna@example.org"


@pytest.mark.parametrize("action", ["export", "erase"])
def test_who_holds_only_a_forwarded_mail_gets_and_erases_nothing(visitor, anna, action):
    response = visitor.post(data_of(anna), {"email": "bruno@example.org", "action": action})

    assert response.status_code == 422
    assert "This is not the address this link was sent to" in response.text
    anna.refresh_from_db()
    assert anna.state == SubscriberState.ACTIVE


def test_guessing_the_address_is_counted(visitor, anna, monkeypatch):
    monkeypatch.setattr(allowances, "NETWORK_SHARES", ((HOUR, 1),))
    visitor.post(data_of(anna), {"email": "bruno@example.org", "action": "export"})

    response = visitor.post(data_of(anna), {"email": "anna@example.org", "action": "export"})

    assert response.status_code == 429
    assert response["Retry-After"]


def test_the_data_are_erased_by_the_button_that_says_so(visitor, anna):
    response = visitor.post(data_of(anna), {"email": "anna@example.org", "action": "erase"})

    assert "Your data has been erased" in response.text
    anna.refresh_from_db()
    assert (anna.state, anna.email) == (SubscriberState.ERASED, "")
    for path in (page_of(anna), data_of(anna)):
        assert visitor.get(path).status_code == 410


def test_opening_the_page_of_ones_data_changes_nothing(visitor, anna):
    assert visitor.get(data_of(anna), {"action": "erase"}).status_code == 200

    anna.refresh_from_db()
    assert anna.state == SubscriberState.ACTIVE
