"""Screens of the admin for subscribers: looking, proving, acting at a reader's request."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, TitleColumn
from wagtail.admin.widgets import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from core import email_addresses
from core.importing import importers
from newsletter import changing
from newsletter.importing import SUBSCRIBERS
from newsletter.models import DigestPlan, Subscriber
from newsletter.views.proof_sheet import ProofSheetView
from newsletter.views.subscriber_sheet import SubscriberActView, SubscriberSheetView


class LookOnlyPolicy(ModelPermissionPolicy):
    """Nobody adds, edits or deletes by form: readers act for themselves, staff by the verbs."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


class SubscriberIndexView(IndexView):
    """The list, whose rows lead to the sheets; nothing is done to many readers at once."""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Refuse the spreadsheet that Wagtail would give, also where no button offers it."""
        super().setup(request, *args, **kwargs)
        self.is_export = False

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """To bring in people with proof, and to take the list along, for those who may."""
        user = self.request.user
        found = []
        if importers.get(SUBSCRIBERS).may_use(user):
            url = reverse("imports:upload", args=[SUBSCRIBERS])
            found.append(Button(_("Import"), url=url, icon_name="upload", priority=10))
        if user.has_perm("newsletter.export_subscriber"):
            url = reverse("newsletter_admin:export")
            found.append(Button(_("Download"), url=url, icon_name="download", priority=20))
        return found

    @cached_property
    def columns(self) -> list[Column]:
        """The declared columns without the boxes to tick."""
        return [one for one in super().columns if not isinstance(one, BulkActionsCheckboxColumn)]


def _on_or_off(plan: DigestPlan) -> str:
    if plan.is_on:
        return pgettext("digest", "on")
    owed = changing.owed(plan.frequency).count()
    off = pgettext("digest", "off")
    last = ngettext(
        "%(off)s; once more for %(count)d person who left it",
        "%(off)s; once more for %(count)d people who left it",
        owed,
    )
    return last % {"off": off, "count": owed} if owed else off


class DigestPlanViewSet(SnippetViewSet):
    """The weekly and the monthly digest: whether there is one, and when."""

    model = DigestPlan
    icon = "calendar-alt"
    menu_label = _("Digests")
    menu_item_is_registered = True
    list_display = [
        "__str__",
        Column("is_on", label=_("State"), accessor=_on_or_off),
        Column("hour", label=_("Time")),
        Column("last_day", label=_("Made last for")),
    ]
    copy_view_enabled = False
    panels = [
        FieldPanel("frequency"),
        FieldPanel("is_on"),
        MultiFieldPanel(
            [FieldPanel("weekday"), FieldPanel("month_day"), FieldPanel("hour")], heading=_("When")
        ),
        FieldPanel("is_automatic"),
    ]


class SubscriberViewSet(SnippetViewSet):
    """The list of subscribers and each one's sheet; downloading has a screen and a right."""

    model = Subscriber
    icon = "group"
    menu_label = _("Subscribers")
    # The newsletter's own menu leads here; the general one of snippets need not.
    menu_item_is_registered = True
    list_display = [
        TitleColumn(
            "email",
            label=pgettext_lazy("mail", "Address"),
            accessor=lambda reader: email_addresses.readable(reader.email) or "—",
            url_name="wagtailsnippets_newsletter_subscriber:inspect",
            sort_key="email",
        ),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        Column("language", label=_("Language"), sort_key="language"),
        Column("frequency", label=_("How often"), accessor="get_frequency_display"),
        Column(
            "confirmed_at", label=pgettext_lazy("consent", "Confirmed"), sort_key="confirmed_at"
        ),
    ]
    list_filter = ["state", "language", "frequency"]
    search_fields = ["email"]
    search_backend_name = None  # addresses stand in no search index
    list_per_page = 50
    ordering = ["-created_at"]
    copy_view_enabled = False
    index_view_class = SubscriberIndexView
    inspect_view_enabled = True
    inspect_view_class = SubscriberSheetView
    inspect_template_name = "newsletter/admin/subscriber.html"

    @property
    def permission_policy(self) -> LookOnlyPolicy:
        """Looking only."""
        return LookOnlyPolicy(self.model)

    def act_view(self, request: Any, **arguments: Any) -> Any:
        """Ask before acting for a reader, then act."""
        return SubscriberActView.as_view(sheet_url_name=self.get_url_name("inspect"))(
            request, **arguments
        )

    def proof_view(self, request: Any, **arguments: Any) -> Any:
        """The proof of consent, to be printed."""
        return ProofSheetView.as_view()(request, **arguments)

    def get_urlpatterns(self) -> list[URLPattern]:
        """The usual ones, the one for acting, and the one for printing."""
        return [
            *super().get_urlpatterns(),
            path("proof/<int:pk>/", self.proof_view, name="proof"),
            path("act/<str:pk>/<slug:act>/", self.act_view, name="act"),
        ]
