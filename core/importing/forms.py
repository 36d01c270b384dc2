"""The form that takes a file in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importing import archives, recognising
from core.importing.importers import PICTURES, TABLE, Importer
from core.importing.jobs import Brought
from core.importing.recognising import FileKind
from core.importing.refusals import Refused


class UploadForm(forms.Form):
    """A file, what goes with it, and the importer's own questions."""

    file = forms.FileField(label=gettext_lazy("File"), max_length=200)

    def __init__(self, *args: Any, importer: Importer, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.importer = importer
        endings = [f".{kind.value}" for kind in importer.file_kinds]
        self.fields["file"].widget.attrs["accept"] = ",".join(endings)
        self.fields["file"].help_text = _("%(endings)s, up to %(size)s.") % {
            "endings": ", ".join(endings),
            "size": filesizeformat(importer.largest_file),
        }
        if importer.takes_pictures:
            self.fields["pictures"] = _pictures_field(importer)
        self.fields |= importer.fields(user)

    def clean_file(self) -> UploadedFile:
        """Look at size and content."""
        file: UploadedFile = self.cleaned_data["file"]
        _refuse_larger(file, self.importer.largest_file)
        _refuse_other(file, self.importer.file_kinds)
        return file

    def clean_pictures(self) -> UploadedFile | None:
        """The same for the pictures."""
        file: UploadedFile | None = self.cleaned_data.get("pictures")
        if file is not None:
            _refuse_larger(file, self.importer.largest_pictures)
            _refuse_other(file, (FileKind.ARCHIVE,))
        return file

    def brought(self) -> list[Brought]:
        """The files, ready to be kept."""
        found: list[Brought] = []
        for role, name in ((TABLE, "file"), (PICTURES, "pictures")):
            file = self.cleaned_data.get(name)
            if file is not None:
                file.seek(0)
                found.append((role, file.name or name, file.chunks()))
        return found


def _pictures_field(importer: Importer) -> forms.FileField:
    return forms.FileField(
        label=gettext_lazy("Pictures"),
        required=False,
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
        help_text=_(
            "A ZIP of the blog's folder wp-content/uploads, up to %(size)s. Nothing is fetched "
            "from the network: what is not in it is reported as missing."
        )
        % {"size": filesizeformat(importer.largest_pictures)},
    )


def _refuse_larger(file: UploadedFile, largest: int) -> None:
    if (file.size or 0) > largest:
        words = {"size": filesizeformat(file.size or 0), "largest": filesizeformat(largest)}
        raise forms.ValidationError(
            _("The file has %(size)s: up to %(largest)s can be taken.") % words
        )


def _refuse_other(file: UploadedFile, kinds: tuple[FileKind, ...]) -> None:
    name = file.name or ""
    try:
        with _on_disk(file) as path:
            kind = recognising.recognise(path, name, kinds)
            if kind in {FileKind.WORKBOOK, FileKind.ARCHIVE}:
                is_book = kind == FileKind.WORKBOOK
                limits = archives.WORKBOOK if is_book else archives.PICTURES
                with archives.opened(path, limits):
                    pass
    except Refused as refusal:
        raise forms.ValidationError(str(refusal)) from refusal


@contextmanager
def _on_disk(file: UploadedFile) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile(prefix="import-") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)
