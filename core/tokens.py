"""Links that prove something: signed, for one purpose only, and dated."""

from datetime import datetime

from django.core import signing


class TokenError(Exception):
    """The link cannot be used."""


class TokenExpired(TokenError):
    """The link was right once, and is too old now."""


class TokenInvalid(TokenError):
    """The link is truncated, altered, or was made for something else."""


class _SignerAt(signing.TimestampSigner):
    """Dates what it signs as it is told."""

    def __init__(self, moment: datetime, salt: str) -> None:
        super().__init__(salt=salt)
        self._moment = moment

    def timestamp(self) -> str:
        return signing.b62_encode(int(self._moment.timestamp()))


def issue(purpose: str, value: str, *, at: datetime | None = None) -> str:
    """Sign `value` for `purpose`; the token is safe in a path and cannot serve another purpose.

    It is dated now, or `at` a moment: the same value and moment give the same token.
    """
    salt = f"core.tokens.{purpose}"
    if at is None:
        return signing.dumps(value, salt=salt, compress=False)
    return _SignerAt(at, salt).sign_object(value, compress=False)


def read(purpose: str, token: str, max_age: int | None = None) -> str:
    """Give back the value of a token.

    `max_age` is in seconds. Raises TokenExpired when the token is older, TokenInvalid when
    it was not made by us for this purpose.
    """
    if len(token) > 500 or not token.isascii():
        raise TokenInvalid
    try:
        value = signing.loads(token, salt=f"core.tokens.{purpose}", max_age=max_age)
    except signing.SignatureExpired as error:
        raise TokenExpired from error
    except (signing.BadSignature, ValueError) as error:
        raise TokenInvalid from error
    if not isinstance(value, str):
        raise TokenInvalid
    return value
