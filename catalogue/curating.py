"""What partners get of a collection is up to publishers: opening, closing, renaming, changing it.

A collection is published by being saved, and what stands in a public one reaches partners at once.
The form asks `refusals` before, and calls `note` after; `note` refuses, too, whatever form it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from catalogue.models.changes import Change

PUBLISH = "catalogue.publish_curatedcollection"
OPENED, CLOSED = "catalogue.collection_opened", "catalogue.collection_closed"
RENAMED = "catalogue.collection_renamed"
NOT_OPENED: str | Promise = _(
    "Only people who may publish collections can make one public or take it back. Leave this as it "
    "is, save, and ask one of them."
)
NOT_CHANGED: str | Promise = _(
    "This collection is public, so what is saved reaches readers and partners at once. Only people "
    "who may publish collections can change it: tell one of them what you would change."
)
NOT_RENAMED: str | Promise = _(
    "Partners know the collection by this name. Only people who may publish collections can change "
    "it: write “%(slug)s” again, save, and ask one of them."
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What partners know of a collection."""

    slug: str
    is_public: bool


NEW = Standing(slug="", is_public=False)


def may_publish(user: Any) -> bool:
    """Whether somebody may open, close and rename collections. Programs of ours may."""
    return user is None or bool(user.has_perm(PUBLISH))


def is_closed_to(user: Any, collection: Any) -> bool:
    """Whether a collection, or its words in a language, is public and not this person's to change.

    Asks the row in the main language: it alone says what is public.
    """
    if may_publish(user) or collection.pk is None:
        return False
    public = type(collection).objects.public()
    return bool(public.filter(translation_key=collection.translation_key).exists())


def refusals(*, user: Any, before: Standing, after: Standing) -> dict[str, str | Promise]:
    """Why somebody may not bring a collection from one standing to another: a reason per field."""
    found: dict[str, str | Promise] = {}
    if may_publish(user):
        return found
    if before.is_public != after.is_public:
        found["is_public"] = NOT_OPENED
    if before.slug != after.slug and _is_known(before):
        found["slug"] = str(NOT_RENAMED) % {"slug": before.slug}
    return found


def note(*, collection: Any, before: Standing, user: Any) -> None:
    """Write into the history what became of a collection for partners.

    Raises PermissionDenied for who may not have done it; call it in the same transaction.
    """
    after = Standing(slug=collection.slug, is_public=collection.is_public)
    if is_closed_to(user, collection) or refusals(user=user, before=before, after=after):
        raise PermissionDenied
    if before.is_public != after.is_public:
        action = OPENED if after.is_public else CLOSED
        log(instance=collection, action=action, user=user, data={"slug": after.slug})
    if before.slug and before.slug != after.slug:
        data = {"before": before.slug, "after": after.slug}
        log(instance=collection, action=RENAMED, user=user, data=data)


def register(actions: LogActionRegistry) -> None:
    """Name the acts for the history."""
    actions.register_action(OPENED, _("Make a collection public"), _("Made public"))
    actions.register_action(CLOSED, _("Take a collection back"), _("No longer public"))

    @actions.register_action(RENAMED)
    class Renamed(LogFormatter):
        label: str | Promise = _("Change a collection’s address part")

        def format_message(self, log_entry: Any) -> str:
            words = _("Address part changed from “%(before)s” to “%(after)s”")
            return str(words) % log_entry.data


def _is_known(standing: Standing) -> bool:
    """Whether partners may have kept the address part: public now, or at some time before."""
    if not standing.slug:
        return False
    return standing.is_public or Change.objects.filter(collection=standing.slug).exists()
