"""Spreadsheets of lists and reports: for those who may take them along, and safe to open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property

from core.importing.tables import neutral
from core.noting import NotedExport

MAY_EXPORT = "core.export_lists"


class SafeExport(NotedExport):
    """Put before a view of Wagtail that exports. What begins like a formula is no formula."""

    request: HttpRequest
    list_export: list[str]
    is_export: bool

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse the spreadsheet also where no button offers it."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.is_export = self.is_export and self.may_export

    @property
    def may_export(self) -> bool:
        """Whether this person may download the list."""
        return bool(self.request.user.has_perm(MAY_EXPORT))

    @cached_property
    def show_export_buttons(self) -> bool:
        """No button where there is no right."""
        return bool(self.list_export) and self.may_export

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """As Wagtail does it, but harmless (OWASP, CSV injection) and with the hours of Italy."""
        parent: Any = super()
        if isinstance(value, datetime) and timezone.is_aware(value):
            value = timezone.make_naive(value)
        value = parent.preprocess_field_value(field, value, export_format)
        return neutral(value) if isinstance(value, str) else value
