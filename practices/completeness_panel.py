"""What the editor of a practice says about how much it tells."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


class CompletenessPanel(Panel):
    """How much a practice tells, and what would add most: shown to whoever writes it."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one practice."""

        template_name = "practices/admin/completeness_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Count what the version in the editor tells."""
            # The models lay out their editor with this panel, so they are not there yet above.
            from practices.completeness import most_useful, score
            from practices.models import PracticeRecord

            context: dict[str, Any] = super().get_context_data(parent_context)
            practice = self.instance
            records = PracticeRecord.objects.filter(translation_key=practice.translation_key)
            return context | {
                "points": score(practice),
                "next_items": most_useful(practice),
                "record": records.first(),
                "care_url": reverse("practice_care", args=[practice.pk]) if practice.pk else "",
            }
