"""Fill a database with practices: `python -m bench.filling COUNT`.

Pages are inserted in bulk, without signals. The catalogue's rows of the first pages are written
by its real writer; those beyond are copies of these with identities, titles, addresses and dates
of their own, because projecting twenty thousand pages would take longer than measuring them.
"""

from __future__ import annotations

import io
import json
import random
import sys
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

WRITTEN = 400  # pages that go through the catalogue's writer
CHUNK = 200
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)
TOPICS = 12
# Carried by the very oldest pages only: the worst case of a filter.
RARE_TOPIC = "tema-raro"
RARE_COUNT = 30
SYLLABLES = "co-o-pe-ra-ti-va-la-vo-ro-ca-sa-ter-ra-so-le-pa-ne-ma-no-lu-ce-ri-fo-re-sta"


def main() -> None:
    """Fill up to as many practices as the command line says."""
    import django

    django.setup()
    fill(int(sys.argv[1]))


def fill(count: int) -> None:
    """Make practices until there are `count`, with their entries."""
    from django.core.management import call_command

    from practices.models import PracticePage

    call_command("migrate", verbosity=0)
    call_command("setup_hub", stdout=io.StringIO())
    have = PracticePage.objects.count()
    makers = _surroundings()
    for start in range(have, count, CHUNK):
        _insert(range(start, min(start + CHUNK, count)), **makers)
    if have < min(count, WRITTEN):
        _write_entries(have)
    _copy_entries()
    _gather_statistics()


def _surroundings() -> dict[str, Any]:
    """The section, topics, territories, cooperatives and the picture that practices share."""
    from django.core.files.images import ImageFile
    from django.utils import timezone
    from PIL import Image
    from wagtail.models import Locale

    from core.models import HubImage, Territory, Topic
    from home.models import HomePage
    from practices.models import Cooperative, PracticeIndexPage

    italian = Locale.objects.get(language_code="it")
    home = HomePage.objects.get(locale=italian)
    section = PracticeIndexPage.objects.filter(locale=italian).first()
    if section is None:
        section = PracticeIndexPage(title="Pratiche", slug="pratiche", locale=italian, summary="…")
        home.add_child(instance=section)
        section.save_revision().publish()
    slugs = [f"tema-{number}" for number in range(TOPICS)] + [RARE_TOPIC]
    topics = [
        Topic.objects.get_or_create(slug=slug, locale=italian, defaults={"name": slug.title()})[0]
        for slug in slugs
    ]
    provinces = list(Territory.objects.valid_on(timezone.localdate()).filter(level="province"))
    cooperatives = [
        Cooperative.objects.get_or_create(
            name=f"Cooperativa {number}",
            defaults={"municipality": "Comune", "territory": provinces[number], "kind": "social-a"},
        )[0]
        for number in range(20)
    ]
    image = HubImage.objects.first()
    if image is None:
        image = HubImage(title="Prato", description="Un prato", credit="Archivio")
        content = io.BytesIO()
        Image.new("RGB", (1800, 1200), "#5a8f5a").save(content, "JPEG")
        image.file = ImageFile(content, name="prato.jpg")
        image.save()
    return {
        "section": section,
        "topics": topics,
        "provinces": provinces,
        "cooperatives": cooperatives,
        "image": image,
    }


