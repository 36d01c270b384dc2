"""What is written into the history of an issue, with the words staff read there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogActionRegistry, LogFormatter

ACTIONS: dict[str, tuple[Promise, Promise]] = {
    "approve": (gettext_lazy("Approve for sending"), gettext_lazy("Approved for sending")),
    "call_back": (gettext_lazy("Call back"), gettext_lazy("Sending called back")),
    "thaw": (gettext_lazy("Thaw"), gettext_lazy("Thawed, to be corrected")),
    "resume": (gettext_lazy("Resume sending"), gettext_lazy("Sending resumed")),
    "cancel": (gettext_lazy("Cancel sending"), gettext_lazy("Sending cancelled")),
    "proof": (gettext_lazy("Send a test"), gettext_lazy("Test sent")),
    "correct": (gettext_lazy("Make a correction"), gettext_lazy("Made the correction of an issue")),
    "make_ordinary": (
        gettext_lazy("Make an ordinary issue"),
        gettext_lazy("Made an ordinary issue again"),
    ),
    "send_to_missed": (
        gettext_lazy("Send again to those who missed it"),
        gettext_lazy("Frozen again for those who missed it"),
    ),
    "resend": (gettext_lazy("Send a copy again"), gettext_lazy("Uncertain copies are sent again")),
    "leave": (gettext_lazy("Leave a copy"), gettext_lazy("Uncertain copies are left as they are")),
}


class FreezeFormatter(LogFormatter):
    """Frozen, for how many."""

    label = gettext_lazy("Freeze")

    def format_message(self, log_entry: Any) -> str:
        """Say what happened."""
        count = int(log_entry.data.get("recipients", 0))
        return ngettext("Frozen for %(count)d reader", "Frozen for %(count)d readers", count) % {
            "count": count
        }


class ScheduleFormatter(LogFormatter):
    """Planned, for when and for how many."""

    label = gettext_lazy("Schedule sending")

    def format_message(self, log_entry: Any) -> str:
        """Say what was agreed."""
        count = int(log_entry.data.get("recipients", 0))
        moment = datetime.fromisoformat(log_entry.data["at"])
        return ngettext(
            "Sending to %(count)d reader planned for %(moment)s",
            "Sending to %(count)d readers planned for %(moment)s",
            count,
        ) % {"count": count, "moment": date_format(timezone.localtime(moment), "j F Y, H:i")}


class StartFormatter(LogFormatter):
    """Started, for how many."""

    label = gettext_lazy("Start sending")

    def format_message(self, log_entry: Any) -> str:
        """Say what happened."""
        count = int(log_entry.data.get("recipients", 0))
        return ngettext(
            "Sending to %(count)d reader started", "Sending to %(count)d readers started", count
        ) % {"count": count}


class PauseFormatter(LogFormatter):
    """Paused, and why."""

    label = gettext_lazy("Pause sending")

    def format_message(self, log_entry: Any) -> str:
        """Say what happened."""
        reason = log_entry.data.get("reason")
        if not reason:
            return _("Sending paused")
        return _("Sending paused: %(reason)s") % {"reason": reason}


class TakeOutFormatter(LogFormatter):
    """The list of recipients was taken out as a file, with how many readers."""

    label = gettext_lazy("Take the list of recipients out")

    def format_message(self, log_entry: Any) -> str:
        """Say what happened."""
        count = int(log_entry.data.get("count", 0))
        return ngettext(
            "List of recipients taken out as a file: %(count)d reader",
            "List of recipients taken out as a file: %(count)d readers",
            count,
        ) % {"count": count}


def register(actions: LogActionRegistry) -> None:
    """Make the actions known."""
    for name, (label, message) in ACTIONS.items():
        actions.register_action(f"newsletter.{name}", label, message)
    actions.register_action("newsletter.freeze")(FreezeFormatter)
    actions.register_action("newsletter.schedule")(ScheduleFormatter)
    actions.register_action("newsletter.start")(StartFormatter)
    actions.register_action("newsletter.pause")(PauseFormatter)
    actions.register_action("newsletter.take_out_recipients")(TakeOutFormatter)
