"""Readings are counted a number a day, of what exists, and of nothing else."""

import uuid
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from catalogue import counting
from catalogue.models import DailyCount
from tests.catalogue.conftest import Commits
from tests.factories import AdminFactory, HubSite, TopicFactory

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counting._waiting.take()
    monkeypatch.setattr(counting, "EVERY", 0)


@pytest.fixture
def page(hub_site: HubSite, commits: Commits) -> Any:
    with commits():
        return hub_site.practice()


def read(client: Client, subject: object, **headers: str) -> int:
    headers = {"User-Agent": BROWSER} | headers
    return int(client.post(f"/readings/{subject}/", headers=headers).status_code)


def total() -> int:
    return sum(DailyCount.objects.values_list("count", flat=True))


def test_a_reading_adds_one_to_the_day(client: Client, page: Any) -> None:
    assert read(client, page.uid) == 204
    assert read(client, page.uid) == 204

    assert DailyCount.objects.get() == DailyCount.objects.get(
        day=timezone.localdate(), subject=page.uid, count=2
    )


def test_a_topic_is_counted_too(client: Client, db: None) -> None:
    topic = TopicFactory()
    read(client, topic.translation_key)

    assert total() == 1


@pytest.mark.parametrize(
    "agent", ["", "Googlebot/2.1 (+http://www.google.com/bot.html)", "curl/8.5", "HeadlessChrome"]
)
def test_programs_are_not_counted(client: Client, page: Any, agent: str) -> None:
    assert read(client, page.uid, **{"User-Agent": agent}) == 204
    assert total() == 0


def test_staff_and_other_sites_are_not_counted(client: Client, page: Any) -> None:
    read(client, page.uid, **{"Sec-Fetch-Site": "cross-site"})
    client.force_login(AdminFactory())
    read(client, page.uid)

    assert total() == 0


def test_what_does_not_exist_leaves_no_row(client: Client, db: None) -> None:
    read(client, uuid.uuid4())
    assert not DailyCount.objects.exists()


def test_what_is_not_public_leaves_no_row(client: Client, page: Any, commits: Commits) -> None:
    with commits():
        page.unpublish()
    read(client, page.uid)

    assert not DailyCount.objects.exists()


def test_looking_counts_nothing(client: Client, page: Any) -> None:
    assert client.get(f"/readings/{page.uid}/").status_code == 405
    client.get(page.url, headers={"User-Agent": BROWSER})

    assert total() == 0


def test_many_readings_cost_few_writes(
    page: Any, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(counting, "EVERY", 3600)
    counting.flush()
    uid = page.uid
    with django_assert_num_queries(0):
        for _number in range(100):
            counting.note(subject=uid)
    assert total() == 0
    counting.flush()

    assert total() == 100


def test_threads_lose_nothing(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "EVERY", 3600)
    counting.flush()
    uid = page.uid

    def many() -> None:
        for _number in range(50):
            counting.note(subject=uid)

    threads = [Thread(target=many) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counting.flush()

    assert total() == 400


def test_old_counts_are_forgotten(page: Any) -> None:
    today = timezone.localdate()
    counting.add(counts={(today, page.uid): 1, (today - timedelta(days=101), page.uid): 1})

    assert counting.forget() == 1
    assert total() == 1
