"""Closed lists of the directory of cooperatives."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sector(models.TextChoices):
    """Activities of general interest: legislative decree 112/2017, article 2, paragraph 1.

    The code is the decree's letter; the labels are short and our own. (The letters of the Code of
    the third sector, legislative decree 117/2017, article 5, differ from s on.)
    """

    SOCIAL = "a", _("Social services")
    HEALTH = "b", _("Health")
    SOCIO_HEALTH = "c", _("Socio-health services")
    EDUCATION = "d", _("Education, training, culture that educates")
    ENVIRONMENT = "e", _("Environment and shared renewable energy")
    HERITAGE = "f", _("Cultural heritage and landscape")
    UNIVERSITY = "g", _("University education")
    RESEARCH = "h", _("Research of social interest")
    CULTURE = "i", _("Culture, arts and leisure")
    RADIO = "j", _("Community radio")
    TOURISM = "k", _("Social tourism")
    OUT_OF_SCHOOL = "l", _("Out-of-school education against drop-out and poverty")
    SERVICES = "m", _("Services to social enterprises and the third sector")
    DEVELOPMENT = "n", _("Development cooperation")
    FAIR_TRADE = "o", _("Fair trade")
    WORK_INTEGRATION = "p", _("Work integration")
    HOUSING = "q", _("Social housing and temporary homes")
    MIGRANTS = "r", _("Reception and integration of migrants")
    MICROCREDIT = "s", _("Microcredit")
    SOCIAL_FARMING = "t", _("Social farming")
    SPORT = "u", _("Amateur sport")
    REUSE_OF_ASSETS = "v", _("New life for unused public and confiscated assets")


class DisadvantageGroup(models.TextChoices):
    """Whom a type B cooperative brings into work: law 381/1991, article 4, paragraph 1.

    They say what the service is for, never who the people are.
    """

    DISABILITY = "disability", _("Physical, mental or sensory disability")
    FORMER_PATIENTS = "former-patients", _("Former patients of psychiatric hospitals")
    MENTAL_HEALTH = "mental-health", _("Mental health care")
    DRUGS = "drugs", _("Drug addiction")
    ALCOHOL = "alcohol", _("Alcohol addiction")
    MINORS = "minors", _("Minors of working age in family difficulty")
    PRISON = "prison", _("Detention")
    ALTERNATIVE_MEASURES = "alternative-measures", _("Measures outside prison")
    OTHER = "other", _("Others, named by decree")


class Precision(models.TextChoices):
    """How exactly a point on the map tells where a place is."""

    EXACT = "exact", _("Exact")
    STREET = "street", _("Street")
    MUNICIPALITY = "municipality", _("Municipality")
    PROVINCE = "province", _("Province")


class MembersBand(models.TextChoices):
    """How many members; three is the least the law allows."""

    UP_TO_9 = "3-9", _("3 to 9")
    UP_TO_49 = "10-49", _("10 to 49")
    UP_TO_249 = "50-249", _("50 to 249")
    UP_TO_999 = "250-999", _("250 to 999")
    MORE = "1000", _("1,000 or more")


class WorkersBand(models.TextChoices):
    """How many people work there."""

    NONE = "0", pgettext_lazy("workers", "None")
    UP_TO_9 = "1-9", _("1 to 9")
    UP_TO_49 = "10-49", _("10 to 49")
    UP_TO_249 = "50-249", _("50 to 249")
    UP_TO_999 = "250-999", _("250 to 999")
    MORE = "1000", _("1,000 or more")


class TurnoverBand(models.TextChoices):
    """Turnover of a year."""

    UP_TO_100K = "0-100k", _("Up to €100,000")
    UP_TO_500K = "100k-500k", _("€100,000 to €500,000")
    UP_TO_2M = "500k-2m", _("€500,000 to €2 million")
    UP_TO_10M = "2m-10m", _("€2 to €10 million")
    UP_TO_50M = "10m-50m", _("€10 to €50 million")
    MORE = "50m", _("Over €50 million")


class Register(models.TextChoices):
    """Public registers a cooperative is entered in."""

    COOPERATIVES = "cooperatives", _("Register of cooperative companies (Albo)")
    RUNTS = "runts", _("Third-sector register (RUNTS)")
    REA = "rea", _("Business register (REA number)")
    REGIONAL = "regional", _("Regional register of social cooperatives")


class Lifecycle(models.TextChoices):
    """Whether a cooperative is there, and what became of it."""

    ACTIVE = "active", pgettext_lazy("cooperative", "Active")
    LIQUIDATION = "liquidation", pgettext_lazy("cooperative", "In liquidation")
    CLOSED = "closed", pgettext_lazy("cooperative", "Closed")
    MERGED = "merged", pgettext_lazy("cooperative", "Merged into another")


class ClaimStatus(models.TextChoices):
    """How far a cooperative has come in looking after its own record."""

    UNCLAIMED = "unclaimed", pgettext_lazy("cooperative", "Not claimed")
    INVITED = "invited", pgettext_lazy("cooperative", "Invited")
    REQUESTED = "requested", pgettext_lazy("cooperative", "Requested")
    CLAIMED = "claimed", pgettext_lazy("cooperative", "Claimed")
    VERIFIED = "verified", pgettext_lazy("cooperative", "Verified")


class RecordOrigin(models.TextChoices):
    """How a record came into the directory."""

    STAFF = "staff", _("Written by staff")
    IMPORT = "import", _("Imported")
    CALL = "call", _("From a call")
