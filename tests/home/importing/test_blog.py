from datetime import UTC, datetime

import pytest
from wagtail.contrib.redirects.models import Redirect

from core.importing import jobs
from core.models import HubImage, ImportRow, ImportState
from home.models import StandardPage
from tests.core.pictures import says_where, taken
from tests.factories import TopicFactory, UserFactory
from tests.home.importing.exports import (
    HOST,
    export,
    featured,
    item,
    library_picture,
    picture,
    uploads,
)

pytestmark = pytest.mark.django_db
PHOTO = f"{HOST}/wp-content/uploads/2019/05/foto.jpg"


def the_page():
    return StandardPage.objects.get().get_latest_revision_as_object()


def texts(job):
    return " ".join(one["text"] for row in job.rows.all() for one in row.findings)


def test_a_post_becomes_a_draft_with_day_author_and_address(bring, hub_site):
    anna = UserFactory(email="anna@example.org")
    job = bring(item(content="Primo capoverso.\n\nSecondo.", excerpt="Riassunto."))

    page = the_page()
    assert job.state == ImportState.DONE
    assert (page.title, page.slug, page.summary) == ("Articolo 1", "articolo-1", "Riassunto.")
    assert not page.live
    assert page.get_parent().pk == hub_site.home.pk
    assert page.first_published_at == datetime(2019, 5, 17, 8, 30, tzinfo=UTC)
    assert page.owner == anna
    assert page.body[0].value.source == "<p>Primo capoverso.</p><p>Secondo.</p>"
    assert "Anna Prova" in page.internal_note


def test_the_day_of_first_publication_survives_publishing(bring):
    bring(item(excerpt="Riassunto."))

    the_page().save_revision().publish()

    assert StandardPage.objects.get().first_published_at.year == 2019


def test_an_old_address_leads_to_the_new_page(bring, client):
    bring(item(excerpt="Riassunto."))
    the_page().save_revision().publish()

    response = client.get("/2019/05/articolo-1/")

    assert response.status_code == 301
    assert response["Location"].endswith("/articolo-1/")


def test_an_address_with_other_letters_leads_there_too(bring, client):
    path = "/2019/05/citt%c3%a0-aperta/"
    bring(item(link=f"{HOST}{path}", excerpt="Riassunto."))
    the_page().save_revision().publish()

    assert client.get(path).status_code == 301


def test_an_address_of_the_old_form_is_reported(bring):
    job = bring(item(link=f"{HOST}/?p=1"))

    assert "?p=1" in texts(job)
    assert not Redirect.objects.exists()


def test_a_redirect_that_is_there_is_not_bent(bring, hub_site):
    Redirect.objects.create(old_path="/2019/05/articolo-1", redirect_page=hub_site.home)

    bring(item())

    assert Redirect.objects.get().redirect_page_id == hub_site.home.pk


def test_pictures_come_from_the_zip_with_their_words(bring):
    post = item(
        content=f'[caption id="x" width="40"]<img src="{PHOTO}" /> Una didascalia[/caption]',
        extra=featured(7),
    )
    bring(
        post,
        library_picture(7, PHOTO, alt="Un forno acceso"),
        pictures=uploads(**{"2019__05__foto": picture()}),
    )

    page, image = the_page(), HubImage.objects.get()
    assert page.lead_image == image
    assert page.lead_image_alt == "Un forno acceso"
    block = page.body[0]
    assert block.block_type == "picture"
    assert block.value["caption"] == "Una didascalia"
    assert block.value["image"].contextual_alt_text == "Un forno acceso"
    assert image.licence == "all-rights-reserved"


def test_pictures_come_without_what_the_camera_wrote_beside_them(bring):
    post = item(content=f'<p><img src="{PHOTO}" alt="Foto"></p>')
    bring(post, pictures=uploads(**{"2019__05__foto": taken("JPEG", orientation=6)}))

    image = HubImage.objects.get()
    data = image.file.open("rb").read()
    assert not says_where(data)
    assert (image.height, image.file_size) == (90, len(data))


