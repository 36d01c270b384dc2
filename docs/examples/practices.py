"""Print every practice about a topic. Needs nothing but Python 3.8 or later."""

import json
import sys
import urllib.request

topic = sys.argv[1] if len(sys.argv) > 1 else ""
address = "https://hub.example.org/api/v1/entries/?kind=practice&language=it"
if topic:
    address += "&topic=" + topic

while address:
    with urllib.request.urlopen(address, timeout=30) as answer:
        page = json.load(answer)
    for entry in page["items"]:
        places = ", ".join(place["label"] for place in entry["territories"])
        print(entry["title"], "|", places, "|", entry["url"])
    address = page["next"]
