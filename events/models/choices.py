"""Closed lists of events and paths."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventKind(models.TextChoices):
    """What sort of meeting an event is."""

    LISTENING_TABLE = "listening-table", _("Listening table")
    INTERVIEW = "interview", _("Interview")
    WORKSHOP = "workshop", _("Workshop")
    TERRITORIAL = "territorial-meeting", _("Territorial meeting")
    WEBINAR = "webinar", _("Webinar")
    TRAINING = "training", _("Training")
    CONFERENCE = "conference", _("Conference")
    PRESENTATION = "presentation", _("Presentation")
    ASSEMBLY = "assembly", _("Assembly")
    STUDY_VISIT = "study-visit", _("Study visit")


class EventMode(models.TextChoices):
    """How people take part; the codes follow schema.org's attendance modes."""

    IN_PERSON = "in-person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online")


class EventStatus(models.TextChoices):
    """What has become of an event; the codes follow schema.org's event statuses."""

    SCHEDULED = "scheduled", _("Scheduled")
    MOVED_ONLINE = "moved-online", _("Moved online")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", pgettext_lazy("event", "Cancelled")


class Audience(models.TextChoices):
    """Whom an event or a phase is for."""

    EVERYBODY = "everybody", _("Everybody")
    TRADE = "trade-associations", _("Trade associations")
    VOLUNTEERING = "volunteering", _("Volunteering and third sector")
    STAKEHOLDERS = "stakeholders", _("Stakeholders")
    CITIZENS = "citizens", _("Citizens")
    YOUNG = "young-people", _("Young people")
    COOPERATIVES = "cooperatives", _("Cooperatives")
    PUBLIC_BODIES = "public-bodies", _("Public bodies")
    SCHOOLS = "schools", _("Schools")
    PRESS = "press", _("Press")
    INVITED = "invited", _("Invited only")


class AccessFeature(models.TextChoices):
    """What makes it possible, or easier, for somebody to take part."""

    STEP_FREE = "step-free", _("Step-free entrance")
    TOILET = "accessible-toilet", _("Accessible toilet")
    HEARING_LOOP = "hearing-loop", _("Hearing loop")
    SIGN_LANGUAGE = "sign-language", _("Sign language interpreter")
    CAPTIONS = "captions", _("Live captions")
    INTERPRETING = "interpreting", _("Interpreting between languages")
    PLAIN_LANGUAGE = "plain-language", _("Materials in plain language")
    QUIET_ROOM = "quiet-room", _("Quiet room")
    CHILD_MINDING = "child-minding", _("Child-minding")
    PARKING = "parking", _("Reserved parking")


class RegistrationMode(models.TextChoices):
    """How people announce that they come."""

    NONE = "none", _("No registration: people just come")
    HERE = "here", _("Here, on the page of the event")
    EXTERNAL = "external", _("On another site")
    INVITATION = "invitation", _("Here, only by invitation")


class Seats(models.TextChoices):
    """How many seats are left, told in broad terms: exact numbers are for staff."""

    MANY = "many", _("Seats available")
    FEW = "few", _("Few seats left")
    WAITING = "waiting-list", _("Full, with a waiting list")
    NONE = "none", _("No seats left")


class ReminderOffset(models.TextChoices):
    """How long before the beginning a reminder leaves."""

    WEEK = "7d", _("7 days before")
    DAY = "1d", _("1 day before")
    HOURS = "2h", _("2 hours before")


class RegistrationState(models.TextChoices):
    """Where a registration stands."""

    PENDING = "pending", pgettext_lazy("registration", "To be confirmed by mail")
    REGISTERED = "registered", pgettext_lazy("registration", "Registered")
    WAITING = "waiting", pgettext_lazy("registration", "On the waiting list")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")
    ATTENDED = "attended", pgettext_lazy("registration", "Was there")
    NO_SHOW = "no-show", pgettext_lazy("registration", "Did not come")
