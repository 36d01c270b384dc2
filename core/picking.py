"""Choosing several of many in the admin: one types some letters instead of scrolling."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PickingSelect(forms.SelectMultiple):
    """A list of several, in which a script lets one search and shows what is chosen.

    Without the script it is the browser's own list, and the form sends the same either way.
    """

    class Media:
        js = ("core/picking.js",)
        css = {"all": ("core/picking.css",)}

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the script its words, in the language of whoever edits."""
        words = {
            "data-picking": "",
            "data-picking-hint": _("Type a few letters to search"),
            "data-picking-remove": _("Remove {name}"),
            "data-picking-none": _("Nothing has these letters in its name."),
            "data-picking-more": _("{count} more: type on."),
        }
        said = {name: str(word) for name, word in words.items()}
        return {**said, **super().build_attrs(base_attrs, extra_attrs)}


def let_pick(field: forms.ModelMultipleChoiceField) -> None:
    """Have a field's values picked by typing."""
    field.widget = PickingSelect(attrs=field.widget.attrs)
    field.widget.choices = field.choices
