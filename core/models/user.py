"""People who work in the hub's admin."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A member of staff. Subscribers and cooperatives are not users: they need no account."""

    regions = models.ManyToManyField(
        "core.Territory",
        verbose_name=_("regions"),
        blank=True,
        related_name="+",
        limit_choices_to={"level__in": ["region", "province"]},
        help_text=_(
            "Who has regions may change and publish only what belongs to them or to their parts, "
            "and may propose drafts for the others."
        ),
    )

    class Meta(AbstractUser.Meta):
        permissions = [
            ("edit_own_regions", _("May edit only in the regions of their own")),
            ("export_lists", _("May download lists and reports as spreadsheets")),
        ]
