"""Links from public pages to other sites, and whether they still lead somewhere."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models.entries import Entry

# A server may be away for an hour: once is not broken.
BROKEN_AFTER = 2


class OutsideLinkQuerySet(models.QuerySet["OutsideLink"]):
    """Questions about links."""

    def broken(self) -> OutsideLinkQuerySet:
        """Links that failed several times in a row."""
        return self.filter(failures_in_a_row__gte=BROKEN_AFTER, uses__isnull=False).distinct()


class OutsideLink(models.Model):
    """An address on another site that public pages lead to. Written by `catalogue.linking`."""

    url = models.CharField(_("address"), max_length=1000, unique=True)
    host = models.CharField(_("site"), max_length=255, db_index=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    failures_in_a_row = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    checked_at = models.DateTimeField(_("last checked"), null=True, blank=True)
    due_at = models.DateTimeField(_("next check"), default=timezone.now, db_index=True)

    objects = OutsideLinkQuerySet.as_manager()

    class Meta:
        ordering = ["failing_since", "url"]
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")

    def __str__(self) -> str:
        return self.url


class LinkUse(models.Model):
    """An entry that has a link."""

    link = models.ForeignKey(OutsideLink, on_delete=models.CASCADE, related_name="uses")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="outside_links")

    class Meta:
        verbose_name = _("use of a link")
        verbose_name_plural = _("uses of links")
        constraints = [
            models.UniqueConstraint(fields=["link", "entry"], name="entry_has_a_link_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.link_id}"
