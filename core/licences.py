"""Licences a text or a picture can carry."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Addresses are the licences' own pages, as their publishers give them.
LICENCE_ADDRESSES = {
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "cc-by-sa-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "iodl-2.0": "https://www.dati.gov.it/iodl/2.0/",
    "all-rights-reserved": "",
}


class Licence(models.TextChoices):
    """What others may do with a work."""

    CC_BY = "cc-by-4.0", _("CC BY 4.0: free to use with attribution")
    CC_BY_SA = (
        "cc-by-sa-4.0",
        _("CC BY-SA 4.0: free to use with attribution, under the same licence"),
    )
    CC0 = "cc0-1.0", _("CC0: no rights reserved")
    IODL = "iodl-2.0", _("IODL 2.0: Italian open data licence")
    RESERVED = "all-rights-reserved", _("All rights reserved")
