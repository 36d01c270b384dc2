"""Closed lists of practices. The codes are what programs see: they are never renamed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Depth(models.TextChoices):
    """How much a practice tells."""

    SIGNAL = "signal", _("Short card")
    FULL = "full", _("Full practice")


class TargetGroup(models.TextChoices):
    """Whom a practice is for: services, never single people."""

    FAMILIES = "families", _("Children and families")
    TEENAGERS = "teenagers", _("Teenagers and young people out of school and work")
    OLDER = "older-people", _("Older people")
    DISABILITY = "disability", _("People with disabilities")
    MENTAL_HEALTH = "mental-health", _("Mental health")
    ADDICTION = "addiction", _("Addiction")
    PRISON = "prison", _("Prison and probation")
    HOMELESSNESS = "homelessness", _("Homelessness")
    MIGRANTS = "migrants", _("Migrants and asylum seekers")
    VIOLENCE = "violence", _("Women escaping violence")
    UNEMPLOYED = "unemployed", _("Unemployed people")
    COMMUNITY = "community", _("The whole community")


class InnovationType(models.TextChoices):
    """In what a practice is new."""

    SERVICE = "service", pgettext_lazy("innovation", "Service")
    PROCESS = "process", pgettext_lazy("innovation", "Process")
    GOVERNANCE = "governance", pgettext_lazy("innovation", "Governance")
    MARKET = "market", pgettext_lazy("innovation", "Market or supply chain")
    TECHNOLOGY = "technology", pgettext_lazy("innovation", "Technology")
    SPACE = "space", pgettext_lazy("innovation", "Space or building")
    FINANCE = "finance", pgettext_lazy("innovation", "Finance")


class Involvement(models.TextChoices):
    """How far those concerned take part in deciding."""

    INFORM = "inform", _("They are informed")
    CONSULT = "consult", _("They are consulted")
    INVOLVE = "involve", _("They are involved")
    COLLABORATE = "collaborate", _("They decide together with us")
    EMPOWER = "empower", _("They decide")
    NOT_APPLICABLE = "n-a", _("Does not apply")


class BuildingBlockKind(models.TextChoices):
    """What a piece of a practice is, for whoever wants to take it up."""

    METHOD = "method", pgettext_lazy("building block", "Method")
    AGREEMENT = "agreement", pgettext_lazy("building block", "Agreement")
    TOOL = "tool", pgettext_lazy("building block", "Tool")
    ROLE = "role", pgettext_lazy("building block", "Role")
    SPACE = "space", pgettext_lazy("building block", "Space")
    FINANCE = "finance", pgettext_lazy("building block", "Money")
    TRAINING = "training", pgettext_lazy("building block", "Training")
    DIGITAL = "digital", pgettext_lazy("building block", "Digital")


class BudgetBand(models.TextChoices):
    """How much money, in euros. "Not stated" is an answer, an empty field is none."""

    NONE = "none", _("No money of its own")
    UP_TO_10 = "up-to-10k", _("Up to 10,000 euros")
    UP_TO_50 = "10k-50k", _("10,000 to 50,000 euros")
    UP_TO_100 = "50k-100k", _("50,000 to 100,000 euros")
    UP_TO_250 = "100k-250k", _("100,000 to 250,000 euros")
    UP_TO_500 = "250k-500k", _("250,000 to 500,000 euros")
    MORE = "over-500k", _("More than 500,000 euros")
    NOT_STATED = "not-stated", _("Not stated")


class FundingSource(models.TextChoices):
    """Who paid for the beginning."""

    OWN = "own", _("Own money of the cooperatives")
    SHARES = "shares", _("Members’ share capital")
    PUBLIC_GRANT = "public-grant", _("Public grant")
    EU = "eu", _("European programme")
    FOUNDATION = "foundation", pgettext_lazy("funding", "Foundation")
    LOAN = "loan", _("Loan")
    DONATIONS = "donations", _("Donations and crowdfunding")
    ENTERPRISE = "enterprise", _("Enterprises")
    NOT_STATED = "not-stated", _("Not stated")


class MainIncome(models.TextChoices):
    """What a practice lives on."""

    CONTRACT = "contract", _("Public contract")
    CODESIGN = "co-design", _("Agreement after designing together with a public body")
    MARKET = "market", _("Sales")
    GRANTS = "grants", _("Grants")
    DONATIONS = "donations", _("Donations")
    MEMBERSHIP = "membership", _("Members’ contributions")


class CountBasis(models.TextChoices):
    """How a number of people came about."""

    COUNTED = "counted", _("Counted")
    ESTIMATED = "estimated", _("Estimated")


class EvidenceLevel(models.IntegerChoices):
    """How well what a practice says about its results is borne out: editors judge it."""

    DECLARED = 0, _("Declared by the cooperative")
    OWN_DATA = 1, _("Own monitoring data")
    DOCUMENT = 2, _("A document is attached")
    EVALUATION = 3, _("Evaluated by others")
    REPLICATED = 4, _("Repeated elsewhere, with results")


class HelpOffered(models.TextChoices):
    """What the cooperative offers to whoever wants to take the practice up."""

    VISIT = "visit", _("A visit")
    CALL = "call", _("A call")
    MENTORING = "mentoring", _("Company along the way")
    DOCUMENTS = "documents", pgettext_lazy("help", "Documents")
    TRAINING = "training", pgettext_lazy("help", "Training")
    NOTHING = "nothing-now", _("Nothing at the moment")


class PartnerRole(models.TextChoices):
    """What somebody else does in a practice."""

    PROMOTER = "promoter", _("Promoter")
    FUNDER = "funder", _("Funder")
    CODESIGNER = "co-designer", _("Designs it with the cooperative")
    PROVIDER = "provider", _("Provides a part of the service")
    SUPPLIER = "supplier", _("Supplier")
    EVALUATOR = "evaluator", _("Evaluator")
    VOLUNTEERS = "volunteers", _("Volunteer group")
    PARTNER = "partner", _("Partner")


class SustainableGoal(models.IntegerChoices):
    """The Sustainable Development Goals of the United Nations (resolution A/RES/70/1, 2015)."""

    POVERTY = 1, _("No poverty")
    HUNGER = 2, _("Zero hunger")
    HEALTH = 3, _("Good health and well-being")
    EDUCATION = 4, _("Quality education")
    GENDER = 5, _("Gender equality")
    WATER = 6, _("Clean water and sanitation")
    ENERGY = 7, _("Affordable and clean energy")
    WORK = 8, _("Decent work and economic growth")
    INDUSTRY = 9, _("Industry, innovation and infrastructure")
    INEQUALITIES = 10, _("Reduced inequalities")
    CITIES = 11, _("Sustainable cities and communities")
    CONSUMPTION = 12, _("Responsible consumption and production")
    CLIMATE = 13, _("Climate action")
    SEA = 14, _("Life below water")
    LAND = 15, _("Life on land")
    PEACE = 16, _("Peace, justice and strong institutions")
    PARTNERSHIPS = 17, _("Partnerships for the goals")


class Origin(models.TextChoices):
    """How a practice came to the hub."""

    CALL = "call", pgettext_lazy("origin", "A thematic call")
    REGIONAL = "regional-signal", pgettext_lazy("origin", "A signal from a region")
    EDITORIAL = "editorial", pgettext_lazy("origin", "The editors")
    PARTNER = "partner", pgettext_lazy("origin", "A partner")
    MIGRATION = "migration", pgettext_lazy("origin", "An earlier collection")


class TextState(models.TextChoices):
    """Where a text stands between the editors and the cooperative it speaks of."""

    NOT_SENT = "not-sent", _("Not sent to the cooperative")
    SENT = "sent", _("Sent for confirmation")
    CONFIRMED = "confirmed", pgettext_lazy("text", "Confirmed by the cooperative")
    CHANGES_ASKED = "changes-asked", _("The cooperative asks for changes")
    SILENT = "silent", _("No answer in time")


class AdoptionStatus(models.TextChoices):
    """What has become of a re-use."""

    ANNOUNCED = "announced", pgettext_lazy("adoption", "Announced")
    RUNNING = "running", pgettext_lazy("adoption", "Running")
    STOPPED = "stopped", pgettext_lazy("adoption", "Stopped")


class Side(models.TextChoices):
    """Who is asked whether a re-use is so."""

    ORIGIN = "origin", pgettext_lazy("adoption", "The practice’s cooperative")
    ADOPTER = "adopter", pgettext_lazy("adoption", "Who took it up")


class InquiryKind(models.TextChoices):
    """What a cooperative is asked about a practice."""

    STILL_SO = "still-so", _("Is it still so?")
    TEXT = "text", _("Is the text right?")


class Answer(models.TextChoices):
    """What a cooperative answers."""

    STILL_SO = "still-so", _("It is still so")
    CHANGED = "changed", _("Something has changed")
    ENDED = "ended", _("It has ended")
    CONFIRMED = "confirmed", pgettext_lazy("answer", "The text is right")
    CHANGES = "changes", _("The text needs changes")
