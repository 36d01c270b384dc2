"""Publications: a page that can be read, its files, and how to cite it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Collection, CollectionViewRestriction

from core.models import PublicationIndexPage, PublicationPage
from core.models.publication import PublicationFile, is_isbn
from core.projection import project
from core.publications import cut_date
from tests.factories import DocumentFactory, HubSite, OrganisationFactory, make_page

pytestmark = pytest.mark.django_db
WORDS = [("text", "<p>Che cosa dice.</p>")]


def publication(site: HubSite, **fields: Any) -> PublicationPage:
    shelf = PublicationIndexPage.objects.first() or make_page(PublicationIndexPage, site.home)
    made: PublicationPage = make_page(PublicationPage, shelf, **{"body": WORDS} | fields)
    return made


class TestIsbn:
    def test_check_digits_are_checked(self) -> None:
        right = "9788804668237"

        assert is_isbn(right)
        assert not is_isbn("9788804668238")
        assert not is_isbn(right[:-1])
        assert not is_isbn(f"1{right[1:]}")

    def test_it_is_kept_as_thirteen_digits(self, hub_site: HubSite) -> None:
        page = publication(hub_site, isbn="978-88-04-66823-7")
        page.refresh_from_db()

        assert page.isbn == "9788804668237"

    def test_a_slip_is_refused(self, hub_site: HubSite) -> None:
        page = publication(hub_site)
        page.isbn = "9788804668238"

        with pytest.raises(ValidationError) as error:
            page.clean()

        assert "isbn" in error.value.message_dict


def test_a_publication_tells_on_its_page_what_it_says(hub_site: HubSite) -> None:
    page = publication(hub_site, body=[], publish=False)

    assert "body" in page.missing_for_publishing()


@pytest.mark.parametrize(
    ("fields", "citation"),
    [
        ({}, "Abitare."),
        (
            {"authors": "A. Bo, C. Di", "dated": date(2021, 11, 8), "subtitle": "Dieci anni"},
            "A. Bo, C. Di (2021). Abitare: Dieci anni.",
        ),
        ({"cite_as": "Come si vuole."}, "Come si vuole."),
    ],
)
def test_it_says_how_to_cite_it(hub_site: HubSite, fields: dict[str, Any], citation: str) -> None:
    assert publication(hub_site, title="Abitare", **fields).citation == citation


def test_the_publisher_stands_at_the_end(hub_site: HubSite) -> None:
    publisher = OrganisationFactory(name="Edizioni Prova")

    assert publication(hub_site, title="Abitare", publisher=publisher).citation == (
        "Abitare. Edizioni Prova."
    )


@pytest.mark.parametrize(
    ("precision", "cut"), [("day", "2021-11-08"), ("month", "2021-11"), ("year", "2021")]
)
def test_a_date_is_told_as_exactly_as_it_is_known(precision: str, cut: str) -> None:
    assert cut_date(date(2021, 11, 8), precision) == cut
    assert cut_date(None, precision) is None


def test_files_in_private_folders_are_named_nowhere(hub_site: HubSite) -> None:
    private = Collection.get_first_root_node().add_child(name="Riservata")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    page = publication(hub_site)
    for title, folder in (("Rapporto", None), ("Appunti", private)):
        more = {"collection": folder} if folder else {}
        page.files.add(PublicationFile(document=DocumentFactory(title=title, **more)))
    page.save_revision().publish()
    page.refresh_from_db()

    assert [one.document.title for one in page.public_files] == ["Rapporto"]
    [file] = project(page).detail["files"]
    assert (file["title"], len(file["sha1"])) == ("Rapporto", 40)
    assert file["url"].startswith("http://127.0.0.1:8000/")


def test_languages_of_the_text_are_a_list(hub_site: HubSite) -> None:
    page = publication(hub_site, text_languages="it, en,")

    assert project(page).detail["text_languages"] == ["it", "en"]