def _insert(
    numbers: range,
    *,
    section: Any,
    topics: list[Any],
    provinces: list[Any],
    cooperatives: list[Any],
    image: Any,
) -> None:
    """Insert practices: the rows of Wagtail's table first, then those of our own."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import transaction
    from wagtail.models import Page

    from practices.models import PracticePage

    content_type = ContentType.objects.get_for_model(PracticePage)
    practices = [
        _practice(number, section, content_type, cooperatives[number % 20], image)
        for number in numbers
    ]
    columns = [field.attname for field in Page._meta.concrete_fields]
    pages = [Page(**{name: getattr(one, name) for name in columns}) for one in practices]
    with transaction.atomic():
        Page.objects.bulk_create(pages)
        for practice, page in zip(practices, pages, strict=True):
            practice.pk = practice.page_ptr_id = page.pk
        # Django has no bulk_create for models with a parent table; this is what it calls itself.
        PracticePage._base_manager._insert(  # noqa: SLF001
            practices, fields=PracticePage._meta.local_concrete_fields, using="default", raw=True
        )
        _relate(numbers, practices, topics, provinces)
        Page.objects.filter(pk=section.pk).update(numchild=numbers.stop)


def _relate(numbers: range, practices: list[Any], topics: list[Any], provinces: list[Any]) -> None:
    """Give each practice two topics and a province."""
    from practices.models import PracticePage

    *usual, rare = topics
    topic_rows, territory_rows = [], []
    to_topic, to_territory = PracticePage.topics.through, PracticePage.territories.through
    for number, practice in zip(numbers, practices, strict=True):
        chosen = {usual[number % TOPICS], usual[(number * 7 + 3) % TOPICS]}
        if number < RARE_COUNT:
            chosen.add(rare)
        topic_rows += [to_topic(practicepage_id=practice.pk, topic_id=one.pk) for one in chosen]
        province = provinces[number % len(provinces)]
        territory_rows.append(to_territory(practicepage_id=practice.pk, territory_id=province.pk))
    to_topic.objects.bulk_create(topic_rows)
    to_territory.objects.bulk_create(territory_rows)


def _practice(number: int, section: Any, content_type: Any, cooperative: Any, image: Any) -> Any:
    """A practice of usual length, not saved; the same number gives the same text."""
    from practices.models import PracticePage

    chance = random.Random(number)
    title = f"Pratica {number}: {_words(chance, 4)}"
    at = FIRST_DAY + timedelta(minutes=37 * number)
    slug = f"pratica-{number}"
    return PracticePage(
        title=title,
        draft_title=title,
        slug=slug,
        path=PracticePage._get_path(section.path, section.depth + 1, number + 1),  # noqa: SLF001
        depth=section.depth + 1,
        url_path=f"{section.url_path}{slug}/",
        content_type=content_type,
        locale=section.locale,
        translation_key=uuid.UUID(int=chance.getrandbits(128), version=4),
        live=True,
        first_published_at=at,
        last_published_at=at,
        latest_revision_created_at=at,
        summary=_words(chance, 35),
        lead_image=image,
        lead_image_alt="Un prato",
        lead_cooperative=cooperative,
        place="Comune",
        started_year=2020,
        need=f"<p>{_words(chance, 60)}</p>",
        what_we_do=f"<p>{_words(chance, 60)}</p>",
        innovation=f"<p>{_words(chance, 60)}</p>",
        what_did_not_work=f"<p>{_words(chance, 40)}</p>",
        body=json.dumps(_body(chance)),
    )


def _body(chance: random.Random) -> list[dict[str, Any]]:
    """Some 7 KB of text in twelve blocks."""
    blocks: list[tuple[str, Any]] = []
    for _ in range(4):
        blocks += [
            ("heading", {"text": _words(chance, 5), "level": "2"}),
            ("text", "".join(f"<p>{_words(chance, 90)}</p>" for _ in range(2))),
            ("quote", {"text": _words(chance, 25), "author": _words(chance, 2)}),
        ]
    return [
        {"type": kind, "value": value, "id": str(uuid.UUID(int=chance.getrandbits(128)))}
        for kind, value in blocks
    ]


def _words(chance: random.Random, count: int) -> str:
    return " ".join(
        "".join(chance.choices(SYLLABLES.split("-"), k=chance.randint(1, 4))) for _ in range(count)
    )


def _write_entries(have: int) -> None:
    """Let the catalogue write what its first pages say."""
    from catalogue import publishing
    from practices.models import PracticePage

    first = PracticePage.objects.order_by("pk").values_list("pk", flat=True)[have:WRITTEN]
    publishing.refresh_pages(page_ids=list(first))


def _copy_entries() -> None:
    """Give the pages beyond entries that are copies of the first ones."""
    from catalogue.models import Entry
    from practices.models import PracticePage

    with_entry = Entry.objects.filter(kind="practice").values("page_id")
    missing = PracticePage.objects.exclude(pk__in=with_entry).order_by("pk")
    models = list(Entry.objects.filter(kind="practice").order_by("pk").prefetch_related("terms"))
    pages = list(missing.values_list("pk", "title", "translation_key", "first_published_at"))
    usual = [one for one in models if all(term.code != RARE_TOPIC for term in one.terms.all())]
    for start in range(0, len(pages), CHUNK):
        _copy(pages[start : start + CHUNK], usual)


def _copy(pages: list[tuple[Any, ...]], models: list[Any]) -> None:
    from catalogue.locking import writing
    from catalogue.models import Change, Entry, EntryTerm, Verb

    with writing():
        entries, terms = [], []
        changes = Change.objects.bulk_create(
            Change(uid=uuid.uuid4(), verb=Verb.UPSERT, kind="practice", language="it")
            for _page in pages
        )
        for page, change in zip(pages, changes, strict=True):
            model = models[page[0] % len(models)]
            entries.append(_entry_like(model, page, change))
            terms.append(model.terms.all())
        for entry, like in zip(Entry.objects.bulk_create(entries), terms, strict=True):
            EntryTerm.objects.bulk_create(
                EntryTerm(entry=entry, facet=one.facet, code=one.code, label=one.label)
                for one in like
            )


def _entry_like(model: Any, page: tuple[Any, ...], change: Any) -> Any:
    """An entry with the words of another and an identity of its own."""
    from catalogue.models import Entry
    from catalogue.storing import as_json
    from core.projection import moment

    page_id, title, key, at = page
    own = {
        "uid": str(change.uid),
        "translation_of": str(key),
        "title": title,
        "url": f"{model.url}{page_id}/",
        "published_at": moment(at),
        "updated_at": moment(at),
    }
    return Entry(
        uid=change.uid,
        change=change,
        page_id=page_id,
        kind=model.kind,
        language=model.language,
        translation_key=key,
        title=title,
        summary=model.summary,
        url=own["url"],
        card=as_json(json.loads(model.card) | own),
        detail=as_json(json.loads(model.detail) | own),
        etag=change.uid.hex,
        published_at=at,
        updated_at=at,
    )


def _gather_statistics() -> None:
    """Tell the database what it holds, as it would find out by itself with time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
