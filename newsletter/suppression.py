"""Addresses that must not be mailed, whoever asks.

What is kept is a keyed hash (HMAC-SHA256): it cannot be turned back into an address, also not
by trying all likely addresses, as long as the key stays out of the database. The keys are
`settings.ADDRESS_KEYS`, or SECRET_KEY with its fallbacks where that is empty. The first key
makes new hashes, all of them recognise old ones. The addresses behind old hashes are gone, so
nothing can be hashed anew: a key that is replaced must stay in the list for ever. See
docs/subscribers.md, "Changing the key".
"""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from core import email_addresses
from newsletter.models import Suppression, SuppressionReason

# From the weakest to the strongest: a stronger reason takes the place of a weaker one.
STRENGTH = [
    SuppressionReason.ERASURE,
    SuppressionReason.BOUNCE,
    SuppressionReason.COMPLAINT,
    SuppressionReason.OBJECTION,
]


def address_hash(email_key: str) -> str:
    """The hash under which an address is known today."""
    return _hash(_keys()[0], email_key)


def address_hashes(email_key: str) -> list[str]:
    """The hashes an address may be known by, today's first."""
    return [_hash(key, email_key) for key in _keys()]


def hash_of(email: str) -> str:
    """Today's hash of an address as somebody wrote it."""
    return address_hash(_key_of(email))


def is_suppressed(email: str) -> bool:
    """Whether an address, as typed or as stored, is suppressed. A wrong address is not."""
    return reason_for(email) is not None


def reason_for(email: str) -> SuppressionReason | None:
    """Why an address is suppressed, None when it is not."""
    hashes = address_hashes(_key_of(email))
    found = Suppression.objects.filter(address_hash__in=hashes).values_list("reason", flat=True)
    reasons = [SuppressionReason(reason) for reason in found]
    return max(reasons, key=STRENGTH.index) if reasons else None


def blocks_requests(email: str) -> bool:
    """Whether not even the owner's own sign-up may cause a mail to the address.

    Who erased their data may come back by double opt-in; who complained, objected or cannot
    be reached is never mailed until staff lift the suppression.
    """
    return reason_for(email) not in {None, SuppressionReason.ERASURE}


def suppressed_keys() -> "QuerySet[Suppression, Any]":
    """The hashes of all suppressed addresses, for `address_hash__in`."""
    return Suppression.objects.values("address_hash")


@transaction.atomic
def suppress(*, email: str, reason: SuppressionReason) -> Suppression:
    """Suppress an address; a stronger reason stays or takes over, repeating changes nothing."""
    today = address_hash(_key_of(email))
    suppression, is_new = Suppression.objects.select_for_update().get_or_create(
        address_hash=today, defaults={"reason": reason, "key_name": key_name(_keys()[0])}
    )
    if not is_new and STRENGTH.index(reason) > STRENGTH.index(
        SuppressionReason(suppression.reason)
    ):
        suppression.reason = reason
        suppression.save(update_fields=["reason"])
    return suppression


def lift(*, email: str, reasons: Sequence[SuppressionReason]) -> int:
    """Take a suppression back where it has one of `reasons`; return how many rows went."""
    hashes = address_hashes(_key_of(email))
    deleted, _by_model = Suppression.objects.filter(
        address_hash__in=hashes, reason__in=reasons
    ).delete()
    return deleted


def unknown_key_names() -> set[str]:
    """Names of keys that suppressions were made with and that the settings no longer hold."""
    known = {key_name(key) for key in _keys()}
    return set(Suppression.objects.values_list("key_name", flat=True).distinct()) - known


def key_name(key: str) -> str:
    """A name for a key that does not tell the key."""
    return hashlib.sha256(f"newsletter.key-name {key}".encode()).hexdigest()[:16]


def _keys() -> list[str]:
    own = list(getattr(settings, "ADDRESS_KEYS", []))
    return own or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _hash(key: str, text: str) -> str:
    # The purpose is mixed into the key, so that SECRET_KEY's other uses have other keys.
    derived = hmac.digest(key.encode(), b"newsletter.address", "sha256")
    return hmac.new(derived, text.encode(), "sha256").hexdigest()


def _key_of(email: str) -> str:
    """The key of an address, also where today's rules would refuse it at the door."""
    try:
        return email_addresses.parse(email).key
    except ValidationError:
        return email.strip().lower()
