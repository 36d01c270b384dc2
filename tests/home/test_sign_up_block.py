from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from home.blocks.sign_up import SignUpBlock
from newsletter import signup
from newsletter.models import Subscriber
from tests.factories import HubSite, TopicFactory
from tests.newsletter.readers import SubscriberFactory, last_mail, token_in, typed, work

pytestmark = pytest.mark.django_db


def block(**values):
    return ("sign_up", {"title": "Le case, per e-mail", "text": "", "topics": [], **values})


@pytest.fixture
def page(hub_site: HubSite):
    TopicFactory(name="Case", slug="case")
    body = [block(text="Una volta al mese."), block(title="Solo case", topics=["case"])]
    return hub_site.standard_page(title="Resta in contatto", slug="contatti", body=body)


def test_a_page_shows_the_form_with_its_words(page, client):
    shown = client.get(page.url).text

    assert "Le case, per e-mail" in shown
    assert "Una volta al mese." in shown
    assert shown.count(f'action="{reverse("newsletter:sign_up")}"') == 2
    assert not client.cookies


def test_two_forms_on_a_page_have_different_ids(page, client):
    shown = client.get(page.url).text
    ids = [part.partition('"')[0] for part in shown.split(' id="')[1:]]

    assert len(ids) == len(set(ids))


def test_the_home_page_may_have_one_too(hub_site, client):
    hub_site.home.body = [block()]
    hub_site.home.save_revision().publish()

    assert "Le case, per e-mail" in client.get(hub_site.home.url).text


def test_who_signs_up_with_topics_sees_them_and_gets_them(page):
    visitor = Client(enforce_csrf_checks=True)
    shown = visitor.get(page.url).text
    assert '<input type="hidden" name="topics" value="case"' in shown

    data = typed() | {"topics": ["case", "sparito"]}
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        visitor.post(reverse("newsletter:sign_up"), data)
    work()
    token = token_in(last_mail())
    assert "Case" in visitor.get(reverse("newsletter:confirm", args=[token])).text
    signup.confirm(token=token)

    assert [one.slug for one in Subscriber.objects.get().topics.all()] == ["case"]


def test_a_code_that_a_topic_had_before_still_works(page):
    topic = TopicFactory(name="Orti", slug="orti")
    topic.former_codes.create(code="orti-sociali")

    signup.ask(
        email="anna@example.org",
        language="it",
        choice=signup.Choice(topics=("orti-sociali",)),
    )
    work()
    signup.confirm(token=token_in(last_mail()))

    assert [one.slug for one in Subscriber.objects.get().topics.all()] == ["orti"]


def test_who_is_subscribed_keeps_what_they_chose(page):
    anna = SubscriberFactory(email="anna@example.org")

    signup.ask(email="anna@example.org", language="it", choice=signup.Choice(topics=("case",)))
    work()

    assert not anna.topics.exists()


def test_editors_choose_from_the_topics_there_are(page):
    field = SignUpBlock().child_blocks["topics"].field

    assert ("case", "Case") in list(field.choices)
