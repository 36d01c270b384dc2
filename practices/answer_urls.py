"""Pages on which cooperatives answer questions about practices; under the language prefix.

A link that lost its token on the way is answered like a wrong one.
"""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from practices import answer_views

app_name = "answers"

urlpatterns = [
    path(_("your-practice/answer/"), answer_views.inquiry, {"token": ""}, name="inquiry_bare"),
    path(_("your-practice/answer/<str:token>/"), answer_views.inquiry, name="inquiry"),
    path(_("your-practice/re-use/"), answer_views.adoption, {"token": ""}, name="adoption_bare"),
    path(_("your-practice/re-use/<str:token>/"), answer_views.adoption, name="adoption"),
]
