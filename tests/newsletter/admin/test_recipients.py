import csv
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry

from newsletter.models import Mailing, Segment
from tests.factories import AdminFactory, TopicFactory, UserFactory
from tests.newsletter.issues import entries, frozen, make_issue
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db

RIGHTS = ("access_admin", "send_mailing", "view_delivery")


@pytest.fixture
def boss() -> Client:
    return logged_in(AdminFactory())


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def staff(*codenames: str) -> Client:
    """Somebody with these permissions and no others."""
    person = UserFactory()
    person.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return logged_in(person)


def listed(client: Client, issue, **query: str) -> str:
    answer = client.get(reverse("newsletter_admin:recipients", args=[issue.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def taken_out(client: Client, issue, outcome: str = "") -> list[list[str]]:
    address = reverse("newsletter_admin:take_out_recipients", args=[issue.pk])
    answer = client.post(address, {"outcome": outcome})
    assert answer.status_code == 200
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_list_names_those_who_get_it_and_those_who_do_not_with_the_reason(boss, hub_site):
    SubscriberFactory(email="anna@example.org")
    SubscriberFactory(email="bruno@example.org", state="paused")
    issue = make_issue(hub_site)

    both = listed(boss, issue)
    assert "anna@example.org" in both
    assert "bruno@example.org" in both
    assert "iscrizione in pausa" in both
    assert "bruno@example.org" not in listed(boss, issue, outcome="gets-it")
    only_paused = listed(boss, issue, outcome="paused")
    assert "bruno@example.org" in only_paused
    assert "anna@example.org" not in only_paused
    assert "anna@example.org" not in listed(boss, issue, q="bruno")


def test_the_list_follows_the_group_of_a_draft_and_begins_no_mailing(boss, hub_site):
    care = TopicFactory(slug="cura")
    SubscriberFactory(email="dentro@example.org").topics.set([care])
    SubscriberFactory(email="fuori@example.org").topics.set([TopicFactory(slug="terra")])
    group = Segment.objects.create(name="Cura")
    group.topics.set([care])
    draft = make_issue(hub_site, publish=False, for_group=True, segment=group)
    draft.save_revision()

    gets_it = listed(boss, draft, outcome="gets-it")

    assert "dentro@example.org" in gets_it
    assert "fuori@example.org" not in gets_it
    assert not Mailing.objects.exists()


def test_the_list_takes_as_many_queries_for_many_readers_as_for_few(
    boss, hub_site, django_assert_max_num_queries
):
    SubscriberFactory.create_batch(30, with_consent=False)
    issue = make_issue(hub_site, entries(hub_site.practice()))
    listed(boss, issue)

    with django_assert_max_num_queries(45):
        listed(boss, issue)


def test_the_list_leaves_as_a_file_with_a_row_in_the_history(boss, hub_site):
    SubscriberFactory(email="=anna@example.org")
    SubscriberFactory(email="bruno@example.org", state="paused")
    issue = make_issue(hub_site)

    head, first, second = taken_out(boss, issue)
    assert len(head) == len(first) == 4
    assert first[0] == "'=anna@example.org"
    assert second[0] == "bruno@example.org"
    assert [row[0] for row in taken_out(boss, issue, "paused")[1:]] == ["bruno@example.org"]
    counts = PageLogEntry.objects.filter(action="newsletter.take_out_recipients", page=issue)
    assert sorted(entry.data["count"] for entry in counts) == [1, 2]


def test_the_file_is_for_those_who_may_see_readers_and_take_lists_out(hub_site):
    SubscriberFactory()
    issue = make_issue(hub_site)
    address = reverse("newsletter_admin:take_out_recipients", args=[issue.pk])

    may_see = staff(*RIGHTS)
    assert address not in listed(may_see, issue)
    for client in (may_see, staff("access_admin", "send_mailing", "export_subscriber")):
        assert client.post(address).status_code == 302
    allowed = staff(*RIGHTS, "export_subscriber")
    assert address in listed(allowed, issue)
    assert allowed.post(address).status_code == 200
    assert allowed.get(address).status_code == 405


def test_from_the_freeze_on_the_ledger_has_the_recipients(boss, hub_site):
    mailing = frozen(hub_site, readers=1)
    ledger = reverse("newsletter_admin:ledger", args=[mailing.pk])

    page = reverse("newsletter_admin:recipients", args=[mailing.page_id])
    file = reverse("newsletter_admin:take_out_recipients", args=[mailing.page_id])

    assert boss.get(page).url == ledger
    assert boss.post(file).url == ledger


def test_who_may_not_see_readers_does_not_see_the_list(hub_site):
    issue = make_issue(hub_site)
    client = staff("access_admin", "send_mailing")

    answer = client.get(reverse("newsletter_admin:recipients", args=[issue.pk]))

    assert answer.status_code == 302
    desk = client.get(reverse("newsletter_admin:desk", args=[issue.pk])).content.decode()
    assert reverse("newsletter_admin:recipients", args=[issue.pk]) not in desk
