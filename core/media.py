"""Pictures and files, with what must be known before they may be shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from core.licences import Licence


class PeopleConsent(models.TextChoices):
    """Whether the people who can be recognised agreed to be shown."""

    NONE_SHOWN = "none", _("Nobody can be recognised")
    HELD = "held", _("Consent is held on file")
    PUBLIC_EVENT = "event", _("Taken at a public event")
    WITHDRAWN = "withdrawn", _("Consent withdrawn: hide the picture everywhere")


class HubImage(AbstractImage):
    """A picture; Wagtail's `description` holds its alternative text in the source language."""

    credit = models.CharField(
        _("credit"), max_length=120, blank=True, help_text=_("Who made the picture.")
    )
    licence = models.CharField(
        _("licence"), max_length=24, choices=Licence.choices, default=Licence.CC_BY
    )
    people_consent = models.CharField(
        _("people in the picture"),
        max_length=12,
        choices=PeopleConsent.choices,
        default=PeopleConsent.NONE_SHOWN,
    )

    admin_form_fields = (
        *(name for name in Image.admin_form_fields if name != "description"),
        "description",
        "credit",
        "licence",
        "people_consent",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]


class HubRendition(AbstractRendition):
    """A size of a picture made for one place."""

    image = models.ForeignKey(HubImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class HubDocument(AbstractDocument):
    """A file to download."""

    licence = models.CharField(
        _("licence"), max_length=24, choices=Licence.choices, default=Licence.CC_BY
    )

    admin_form_fields = (*Document.admin_form_fields, "licence")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
