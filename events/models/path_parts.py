"""What a participation path is made of, beside its phases: answers, updates, bodies, documents."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core import rich_text
from core.models import PublicationPage
from events.models.path_choices import BodyKind, Decision, DocumentRole

PATH = "events.ParticipationPathPage"


class PathAnswer(TranslatableMixin, Orderable):
    """A line of the answer table: what was proposed, and what became of it."""

    path_page = ParentalKey(PATH, on_delete=models.CASCADE, related_name="answers")
    proposal = models.CharField(_("proposal"), max_length=300)
    proposed_by = models.CharField(
        _("from"),
        max_length=150,
        blank=True,
        help_text=_("The table or the group it came from. No names of persons."),
    )
    decision = models.CharField(_("answer"), max_length=8, choices=Decision.choices)
    reason = models.TextField(
        _("reason"), max_length=800, help_text=_("Why, in words those who proposed it understand.")
    )
    decided_date = models.DateField(_("answered on"), null=True, blank=True)
    decided_by = models.CharField(
        _("answered by"),
        max_length=150,
        blank=True,
        help_text=_("An office or a body. Leave empty if it was who decides on the path."),
    )

    panels = [
        FieldPanel("proposal"),
        FieldPanel("proposed_by"),
        FieldPanel("decision"),
        FieldPanel("reason"),
        FieldRowPanel([FieldPanel("decided_date"), FieldPanel("decided_by")]),
    ]
    override_translatable_fields = [
        TranslatableField("proposal"),
        TranslatableField("proposed_by"),
        TranslatableField("reason"),
        TranslatableField("decided_by"),
        SynchronizedField("decision", overridable=False),
        SynchronizedField("decided_date", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return self.proposal


class PathUpdate(TranslatableMixin, Orderable):
    """A dated piece of news of a path. Its translation key is its identity for followers."""

    path_page = ParentalKey(PATH, on_delete=models.CASCADE, related_name="updates")
    dated = models.DateField(_("date"), default=timezone.localdate)
    title = models.CharField(_("title"), max_length=120)
    text = RichTextField(_("text"), features=rich_text.FEATURES, blank=True)

    panels = [FieldPanel("dated"), FieldPanel("title"), FieldPanel("text")]
    override_translatable_fields = [
        SynchronizedField("dated", overridable=False),
        TranslatableField("title"),
        TranslatableField("text"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("update")
        verbose_name_plural = _("updates")

    def __str__(self) -> str:
        return self.title


class PathBody(TranslatableMixin, Orderable):
    """A group that watches over a path or steers it."""

    path_page = ParentalKey(PATH, on_delete=models.CASCADE, related_name="bodies")
    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind.choices)
    members = models.TextField(
        pgettext_lazy("people", "members"),
        max_length=600,
        blank=True,
        help_text=_("Organisations and roles rather than names of persons."),
    )
    task = models.TextField(pgettext_lazy("body", "task"), max_length=400, blank=True)

    panels = [FieldPanel("kind"), FieldPanel("members"), FieldPanel("task")]
    override_translatable_fields = [
        SynchronizedField("kind", overridable=False),
        TranslatableField("members"),
        TranslatableField("task"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("body")
        verbose_name_plural = _("bodies")

    def __str__(self) -> str:
        return self.get_kind_display()


class PathDocument(Orderable):
    """A publication that belongs to a path."""

    path_page = ParentalKey(PATH, on_delete=models.CASCADE, related_name="documents")
    role = models.CharField(
        _("what it is for the path"), max_length=12, choices=DocumentRole.choices
    )
    publication = models.ForeignKey(
        PublicationPage, verbose_name=_("publication"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("role"), PageChooserPanel("publication")]

    class Meta(Orderable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.get_role_display()
