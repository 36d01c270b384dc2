"""Pictures of mails that have been fixed: files of their own, which no later edit takes away."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.media import HubImage


class KeptPicture(models.Model):
    """A file that frozen mails show. Written only by `newsletter.keeping`.

    It outlives the picture in the library; a consent that is withdrawn takes the file away.
    """

    image = models.ForeignKey(
        HubImage, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )
    # The name is drawn from what the file holds: the same picture is kept once.
    name = models.CharField(max_length=100, unique=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    # Who looks where a picture is used finds the issue by its blocks.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        verbose_name = _("kept picture")
        verbose_name_plural = _("kept pictures")

    def __str__(self) -> str:
        return self.name
