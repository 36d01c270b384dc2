"""Results: what was measured, before and after."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from core.blocks.data import Reading
from core.blocks.document import document_data, public_document

FIRST_YEAR, LAST_YEAR = 1900, 2100


class ResultBlock(blocks.StructBlock):
    """One indicator. Numbers and years are the same in every language; words are translated."""

    indicator = blocks.CharBlock(
        label=_("What was measured"),
        max_length=120,
        help_text=_("Such as: people who live on their own after two years."),
    )
    unit = blocks.CharBlock(
        label=_("Unit"), max_length=40, required=False, help_text=_("People, %, tonnes, euros …")
    )
    before = blocks.DecimalBlock(label=_("Before"), required=False, max_digits=14, decimal_places=2)
    after = blocks.DecimalBlock(label=_("After"), max_digits=14, decimal_places=2)
    from_year = blocks.IntegerBlock(
        label=_("From the year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    to_year = blocks.IntegerBlock(
        label=_("To the year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    how_measured = blocks.TextBlock(
        label=_("How it was measured"), max_length=300, required=False, rows=2
    )
    source = blocks.CharBlock(
        label=_("Source"), max_length=200, required=False, help_text=_("Who counted, and where.")
    )
    document = DocumentChooserBlock(label=_("Document"), required=False)

    class Meta:
        icon = "table"
        label = pgettext_lazy("practice", "Result")
        label_format = "{indicator}"
        description = _("A number before and after, with its source.")
        template = "practices/blocks/result.html"
        preview_value = {
            "indicator": _("People who live on their own after two years"),
            "unit": _("people"),
            "before": Decimal(3),
            "after": Decimal(11),
            "from_year": 2023,
            "to_year": 2025,
            "how_measured": _("Asked of everybody once a year."),
            "source": _("The cooperative's own count"),
            "document": None,
        }

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse a period that ends before it begins."""
        cleaned = super().clean(value)
        first, last = cleaned.get("from_year"), cleaned.get("to_year")
        if first and last and last < first:
            message = ValidationError(_("The period cannot end before it begins."))
            raise blocks.StructBlockValidationError(block_errors={"to_year": message})
        return cleaned

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the template only a document that may be shown."""
        return {
            **super().get_context(value, parent_context),
            "document": public_document(value["document"]),
        }

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give the indicator with its numbers as numbers."""
        return {
            "indicator": value["indicator"],
            "unit": value["unit"],
            "before": _number(value["before"]),
            "after": _number(value["after"]),
            "from_year": value["from_year"],
            "to_year": value["to_year"],
            "how_measured": value["how_measured"],
            "source": value["source"],
            "document": document_data(value["document"]),
        }


class ResultsBlock(blocks.StreamBlock):
    """The results, the most telling first."""

    result = ResultBlock()

    class Meta:
        required = False
        max_num = 20

    def to_data(self, value: blocks.StreamValue, reading: Reading) -> list[dict[str, Any]]:
        """Give the results in order, each with its identity."""
        return [{"id": child.id, **child.block.to_data(child.value, reading)} for child in value]


def _number(value: Decimal | None) -> int | float | None:
    """A decimal as a JSON number, whole where it is whole."""
    if value is None:
        return None
    number = Decimal(value)
    return int(number) if number == number.to_integral_value() else float(number)
