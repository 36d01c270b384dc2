"""The OpenAPI file says what the API does: it is valid, committed, and every answer keeps to it."""

from datetime import date
from typing import Any

import jsonschema
import pytest
import yaml
from django.core.management import CommandError, call_command
from openapi_spec_validator import validate
from wagtail.models import Page

from api import describing, filters
from api.describing import FILE
from core.models import Organisation, PublicationFile, PublicationIndexPage, PublicationPage
from core.projection import project, projected_types
from newsletter.models import IssuePage, NewsletterIndexPage
from tests.api.conftest import Commits, Reader, Shelf
from tests.factories import (
    DocumentFactory,
    HubSite,
    ImageFactory,
    OrganisationFactory,
    make_page,
)

DOCUMENT: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
OPERATIONS = {path: methods["get"] for path, methods in DOCUMENT["paths"].items()}


def closed(schema: Any) -> Any:
    """The same schema, but an object may hold only what is described."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inside = {key: closed(value) for key, value in schema.items()}
    if inside.get("type") == "object" and "properties" in inside:
        inside.setdefault("additionalProperties", False)
    return inside


STRICT = closed(DOCUMENT["components"])


def hold_against(name: str, value: Any) -> None:
    """Fail if a value does not keep to a document of the file, word by word."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": STRICT}
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(
        value
    )


def answer_of(path: str) -> str:
    content = OPERATIONS[path]["responses"]["200"]["content"]
    return str(content["application/json"]["schema"]["$ref"].rpartition("/")[2])


@pytest.fixture
def rich(hub_site: HubSite, shelf: Shelf, commits: Commits) -> Shelf:
    """The shelf, with every block, every kind of page, and all that may be filled in."""
    image = ImageFactory(credit="Ada", licence="cc-by-4.0")
    with commits():
        archive = make_page(NewsletterIndexPage, hub_site.home, title="Newsletter")
        make_page(IssuePage, archive, title="Numero uno", body=issue_body(shelf))
        organisation = OrganisationFactory()
        hub_site.practice(
            title="Ricca", lead_image=image, lead_image_alt="Un orto", body=body(shelf, image)
        )
        hub_site.path(
            title="Con le fasi",
            promoter=organisation,
            partners=[organisation],
            phases=[("phase", phase(shelf))],
        )
        hub_site.call(title="Con i promotori", promoters=[organisation], results="<p>Fatto.</p>")
        hub_site.event(title="Con chi organizza", organisers=[organisation])
        publication(hub_site, organisation)
        sign_up = {"title": "Per e-mail", "text": "", "topics": []}
        hub_site.standard_page(title="Chi siamo", body=[("sign_up", sign_up)])
    return shelf  # fmt: skip


def publication(hub_site: HubSite, publisher: Organisation) -> None:
    """A publication on its shelf, with one file."""
    document = DocumentFactory(title="Il rapporto in PDF")
    make_page(
        PublicationPage,
        make_page(PublicationIndexPage, hub_site.home, title="Pubblicazioni"),
        title="Il rapporto",
        subtitle="Un anno di orti",
        authors="Ada Verdi",
        publisher=publisher,
        dated=date(2021, 11, 1),
        date_precision="month",
        isbn="9788800000000",
        doi="10.1000/182",
        text_languages="it, en",
        page_count=48,
        body=[("text", "<p>Parole.</p>")],
        files=[PublicationFile(document=document, is_accessible=True)],
    )


def body(shelf: Shelf, image: Any) -> list[tuple[str, Any]]:
    action = {"title": "Vai", "text": "", "label": "Qui", "page": shelf.bakery, "url": ""}
    video = {"title": "Film", "url": "https://example.org/v", "description": "", "poster": None}
    return [
        ("heading", {"text": "Come è nata", "level": "3"}),
        ("text", "<p>Parole.</p>"),
        ("quote", {"text": "Ci siamo.", "author": "Una vicina"}),
        ("figures", {"figures": [{"value": "12", "label": "persone"}], "source": ""}),
        ("picture", {"image": image, "caption": "Didascalia"}),
        ("gallery", {"title": "", "pictures": [{"image": image, "caption": ""}] * 2}),
        ("call_to_action", action),
        ("embed", video),
        ("related_entries", {"title": "Anche", "pages": [shelf.bakery]}),
        ("collection", {"collection": shelf.collection, "title": "", "limit": 3}),
    ]


def issue_body(shelf: Shelf) -> list[tuple[str, Any]]:
    return [
        ("lead_story", {"page": shelf.orchard, "words": "Da leggere."}),
        ("entries", {"title": "Anche", "pages": [shelf.laundry, shelf.event]}),
        ("collection", {"collection": shelf.collection, "title": "", "limit": 3}),
        ("text", "<p>Ciao.</p>"),
        ("quote", {"text": "Ci siamo.", "author": "Una vicina"}),
        ("divider", None),
    ]


def phase(shelf: Shelf) -> dict[str, Any]:
    return {
        "title": "Ascolto",
        "text": "<p>Tavoli.</p>",
        "starts_date": "2026-03-01",
        "ends_date": None,
        "audiences": ["citizens"],
        "is_internal": False,
        "events": [shelf.event],
    }


