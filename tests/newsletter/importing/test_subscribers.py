import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone, translation
from openpyxl import load_workbook

from core.importing import jobs
from core.models import ImportJob, ImportRow, ImportState, RowOutcome
from newsletter import consent, proving, signup, suppression, unsubscribing
from newsletter.importing import samples
from newsletter.importing.subscribers import SubscriberImporter
from newsletter.models import (
    ConsentAction,
    ConsentChannel,
    ConsentEvent,
    ConsentProof,
    ConsentWording,
    Frequency,
    ReaderMail,
    Subscriber,
    SubscriberState,
    SuppressionReason,
)
from tests.factories import TerritoryFactory, TopicFactory, UserFactory
from tests.newsletter.followers import follows, make_path
from tests.newsletter.importing.lists import WORDING, bring, line, row, said
from tests.newsletter.issues import frozen
from tests.newsletter.readers import SubscriberFactory, asked, last_mail, token_in, work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 11, 26, 9, tzinfo=UTC), tick=False) as clock:
        yield clock


def test_a_reader_comes_in_active_with_what_they_chose():
    TopicFactory(name="Agricoltura sociale", slug="agricoltura-sociale")
    TerritoryFactory(name="Sardegna", code="20", level="region")

    job = bring(
        line(
            Lingua="inglese",
            Temi="Agricoltura sociale",
            Regioni="Sardegna",
            Frequenza="Una volta al mese",
        )
    )

    anna = Subscriber.objects.get()
    assert row(job).outcome == RowOutcome.CREATED
    assert (anna.email, anna.state) == ("anna@example.org", SubscriberState.ACTIVE)
    assert (anna.language, anna.frequency) == ("en", Frequency.MONTHLY)
    assert [one.slug for one in anna.topics.all()] == ["agricoltura-sociale"]
    assert [one.code for one in anna.territories.all()] == ["20"]
    assert Subscriber.objects.mailable().get() == anna


def test_the_consent_stands_in_the_chain_as_imported_with_its_words_and_its_proof():
    job = bring(line())

    event = ConsentEvent.objects.get()
    assert (event.action, event.channel) == (ConsentAction.GIVEN, ConsentChannel.IMPORT)
    assert timezone.localdate(event.confirmed_at) == date(2026, 9, 12)
    assert event.recorded_at == timezone.now()
    assert proving.text_of(event) == WORDING
    proof = ConsentProof.objects.get()
    assert (proof.method, proof.evidence) == ("paper", "Raccoglitore 3, foglio 7")
    assert (proof.file_name, proof.line) == ("iscritti.xlsx", 2)
    assert proof.imported_by == job.started_by
    call_command("check_consents")


@pytest.mark.parametrize(
    "change",
    [
        lambda: ConsentProof.objects.update(evidence="Un altro foglio"),
        lambda: ConsentProof.objects.update(given_date=date(2026, 1, 1)),
        lambda: ConsentWording.objects.update(text="Altre parole, più larghe"),
    ],
    ids=["evidence", "day", "words"],
)
def test_a_proof_that_was_changed_afterwards_is_noticed(change):
    bring(line())

    change()

    with pytest.raises(CommandError):
        call_command("check_consents", stderr=io.StringIO())


