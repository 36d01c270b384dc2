import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from newsletter import exporting, suppression
from newsletter.exporting import Which
from newsletter.models import Subscriber, SubscriberState, SuppressionReason
from tests.factories import TopicFactory
from tests.newsletter.importing.lists import WORDING, bring, line, row
from tests.newsletter.readers import SubscriberFactory, confirmed
from tests.newsletter.test_viewsets import staff

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/newsletter/subscribers/download/"


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_a_list_says_what_each_reader_chose_and_what_proves_their_consent():
    anna = confirmed("anna@example.org")
    anna.topics.add(TopicFactory(name="Case", slug="case"))
    bring(line("bruno"))

    found = {one["E-mail"]: one for one in table(exporting.to_csv(Which.SUBSCRIBED))}

    assert found["anna@example.org"]["Temi"] == "Case"
    assert "newsletter di questo sito" in found["anna@example.org"]["Testo del consenso"]
    assert found["bruno@example.org"]["Testo del consenso"] == WORDING
    assert found["bruno@example.org"]["Data del consenso"] == "2026-09-12"
    assert found["bruno@example.org"]["Prova"] == "Raccoglitore 3, foglio 7"


def test_what_was_exported_can_be_imported_elsewhere():
    confirmed("anna@example.org")
    bring(line("bruno", Frequenza="Una volta al mese"))
    files = [
        (exporting.to_csv(Which.SUBSCRIBED), "a.csv"),
        (exporting.to_xlsx(Which.SUBSCRIBED), "a.xlsx"),
    ]
    Subscriber.objects.all().delete()

    for content, name in files:
        job = bring(content=content, name=name)
        assert [row(job, number).outcome for number in (1, 2)] == ["created", "created"]
        Subscriber.objects.all().delete()


def test_nobody_who_is_suppressed_is_in_a_list():
    for number, state in enumerate(SubscriberState):
        if state != SubscriberState.ERASED:
            SubscriberFactory(email=f"a{number}@example.org", state=state)
    SubscriberFactory(email="mai@example.org")
    suppression.suppress(email="mai@example.org", reason=SuppressionReason.OBJECTION)
    gone = SubscriberFactory(email="via@example.org", state=SubscriberState.UNSUBSCRIBED)
    suppression.suppress(email="via@example.org", reason=SuppressionReason.OBJECTION)

    states = {one["Stato"] for one in table(exporting.to_csv(Which.SUBSCRIBED))}
    left = exporting.to_csv(Which.LEFT).decode()

    assert states == {"Attiva", "In pausa"}
    assert "mai@" not in exporting.to_csv(Which.SUBSCRIBED).decode()
    assert gone.email not in left
    assert suppression.hash_of("mai@example.org") not in left


def test_no_cell_can_act_in_a_spreadsheet():
    bring(
        line(Prova="+39 0532 1", **{"Testo del consenso": "- Sì, ricevo volentieri la newsletter"})
    )
    SubscriberFactory(email="+39@example.org")

    cells = [one for line_ in table(exporting.to_csv(Which.SUBSCRIBED)) for one in line_.values()]
    sheet = load_workbook(io.BytesIO(exporting.to_xlsx(Which.SUBSCRIBED))).active

    assert not [one for one in cells if one[:1] in {"=", "+", "-", "@"}]
    assert {cell.data_type for line_ in sheet.iter_rows() for cell in line_ if cell.value} == {"s"}


def test_only_who_may_gets_the_file_and_it_is_noted():
    SubscriberFactory(email="anna@example.org")
    client = staff("view_subscriber", "export_subscriber")

    answer = client.post(ADDRESS, {"which": "subscribed", "kind": "csv"})

    assert "anna@example.org" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    entry = ModelLogEntry.objects.get(action="newsletter.export")
    assert entry.data == {"which": "subscribed", "kind": "csv", "count": 1}
    assert "anna" not in str(ModelLogEntry.objects.values())


def test_looking_at_the_screen_notes_nothing_and_gives_no_address():
    SubscriberFactory(email="anna@example.org")

    page = staff("view_subscriber", "export_subscriber").get(ADDRESS)

    assert page.status_code == 200
    assert "anna@example.org" not in page.text
    assert not ModelLogEntry.objects.filter(action="newsletter.export").exists()


def test_who_may_only_look_gets_no_file():
    client = staff("view_subscriber")

    answer = client.post(ADDRESS, {"which": "subscribed", "kind": "csv"})

    assert answer.status_code == 302  # Wagtail leads back and says why
    assert not ModelLogEntry.objects.exists()
    assert ADDRESS not in client.get(reverse("wagtailsnippets_newsletter_subscriber:list")).text


def test_many_readers_cost_no_query_each(django_assert_max_num_queries):
    SubscriberFactory.create_batch(30)

    with django_assert_max_num_queries(12):
        exporting.to_csv(Which.SUBSCRIBED)
