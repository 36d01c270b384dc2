"""Building blocks and results are translated with their practice; numbers and codes come along."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from practices.models import PracticePage, PracticePartner
from tests.factories import AdminFactory, HubSite, locale
from tests.practices.full import PIECE_ID, RESULT_ID, full_practice, piece, result, stream

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(hub_site: HubSite) -> PracticePage:
    hub_site.practices.copy_for_translation(locale("en"), copy_parents=True)
    page: PracticePage = hub_site.practice(
        **full_practice(
            title="Orto",
            building_blocks=stream("block", PIECE_ID, piece()),
            results=stream("result", RESULT_ID, result()),
            partners=[PracticePartner(name="Vicini", role="volunteers")],
            help_offered=["visit"],
        )
    )
    return page


def translated(practice: PracticePage) -> Translation:
    source, _new = TranslationSource.update_or_create_from_instance(practice)
    translation, _new = Translation.objects.get_or_create(source=source, target_locale=locale("en"))
    for segment in source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale("en"),
            defaults={"data": f"EN {segment.string.data}"[:120]}
            if segment.context.path != "slug"
            else {"data": "garden"},
        )
    translation.save_target(publish=True)
    return translation


def english_of(practice: PracticePage) -> PracticePage:
    page: PracticePage = PracticePage.objects.get(
        translation_key=practice.translation_key, locale=locale("en")
    )
    return page


def test_words_are_translated_numbers_and_codes_come_along(practice: PracticePage) -> None:
    translated(practice)

    english = english_of(practice)
    (block,) = english.building_blocks
    assert (block.id, block.value["kind"]) == (PIECE_ID, "method")
    assert block.value["title"] == "EN La tavola del lunedì"
    (row,) = english.results
    assert (row.value["after"], row.value["to_year"]) == (Decimal("1250.5"), 2025)
    assert row.value["indicator"].startswith("EN ")
    assert (english.told_as, english.help_offered, english.evidence_level) == ("full", ["visit"], 1)
    assert [partner.name for partner in english.partners.all()] == ["Vicini"]
    assert english.outcomes.startswith("EN ")


def test_a_changed_number_reaches_the_translation(practice: PracticePage) -> None:
    translated(practice)
    practice.results = stream("result", RESULT_ID, result(after="99"))
    practice.partners.set([])
    practice.evidence_level = 3
    practice.save_revision().publish()

    translated(practice)

    english = english_of(practice)
    assert english.results[0].value["after"] == Decimal(99)
    assert english.evidence_level == 3
    assert not english.partners.exists()


def test_the_editor_asks_for_each_word_of_a_block(practice: PracticePage, client: Client) -> None:
    translated(practice)
    client.force_login(AdminFactory())

    editor = client.get(reverse("wagtailadmin_pages:edit", args=[english_of(practice).pk]))

    assert "La tavola del luned" in editor.text  # what follows is escaped
    assert "Persone che vivono da sole" in editor.text
