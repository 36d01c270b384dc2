"""Consents that were given elsewhere: the words people agreed to, and what proves that they did."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from newsletter.models.consent import ConsentEvent
from newsletter.models.subscriber import Subscriber


class ConsentMethod(models.TextChoices):
    """How somebody agreed, outside this site."""

    PAPER = "paper", _("Signed sheet of paper")
    WEB_FORM = "web-form", _("Form on another site")
    EMAIL = "email", pgettext_lazy("consent", "By e-mail")
    IN_PERSON = "in-person", _("In person or by telephone, noted by somebody")
    MEMBERSHIP = "membership", _("When joining or registering")


class ConsentWording(models.Model):
    """Words that were shown elsewhere; a consent names them by their hash. Never changed."""

    text_hash = models.CharField(max_length=64, unique=True, editable=False)
    text = models.TextField(pgettext_lazy("consent", "wording"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("wording from elsewhere")
        verbose_name_plural = _("wordings from elsewhere")
        default_permissions = ()

    def __str__(self) -> str:
        return self.text[:60]


class ConsentProof(models.Model):
    """What proves an imported consent; written and erased only by `newsletter.proving`.

    The chain of consents holds nothing personal. So it has only the hash of this row, which
    is salted: when the row is erased, nobody can find out by trying what stood in it.
    """

    event = models.OneToOneField(
        ConsentEvent, on_delete=models.PROTECT, related_name="proof", verbose_name=_("consent")
    )
    subscriber = models.ForeignKey(
        Subscriber,
        on_delete=models.CASCADE,
        related_name="consent_proofs",
        verbose_name=_("subscriber"),
    )
    method = models.CharField(
        pgettext_lazy("consent", "how"), max_length=12, choices=ConsentMethod.choices
    )
    given_date = models.DateField(pgettext_lazy("consent", "given on"))
    evidence = models.CharField(_("evidence"), max_length=500)
    file_name = models.CharField(_("file"), max_length=200)
    line = models.PositiveIntegerField(_("row"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("imported by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    imported_at = models.DateTimeField(_("imported"), default=timezone.now, editable=False)
    salt = models.CharField(max_length=32, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("proof of a consent")
        verbose_name_plural = _("proofs of consents")
        default_permissions = ()

    def __str__(self) -> str:
        # Never who, never what: this ends in logs.
        return f"{self._meta.verbose_name} {self.pk}"
