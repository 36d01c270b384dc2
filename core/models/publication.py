"""Publications: reports, guides, minutes, with a page to read instead of the file."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core.models.organisation import Organisation
from core.models.page import PublicPage, edit_handler
from core.visibility import is_public_folder

ISBN = re.compile(r"97[89]\d{10}")


class PublicationKind(models.TextChoices):
    """What a publication is."""

    REPORT = "research-report", _("Research report")
    NOTEBOOK = "notebook", _("Notebook")
    PROCEEDINGS = "proceedings", _("Proceedings")
    TOOLKIT = "toolkit", _("Toolkit")
    GUIDE = "guide", _("Guide")
    MINUTES = "minutes", _("Minutes")
    PROPOSAL = "proposal", _("Proposal")
    DECISION = "decision", _("Decision of a public body")
    POLICY = "policy-paper", _("Policy paper")
    INFOGRAPHIC = "infographic", _("Infographic")


class DatePrecision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


class PublicationIndexPage(PublicPage):
    """The shelf: all publications, the newest first."""

    content_panels = [*PublicPage.content_panels, *PublicPage.picture_panels]
    edit_handler = edit_handler([*content_panels, *PublicPage.body_panels], with_subjects=False)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["core.PublicationPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of publications")
        verbose_name_plural = _("lists of publications")


class PublicationPage(PublicPage):
    """A publication. The page tells in HTML what the file says: not everybody can read a PDF."""

    # What names this one publication, and its files.
    left_behind = (
        "isbn",
        "doi",
        "cite_as",
        "dated",
        "date_precision",
        "page_count",
        "files",
        "citations",
    )

    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    kind = models.CharField(
        _("kind"),
        max_length=16,
        choices=PublicationKind.choices,
        default=PublicationKind.REPORT,
    )
    authors = models.CharField(
        _("authors"),
        max_length=300,
        blank=True,
        help_text=_("As they should be cited, with commas between them."),
    )
    publisher = models.ForeignKey(
        Organisation,
        verbose_name=_("publisher"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    dated = models.DateField(_("date"), null=True, blank=True)
    date_precision = models.CharField(
        _("the date is known to the"),
        max_length=5,
        choices=DatePrecision.choices,
        default=DatePrecision.DAY,
    )
    isbn = models.CharField(_("ISBN"), max_length=17, blank=True)
    doi = models.CharField(
        _("DOI"),
        max_length=120,
        blank=True,
        validators=[
            RegexValidator(r"^10\.\d{4,9}/\S+$", _("A DOI begins with “10.”, as in 10.1000/182."))
        ],
    )
    text_languages = models.CharField(
        _("languages of the text"),
        max_length=60,
        blank=True,
        help_text=_("Codes with commas between them: it, en."),
    )
    page_count = models.PositiveIntegerField(
        _("pages"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9999)],
    )
    cite_as = models.CharField(
        _("cite as"),
        max_length=500,
        blank=True,
        help_text=_("Leave empty to have it made of authors, year, title and publisher."),
    )

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("subtitle"),
        FieldPanel("kind"),
        MultiFieldPanel(
            [
                FieldPanel("authors"),
                FieldPanel("publisher"),
                FieldRowPanel([FieldPanel("dated"), FieldPanel("date_precision")]),
            ],
            heading=_("Who and when"),
        ),
        InlinePanel("files", heading=_("Files"), label=_("File"), max_num=12),
        FieldPanel("body", heading=_("What it says")),
        InlinePanel(
            "citations",
            heading=_("Practices it cites"),
            label=_("Practice"),
            max_num=200,
            help_text=_("The page of each practice says that it is cited here."),
        ),
        *PublicPage.picture_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("isbn"), FieldPanel("doi")]),
                FieldRowPanel([FieldPanel("text_languages"), FieldPanel("page_count")]),
                FieldPanel("cite_as"),
            ],
            heading=_("For libraries"),
        ),
    ]
    edit_handler = edit_handler(content_panels)
    parent_page_types = ["core.PublicationIndexPage"]
    subpage_types: list[str] = []
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("subtitle"),
        index.SearchField("authors"),
    ]
    override_translatable_fields = [
        *PublicPage.override_translatable_fields,
        SynchronizedField("authors", overridable=True),
        SynchronizedField("isbn", overridable=True),
        SynchronizedField("doi", overridable=True),
        SynchronizedField("text_languages", overridable=True),
        SynchronizedField("cite_as", overridable=True),
        SynchronizedField("files", overridable=True),
        SynchronizedField("citations", overridable=False),
    ]

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def clean(self) -> None:
        """Refuse an ISBN whose check digit is wrong; keep it as thirteen digits."""
        super().clean()
        digits = re.sub(r"[\s-]", "", self.isbn)
        if digits and not is_isbn(digits):
            raise ValidationError(
                {"isbn": _("This is not an ISBN of thirteen digits: check it for a slip.")}
            )
        self.isbn = digits

    def missing_for_publishing(self, answers: Any = None) -> dict[str, str]:
        """A publication can be read on its page, not only in its file."""
        missing = super().missing_for_publishing(answers)
        if not (answers or {}).get("body", self.body):
            missing["body"] = gettext(
                "Tell here what the publication says: not everybody can read the file."
            )
        return missing

    @property
    def public_files(self) -> list[PublicationFile]:
        """The files anybody may download, in order."""
        rows = self.files.select_related("document__collection")
        return [one for one in rows if is_public_folder(one.document.collection)]

    @property
    def citation(self) -> str:
        """How to cite the publication."""
        if self.cite_as:
            return self.cite_as
        year = f"({self.dated.year})" if self.dated else ""
        title = f"{self.title}: {self.subtitle}" if self.subtitle else self.title
        who = " ".join(part for part in (self.authors, year) if part)
        parts = [who, title, self.publisher.current.name if self.publisher else ""]
        return ". ".join(part.rstrip(".") for part in parts if part) + "."


class PublicationFile(Orderable):
    """A file of a publication, in one format; size and hash are those of the document."""

    publication = ParentalKey(PublicationPage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        "core.HubDocument", verbose_name=_("file"), on_delete=models.CASCADE, related_name="+"
    )
    is_accessible = models.BooleanField(
        _("accessible"),
        default=False,
        help_text=_("Tagged PDF, EPUB or HTML that screen readers can follow."),
    )

    panels = [FieldPanel("document"), FieldPanel("is_accessible")]

    class Meta(Orderable.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return str(self.document)


class PublicationCitation(Orderable):
    """A practice that a publication cites. Any page for the database: practices are above."""

    publication = ParentalKey(PublicationPage, on_delete=models.CASCADE, related_name="citations")
    page = models.ForeignKey(
        Page, verbose_name=_("practice"), on_delete=models.CASCADE, related_name="+"
    )
    pages = models.CharField(
        _("on page"), max_length=40, blank=True, help_text=_("Such as 12 or 12–14.")
    )

    panels = [PageChooserPanel("page", "practices.PracticePage"), FieldPanel("pages")]

    class Meta(Orderable.Meta):
        verbose_name = _("citation")
        verbose_name_plural = _("citations")

    def __str__(self) -> str:
        return str(self.page)

    def save(self, **kwargs: Any) -> None:
        """Save the row; one that cites another page now goes first, so that the old one hears."""
        former = PublicationCitation.objects.filter(pk=self.pk).exclude(page=self.page_id).first()
        if former is not None:
            former.delete()
        super().save(**kwargs)


def is_isbn(digits: str) -> bool:
    """Whether thirteen digits are an ISBN: ISO 2108, weights 1 and 3, sum divisible by ten."""
    if not ISBN.fullmatch(digits):
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
