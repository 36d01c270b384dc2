"""Groups of readers that staff describe once and choose for an issue."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Territory, Topic
from newsletter.models.following import FollowedKind


class Segment(models.Model):
    """A group of readers, by a rule: who is in it is asked whenever an issue is prepared.

    Every part that says something narrows the group; a group that says nothing is everybody.
    `newsletter.segments` asks.
    """

    name = models.CharField(
        _("name"),
        max_length=80,
        unique=True,
        help_text=_("Only staff read it, such as: Readers in Emilia-Romagna."),
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    topics = models.ManyToManyField(
        Topic,
        verbose_name=_("topics"),
        blank=True,
        related_name="+",
        help_text=_("Readers who want one of these. None means: whatever they chose."),
    )
    territories = models.ManyToManyField(
        Territory,
        verbose_name=_("territories"),
        blank=True,
        related_name="+",
        help_text=_(
            "Readers who want one of these, a place in it, or the region it lies in. None means: "
            "whatever they chose."
        ),
    )
    kinds = models.JSONField(_("kinds"), default=list, blank=True)
    is_strict = models.BooleanField(
        _("leave out who chose nothing"),
        default=False,
        help_text=_(
            "Who has not chosen topics, places or kinds wants all of them, and so belongs to the "
            "group. Tick this to write only to those who chose them by name."
        ),
    )
    followed_kind = models.CharField(
        _("followed thing"), max_length=12, choices=FollowedKind.choices, blank=True
    )
    # As in `Following.key`.
    followed_key = models.UUIDField(_("followed thing"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("group of readers")
        verbose_name_plural = _("groups of readers")

    def __str__(self) -> str:
        return self.name
