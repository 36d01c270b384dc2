"""The mail servers that the settings name."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Server:
    """Where to connect to, and how many mails a second it may be given (None: no limit)."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    tls: bool = False
    rate: float | None = None

    @property
    def address(self) -> str:
        """Host and port: what tells it from other servers."""
        return f"{self.host}:{self.port}"


def servers() -> list[Server]:
    """The usual server, as Django knows it, and the others."""
    rates = settings.HUB_MAIL_SERVER_RATES
    first = Server(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        user=settings.EMAIL_HOST_USER,
        password=settings.EMAIL_HOST_PASSWORD,
        starttls=settings.EMAIL_USE_TLS,
        tls=settings.EMAIL_USE_SSL,
        rate=rates.get(f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"),
    )
    others = (
        Server(
            host=one.host,
            port=one.port,
            user=one.user,
            password=one.password,
            starttls=one.starttls,
            tls=one.tls,
            rate=rates.get(one.address),
        )
        for one in settings.MORE_MAIL_SERVERS
    )
    return [first, *others]
