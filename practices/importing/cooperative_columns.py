"""The columns of cooperatives: headings, checks, template and help all come from here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.importing.choices import OneOf, SomeOf
from core.importing.columns import Column, Table
from core.importing.parsing import MailAddress, Paragraphs, WebAddress, Words, Year
from core.importing.vocabularies import ProvinceName, TerritoryNames, Vocabularies
from practices.importing.parsers import TAX_CODE, VAT_NUMBER, PostalCode
from practices.models.choices import CooperativeType
from practices.models.directory_choices import (
    DisadvantageGroup,
    Lifecycle,
    MembersBand,
    Sector,
    TurnoverBand,
    WorkersBand,
)

KIND = "cooperative"
YEAR_OF_SIZE = _("The year to which the size refers: a size always has its year.")


def cooperatives(known: Vocabularies) -> Table:
    """The sheet of cooperatives."""
    return Table(KIND, "Cooperative", "Cooperatives", (*_who(known), *_what(known), *_sizes()))


def _who(known: Vocabularies) -> tuple[Column, ...]:
    return (
        Column(
            "tax_code",
            "Codice fiscale",
            "Tax code",
            TAX_CODE,
            _("By it a cooperative is recognised when the file is brought again."),
            is_required=True,
            aliases=("CF", "C.F.", "cod fiscale", "codice fiscale cooperativa"),
        ),
        Column(
            "name",
            "Denominazione",
            "Legal name",
            Words(200),
            _("As it stands in the business register."),
            is_required=True,
            aliases=("Ragione sociale", "Nome", "Cooperativa", "Name"),
        ),
        Column("short_name", "Nome breve", "Short name", Words(60), _("What people call it.")),
        Column(
            "kind",
            "Tipo",
            "Type",
            OneOf(CooperativeType),
            is_required=True,
            aliases=("Tipologia", "Kind"),
        ),
        Column(
            "municipality",
            "Comune",
            "Municipality",
            Words(80),
            _("Of the registered office."),
            is_required=True,
            aliases=("Sede", "Città", "Town"),
        ),
        Column(
            "territory",
            "Provincia",
            "Province",
            ProvinceName(known),
            _("Of the registered office."),
            is_required=True,
            aliases=("Prov", "Prov."),
        ),
        Column("address", "Indirizzo", "Street and number", Words(160), aliases=("Via",)),
        Column("postal_code", "CAP", "Postal code", PostalCode()),
        Column(
            "vat_number",
            "Partita IVA",
            "VAT number",
            VAT_NUMBER,
            _("Often the same as the tax code."),
            aliases=("P.IVA", "P. IVA", "PIVA", "VAT"),
        ),
        Column(
            "lifecycle",
            "Stato",
            "State",
            OneOf(Lifecycle, without=(Lifecycle.MERGED,)),
            _("Empty means active. Merging is done in the directory."),
        ),
    )


def _what(known: Vocabularies) -> tuple[Column, ...]:
    return (
        Column(
            "founded_year",
            "Anno di fondazione",
            "Founded in",
            Year(least=1850),
            aliases=("Fondata nel", "Anno costituzione", "Anno di costituzione"),
        ),
        Column(
            "sectors",
            "Settori",
            "Sectors",
            SomeOf(Sector),
            _("Legislative decree 112/2017, article 2: the letters can be written, too."),
            aliases=("Settori di interesse generale", "Settore"),
        ),
        Column(
            "disadvantage_groups",
            "Inserimento lavorativo di",
            "Work integration of",
            SomeOf(DisadvantageGroup),
            _("For type B: the groups of law 381/1991, article 4, that its work is for."),
        ),
        Column(
            "summary",
            "Presentazione",
            "Summary",
            Words(300),
            _("Two sentences that say what the cooperative does, and for whom."),
            aliases=("Descrizione",),
        ),
        Column("summary_en", "Presentazione in inglese", "Summary in English", Words(300)),
        Column("areas_served", "Territori serviti", "Areas served", TerritoryNames(known)),
        Column("website", "Sito", "Website", WebAddress(), aliases=("Sito web", "Web")),
        Column(
            "public_email",
            "E-mail pubblica",
            "Public e-mail",
            MailAddress(),
            _("An address of the office, not of a person."),
            aliases=("Email", "E-mail", "Posta elettronica"),
        ),
        Column("phone", "Telefono", "Telephone", Words(40), aliases=("Tel", "Phone")),
        Column(
            "internal_note",
            "Nota interna",
            "Note for colleagues",
            Paragraphs(5000),
            _("Never shown to readers."),
            aliases=("Note",),
        ),
    )


def _sizes() -> tuple[Column, ...]:
    return (
        Column("members_band", "Soci", "Members", OneOf(MembersBand)),
        Column("members_year", "Soci, anno", "Members, year", Year(1990), YEAR_OF_SIZE),
        Column("workers_band", "Lavoratori", "Workers", OneOf(WorkersBand)),
        Column("workers_year", "Lavoratori, anno", "Workers, year", Year(1990), YEAR_OF_SIZE),
        Column("turnover_band", "Fatturato", "Turnover", OneOf(TurnoverBand)),
        Column("turnover_year", "Fatturato, anno", "Turnover, year", Year(1990), YEAR_OF_SIZE),
    )
