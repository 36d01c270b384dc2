"""The form in which events are edited."""

from __future__ import annotations

from typing import Any

from core.models.page import PublicPageForm


class EventForm(PublicPageForm):
    """Fills in how many people took part, from the list of the door, until somebody corrects it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The model names this form, so what knows the registrations is not there yet above.
        from events.checking_in import count_of

        event = self.instance
        if "attended_count" in self.fields and event.pk and event.attended_count is None:
            self.initial["attended_count"] = count_of(event) or None
