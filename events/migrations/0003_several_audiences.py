"""An event is for several audiences: the one it had becomes the first of them, in drafts too."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def _pages_and_drafts(apps: Any) -> tuple[Any, Any]:
    pages = apps.get_model("events", "EventPage").objects
    kinds = apps.get_model("contenttypes", "ContentType").objects
    kind = kinds.filter(app_label="events", model="eventpage").first()
    drafts = apps.get_model("wagtailcore", "Revision").objects.filter(content_type=kind)
    return pages, drafts if kind else drafts.none()


def to_several(apps: Any, schema_editor: Any) -> None:
    """`audience` → `audiences`."""
    pages, drafts = _pages_and_drafts(apps)
    for audience in set(pages.values_list("audience", flat=True)):
        pages.filter(audience=audience).update(audiences=[audience])
    for draft in drafts.iterator():
        if "audience" in draft.content:
            draft.content["audiences"] = [draft.content.pop("audience")]
            draft.save(update_fields=["content"])


def to_one(apps: Any, schema_editor: Any) -> None:
    """`audiences` → `audience`, the first of them."""
    pages, drafts = _pages_and_drafts(apps)
    for page in pages.only("pk", "audiences").iterator():
        pages.filter(pk=page.pk).update(audience=first(page.audiences))
    for draft in drafts.iterator():
        if "audiences" in draft.content:
            draft.content["audience"] = first(draft.content.pop("audiences"))
            draft.save(update_fields=["content"])


def first(audiences: list[str]) -> str:
    """The audience that stands for several."""
    return audiences[0] if audiences else "everybody"


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_event_details"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(to_several, to_one)]