def test_a_smaller_copy_is_replaced_by_the_picture_itself(bring):
    content = f'<p><img src="{HOST}/wp-content/uploads/2019/05/foto-300x200.jpg" alt="Foto"></p>'
    bring(item(content=content), pictures=uploads(**{"2019__05__foto": picture(size=(90, 60))}))

    assert HubImage.objects.get().width == 90


def test_pictures_that_did_not_come_along_are_reported_and_nothing_is_fetched(bring):
    job = bring(item(content=f'<p>Qui:</p><p><img src="{PHOTO}"></p>'))

    assert [block.block_type for block in the_page().body] == ["text"]
    row = ImportRow.objects.get(job=job)
    assert any(PHOTO in one["value"] for one in row.findings)


def test_pictures_that_come_later_are_put_in(bring):
    post = item(content=f'<p><img src="{PHOTO}" alt="Foto"></p>')
    bring(post)

    job = bring(post, pictures=uploads(**{"2019__05__foto": picture()}))

    assert jobs.counts(job)["updated"] == 1
    assert the_page().body[0].block_type == "picture"
    again = bring(post)
    assert jobs.counts(again)["unchanged"] == 1
    assert HubImage.objects.count() == 1


def test_something_that_only_looks_like_a_picture_is_left_out(bring):
    post = item(content=f'<p><img src="{PHOTO}"></p>')

    job = bring(post, pictures=uploads(**{"2019__05__foto": b"<?php echo 1;"}))

    assert not HubImage.objects.exists()
    assert jobs.counts(job)["created"] == 1


def test_the_same_export_again_changes_nothing(bring):
    bring(item(1), item(2))

    job = bring(item(1), item(2))

    assert jobs.counts(job)["unchanged"] == 2
    assert StandardPage.objects.count() == 2


def test_posts_with_the_same_guid_are_two_posts(bring):
    bring(item(1), item(2, guid=f"{HOST}/?p=1"))

    assert StandardPage.objects.count() == 2


def test_a_post_that_changed_in_the_blog_changes_here(bring):
    bring(item())
    job = bring(item(content="<p>Nuovo.</p>"))

    assert jobs.counts(job)["updated"] == 1
    assert the_page().body[0].value.source == "<p>Nuovo.</p>"


def test_a_page_that_somebody_edited_stays_as_it_is(bring):
    bring(item())
    page = the_page()
    page.title = "Titolo di una collega"
    page.save_revision(clean=False)

    job = bring(item(content="<p>Nuovo.</p>"))

    assert jobs.counts(job)["left-out"] == 1
    assert the_page().title == "Titolo di una collega"


def test_scripts_never_come_along(bring):
    hostile = (
        '<p onclick="alert(1)">Ciao <a href="javascript:alert(1)">qui</a></p>'
        '<script>alert(1)</script><iframe src="javascript:alert(1)"></iframe>'
        '<img src="data:image/svg+xml,x" onerror="alert(1)"><svg onload=alert(1)></svg>'
        "<p><b onmouseover=alert(1)>testo</b></p>"
    )
    job = bring(item(content=hostile))

    stored = str(the_page().body.raw_data[0])
    assert "alert" not in stored
    assert "javascript" not in stored
    assert "testo" in stored
    assert "script" in texts(job)


def test_what_the_hub_has_no_place_for_is_reported(bring):
    job = bring(
        item(1, content="<p>Testo</p>[contact-form-7 id=3]<!-- wp:latest-posts /-->"),
        item(2, kind="nav_menu_item"),
        item(3, status="trash"),
        item(4, kind="tribe_events"),
        item(5, status="draft"),
        item(6, status="private"),
        item(7, status="future"),
        item(8, password="segreto"),
    )

    assert {note["column"] for note in job.notes} == {"nav_menu_item", "trash", "tribe_events"}
    said = texts(job)
    assert "[contact-form-7]" in said
    assert "wp:latest-posts" in said
    assert StandardPage.objects.count() == 5
    assert not StandardPage.objects.filter(live=True).exists()
    assert "segreto" not in said


def test_only_what_was_public_gets_a_redirect(bring):
    bring(item(1), item(2, status="draft"), item(3, status="private"))

    assert [one.old_path for one in Redirect.objects.all()] == ["/2019/05/articolo-1"]


