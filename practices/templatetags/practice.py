"""What the templates of practices ask for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.formats import number_format
from wagtail.blocks import StreamValue, StructValue

from core.blocks.document import public_document
from core.fields import labels_of
from core.models import HubDocument
from core.visibility import readable
from practices import relaying
from practices.models import Adoption, PracticePage, PracticePartner, PracticeRecord, Testimony
from practices.models.practice_choices import (
    FundingSource,
    HelpOffered,
    InnovationType,
    MainIncome,
    TargetGroup,
    TextState,
)
from practices.projection import testimony_data

register = template.Library()
LISTS: dict[str, type[TextChoices]] = {
    "target_groups": TargetGroup,
    "innovation_types": InnovationType,
    "funding_sources": FundingSource,
    "main_income": MainIncome,
    "help_offered": HelpOffered,
}


@register.simple_tag
def practice_record(page: PracticePage) -> dict[str, Any]:
    """When a practice was last confirmed, by call or not: what readers may know of its record."""
    record = PracticeRecord.objects.filter(translation_key=page.translation_key).first()
    if record is None:
        return {}
    is_confirmed = record.text_state == TextState.CONFIRMED
    calls = readable([record.origin_page], page.locale.language_code)
    return {
        "last_confirmed_at": record.last_confirmed_at,
        "text_confirmed_at": record.text_confirmed_at if is_confirmed else None,
        "text_is_silent": record.text_state == TextState.SILENT,
        "call": calls[0] if calls else None,
    }


@register.simple_tag
def message_address(page: PracticePage) -> str:
    """Where a visitor writes to the cooperative about a practice; empty where nobody can."""
    cooperative = page.lead_cooperative
    if cooperative is None or cooperative.merged_into_id or not page.pk:
        return ""
    if relaying.recipient(cooperative, page) is None:
        return ""
    address = reverse("directory:write", kwargs={"slug": cooperative.slug})
    return f"{address}?about={page.translation_key}"


@register.simple_tag
def practice_partners(page: PracticePage) -> list[PracticePartner]:
    """Those who do it together with the cooperative, with what each is called."""
    named = ("cooperative__merged_into", "organisation__merged_into")
    return list(page.partners.select_related(*named))


@register.simple_tag
def practice_adoptions(page: PracticePage) -> list[Adoption]:
    """The re-uses of a practice that both sides have confirmed."""
    return list(Adoption.objects.of(page).confirmed().select_related("cooperative__merged_into"))


@register.simple_tag
def practice_testimonies(page: PracticePage) -> list[dict[str, Any]]:
    """What people say of a practice who have agreed to be quoted."""
    language = page.locale.language_code
    return [testimony_data(one, language) for one in Testimony.objects.of(page).consented()]


@register.filter
def words_of(page: PracticePage, name: str) -> list[str]:
    """The words of a field that takes several values of a closed list."""
    return labels_of(getattr(page, name), LISTS[name])


@register.filter
def written(value: Decimal | float | None) -> str:
    """A number as it is written in the reader's language, with no more digits than it has."""
    if value is None:
        return ""
    text = f"{Decimal(str(value)):f}"
    digits = len(text.partition(".")[2].rstrip("0"))
    return number_format(Decimal(str(value)), decimal_pos=digits, force_grouping=True)


@register.filter
def period_of(result: StructValue) -> str:
    """The years a result refers to, as they are printed."""
    years = [str(year) for year in (result["from_year"], result["to_year"]) if year]
    return "–".join(dict.fromkeys(years))


@register.filter
def document_if_public(document: HubDocument | None) -> HubDocument | None:
    """The document, or nothing where it may not be shown."""
    return public_document(document)


@register.filter
def values_of(stream: StreamValue) -> list[Any]:
    """What is in the blocks of a stream, without the blocks."""
    return [child.value for child in stream]
