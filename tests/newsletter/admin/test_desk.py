import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from newsletter import sending, steering
from newsletter.models import DeliveryState, Edition, Mailing, MailingState
from newsletter.providers import Answer, Verdict
from tests.factories import AdminFactory, UserFactory
from tests.newsletter.issues import (
    FakeProvider,
    catalogued,
    entries,
    frozen,
    make_issue,
    started,
    states,
)
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    """Somebody who may send."""
    person = AdminFactory()
    client.force_login(person)
    return person


@pytest.fixture
def server(monkeypatch):
    """A mail server that takes everything."""
    provider = FakeProvider()
    monkeypatch.setattr("newsletter.proofing.open_provider", lambda: provider)
    monkeypatch.setattr("newsletter.sending.open_provider", lambda: provider)
    return provider


def desk(page) -> str:
    return reverse("newsletter_admin:desk", args=[page.pk])


def shown(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def said(client, address: str, data=None) -> str:
    """What the admin says after a change."""
    answer = client.post(address, data or {}, follow=True)
    assert answer.status_code == 200
    return " ".join(str(message) for message in answer.context["messages"])


def test_the_desk_says_who_gets_the_issue_and_what_is_in_the_way(client, staff, hub_site):
    SubscriberFactory.create_batch(3, with_consent=False)
    SubscriberFactory(state="paused")
    secret = hub_site.practice(title="Nome segreto")
    issue = make_issue(hub_site, entries(secret))
    secret.unpublish()

    page = shown(client, desk(issue))

    assert re.search(r"<b>3</b>", page)
    assert "Nome segreto" in page
    assert reverse("newsletter_admin:freeze", args=[issue.pk]) not in page


def test_looking_changes_nothing(client, staff, hub_site):
    issue = make_issue(hub_site)
    SubscriberFactory()

    shown(client, desk(issue))

    assert not Mailing.objects.exists()


def test_the_desk_of_a_translation_is_the_desk_of_the_issue(client, staff, hub_site):
    issue = make_issue(hub_site)
    english = hub_site.in_english(issue, title="Who keeps open")

    assert reverse("newsletter_admin:proof", args=[issue.pk]) in shown(client, desk(english))


def test_a_second_person_approves_what_the_desk_showed_them(client, staff, settings, hub_site):
    settings.HUB_SECOND_PERSON = True
    item = hub_site.practice(title="La bottega")
    issue = make_issue(hub_site, entries(item))
    issue.save_revision(user=AdminFactory()).publish()
    approve = reverse("newsletter_admin:approve", args=[issue.pk])

    def seen() -> dict[str, str]:
        found = re.search(r'name="seen" value="(\w+)"', shown(client, desk(issue)))
        assert found
        return {"seen": found[1]}

    before = seen()
    item.title = "La bottega chiude"
    item.save_revision().publish()
    catalogued(item)

    for form in (before, {}):
        assert "Non approvato" in said(client, approve, form)
    assert not Mailing.objects.exists()
    assert "approvato" in said(client, approve, seen())
    assert Mailing.objects.get().approved_by == staff


def test_an_issue_goes_from_freeze_to_done_by_hand(client, staff, server, hub_site, monkeypatch):
    monkeypatch.setattr(steering, "TYPED_ABOVE", 1)
    SubscriberFactory.create_batch(2, with_consent=False)
    issue = make_issue(hub_site)

    assert "2" in said(client, reverse("newsletter_admin:freeze", args=[issue.pk]))
    mailing = Mailing.objects.get()
    start = reverse("newsletter_admin:start", args=[mailing.pk])
    for typed in ("3", "due", ""):
        assert (
            "recipients" in client.post(start, {"recipients": typed}).context["start_form"].errors
        )
    assert Mailing.objects.get().state == MailingState.FROZEN
    said(client, start, {"recipients": "2"})
    sending.run(mailing_id=mailing.pk, seconds=60)

    page = shown(client, desk(issue))
    assert Mailing.objects.get().state == MailingState.DONE
    assert "2 " in page
    assert len(server.taken) == 2


def test_a_freeze_that_is_refused_says_why(client, staff, hub_site):
    issue = make_issue(hub_site)

    assert "Nessuno" in said(client, reverse("newsletter_admin:freeze", args=[issue.pk]))


def test_a_test_is_sent_to_the_address_that_was_typed(client, staff, server, hub_site):
    issue = make_issue(hub_site)

    said(client, reverse("newsletter_admin:proof", args=[issue.pk]), {"address": "io@example.org"})

    assert [str(message["To"]) for message in server.taken] == ["io@example.org"]
    assert PageLogEntry.objects.filter(action="newsletter.proof", user=staff).exists()


@pytest.mark.parametrize("address", ["", "nessuno", "a@b@c", "x" * 300 + "@example.org"])
def test_a_wrong_address_is_told(client, staff, server, hub_site, address):
    issue = make_issue(hub_site)

    message = said(client, reverse("newsletter_admin:proof", args=[issue.pk]), {"address": address})

    assert message
    assert server.taken == []


@pytest.mark.parametrize(
    ("act", "state"),
    [("pause", MailingState.PAUSED), ("cancel", MailingState.CANCELLED)],
)
def test_a_mailing_is_steered(client, staff, hub_site, act, state):
    mailing = started(hub_site, readers=1)

    said(client, reverse("newsletter_admin:steer", args=[mailing.pk, act]))

    mailing.refresh_from_db()
    assert mailing.state == state


def test_what_cannot_be_done_now_is_told(client, staff, hub_site):
    mailing = started(hub_site, readers=1)

    message = said(client, reverse("newsletter_admin:steer", args=[mailing.pk, "thaw"]))

    assert str(MailingState.SENDING.label) in message
    assert client.post(f"/admin/newsletter/mailings/{mailing.pk}/nothing/").status_code == 404


def test_thawing_lets_the_issue_be_corrected(client, staff, hub_site):
    mailing = frozen(hub_site, readers=1)

    said(client, reverse("newsletter_admin:steer", args=[mailing.pk, "thaw"]))

    assert not Edition.objects.exists()
    assert reverse("newsletter_admin:freeze", args=[mailing.page.pk]) in shown(
        client, desk(mailing.page)
    )


def test_progress_tells_numbers_and_state_and_is_not_kept(client, staff, server, hub_site):
    mailing = started(hub_site, readers=3)
    sending.run(mailing_id=mailing.pk, seconds=60)

    answer = client.get(reverse("newsletter_admin:progress", args=[mailing.pk]))

    assert answer["X-Mailing-State"] == MailingState.DONE
    assert "no-store" in answer["Cache-Control"]
    assert 'max="3" value="3"' in answer.content.decode()


def test_why_a_mailing_is_paused_stands_on_the_desk(client, staff, hub_site):
    mailing = started(hub_site, readers=1)
    steering.pause(mailing_id=mailing.pk, reason="login 535")

    assert "535" in shown(client, desk(mailing.page))


def test_the_list_shows_every_mailing(client, staff, hub_site):
    mailing = started(hub_site, readers=1, title="Chi tiene aperto")

    page = shown(client, reverse("newsletter_admin:mailings"))

    assert "Chi tiene aperto" in page
    assert reverse("newsletter_admin:mailing", args=[mailing.pk]) in page


def test_a_moment_is_chosen_and_sending_called_back(client, staff, hub_site):
    mailing = frozen(hub_site, readers=1)
    start = reverse("newsletter_admin:start", args=[mailing.pk])

    for day, hour in (("", ""), ("2020-01-01", "09:00"), ("2027-03-28", "02:30")):
        answer = client.post(start, {"when": "later", "day": day, "hour": hour})
        assert {"day", "hour"} & set(answer.context["start_form"].errors)
    twice = {"when": "later", "day": "2027-10-31", "hour": "02:30"}
    assert "which" in client.post(start, twice).context["start_form"].errors
    said(client, start, twice | {"which": "second"})
    mailing.refresh_from_db()
    assert mailing.scheduled_at.astimezone(UTC) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert "31 ottobre 2027" in shown(client, desk(mailing.page))

    said(client, reverse("newsletter_admin:steer", args=[mailing.pk, "call_back"]))
    mailing.refresh_from_db()
    assert mailing.state == MailingState.FROZEN


def test_what_has_changed_is_shown_before_an_issue_starts(client, staff, hub_site):
    page = hub_site.practice(title="La bottega")
    mailing = frozen(hub_site, entries(page), readers=1)
    page.unpublish()
    start = reverse("newsletter_admin:start", args=[mailing.pk])

    assert "La bottega" in shown(client, desk(mailing.page))
    assert "anyway" in client.post(start, {"when": "now"}).context["start_form"].errors
    said(client, start, {"when": "now", "anyway": "on"})

    assert Mailing.objects.get().state == MailingState.SENDING


def test_uncertain_copies_are_decided_together_after_a_day(client, staff, hub_site):
    mailing = started(hub_site, readers=3)
    mailing.deliveries.update(state=DeliveryState.UNCERTAIN, intent_at=timezone.now())
    leave = reverse("newsletter_admin:decide_all", args=[mailing.pk, "leave"])
    assert leave not in shown(client, desk(mailing.page))
    mailing.deliveries.update(intent_at=timezone.now() - timedelta(hours=25))
    assert leave in shown(client, desk(mailing.page))

    assert "3" in said(client, leave)

    assert leave not in shown(client, desk(mailing.page))


def test_a_correction_is_made_from_the_desk_of_the_faulty_issue(client, staff, hub_site):
    mailing = started(hub_site, readers=2)
    errata = make_issue(hub_site, title="Errata corrige")
    assert "Errata corrige" in shown(client, desk(mailing.page))

    correct = reverse("newsletter_admin:correct", args=[mailing.pk])
    said(client, correct, {"page": errata.pk})

    correction = Mailing.objects.get(page=errata)
    assert correction.follows == mailing
    ordinary = reverse("newsletter_admin:make_ordinary", args=[correction.pk])
    assert ordinary in shown(client, desk(errata))
    said(client, ordinary)
    assert Mailing.objects.get(page=errata).follows is None


def test_the_desk_of_a_cancelled_issue_leads_to_both_halves(client, staff, hub_site):
    mailing = started(hub_site, readers=2)
    mailing.deliveries.filter(pk=mailing.deliveries.earliest("pk").pk).update(state="accepted")
    said(client, reverse("newsletter_admin:steer", args=[mailing.pk, "cancel"]))
    make_issue(hub_site, title="Errata corrige")

    page = shown(client, desk(mailing.page))

    assert reverse("newsletter_admin:correct", args=[mailing.pk]) in page
    missed = reverse("newsletter_admin:send_to_missed", args=[mailing.pk])
    assert missed in page
    said(client, missed)
    again = Mailing.objects.get(follows=mailing)
    assert (again.state, again.planned) == (MailingState.FROZEN, 1)
    noted = PageLogEntry.objects.filter(action="newsletter.send_to_missed", user=staff)
    assert noted.count() == 1


CHANGES = ["proof", "freeze", "steer", "decide"]


def addresses(mailing) -> dict[str, str]:
    page, copy = mailing.page, mailing.deliveries.get()
    return {
        "proof": reverse("newsletter_admin:proof", args=[page.pk]),
        "freeze": reverse("newsletter_admin:freeze", args=[page.pk]),
        "steer": reverse("newsletter_admin:steer", args=[mailing.pk, "cancel"]),
        "decide": reverse("newsletter_admin:decide", args=[copy.pk, "resend"]),
        "desk": desk(page),
        "list": reverse("newsletter_admin:mailings"),
        "progress": reverse("newsletter_admin:progress", args=[mailing.pk]),
        "ledger": reverse("newsletter_admin:ledger", args=[mailing.pk]),
        "copy": reverse("newsletter_admin:copy", args=[copy.pk]),
        "copy_html": reverse("newsletter_admin:copy_html", args=[copy.pk]),
        "edition": reverse("newsletter_admin:edition_html", args=[copy.edition_id]),
    }


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_is_changed_by_get(client, staff, hub_site, name):
    mailing = started(hub_site, readers=1)

    assert client.get(addresses(mailing)[name]).status_code == 405
    assert states(mailing) == [DeliveryState.PLANNED]


def test_changes_need_a_token_against_forgery(client, staff, hub_site):
    from django.test import Client

    mailing = started(hub_site, readers=1)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff)

    for name in CHANGES:
        assert strict.post(addresses(mailing)[name]).status_code == 403


