"""The proof of consent: a chain of rows that are added and never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConsentAction(models.TextChoices):
    """What a reader did."""

    GIVEN = "given", _("Consent given")
    WITHDRAWN = "withdrawn", _("Consent withdrawn")
    ERASED = "erased", _("Data erased")


class ConsentChannel(models.TextChoices):
    """How it reached us."""

    FORM = "form", _("Form on the site, confirmed by mail")
    EMBED = "embed", _("Form on a partner's site, confirmed by mail")
    API = "api", _("Form of a partner's program, confirmed by mail")
    PAGE = "page", _("Page behind a signed link")
    ONE_CLICK = "one-click", _("One click in the mail program")
    STAFF = "staff", _("Staff, at the reader's request")
    PROVIDER = "provider", _("Report of the mail provider")
    IMPORT = "import", _("Import with proof of consent")


class ConsentEventQuerySet(models.QuerySet["ConsentEvent"]):
    """Reading only."""

    def update(self, **_kwargs: Any) -> NoReturn:
        """Refuse: the chain is append-only. Raises TypeError."""
        raise TypeError("Consent events are never changed.")

    def delete(self) -> NoReturn:
        """Refuse: the chain is append-only. Raises TypeError."""
        raise TypeError("Consent events are never deleted.")


class ConsentEvent(models.Model):
    """One link of the chain; added by `newsletter.consent.record`, checked by `check_chain`.

    `subject` is the subscriber's random public_id. The chain holds nothing personal, so erasing
    a subscriber breaks no link.
    """

    number = models.PositiveBigIntegerField(_("number"), unique=True, editable=False)
    subject = models.UUIDField(db_index=True, editable=False)
    action = models.CharField(
        pgettext_lazy("consent", "what"), max_length=10, choices=ConsentAction.choices
    )
    purpose = models.CharField(_("purpose"), max_length=60, default="newsletter")
    language = models.CharField(_("language"), max_length=10)
    wording_version = models.CharField(_("wording"), max_length=20, blank=True)
    wording_hash = models.CharField(_("hash of the wording"), max_length=64, blank=True)
    asked_at = models.DateTimeField(pgettext_lazy("consent", "asked"), null=True, blank=True)
    confirmed_at = models.DateTimeField(
        pgettext_lazy("consent", "confirmed"), null=True, blank=True
    )
    channel = models.CharField(
        pgettext_lazy("consent", "how"), max_length=10, choices=ConsentChannel.choices
    )
    # Which mail led here ("delivery 12"), where one did.
    reference = models.CharField(pgettext_lazy("consent", "through"), max_length=60, blank=True)
    recorded_at = models.DateTimeField(pgettext_lazy("consent", "recorded"))
    # Unique: the chain cannot fork.
    previous_hash = models.CharField(max_length=64, unique=True, editable=False)
    event_hash = models.CharField(
        pgettext_lazy("consent", "hash"), max_length=64, unique=True, editable=False
    )

    objects = ConsentEventQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return f"{self.number}: {self.get_action_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add; refuse to change. Raises TypeError."""
        if not self._state.adding:
            raise TypeError("Consent events are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse. Raises TypeError."""
        raise TypeError("Consent events are never deleted.")