def test_nobody_is_written_to(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        bring(line(), line("bruno"))
    work()

    assert mail.outbox == []
    assert not ReaderMail.objects.exists()


def test_the_check_alone_writes_nothing():
    job = bring(line(), go=False)

    assert job.state == ImportState.CHECKED
    assert row(job).foreseen == RowOutcome.CREATED
    assert not Subscriber.objects.exists()
    assert not ConsentEvent.objects.exists()


def test_bringing_the_same_file_again_changes_nothing():
    bring(line())
    before = Subscriber.objects.values().get()

    job = bring(line(Frequenza="Una volta al mese"))

    assert row(job).outcome == RowOutcome.UNCHANGED
    assert "c’è già" in said(job)
    assert Subscriber.objects.values().get() == before
    assert ConsentEvent.objects.count() == 1


@pytest.mark.parametrize("reason", list(SuppressionReason))
def test_a_suppressed_address_is_left_out_with_the_reason(reason):
    suppression.suppress(email="anna@example.org", reason=reason)

    job = bring(line(**{"E-mail": "Anna@Example.ORG"}), line("bruno"))

    assert row(job).outcome == RowOutcome.LEFT_OUT
    assert said(job)
    assert [one.email for one in Subscriber.objects.all()] == ["bruno@example.org"]


@pytest.mark.parametrize(
    "state",
    [SubscriberState.UNSUBSCRIBED, SubscriberState.BOUNCED, SubscriberState.COMPLAINED],
)
def test_who_has_left_or_cannot_be_reached_is_never_brought_back(state):
    anna = SubscriberFactory(email="anna@example.org", state=state)

    job = bring(line())

    anna.refresh_from_db()
    assert anna.state == state
    assert row(job).outcome == RowOutcome.LEFT_OUT
    assert said(job)
    assert not ConsentEvent.objects.exists()


def test_who_left_between_the_check_and_the_writing_is_left_out(db):
    job = bring(line(), line("bruno"), go=False)
    suppression.suppress(email="anna@example.org", reason=SuppressionReason.OBJECTION)

    jobs.go(job_id=job.pk, at_once=True)
    jobs.go_on(job_id=job.pk)

    assert row(job).outcome == RowOutcome.LEFT_OUT
    assert said(job)
    assert Subscriber.objects.get().email == "bruno@example.org"


def test_who_erased_their_data_does_not_come_back():
    anna = SubscriberFactory(email="anna@example.org")
    unsubscribing.erase(subscriber_id=anna.pk, channel=ConsentChannel.PAGE)

    job = bring(line())

    assert row(job).outcome == RowOutcome.LEFT_OUT
    assert Subscriber.objects.get().state == SubscriberState.ERASED


def test_who_asked_and_never_confirmed_may_have_agreed_elsewhere():
    asked("anna@example.org")
    token = token_in(last_mail())

    job = bring(line())

    assert row(job).outcome == RowOutcome.UPDATED
    assert Subscriber.objects.get().state == SubscriberState.ACTIVE
    assert signup.look(token=token).result is signup.Confirmation.ALREADY


def test_who_only_follows_a_path_becomes_a_reader_and_still_follows(hub_site):
    row_of_anna = follows(make_path(hub_site), "anna@example.org")

    job = bring(line())

    assert row(job).outcome == RowOutcome.UPDATED
    assert row_of_anna.subscriber.followings.filter(ended_at=None).exists()
    assert Subscriber.objects.mailable().exists()


def test_who_left_the_newsletter_and_follows_a_path_stays_away(hub_site):
    following = follows(make_path(hub_site), "anna@example.org")
    consent.record(
        subscriber=following.subscriber,
        action=ConsentAction.WITHDRAWN,
        channel=ConsentChannel.PAGE,
    )

    job = bring(line())

    assert row(job).outcome == RowOutcome.LEFT_OUT
    assert not Subscriber.objects.mailable().exists()


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"E-mail": "anna chiocciola"}, "E-mail"),
        ({"E-mail": ""}, "E-mail"),
        ({"E-mail": "=HYPERLINK(1)"}, "E-mail"),
        ({"E-mail": "perché@example.org"}, "E-mail"),
        ({"Testo del consenso": ""}, "Testo del consenso"),
        ({"Testo del consenso": "ok"}, "Testo del consenso"),
        ({"Data del consenso": "12/09/2027"}, "Data del consenso"),
        ({"Data del consenso": "31/02/2026"}, "Data del consenso"),
        ({"Data del consenso": "2026"}, "Data del consenso"),
        ({"Data del consenso": ""}, "Data del consenso"),
        ({"Come è stato dato": "boh"}, "Come è stato dato"),
        ({"Prova": ""}, "Prova"),
        ({"Lingua": "klingon"}, "Lingua"),
        ({"Temi": "Astronautica"}, "Temi"),
        ({"Regioni": "Atlantide"}, "Regioni"),
        ({"Frequenza": "ogni ora"}, "Frequenza"),
    ],
)
def test_what_is_missing_or_wrong_is_an_error_of_its_row_and_column(values, column):
    job = bring(line(**values), line("bruno"), only_valid=True)

    assert row(job).outcome == RowOutcome.FAILED
    assert column in {one["column"] for one in row(job).findings}
    assert [one.email for one in Subscriber.objects.all()] == ["bruno@example.org"]


def test_an_address_that_stands_twice_in_a_file_is_taken_once():
    job = bring(line(), line(**{"E-mail": "ANNA@example.org"}))

    assert row(job, 2).outcome == RowOutcome.LEFT_OUT
    assert "Iscrizioni 2" in said(job, 2)
    assert Subscriber.objects.count() == 1


