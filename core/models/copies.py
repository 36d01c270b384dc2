"""What a copy of a page leaves behind: what happened to the page, as against what it says.

Each page type names its own in `left_behind`: fields and rows, which start afresh in a copy and in
every older version that is copied with it. A translation is the same page in other words: it
takes everything along.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import CopyForm

# Planned moments and locks belong to the page somebody set them on.
ALWAYS = ("go_live_at", "expire_at", "locked", "locked_at", "locked_by")

_taking_all: ContextVar[bool] = ContextVar("taking_all", default=False)


class LeftBehind:
    """What Wagtail asks a page type for as `exclude_fields_in_copy`."""

    def __get__(self, page: Any, page_type: Any) -> list[str]:
        """The names; none while a translation is made."""
        return [] if _taking_all.get() else [*ALWAYS, *page_type.left_behind]


@contextmanager
def taking_all() -> Iterator[None]:
    """Copy pages whole, as translations are."""
    token = _taking_all.set(True)
    try:
        yield
    finally:
        _taking_all.reset(token)


class DraftCopyForm(CopyForm):
    """Copies made in the admin are drafts: they lack what they left behind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("publish_copies", None)
        self.fields["new_title"].help_text = _(
            "The copy begins as a draft. Dates, numbers, identifiers and what came of the page do "
            "not travel; texts, pictures, topics and territories do."
        )
