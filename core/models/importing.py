"""Rows behind an import: the job, its file, what became of each row, and where things came from."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportState(models.TextChoices):
    """Where an import stands."""

    CHECKING = "checking", pgettext_lazy("import", "Being checked")
    REFUSED = "refused", pgettext_lazy("import", "Refused")
    CHECKED = "checked", pgettext_lazy("import", "Checked, nothing written yet")
    RUNNING = "running", pgettext_lazy("import", "Being imported")
    DONE = "done", pgettext_lazy("import", "Imported")
    CANCELLED = "cancelled", pgettext_lazy("import", "Cancelled")
    UNDOING = "undoing", pgettext_lazy("import", "Being undone")
    UNDONE = "undone", pgettext_lazy("import", "Undone")


class RowOutcome(models.TextChoices):
    """What becomes of a row; first as foreseen, then as it happened."""

    CREATED = "created", pgettext_lazy("row", "created")
    UPDATED = "updated", pgettext_lazy("row", "updated")
    UNCHANGED = "unchanged", pgettext_lazy("row", "unchanged")
    LEFT_OUT = "left-out", pgettext_lazy("row", "left out")
    FAILED = "failed", pgettext_lazy("row", "with errors")
    UNDONE = "undone", pgettext_lazy("row", "undone")


class ImportJob(models.Model):
    """One file that somebody brought, from the first look to the last row."""

    importer = models.CharField(_("kind"), max_length=40)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.CHECKING
    )
    file_name = models.CharField(_("file"), max_length=200)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # The report is written by the worker, in the language of who reads it.
    language = models.CharField(max_length=10)
    options = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # What is to be said of the file as a whole: {"level", "text"}.
    notes = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField(_("brought on"), auto_now_add=True)
    # When a worker last did something for it.
    touched_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(_("finished on"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        default_permissions = ("add", "view")

    def __str__(self) -> str:
        return self.file_name


class ImportFile(models.Model):
    """A file of a job; kept in the database, out of reach of any web address, until it is used."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="files")
    role = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["job", "role"], name="one_file_per_role")]

    def __str__(self) -> str:
        return self.name


class ImportChunk(models.Model):
    """A piece of a file, small enough for any database."""

    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="chunk_once")]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.number}"


class ImportRow(models.Model):
    """One row of a file: what stands in it, what is wrong with it, what became of it."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    sheet = models.CharField(max_length=100, blank=True)
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=255, blank=True)
    label = models.CharField(max_length=250, blank=True)
    cells = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # [{"level": "error" or "warning", "column", "value", "text"}]
    findings = models.JSONField(default=list)
    has_errors = models.BooleanField(default=False)
    has_warnings = models.BooleanField(default=False)
    # Somebody has changed values since they were imported, and the file says something else.
    keeps_changes = models.BooleanField(default=False)
    foreseen = models.CharField(max_length=10, choices=RowOutcome.choices, blank=True)
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices, blank=True)
    content_type = models.ForeignKey(ContentType, null=True, on_delete=models.SET_NULL)
    object_id = models.PositiveBigIntegerField(null=True)
    target = GenericForeignKey()

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="import_row_once_in_a_job")
        ]

    def __str__(self) -> str:
        return f"{self.job_id}: {self.sheet} {self.line}"


class ImportedThing(models.Model):
    """Where something came from, so that importing it again finds it; unique, whoever is faster."""

    kind = models.CharField(max_length=40)
    external_id = models.CharField(max_length=255)
    content_type = models.ForeignKey(ContentType, null=True, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField(null=True)
    target = GenericForeignKey()
    # The values as the last import left them: what differs now was changed by a person.
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # What tells that nobody has saved the thing since.
    stamp = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(
        ImportJob, null=True, on_delete=models.SET_NULL, related_name="created_things"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "object_id"], name="imported_thing_target")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "external_id"], name="imported_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id}"
