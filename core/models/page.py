"""What every public page of the hub has in common."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.forms import ModelMultipleChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core import reach
from core.blocks import BodyBlock
from core.licences import Licence
from core.models import copies
from core.models.organisation import Organisation
from core.models.territory import Territory
from core.models.topic import Topic
from core.panels import ChecksPanel
from core.permissions import RegionalPermissionTester
from core.picking import let_pick
from core.reading import READING
from core.subjects import offer

# Fixed for ever: changing it would change the identity of everything ever published.
IDENTITY_NAMESPACE = uuid.UUID("6f0d3b52-9d0c-4c57-8f5e-0c2f8c8f0c11")


class PublicPageForm(WagtailAdminPageForm):
    """Asks for what publishing needs when a page is being published, never on a draft."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self)
        for name, field in self.fields.items():
            queryset: Any = getattr(field, "queryset", None)
            if isinstance(field, ModelMultipleChoiceField) and queryset.model is Organisation:
                field.queryset = queryset.offered(getattr(self.instance, name).all())
                let_pick(field)

    def clean(self) -> dict[str, Any]:
        """Add an error to each field that keeps the page from being published."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            answers = {**cleaned, **self._children()}
            for name, message in self.instance.missing_for_publishing(answers).items():
                if name not in self.errors:
                    self.add_error(name if name in self.fields else None, message)
        self._keep_within_regions(cleaned)
        return cleaned

    def _children(self) -> dict[str, list[Any]]:
        """The rows of each inline panel that are to stay: the page has not got them yet."""
        return {
            name: [
                form
                for form in formset.forms
                if form.has_changed() or form.instance.pk
                if not formset.data.get(f"{form.prefix}-DELETE")
            ]
            for name, formset in self.formsets.items()
        }

    def _keep_within_regions(self, cleaned: dict[str, Any]) -> None:
        """Whoever is limited to regions publishes only there: a new page would be live at once."""
        if not self.data.get("action-publish"):
            return
        if not reach.is_reached(self.for_user, cleaned.get("territories")):
            self.add_error(
                "territories" if "territories" in self.fields else None,
                gettext(
                    "None of your regions: it can be saved as a draft and submitted for approval, "
                    "but not published."
                ),
            )


class PublicPage(Page):
    """Base of every page type: identity, summary, picture, topics, territories, body."""

    summary = models.CharField(
        _("summary"),
        max_length=300,
        help_text=_(
            "Two or three sentences that stand alone: they are read in lists, in feeds, in the "
            "newsletter and in search engines."
        ),
    )
    lead_image = models.ForeignKey(
        "core.HubImage",
        verbose_name=_("main picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_image_alt = models.CharField(
        _("what the main picture shows"),
        max_length=250,
        blank=True,
        help_text=_(
            "For those who cannot see it. If left empty, the description written with the picture "
            "is copied here; one of the two is needed to publish."
        ),
    )
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="+")
    territories = ParentalManyToManyField(
        Territory, verbose_name=_("territories"), blank=True, related_name="+"
    )
    licence = models.CharField(
        _("licence"),
        max_length=24,
        choices=Licence.choices,
        default=Licence.CC_BY,
        help_text=_("What others may do with the text."),
    )
    internal_note = models.TextField(
        _("note for colleagues"), blank=True, help_text=_("Never shown outside this page.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    allowed_http_methods = list(READING)  # a page type with a form of its own adds POST
    base_form_class = PublicPageForm
    needs_topics = False
    """Whether publishing asks for at least one topic and one territory."""
    left_behind: tuple[str, ...] = ()
    """Fields and rows that start afresh in a copy."""
    copy_form_class = copies.DraftCopyForm
    exclude_fields_in_copy = copies.LeftBehind()

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary", widget=AdminAutoHeightTextInput),
    ]
    picture_panels = [
        MultiFieldPanel(
            [
                FieldPanel("lead_image"),
                FieldPanel("lead_image_alt", widget=AdminAutoHeightTextInput),
            ],
            heading=_("Main picture"),
        )
    ]
    subject_panels = [
        MultiFieldPanel(
            [FieldPanel("topics"), FieldPanel("territories")],
            heading=_("Subjects and places"),
        )
    ]
    body_panels = [FieldPanel("body")]
    settings_panels = [
        *Page.settings_panels,
        FieldPanel("licence"),
        FieldPanel("internal_note"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    override_translatable_fields = [
        SynchronizedField("topics", overridable=False),
        SynchronizedField("territories", overridable=False),
        SynchronizedField("internal_note", overridable=False),
    ]

    class Meta:
        abstract = True

    @property
    def uid(self) -> uuid.UUID:
        """The identity of this page in this language, for ever.

        Drawn (UUID version 5, RFC 9562) from Wagtail's translation key and the language, so it
        outlives moves and new addresses, and no copy can carry it to another page.
        """
        return uuid.uuid5(IDENTITY_NAMESPACE, f"{self.translation_key}:{self.locale.language_code}")

    def missing_for_publishing(self, answers: Mapping[str, Any] | None = None) -> dict[str, str]:
        """Say what keeps the page from being published: a message for each field.

        `answers` are a form's values that have not reached the page yet.
        """

        def value(name: str) -> Any:
            return answers[name] if answers and name in answers else getattr(self, name)

        missing: dict[str, str] = {}
        if not (value("summary") or "").strip():
            missing["summary"] = gettext(
                "Write a summary: without it the page cannot be published."
            )
        image, words = value("lead_image"), value("lead_image_alt") or ""
        if image and not words.strip() and not image.description.strip():
            missing["lead_image_alt"] = gettext(
                "Say what the picture shows: without it the page cannot be published."
            )
        if self.needs_topics:
            if not _any(value("topics")):
                missing["topics"] = gettext("Choose at least one topic.")
            if not _any(value("territories")):
                missing["territories"] = gettext(
                    "Choose at least one territory: Italy as a whole counts, too."
                )
        return missing

    def save(self, clean: bool = True, **kwargs: Any) -> None:
        """Save the page; raise ValidationError if it is live and something needed is missing.

        A draft may lack anything, but no text may be longer than its column: PostgreSQL would
        refuse it in words for nobody, SQLite would take it and fail when it is published.
        """
        if clean and (too_long := self._too_long()):
            raise ValidationError(too_long)
        if clean and self.live and (missing := self.missing_for_publishing()):
            raise ValidationError(missing)
        super().save(clean=clean, **kwargs)

    def _too_long(self) -> dict[str, list[Any]]:
        """Messages about texts that their columns cannot hold, by field."""
        found: dict[str, list[Any]] = {}
        for column in self._meta.concrete_fields:
            if not isinstance(column, models.CharField) or column.max_length is None:
                continue
            try:
                MaxLengthValidator(column.max_length)(column.value_from_object(self) or "")
            except ValidationError as error:
                found[column.name] = error.messages
        return found

    def clean(self) -> None:
        """Take the picture's own description where nothing was written for this place.

        It is copied, not looked up later: so it is translated with the page.
        """
        super().clean()
        # One paragraph each: they are read in lists, in mails and by screen readers.
        self.summary = " ".join(self.summary.split())
        self.lead_image_alt = " ".join(self.lead_image_alt.split())
        if self.lead_image and not self.lead_image_alt:
            self.lead_image_alt = self.lead_image.description[:250]

    def copy(self, *args: Any, **kwargs: Any) -> Page:
        """Copy the page; a translation, which keeps the key, takes along what a copy leaves."""
        if kwargs.get("reset_translation_key", True):
            return super().copy(*args, **kwargs)
        with copies.taking_all():
            return super().copy(*args, **kwargs)

    copy.alters_data = True  # type: ignore[attr-defined]

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """What somebody may do with the page; Wagtail asks this one also through plain pages."""
        return RegionalPermissionTester(user, self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Serve the page, but not past its time: Wagtail serves it until its command has run."""
        if self.has_expired_at(timezone.now()) and not getattr(request, "is_preview", False):
            raise Http404
        return super().serve(request, *args, **kwargs)

    def has_expired_at(self, moment: datetime) -> bool:
        """Whether the time to take the page down has come."""
        return self.expire_at is not None and self.expire_at <= moment


def _any(chosen: Any) -> bool:
    """Whether something is in a form's list or in a relation."""
    return bool(chosen.all() if hasattr(chosen, "all") else chosen)


def edit_handler(
    content: list[Any], *, with_subjects: bool = True, extra: Mapping[Any, list[Any]] | None = None
) -> TabbedInterface:
    """Lay out the editor the same way for every page type: content, subjects, sharing, settings."""
    tabs = [ObjectList(content, heading=_("Content"))]
    tabs += [ObjectList(panels, heading=heading) for heading, panels in (extra or {}).items()]
    if with_subjects:
        tabs.append(ObjectList(PublicPage.subject_panels, heading=_("Subjects and places")))
    tabs.append(ObjectList(Page.promote_panels, heading=_("Address and search engines")))
    tabs.append(ObjectList(PublicPage.settings_panels, heading=_("Settings")))
    tabs.append(ObjectList([ChecksPanel()], heading=_("Checks")))
    return TabbedInterface(tabs)
