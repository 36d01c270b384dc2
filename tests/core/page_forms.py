"""What a browser would send from an editor's form."""

from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpResponse


def posted(response: HttpResponse, **changes: Any) -> dict[str, Any]:
    """The fields of the editor's form as they stand, with some changed."""
    page = BeautifulSoup(response.content, "html.parser")
    form = page.select_one("form[data-edit-form]") or page.select_one("form#w-editor-form")
    assert form is not None, "no editor"
    # Streams are built by script, from what stands in an attribute; they are sent empty.
    streams = [one["id"] for one in form.select("[data-w-block-data-value]")]
    fields: dict[str, Any] = {f"{name}-count": "0" for name in streams}
    for field in form.select("input[name], textarea[name], select[name]"):
        name = str(field["name"])
        if field.name == "select":
            chosen = [one["value"] for one in field.select("option[selected]")]
            if not chosen and not field.has_attr("multiple"):
                chosen = [one["value"] for one in field.select("option")][:1]
            fields[name] = chosen
        elif field.name == "textarea":
            fields[name] = field.text.removeprefix("\n")
        elif field.get("type") in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                fields[name] = field.get("value", "on")
        elif field.get("type") not in {"submit", "file", "button"}:
            fields[name] = field.get("value", "")
    return fields | changes
