"""How much topics are about: anonymous counts of readings, and what is worked out from them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Topic


class DailyCount(models.Model):
    """How often something was read on a day. Nothing else about the reading is known or kept.

    `subject` is the uid of an entry, or the translation key of a topic.
    """

    day = models.DateField()
    subject = models.UUIDField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("daily count")
        verbose_name_plural = _("daily counts")
        constraints = [
            models.UniqueConstraint(fields=["day", "subject"], name="one_count_a_day_for_each")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.subject}: {self.count}"


class TopicPopularity(models.Model):
    """The popularity of a topic when it was last computed, with what it is made of."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="popularity")
    rank = models.PositiveIntegerField(
        null=True, help_text=_("Empty where too little was published for a place.")
    )
    score = models.PositiveIntegerField(default=0)
    items = models.PositiveIntegerField(default=0)
    follows = models.PositiveIntegerField(default=0)
    readings = models.PositiveIntegerField(default=0)
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["rank", "pk"]
        verbose_name = _("popularity of a topic")
        verbose_name_plural = _("popularity of topics")

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.score}"
