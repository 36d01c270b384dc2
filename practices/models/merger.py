"""Two records of one cooperative made into one."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.cooperative import Cooperative


class Merger(models.Model):
    """What merging two records moved, so that it can be taken back."""

    kept = models.ForeignKey(
        Cooperative, verbose_name=_("goes on"), on_delete=models.CASCADE, related_name="mergers"
    )
    merged = models.ForeignKey(
        Cooperative, verbose_name=_("was merged"), on_delete=models.CASCADE, related_name="+"
    )
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("merged by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    merged_at = models.DateTimeField(_("merged"), default=timezone.now)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        ordering = ["-merged_at"]
        verbose_name = _("merger of two records")
        verbose_name_plural = _("mergers of records")
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at__isnull=True),
                name="a_record_is_merged_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"
