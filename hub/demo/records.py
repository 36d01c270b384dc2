"""What the demo's pages refer to: staff, topics, organisations, cooperatives, pictures."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.images import ImageFile
from wagtail.models import Collection, Locale

from core.licences import Licence
from core.merging import merge
from core.models import HubImage, Organisation, Territory, Topic, TopicMatch, TopicStatus, User
from hub.demo.pictures import drawn
from hub.demo.reading import Content, read
from hub.demo.translating import translate
from hub.demo.words import Words
from hub.setting_up import EDITORS, PUBLISHERS, REGIONAL_EDITORS

GROUPS = {"editor": EDITORS, "publisher": PUBLISHERS, "regional": REGIONAL_EDITORS}
PICTURES = "Dimostrazione"
CREDIT = "Coop Hub"


def source_locale() -> Locale:
    """The language everything is written in first."""
    return Locale.objects.get(language_code=settings.LANGUAGE_CODE)


def make_staff() -> User:
    """The demo's staff, whose passwords are their names; return who publishes."""
    for person in read("people")["person"]:
        _make_person(person)
    publishers = User.objects.filter(groups__name=PUBLISHERS)
    return publishers.order_by("pk").first() or User.objects.get(is_superuser=True)


def _make_person(person: Content) -> None:
    name = person["username"]
    if User.objects.filter(username=name).exists():
        return
    is_administrator = person["role"] == "administrator"
    user = User(
        username=name,
        first_name=person["first_name"],
        last_name=person["last_name"],
        email=person["email"],
        is_staff=is_administrator,
        is_superuser=is_administrator,
    )
    user.set_password(name)
    user.save()
    if not is_administrator:
        user.groups.add(Group.objects.get(name=GROUPS[person["role"]]))
    user.regions.set(Territory.objects.filter(code__in=person.get("regions", [])))


def make_topics(user: User) -> None:
    """The topics in both languages."""
    locale = source_locale()
    for content in read("topics")["topic"]:
        if Topic.objects.filter(slug=content["slug"], locale=locale).exists():
            continue
        words = Words(content)
        topic = Topic(
            slug=content["slug"],
            name=words("name"),
            description=words("description"),
            synonyms=words.say(*("\n".join(content[one]["synonyms"]) for one in ("it", "en"))),
            icon=content.get("icon", ""),
            is_featured=content.get("featured", False),
            status=content.get("status", TopicStatus.ACTIVE),
            locale=locale,
        )
        topic.matches = [  # type: ignore[misc] # modelcluster keeps them in memory
            TopicMatch(scheme=scheme, value=value) for scheme, value in content.get("matches", [])
        ]
        topic.full_clean()
        topic.save()
        translate(topic, words.english, user=user)
        if "merged_into" in content:
            heir = Topic.objects.originals().get(slug=content["merged_into"])
            merge(source_id=topic.pk, target_id=heir.pk, user=user)


def make_organisations() -> None:
    """Partners and promoters."""
    for content in read("organisations")["organisation"]:
        Organisation.objects.get_or_create(name=content["name"], defaults={"kind": content["kind"]})


def make_pictures() -> dict[str, HubImage]:
    """The pictures, drawn where they are missing, by the name of their scene."""
    alts = read("pictures")
    files = drawn(alts, settings.VAR_DIR)
    folder = Collection.objects.filter(name=PICTURES).first()
    if folder is None:
        folder = Collection.get_first_root_node().add_child(name=PICTURES)
    images = {image.title: image for image in HubImage.objects.filter(collection=folder)}
    for name, path in files.items():
        title = name.replace("-", " ").capitalize()
        if title not in images:
            with path.open("rb") as file:
                images[title] = HubImage.objects.create(
                    title=title,
                    file=ImageFile(file, name=path.name),
                    file_size=path.stat().st_size,
                    collection=folder,
                    description=alts[name]["it"],
                    credit=CREDIT,
                    licence=Licence.CC0,
                )
    return {name: images[name.replace("-", " ").capitalize()] for name in files}
