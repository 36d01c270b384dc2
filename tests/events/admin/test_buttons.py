"""What is said to whoever publishes an event that people have registered for."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory

from events.admin import buttons
from events.models import EventPage
from tests.events.guests import join, open_event
from tests.factories import HubSite, UserFactory

pytestmark = pytest.mark.django_db


def said(event: EventPage, *rights: str) -> list[str]:
    request: Any = RequestFactory().post("/")
    request.user, request.session = UserFactory(), {}
    request.user.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    request._messages = FallbackStorage(request)
    buttons.say_what_is_not_told(request, event)
    return [str(message) for message in get_messages(request)]


def test_the_way_to_the_screen_is_for_those_who_may_use_it(hub_site: HubSite) -> None:
    event = open_event(hub_site)
    join(event)
    assert said(event, "change_registration") == []
    event.venue = "Altrove"
    event.save_revision().publish()

    [may] = said(event, "change_registration")
    [may_not] = said(event)

    assert f"/{event.pk}/tell/" in may
    assert "/tell/" not in may_not
    assert "chiedi a chi in redazione" in may_not
