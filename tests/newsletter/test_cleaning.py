import pytest

from newsletter import cleaning

pytestmark = pytest.mark.django_db


def test_a_closed_set_of_tags_is_left_each_with_its_style():
    html = cleaning.to_html('<p class="x">Uno <u>due</u> <b>tre</b><img src="x"></p><div>q</div>')

    assert "<u>" not in html
    assert "<img" not in html
    assert "class" not in html
    assert "<b>tre</b>" in html
    assert '<p style="' in html


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_links_of_other_kinds_lose_their_address(link):
    assert link not in cleaning.to_html(f'<p><a href="{link}">qui</a></p>')


@pytest.mark.parametrize("link", ["https://example.org/?a=1&amp;b=2", "mailto:a@example.org"])
def test_good_links_stay(link):
    assert f'href="{link}"' in cleaning.to_html(f'<p><a href="{link}">qui</a></p>')


def test_addresses_without_a_host_are_made_whole():
    html = cleaning.to_html('<p><a href="/it/x/">a</a> <a href="//example.org/y">b</a></p>')

    assert 'href="http://127.0.0.1:8000/it/x/"' in html
    assert 'href="http://example.org/y"' in html


def test_plain_text_keeps_the_shape_of_what_was_written():
    source = (
        "<h2>Titolo</h2><p>Uno <b>due</b><br/>tre.</p><ul><li>a</li><li>b</li></ul>"
        '<ol><li>primo</li><li>secondo</li></ol><p><a href="https://example.org/">qui</a> e '
        '<a href="https://example.org/x">https://example.org/x</a></p>'
    )

    assert cleaning.to_text(source) == (
        "Titolo\n\nUno due\ntre.\n\n- a\n- b\n\n1. primo\n2. secondo\n\n"
        "qui (https://example.org/) e https://example.org/x"
    )


def test_signs_that_html_escapes_are_plain_in_plain_text():
    assert cleaning.to_text("<p>a &amp; b &lt;c&gt; &quot;d&quot;</p>") == 'a & b <c> "d"'


def test_lines_are_broken_between_words_and_never_inside_an_address():
    address = "https://example.org/" + "x" * 100
    lines = cleaning.wrapped(f"{'parola ' * 30}{address} fine").splitlines()

    assert all(len(line) <= cleaning.LINE_LENGTH for line in lines if address not in line)
    assert address in lines


def test_items_of_a_list_hang_under_their_first_word():
    lines = cleaning.wrapped("- " + "parola " * 20).splitlines()

    assert lines[0].startswith("- parola")
    assert all(line.startswith("  parola") for line in lines[1:])
