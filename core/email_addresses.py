"""E-mail addresses as people type them: checked, told apart, shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from email_validator import EmailNotValidError, validate_email

# RFC 5321, 4.5.3.1: 64 octets before the @, 254 altogether.
MAX_LENGTH = 254
MAX_LOCAL_LENGTH = 64

# Only services whose whole purpose is a mailbox that is thrown away, known for years. A long
# list would sooner or later refuse somebody's real address; double opt-in does the rest.
DISPOSABLE_DOMAINS = frozenset(
    {
        "10minutemail.com",
        "dispostable.com",
        "emailondeck.com",
        "fakeinbox.com",
        "getnada.com",
        "guerrillamail.com",
        "guerrillamail.net",
        "guerrillamail.org",
        "maildrop.cc",
        "mailinator.com",
        "mailnesia.com",
        "mintemail.com",
        "mohmal.com",
        "sharklasers.com",
        "spamgourmet.com",
        "temp-mail.org",
        "tempmail.com",
        "throwawaymail.com",
        "trashmail.com",
        "yopmail.com",
        "yopmail.fr",
        "yopmail.net",
    }
)


@dataclass(frozen=True, slots=True)
class Address:
    """A checked address.

    `email` is what mail is sent to: the domain is in its ASCII form. `key` tells addresses
    apart: it is `email` in small letters, because no mailbox in use cares about capitals.
    """

    email: str
    key: str


def parse(text: str) -> Address:
    """Check what somebody typed.

    Raises ValidationError, with a message for the reader and a code: empty, control, too-long,
    no-at, local-too-long, local-not-ascii, malformed, disposable.
    """
    typed = text.strip()
    _refuse_what_has_a_clear_reason(typed)
    try:
        found = validate_email(typed, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        raise ValidationError(
            _(
                "This does not look like an e-mail address. Check it for spaces and typing "
                "errors: it should look like name@example.org."
            ),
            code="malformed",
        ) from None
    email = f"{found.local_part}@{found.ascii_domain}"
    if len(email) > MAX_LENGTH:
        raise _too_long()
    if _is_disposable(found.ascii_domain):
        raise ValidationError(
            _(
                "%(domain)s offers mailboxes that last a few minutes: what we write would not "
                "reach you there. Use an address you will keep."
            ),
            code="disposable",
            params={"domain": found.domain},
        )
    return Address(email=email, key=email.lower())


def _refuse_what_has_a_clear_reason(typed: str) -> None:
    """Name the mistake where it can be named, instead of saying only that there is one."""
    if not typed:
        raise ValidationError(_("Write your e-mail address."), code="empty")
    if not typed.isprintable():
        raise ValidationError(
            _("The address contains an invisible character or a line break. Type it by hand."),
            code="control",
        )
    if len(typed) > MAX_LENGTH:
        raise _too_long()
    local, at, _domain = typed.rpartition("@")
    if not at:
        raise ValidationError(
            _("An e-mail address has an @ in it, as in name@example.org."), code="no-at"
        )
    if len(local) > MAX_LOCAL_LENGTH:
        raise ValidationError(
            _("The part before the @ has %(length)d characters; at most %(limit)d are allowed."),
            code="local-too-long",
            params={"length": len(local), "limit": MAX_LOCAL_LENGTH},
        )
    if not local.isascii():
        raise ValidationError(
            _(
                "The part before the @ has accented or non-Latin letters, which many mail "
                "servers do not accept yet. Use a different address; after the @ such letters "
                "are fine."
            ),
            code="local-not-ascii",
        )


def _too_long() -> ValidationError:
    return ValidationError(
        _("The address is too long: an e-mail address has at most %(limit)d characters."),
        code="too-long",
        params={"limit": MAX_LENGTH},
    )


def _is_disposable(domain: str) -> bool:
    """Whether a domain or one above it is on the list."""
    parts = domain.lower().split(".")
    return any(".".join(parts[start:]) in DISPOSABLE_DOMAINS for start in range(len(parts)))


def readable(email: str) -> str:
    """The address as people write it: "redazione@perché.it" for "redazione@xn--perch-fsa.it"."""
    try:
        return validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError:
        return email


def masked(email: str) -> str:
    """Enough for the owner to recognise the address, too little for anybody else.

    The number of dots is always the same, so that not even the length shows.
    """
    local, _at, domain = readable(email).rpartition("@")
    name, _dot, ending = domain.rpartition(".")
    return f"{local[:1]}•••@{name[:1]}•••.{ending}" if local and name else "•••"
