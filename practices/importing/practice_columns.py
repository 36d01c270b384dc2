"""The columns of practices: headings, checks, template and help all come from here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.importing.choices import OneOf, SomeOf
from core.importing.columns import Column, Table
from core.importing.parsing import MailAddress, Paragraphs, Whole, Words, Year, YesOrNo
from core.importing.vocabularies import TerritoryNames, TopicNames, Vocabularies
from practices.importing.parsers import TAX_CODE
from practices.models.choices import Maturity
from practices.models.practice_choices import (
    BudgetBand,
    CountBasis,
    Depth,
    EvidenceLevel,
    FundingSource,
    HelpOffered,
    InnovationType,
    Involvement,
    MainIncome,
    SustainableGoal,
    TargetGroup,
)

KIND = "practice"
MANY = 10_000_000


def practices(known: Vocabularies) -> Table:
    """The sheet of practices."""
    columns = (*_card(known), *_what(), *_means(), *_results(), *_transfer(), *_private())
    return Table(KIND, "Pratiche", "Practices", columns)


def _card(known: Vocabularies) -> tuple[Column, ...]:
    return (
        Column(
            "external_id",
            "Codice scheda",
            "Card number",
            Words(120),
            _("The number of the card where it comes from: by it a practice is recognised again."),
            is_required=True,
            aliases=("Codice", "ID", "Numero scheda", "External id"),
        ),
        Column(
            "title",
            "Titolo",
            "Title",
            Words(120),
            is_required=True,
            aliases=("Nome del progetto", "Progetto", "Pratica"),
        ),
        Column(
            "lead_cooperative",
            "Codice fiscale della cooperativa",
            "Tax code of the cooperative",
            TAX_CODE,
            _("Of a cooperative in the directory, or in the sheet of cooperatives of this file."),
            is_required=True,
            aliases=("Codice fiscale", "CF", "CF cooperativa", "Tax code"),
        ),
        Column(
            "summary",
            "Riassunto",
            "Summary",
            Words(300),
            _("Two or three sentences that stand alone."),
            aliases=("Sintesi", "Abstract"),
        ),
        Column(
            "told_as", "Forma", "How much is told", OneOf(Depth), _("Empty means a short card.")
        ),
        Column("maturity", "Maturità", "Maturity", OneOf(Maturity), aliases=("Stato",)),
        Column(
            "started_year", "Anno di inizio", "Started in", Year(1900), aliases=("Dal", "Avvio")
        ),
        Column("ended_year", "Anno di fine", "Ended in", Year(1900), aliases=("Al",)),
        Column(
            "place",
            "Luogo",
            "Place",
            Words(120),
            _("The municipality or the area, as people call it."),
            aliases=("Comune",),
        ),
        Column(
            "territories",
            "Territori",
            "Territories",
            TerritoryNames(known),
            aliases=("Territorio", "Provincia", "Province"),
        ),
        Column("topics", "Temi", "Topics", TopicNames(known), aliases=("Tema", "Topic")),
        Column("target_groups", "Destinatari", "For whom", SomeOf(TargetGroup)),
    )


def _what() -> tuple[Column, ...]:
    return (
        Column(
            "what_we_do",
            "Che cosa si fa",
            "What is done",
            Paragraphs(3000),
            _("Up to 800 characters on a short card, up to 3,000 in full."),
            aliases=("Descrizione", "Attività"),
        ),
        Column("need", "Bisogno", "Need", Paragraphs(600), _("What the practice answers.")),
        Column("innovation", "Che cosa c’è di nuovo", "What is new", Paragraphs(800)),
        Column("innovation_types", "Novità in", "New in", SomeOf(InnovationType)),
        Column("involvement", "Partecipazione", "Involvement", OneOf(Involvement)),
    )


def _means() -> tuple[Column, ...]:
    return (
        Column("volunteers", "Volontari", "Volunteers", Whole(0, MANY)),
        Column("setup_budget", "Costo di avvio", "Money to begin", OneOf(BudgetBand)),
        Column("running_budget", "Costo annuo", "Money for a year", OneOf(BudgetBand)),
        Column("budget_year", "Anno dei costi", "Year of these amounts", Year(1900)),
        Column("funding_sources", "Chi ha finanziato", "Funding", SomeOf(FundingSource)),
        Column("main_income", "Di che cosa vive", "What it lives on", SomeOf(MainIncome)),
        Column("sustainability", "Come va avanti", "How it goes on", Paragraphs(600)),
    )


def _results() -> tuple[Column, ...]:
    return (
        Column("outcomes", "Che cosa ne è venuto", "What came of it", Paragraphs(1200)),
        Column("beneficiaries", "Persone raggiunte in un anno", "People reached", Whole(0, MANY)),
        Column(
            "beneficiaries_basis",
            "Contate o stimate",
            "Counted or estimated",
            OneOf(CountBasis),
            _("Needed beside a number of people."),
        ),
        Column("evidence_level", "Evidenza", "Evidence", OneOf(EvidenceLevel, empty=None)),
        Column("what_did_not_work", "Che cosa non ha funzionato", "What failed", Paragraphs(800)),
        Column(
            "prefers_not_to_say",
            "Preferisce non dirlo",
            "Prefers not to say",
            YesOrNo(),
            _("Yes, if the cooperative prefers not to say what did not work."),
        ),
        Column(
            "sdgs", "Obiettivi ONU", "UN goals", SomeOf(SustainableGoal, most=3, is_ranked=True)
        ),
    )


def _transfer() -> tuple[Column, ...]:
    return (
        Column("can_be_reused", "Che cosa si può riprendere", "To take up", Paragraphs(500)),
        Column("needs_adapting", "Che cosa va adattato", "To adapt", Paragraphs(500)),
        Column("do_not_copy", "Che cosa non copiare", "Not to copy", Paragraphs(500)),
        Column("help_offered", "Aiuto offerto", "Help offered", SomeOf(HelpOffered)),
        Column("text_author", "Testo di", "Text by", Words(120)),
    )


def _private() -> tuple[Column, ...]:
    never = _("Never shown to readers.")
    return (
        Column("contact_name", "Referente", "Contact person", Words(120), never),
        Column("contact_email", "E-mail del referente", "Contact e-mail", MailAddress(), never),
        Column("internal_note", "Nota interna", "Note for colleagues", Paragraphs(5000), never),
    )
