"""Text of an issue."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import rich_text
from core.blocks.rich_text import TextBlock

FEATURES = ["h2", *rich_text.FEATURES]


class IssueTextBlock(TextBlock):
    """Words of the newsroom: a greeting, a piece of news, a farewell."""

    class Meta:
        description = _(
            "A greeting, a piece of news, a farewell: headings, paragraphs, lists, links."
        )
        preview_value = _(
            "<p>Dear reader, this month we went to see <b>who bakes bread where the shops have "
            "closed</b>. Three stories, and a call that closes on Friday.</p>"
        )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": FEATURES, **kwargs})
