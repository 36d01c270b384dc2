"""Who sees what in the admin: a line for each screen, and each role tried on the screens.

A screen without a line fails the first test: whoever adds one says here who may open it. The roles
are the groups of a new hub, and somebody of the publishers who was given a region.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from core import seeing, waiting
from core.models import User
from events.models import Actor, EventPage, Need, Registration
from hub.setting_up import EDITORS, PUBLISHERS
from practices.models import Cooperative, PracticePage
from tests.catalogue.factories import make_collection
from tests.core.regional import elsewhere, ferrara, regional_editor, set_up_groups
from tests.events.guests import join, open_event
from tests.factories import CooperativeFactory, HubSite, UserFactory

pytestmark = [
    pytest.mark.django_db,
    # A report of wagtail-localize's pages through rows without an order.
    pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning"),
]

YES, SOME, NO = "allowed", "filtered", "refused"
"""All of it; only what belongs to one's regions, is public or is shared; nothing."""

# Names of addresses → (author, publisher, regional editor, publisher limited to a region).
# The longest pattern that fits counts. SOME for an author or a publisher: page by page, by Wagtail.
WHO: dict[str, tuple[str, str, str, str]] = {
    # --- Wagtail's frame
    "None": (YES, YES, YES, YES),  # what has no name: refused or missing, by the view itself
    "wagtailadmin_home": (YES, YES, SOME, SOME),
    "wagtailadmin_error_test": (YES, YES, NO, NO),
    "wagtailadmin_*": (YES, YES, YES, YES),
    "wagtailadmin_editing_sessions:*": (YES, YES, YES, YES),
    "wagtailembeds:*": (YES, YES, YES, YES),
    # --- pages
    "wagtailadmin_api:*": (YES, YES, SOME, SOME),
    "wagtailadmin_explore*": (YES, YES, SOME, SOME),
    "wagtailadmin_pages:*": (YES, YES, SOME, SOME),
    "wagtailadmin_choose_page*": (YES, YES, SOME, SOME),
    "wagtail_bulk_action": (YES, YES, SOME, SOME),
    "desk-*": (YES, YES, SOME, SOME),
    "events_list:*": (YES, YES, SOME, SOME),
    "practice_care": (YES, YES, SOME, SOME),
    # --- reports
    "wagtailadmin_reports:aging_pages*": (YES, YES, SOME, SOME),
    "wagtailadmin_reports:locked_pages*": (NO, YES, NO, SOME),
    "wagtailadmin_reports:page_types_usage*": (YES, YES, NO, NO),
    "wagtailadmin_reports:site_history*": (YES, YES, NO, NO),
    "wagtailadmin_reports:workflow*": (YES, YES, SOME, SOME),
    "coverage_report*": (YES, YES, YES, YES),  # numbers of what is published
    "links_report*": (YES, YES, SOME, SOME),
    "translations_of_*": (YES, YES, SOME, SOME),
    "letters_report*": (NO, YES, NO, NO),
    "repairs_report*": (NO, YES, NO, NO),
    # --- people who registered, readers, mails
    "events_admin:*": (NO, YES, NO, SOME),
    "newsletter_admin:*": (NO, YES, NO, NO),
    "wagtailsnippets_newsletter_subscriber:*": (NO, YES, NO, NO),
    "wagtailsnippetchoosers_newsletter_subscriber:*": (NO, YES, NO, NO),
    "wagtailsnippets_newsletter_digestplan:*": (NO, YES, NO, NO),
    "wagtailsnippetchoosers_newsletter_digestplan:*": (NO, YES, NO, NO),
    "wagtailsnippets_newsletter_segment:*": (YES, YES, NO, NO),
    "wagtailsnippetchoosers_newsletter_segment:*": (YES, YES, NO, NO),
    # --- the directory and the practices' records
    "cooperatives:*": (YES, YES, SOME, SOME),
    "wagtailsnippets_practices_cooperative:*": (YES, YES, SOME, SOME),
    "wagtailsnippetchoosers_practices_cooperative:*": (YES, YES, SOME, SOME),
    "practice_reuse": (YES, YES, NO, NO),
    "wagtailsnippets_practices_adoption:*": (YES, YES, NO, NO),
    "wagtailsnippetchoosers_practices_adoption:*": (YES, YES, NO, NO),
    "wagtailsnippets_practices_testimony:*": (YES, YES, NO, NO),
    "wagtailsnippetchoosers_practices_testimony:*": (YES, YES, NO, NO),
    # --- collections, needs, actors
    "wagtailsnippets_catalogue_curatedcollection:*": (YES, YES, SOME, SOME),
    "wagtailsnippetchoosers_catalogue_curatedcollection:*": (YES, YES, SOME, SOME),
    "wagtailsnippets_events_need:*": (YES, YES, NO, SOME),
    "wagtailsnippetchoosers_events_need:*": (YES, YES, NO, NO),
    "wagtailsnippets_events_actor:*": (YES, YES, NO, SOME),
    "wagtailsnippetchoosers_events_actor:*": (YES, YES, NO, NO),
    # --- lists that all share
    "wagtailsnippets:index": (NO, NO, NO, NO),  # every sort of record has its own menu
    "wagtailsnippets_core_topic:*": (YES, YES, NO, NO),
    "wagtailsnippetchoosers_core_topic:*": (YES, YES, YES, YES),
    "wagtailsnippets_core_organisation:*": (YES, YES, NO, NO),
    "wagtailsnippetchoosers_core_organisation:*": (YES, YES, YES, YES),
    "wagtailsnippets_core_territory:*": (NO, NO, NO, NO),
    "wagtailsnippetchoosers_core_territory:*": (YES, YES, YES, YES),
    # --- files
    "wagtailimages*": (YES, YES, YES, YES),
    "wagtaildocs*": (YES, YES, YES, YES),
    "core_hidden_picture": (YES, YES, YES, YES),
    "core_portrait": (YES, YES, YES, YES),
    # --- translating
    "wagtail_localize:*": (YES, YES, SOME, SOME),
    "wagtail_localize:translations_report*": (YES, YES, NO, NO),
    "wagtail_localize:snippets_api_*": (SOME, SOME, SOME, SOME),
    # --- what is brought in from files
    "imports:*": (NO, YES, NO, NO),
    # --- the house itself: superusers
    "wagtailadmin_collections:*": (NO, NO, NO, NO),
    "wagtailadmin_workflows:*": (NO, NO, NO, NO),
    "wagtailforms:*": (YES, YES, NO, NO),  # there are no form pages
    "wagtaillocales:*": (NO, NO, NO, NO),
    "wagtailredirects:*": (NO, NO, NO, NO),
    "wagtailsettings:*": (NO, NO, NO, NO),
    "wagtailsites:*": (NO, NO, NO, NO),
    "wagtailusers_groups:*": (NO, NO, NO, NO),
    "wagtailusers_users:*": (NO, NO, NO, NO),
}
ROLES = ("author", "publisher", "regional", "limited publisher")
# Screens that end something, answer nothing by themselves, or need more than an address.
NOT_OPENED = (
    *("wagtailadmin_logout", "wagtailadmin_login", "wagtailadmin_password_reset*"),
    *("wagtailadmin_error_test", "wagtailadmin_block_preview", "wagtailadmin_dismissibles"),
    *("wagtailadmin_choose_page_chosen_multiple", "wagtailadmin_tag_autocomplete"),
    *("*chosen_multiple", "wagtailadmin_*_javascript_catalog", "wagtail*:javascript_catalog"),
    *("wagtailembeds:chooser_upload", "*:add", "*:add_multiple", "*:create", "*results*"),
    *("desk-*:choose_parent", "events_list:choose_parent", "None", "wagtailadmin_sprite"),
    *(
        "wagtailadmin_workflows:task_chooser*",
        "wagtailredirects:*import",
        "wagtailadmin_api:*:find",
    ),
    *("wagtailimages_chooser:*", "wagtaildocs_chooser:*", "wagtailadmin_javascript_catalog"),
    *("wagtailadmin_choose_page_*_link", "wagtailadmin_workflows:select_task_type"),
)
FAR = "Lontanissima"


