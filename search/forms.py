"""What a visitor may ask."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from search.finding import LONGEST_QUERY

KINDS = [
    ("", _("Everything")),
    ("practice", _("Practices")),
    ("call", _("Calls")),
    ("event", _("Events")),
    ("path", _("Participation paths")),
    ("publication", _("Publications")),
    ("issue", _("Newsletter issues")),
    ("page", _("Pages")),
]


class SearchForm(forms.Form):
    """A query, narrowed by kind, topic or territory. What makes no sense is named, not obeyed."""

    q = forms.CharField(
        label=_("What are you looking for?"),
        required=False,
        max_length=LONGEST_QUERY,
        validators=[
            # What stands for characters that no text has.
            RegexValidator(
                "\ufffd",
                message=_("This text has a character that cannot be read."),
                inverse_match=True,
            )
        ],
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Where"), choices=KINDS, required=False)
    topic = forms.SlugField(required=False, max_length=80, widget=forms.HiddenInput)
    territory = forms.SlugField(required=False, max_length=12, widget=forms.HiddenInput)
