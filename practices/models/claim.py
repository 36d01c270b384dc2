"""A cooperative looking after its own record: who may, and what they propose."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from practices.models.cooperative import Cooperative


class ClaimState(models.TextChoices):
    """Where a claim stands."""

    ASKED = "asked", pgettext_lazy("claim", "Waits for staff")
    INVITED = "invited", pgettext_lazy("claim", "Link sent")
    CONFIRMED = "confirmed", pgettext_lazy("claim", "Confirmed")
    REFUSED = "refused", pgettext_lazy("claim", "Refused")
    REPLACED = "replaced", pgettext_lazy("claim", "Replaced by a newer link")
    REVOKED = "revoked", pgettext_lazy("claim", "Taken back")


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Questions about claims."""

    def holding(self) -> ClaimQuerySet:
        """Those of people who look after a record and can be written to."""
        return self.filter(state=ClaimState.CONFIRMED).exclude(email="")


class Claim(models.Model):
    """A person who speaks for a cooperative, known by an e-mail address. Never leaves the admin.

    The address is wiped when the claim has come to nothing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cooperative = models.ForeignKey(
        Cooperative,
        verbose_name=_("cooperative"),
        on_delete=models.CASCADE,
        related_name="claims",
    )
    state = models.CharField(_("state"), max_length=12, choices=ClaimState.choices)
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10)
    is_by_staff = models.BooleanField(default=False)
    asked_from = models.CharField(max_length=64, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    invited_at = models.DateTimeField(_("link sent"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    review_asked_at = models.DateTimeField(_("asked whether it is still so"), null=True, blank=True)
    review_reminded_at = models.DateTimeField(_("reminded of that"), null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        indexes = [models.Index(fields=["state", "created_at"], name="claim_state")]

    def __str__(self) -> str:
        return f"{self.cooperative}: {self.get_state_display()}"


class ProposalState(models.TextChoices):
    """Where a proposal stands."""

    WAITING = "waiting", pgettext_lazy("proposal", "Waits for review")
    DECIDED = "decided", pgettext_lazy("proposal", "Reviewed")
    REPLACED = "replaced", pgettext_lazy("proposal", "Replaced by a newer one")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Questions about proposals."""

    def waiting(self) -> ProposalQuerySet:
        """Those that staff have to review, the oldest first."""
        return self.filter(state=ProposalState.WAITING).order_by("submitted_at")


class Proposal(models.Model):
    """Changes a cooperative proposes to its own record."""

    cooperative = models.ForeignKey(
        Cooperative,
        verbose_name=_("cooperative"),
        on_delete=models.CASCADE,
        related_name="proposals",
    )
    claim = models.ForeignKey(Claim, null=True, on_delete=models.SET_NULL, related_name="proposals")
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=ProposalState.choices,
        default=ProposalState.WAITING,
    )
    message = models.TextField(_("message to the editors"), max_length=1000, blank=True)
    submitted_at = models.DateTimeField(_("sent"), default=timezone.now)
    decided_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reply = models.TextField(_("answer to the cooperative"), max_length=1000, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at"]
        verbose_name = _("proposal of a cooperative")
        verbose_name_plural = _("proposals of cooperatives")
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative"],
                condition=Q(state="waiting"),
                name="one_proposal_waits_per_cooperative",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cooperative}, {self.submitted_at:%d/%m/%Y}"


class Decision(models.TextChoices):
    """What staff decided about a change."""

    ACCEPTED = "accepted", pgettext_lazy("change", "Accepted")
    REJECTED = "rejected", pgettext_lazy("change", "Rejected")


class ProposedChange(models.Model):
    """One field of a proposal: what stood there, and what should."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "field"], name="a_proposal_names_a_field_once"
            )
        ]

    def __str__(self) -> str:
        return self.field
