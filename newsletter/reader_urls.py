"""Pages for readers, in the language of the page; included under the language prefix.

The words of the addresses are translated. None of them is the bare `newsletter/`, which is the
archive, a Wagtail page. A link that lost its token on the way is answered like a wrong one.
"""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from newsletter.views import (
    archive,
    confirming,
    embedding,
    following,
    own_pages,
    signing_up,
    unsubscribing,
)

app_name = "newsletter"

SIGN_UP = [
    path("", signing_up.sign_up, name="sign_up"),
    path(_("check-your-mail/"), signing_up.sign_up_sent, name="sign_up_sent"),
]
EMBEDDED = [
    path("", embedding.embedded, name="embedded"),
    path(_("check-your-mail/"), embedding.embedded_sent, name="embedded_sent"),
]
CONFIRM = [
    path("", confirming.confirm, {"token": ""}, name="confirm_bare"),
    path("<str:token>/", confirming.confirm, name="confirm"),
]
PREFERENCES = [
    path("", signing_up.lost_link, name="lost_link"),
    path(_("check-your-mail/"), signing_up.lost_link_sent, name="lost_link_sent"),
    path("<str:token>/", own_pages.own_preferences, name="preferences"),
    path(_("<str:token>/pause/"), own_pages.own_pause, name="pause"),
    path(_("<str:token>/your-data/"), own_pages.own_data, name="own_data"),
]
UNSUBSCRIBE = [
    path("", unsubscribing.unsubscribe, {"token": ""}, name="unsubscribe_bare"),
    path("<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
]

FOLLOW = [
    path("<slug:kind>/<uuid:key>/", following.follow, name="follow"),
    path(_("<slug:kind>/<uuid:key>/check-your-mail/"), following.follow_sent, name="follow_sent"),
]
FOLLOWING = [
    path(_("confirm/<str:token>/"), following.confirm_following, name="confirm_following"),
    path(_("stop/<str:token>/"), following.stop_following, name="stop_following"),
]

# Beside the catalogue's feeds, which scripts of other sites may read, too.
FEEDS = [
    path("atom.xml", archive.archive_atom, name="archive_atom"),
    path("feed.json", archive.archive_json, name="archive_json"),
]

urlpatterns = [
    path("feeds/newsletter/", include(FEEDS)),
    path(_("newsletter/follow/"), include(FOLLOW)),
    path(_("newsletter/following/"), include(FOLLOWING)),
    path(_("newsletter/sign-up/"), include(SIGN_UP)),
    path(_("newsletter/form/"), include(EMBEDDED)),
    path(_("newsletter/confirm/"), include(CONFIRM)),
    path(_("newsletter/preferences/"), include(PREFERENCES)),
    path(_("newsletter/unsubscribe/"), include(UNSUBSCRIBE)),
]
