"""The screens of the admin for people who work in it: Wagtail's, and the regions of each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from core.models import Territory
from core.models.territory import TerritoryLevel


def _regions_field() -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        label=_("Regions"),
        queryset=Territory.objects.filter(level=TerritoryLevel.REGION).order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Leave all of them empty for people who work for the whole country. Who has regions "
            "may change and publish only what belongs to them, and may propose drafts for others."
        ),
    )


class StaffCreationForm(UserCreationForm):
    """A new person, with regions."""

    regions = _regions_field()

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"regions"}


class StaffEditForm(UserEditForm):
    """A person known already; nobody takes away their own limits."""

    regions = _regions_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        is_self = kwargs.get("editing_self", False)
        super().__init__(*args, **kwargs)
        if is_self:
            del self.fields["regions"]

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"regions"}


class StaffViewSet(UserViewSet):
    """The list of people and their forms."""

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return StaffEditForm if for_update else StaffCreationForm