def screens(resolver: Any = None, namespace: str = "", path: str = "") -> list[tuple[str, str]]:
    """The name and the pattern of each address."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        where = path + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            found += screens(entry, inner, where)
        elif where.startswith("admin/"):
            found.append((f"{namespace}{entry.name}" if entry.name else "None", where))
    return found


def line_of(name: str) -> tuple[str, str, str, str] | None:
    fitting = [pattern for pattern in WHO if fnmatchcase(name, pattern)]
    return WHO[max(fitting, key=len)] if fitting else None


def test_every_screen_of_the_admin_has_a_line():
    shared = ("wagtailadmin_*", "wagtailimages*", "wagtaildocs*")
    names = {name for name, _path in screens()}
    assert sorted(name for name in names if line_of(name) is None) == []
    unused = [one for one in WHO if not any(fnmatchcase(name, one) for name in names)]
    assert unused == []
    # The wide lines are for Wagtail's own screens alone.
    assert not [
        name
        for name in names
        if any(fnmatchcase(name, one) for one in shared)
        and not name.startswith(("wagtailadmin", "wagtailimages", "wagtaildocs"))
    ]


@pytest.fixture
def site(hub_site: HubSite) -> HubSite:
    set_up_groups()
    near, far = [ferrara()], [elsewhere()]
    hub_site.practice(title="Vicina", slug="vicina", territories=near)
    hub_site.practice(title=f"{FAR} pratica", slug="lontana", territories=far)
    draft = {"title": f"{FAR} bozza", "slug": "bozza", "territories": far}
    hub_site.practice(publish=False, **draft)
    hub_site.event(title=f"{FAR} festa", slug="festa", territories=far)
    CooperativeFactory(name=f"{FAR} cooperativa", territory=far[0], is_listed=False)
    make_collection(slug="lontana", title=f"{FAR} raccolta", is_public=False)
    Need.objects.create(title=f"{FAR} domanda", territory=far[0], category="other")
    Actor.objects.create(name=f"{FAR} persona", territory=far[0])
    return hub_site


def person(role: str) -> User:
    if role == "regional":
        return regional_editor("08")
    if role == "limited publisher":
        limited = regional_editor("08")
        limited.groups.set([Group.objects.get(name=PUBLISHERS)])
        return limited
    user = UserFactory()
    user.groups.add(Group.objects.get(name=EDITORS if role == "author" else PUBLISHERS))
    return user


def is_refused(answer: Any) -> bool:
    home = reverse("wagtailadmin_home")
    return answer.status_code == 403 or (answer.status_code == 302 and answer.url == home)


def openable() -> list[tuple[str, str]]:
    """Lists, reports, choosers: what opens by its address alone."""
    found = []
    for name in sorted({name for name, _path in screens()}):
        if not any(fnmatchcase(name, pattern) for pattern in NOT_OPENED):
            try:
                found.append((name, reverse(name)))
            except NoReverseMatch:
                continue
    return found


@pytest.mark.parametrize("role", ROLES)
def test_the_lists_and_windows_show_each_role_what_the_table_says(site, client: Client, role):
    client.force_login(person(role))
    wrong: list[tuple[str, str, object]] = []
    for name, address in openable():
        expected = (line_of(name) or ())[ROLES.index(role)]
        if expected == YES or (expected == SOME and role != "limited publisher"):
            continue  # what the others see is a part of what this one sees
        answer = client.get(address)
        if is_refused(answer) != (expected == NO) or answer.status_code >= 500:
            wrong.append((name, expected, answer.status_code))
        elif expected == SOME:
            body = answer.content.decode() if not answer.streaming else ""
            if FAR in body and name not in PUBLISHED_TOO:
                wrong.append((name, expected, f"shows {FAR}"))
    assert not wrong, "\n".join(map(str, wrong))


# Whoever writes may refer to what is published anywhere.
PUBLISHED_TOO = frozenset(["wagtailadmin_choose_page"])


@pytest.fixture
def far_guest(site: HubSite) -> Registration:
    event = open_event(site, title="Aperta altrove", slug="altrove", territories=[elsewhere()])
    return join(event, "anna@example.org", name="Anna Bianchi", access_needs="Una rampa")


def of_event(guest: Registration) -> list[str]:
    """Every address about the people of an event."""
    page = EventPage.objects.get(slug="altrove").pk
    numbers: dict[str, Any] = {
        "page_id": page,
        "registration_id": guest.pk,
        "book_id": guest.book_id,
        "kind": "csv",
        "act": "check-in",
        "code": guest.code,
    }
    return [with_numbers(name, path, numbers) for name, path in screens() if "events_admin" in name]


def with_numbers(name: str, path: str, numbers: dict[str, Any]) -> str:
    wanted = {word: value for word, value in numbers.items() if f":{word}>" in path}
    return reverse(name, kwargs=wanted)


def test_people_registered_in_another_region_are_nobodys_to_read(far_guest, client: Client):
    client.force_login(person("limited publisher"))
    for address in of_event(far_guest):
        for answer in (client.get(address), client.post(address)):
            assert is_refused(answer) or answer.status_code == 405, address
    far_guest.refresh_from_db()
    assert far_guest.state == "registered"


def test_people_registered_in_ones_own_region_are_seen(far_guest, client: Client):
    event = EventPage.objects.get(slug="altrove")
    event.territories.set([ferrara()])
    event.save()
    client.force_login(person("limited publisher"))
    opened = {address: client.get(address) for address in of_event(far_guest)}
    assert [address for address, one in opened.items() if is_refused(one)] == []
    assert "Una rampa" in next(iter(opened.values())).content.decode()


def test_each_screen_of_another_regions_record_is_closed(site, client: Client):
    client.force_login(person("limited publisher"))
    rows: list[Any] = [
        Cooperative.objects.get(name__startswith=FAR),
        Need.objects.get(),
        Actor.objects.get(),
    ]
    opened = []
    for row in rows:
        set_of_screens = f"wagtailsnippets_{row._meta.app_label}_{row._meta.model_name}:"
        for name, path in screens():
            cared_for = name.startswith("cooperatives:") and path.count("<") == 1
            if ":pk>" not in path or "claims" in path or "mergers" in path or "proposals" in path:
                continue
            if name.startswith(set_of_screens) or (cared_for and row is rows[0]):
                address = with_numbers(name, path, {"pk": row.pk})
                opened += [
                    (name, answer.status_code)
                    for answer in (client.get(address), client.post(address))
                    if not is_refused(answer) and answer.status_code not in (404, 405)
                ]
    assert not opened, opened


def test_each_screen_of_another_regions_page_is_closed(site, client: Client):
    client.force_login(person("limited publisher"))
    page = PracticePage.objects.get(slug="bozza")
    opened = [
        name
        for name, path in screens()
        if path.count("<") == 1
        and ":page_id>" in path
        and name.startswith(("wagtailadmin_pages:", "practice_care"))
        and FAR in client.get(with_numbers(name, path, {"page_id": page.pk})).content.decode()
    ]
    assert not opened, opened


def test_choosing_offers_drafts_only_of_ones_own_regions(site, client: Client):
    client.force_login(person("regional"))
    html = client.get(
        reverse("wagtailadmin_choose_page_search"),
        {"q": FAR, "page_type": "practices.practicepage"},
    ).content.decode()
    assert f"{FAR} bozza" not in html


def test_nobody_is_led_where_they_may_not_go(site):
    limited = person("limited publisher")
    lines = [line for section in waiting.sections(limited) for line in section.lines]
    assert all(seeing.may_follow(limited, line.url) for line in lines)
    assert not seeing.may_follow(limited, reverse("imports:index"))
    assert seeing.may_follow(person("publisher"), reverse("imports:index"))


def test_the_history_of_other_regions_is_not_read_as_a_whole(site, client: Client):
    client.force_login(person("regional"))
    assert is_refused(client.get(reverse("wagtailadmin_reports:site_history")))
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("wagtailadmin_reports:site_history") not in menu


def test_regional_editors_bring_pictures_of_their_own(site, client: Client):
    client.force_login(person("regional"))
    assert client.get(reverse("wagtailimages:add_multiple")).status_code == 200
    assert client.get(reverse("wagtaildocs:add_multiple")).status_code == 200
