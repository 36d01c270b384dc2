"""Keep a folder of JSON files in step with a collection of the hub.

    python mirror.py da-dove-cominciare folder

One file for each entry, named after its uid. Run it as often as you like: after the first time it
asks only for what has changed. Needs nothing but Python 3.8 or later.
"""

import json
import sys
import urllib.error
import urllib.request
import uuid
from pathlib import Path

HUB = "https://hub.example.org"


def fetch(address):
    """Read one page of changes, and say so where it is the first of everything."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code != 410:
            raise
        problem = json.load(error)
        if "restart" in problem:  # the last run was too long ago: everything once more
            return {**fetch(problem["restart"]), "is_fresh": True}
        # The collection was closed: it holds nothing any more.
        return {"items": [], "has_more": False, "next": address, "is_fresh": True}


def write(path, text):
    """Write a file whole or not at all, whatever happens in between."""
    half = path.with_suffix(".half")
    half.write_text(text, encoding="utf-8")
    half.replace(path)


def mirror(collection, folder):
    """Bring the folder in step with the collection."""
    folder.mkdir(parents=True, exist_ok=True)
    cursor = folder / "next.txt"
    if cursor.exists():
        page = fetch(cursor.read_text(encoding="utf-8"))
    else:
        start = f"{HUB}/api/v1/collections/{collection}/changes/"
        page = {**fetch(start), "is_fresh": True}
    held, is_fresh = set(), False
    while True:
        if page.get("is_fresh"):
            held, is_fresh = set(), True
        for item in page["items"]:
            path = folder / f"{uuid.UUID(item['uid'])}.json"
            if item["verb"] in ("upsert", "enter"):
                write(path, json.dumps(item, ensure_ascii=False, indent=2))
                held.add(path)
            else:  # "gone" or "leave"
                path.unlink(missing_ok=True)
        if not page["has_more"]:
            break
        page = fetch(page["next"])
    if is_fresh:  # what is not in a full download is there no longer
        for path in set(folder.glob("*.json")) - held:
            path.unlink()
    write(cursor, page["next"])  # last of all: a run that was cut short is done again


if __name__ == "__main__":
    mirror(sys.argv[1], Path(sys.argv[2]))
