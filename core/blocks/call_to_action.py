"""Call to action."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.addresses import page_address
from core.blocks.data import Reading
from core.visibility import is_public


class CallToActionBlock(blocks.StructBlock):
    """One thing to do next, with one link: a page of the hub, or an address elsewhere."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.CharBlock(label=_("Text"), max_length=250, required=False)
    label = blocks.CharBlock(label=_("Words on the button"), max_length=40)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("Or an address on another site"), required=False)

    class Meta:
        icon = "pick"
        label = _("Call to action")
        description = _("One thing to do next, with a button.")
        template = "core/blocks/call_to_action.html"
        preview_value = {
            "title": _("Do you do something similar?"),
            "text": _("Tell us: the call is open to every cooperative."),
            "label": _("Answer the call"),
            "page": None,
            "url": "https://example.org/",
        }

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Ask for exactly one target."""
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            message = ValidationError(_("Choose a page or enter an address: one of the two."))
            raise blocks.StructBlockValidationError(block_errors={"page": message})
        return cleaned

    def target(self, value: blocks.StructValue) -> str:
        """The address the button leads to, or "" while the chosen page is not public."""
        if not value["page"]:
            return value["url"] or ""
        page = value["page"].localized
        return page_address(page) if is_public(page) else ""

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the template the address."""
        return {**super().get_context(value, parent_context), "address": self.target(value)}

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give words and address."""
        if value["page"]:
            reading.page_ids.add(value["page"].pk)
        words = {name: value[name] for name in ("title", "text", "label")}
        return {**words, "url": self.target(value)}
