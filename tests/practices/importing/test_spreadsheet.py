import io
import re

import pytest
from openpyxl import load_workbook

from core.importing import jobs
from core.importing.recognising import FileKind
from core.models import ImportRow, ImportState
from practices import recording
from practices.importing import samples
from practices.importing.spreadsheet import SpreadsheetImporter
from practices.models import Cooperative, Origin, PracticePage
from practices.models.directory_choices import RecordOrigin
from tests.factories import CooperativeFactory, TerritoryFactory, TopicFactory, UserFactory
from tests.practices.importing.workbooks import cooperative, network, practice, tax_code

pytestmark = pytest.mark.django_db
ALL = {"only_valid": False}


def finding(job, number=0):
    row = ImportRow.objects.filter(job=job).exclude(findings=[]).order_by("number")[number]
    return row.findings[0]


@pytest.mark.slow
def test_135_practices_of_104_cooperatives_come_in_one_go(bring, hub_site):
    job = bring(network(), go=ALL)

    assert job.state == ImportState.DONE
    assert jobs.counts(job)["created"] == 104 + 135
    assert Cooperative.objects.count() == 104
    assert PracticePage.objects.child_of(hub_site.practices).count() == 135
    assert not PracticePage.objects.filter(live=True).exists()


def test_everything_comes_in_as_a_draft_with_its_origin(bring):
    bring(go=ALL, Cooperative=[cooperative()], Pratiche=[practice()])

    made, page = Cooperative.objects.get(), PracticePage.objects.get()
    assert (made.origin, made.is_listed) == (RecordOrigin.IMPORT, False)
    assert not page.live
    record = recording.record_of(page)
    assert record.origin == Origin.MIGRATION
    assert [str(one) for one in record.external_ids.all()] == ["prova: A-001"]
    assert page.lead_cooperative == made


def test_the_values_of_a_row_are_on_the_page(bring):
    topic = TopicFactory(name="Agricoltura sociale", slug="agricoltura-sociale")
    topic.synonyms = "orti"
    topic.save()
    bring(
        go=ALL,
        Cooperative=[cooperative()],
        Pratiche=[
            practice(
                Temi="Orti",
                Territori="Ferrara; Emilia-Romagna",
                Destinatari="disability; community",
                **{
                    "Che cosa si fa": "Una riga.\n- uno\n- due",
                    "Anno di inizio": 2019,
                    "Obiettivi ONU": "11; 1",
                    "Preferisce non dirlo": "sì",
                    "E-mail del referente": "referente@example.org",
                },
            )
        ],
    )

    page = PracticePage.objects.get().get_latest_revision_as_object()
    assert list(page.topics.all()) == [topic]
    assert {one.code for one in page.territories.all()} == {"038", "08"}
    assert page.target_groups == ["disability", "community"]
    assert page.what_we_do == "<p>Una riga.</p><ul><li>uno</li><li>due</li></ul>"
    assert page.started_year == 2019
    assert [int(one) for one in page.sdgs] == [11, 1]
    assert page.prefers_not_to_say is True
    assert recording.record_of(page).contact_email == "referente@example.org"


def test_again_the_same_file_changes_nothing(bring):
    sheets = {"Cooperative": [cooperative()], "Pratiche": [practice(Destinatari="disability")]}
    bring(go=ALL, **sheets)
    revisions = PracticePage.objects.get().revisions.count()

    job = bring(go=ALL, **sheets)

    assert jobs.counts(job)["unchanged"] == 2
    assert PracticePage.objects.get().revisions.count() == revisions


def test_what_the_file_says_anew_is_brought_up_to_date(bring):
    bring(go=ALL, Cooperative=[cooperative()], Pratiche=[practice()])
    again = {"Cooperative": [cooperative(Comune="Copparo")], "Pratiche": [practice(Titolo="Altro")]}

    checked = bring(**again)
    assert jobs.counts(checked)["updated"] == 2
    job = bring(go=ALL, **again)

    assert jobs.counts(job)["updated"] == 2
    assert Cooperative.objects.get().municipality == "Copparo"
    assert PracticePage.objects.get().get_latest_revision_as_object().title == "Altro"


def edited(summary):
    page = PracticePage.objects.get().get_latest_revision_as_object()
    page.summary = summary
    page.save_revision(clean=False)


