from datetime import time

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from newsletter import digests
from newsletter.models import DigestPlan, Frequency
from tests.factories import UserFactory
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db

FORM = {"frequency": "weekly", "weekday": "3", "month_day": "1", "hour": "08:30"}


@pytest.fixture
def plan(client):
    """The weekly plan, and somebody who may change it."""
    digests.make_plans()
    person = UserFactory()
    person.user_permissions.add(
        Permission.objects.get(codename="access_admin"),
        Permission.objects.get(codename="change_digestplan"),
        Permission.objects.get(codename="view_digestplan"),
    )
    client.force_login(person)
    return DigestPlan.objects.get(frequency=Frequency.WEEKLY)


def edit(plan) -> str:
    return reverse("wagtailsnippets_newsletter_digestplan:edit", args=[plan.pk])


def test_both_plans_are_there_and_off_and_making_them_again_changes_nothing(plan):
    assert digests.make_plans() == 0
    assert [one.is_on for one in DigestPlan.objects.all()] == [False, False]


def test_a_digest_is_switched_on_and_off(client, plan):
    assert (
        "Ogni settimana"
        in client.get(reverse("wagtailsnippets_newsletter_digestplan:list")).content.decode()
    )

    client.post(edit(plan), FORM | {"is_on": "on", "is_automatic": "on"})
    plan.refresh_from_db()
    assert (plan.is_on, plan.weekday, plan.hour) == (True, 3, time(8, 30))
    assert plan.on_since is not None

    client.post(edit(plan), FORM)
    plan.refresh_from_db()
    assert (plan.is_on, plan.on_since) == (False, None)


def test_the_list_says_who_is_still_owed_a_digest_that_is_off(client, plan):
    SubscriberFactory(frequency=Frequency.ISSUE, closing_frequency=Frequency.WEEKLY)

    answer = client.get(reverse("wagtailsnippets_newsletter_digestplan:list"))

    assert "ancora una volta per 1 persona" in answer.content.decode()


def test_an_hour_that_a_night_leaves_out_is_refused_at_its_field(client, plan):
    answer = client.post(edit(plan), FORM | {"hour": "02:30"})

    assert answer.context["form"].errors["hour"]
