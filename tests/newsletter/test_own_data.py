import json

import pytest

from newsletter import own_data
from newsletter.wordings import wording
from tests.factories import TopicFactory
from tests.newsletter.readers import confirmed

pytestmark = pytest.mark.django_db


def test_the_export_holds_everything_and_is_plain_json():
    anna = confirmed("anna@perché.it")
    anna.kinds = ["event"]
    anna.save()
    anna.topics.set([TopicFactory(name="Casa", slug="casa")])

    data = json.loads(json.dumps(own_data.export(anna)))

    assert data["address"] == "anna@perché.it"
    assert (data["kinds"], data["topics"]) == (["event"], ["Casa"])
    assert data["consents"][0]["wording"] == wording("it").text
    assert [mail["purpose"] for mail in data["mails"]] == ["confirm", "welcome"]
    assert data["issues"] == []
