import json

import pytest
from django.urls import reverse
from wagtail.blocks import StreamBlock
from wagtail.models import PageViewRestriction
from wagtail_localize.models import Translation, TranslationSource

from catalogue.models import Entry
from newsletter import pinning, steering
from newsletter.blocks import IssueBlock
from newsletter.models import Edition, IssuePage, Segment
from tests.factories import AdminFactory, ImageFactory, locale
from tests.newsletter.issues import (
    block,
    catalogued,
    collection_block,
    entries,
    lead_story,
    make_collection,
    make_issue,
    picture,
    text,
)
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(hub_site):
    forno = hub_site.practice(title="Il forno del paese")
    lana = hub_site.practice(title="Lana di ritorno")
    return make_issue(
        hub_site,
        text("<p>Care lettrici.</p>"),
        lead_story(forno, words="Da leggere adesso."),
        entries(lana, title="A dicembre"),
        collection_block(make_collection(hub_site, lana, notes=("Trecento chili.",))),
        block("quote", {"text": "Il pane si freddava.", "author": ""}),
        block("divider", None),
        block(
            "call_to_action",
            {"title": "E tu?", "text": "", "label": "Rispondi", "page": forno.pk, "url": ""},
        ),
    )


def read(client, page) -> str:
    answer = client.get(page.get_url())
    assert answer.status_code == 200
    return answer.content.decode()


def preview(page, mode: str) -> str:
    answer = page.make_preview_request(preview_mode=mode)
    answer.render() if hasattr(answer, "render") else None
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_archive_shows_what_the_mail_says(client, issue):
    page = read(client, issue)

    for words in (
        "Care lettrici.",
        "Il forno del paese",
        "Da leggere adesso.",
        "Lana di ritorno",
        "Trecento chili.",
        "Il pane si freddava.",
        "Rispondi",
    ):
        assert words in page
    assert ".invalid" not in page
    assert "style=" not in page


def test_the_archive_hides_what_was_withdrawn_and_tells_visitors_nothing(client, hub_site):
    secret = hub_site.practice(title="Nome segreto")
    issue = make_issue(hub_site, entries(secret))
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    catalogued(secret)

    assert "Nome segreto" not in read(client, issue)


def test_a_sent_issue_says_when_it_was_sent(client, issue):
    SubscriberFactory()
    steering.freeze(page=issue)

    assert "<time datetime=" in read(client, issue)


def test_an_issue_is_an_entry_of_the_catalogue(issue):
    catalogued(issue)

    entry = Entry.objects.get(page=issue)
    assert entry.kind == "issue"
    assert "Nome" not in entry.detail
    assert '"type":"lead_story"' in entry.detail


def test_a_draft_can_be_previewed_in_three_ways(hub_site, issue):
    issue.title = "Una bozza"

    assert "Una bozza" in preview(issue, "")
    mail = preview(issue, "mail")
    assert "Una bozza" in mail
    assert "========" in preview(issue, "text")
    for mode in ("mail", "text"):
        assert ".invalid" not in preview(issue, mode)


@pytest.mark.parametrize("mode", ["mail", "dark", "text"])
def test_a_preview_may_show_the_styles_of_the_mail_and_run_nothing(issue, mode):
    policy = issue.make_preview_request(preview_mode=mode)["Content-Security-Policy"]

    assert "style-src 'unsafe-inline'" in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("mode", ["", "mail", "dark", "text"])
def test_every_preview_names_what_readers_cannot_see(hub_site, mode):
    secret = hub_site.practice(title="Nome segreto")
    issue = make_issue(hub_site, text(), entries(secret))
    secret.unpublish()

    assert "Nome segreto" in preview(issue, mode)


def test_a_broken_template_is_told_in_the_preview(hub_site, monkeypatch):
    from newsletter import rendering

    monkeypatch.setattr(rendering, "MJML_TAGS", frozenset({"mjml"}))

    assert "mj-body" in preview(make_issue(hub_site), "mail")


@pytest.mark.parametrize("kind", IssueBlock().child_blocks)
def test_every_block_has_a_preview_in_the_editor(client, issue, kind):
    client.force_login(AdminFactory())
    child = IssueBlock().child_blocks[kind]
    assert child.is_previewable
    editor = issue._meta.get_field("body").stream_block

    answer = client.get(
        reverse("wagtailadmin_block_preview"), {"id": editor.child_blocks[kind].definition_prefix}
    )

    assert answer.status_code == 200


def test_the_editor_opens_and_publishes_an_issue(client, issue):
    client.force_login(AdminFactory())

    assert client.get(reverse("wagtailadmin_pages:edit", args=[issue.pk])).status_code == 200
    assert isinstance(issue.body.stream_block, StreamBlock)