def test_categories_become_topics_by_name_or_synonym(bring):
    topic = TopicFactory(name="Agricoltura sociale", slug="agricoltura-sociale", synonyms="orti")

    job = bring(item(categories=("Orti", "Varie")))

    page = the_page()
    assert list(page.topics.all()) == [topic]
    assert "Varie" in page.internal_note
    assert any(one["value"] == "Varie" for row in job.rows.all() for one in row.findings)


def test_pages_below_pages_stay_below_them(bring):
    bring(item(2, kind="page", parent="1"), item(1, kind="page"))

    parent = StandardPage.objects.get(title="Articolo 1")
    assert StandardPage.objects.get(title="Articolo 2").get_parent().pk == parent.pk


def test_titles_lose_their_tags_and_are_never_missing(bring):
    bring(
        item(1, title="Titolo <em>con</em> segni &amp; altro"),
        item(2, title="", content="<p>Parole di un articolo senza titolo.</p>"),
        item(3, title="x" * 400),
    )

    titles = set(StandardPage.objects.values_list("draft_title", flat=True))
    assert "Titolo con segni & altro" in titles
    assert "Parole di un articolo senza titolo." in titles
    assert max(map(len, titles)) == 255


def test_what_has_neither_title_nor_text_is_an_error(bring):
    job = bring(item(title="", content=""))

    assert jobs.counts(job)["failed"] == 1


def test_an_undone_import_takes_pages_and_pictures_away(bring):
    post = item(content=f'<p><img src="{PHOTO}" alt="Foto"></p>')
    job = bring(post, item(2), pictures=uploads(**{"2019__05__foto": picture()}))
    kept = StandardPage.objects.get(title="Articolo 2").get_latest_revision_as_object()
    kept.save_revision(clean=False)

    jobs.undo(job_id=job.pk, user=job.started_by)
    jobs.go_on(job_id=job.pk)

    assert [page.title for page in StandardPage.objects.all()] == ["Articolo 2"]
    assert not HubImage.objects.exists()


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title>
<item><title>Uno</title><link>https://blog.example.org/uno/</link><guid>g-1</guid>
<pubDate>Fri, 17 May 2019 08:30:00 +0200</pubDate>
<category>Orti</category>
<description>&lt;p&gt;Ciao &lt;b&gt;mondo&lt;/b&gt;&lt;/p&gt;</description>
</item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title>
<entry><title type="html">Due &amp;amp; tre</title><id>urn:2</id>
<link href="https://blog.example.org/due/"/><published>2019-05-17T08:30:00Z</published>
<author><name>Anna</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Ciao <b>mondo</b></p></div>
</content></entry></feed>"""


@pytest.mark.parametrize(("content", "title"), [(RSS, "Uno"), (ATOM, "Due & tre")])
def test_feeds_are_read_too(bring, content, title):
    bring(content=content.encode())

    page = the_page()
    assert page.title == title
    assert page.body[0].value.source == "<p>Ciao <b>mondo</b></p>"
    assert page.first_published_at.day == 17


BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<rss version="2.0"><channel><item><title>&c;</title></item></channel></rss>"""
THIEF = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><item><title>&f;</title></item></channel></rss>"""


@pytest.mark.parametrize(
    "content",
    [
        BOMB.encode(),
        THIEF.encode(),
        export(item())[:-40],
        b"<rss><channel>" + b"<a>" * 5000 + b"</channel></rss>",
        export(item()).replace(b"Testo.", b"Testo \xe8."),
        export(item(content="<p>\x0b</p>")),
        b"<html><body>una pagina</body></html>",
        b"<catalogo><libro/></catalogo>",
        b"",
    ],
    ids=["bomb", "thief", "cut", "deep", "letters", "control", "html", "other", "empty"],
)
def test_broken_and_hostile_exports_are_refused_with_a_reason(bring, content):
    job = bring(content=content or b" ")

    assert job.state == ImportState.REFUSED
    assert job.reason
    assert not StandardPage.objects.exists()
