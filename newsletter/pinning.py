"""What a collection held when it was pinned in an issue, as a text that is kept with the choice."""

from __future__ import annotations

from catalogue.models import CollectionMember, CuratedCollection, Entry


def pin(collection: CuratedCollection, most: int) -> str:
    """What a collection holds now, as a text to be kept."""
    members = CollectionMember.objects.filter(
        collection=collection, entry__in=Entry.objects.visible()
    )
    rows = members.order_by("position", "id").values_list("entry__translation_key", flat=True)
    keys = list(dict.fromkeys(str(key) for key in rows))[:most]
    return f"{collection.pk}:{','.join(keys)}"


def is_of(pinned: str, collection: CuratedCollection) -> bool:
    """Whether a kept text is about this collection."""
    return pinned.partition(":")[0] == str(collection.pk)


def keys_in(pinned: str) -> list[str]:
    """The identities in a kept text, in order."""
    return [key for key in pinned.partition(":")[2].split(",") if key]
