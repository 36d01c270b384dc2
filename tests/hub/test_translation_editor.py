"""The translation editor talks to the hub through the API framework: its settings must let it."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import TranslationCreator

from tests.factories import AdminFactory, HubSite, locale


@pytest.mark.django_db
def test_a_text_typed_in_the_editor_is_kept(hub_site: HubSite, client: Client):
    practice = hub_site.practice(title="Orti sui tetti", slug="orti")
    creator = TranslationCreator(user=None, target_locales=[locale("en")])
    creator.create_translations(hub_site.practices)
    creator.create_translations(practice)
    translation = Translation.objects.get(source__object_id=practice.translation_key)
    segment = translation.source.stringsegment_set.get(string__data="Orti sui tetti")
    client.force_login(AdminFactory())

    answer = client.put(
        reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]),
        urlencode({"value": "Roof gardens"}),
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 201
    assert StringTranslation.objects.get(translation_of=segment.string).data == "Roof gardens"