class TestTheFile:
    def test_it_is_valid_openapi(self) -> None:
        assert DOCUMENT["openapi"] == "3.1.1"
        validate(DOCUMENT)

    def test_it_is_what_the_code_says(self) -> None:
        call_command("openapi", "--check")

    def test_a_difference_is_told_with_what_to_do(
        self, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("api.management.commands.openapi.FILE", tmp_path / "openapi.yaml")

        with pytest.raises(CommandError, match=r"manage\.py openapi"):
            call_command("openapi", "--check")

    def test_it_is_the_same_text_every_time(self) -> None:
        assert describing.openapi() == describing.openapi()

    def test_codes_are_text_for_every_reader_of_yaml(self) -> None:
        text = FILE.read_text(encoding="utf-8")

        assert "value: '08'" in text

    def test_every_address_has_a_summary_a_description_and_an_example(self) -> None:
        for path, operation in OPERATIONS.items():
            assert operation["summary"], path
            assert operation["description"], path
            assert operation["responses"]["200"]["content"]["application/json"]["examples"], path

    def test_every_parameter_says_what_it_means(self) -> None:
        for path, operation in OPERATIONS.items():
            for parameter in operation.get("parameters", []):
                assert parameter["description"], (path, parameter["name"])
                assert parameter["schema"], (path, parameter["name"])

    def test_every_example_keeps_to_its_document(self) -> None:
        for path in OPERATIONS:
            content = OPERATIONS[path]["responses"]["200"]["content"]["application/json"]
            for example in content["examples"].values():
                hold_against(answer_of(path), example["value"])
        for answer in DOCUMENT["components"]["responses"].values():
            for example in answer["content"]["application/problem+json"]["examples"].values():
                hold_against("Problem", example["value"])

    def test_every_endpoint_of_the_table_of_contents_is_in_it(self) -> None:
        from api.urls import urlpatterns

        named = {
            pattern.callback.cls.name.replace("-", "_")  # type: ignore[attr-defined]
            for pattern in urlpatterns
            if pattern.callback.cls.is_described  # type: ignore[attr-defined]
        }
        assert {operation["operationId"] for operation in OPERATIONS.values()} == named


class TestAnswers:
    def test_every_answer_keeps_to_it(self, reader: Reader, rich: Shelf) -> None:
        code = rich.orchard.lead_cooperative.slug
        values = {"{uid}": str(rich.orchard.uid), "{slug}": "cura", "{code}": code}
        for path in OPERATIONS:
            address = path
            for gap, value in values.items():
                address = address.replace(gap, value)

            hold_against(answer_of(path), reader.read(address))

    @pytest.mark.parametrize("size", ["card", "full"])
    def test_every_kind_keeps_to_its_document(self, reader: Reader, rich: Shelf, size: str) -> None:
        entries = reader.read_all("/api/v1/entries/", view=size)
        document = "Detail" if size == "full" else "Card"

        for entry in entries:
            hold_against(f"{entry['kind'].capitalize()}{document}", entry)
        assert {entry["kind"] for entry in entries} == set(filters.KINDS)

    def test_every_block_is_described(self, reader: Reader, rich: Shelf) -> None:
        entries = reader.read_all("/api/v1/entries/", view="full")
        found = {block["type"] for entry in entries for block in entry["body"]}
        mapping = {
            **STRICT["schemas"]["Block"]["discriminator"]["mapping"],
            **STRICT["schemas"]["IssueBlock"]["discriminator"]["mapping"],
        }

        assert found == set(mapping)

    def test_members_changes_and_tombstones_keep_to_it(
        self, reader: Reader, rich: Shelf, commits: Commits
    ) -> None:
        known = reader.read("/api/v1/collections/cura/changes/")
        with commits():
            rich.orchard.unpublish()
        hold_against("ChangePage", reader.read("/api/v1/changes/", limit="100"))
        members = reader.read(known["next"])
        hold_against("MemberChangePage", known)
        hold_against("MemberChangePage", members)
        hold_against("MemberPage", reader.read("/api/v1/collections/cura/entries/", view="full"))

        assert {item["verb"] for item in known["items"]} == {"enter"}
        assert {item["verb"] for item in members["items"]} == {"leave"}

    def test_every_problem_keeps_to_it(self, reader: Reader, rich: Shelf, commits: Commits) -> None:
        with commits():
            rich.orchard.unpublish()
        for address, status in (
            ("/api/v1/entries/?limit=0&x=1", 400),
            ("/api/v1/changes/?cursor=x", 400),
            ("/api/v1/nowhere/", 404),
            (f"/api/v1/entries/{rich.orchard.uid}/", 410),
        ):
            hold_against("Problem", reader.problem(address, status))


def test_every_page_type_is_of_a_kind_that_can_be_asked_for(rich: Shelf) -> None:
    kinds = {project(page).kind for page in Page.objects.exact_type(*projected_types()).specific()}

    assert kinds == set(filters.KINDS)


def test_the_served_file_is_the_committed_one(reader: Reader, db: None) -> None:
    answer = reader.get("/api/v1/schema/")

    assert answer["Content-Type"] == "application/yaml"
    assert answer.content == FILE.read_bytes()
    assert (
        reader.get("/api/v1/schema/", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    )
