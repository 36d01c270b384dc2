"""Whether a page may be shown is decided in one place."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from core import visibility
from core.media import PeopleConsent
from core.visibility import is_public, is_public_image, judge, public, readable
from practices.models import PracticePage
from tests.factories import HubSite, ImageFactory


def test_a_published_page_is_public(hub_site: HubSite) -> None:
    assert judge(hub_site.practice()) == visibility.Visibility(True, visibility.PUBLIC)


def test_a_draft_is_not_public(hub_site: HubSite) -> None:
    draft = hub_site.practice(publish=False)

    assert judge(draft).reason == visibility.DRAFT


def test_an_unpublished_page_is_a_draft_again(hub_site: HubSite) -> None:
    page = hub_site.practice()
    page.unpublish()

    assert not is_public(page)


def test_a_page_stops_being_public_at_its_expiry_even_before_wagtail_takes_it_down(
    hub_site: HubSite,
) -> None:
    moment = timezone.now() + timedelta(hours=1)
    page = hub_site.practice(expire_at=moment)

    assert judge(page).until == moment
    assert is_public(page, moment - timedelta(seconds=1))
    assert judge(page, moment).reason == visibility.EXPIRED


def test_a_page_scheduled_for_later_is_not_public(hub_site: HubSite) -> None:
    page = hub_site.practice(go_live_at=timezone.now() + timedelta(days=1))

    assert not is_public(page)


@pytest.mark.parametrize("kind", ["login", "password"])
def test_a_page_below_a_private_section_is_not_public(hub_site: HubSite, kind: str) -> None:
    page = hub_site.practice()
    PageViewRestriction.objects.create(page=hub_site.practices, restriction_type=kind, password="x")

    assert judge(Page.objects.get(pk=page.pk)).reason == visibility.PRIVATE


def test_a_page_outside_the_site_is_not_public(hub_site: HubSite) -> None:
    outside = Page(title="Fuori", slug="fuori")
    Page.get_first_root_node().add_child(instance=outside)

    assert judge(outside).reason == visibility.UNREACHABLE


def test_the_query_and_the_judgement_agree(hub_site: HubSite) -> None:
    shown = hub_site.practice()
    hidden = [
        hub_site.practice(publish=False),
        hub_site.practice(expire_at=timezone.now() + timedelta(minutes=5)),
    ]
    at = timezone.now() + timedelta(minutes=10)

    found = set(public(PracticePage.objects.all(), at).values_list("pk", flat=True))

    assert found == {shown.pk}
    assert [is_public(page, at) for page in [shown, *hidden]] == [True, False, False]


def test_an_alias_of_a_private_section_is_private_with_what_lies_below_it(
    hub_site: HubSite,
) -> None:
    page = hub_site.in_english(hub_site.practice())  # below an alias of the Italian section
    lock = PageViewRestriction.objects.create(page=hub_site.practices, restriction_type="login")
    page = Page.objects.get(pk=page.pk)
    assert page.get_parent().alias_of_id == hub_site.practices.pk

    assert judge(page).reason == visibility.PRIVATE
    assert not public(Page.objects.filter(pk=page.pk)).exists()

    lock.delete()
    assert is_public(page)
    assert public(Page.objects.filter(pk=page.pk)).exists()


def test_a_restriction_left_on_an_alias_hides_nothing_as_wagtail_ignores_it(
    hub_site: HubSite,
) -> None:
    page = hub_site.in_english(hub_site.practice())
    alias = Page.objects.get(pk=page.pk).get_parent()
    PageViewRestriction.objects.create(page=alias, restriction_type="login")

    assert is_public(page)
    assert public(Page.objects.filter(pk=page.pk)).exists()


def test_a_picture_is_public_unless_something_says_otherwise(db: None) -> None:
    assert is_public_image(ImageFactory())
    assert not is_public_image(None)


def test_a_picture_is_hidden_when_consent_is_withdrawn(db: None) -> None:
    assert not is_public_image(ImageFactory(people_consent=PeopleConsent.WITHDRAWN))


def test_a_picture_below_a_private_collection_is_hidden(db: None) -> None:
    private = Collection.get_first_root_node().add_child(name="Riservate")
    below = private.add_child(name="Ancora più riservate")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")

    assert not is_public_image(ImageFactory(collection=below))


def test_chosen_pages_come_in_the_readers_language_and_in_the_order_chosen(
    hub_site: HubSite,
) -> None:
    orchard, bakery = hub_site.practice(title="Orto"), hub_site.practice(title="Forno")
    hub_site.in_english(orchard, title="Orchard")

    english = readable([bakery, None, orchard, bakery], "en")

    assert [page.title for page in english] == ["Forno", "Orchard", "Forno"]
    assert [page.title for page in readable([bakery, orchard], "it")] == ["Forno", "Orto"]
    assert all(isinstance(page, PracticePage) for page in english)


def test_chosen_pages_that_are_not_public_are_left_out(hub_site: HubSite) -> None:
    draft = hub_site.practice(publish=False)
    private = hub_site.practice()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    translated = hub_site.practice(title="Orto")
    hub_site.in_english(translated, title="Orchard", publish=False)
    unreachable = Page.get_first_root_node()

    found = readable([draft, private, translated, unreachable], "en")

    assert [page.title for page in found] == ["Orto"]


def test_many_chosen_pages_cost_as_much_as_one(
    hub_site: HubSite, django_assert_num_queries
) -> None:
    pages = [hub_site.practice() for _number in range(4)]
    readable(pages[:1], "it")  # what Wagtail keeps for all requests is warm after it

    with django_assert_num_queries(4):
        readable(pages[:1], "it")
    with django_assert_num_queries(4):
        readable(pages, "it")
