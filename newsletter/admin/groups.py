"""Groups of readers: where staff describe them, and see how many readers are in one now."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info, gettext_lazy, pgettext
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from core.subjects import offer
from newsletter import followed, segments
from newsletter.models import FollowedKind, Segment, Subscriber
from newsletter.preferences import KINDS

Choices = list[tuple[str, Any]]


class SegmentForm(WagtailAdminModelForm):
    """Offers what readers can choose, and what they can follow."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds"),
        choices=list(KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Readers who want one of these. None means: whatever they chose."),
    )
    follows = forms.ChoiceField(
        label=gettext_lazy("Who follow"),
        required=False,
        help_text=gettext_lazy(
            "Only readers of the newsletter who also follow this. Who follows it without having "
            "asked for the newsletter gets its news alone, never an issue. Cooperatives are "
            "offered once somebody follows them."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self)
        languages = [(code, _(str(get_language_info(code)["name"]))) for code, _n in _languages()]
        self.fields["language"].choices = [("", pgettext("languages", "All")), *languages]
        segment = self.instance
        self.fields["follows"].choices = _things(segment)
        self.initial["follows"] = _value(segment.followed_kind, segment.followed_key)

    def clean(self) -> dict[str, Any]:
        """Turn what was chosen to be followed into its kind and its identity."""
        cleaned: dict[str, Any] = super().clean()
        kind, _colon, key = (cleaned.get("follows") or "").partition(":")
        self.instance.followed_kind = kind
        self.instance.followed_key = uuid.UUID(key) if key else None
        return cleaned


class CountPanel(Panel):
    """How many readers are in the group as it was last saved."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one group."""

        template_name = "newsletter/admin/group_count.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The numbers; nothing for a group that has not been saved yet."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            if self.instance.pk is None:
                return context | {"is_new": True}
            return context | {
                "count": segments.members(self.instance).count(),
                "total": Subscriber.objects.mailable().count(),
                "words": segments.in_words(self.instance),
            }


class SegmentViewSet(SnippetViewSet):
    """The groups, each with its rule in a line."""

    model = Segment
    icon = "crosshairs"
    menu_label = gettext_lazy("Groups of readers")
    menu_item_is_registered = True
    list_display = ["name", Column("rule", label=gettext_lazy("Rule"), accessor=segments.in_words)]
    search_fields = ["name"]
    search_backend_name = None
    ordering = ["name"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            CountPanel(heading=gettext_lazy("Readers now")),
            MultiFieldPanel(
                [
                    FieldPanel("language"),
                    FieldPanel("topics"),
                    FieldPanel("territories"),
                    FieldPanel("kinds"),
                    FieldPanel("is_strict"),
                ],
                heading=gettext_lazy("By what they chose"),
                help_text=gettext_lazy("Every part that says something narrows the group."),
            ),
            MultiFieldPanel([FieldPanel("follows")], heading=gettext_lazy("By what they follow")),
        ],
        base_form_class=SegmentForm,
    )


def _languages() -> Choices:
    return list(settings.LANGUAGES)


def _value(kind: str, key: Any) -> str:
    return f"{kind}:{key}" if key else ""


def _things(segment: Segment) -> Choices:
    """What can be followed, by kind; what the group already has stays, public or not."""
    groups: dict[str, Choices] = {}
    for kind in FollowedKind.values:
        if offered := [(_value(kind, key), title) for key, title in followed.offered(kind)]:
            groups[kind] = offered
    own = _value(segment.followed_kind, segment.followed_key)
    is_listed = any(own == value for group in groups.values() for value, _title in group)
    if segment.followed_key and not is_listed:
        thing = followed.thing(segment.followed_kind, segment.followed_key, settings.LANGUAGE_CODE)
        title = thing.title if thing else _("Something that is no longer public")
        groups.setdefault(segment.followed_kind, []).append((own, title))
    return [
        ("", "—"),
        *((str(FollowedKind(kind).label), group) for kind, group in sorted(groups.items())),
    ]
