"""Bringing translations in step with their source, and publishing only those that are whole."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.update_translations import (
    UpdateTranslationsForm,
    UpdateTranslationsView,
)

from core.translating import missing_texts

WHAT_IS_PUBLISHED = gettext_lazy(
    "Only translations without missing texts are published. The others stay as readers see them "
    "until somebody has translated what is new."
)


class WholeTranslationsView(UpdateTranslationsView):
    """wagtail-localize's screen, which by itself publishes the source text in the gaps."""

    def get_form(self) -> UpdateTranslationsForm:
        """Say what really happens to what is published."""
        form = super().get_form()
        form.fields["publish_translations"].help_text = WHAT_IS_PUBLISHED
        return form

    @transaction.atomic
    def form_valid(self, form: UpdateTranslationsForm) -> HttpResponse:
        """Update all, publish what is whole, and name what is not."""
        wanted = form.cleaned_data["publish_translations"]
        form.cleaned_data["publish_translations"] = False
        answer: HttpResponse = super().form_valid(form)
        if wanted:
            for translation in self.object.translations.filter(enabled=True):
                self._publish(translation)
        return answer

    def _publish(self, translation: Translation) -> None:
        target: Any = translation.get_target_instance()
        count = missing_texts(target) if isinstance(target, Page) else 0
        if not count:
            # What cannot be saved stays as it is, as in the library's own screen.
            with suppress(ValidationError):
                translation.save_target(user=self.request.user, publish=True)
            return
        words = ngettext(
            "“%(title)s” in %(language)s was not published: %(count)d text still needs "
            "translating, or has an error.",
            "“%(title)s” in %(language)s was not published: %(count)d texts still need "
            "translating, or have errors.",
            count,
        )
        values = {
            "title": target.get_admin_display_title(),
            "language": _(translation.target_locale.language_name),
            "count": count,
        }
        messages.warning(self.request, words % values)
