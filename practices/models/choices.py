"""Closed lists of cooperatives and practices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CooperativeType(models.TextChoices):
    """Kinds of social cooperative: law 381/1991, article 1, and the forms around it."""

    SOCIAL_A = "social-a", _("Social cooperative, type A (services)")
    SOCIAL_B = "social-b", _("Social cooperative, type B (work integration)")
    SOCIAL_AB = "social-a-b", _("Social cooperative, types A and B")
    CONSORTIUM = "consortium", _("Consortium")
    COMMUNITY = "community", _("Community cooperative")
    OTHER = "other", _("Other cooperative")


class Maturity(models.TextChoices):
    """How far a practice has come."""

    IDEA = "idea", _("Idea")
    PILOT = "pilot", _("Pilot")
    RUNNING = "running", _("Running")
    CONSOLIDATED = "consolidated", _("Consolidated")
    REPLICATED = "replicated", _("Replicated elsewhere")
    POLICY = "policy", _("Became a policy or standard")
    ENDED = "ended", _("Ended")
