"""Thematic calls: a question put to every cooperative, with a deadline."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core.models import Organisation, PublicPage
from core.models.page import edit_handler
from events import relating

CLOSING_SOON = timedelta(hours=72)


class CallState(models.TextChoices):
    """Where a call stands at a moment; computed from its dates, never stored."""

    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Open")
    CLOSING = "closing", _("Closing soon")
    CLOSED = "closed", _("Closed")
    RESULTS = "results", _("Results published")


def call_state(
    opens_at: datetime, closes_at: datetime, has_results: bool, at: datetime | None = None
) -> CallState:
    """Work out from its dates where a call stands at a moment (now, if none is given)."""
    moment = at or timezone.now()
    if moment < opens_at:
        return CallState.ANNOUNCED
    if moment < closes_at:
        return CallState.CLOSING if closes_at - moment < CLOSING_SOON else CallState.OPEN
    return CallState.RESULTS if has_results else CallState.CLOSED


class CallIndexPage(PublicPage):
    """The list of calls."""

    content_panels = [*PublicPage.content_panels, *PublicPage.picture_panels]
    edit_handler = edit_handler([*content_panels, *PublicPage.body_panels], with_subjects=False)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["calls.CallPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of calls")
        verbose_name_plural = _("lists of calls")


class CallPage(PublicPage):
    """A call: its question, who may answer, and until when."""

    needs_topics = True
    left_behind = ("code", "opens_at", "closes_at", "results_date", "results")

    code = models.CharField(
        _("code"),
        max_length=10,
        validators=[
            RegexValidator(r"^[A-Z0-9]{2,10}$", _("Two to ten capital letters or digits."))
        ],
        help_text=_("Short, such as ABITARE26: answers are numbered after it."),
    )
    question = models.CharField(
        _("the question"), max_length=200, help_text=_("One plain question to the cooperatives.")
    )
    opens_at = models.DateTimeField(_("opens"), default=timezone.now, help_text=_("Italian time."))
    closes_at = models.DateTimeField(
        _("closes"), default=timezone.now, help_text=_("Italian time; the last moment for answers.")
    )
    results_date = models.DateField(
        _("results by"),
        null=True,
        blank=True,
        help_text=_("The day by which you promise the results."),
    )
    promoters = ParentalManyToManyField(
        Organisation, verbose_name=_("promoters"), blank=True, related_name="+"
    )
    eligibility = models.TextField(_("who can answer"), max_length=600, blank=True)
    how_to_answer = models.TextField(_("how to answer"), max_length=600, blank=True)
    help_contact = models.EmailField(
        _("address for questions"),
        blank=True,
        help_text=_("An address of the office, not of a person."),
    )
    results = models.TextField(
        _("results"),
        max_length=2000,
        blank=True,
        help_text=_("Once written, the call is shown among those with results."),
    )

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("question"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldPanel("results_date"),
            ],
            heading=_("When"),
        ),
        *PublicPage.picture_panels,
        FieldPanel("body"),
        FieldPanel("eligibility"),
        FieldPanel("how_to_answer"),
        FieldPanel("help_contact"),
        FieldPanel("promoters"),
        FieldPanel("results"),
        FieldPanel("code"),
    ]
    edit_handler = edit_handler(content_panels)
    parent_page_types = ["calls.CallIndexPage"]
    subpage_types: list[str] = []
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("question"),
        index.FilterField("closes_at"),
    ]
    override_translatable_fields = [
        *PublicPage.override_translatable_fields,
        SynchronizedField("promoters", overridable=False),
        SynchronizedField("code", overridable=False),
    ]

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")

    def clean(self) -> None:
        """Refuse a call that closes before it opens."""
        super().clean()
        if self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("The call must close after it opens.")})

    def state(self, at: datetime | None = None) -> CallState:
        """Where the call stands at a moment (now, if none is given)."""
        return call_state(self.opens_at, self.closes_at, bool(self.results.strip()), at)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the template the call's state at this moment, and its events."""
        language = get_language() or settings.LANGUAGE_CODE
        return {
            **super().get_context(request, *args, **kwargs),
            "state": self.state(),
            "events": relating.events_of_call(self, language),
        }
