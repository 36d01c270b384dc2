"""The first page of the admin says what waits for whoever is looking."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue import reconciling
from catalogue.models import Entry, Reconciliation
from core import waiting
from core.models import ImportJob, ImportRow, Letter, LetterState
from hub.setting_up import EDITORS, PUBLISHERS
from practices import confirming
from practices.recording import trace
from tests.core.regional import elsewhere, ferrara, regional_editor, set_up_groups
from tests.factories import AdminFactory, HubSite, UserFactory

pytestmark = pytest.mark.django_db


def texts(user) -> list[str]:
    return [line.text for section in waiting.sections(user) for line in section.lines]


def lines(user) -> list[waiting.Line]:
    return [line for section in waiting.sections(user) for line in section.lines]


def member(group: str):
    person = UserFactory()
    person.groups.add(Group.objects.get(name=group))
    return person


@pytest.fixture
def site(hub_site: HubSite) -> HubSite:
    set_up_groups()
    return hub_site


def silent_call(site: HubSite, **fields):
    now = timezone.now()
    return site.call(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=2), **fields)


def test_the_first_page_shows_the_lines_with_one_action_each(site, client: Client):
    call = silent_call(site, title="Abitare insieme")
    client.force_login(AdminFactory())
    for language, words in (("it", "call è chiusa"), ("en", "call is closed")):
        page = client.get("/admin/", headers={"Accept-Language": language}).content.decode()
        assert words in page
        assert "Abitare insieme" in page
        assert f"/admin/pages/{call.pk}/edit/" in page


def test_where_nothing_waits_it_says_so(client: Client):
    set_up_groups()
    client.force_login(member(EDITORS))
    page = client.get("/admin/", headers={"Accept-Language": "it"}).content.decode()
    assert "Niente in attesa" in page


def test_failed_letters_are_for_those_who_may_see_them(site):
    Letter.objects.create(
        purpose="x.y", about_id=1, language="it", state=LetterState.FAILED, reason="550"
    )
    assert any("e-mail" in text for text in texts(member(PUBLISHERS)))
    assert not any("e-mail" in text for text in texts(member(EDITORS)))


def test_regional_editors_see_what_belongs_to_their_regions(site):
    silent_call(site, territories=[elsewhere()])
    assert not any("call" in text for text in texts(regional_editor("08")))
    silent_call(site, code="QUI26", slug="qui", territories=[ferrara()])
    assert any("call" in text for text in texts(regional_editor("08")))


def test_pages_about_to_be_taken_down(site):
    site.practice(expire_at=timezone.now() + timedelta(days=3))
    site.practice(slug="later", expire_at=timezone.now() + timedelta(days=90))
    assert "1 pagina sta per essere tolta" in texts(AdminFactory())


def test_drafts_in_approval_wait_for_those_who_approve(site):
    page = site.practice(publish=False)
    page.get_workflow().start(page, member(EDITORS))
    assert "1 bozza da rileggere e approvare" in texts(member(PUBLISHERS))
    assert not any("approvare" in text for text in texts(member(EDITORS)))


def test_the_queries_do_not_grow_with_what_waits(site):
    def count() -> int:
        person = AdminFactory()
        with CaptureQueriesContext(connection) as queries:
            waiting.sections(person)
        return len(queries)

    for number in range(4):
        silent_call(site, code=f"A{number}", slug=f"a{number}")
    count()
    few = count()
    for number in range(4, 9):
        silent_call(site, code=f"A{number}", slug=f"a{number}")
        site.practice(slug=f"p{number}")
    assert count() <= few


def test_an_answer_of_a_cooperative_waits_since_it_came(site):
    practice = site.practice()
    trace(practice=practice, origin="editorial", contact_email="ada@example.org")
    inquiry = confirming.ask(practice=practice, kind="still-so")
    confirming.answer(inquiry_id=inquiry.pk, answer="changed", message="Ora siamo in due.")
    [line] = [one for one in lines(AdminFactory()) if "ha risposto" in one.text]
    inquiry.refresh_from_db()
    assert line.since == inquiry.answered_at


def test_an_ended_path_that_answers_nobody_waits(site):
    path = site.path(title="Rinasce?", status="running")
    type(path).objects.filter(pk=path.pk).update(status="ended-born")
    assert any("Rinasce?" in line.names for line in lines(AdminFactory()))


def test_imports_wait_for_who_brought_them(site):
    mine = member(PUBLISHERS)
    for state in ("checked", "refused"):
        ImportJob.objects.create(
            importer="practices", state=state, file_name="rete.xlsx", language="it", started_by=mine
        )
    found = " ".join(texts(mine))
    assert "1 importazione è stata controllata" in found
    assert "1 importazione non è andata" in found
    assert "importazione" not in " ".join(texts(member(PUBLISHERS)))


def test_an_import_of_which_rows_failed_waits_until_it_is_history(site):
    mine = member(PUBLISHERS)
    job = ImportJob.objects.create(
        importer="practices", state="done", file_name="rete.xlsx", language="it", started_by=mine
    )
    assert "importazione" not in " ".join(texts(mine))
    ImportRow.objects.create(job=job, number=1, line=2, kind="practice", outcome="failed")
    [line] = [one for one in lines(mine) if "importazione" in one.text]
    assert line.url.endswith(f"/imports/{job.pk}/")
    ImportJob.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert "importazione" not in " ".join(texts(mine))


def test_what_the_hub_had_to_repair_is_shown_to_who_answers_for_it(site, client: Client):
    page = site.practice(title="Orto")
    reconciling.reconcile()
    Entry.objects.filter(page_id=page.pk).delete()
    publisher = member(PUBLISHERS)
    assert "catalogo" not in " ".join(texts(publisher))

    reconciling.reconcile_by_itself(is_deep=True)

    [line] = [one for one in lines(publisher) if "catalogo" in one.text]
    client.force_login(AdminFactory())
    assert "mancanti: 1" in client.get(line.url).text
    assert "catalogo" not in " ".join(texts(member(EDITORS)))
    reconciling.reconcile_by_itself(is_deep=True)
    assert Reconciliation.objects.count() == 1
