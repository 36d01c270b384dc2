"""What the reconciler had to repair."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "missing": pgettext_lazy("repair", "missing"),
    "stale": pgettext_lazy("repair", "out of date"),
    "leftover": pgettext_lazy("repair", "no longer public"),
    "membership": pgettext_lazy("repair", "in a collection"),
}


class Reconciliation(models.Model):
    """A comparison of the catalogue with the pages that found something; others leave no row."""

    at = models.DateTimeField(_("compared on"), default=timezone.now, db_index=True)
    is_deep = models.BooleanField(_("word by word"))
    checked_count = models.PositiveIntegerField(_("pages compared"))
    # How many of each kind were repaired.
    repairs = models.JSONField(default=dict)
    # Pages that could not be compared or written.
    failed_page_ids = models.JSONField(default=list)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        verbose_name = _("repair of the catalogue")
        verbose_name_plural = _("repairs of the catalogue")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"

    @property
    def repaired_count(self) -> int:
        """How many places were put right."""
        return sum(self.repairs.values())

    @property
    def repairs_in_words(self) -> str:
        """What was repaired, in the current language."""
        return ", ".join(
            f"{KINDS.get(kind, kind)}: {n}" for kind, n in sorted(self.repairs.items())
        )

    @property
    def failed_in_words(self) -> str:
        """The numbers of the pages that failed."""
        return ", ".join(str(one) for one in self.failed_page_ids)
