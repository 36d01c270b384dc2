import re
from html.parser import HTMLParser

import pytest
from wagtail.models import PageViewRestriction

from newsletter import rendering
from newsletter.rendering import BLOCK_SIZE
from tests.factories import ImageFactory
from tests.newsletter.issues import (
    block,
    catalogued,
    collection_block,
    entries,
    lead_story,
    make_collection,
    make_issue,
    text,
)

pytestmark = pytest.mark.django_db

HOSTILE = (
    "<script>alert(1)</script> {{ settings.SECRET_KEY }} {% load x %} </mj-text><mj-raw> "
    "*|X|* %recipient.x% \"' & é 🍞"
)


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture
def full_issue(hub_site):
    """An issue with every kind of block."""
    forno = hub_site.practice(
        title="Il forno del paese", lead_image=ImageFactory(), lead_image_alt="Un forno acceso"
    )
    incontro = hub_site.event(title="Tre case aperte")
    bando = hub_site.call(title="Abitare insieme")
    lana = hub_site.practice(title="Lana di ritorno")
    return make_issue(
        hub_site,
        text('<p>Care lettrici, <b>cari</b> lettori, <a href="https://example.org/">qui</a>.</p>'),
        lead_story(forno, words="Da leggere adesso."),
        entries(incontro, bando, title="A dicembre"),
        block("quote", {"text": "Il pane si freddava.", "author": "La presidente"}),
        collection_block(make_collection(hub_site, lana, notes=("Trecento chili.",))),
        block("divider", None),
        block(
            "call_to_action",
            {"title": "E tu?", "text": "", "label": "Rispondi", "page": bando.pk, "url": ""},
        ),
        subject="Chi tiene aperto: un forno",
        preheader="E un bando che chiude",
    )


def test_both_parts_carry_the_same_items_and_links(full_issue):
    mail = rendering.render(full_issue)

    links = {attributes["href"] for attributes in Tags(mail.html).all("a")}
    for title in ("Il forno del paese", "Tre case aperte", "Abitare insieme", "Lana di ritorno"):
        assert title in mail.html
        assert title in mail.text
    for link in links - {f"http://127.0.0.1:8000/{full_issue.locale.language_code}/"}:
        assert link in mail.text
    for words in ("Da leggere adesso.", "Il pane si freddava.", "Trecento chili.", "Rispondi"):
        assert words in mail.html
        assert words in mail.text


def test_signs_pasted_out_of_a_word_processor_break_no_mail(hub_site):
    practice = hub_site.practice(title="Pane\x0be rose\x1f\uffff")
    issue = make_issue(hub_site, text("<p>Care\x0blettrici</p>"), entries(practice))

    mail = rendering.render(issue)

    assert not set(mail.html) & set("\x0b\x1f\uffff")
    assert "Pane e rose" in mail.html


def test_every_address_is_absolute_and_none_leads_to_another_host(full_issue):
    mail = rendering.render(full_issue)
    tags = Tags(mail.html)

    addresses = [one["href"] for one in tags.all("a")] + [one["src"] for one in tags.all("img")]
    own = ("http://127.0.0.1:8000/", f"https://{mail.placeholders.marker}.invalid/")
    assert all(one.startswith((*own, "https://example.org/")) for one in addresses)
    assert not tags.all("link")
    assert not tags.all("script")
    assert "url(" not in mail.html


def test_the_mail_is_fit_for_screen_readers(full_issue):
    mail = rendering.render(full_issue)
    tags = Tags(mail.html)

    assert tags.all("html")[0]["lang"] == "it"
    assert tags.all("html")[0]["dir"] == "ltr"
    assert tags.all("title")
    assert all(table.get("role") == "presentation" for table in tags.all("table"))
    assert all("alt" in image for image in tags.all("img"))
    assert "Un forno acceso" in [image["alt"] for image in tags.all("img")]
    assert len(tags.all("h1")) == 1


def test_no_letter_is_smaller_than_fourteen_pixels(full_issue):
    html = rendering.render(full_issue).html
    visible = html.partition("</head>")[2].partition("</div>")[2]

    sizes = [int(size) for size in re.findall(r"font-size:(\d+)px", visible)]
    # 0 and 1 are MJML's own spacing around columns and lines.
    assert min(size for size in sizes if size > 1) >= 13
    worded = re.findall(r"font-size:(\d+)px[^>]*>[^<\s]", visible)
    assert min(map(int, worded)) >= 14


def test_dark_mode_survives(full_issue):
    html = rendering.render(full_issue).html

    assert "@media (prefers-color-scheme: dark)" in html
    assert '<meta name="color-scheme" content="light dark"' in html


