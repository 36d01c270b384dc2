"""Related pages of the hub."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from core.addresses import page_address
from core.blocks.data import Reading
from core.visibility import readable


class RelatedEntriesBlock(blocks.StructBlock):
    """Other pages of the hub, chosen by hand."""

    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    pages = blocks.ListBlock(blocks.PageChooserBlock(), label=_("Pages"), min_num=1, max_num=6)

    class Meta:
        icon = "link"
        label = _("Related pages")
        description = _("One to six pages of the hub; any that are not public are left out.")
        template = "core/blocks/related_entries.html"

    def get_preview_value(self) -> blocks.StructValue:
        """Show the pages published last."""
        newest = Page.objects.live().filter(depth__gt=2).order_by("-last_published_at")[:2]
        return self.normalize({"title": _("Read also"), "pages": list(newest)})

    def shown(self, value: blocks.StructValue) -> list[Page]:
        """The chosen pages that may be read, in the reader's language where they exist in it."""
        return readable(value["pages"], get_language() or settings.LANGUAGE_CODE)

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the template the pages it may show."""
        return {**super().get_context(value, parent_context), "shown": self.shown(value)}

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give title, address and language of each page that may be read."""
        reading.page_ids |= {page.pk for page in value["pages"] if page is not None}
        links = [
            {
                "uid": str(uid) if (uid := getattr(page, "uid", None)) else None,
                "title": page.title,
                "url": page_address(page),
                "language": page.locale.language_code,
            }
            for page in self.shown(value)
        ]
        return {"title": value["title"], "entries": links}
