"""What the catalogue does from time to time, without being asked."""

from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone
from wagtail.models import Page

from catalogue import ticks
from catalogue.models import Change, Entry, Reason
from catalogue.reconciling import reconcile
from core.scheduling import registered
from practices.models import PracticePage
from tests.factories import HubSite


def test_the_jobs_are_known_to_the_worker() -> None:
    names = {job.name for job in registered()}

    assert {"catalogue.withdraw_expired", "catalogue.reconcile"} <= names


def test_what_has_expired_is_told_to_followers(hub_site: HubSite) -> None:
    soon = timezone.now() + timedelta(minutes=5)
    page = hub_site.practice(expire_at=soon)
    reconcile()
    with time_machine.travel(soon):
        ticks.withdraw_expired()

    assert Change.objects.get(uid=page.uid, verb="gone").reason == Reason.EXPIRED


def test_what_nobody_told_of_is_found(hub_site: HubSite) -> None:
    page: Any = hub_site.practice()
    reconcile()
    Page.objects.filter(pk=page.pk).update(live=False)
    ticks.reconcile()

    assert not Entry.objects.filter(uid=page.uid).exists()


def test_words_are_compared_now_and_then(hub_site: HubSite) -> None:
    page: Any = hub_site.practice()
    reconcile()
    PracticePage.objects.filter(pk=page.pk).update(need="Pane per tutti")
    ticks.reconcile_deeply()

    assert "Pane per tutti" in Entry.objects.get(uid=page.uid).detail