def test_subject_and_preheader_fall_back_to_title_and_summary(hub_site):
    mail = rendering.render(make_issue(hub_site, title="Chi tiene aperto", summary="Tre storie."))

    assert (mail.subject, mail.preheader) == ("Chi tiene aperto", "Tre storie.")


def test_what_editors_type_is_shown_as_they_typed_it(hub_site):
    catalogued(hub_site.practice())
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    issue = make_issue(
        hub_site,
        text(f"<p>{escaped}</p>"),
        block("quote", {"text": HOSTILE, "author": HOSTILE[:100]}),
        title=HOSTILE,
        subject=HOSTILE,
        preheader=HOSTILE,
        slug="ostile",
    )

    mail = rendering.render(issue)
    tags = Tags(mail.html)

    assert not tags.all("script")
    assert not [tag for tag, _attributes in tags.found if tag.startswith("mj")]
    assert "".join(tags.words).count(HOSTILE) >= 4
    assert mail.text.replace("\n", " ").count("{{ settings.SECRET_KEY }}") >= 3
    assert mail.subject == HOSTILE


def test_hostile_alternative_text_stays_inside_its_attribute(hub_site):
    alt = '" onerror="alert(1)" <b>'
    forno = hub_site.practice(lead_image=ImageFactory(), lead_image_alt=alt)
    mail = rendering.render(make_issue(hub_site, lead_story(forno), entries(forno)))

    images = Tags(mail.html).all("img")
    assert [image["alt"] for image in images] == [alt, alt]
    assert not any("onerror" in image for image in images)


def test_scripts_in_stored_rich_text_are_taken_out(hub_site):
    issue = make_issue(
        hub_site,
        text('<p onclick="x()">Ciao<script>alert(1)</script><a href="javascript:x()">q</a></p>'),
    )

    mail = rendering.render(issue)

    assert "alert(1)" not in mail.html + mail.text
    assert "javascript" not in mail.html + mail.text
    assert "onclick" not in mail.html


def test_a_line_break_in_a_subject_is_a_space(hub_site):
    issue = make_issue(hub_site)
    issue.subject = "Uno\r\nBcc: tutti@example.org"

    assert rendering.render(issue).subject == "Uno Bcc: tutti@example.org"


def test_an_item_in_another_language_says_so(hub_site):
    forno = hub_site.practice(title="Il forno")
    english = hub_site.in_english(make_issue(hub_site, entries(forno)), title="Who keeps open")

    mail = rendering.render(english)

    assert "In Italian" in mail.html
    assert "In Italian" in mail.text
    assert re.search(r'<h3 lang="it"[^>]*><a[^>]*>Il forno</a>', mail.html)
    assert '<html lang="en"' in mail.html


def test_a_collection_in_another_language_says_so(hub_site):
    collection = make_collection(hub_site, hub_site.practice())
    english = hub_site.in_english(make_issue(hub_site, collection_block(collection)))

    mail = rendering.render(english)

    assert "Collection · In Italian" in mail.html
    assert re.search(r'<h2 [^>]*lang="it"', mail.html)


def test_the_same_issue_renders_to_the_same_bytes(full_issue):
    first, second = rendering.render(full_issue), rendering.render(full_issue)

    assert first.sha256 == second.sha256


def test_the_size_counts_a_readers_own_links(hub_site):
    mail = rendering.render(make_issue(hub_site))
    link = "https://hub.example.org/it/newsletter/" + "x" * 182

    filled = mail.placeholders.filled(mail.html, {"preferences": link, "unsubscribe": link})
    assert mail.size == len(filled.encode())
    assert mail.size < BLOCK_SIZE


def test_an_editor_cannot_write_a_placeholder(hub_site):
    other = rendering.render(make_issue(hub_site, title="Un altro numero"))
    fake = other.placeholders.address("unsubscribe")
    mail = rendering.render(make_issue(hub_site, text(f"<p>{fake}</p>"), title="Questo"))

    assert mail.placeholders.marker != other.placeholders.marker
    assert fake in mail.placeholders.filled(mail.text, {"unsubscribe": "https://x.example/"})


def test_a_link_to_a_page_that_is_not_public_keeps_its_words_alone(hub_site):
    secret = hub_site.practice(title="Nome segreto")
    issue = make_issue(hub_site, text(f'<p><a linktype="page" id="{secret.pk}">leggi</a></p>'))
    PageViewRestriction.objects.create(page=secret, restriction_type="login")

    mail = rendering.render(issue)

    assert "leggi" in mail.html
    assert secret.slug not in mail.html + mail.text
