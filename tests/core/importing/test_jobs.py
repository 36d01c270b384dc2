from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.importing import jobs
from core.models import (
    ImportChunk,
    ImportedThing,
    ImportJob,
    ImportRow,
    ImportState,
    Organisation,
    RowOutcome,
)
from core.ticks import forget_imports, wake_imports
from tests.factories import AdminFactory

pytestmark = pytest.mark.django_db
GOOD = "Nome;Motto\nUno;\nDue;\nTre;\n"
MIXED = "Nome;Motto\nUno;\n;senza nome\nTre;un motto di gran lunga troppo lungo\n"


def test_a_file_is_checked_and_nothing_is_written(bring):
    job = bring(GOOD)

    assert job.state == ImportState.CHECKED
    assert not Organisation.objects.exists()
    assert jobs.counts(job)["created"] == 3


def test_valid_rows_are_written_when_somebody_says_so(bring):
    job = bring(GOOD, only_valid=False)

    assert job.state == ImportState.DONE
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["Due", "Tre", "Uno"]
    assert jobs.counts(job)["created"] == 3
    assert job.finished_at is not None


def test_a_file_with_errors_is_not_written_by_accident(bring):
    job = bring(MIXED)

    with pytest.raises(jobs.NotNow, match="solo le righe valide"):
        jobs.go(job_id=job.pk)

    assert not Organisation.objects.exists()


def test_only_the_valid_rows_are_written_when_somebody_chooses_so(bring):
    job = bring(MIXED, only_valid=True)

    assert [one.name for one in Organisation.objects.all()] == ["Uno"]
    assert jobs.counts(job)["failed"] == 2


def test_each_error_names_row_column_value_and_what_would_be_right(bring):
    job = bring(MIXED)

    second, third = ImportRow.objects.filter(job=job, has_errors=True)
    assert (second.line, third.line) == (3, 4)
    assert second.findings[0]["column"] == "Nome"
    assert "testo, fino a 40 caratteri" in second.findings[0]["text"]
    assert third.findings[0]["column"] == "Motto"
    assert third.findings[0]["value"] == "un motto di gran lunga troppo lungo"
    assert "20" in third.findings[0]["text"]


def test_the_same_file_again_changes_nothing(bring):
    bring(GOOD, only_valid=False)
    job = bring(GOOD, only_valid=False)

    assert jobs.counts(job)["unchanged"] == 3
    assert Organisation.objects.count() == 3


def test_a_row_that_cannot_be_written_does_not_stop_the_others(bring, toy):
    toy.fails_on = "Due"
    job = bring(GOOD, only_valid=False)

    assert job.state == ImportState.DONE
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["Tre", "Uno"]
    assert ImportRow.objects.get(job=job, key="Due").findings[0]["text"] == "Questa no."


def test_a_worker_that_stopped_half_way_is_followed_by_one_that_completes(bring):
    job = bring(GOOD)
    jobs.go(job_id=job.pk)
    job.refresh_from_db()
    answers = iter([False, True])

    jobs.write_rows(job, stopped=lambda: next(answers))
    assert Organisation.objects.count() == 1

    jobs.go_on(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == ImportState.DONE
    assert Organisation.objects.count() == 3


def test_a_check_that_was_interrupted_is_done_again(bring):
    job = bring(GOOD)
    ImportRow.objects.filter(job=job, number=3).delete()
    ImportJob.objects.update(state=ImportState.CHECKING)

    jobs.go_on(job_id=job.pk)

    assert [row.number for row in ImportRow.objects.filter(job=job)] == [1, 2, 3]


def test_what_stands_still_is_queued_again(bring, django_capture_on_commit_callbacks):
    job = bring(GOOD)
    jobs.go(job_id=job.pk)

    later = timezone.now() + timedelta(minutes=11)
    with time_machine.travel(later, tick=False), django_capture_on_commit_callbacks(execute=True):
        wake_imports()

    job.refresh_from_db()
    assert job.state == ImportState.DONE


def test_an_import_can_be_given_up(bring):
    job = bring(GOOD)

    jobs.cancel(job_id=job.pk)

    job.refresh_from_db()
    assert job.state == ImportState.CANCELLED
    assert jobs.counts(job)["left-out"] == 3
    with pytest.raises(jobs.NotNow):
        jobs.go(job_id=job.pk)


def test_the_file_is_kept_until_it_is_used_and_no_longer(bring):
    job = bring(GOOD)
    assert ImportChunk.objects.filter(file__job=job).count() == 1

    jobs.go(job_id=job.pk)
    jobs.go_on(job_id=job.pk)

    assert not ImportChunk.objects.exists()


def test_files_nobody_came_back_for_are_let_go(bring):
    job = bring(GOOD)

    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        forget_imports()

    job.refresh_from_db()
    assert job.state == ImportState.CANCELLED
    assert not ImportChunk.objects.exists()


def test_an_import_is_undone_but_for_what_somebody_touched(
    bring, django_capture_on_commit_callbacks
):
    job = bring(GOOD, only_valid=False)
    Organisation.objects.filter(name="Due").update(name="Due e mezzo")

    with django_capture_on_commit_callbacks(execute=True):
        jobs.undo(job_id=job.pk, user=AdminFactory())

    job.refresh_from_db()
    assert job.state == ImportState.UNDONE
    assert [one.name for one in Organisation.objects.all()] == ["Due e mezzo"]
    assert ImportedThing.objects.count() == 1
    assert set(ImportRow.objects.values_list("outcome", flat=True)) == {
        RowOutcome.UNDONE,
        RowOutcome.CREATED,
    }


def test_an_undone_import_can_be_made_again(bring, django_capture_on_commit_callbacks):
    job = bring(GOOD, only_valid=False)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.undo(job_id=job.pk, user=AdminFactory())

    again = bring(GOOD, only_valid=False)

    assert jobs.counts(again)["created"] == 3


def test_a_refused_file_says_why(bring):
    job = bring("Motto\nsenza nomi\n")

    assert job.state == ImportState.REFUSED
    assert "Nome" in job.reason
    assert not ImportChunk.objects.exists()


def test_a_file_without_rows_is_refused(bring):
    assert bring("Nome;Motto\n").state == ImportState.REFUSED
