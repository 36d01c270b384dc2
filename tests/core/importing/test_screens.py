import csv
import io

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.models import ImportJob, ImportState, Organisation
from tests.factories import AdminFactory, UserFactory

pytestmark = pytest.mark.django_db
GOOD = b"Nome;Motto\nUno;\n"
MIXED = b"Nome;Motto\n=cmd;\n;senza nome\n"


@pytest.fixture
def staff(client, toy):
    client.force_login(AdminFactory(username="anna"))
    return client


def upload(client, content=GOOD, name="elenco.csv"):
    return client.post(
        reverse("imports:upload", args=["toy"]), {"file": SimpleUploadedFile(name, content)}
    )


def test_a_file_that_is_brought_is_checked_by_the_worker(staff, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = upload(staff)

    job = ImportJob.objects.get()
    assert response["Location"] == reverse("imports:report", args=[job.pk])
    assert job.state == ImportState.CHECKED
    assert job.started_by.username == "anna"


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"%PDF-1.7", "elenco.csv"), (b"", "elenco.csv"), (b"a;b", "elenco.xlsx"), (b"x", "e.xlsm")],
)
def test_a_file_that_is_not_what_it_says_is_refused_at_once(staff, content, name):
    response = upload(staff, content, name)

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not ImportJob.objects.exists()


def test_a_file_that_is_too_large_is_refused(staff, toy):
    toy.largest_file = 10

    response = upload(staff)

    assert "10" in response.context["form"].errors["file"][0]


def test_those_without_the_right_see_nothing(client, toy):
    someone = UserFactory()
    someone.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(someone)
    job = ImportJob.objects.create(importer="toy", file_name="x", language="it")

    for address in (
        reverse("imports:index"),
        reverse("imports:upload", args=["toy"]),
        reverse("imports:report", args=[job.pk]),
        reverse("imports:progress", args=[job.pk]),
        reverse("imports:report_csv", args=[job.pk]),
    ):
        assert client.get(address).status_code in {302, 403}
    assert client.post(reverse("imports:act", args=[job.pk, "all"])).status_code in {302, 403}


def test_deciding_is_done_by_post_with_a_token(staff, toy):
    job = ImportJob.objects.create(
        importer="toy", file_name="x", language="it", state=ImportState.CHECKED
    )
    address = reverse("imports:act", args=[job.pk, "cancel"])
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(AdminFactory())

    assert staff.get(address).status_code == 405
    assert strict.post(address).status_code == 403
    job.refresh_from_db()
    assert job.state == ImportState.CHECKED


def test_the_report_names_what_is_wrong_and_offers_the_valid_rows(
    staff, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        upload(staff, MIXED)
    job = ImportJob.objects.get()

    page = staff.get(reverse("imports:report", args=[job.pk])).content.decode()

    assert "senza nome" not in page
    assert "Manca" in page
    assert reverse("imports:act", args=[job.pk, "valid"]) in page
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(reverse("imports:act", args=[job.pk, "valid"]))
    assert [one.name for one in Organisation.objects.all()] == ["=cmd"]


def test_without_scripts_there_is_a_link_to_look_again(staff, toy):
    job = ImportJob.objects.create(importer="toy", file_name="x", language="it")

    page = staff.get(reverse("imports:report", args=[job.pk])).content.decode()

    assert "Guarda di nuovo" in page
    assert 'aria-live="polite"' in page


def test_the_progress_says_the_state_for_the_script(staff, toy):
    job = ImportJob.objects.create(importer="toy", file_name="x", language="it")

    response = staff.get(reverse("imports:progress", args=[job.pk]))

    assert response["X-Import-State"] == "checking"


def test_the_report_can_be_opened_in_a_spreadsheet_without_harm(
    staff, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        upload(staff, MIXED)

    response = staff.get(reverse("imports:report_csv", args=[ImportJob.objects.get().pk]))

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][2] == "'=cmd"
    assert rows[2][5] == "Nome"


def test_the_list_shows_imports_and_ways_to_begin(staff, toy):
    ImportJob.objects.create(importer="toy", file_name="rete.csv", language="it")

    page = staff.get(reverse("imports:index")).content.decode()

    assert "rete.csv" in page
    assert reverse("imports:upload", args=["toy"]) in page


def test_the_list_takes_as_many_queries_for_many_as_for_one(
    staff, toy, django_assert_max_num_queries
):
    for number in range(12):
        ImportJob.objects.create(importer="toy", file_name=f"{number}.csv", language="it")

    with django_assert_max_num_queries(60):
        staff.get(reverse("imports:index"))
