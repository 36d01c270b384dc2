"""Following one thing, such as a path: who does, what was new, and who was told of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from newsletter.models.subscriber import Subscriber


class FollowedKind(models.TextChoices):
    """What can be followed; the names are the catalogue's kinds, except for cooperatives."""

    PATH = "path", pgettext_lazy("kind", "Participation path")
    CALL = "call", pgettext_lazy("kind", "Call")
    COOPERATIVE = "cooperative", pgettext_lazy("kind", "Cooperative")


class What(models.TextChoices):
    """What is new."""

    UPDATE = "update", pgettext_lazy("news", "Update")
    NEW_EVENT = "new-event", _("New meeting")
    CHANGED_EVENT = "changed-event", _("Meeting changed")
    REPORT = "report", _("What came of a meeting")
    ANSWERS = "answers", _("Answers to the proposals")
    STATUS = "status", _("Where it stands")
    DEADLINE = "deadline", _("New deadline")
    RESULTS = "results", _("Results")
    NEW_PRACTICE = "new-practice", _("New practice")
    PUBLIC_EVENT = "public-event", _("New event")


class Following(models.Model):
    """A reader follows one thing. Written only by `newsletter.following`.

    It has nothing to do with the newsletter: each has its own consent, and leaving one leaves
    the other as it is.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscriber = models.ForeignKey(
        Subscriber,
        on_delete=models.CASCADE,
        related_name="followings",
        verbose_name=_("subscriber"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=FollowedKind.choices)
    # What a thing and its translations have in common: the catalogue's `translation_key`, or the
    # `uid` of a cooperative.
    key = models.UUIDField(_("what"))
    confirmed_at = models.DateTimeField(_("since"), default=timezone.now)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("following")
        verbose_name_plural = _("followings")
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "kind", "key"], name="one_following_of_a_thing"
            )
        ]
        indexes = [
            models.Index(
                fields=["kind", "key"], name="following_now", condition=Q(ended_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        # Never who: this ends in logs.
        return f"{self.kind} {self.key}"


class Bulletin(models.Model):
    """One mail's worth of news of one thing: what each of its followers is told, by language."""

    kind = models.CharField(_("kind"), max_length=12, choices=FollowedKind.choices)
    key = models.UUIDField(_("what"), db_index=True)
    # {"it": {"title": …, "url": …, "news": [{"what", "title", "text", "url", "when"}]}}
    contents = models.JSONField(_("contents"), default=dict)
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")

    def __str__(self) -> str:
        told: dict[str, str] = next(iter(self.contents.values()), {})
        return str(told.get("title") or self.pk)


class NewsItem(models.Model):
    """Something that is known of a followed thing, and whether its followers were told.

    `signature` is what it looked like; when that changes, a row with the next number is news.
    """

    kind = models.CharField(max_length=12, choices=FollowedKind.choices)
    key = models.UUIDField()
    subject = models.CharField(max_length=60)
    number = models.PositiveIntegerField(default=1)
    what = models.CharField(_("what"), max_length=16, choices=What.choices)
    signature = models.CharField(max_length=64, blank=True)
    # Known before anybody followed, or no news: nobody is told.
    is_old = models.BooleanField(default=False)
    bulletin = models.ForeignKey(
        Bulletin, null=True, on_delete=models.SET_NULL, related_name="items"
    )
    found_at = models.DateTimeField(_("found"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "subject", "number"], name="one_row_for_a_piece_of_news"
            )
        ]
        indexes = [
            models.Index(
                fields=["kind", "key"],
                name="news_waiting",
                condition=Q(bulletin__isnull=True, is_old=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.number}"


class CopyState(models.TextChoices):
    """Where a follower's copy stands."""

    PLANNED = "planned", pgettext_lazy("mail", "Planned")
    LEASED = "leased", pgettext_lazy("mail", "Being sent")
    INTENT = "intent", _("Being handed over")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", pgettext_lazy("mail", "Failed")
    SKIPPED = "skipped", pgettext_lazy("mail", "Skipped")
    UNCERTAIN = "uncertain", _("Not known")


class BulletinCopy(models.Model):
    """A follower's copy of a bulletin: the row comes first, the mail afterwards.

    Written only by `newsletter.news`, which plans it, and `newsletter.telling`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bulletin = models.ForeignKey(
        Bulletin, on_delete=models.CASCADE, related_name="copies", verbose_name=_("bulletin")
    )
    # Null once the follower's data were erased: the count stays true.
    following = models.ForeignKey(
        Following, null=True, on_delete=models.SET_NULL, related_name="copies"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=CopyState.choices, default=CopyState.PLANNED
    )
    # A code and the server's number, never the server's words: those repeat the address.
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now, null=True, blank=True)
    created_at = models.DateTimeField(pgettext_lazy("mail", "planned"), default=timezone.now)
    settled_at = models.DateTimeField(pgettext_lazy("mail", "sent"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("copy of a bulletin")
        verbose_name_plural = _("copies of bulletins")
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "following"], name="one_copy_per_follower_and_bulletin"
            )
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="bulletin_copy_due")]

    def __str__(self) -> str:
        return f"{self.pk} ({self.get_state_display()})"
