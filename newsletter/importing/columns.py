"""The columns of a list of subscribers: headings, checks, template and help come from here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.importing.choices import OneOf
from core.importing.columns import Column, Table
from core.importing.parsing import Words
from core.importing.vocabularies import TopicNames, Vocabularies
from newsletter.importing.parsers import Address, LanguageName, PastDay, RegionNames, ShownWords
from newsletter.models import ConsentMethod, Frequency

KIND = "subscriber"
EMAIL = "email"
EVIDENCE = "evidence"


def subscribers(known: Vocabularies) -> Table:
    """The sheet of subscribers."""
    return Table(KIND, "Iscrizioni", "Subscribers", (*_who(), *_consent(), *_choice(known)))


def _who() -> tuple[Column, ...]:
    return (
        Column(
            EMAIL,
            "E-mail",
            "E-mail",
            Address(),
            _("By it a reader is recognised when the file is brought again."),
            is_required=True,
            aliases=("Email", "Indirizzo e-mail", "Posta elettronica", "Mail", "E-mail address"),
        ),
        Column(
            "language",
            "Lingua",
            "Language",
            LanguageName(),
            _("Empty means Italian."),
        ),
    )


def _consent() -> tuple[Column, ...]:
    return (
        Column(
            "wording",
            "Testo del consenso",
            "Wording of the consent",
            ShownWords(),
            _("Word by word what the person read when agreeing, such as the line beside a box."),
            is_required=True,
            aliases=("Consenso", "Informativa", "Consent wording", "Wording"),
        ),
        Column(
            "given_date",
            "Data del consenso",
            "Date of the consent",
            PastDay(),
            _("The day on which the person agreed."),
            is_required=True,
            aliases=("Data", "Consent date", "Date"),
        ),
        Column(
            "method",
            "Come è stato dato",
            "How it was given",
            OneOf(ConsentMethod),
            is_required=True,
            aliases=("Modalità", "Come", "How"),
        ),
        Column(
            EVIDENCE,
            "Prova",
            "Evidence",
            Words(500),
            _("Where it can be found: folder, sheet, number of a record, file."),
            is_required=True,
            aliases=("Prova del consenso", "Proof"),
        ),
    )


def _choice(known: Vocabularies) -> tuple[Column, ...]:
    return (
        Column("topics", "Temi", "Topics", TopicNames(known), _("Empty means everything.")),
        Column(
            "territories",
            "Regioni",
            "Regions",
            RegionNames(known),
            _("Empty means everything."),
            aliases=("Territori", "Regione", "Territories"),
        ),
        Column(
            "frequency",
            "Frequenza",
            "How often",
            OneOf(Frequency),
            _("Empty means every issue."),
            aliases=("Ogni quanto", "Frequency"),
        ),
    )