def test_an_issue_is_translated_with_its_words_and_keeps_its_pages(hub_site, issue):
    source, _is_new = TranslationSource.get_or_create_from_instance(issue)
    translation = Translation.objects.create(source=source, target_locale=locale("en"))
    for string in source.stringsegment_set.all():
        string.string.translations.create(
            locale=locale("en"),
            context=string.context,
            data=f"EN {string.string.data}",
            translation_type="manual",
        )

    translation.save_target(publish=True)

    english = IssuePage.objects.get(locale=locale("en"), translation_key=issue.translation_key)
    values = {child.block_type: child.value for child in english.body}
    assert values["lead_story"]["words"] == "EN Da leggere adesso."
    assert values["entries"]["title"] == "EN A dicembre"
    assert values["collection"]["collection"].title == "Ciò che funziona"
    assert [page.title for page in values["entries"]["pages"]] == ["Lana di ritorno"]
    assert translation.get_progress()[0] == translation.get_progress()[1]


def test_a_translation_has_the_same_pins_pictures_and_readers(hub_site):
    lana = hub_site.practice(title="Lana di ritorno")
    collection = make_collection(hub_site, lana)
    pins = pinning.pin(collection, 6)
    chosen = {"collection": collection.pk, "title": "", "limit": 6}
    issue = make_issue(
        hub_site,
        block("collection", chosen | {"is_pinned": True, "pinned_keys": pins}),
        picture(ImageFactory(), alt="La piazza", caption="Il mercato."),
        for_group=True,
        segment=Segment.objects.create(name="Cura"),
        heeds_choices=False,
    )
    source, _is_new = TranslationSource.get_or_create_from_instance(issue)
    strings = {one.string.data for one in source.stringsegment_set.all()}
    translation = Translation.objects.create(source=source, target_locale=locale("en"))

    translation.save_target(publish=True)

    english = IssuePage.objects.get(locale=locale("en"), translation_key=issue.translation_key)
    assert english.body[0].value["pinned_keys"] == pins
    assert english.body[0].value["is_pinned"] is True
    assert (english.for_group, english.segment, english.heeds_choices) == (
        True,
        issue.segment,
        False,
    )
    assert {"La piazza", "Il mercato."} <= strings
    assert not any(str(lana.translation_key) in words for words in strings)


def test_the_preview_shows_one_scheme_whatever_the_screen_of_the_editor(hub_site):
    issue = make_issue(hub_site)

    assert "prefers-color-scheme" not in preview(issue, "mail")
    assert "@media not all" in preview(issue, "mail")
    assert "@media all" in preview(issue, "dark")


@pytest.mark.parametrize(
    ("count", "told"), [(100, ""), (85 * 1024, "Quasi troppo"), (110 * 1024, "Troppo pesante")]
)
def test_the_preview_tells_how_heavy_the_mail_is(hub_site, count, told):
    seen = preview(make_issue(hub_site, text(f"<p>{'x' * count}</p>")), "mail")

    assert told in seen
    assert (told == "") == ("pesante" not in seen)


def test_the_preview_has_the_widths_of_phones_and_of_mail_programs(hub_site):
    widths = [size["device_width"] for size in make_issue(hub_site).preview_sizes]

    assert widths == [360, 600, 1280]


def test_subject_and_the_line_under_it_are_counted_while_typing(hub_site, client):
    client.force_login(AdminFactory())

    editor = client.get(reverse("wagtailadmin_pages:edit", args=[make_issue(hub_site).pk])).text

    for field, stand_in in (("subject", "title"), ("preheader", "summary")):
        assert f'data-counts="id_{field}"' in editor
        assert f'data-stands-in="id_{stand_in}"' in editor
    assert "newsletter/counting.js" in editor


def test_the_archive_keeps_the_words_of_the_mail_whatever_is_edited_later(client, issue):
    SubscriberFactory()
    steering.freeze(page=issue)
    issue.refresh_from_db()
    issue.title = "Un altro titolo"
    issue.summary = "Altre parole."
    issue.body = IssuePage(body=json.dumps([text("<p>Ritrattato.</p>")])).body
    issue.save_revision().publish()

    page = read(client, IssuePage.objects.get(pk=issue.pk))

    assert "Care lettrici." in page
    assert "Un altro titolo" not in page
    assert "Ritrattato" not in page
    assert "Ritrattato" in preview(IssuePage.objects.get(pk=issue.pk), "")


def test_an_issue_sent_before_its_words_were_kept_shows_its_page(client, issue):
    SubscriberFactory()
    mailing = steering.freeze(page=issue)
    assert issue.as_sent(mailing.editions.get()).pk == issue.pk

    assert issue.as_sent(Edition(content={})) is issue
    assert issue.as_sent(None) is issue


def test_whoever_opens_a_frozen_issue_is_told_what_editing_no_longer_changes(admin_client, issue):
    address = reverse("wagtailadmin_pages:edit", args=[issue.pk])
    assert "congelato il" not in admin_client.get(address).content.decode()
    SubscriberFactory()
    steering.freeze(page=issue)

    assert "congelato il" in admin_client.get(address).content.decode()
