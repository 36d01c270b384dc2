"""Pictures and files, with what must be known before they may be shown."""

import secrets
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from core.licences import Licence
from core.stripping import only_the_picture
from core.visibility import is_public_image

# Where the sizes of pictures lie: web servers give out the first folder, nobody the second.
SHOWN_FOLDER = "images"
HIDDEN_FOLDER = "hidden"


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

    @property
    def is_consent_withdrawn(self) -> bool:
        """Whether somebody shown in it does not want to be shown any longer."""
        return self.people_consent == PeopleConsent.WITHDRAWN

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Of a file that has just come, by whatever way, store the picture alone."""
        if self.file and not self.file._committed:  # noqa: SLF001  Django has no other word for it
            self.leave_only_the_picture()
        super().save(*args, **kwargs)

    def leave_only_the_picture(self) -> bool:
        """Take out of the file what was written beside the picture; tell whether there was any.

        The new file is stored when the picture is saved.
        """
        with self.open_file() as file:
            data = file.read()
        plain = only_the_picture(data)
        if plain == data:
            return False
        name = PurePosixPath(self.file.name).name
        self.file: Any = ContentFile(plain, name=name)
        self._set_image_file_metadata()
        return True


class HubRendition(AbstractRendition):
    """A size of a picture made for one place.

    Those of pictures that are not public lie in a folder that no web server gives out.
    """

    image = models.ForeignKey(HubImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def get_upload_to(self, filename: str) -> str:
        """A name that was never used and that nobody can guess from the picture's own."""
        folder = SHOWN_FOLDER if is_public_image(self.image) else HIDDEN_FOLDER
        name = PurePosixPath(self.file.field.storage.get_valid_name(filename))
        return f"{folder}/{name.stem}.{secrets.token_hex(6)}{name.suffix}"

    @property
    def is_hidden(self) -> bool:
        """Whether its file lies where staff alone can see it."""
        return self.file.name.startswith(f"{HIDDEN_FOLDER}/")

    @property
    def url(self) -> str:
        """Where it is shown: to everybody, or to staff alone."""
        if self.is_hidden:
            return reverse("core_hidden_picture", args=[self.pk])
        return str(self.file.url)


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
