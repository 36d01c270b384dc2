"""The home page and the plain pages around it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from catalogue.models import CuratedCollection
from core.models import PublicPage
from core.models.page import edit_handler
from home.blocks import SiteBodyBlock


class HomePage(PublicPage):
    """The front door, one for each language."""

    claim = models.CharField(
        _("opening words"), max_length=160, blank=True, help_text=_("The large line at the top.")
    )
    featured_collection = models.ForeignKey(
        CuratedCollection,
        verbose_name=_("featured collection"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown under the opening words."),
    )
    body = StreamField(SiteBodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("claim"),
        *PublicPage.picture_panels,
        MultiFieldPanel([FieldPanel("featured_collection")], heading=_("In the foreground")),
        FieldPanel("body"),
    ]
    edit_handler = edit_handler(content_panels, with_subjects=False)
    override_translatable_fields = [
        *PublicPage.override_translatable_fields,
        SynchronizedField("featured_collection"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.StandardPage",
        "practices.PracticeIndexPage",
        "calls.CallIndexPage",
        "events.EventIndexPage",
        "newsletter.NewsletterIndexPage",
        "core.PublicationIndexPage",
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class StandardPage(PublicPage):
    """A page about the hub itself: who we are, privacy, accessibility."""

    body = StreamField(SiteBodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*PublicPage.content_panels, *PublicPage.picture_panels]
    edit_handler = edit_handler([*content_panels, *PublicPage.body_panels])
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