def test_what_a_person_has_changed_since_stays_and_is_reported(bring):
    bring(go=ALL, Cooperative=[cooperative()], Pratiche=[practice()])
    edited("Scritto da una collega.")

    sheets = {"Pratiche": [practice(Riassunto="Nuovo dal foglio.", Titolo="Titolo nuovo")]}
    checked = bring(**sheets)
    told = finding(checked)
    assert told["column"] == "Riassunto"
    assert "Scritto da una collega." in told["text"]
    assert ImportRow.objects.get(job=checked).keeps_changes

    bring(go=ALL, **sheets)
    page = PracticePage.objects.get().get_latest_revision_as_object()
    assert (page.summary, page.title) == ("Scritto da una collega.", "Titolo nuovo")


def test_a_value_that_was_kept_is_reported_again_the_next_time(bring):
    bring(go=ALL, Cooperative=[cooperative()], Pratiche=[practice()])
    edited("Scritto da una collega.")
    sheets = {"Pratiche": [practice(Riassunto="Nuovo dal foglio.", Titolo="Titolo nuovo")]}
    bring(go=ALL, **sheets)

    job = bring(go=ALL, **sheets)

    assert jobs.counts(job)["unchanged"] == 1
    assert finding(job)["column"] == "Riassunto"


def test_it_is_written_over_when_somebody_says_so(bring):
    bring(go=ALL, Cooperative=[cooperative()], Pratiche=[practice()])
    edited("Scritto da una collega.")

    bring(go=ALL | {"overwrite": True}, Pratiche=[practice(Riassunto="Nuovo dal foglio.")])

    assert PracticePage.objects.get().get_latest_revision_as_object().summary == "Nuovo dal foglio."


def test_a_published_page_stays_as_published_until_somebody_publishes_the_new_draft(bring):
    bring(go=ALL, Cooperative=[cooperative()], Pratiche=[practice()])
    page = PracticePage.objects.get()
    PracticePage.objects.filter(pk=page.pk).update(live=True)

    bring(go=ALL, Pratiche=[practice(Titolo="Altro")])

    page.refresh_from_db()
    assert page.live
    assert page.title == "Pratica numero 1"
    assert page.get_latest_revision_as_object().title == "Altro"


def test_an_empty_cell_deletes_nothing(bring):
    bring(go=ALL, Cooperative=[cooperative(Sito="https://example.org")])

    job = bring(go=ALL, Cooperative=[cooperative(Sito=None)])

    assert jobs.counts(job)["unchanged"] == 1
    assert Cooperative.objects.get().website == "https://example.org"


def test_what_somebody_deleted_is_not_brought_back(bring):
    bring(go=ALL, Cooperative=[cooperative()], Pratiche=[practice()])
    PracticePage.objects.get().delete()

    job = bring(go=ALL, Pratiche=[practice()])

    assert jobs.counts(job)["left-out"] == 1
    assert not PracticePage.objects.exists()


def test_a_cooperative_written_by_staff_is_recognised_by_its_tax_code_and_completed(bring):
    CooperativeFactory(tax_code=tax_code(1), name="Nome di sempre", website="")

    job = bring(go=ALL, Cooperative=[cooperative(Sito="https://example.org")])

    found = Cooperative.objects.get()
    assert (found.name, found.website) == ("Nome di sempre", "https://example.org")
    assert finding(job)["column"] == "Denominazione"


def test_one_without_a_number_is_recognised_by_name_and_place(bring):
    CooperativeFactory(name="COOPERATIVA NUMERO 1", municipality="Ferrara", tax_code="")

    bring(go=ALL, Cooperative=[cooperative()])

    assert Cooperative.objects.get().tax_code == tax_code(1)


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"Codice fiscale": "12345"}, "Codice fiscale", "11|undici"),
        ({"Codice fiscale": "RSSMRA80A01H501U"}, "Codice fiscale", "persona"),
        ({"Codice fiscale": "1.23457E+10"}, "Codice fiscale", "."),
        ({"Tipo": "cooperativa socialle di tipo A servizi"}, "Tipo", "tipo A"),
        ({"Provincia": "Ferara"}, "Provincia", "Ferrara"),
        ({"Comune": None}, "Comune", "80"),
        ({"Anno di fondazione": "duemila"}, "Anno di fondazione", "1850"),
        ({"Sito": "due siti"}, "Sito", "https://"),
        ({"E-mail pubblica": "info@"}, "E-mail pubblica", "@"),
        ({"Soci": "10–49"}, "Soci, anno", "."),
        ({"Denominazione": "=1+1"}, "Denominazione", "formul"),
    ],
)
def test_an_error_names_the_column_and_what_would_be_right(bring, cells, column, says):
    job = bring(Cooperative=[cooperative(**cells)])

    told = finding(job)
    assert (told["level"], told["column"]) == ("error", column)
    assert re.search(says, told["text"])


