"""Participation paths: a question put to a territory, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core.fields import ChoiceListField, labels_of
from core.models import Organisation, PublicPage
from events import phases, readiness
from events.blocks import PhasesBlock
from events.models import path_panels
from events.models.path_choices import (
    ENDED,
    Amounts,
    Method,
    ParticipationLevel,
    PathStatus,
)

AMOUNTS = ("amount_assigned", "co_funding", "total_cost")


class ParticipationPathPage(PublicPage):
    """A path made of phases; each phase has its dates, its audience and its events."""

    needs_topics = True
    left_behind = (
        *("status", "starts_date", "ends_date", "extended_date", "certified_year"),
        *("amounts", "amount_assigned", "co_funding", "total_cost"),
        *("outcome", "born_name", "born_page", "no_answers_reason"),
        *("answers", "updates", "documents"),
    )

    question = models.CharField(
        _("the question"),
        max_length=200,
        blank=True,
        help_text=_("One plain question, such as: can a community cooperative be born here?"),
    )
    promoter = models.ForeignKey(
        Organisation,
        verbose_name=_("promoter"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decision_owner = models.ForeignKey(
        Organisation,
        verbose_name=_("who decides"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Who has to answer what the path proposes."),
    )
    is_decision_owner_unstated = models.BooleanField(
        _("nobody has said who decides"),
        default=False,
        help_text=_("Readers are told so."),
    )
    responsible_office = models.CharField(_("responsible office"), max_length=150, blank=True)
    facilitators = ParentalManyToManyField(
        Organisation, verbose_name=_("facilitators"), blank=True, related_name="+"
    )
    partners = ParentalManyToManyField(
        Organisation, verbose_name=_("partners"), blank=True, related_name="+"
    )
    programme = models.CharField(
        _("programme"),
        max_length=200,
        blank=True,
        help_text=_("The policy or fund the path belongs to, if any."),
    )
    legal_frame = models.CharField(
        _("legal frame"),
        max_length=200,
        blank=True,
        help_text=_("The law or the rules it follows, if any."),
    )
    certified_year = models.PositiveSmallIntegerField(
        _("certified in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1990), MaxValueValidator(2100)],
        help_text=_("The year in which an authority certified its quality, if one did."),
    )
    amounts = models.CharField(
        _("money"), max_length=10, choices=Amounts.choices, default=Amounts.NOT_STATED
    )
    amount_assigned = models.DecimalField(
        _("assigned (euro)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    co_funding = models.DecimalField(
        _("co-funding (euro)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    total_cost = models.DecimalField(
        _("total cost (euro)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    desk = models.CharField(
        _("where it has its desk"),
        max_length=200,
        blank=True,
        help_text=_("Where one can go and ask: name, street, opening hours."),
    )
    level = models.CharField(
        _("level of participation"),
        max_length=12,
        choices=ParticipationLevel.choices,
        default=ParticipationLevel.CONSULT,
    )
    methods = ChoiceListField(_("methods"), of=Method)
    inclusion = models.TextField(
        _("how everybody could take part"),
        max_length=600,
        blank=True,
        help_text=_("Hours, child-minding, languages, access, balance of men and women."),
    )
    status = models.CharField(
        _("status"), max_length=16, choices=PathStatus.choices, default=PathStatus.DESIGNING
    )
    starts_date = models.DateField(_("starts"), null=True, blank=True)
    ends_date = models.DateField(_("ends"), null=True, blank=True)
    extended_date = models.DateField(
        _("extended until"), null=True, blank=True, help_text=_("Readers see both dates.")
    )
    phases = StreamField(PhasesBlock(), verbose_name=_("phases"), blank=True)
    outcome = models.TextField(
        _("what came of it"),
        max_length=1200,
        blank=True,
        help_text=_(
            "Needed once the path has ended. “It was not born, because …” is worth as much as "
            "“it was born”."
        ),
    )
    born_name = models.CharField(
        _("what was born"), max_length=200, blank=True, help_text=_("Its name.")
    )
    born_page = models.ForeignKey(
        Page,
        verbose_name=_("its page in the hub"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    no_answers_reason = models.CharField(
        _("why there is no answer table"),
        max_length=300,
        blank=True,
        help_text=_("For a path that ended without proposals, or without an answer to them."),
    )

    content_panels = [*PublicPage.content_panels, *path_panels.CONTENT]
    edit_handler = path_panels.layout(content_panels)
    parent_page_types = ["events.EventIndexPage"]
    subpage_types: list[str] = []
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("question"),
        index.SearchField("phases"),
        index.SearchField("outcome"),
    ]
    override_translatable_fields = [
        *PublicPage.override_translatable_fields,
        SynchronizedField("facilitators", overridable=False),
        SynchronizedField("partners", overridable=False),
        SynchronizedField("place", overridable=True),
        SynchronizedField("documents", overridable=False),
        TranslatableField("answers"),
        TranslatableField("updates"),
        TranslatableField("bodies"),
    ]

    class Meta:
        verbose_name = _("participation path")
        verbose_name_plural = _("participation paths")

    def clean(self) -> None:
        """Refuse dates in the wrong order, and amounts that contradict what is said of them."""
        super().clean()
        problems: dict[str, Any] = {}
        if self.starts_date and self.ends_date and self.ends_date < self.starts_date:
            problems["ends_date"] = _("The path cannot end before it starts.")
        if self.extended_date and (not self.ends_date or self.extended_date <= self.ends_date):
            problems["extended_date"] = _("An extension lies after the end first foreseen.")
        named = [name for name in AMOUNTS if getattr(self, name) is not None]
        if self.amounts == Amounts.STATED and not named:
            problems["amounts"] = _("Write at least one of the amounts, or choose “Not stated”.")
        if self.amounts != Amounts.STATED and named:
            problems["amounts"] = _("Amounts are written below: choose “Stated below”.")
        problems |= {
            name: _("An amount cannot be negative.") for name in named if getattr(self, name) < 0
        }
        if problems:
            raise ValidationError(problems)

    def missing_for_publishing(self, answers: Any = None) -> dict[str, str]:
        """A path needs question, promoter, who decides, phases; an ended one its outcome."""
        missing = super().missing_for_publishing(answers)
        return missing | readiness.of_path(self, answers or {})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the template what other records say of this path."""
        from events import showing

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | showing.of_path(self, get_language() or settings.LANGUAGE_CODE)

    @property
    def has_ended(self) -> bool:
        """Whether the path is over, whatever came of it."""
        return self.status in ENDED

    @property
    def method_labels(self) -> list[str]:
        """How people are heard, in words."""
        return labels_of(self.methods, Method)

    @property
    def over_date(self) -> date | None:
        """The last day foreseen, extension included."""
        return self.extended_date or self.ends_date

    def active_phase(self, day: date | None = None) -> StreamValue.StreamChild | None:
        """The phase that is going on on a day (today, if none is given)."""
        return phases.active(self.phases, day or timezone.localdate())

    def phase_states(self, day: date | None = None) -> dict[str, str]:
        """Where each phase stands on a day (today), by its identifier; "" where nothing says."""
        return phases.states(self.phases, day or timezone.localdate())