def test_who_may_not_send_sees_and_changes_nothing(client, hub_site):
    mailing = started(hub_site, readers=1)
    editor = UserFactory()
    group = Group.objects.create(name="Scrivono")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    editor.groups.add(group)
    client.force_login(editor)

    for name, address in addresses(mailing).items():
        answer = client.post(address) if name in CHANGES else client.get(address)
        assert answer.status_code in {302, 403}, name
    mailing.refresh_from_db()
    assert mailing.state == MailingState.SENDING


def test_who_may_send_but_not_see_readers_sees_numbers_alone(client, hub_site):
    reader = SubscriberFactory(email="lettrice.unica@example.org")
    mailing = started(hub_site, readers=0)
    sender = UserFactory()
    sender.user_permissions.add(
        Permission.objects.get(codename="access_admin"),
        Permission.objects.get(codename="send_mailing"),
    )
    client.force_login(sender)
    where = addresses(mailing)

    assert reader.email not in shown(client, where["desk"])
    for name in ("ledger", "copy", "copy_html"):
        assert client.get(where[name]).status_code in {302, 403}


def test_visitors_are_asked_to_log_in(client, hub_site):
    mailing = started(hub_site, readers=1)

    for name in ("desk", "ledger", "copy"):
        answer = client.get(addresses(mailing)[name])
        assert answer.status_code == 302
        assert "login" in answer["Location"]


def test_an_issue_leads_to_its_desk_from_the_editor(client, staff, hub_site):
    issue = make_issue(hub_site)

    editor = shown(client, reverse("wagtailadmin_pages:edit", args=[issue.pk]))

    assert desk(issue) in editor


def test_only_issues_lead_to_a_desk(client, staff, hub_site):
    practice = hub_site.practice()

    editor = shown(client, reverse("wagtailadmin_pages:edit", args=[practice.pk]))

    assert desk(practice) not in editor


def test_uncertain_and_refused_copies_are_one_click_away(client, staff, hub_site):
    SubscriberFactory(email="anna@example.org")
    mailing = started(hub_site, readers=0)
    silent = FakeProvider(anna=Answer(Verdict.UNCERTAIN, "no-answer"))
    sending.run(mailing_id=mailing.pk, seconds=60, provider=silent)

    page = shown(client, desk(mailing.page))

    assert addresses(mailing)["ledger"] + "?state=uncertain" in page
