"""Filters of lists that are ticked or not, and how the list says that one is in force."""

from __future__ import annotations

from collections.abc import Iterator

import django_filters
from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.active_filters import (
    ActiveFilter,
    BaseFilterAdapter,
    register_filter_adapter_class,
)


class TickFilter(django_filters.BooleanFilter):
    """A box to tick. What is not ticked narrows nothing, and the list does not speak of it."""

    field_class = forms.BooleanField


class YesNoAdapter(BaseFilterAdapter):
    """Says "yes" or "no" in the language of the screen above a narrowed list."""

    def get_active_filters(self) -> Iterator[ActiveFilter]:
        """The one filter that is in force."""
        yield ActiveFilter(
            self.bound_field.auto_id,
            self.filter.label,
            _("yes") if self.value else _("no"),
            self.get_url_without_filter_param(self.name),
        )


register_filter_adapter_class(django_filters.BooleanFilter, YesNoAdapter)
