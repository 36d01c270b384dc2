"""What forms of records ask besides what their models ask."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from core import reach


class RegionalForm(WagtailAdminModelForm):
    """Asks whoever is limited to regions to keep the record within them."""

    def clean(self) -> dict[str, Any]:
        """Add an error where the record would leave the regions of whoever is saving it."""
        cleaned: dict[str, Any] = super().clean()
        field = reach.field_of(self._meta.model)
        asked = field is not None and field in self.fields and field not in self.errors
        if field is not None and asked and not reach.is_reached(self.for_user, cleaned.get(field)):
            self.add_error(field, _("Choose a territory that belongs to your regions."))
        return cleaned