def test_zeros_a_spreadsheet_has_eaten_are_put_back_and_said(bring):
    number = tax_code(12345)
    assert number.startswith("00")

    job = bring(Cooperative=[cooperative(**{"Codice fiscale": int(number)})])

    row = ImportRow.objects.get(job=job)
    assert (row.key, row.has_errors, row.has_warnings) == (number, False, True)


def test_a_practice_without_its_cooperative_is_refused(bring):
    job = bring(Cooperative=[cooperative(1)], Pratiche=[practice(1, of=2)])

    told = finding(job)
    assert told["column"] == "Codice fiscale della cooperativa"
    assert told["value"] == tax_code(2)


def test_a_practice_waits_for_the_errors_of_its_cooperative(bring):
    job = bring(Cooperative=[cooperative(Provincia="?")], Pratiche=[practice()])

    assert jobs.counts(job)["failed"] == 2


def test_a_row_that_stands_twice_is_an_error_that_says_where(bring):
    job = bring(Cooperative=[cooperative(), cooperative()])

    assert "Cooperative 2" in finding(job)["text"]


def test_one_sheet_with_a_practice_and_its_cooperative_in_each_row_is_read_as_both(bring):
    rows = [cooperative(1) | practice(1, 1), cooperative(1) | practice(2, 1)]
    for row in rows:
        del row["Codice fiscale della cooperativa"]

    job = bring(go=ALL, Tutto=rows)

    assert jobs.counts(job)["created"] == 3
    assert PracticePage.objects.count() == 2


@pytest.mark.parametrize("alphabet", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_in_the_alphabets_and_with_the_signs_people_have(bring, alphabet, delimiter):
    text = "\r\n".join(
        delimiter.join(cells)
        for cells in (
            ["Codice fiscale", "Denominazione", "Tipo", "Comune", "Provincia"],
            [tax_code(1), "È così: città", "social-a", "Ferrara", "FE"],
        )
    )

    job = bring(text.encode(alphabet), "elenco.csv")

    assert ImportRow.objects.get(job=job).label == "È così: città"
    assert jobs.counts(job)["created"] == 1


def test_english_headings_are_understood(bring):
    text = (
        f"Tax code;Legal name;Type;Municipality;Province\n{tax_code(1)};Uno;social-a;Ferrara;FE\n"
    )

    assert jobs.counts(bring(text.encode(), "list.csv"))["created"] == 1


def test_a_column_that_is_not_known_is_said_with_the_nearest_name(bring):
    job = bring(Cooperative=[cooperative(Presentazzione="Ciao")])

    assert job.notes[0]["column"] == "Presentazzione"
    assert "Presentazione" in job.notes[0]["text"]


def test_an_undone_import_leaves_nothing_but_what_was_touched(bring):
    job = bring(go=ALL, Cooperative=[cooperative(1), cooperative(2)], Pratiche=[practice(1, 1)])
    Cooperative.objects.get(tax_code=tax_code(2)).save()

    jobs.undo(job_id=job.pk, user=job.started_by)
    jobs.go_on(job_id=job.pk)

    assert not PracticePage.objects.exists()
    assert [one.tax_code for one in Cooperative.objects.all()] == [tax_code(2)]
    again = bring(go=ALL, Pratiche=[practice(1, 2)])
    assert jobs.counts(again)["created"] == 1


def test_the_filled_template_can_be_imported_as_it_is(bring):
    for code, plate, name in (("040", "FC", "Forlì-Cesena"), ("114", "NU", "Nuoro")):
        TerritoryFactory(code=code, plate=plate, name=name)

    job = bring(samples.sample(), "sample.xlsx", go=ALL)

    assert jobs.counts(job)["created"] == 5


def test_the_sample_with_mistakes_shows_three(bring):
    for code, plate, name in (("040", "FC", "Forlì-Cesena"), ("114", "NU", "Nuoro")):
        TerritoryFactory(code=code, plate=plate, name=name)

    job = bring(samples.sample(with_mistakes=True), "sample.xlsx")

    assert ImportRow.objects.filter(job=job, has_errors=True).count() >= 3


def test_the_template_has_a_sheet_for_each_kind_with_lists_to_choose_from(hub_site):
    book = load_workbook(io.BytesIO(samples.template()))

    assert book.sheetnames == ["Cooperative", "Pratiche", "Istruzioni", "Elenchi"]
    sheet = book["Cooperative"]
    assert sheet["A1"].value == "Codice fiscale"
    assert len(sheet.data_validations.dataValidation) > 5


def test_only_those_with_the_rights_may_import(hub_site):
    assert not SpreadsheetImporter().may_use(UserFactory())
    assert FileKind.WORKBOOK in SpreadsheetImporter.file_kinds
