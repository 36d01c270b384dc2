"""Practices and their list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core import rich_text
from core.fields import ChoiceListField
from core.models import PublicPage
from core.models.page import edit_handler
from practices.blocks import BuildingBlocksBlock, ResultsBlock
from practices.models import practice_panels, requirements
from practices.models.choices import Maturity
from practices.models.cooperative import Cooperative
from practices.models.practice_choices import (
    BudgetBand,
    CountBasis,
    Depth,
    EvidenceLevel,
    FundingSource,
    HelpOffered,
    InnovationType,
    Involvement,
    MainIncome,
    SustainableGoal,
    TargetGroup,
)
from practices.models.practice_queries import PracticeManager

YEARS = (MinValueValidator(1900), MaxValueValidator(2100))


class PracticeIndexPage(PublicPage):
    """The list of practices."""

    content_panels = [*PublicPage.content_panels, *PublicPage.picture_panels]
    edit_handler = edit_handler([*content_panels, *PublicPage.body_panels], with_subjects=False)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["practices.PracticePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of practices")
        verbose_name_plural = _("lists of practices")


class PracticePage(PublicPage):
    """A practice: what a cooperative does, for whom, and what came of it.

    Told in one of two depths: a short card, or in full. What does not belong to its text (where
    it came from, who confirmed it and when) stands in its PracticeRecord, which is one for all
    languages and no draft can overwrite.
    """

    needs_topics = True
    # Origin, identifiers elsewhere, confirmations, testimonies and re-uses are not on the page:
    # they belong to its translation key or to itself, and a copy has none.
    left_behind = ("evidence_level", "text_author", "edited_by")

    told_as = models.CharField(
        _("how much is told"),
        max_length=8,
        choices=Depth.choices,
        default=Depth.SIGNAL,
        help_text=_(
            "A short card says who does what, where and since when. In full, it also says what "
            "came of it, what did not work and what others can take up."
        ),
    )
    lead_cooperative = models.ForeignKey(
        Cooperative,
        verbose_name=_("cooperative"),
        on_delete=models.PROTECT,
        null=True,
        related_name="practices",
        help_text=_("The one that leads the practice."),
    )
    maturity = models.CharField(
        _("maturity"), max_length=12, choices=Maturity.choices, default=Maturity.RUNNING
    )
    started_year = models.PositiveSmallIntegerField(
        _("started in"),
        null=True,
        blank=True,
        validators=YEARS,
        help_text=_("The year, in four digits."),
    )
    ended_year = models.PositiveSmallIntegerField(
        _("ended in"),
        null=True,
        blank=True,
        validators=YEARS,
        help_text=_("Leave empty while it goes on."),
    )
    place = models.CharField(
        _("place"),
        max_length=120,
        blank=True,
        help_text=_("The municipality or the area, as people call it."),
    )
    target_groups = ChoiceListField(
        _("for whom"), of=TargetGroup, help_text=_("Services, never single people.")
    )
    need = models.TextField(
        _("the need"), max_length=600, blank=True, help_text=_("What the practice answers.")
    )
    what_we_do = RichTextField(
        _("what is done"),
        blank=True,
        features=rich_text.FEATURES,
        help_text=_(
            "The facts: what happens, where, with whom, how often. Up to 800 characters on a short "
            "card, up to 3,000 in full. Voices and pictures go into the story below."
        ),
    )
    innovation = models.TextField(
        _("what is new"),
        max_length=800,
        blank=True,
        help_text=_("What it does differently from what was there before."),
    )
    innovation_types = ChoiceListField(_("new in"), of=InnovationType)
    involvement = models.CharField(
        _("how those concerned take part"),
        max_length=12,
        choices=Involvement.choices,
        blank=True,
    )
    building_blocks = StreamField(
        BuildingBlocksBlock(), verbose_name=_("building blocks"), blank=True
    )
    people_fte = models.DecimalField(
        _("people at work"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In full-time jobs: two people on half time are 1."),
    )
    volunteers = models.PositiveIntegerField(_("volunteers"), null=True, blank=True)
    setup_budget = models.CharField(
        _("money to begin"), max_length=12, choices=BudgetBand.choices, blank=True
    )
    running_budget = models.CharField(
        _("money for a year"), max_length=12, choices=BudgetBand.choices, blank=True
    )
    budget_year = models.PositiveSmallIntegerField(
        _("year of these amounts"), null=True, blank=True, validators=YEARS
    )
    funding_sources = ChoiceListField(_("who paid for the beginning"), of=FundingSource)
    results = StreamField(ResultsBlock(), verbose_name=_("results"), blank=True)
    outcomes = models.TextField(
        _("what came of it"),
        max_length=1200,
        blank=True,
        help_text=_("What has changed, for whom, and how you know."),
    )
    beneficiaries = models.PositiveIntegerField(
        _("people reached in a year"), null=True, blank=True
    )
    beneficiaries_basis = models.CharField(
        _("counted or estimated"), max_length=12, choices=CountBasis.choices, blank=True
    )
    evidence_level = models.PositiveSmallIntegerField(
        _("evidence"),
        choices=EvidenceLevel.choices,
        null=True,
        blank=True,
        help_text=_("Judged by the editors, from what they have seen."),
    )
    what_did_not_work = models.TextField(
        _("what did not work"),
        max_length=800,
        blank=True,
        help_text=_("What you would do differently: it is what colleagues elsewhere look for."),
    )
    prefers_not_to_say = models.BooleanField(
        _("the cooperative prefers not to say what did not work"),
        default=False,
        help_text=_("Readers are told so: nothing is silently left out."),
    )
    sustainability = models.TextField(
        _("how it goes on"), max_length=600, blank=True, help_text=_("And what would stop it.")
    )
    main_income = ChoiceListField(_("what it lives on"), of=MainIncome)
    can_be_reused = models.TextField(_("what can be taken up"), max_length=500, blank=True)
    needs_adapting = models.TextField(_("what must be adapted"), max_length=500, blank=True)
    do_not_copy = models.TextField(_("what not to copy"), max_length=500, blank=True)
    help_offered = ChoiceListField(_("help offered"), of=HelpOffered)
    sdg_first = models.PositiveSmallIntegerField(
        _("first goal"), choices=SustainableGoal.choices, null=True, blank=True
    )
    sdg_second = models.PositiveSmallIntegerField(
        _("second goal"), choices=SustainableGoal.choices, null=True, blank=True
    )
    sdg_third = models.PositiveSmallIntegerField(
        _("third goal"), choices=SustainableGoal.choices, null=True, blank=True
    )
    text_author = models.CharField(
        _("text by"),
        max_length=120,
        blank=True,
        help_text=_("Shown under the text: a person who agreed, an office, the cooperative."),
    )
    edited_by = models.CharField(_("edited by"), max_length=120, blank=True)

    objects = PracticeManager()

    edit_handler = practice_panels.tabs()
    parent_page_types = ["practices.PracticeIndexPage"]
    subpage_types: list[str] = []
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("need"),
        index.SearchField("what_we_do"),
        index.SearchField("innovation"),
        index.SearchField("outcomes"),
        index.SearchField("building_blocks"),
        index.SearchField("place"),
    ]
    override_translatable_fields = [
        *PublicPage.override_translatable_fields,
        SynchronizedField("place", overridable=True),
        SynchronizedField("text_author", overridable=True),
        SynchronizedField("edited_by", overridable=True),
    ]

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")

    @property
    def is_full(self) -> bool:
        """Whether the practice is told in full, not as a short card."""
        return self.told_as == Depth.FULL

    @property
    def sdgs(self) -> list[SustainableGoal]:
        """The goals it works towards, the most important first, without gaps or repetitions."""
        ranked = (self.sdg_first, self.sdg_second, self.sdg_third)
        return [SustainableGoal(one) for one in dict.fromkeys(ranked) if one is not None]

    def missing_for_publishing(self, answers: Mapping[str, Any] | None = None) -> dict[str, str]:
        """Say what its depth asks for and is not there, and what contradicts itself."""
        missing = super().missing_for_publishing(answers)
        missing |= requirements.of_practice(self, answers or {})
        return missing | requirements.of_authorship(self)
