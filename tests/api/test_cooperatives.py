"""The directory of cooperatives, as programs read it."""

import json

from practices.models import CooperativeType, Lifecycle
from tests.api.conftest import Commits, Reader
from tests.factories import CooperativeFactory, HubSite, RegionFactory, TerritoryFactory

LIST = "/api/v1/cooperatives/"


def codes(items):
    return [item["code"] for item in items]


def test_the_list_comes_by_name_in_pages_that_miss_nothing(
    reader: Reader, hub_site: HubSite
) -> None:
    for name in ("Delta", "Alfa", "Çà", "Beta", "Alfa"):
        CooperativeFactory(name=name)
    CooperativeFactory(is_listed=False)
    found = reader.read_all(LIST, limit=2)
    assert len(found) == 5
    assert len(set(codes(found))) == 5
    assert [one["name"] for one in found][:2] == ["Alfa", "Alfa"]


def test_each_filter_narrows(reader: Reader, hub_site: HubSite) -> None:
    lombardy = RegionFactory(code="03", name="Lombardia")
    mantua = TerritoryFactory(code="020", name="Mantova", plate="MN", parent=lombardy)
    CooperativeFactory(slug="qui", sectors=["t"], name="Qui")
    CooperativeFactory(
        slug="la", territory=mantua, kind=CooperativeType.CONSORTIUM, sectors=["m"], name="Là"
    )
    assert codes(reader.read(LIST, sector="t")["items"]) == ["qui"]
    assert codes(reader.read(LIST, kind="consortium")["items"]) == ["la"]
    assert codes(reader.read(LIST, territory="03")["items"]) == ["la"]
    assert codes(reader.read(LIST, q="qui")["items"]) == ["qui"]
    assert reader.read(LIST, q="qui", sector="m")["items"] == []


def test_a_filter_that_makes_no_sense_is_named(reader: Reader, hub_site: HubSite) -> None:
    for name, value in (
        ("sector", "z"),
        ("kind", "spa"),
        ("territory", "99"),
        ("q", ""),
        ("q", "  "),
        ("cooperative", "x"),
    ):
        [error] = reader.problem(LIST, 400, **{name: value})["errors"]
        assert error["parameter"] == name


def test_one_query_however_many(
    reader: Reader, hub_site: HubSite, django_assert_num_queries
) -> None:
    for _each in range(5):
        CooperativeFactory()
    with django_assert_num_queries(1):
        reader.read(LIST)


def test_entries_are_counted_by_language_and_found_by_the_same_code(
    reader: Reader, hub_site: HubSite, commits: Commits
) -> None:
    alfa = CooperativeFactory(slug="alfa")
    with commits():
        page = hub_site.practice(lead_cooperative=alfa)
        hub_site.practice()
    with commits():
        hub_site.in_english(page)
    [card] = [one for one in reader.read(LIST)["items"] if one["code"] == "alfa"]
    assert card["entry_count"] == {"it": 1, "en": 1}
    assert len(reader.read(card["entries"])["items"]) == 2
    entry = reader.read(card["entries"])["items"][0]
    assert entry["cooperative"]["code"] == "alfa"
    assert entry["cooperative"]["uid"] == card["uid"]


def test_a_cooperative_that_does_not_exist_is_named(reader: Reader, hub_site: HubSite) -> None:
    [error] = reader.problem("/api/v1/entries/", 400, cooperative="nessuna")["errors"]
    assert error["parameter"] == "cooperative"


def test_whoever_asks_for_a_merged_one_is_told_the_other(reader: Reader, hub_site: HubSite) -> None:
    last = CooperativeFactory(slug="ultima")
    CooperativeFactory(slug="prima", lifecycle=Lifecycle.MERGED, merged_into=last)
    [error] = reader.problem("/api/v1/entries/", 400, cooperative="prima")["errors"]
    assert "ultima" in error["detail"]
    detail = reader.read(f"{LIST}prima/")
    assert detail["merged_into"] == "ultima"
    assert detail["lifecycle"]["code"] == "merged"


def test_the_whole_profile_can_be_read(reader: Reader, hub_site: HubSite) -> None:
    CooperativeFactory(slug="alfa", summary="Cura orti.", workers_band="0", workers_year=2025)
    detail = reader.read(f"{LIST}alfa/")
    assert detail["summary"] == {"it": "Cura orti."}
    assert detail["sizes"]["workers"]["year"] == 2025
    assert detail["sizes"]["members"] is None


def test_what_is_not_in_the_directory_is_not_found(reader: Reader, hub_site: HubSite) -> None:
    CooperativeFactory(slug="alfa", is_listed=False)
    reader.problem(f"{LIST}alfa/", 404)


def test_the_same_answer_is_not_sent_twice(reader: Reader, hub_site: HubSite) -> None:
    alfa = CooperativeFactory(slug="alfa")
    for address in (LIST, f"{LIST}alfa/"):
        first = reader.get(address)
        again = reader.get(address, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        alfa.name = f"{alfa.name} nuova"
        alfa.save()
        assert reader.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_examples_of_the_description_have_the_shape_of_answers(
    reader: Reader, hub_site: HubSite
) -> None:
    from api.shapes.cooperatives import EXAMPLE_PROFILE

    CooperativeFactory(slug="alfa")
    assert set(EXAMPLE_PROFILE) == set(reader.read(f"{LIST}alfa/"))
    assert json.dumps(EXAMPLE_PROFILE)
