"""Fields that count their signs while somebody types, and say what mail programs make of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

# Up to so many signs (None: however many), these words; "%d" is the number.
Steps = Sequence[tuple[int | None, str | Promise]]


class CountedInput(forms.TextInput):
    """One line of text with its count below; what is empty counts what is used in its place."""

    def __init__(
        self,
        steps: Steps,
        stands_in: str,
        empty: str | Promise,
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.steps, self.stands_in, self.empty = steps, stands_in, empty

    @property
    def media(self) -> forms.Media:
        """The script that counts."""
        return forms.Media(js=["newsletter/counting.js"], css={"all": ["newsletter/editor.css"]})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field, and an empty line for the script."""
        field = super().render(name, value, attrs, renderer)
        own = (attrs or {}).get("id", f"id_{name}")
        steps = json.dumps([[limit, str(words)] for limit, words in self.steps])
        return format_html(
            '{}<p class="nl-count" id="{}-count" data-counts="{}" data-steps="{}" '
            'data-stands-in="id_{}" data-empty="{}"></p>',
            field,
            own,
            own,
            steps,
            self.stands_in,
            str(self.empty),
        )
