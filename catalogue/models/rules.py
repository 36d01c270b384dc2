"""What a curated collection takes in by itself: a rule, live or frozen at a moment."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField

from core.models import Territory, Topic

# More would be a section of the site, not a choice.
MOST_ITEMS = 200
USUAL_LIMIT = 24
LONGEST_DAYS = 3650


class RuleMode(models.TextChoices):
    """Where the contents of a collection come from, besides those chosen by hand."""

    NONE = "none", _("Only the pages chosen by hand")
    LIVE = "live", _("A rule, live: what matches enters and leaves by itself")
    PINNED = "pinned", _("A rule, pinned: what matched at one moment, and nothing later")


class RuleOrder(models.TextChoices):
    """What comes first among the contents a rule brings."""

    NEWEST = "newest", _("The newest first")
    OLDEST = "oldest", _("The oldest first")
    COMING = "coming", _("By date: the nearest event or deadline first")


class RuleKind(models.TextChoices):
    """The kinds of contents a rule may ask for; the codes are the catalogue's."""

    PRACTICE = "practice", pgettext_lazy("rule", "Practices")
    CALL = "call", pgettext_lazy("rule", "Calls")
    EVENT = "event", pgettext_lazy("rule", "Events")
    PATH = "path", pgettext_lazy("rule", "Participation paths")
    PUBLICATION = "publication", pgettext_lazy("rule", "Publications")
    ISSUE = "issue", pgettext_lazy("rule", "Newsletter issues")
    PAGE = "page", pgettext_lazy("rule", "Pages")


class CollectionRule(models.Model):
    """The rule of a collection. It knows no language: translations of what matches come along."""

    rule_mode = models.CharField(
        _("what the collection holds"),
        max_length=8,
        choices=RuleMode.choices,
        default=RuleMode.NONE,
        help_text=_("Pages chosen by hand always come first; those of the rule follow."),
    )
    rule_kinds = models.JSONField(_("kinds"), default=list, blank=True)
    rule_topics = ParentalManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="+"
    )
    rule_territories = ParentalManyToManyField(
        Territory, verbose_name=_("territories"), blank=True, related_name="+"
    )
    rule_since = models.DateField(_("published from"), null=True, blank=True)
    rule_until = models.DateField(
        _("published until"), null=True, blank=True, help_text=_("This day is included.")
    )
    rule_days = models.PositiveSmallIntegerField(
        _("published in the last days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_DAYS)],
        help_text=_("A period that moves on every day. Leave empty for no such limit."),
    )
    rule_is_coming = models.BooleanField(
        _("only what is still to come"),
        default=False,
        help_text=_("Events that are not over and calls that can still be answered."),
    )
    rule_order = models.CharField(
        pgettext_lazy("rule", "order"),
        max_length=8,
        choices=RuleOrder.choices,
        default=RuleOrder.NEWEST,
    )
    rule_limit = models.PositiveSmallIntegerField(
        _("how many at most"),
        default=USUAL_LIMIT,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_ITEMS)],
        help_text=_("A page and its translations count as one."),
    )
    pinned_keys = models.JSONField(default=list, blank=True, editable=False)
    pinned_at = models.DateTimeField(_("pinned at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def has_rule(self) -> bool:
        """Whether the collection takes in anything by itself."""
        return self.rule_mode != RuleMode.NONE

    @property
    def is_live(self) -> bool:
        """Whether contents enter and leave by themselves."""
        return self.rule_mode == RuleMode.LIVE

    @property
    def is_pinned(self) -> bool:
        """Whether the rule's contents were frozen at a moment."""
        return self.rule_mode == RuleMode.PINNED