def test_an_old_consent_is_taken_with_a_warning():
    job = bring(line(**{"Data del consenso": "2023-05-02"}))

    assert row(job).outcome == RowOutcome.CREATED
    assert row(job).has_warnings


@pytest.mark.parametrize("alphabet", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_file_of_any_spreadsheet_is_read(alphabet):
    headings = list(line())
    text = ";".join(headings) + "\r\n" + ";".join(str(one) for one in line().values()) + "\r\n"

    bring(content=text.encode(alphabet), name="iscritti.csv")

    assert Subscriber.objects.get().email == "anna@example.org"


def test_a_file_without_the_columns_of_the_consent_is_refused():
    job = bring(content=b"E-mail;Lingua\r\nanna@example.org;it\r\n", name="a.csv", go=False)

    assert job.state == ImportState.REFUSED
    assert "Testo del consenso" in job.reason


def test_the_report_holds_no_address_and_no_evidence():
    bring(
        line(),
        line("bruno-senza-chiocciola", **{"E-mail": "bruno-senza-chiocciola"}),
        line("carla", Prova="x" * 501),
        only_valid=True,
    )
    bring(line("daria"), go=False)
    jobs.cancel(job_id=ImportJob.objects.latest("pk").pk)

    kept = str([(row.label, row.key, row.cells, row.findings) for row in ImportRow.objects.all()])
    for word in ("anna@", "bruno", "carla@", "daria@", "Raccoglitore", "xxx"):
        assert word not in kept


def test_taking_it_back_removes_who_has_not_been_written_to(hub_site):
    job = bring(line(), line("bruno"))
    bruno = Subscriber.objects.get(email="bruno@example.org")
    Subscriber.objects.filter(email="anna@example.org").update(state=SubscriberState.PAUSED)
    frozen(hub_site)
    bring_later = bring(line("carla"))

    for one in (job, bring_later):
        jobs.undo(job_id=one.pk, user=job.started_by)
        jobs.go_on(job_id=one.pk)

    # Anna takes a break, Bruno has a copy of an issue; Carla goes.
    assert set(Subscriber.objects.values_list("email", flat=True)) == {
        "anna@example.org",
        bruno.email,
    }
    assert ConsentEvent.objects.last().action == ConsentAction.WITHDRAWN
    call_command("check_consents")
    assert row(bring(line("carla"))).outcome == RowOutcome.CREATED


def test_erasing_a_reader_erases_the_proof_and_leaves_the_chain_whole():
    bring(line())
    anna = Subscriber.objects.get()

    unsubscribing.erase(subscriber_id=anna.pk, channel=ConsentChannel.PAGE)

    assert not ConsentProof.objects.exists()
    call_command("check_consents")


def test_the_template_can_be_filled_in_and_brought_in_both_languages():
    TerritoryFactory(name="Emilia-Romagna", code="08", level="region")
    for language in ("it", "en"):
        with translation.override(language):
            data = samples.sample()
        job = bring(content=data, go=False)

        assert [one.foreseen for one in job.rows.all()] == [RowOutcome.CREATED] * 2
        assert not job.notes


def test_the_template_explains_every_column():
    book = load_workbook(io.BytesIO(samples.template()))

    assert book.sheetnames == ["Iscrizioni", "Istruzioni", "Elenchi"]
    assert "Testo del consenso" in {cell.value for cell in book["Istruzioni"]["B"]}


def test_only_those_who_may_bring_in_readers_may_use_it():
    nobody = UserFactory()

    assert not SubscriberImporter().may_use(nobody)


def test_it_can_be_done_from_the_command_line(tmp_path, capsys):
    path = tmp_path / "iscritti.xlsx"
    path.write_bytes(samples.sample())
    TerritoryFactory(name="Emilia-Romagna", code="08", level="region")

    call_command("import_subscribers", str(path), "--dry-run")
    assert not Subscriber.objects.exists()
    call_command("import_subscribers", str(path))

    assert Subscriber.objects.count() == 2
    assert "example.org" not in capsys.readouterr().out


def test_a_reader_who_takes_their_data_along_finds_the_proof():

    bring(line())

    from newsletter import own_data

    consents = own_data.export(Subscriber.objects.get())["consents"]
    assert consents[0]["wording"] == WORDING
    assert consents[0]["proof"]["evidence"] == "Raccoglitore 3, foglio 7"


def test_a_digest_does_not_begin_before_the_import():
    bring(line(**{"Data del consenso": "12/09/2025"}))

    assert Subscriber.objects.get().confirmed_at > timezone.now() - timedelta(days=1)
