"""Pictures that are not public, for the staff that may see them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.images.models import Image
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.users.models import UserProfile

from core.media import HIDDEN_FOLDER, HubImage, HubRendition
from core.models import User

# Wagtail's own rule for pictures, which is found in another place from Wagtail 8 on.
PICTURES = CollectionOwnershipPermissionPolicy(
    HubImage, auth_model=Image, owner_field_name="uploaded_by_user"
)
# One of these on the picture's folder, as in Wagtail's own lists and choosers.
SUFFICIENT = ["add", "change", "delete", "choose"]


@require_safe
def hidden_picture(request: HttpRequest, pk: int) -> FileResponse:
    """Answer with a size of a picture that is not public.

    Raises PermissionDenied for staff of other folders, Http404 when there is no such size.
    """
    sizes = HubRendition.objects.select_related("image")
    size = get_object_or_404(sizes, pk=pk, file__startswith=f"{HIDDEN_FOLDER}/")
    if not PICTURES.user_has_any_permission_for_instance(request.user, SUFFICIENT, size.image):
        raise PermissionDenied
    try:
        return FileResponse(size.file.open("rb"))
    except FileNotFoundError:
        raise Http404 from None


@require_safe
def portrait(request: HttpRequest, user_id: int) -> FileResponse:
    """Answer with the picture somebody of the staff has chosen for themselves.

    Raises Http404 where there is none.
    """
    profile = get_object_or_404(UserProfile.objects.exclude(avatar=""), user=user_id)
    try:
        return FileResponse(profile.avatar.open("rb"))
    except FileNotFoundError:
        raise Http404 from None


def portrait_address(user: User) -> str | None:
    """Where colleagues see somebody's picture; None for those without."""
    profile = getattr(user, "wagtail_userprofile", None)
    if profile is None or not profile.avatar:
        return None
    return reverse("core_portrait", args=[user.pk])
