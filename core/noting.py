"""Downloads of lists leave a line in the history: who took what along, and when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.log_actions import log

from core.models import User

EXPORTED = "core.export_list"


def note_export(*, user: Any, name: str, form: str) -> None:
    """Write down that somebody downloaded a list; what stood in it is not kept."""
    if isinstance(user, User):
        log(instance=user, action=EXPORTED, user=user, data={"list": name, "format": form})


class NotedExport:
    """Put before a view of Wagtail that exports: each spreadsheet is noted."""

    request: HttpRequest
    model: Any
    export_filename: str

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        """Note it, then give it."""
        name = str(getattr(self, "export_filename", "") or self.model._meta.label_lower)
        note_export(user=self.request.user, name=name, form=spreadsheet_format)
        return super().as_spreadsheet(queryset, spreadsheet_format)  # type: ignore[misc]
