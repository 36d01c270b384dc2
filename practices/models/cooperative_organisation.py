"""Which organisation stands for a cooperative on pages that know no directory."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Organisation
from practices.models.cooperative import Cooperative


class CooperativeOrganisation(models.Model):
    """The row of the reference list that `practices.mirroring` keeps in step with a record.

    A table of its own, and no column of the record: a form that was open meanwhile would write
    an older value back.
    """

    cooperative = models.OneToOneField(
        Cooperative, verbose_name=_("cooperative"), on_delete=models.CASCADE, related_name="+"
    )
    organisation = models.OneToOneField(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("organisation of a cooperative")
        verbose_name_plural = _("organisations of cooperatives")

    def __str__(self) -> str:
        return f"{self.cooperative} = {self.organisation}"
