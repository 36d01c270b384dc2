"""What staff compose: an issue of the newsletter. The page is also the archive on the web."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from core.models import PublicPage
from core.models.page import edit_handler
from newsletter.blocks import IssueBlock
from newsletter.counting import CountedInput
from newsletter.models.segment import Segment

if TYPE_CHECKING:
    from newsletter.models.mailing import Edition

SUBJECT_LENGTH = 120
PREHEADER_LENGTH = 150
SUBJECT_STEPS = [
    (40, _("%d characters: phones show all of it.")),
    (60, _("%d characters: phones show about the first 40.")),
    (None, _("%d characters: too long for most screens; put what matters first.")),
]
PREHEADER_STEPS = [
    (90, _("%d characters: most mail programs show all of it.")),
    (130, _("%d characters: many mail programs show about the first 90.")),
    (None, _("%d characters: the end is hardly ever shown.")),
]
TITLE_IS_USED = _("Empty: the title is used.")
SUMMARY_IS_USED = _("Empty: the summary is used.")


class NewsletterIndexPage(PublicPage):
    """The archive: every issue that has been published."""

    content_panels = [*PublicPage.content_panels, *PublicPage.picture_panels]
    edit_handler = edit_handler([*content_panels, *PublicPage.body_panels], with_subjects=False)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["newsletter.IssuePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("newsletter archive")
        verbose_name_plural = _("newsletter archives")


class IssuePage(PublicPage):
    """One issue in one language; its translations are the same issue for other readers.

    The blocks refer to pages and collections. What these say is looked up whenever the issue is
    shown, until the freeze: from then on the mails are fixed (see `newsletter.freezing`).
    """

    # What readers have already seen in their inbox.
    left_behind = ("subject", "preheader")

    subject = models.CharField(
        _("subject of the mail"),
        max_length=SUBJECT_LENGTH,
        blank=True,
        help_text=_(
            "The first thing readers see in their inbox. Phones show 30 to 40 characters: put "
            "what matters first. If left empty, the title is used."
        ),
    )
    preheader = models.CharField(
        _("line under the subject"),
        max_length=PREHEADER_LENGTH,
        blank=True,
        help_text=_(
            "Most mail programs show it after the subject. 40 to 90 characters that go on where "
            "the subject ends. If left empty, the summary is used."
        ),
    )
    body = StreamField(
        IssueBlock(),
        verbose_name=_("contents"),
        blank=True,
        help_text=_("Begin with the lead story. Readers will see the blocks in this order."),
    )
    for_group = models.BooleanField(_("whom it is for"), default=False)
    # A group that was deleted leaves `for_group`: the issue is then for nobody.
    segment = models.ForeignKey(
        Segment,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("group of readers"),
        help_text=_("Groups are kept in the menu Newsletter, Groups of readers."),
    )
    heeds_choices = models.BooleanField(
        _("only readers who find something they chose"),
        default=True,
        help_text=_(
            "Readers choose topics, places and kinds: who would find nothing of these is left out. "
            "Untick it only for a letter that concerns everybody, such as a change of our rules."
        ),
    )

    content_panels = [
        *PublicPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("subject", widget=CountedInput(SUBJECT_STEPS, "title", TITLE_IS_USED)),
                FieldPanel(
                    "preheader",
                    widget=CountedInput(PREHEADER_STEPS, "summary", SUMMARY_IS_USED),
                ),
            ],
            heading=_("In the inbox"),
        ),
        FieldPanel("body"),
        *PublicPage.picture_panels,
    ]
    reader_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "for_group",
                    widget=forms.RadioSelect(
                        choices=[
                            (False, _("All readers of the newsletter")),
                            (True, _("One group of readers")),
                        ]
                    ),
                ),
                FieldPanel("segment"),
                FieldPanel("heeds_choices"),
            ],
            heading=_("Whom it is for"),
        ),
    ]
    edit_handler = edit_handler(content_panels, extra={_("Readers"): reader_panels})
    override_translatable_fields = [
        *PublicPage.override_translatable_fields,
        # An issue and its translations go to the same readers, each in their language.
        SynchronizedField("for_group", overridable=False),
        SynchronizedField("segment", overridable=False),
        SynchronizedField("heeds_choices", overridable=False),
    ]
    parent_page_types = ["newsletter.NewsletterIndexPage"]
    subpage_types: list[str] = []
    preview_modes = [
        ("", _("Web page")),
        ("mail", _("E-mail")),
        ("dark", _("E-mail, dark")),
        ("text", _("Plain text")),
    ]

    preview_sizes = [
        {"name": "phone", "icon": "mobile-alt", "device_width": 360, "label": _("Phone: 360")},
        {"name": "mail", "icon": "mail", "device_width": 600, "label": _("Mail program: 600")},
        {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("Wide: 1280")},
    ]

    class Meta:
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")

    @property
    def mail_subject(self) -> str:
        """The subject readers see."""
        return self.subject.strip() or self.title

    @property
    def mail_preheader(self) -> str:
        """The line that mail programs show after the subject."""
        return self.preheader.strip() or self.summary

    def clean(self) -> None:
        """Refuse a group without the choice for it, which would go to all, and the reverse."""
        super().clean()
        if self.for_group and self.segment is None:
            raise ValidationError({"segment": gettext("Choose the group.")})
        if self.segment is not None and not self.for_group:
            message = gettext("Choose “One group of readers” above, or take the group out.")
            raise ValidationError({"segment": message})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the template the pieces of the issue; once it is frozen, those of the mail."""
        from newsletter import composing, issues

        edition = issues.edition_of(self)
        if getattr(request, "is_preview", False):
            # Only editors are told what is missing, and see what they are writing.
            shown, selection = self, None
        else:
            shown, selection = self.as_sent(edition), edition.selection if edition else {}
        return {
            **super(IssuePage, shown).get_context(request, *args, **kwargs),
            "composition": composing.compose(shown, selection),
            "sent_at": edition.frozen_at if edition else None,
        }

    def as_sent(self, edition: Edition | None) -> IssuePage:
        """The page with the words of its frozen edition: the archive equals the mail."""
        if edition is None or not edition.content:
            return self
        frozen: IssuePage = self.with_content_json(edition.content)
        return frozen

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the issue as a web page, as a mail or as plain text."""
        if mode_name in {"mail", "dark", "text"}:
            from newsletter import previewing

            return previewing.respond(self, mode_name)
        response: HttpResponse = super().serve_preview(request, mode_name)
        return response
