"""Every text can be translated, and its Italian is whole and says it in the words of the house."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.template import engines
from django.template.utils import get_app_template_dirs
from django.utils import translation
from django.utils.functional import Promise
from wagtail.admin.panels import get_edit_handler
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, ListBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

ROOT = Path(settings.BASE_DIR)
OWN = polib.pofile(str(ROOT / "locale/it/LC_MESSAGES/django.po"))
FOR_LIBRARIES = polib.pofile(str(ROOT / "locale/libraries/it/LC_MESSAGES/django.po"))
OUR_APPS = {path.parent.name for path in ROOT.glob("*/apps.py")}

# Words of Italian that would be a second name for something: docs/translating.md has the first.
OTHER_NAMES = re.compile(
    r"\b(event[oi]|bando|bandi|chiamat[ae]|collezion[ei]|disiscri\w+|workshop|slug)\b",
    re.IGNORECASE,
)
# "slug" is what the API calls it, whatever the language of the message.
NAMES_OF_THE_API = {"There is no such collection. Use a slug from /api/v1/collections/."}
# Messages that libraries have, too, with words that do as well in theirs.
SHARED_WITH_LIBRARIES = {"Italian", "English", "Next", "created at", "entry", "entries"}
# Names and signs that are the same in every language, in templates.
SAME_EVERYWHERE = {
    *("API", "Atom", "Coop", "DOI", "Feed", "Hub", "ISBN", "ISO", "JSON", "NUTS", "OpenAPI", "SHA")
}
# The reference of the API is in English, as programs are.
ENGLISH_TEMPLATES = "api/"


def texts(catalogue: polib.POFile) -> Iterator[tuple[str, str]]:
    """Each message with its translation, plural forms one by one."""
    for entry in catalogue:
        if entry.msgid_plural:
            yield entry.msgid, entry.msgstr_plural[0]
            yield entry.msgid_plural, entry.msgstr_plural[1]
        else:
            yield entry.msgid, entry.msgstr


def marks(text: str) -> Counter[str]:
    """What code fills in, and the markup around it."""
    return Counter(re.findall(r"%\(\w+\)[sd]|%[sd%](?![A-Z])|\{\w*\}|</?\w+|<str:\w+>", text))


def words_of(text: str) -> str:
    """A text without markup and what code fills in."""
    return re.sub(r"%\(\w+\)[sd]|%[sd]|\[hub_.*?\]", "0", re.sub(r"<[^>]*>|/api/\S+", "", text))


@pytest.mark.parametrize("catalogue", [OWN, FOR_LIBRARIES], ids=["own", "for libraries"])
def test_every_message_is_translated_and_nothing_is_left_over(catalogue):
    assert [entry.msgid for entry in catalogue if entry.fuzzy or not entry.translated()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


@pytest.mark.parametrize("catalogue", [OWN, FOR_LIBRARIES], ids=["own", "for libraries"])
def test_translations_keep_what_code_fills_in_and_the_markup(catalogue):
    assert [source for source, italian in texts(catalogue) if marks(source) != marks(italian)] == []


def test_translations_end_as_their_source_does():
    def ending(text: str) -> str:
        return text[-1] if text[-1] in ".:?!/" else ""

    unlike = {
        (source, italian) for source, italian in texts(OWN) if ending(source) != ending(italian)
    }
    assert unlike == set()


def test_italian_is_typed_as_in_print():
    wrong = {
        italian
        for _source, italian in texts(OWN)
        if re.search(
            r"\w'\w|[“”\"]|  |\s[.,;:?!]|\.\.\.|\b(perchè|poichè|pò|nè)\b|\bE'", words_of(italian)
        )
    }
    assert wrong == set()


def test_each_thing_has_one_name_in_italian():
    named = {
        italian
        for source, italian in texts(OWN)
        if OTHER_NAMES.search(words_of(italian)) and source not in NAMES_OF_THE_API
    }
    assert named == set()


def library_catalogues() -> Iterator[polib.POFile]:
    """The Italian and English catalogues of Django and of installed applications."""
    import django

    folders = [Path(django.__file__).parent / "conf" / "locale"]
    folders += [
        Path(config.path) / "locale"
        for config in apps.get_app_configs()
        if not Path(config.path).is_relative_to(ROOT) or ".venv" in config.path
    ]
    for folder in folders:
        for language in ("it", "en"):
            source = folder / language / "LC_MESSAGES" / "django.po"
            if source.exists():
                yield polib.pofile(str(source))


def library_messages() -> dict[tuple[str | None, str], set[str]]:
    """What libraries say, with their Italian words for it."""
    found: dict[tuple[str | None, str], set[str]] = {}
    for catalogue in library_catalogues():
        is_italian = catalogue.metadata.get("Language", "").startswith("it")
        for entry in catalogue:
            words = found.setdefault((entry.msgctxt, entry.msgid), set())
            if is_italian and entry.translated():
                words.add(entry.msgstr or entry.msgstr_plural[0])
    return found


def test_our_words_do_not_change_those_of_libraries():
    """A message without a context is shared by all: give ours one, or use the same words."""
    theirs = library_messages()
    clashes = {
        entry.msgid: theirs[entry.msgctxt, entry.msgid]
        for entry in OWN
        if theirs.get((entry.msgctxt, entry.msgid), set()) - {entry.msgstr}
        and entry.msgid not in SHARED_WITH_LIBRARIES
    }
    assert clashes == {}


def test_what_is_said_for_libraries_is_what_they_ask_for():
    theirs = library_messages()
    asked = {(entry.msgctxt, entry.msgid) for entry in FOR_LIBRARIES}
    assert asked - set(theirs) == set()
    assert asked & {(entry.msgctxt, entry.msgid) for entry in OWN} == set()


def template_files() -> list[Path]:
    """Our templates, wherever they stand."""
    folders = [Path(folder) for engine in engines.all() for folder in engine.dirs]
    folders += [Path(path) for path in get_app_template_dirs("templates")]
    ours = [folder for folder in folders if ".venv" not in str(folder)]
    return sorted({path for folder in ours for path in folder.rglob("*.*") if path.is_file()})


def bare_words(template: str) -> list[str]:
    """Words of a template that no translation can reach."""
    text = template
    for unseen in (
        r"{% (comment|blocktranslate)\b.*?{% end\1 %}",
        r"{#.*?#}|<!--.*?-->",
        r"<(script|style|mj-style)\b.*?</\1>",
        r"{%.*?%}|{{.*?}}",
    ):
        text = re.sub(unseen, "", text, flags=re.DOTALL)
    shown = re.findall(r'\b(?:alt|title|aria-label|placeholder)="([^"]*)"', text)
    # Some files are only an attribute or a colour, to be put into a tag by another.
    shown.append(re.sub(r'<[^>]*>|&\w+;|^ lang=""|#[0-9a-f]{6}', " ", text))
    return [word for part in shown for word in re.findall(r"[^\W\d_]{2,}", part)]


def test_every_word_in_a_template_can_be_translated():
    bare = {}
    for path in template_files():
        name = str(path).split("/templates/", 1)[-1]
        if path.suffix in {".html", ".mjml", ".txt"} and not name.startswith(ENGLISH_TEMPLATES):
            words = [word for word in bare_words(path.read_text()) if word not in SAME_EVERYWHERE]
            if words:
                bare[name] = words
    assert bare == {}


def our_editable_models() -> list[type[Model]]:
    """Page types and records that staff edit by form."""
    models = [*get_page_models(), *get_snippet_models()]
    return [model for model in models if model._meta.app_label in OUR_APPS]


def test_every_field_that_staff_edit_has_a_name_that_can_be_translated():
    nameless = set()
    for model in our_editable_models():
        edited = get_edit_handler(model).get_form_class()._meta.fields or []
        nameless |= {
            f"{model.__name__}.{field.name}"
            for field in model._meta.get_fields()
            if field.name in edited
            and not isinstance(getattr(field, "verbose_name", None), Promise)
        }
    assert nameless == set()


def test_every_choice_can_be_translated():
    fixed = {
        f"{model.__name__}.{field.name}: {label}"
        for config in apps.get_app_configs()
        if config.label in OUR_APPS
        for model in config.get_models()
        for field in model._meta.get_fields()
        if field.model._meta.app_label in OUR_APPS
        for _value, label in getattr(field, "choices", None) or []
        if not isinstance(label, Promise)
    }
    assert fixed == set()


def blocks_of(block: Block) -> Iterator[Block]:
    """A block and every block inside it."""
    yield block
    if isinstance(block, ListBlock):
        yield from blocks_of(block.child_block)
    if isinstance(block, BaseStreamBlock | BaseStructBlock):
        for child in block.child_blocks.values():
            yield from blocks_of(child)


def test_every_block_in_the_editor_has_a_label_that_can_be_translated():
    unlabelled = {
        f"{model.__name__}.{field.name}: {child.__class__.__name__} {child.name}"
        for model in our_editable_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
        for block in blocks_of(field.stream_block)
        if isinstance(block, BaseStreamBlock | BaseStructBlock)
        and not isinstance(block, ImageBlock)
        for child in block.child_blocks.values()
        if not isinstance(child.meta.label, Promise)
    }
    assert unlabelled == set()


@pytest.mark.parametrize(
    ("model", "field", "italian"),
    [
        ("practices.cooperative", "members_band", "soci"),
        ("events.pathbody", "members", "componenti"),
        ("catalogue.collectionmember", "", "contenuto della raccolta"),
    ],
)
def test_members_of_different_things_have_different_names(
    model: str, field: str, italian: str
) -> None:
    meta = apps.get_model(model)._meta
    with translation.override("it"):
        name = meta.get_field(field).verbose_name if field else meta.verbose_name
        assert str(name) == italian


def test_the_boxes_of_a_closed_list_are_headed_by_a_capital() -> None:
    field = apps.get_model("practices.cooperative")._meta.get_field("sectors")
    with translation.override("it"):
        assert str(field.formfield().label) == "Settori"


def nameless_columns() -> Iterator[str]:
    """Columns of lists in the admin that are no fields and have no words of their own."""
    for model in get_snippet_models():
        if model._meta.app_label not in OUR_APPS:
            continue
        fields = {field.name for field in model._meta.get_fields()}
        for name in model.snippet_viewset.list_display:
            if not isinstance(name, str) or name in fields or name.startswith("_"):
                continue
            if not hasattr(getattr(model, name), "short_description"):
                yield f"{model.__name__}.{name}"


def test_every_column_of_a_list_has_a_name_that_can_be_translated():
    assert list(nameless_columns()) == []


def test_texts_are_marked_with_the_names_that_are_collected():
    """Under another name a function is not recognised, and its texts stay English."""
    renamed = re.compile(r"import \w*gettext\w* as (?!_$|_\b)\w+", re.MULTILINE)
    files = [path for room in OUR_APPS for path in (ROOT / room).rglob("*.py")]
    assert [str(path) for path in files if renamed.search(path.read_text())] == []
