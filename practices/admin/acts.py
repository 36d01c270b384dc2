"""The acts of the directory: the buttons that lead to them, and their names in the history."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter

from core import reach
from core.directory_addresses import profile_url
from practices import claiming, merging, proposing, reviewing
from practices.admin.merging import may_merge
from practices.models import Cooperative, Lifecycle

NAMES: dict[str, Promise] = {
    claiming.INVITED: gettext_lazy("Send the link to the cooperative"),
    claiming.CONFIRMED: gettext_lazy("Claim by the cooperative"),
    claiming.VERIFIED: gettext_lazy("Verify the cooperative"),
    claiming.REFUSED: gettext_lazy("Take back or refuse a claim"),
    proposing.PROPOSED: gettext_lazy("Changes proposed by the cooperative"),
    reviewing.STILL_TRUE: gettext_lazy("Confirmed by the cooperative as still true"),
    reviewing.CONFIRMED_TO_STAFF: gettext_lazy("Confirmed to the editors as still true"),
}


def buttons(snippet: Any, user: Any) -> list[Button]:
    """What can be done with a cooperative, for those who may."""
    if not isinstance(snippet, Cooperative) or snippet.lifecycle == Lifecycle.MERGED:
        return []
    found = []
    if user.has_perm("practices.change_cooperative") and reach.may_change(user, snippet):
        url = reverse("cooperatives:invite", args=[snippet.pk])
        found.append(Button(_("Looked after by"), url=url, icon_name="mail", priority=35))
    if may_merge(user, snippet):
        url = reverse("cooperatives:merge", args=[snippet.pk])
        found.append(Button(_("Merge"), url=url, icon_name="resubmit", priority=40))
    if snippet.is_listed:
        url = profile_url(snippet.slug, get_language() or settings.LANGUAGE_CODE)
        found.append(Button(_("Public page"), url=url, icon_name="view", priority=45))
    return found


def register(actions: LogActionRegistry) -> None:
    """Name the acts, and say what mergers and decisions did."""
    for action, name in NAMES.items():
        actions.register_action(action, name, name)

    @actions.register_action(merging.MERGED)
    class Merged(LogFormatter):
        label: str | Promise = gettext_lazy("Merge cooperatives")

        def format_message(self, log_entry: Any) -> str:
            return _("Merged “%(merged)s” into “%(kept)s”") % _names(log_entry)

    @actions.register_action(merging.UNDONE)
    class Undone(LogFormatter):
        label: str | Promise = gettext_lazy("Take back a merger")

        def format_message(self, log_entry: Any) -> str:
            return _("Took back the merger of “%(merged)s” into “%(kept)s”") % _names(log_entry)

    @actions.register_action(proposing.DECIDED)
    class Decided(LogFormatter):
        label: str | Promise = gettext_lazy("Review changes proposed by the cooperative")

        def format_message(self, log_entry: Any) -> str:
            taken = [
                f"{proposing.label_of(name)}: {proposing.shown(name, old) or '–'} → "
                f"{proposing.shown(name, new) or '–'}"
                for name, (old, new) in log_entry.data.get("changes", {}).items()
            ]
            return _("Took over: %(changes)s") % {"changes": "; ".join(taken) or _("nothing")}


def _names(log_entry: Any) -> dict[str, str]:
    return {name: log_entry.data[name]["name"] for name in ("kept", "merged")}
