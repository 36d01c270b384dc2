"""The practices of the demo that are told in full, and what is kept beside their texts."""

import pytest
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from hub.demo import depth
from hub.demo.reading import CONTENT, read
from hub.demo.words import Words
from practices.models import Adoption, PracticePage
from practices.models import Testimony as Said  # pytest would take it for a test
from practices.models.practice_choices import TargetGroup
from tests.factories import CooperativeFactory, HubSite

SLUGS = sorted(path.stem for path in (CONTENT / "depth").glob("*.toml"))


def test_every_word_has_its_english() -> None:
    for slug in SLUGS:
        content = read(f"practices/{slug}")
        words = Words(content)
        depth.fields(slug, words)
        lacking = [
            italian for italian, english in words.english.items() if bool(italian) != bool(english)
        ]
        assert lacking == [], slug


def test_every_practice_says_for_whom_it_is() -> None:
    targets = read("care")["targets"]
    named = {code for codes in targets.values() for code in codes}

    assert named <= set(TargetGroup.values)
    assert not set(targets) & set(SLUGS)
    assert {path.stem for path in (CONTENT / "practices").glob("*.toml")} <= {*targets, *SLUGS}


@pytest.mark.django_db
def test_they_can_be_published_and_cared_for(hub_site: HubSite) -> None:
    care = read("care")
    known = {"quattro-venti-insieme": {"name": CooperativeFactory().name}}
    named = {
        one["practice"] for name in ("asked", "due", "adoption", "testimony") for one in care[name]
    }
    pages = {}
    for slug in {*SLUGS, *named}:
        content = read(f"practices/{slug}")
        words = Words(content)
        texts = {"need": words("need"), "innovation": words("innovation")}
        texts["what_did_not_work"] = words("did_not_work")
        fields = depth.fields(slug, words)
        pages[slug] = hub_site.practice(
            slug=slug, started_year=content["started"], **texts, **fields
        )

        lacking = _without_english(pages[slug], words)
        assert lacking <= {"Ferrara", "Si semina.", *_own_words(pages[slug])}, slug

    depth.take_care(pages, known)
    depth.take_care(pages, known)

    assert all(pages[slug].live for slug in SLUGS)
    assert Adoption.objects.count() == len(care["adoption"])
    assert Adoption.objects.confirmed().count() == 3
    assert Said.objects.count() == len(care["testimony"])
    assert Said.objects.consented().count() == 2
    assert pages["ciclofficina-di-vicolo"] in PracticePage.objects.waiting_for_staff()
    assert pages["condominio-a-piu-mani"] in PracticePage.objects.review_due()
    assert pages["le-chiavi-di-casa"] in PracticePage.objects.waiting_for_cooperative()


def _without_english(page: PracticePage, words: Words) -> set[str]:
    """What a translator would be asked for and the content has no English for."""
    page.refresh_from_db()
    segments = extract_segments(page)
    texts = {one.string.data for one in segments if isinstance(one, StringSegmentValue)}
    return {text for text in texts if text not in words.english}


def _own_words(page: PracticePage) -> set[str]:
    """What the factory wrote."""
    return {page.title, page.slug, page.summary}
