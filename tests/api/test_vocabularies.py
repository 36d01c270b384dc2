"""Topics and territories."""

from catalogue import popularity
from core.merging import merge
from core.models import Topic, TopicMatch
from core.territories import load_territories
from tests.api.conftest import Commits, Reader, Shelf
from tests.factories import TopicFactory, locale


def test_topics_carry_their_names_and_counts(
    reader: Reader, shelf: Shelf, commits: Commits
) -> None:
    with commits():
        english = Topic.objects.get(slug="agricoltura-sociale").copy_for_translation(locale("en"))
        english.name = "Social farming"
        english.description = "Farming with people."
        english.save()
    items = {item["code"]: item for item in reader.read("/api/v1/topics/")["items"]}
    farming = items["agricoltura-sociale"]

    assert farming["name"] == {"it": "Agricoltura sociale", "en": "Social farming"}
    assert farming["description"] == {"en": "Farming with people."}
    assert farming["entry_count"] == {"en": 1, "it": 1}
    assert len(reader.read(farming["entries"])["items"]) == 2


def test_topics_come_once_by_code(reader: Reader, shelf: Shelf) -> None:
    codes = [item["code"] for item in reader.read("/api/v1/topics/")["items"]]

    assert codes == sorted(set(codes))


def test_a_code_of_former_times_is_answered_with_today_s_entries(
    reader: Reader, shelf: Shelf, commits: Commits
) -> None:
    heir = Topic.objects.get(slug="agricoltura-sociale")
    with commits():
        merge(source_id=TopicFactory(slug="orti").pk, target_id=heir.pk)
    now, before = (
        reader.get(f"/api/v1/entries/?topic={code}&limit=1")
        for code in ("agricoltura-sociale", "orti")
    )
    topics = {item["code"]: item for item in reader.read("/api/v1/topics/")["items"]}

    assert before.json() == now.json()
    assert before["Content-Location"] == "/api/v1/entries/?topic=agricoltura-sociale&limit=1"
    assert "topic=agricoltura-sociale" in before.json()["next"]
    assert "orti" not in topics
    assert topics["agricoltura-sociale"]["former_codes"] == ["orti"]


def test_topics_tell_their_place_among_the_others(
    reader: Reader, shelf: Shelf, commits: Commits
) -> None:
    topic = Topic.objects.get(slug="agricoltura-sociale")
    topic.synonyms, topic.parent = "orti\ncampi", TopicFactory(slug="terra")
    topic.matches = [TopicMatch(scheme="sdg", value="2")]  # type: ignore[misc]
    with commits():
        topic.save()
    popularity.compute()
    found = {item["code"]: item for item in reader.read("/api/v1/topics/")["items"]}
    farming = found["agricoltura-sociale"]

    assert farming["synonyms"] == {"it": ["orti", "campi"]}
    assert (farming["parent"], farming["status"]) == ("terra", "active")
    assert farming["matches"] == [{"vocabulary": "sdg", "value": "2"}]
    assert farming["popularity"]["items"] == 1
    assert farming["url"]["en"].endswith("/en/topics/agricoltura-sociale/")


def test_territories_carry_the_codes_of_statistics_and_their_successors(
    reader: Reader, shelf: Shelf
) -> None:
    load_territories()
    items = {item["code"]: item for item in reader.read("/api/v1/territories/")["items"]}

    assert (items["037"]["uts"], items["037"]["plate"]) == ("237", "BO")
    assert items["111"]["replaced_by"] == ["114", "116", "117", "118", "119"]
    assert items["09"]["url"]["en"].endswith("/en/territories/09-tuscany/")


def test_a_region_counts_its_provinces(reader: Reader, shelf: Shelf) -> None:
    items = {item["code"]: item for item in reader.read("/api/v1/territories/")["items"]}

    assert items["037"]["entry_count"] == {"it": 1}
    assert items["08"]["entry_count"]["it"] > items["038"]["entry_count"]["it"]
    assert items["037"]["parent"] == "08"
    assert items["08"]["parent"] == "IT"
    assert items["IT"]["name"] == {"it": "Italia", "en": "Italy"}


def test_every_territory_leads_to_its_entries(reader: Reader, shelf: Shelf) -> None:
    for item in reader.read("/api/v1/territories/")["items"]:
        entries = reader.read_all(item["entries"])

        assert len(entries) == sum(item["entry_count"].values())


def test_what_is_withdrawn_is_not_counted(reader: Reader, shelf: Shelf, commits: Commits) -> None:
    with commits():
        shelf.laundry.unpublish()
    items = {item["code"]: item for item in reader.read("/api/v1/territories/")["items"]}

    assert items["037"]["entry_count"] == {}
