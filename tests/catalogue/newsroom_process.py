"""A process of its own: `write` edits pages as editors do, `follow` reads the changes meanwhile.

    python -m tests.catalogue.newsroom_process write 7 8 9
    python -m tests.catalogue.newsroom_process follow

A follower reads until its standard input is closed, then tells whether it holds what a fresh
download holds.
"""

import json
import sys
import threading

import django

ROUNDS = 6


def write(page_ids: list[int]) -> None:
    """Edit, withdraw and publish the pages again and again."""
    from wagtail.models import Page

    for turn in range(ROUNDS):
        for page_id in page_ids:
            page = Page.objects.get(pk=page_id).specific
            if turn % 3 == 1:
                page.unpublish()
            else:
                page.title = f"Pagina {page_id}, giro {turn}"
                page.save_revision().publish()


def follow() -> None:
    """Read the changes until standard input ends; print what became of it."""
    from tests.catalogue.following_client import Mirror

    is_over = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        is_over.set()

    threading.Thread(target=wait, daemon=True).start()
    mirror, rounds = Mirror(limit=2), 0
    while not is_over.is_set():
        mirror.update()
        rounds += 1
    mirror.update()
    report = {"is_complete": mirror.entries == mirror.fresh(), "seen": len(mirror.seen)}
    print(json.dumps(report | {"rounds": rounds, "entries": len(mirror.entries)}))  # noqa: T201


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "write":
        write([int(argument) for argument in sys.argv[2:]])
    else:
        follow()
