"""What a cooperative has several of: sites, entries in registers, people to talk to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from practices.models.cooperative import Cooperative
from practices.models.directory_choices import Register
from practices.models.places import SITE_PANELS, Place


class OperatingSite(Orderable, Place):
    """A place where a cooperative works, besides its registered office."""

    cooperative = ParentalKey(Cooperative, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(
        _("what is there"), max_length=120, blank=True, help_text=_("Such as “Day centre”.")
    )

    panels = SITE_PANELS

    class Meta(Orderable.Meta):
        verbose_name = _("operating site")
        verbose_name_plural = _("operating sites")

    def __str__(self) -> str:
        return self.name or self.municipality


class RegisterEntry(Orderable):
    """An entry in a public register."""

    cooperative = ParentalKey(
        Cooperative, on_delete=models.CASCADE, related_name="register_entries"
    )
    register = models.CharField(_("register"), max_length=16, choices=Register.choices)
    number = models.CharField(_("number"), max_length=40)
    entered_date = models.DateField(_("since"), null=True, blank=True)

    panels = [
        FieldPanel("register"),
        FieldRowPanel([FieldPanel("number"), FieldPanel("entered_date")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("entry in a register")
        verbose_name_plural = _("entries in registers")

    def __str__(self) -> str:
        return f"{self.get_register_display()} {self.number}"


class CooperativeContact(Orderable):
    """Somebody staff talk to. Never leaves the admin."""

    cooperative = ParentalKey(Cooperative, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.name
