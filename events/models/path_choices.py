"""Closed lists of participation paths, and of the needs and actors that come out of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PathStatus(models.TextChoices):
    """Where a participation path stands; "not born" is an answer like any other."""

    DESIGNING = "designing", _("Being designed")
    RUNNING = "running", _("Running")
    SUSPENDED = "suspended", _("Suspended")
    BORN = "ended-born", _("Ended: it was born")
    NOT_BORN = "ended-not-born", _("Ended: it was not born")
    OTHER = "ended-other", _("Ended with another outcome")


ENDED = frozenset({PathStatus.BORN, PathStatus.NOT_BORN, PathStatus.OTHER})


class ParticipationLevel(models.TextChoices):
    """How much those who take part can decide."""

    INFORM = "inform", _("Inform")
    CONSULT = "consult", _("Consult")
    INVOLVE = "involve", _("Involve")
    CODESIGN = "co-design", _("Design together")
    CODECIDE = "co-decide", _("Decide together")


class Amounts(models.TextChoices):
    """Whether it is known what a path costs. Silence is an answer, and is shown as one."""

    NOT_STATED = "not-stated", _("Not stated")
    STATED = "stated", _("Stated below")
    NONE = "none", _("No money was assigned")


class PhaseState(models.TextChoices):
    """Where a phase stands, when an editor says so against its dates."""

    DONE = "done", _("Done")
    ACTIVE = "active", _("Going on now")
    COMING = "coming", _("To come")


class Method(models.TextChoices):
    """How people are heard."""

    LISTENING = "listening-tables", _("Listening tables")
    INTERVIEWS = "interviews", _("Interviews")
    SURVEY = "survey", _("Survey")
    WORKSHOPS = "workshops", _("Workshops")
    ASSEMBLIES = "assemblies", _("Public assemblies")
    WALKS = "walks", _("Walks through the place")
    WORLD_CAFE = "world-cafe", _("World café")
    OPEN_SPACE = "open-space", _("Open space")
    DELIBERATION = "deliberation", _("Deliberation by drawn citizens")
    ONLINE = "online", _("Online consultation")
    DESK = "desk-research", _("Desk research")


class BodyKind(models.TextChoices):
    """What a body of a path is for."""

    STEERING = "steering-group", _("Steering group")
    NEGOTIATION = "negotiation-table", _("Negotiation table")
    GUARANTEE = "guarantee-committee", _("Guarantee committee")
    OTHER = "other", _("Other")


class Decision(models.TextChoices):
    """What became of a proposal."""

    ACCEPTED = "accepted", pgettext_lazy("proposal", "Accepted")
    PARTLY = "partly", pgettext_lazy("proposal", "Partly accepted")
    REJECTED = "rejected", pgettext_lazy("proposal", "Rejected")


class DocumentRole(models.TextChoices):
    """What a publication is for a path."""

    PROPOSAL = "proposal", _("Participatory proposal")
    FINAL_REPORT = "final-report", _("Final report")
    DECISION = "decision", _("Act of decision")
    MINUTES = "minutes", _("Minutes")
    BACKGROUND = "background", _("Background")


class NeedCategory(models.TextChoices):
    """What a need is about."""

    WORK = "work", _("Work")
    HOUSING = "housing", _("Housing")
    CARE = "care", _("Care and health")
    EDUCATION = "education", _("Education and training")
    MOBILITY = "mobility", _("Getting around")
    SHOPS = "everyday-services", _("Shops and everyday services")
    DIGITAL = "digital", _("Digital access")
    COMPANY = "company", _("Company and places to meet")
    CULTURE = "culture", _("Culture and leisure")
    ENVIRONMENT = "environment", _("Environment and energy")
    FARMING = "farming", _("Farming and food")
    SPACES = "spaces", _("Empty spaces and buildings")
    WELCOME = "welcome", _("Welcoming newcomers")
    OTHER = "other", _("Other")


class TargetGroup(models.TextChoices):
    """For whom a service is, never who a single person is; the codes are those of practices."""

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


class NeedSource(models.TextChoices):
    """Where a need was heard."""

    EVENT = "event", _("At an event")
    INTERVIEW = "interview", _("In an interview")
    SURVEY = "survey", _("In a survey")
    DESK = "desk", _("From documents and data")


class NeedStatus(models.TextChoices):
    """What has become of a need."""

    EMERGED = "emerged", _("Emerged")
    VALIDATED = "validated", _("Validated")
    IN_DESIGN = "in-design", _("An answer is being designed")
    COVERED = "covered", _("Covered")
    OUT_OF_SCOPE = "out-of-scope", _("Out of scope")


class ActorKind(models.TextChoices):
    """What an actor is."""

    COOPERATIVE = "cooperative", _("Cooperative")
    TRADE = "trade-association", _("Trade association")
    VOLUNTEERING = "volunteering", _("Volunteering")
    ENTERPRISE = "enterprise", _("Enterprise")
    PUBLIC_BODY = "public-body", _("Public body")
    SCHOOL = "school", _("School")
    PARISH = "parish", _("Parish")
    INFORMAL = "informal-group", _("Informal group")
    FOUNDATION = "foundation", _("Foundation")
    PROFESSIONAL = "professional", _("Professional")


class ActorRole(models.TextChoices):
    """What an actor is in a path."""

    PROMOTER = "promoter", _("Promotes it")
    ACTIVATABLE = "can-be-activated", _("Can be activated")
    INTERESTED = "interested", _("Interested")
    TO_INVOLVE = "to-involve", _("To be involved")
    AFFECTED = "affected", _("Affected")


class Offer(models.TextChoices):
    """What an actor can bring."""

    SPACE = "space", _("Space")
    TIME = "time", pgettext_lazy("offer", "Time")
    SKILLS = "skills", _("Skills")
    MONEY = "money", _("Money")
    NETWORK = "network", _("Contacts")
    DATA = "data", _("Data")


class AnswerState(models.TextChoices):
    """What a person said of a practice that may answer a need."""

    ACCEPTED = "accepted", pgettext_lazy("suggestion", "Accepted")
    DISMISSED = "dismissed", pgettext_lazy("suggestion", "Dismissed")
