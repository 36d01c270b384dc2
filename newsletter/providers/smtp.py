"""Handing over to a mail server, on one connection for many mails.

The commands before the message travel together where the server allows it (RFC 2920): two round
trips for a mail instead of four.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from typing import Any

from django.conf import settings
from django.core.mail.utils import DNS_NAME

from core import refusals
from core.refusals import About
from newsletter.mime import Letter, Personal
from newsletter.providers.answers import Answer, TroubleError, Verdict, before_any_mail
from newsletter.providers.servers import Server, servers

Reply = tuple[int, bytes]

CLOSING = 421
MAY_SEND_BODY = 354
# The enhanced status (RFC 3463) at the beginning of a reply.
ENHANCED = re.compile(rb"^([245]\.\d{1,3}\.\d{1,3})(?:\s|$)")
GONE = (smtplib.SMTPServerDisconnected, OSError)


class SmtpProvider:
    """One connection, opened when it is needed and again when the server has closed it.

    To the usual server of the settings, unless another one is named.
    """

    remembers = None  # SMTP has no keys

    def __init__(self, server: Server | None = None) -> None:
        self._server = server or servers()[0]
        self._connection: smtplib.SMTP | None = None
        self._is_fresh = False

    def open(self) -> None:
        """Connect and log in, if that has not been done. Raises TroubleError."""
        self._open()

    def hand_over(self, letter: Letter, personal: Personal) -> Answer:
        """Hand one mail over. Raises TroubleError when the server takes none at all."""
        body = letter.fill_for_smtp(personal)
        sender = personal.return_path or letter.sender.address
        while True:
            connection = self._open()
            is_fresh, self._is_fresh = self._is_fresh, False
            try:
                return self._exchange(connection, sender, personal.to, body)
            except _ClosedByServer as closed:
                self.close()
                # An old connection may have been closed for its age: nothing has left yet.
                if is_fresh:
                    is_busy = closed.reason == str(CLOSING)
                    raise TroubleError(
                        closed.reason, is_configuration=False, is_busy=is_busy
                    ) from closed

    def close(self) -> None:
        """Let the connection go, politely if the server still listens."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except (smtplib.SMTPException, OSError):
                connection.close()

    def _open(self) -> smtplib.SMTP:
        if self._connection is None:
            with before_any_mail():
                self._connection = _connect(self._server)
            self._is_fresh = True
        assert self._connection is not None  # noqa: S101
        return self._connection

    def _exchange(
        self, connection: smtplib.SMTP, sender: str, recipient: str, body: bytes
    ) -> Answer:
        """One mail from MAIL to the final answer."""
        try:
            mail, rcpt, data = _envelope(connection, sender, recipient)
        except GONE as error:
            raise _ClosedByServer("connection lost") from error
        if CLOSING in {mail[0], rcpt[0], data[0]}:
            raise _ClosedByServer("421")
        if not _is_good(mail):
            if data[0] == MAY_SEND_BODY:
                # It waits for a mail all the same: nothing that it says now would be an answer.
                self._connection = None
                connection.close()
            else:
                self._reset(connection)
            is_final = mail[0] >= 500
            raise TroubleError(
                f"sender {_code(mail)}", is_configuration=is_final, is_plain=is_final
            )
        if not _is_good(rcpt):
            self._take_back(connection, data)
            _stop_if_for_all(rcpt)
            return _answer(rcpt)
        if data[0] != MAY_SEND_BODY:
            self._reset(connection)
            _stop_if_for_all(data)
            return _answer(data)
        return self._send_body(connection, body)

    def _send_body(self, connection: smtplib.SMTP, body: bytes) -> Answer:
        try:
            connection.send(body + b".\r\n")
        except GONE as error:
            # The final dot has not left: the server cannot have taken the mail.
            raise _ClosedByServer("connection lost") from error
        try:
            reply = connection.getreply()
        except GONE:
            self.close()
            return Answer(Verdict.UNCERTAIN, "no-answer")
        if reply[0] == CLOSING:
            self.close()
        _stop_if_for_all(reply)
        return _answer(reply)

    def _take_back(self, connection: smtplib.SMTP, data: Reply) -> None:
        """Undo a DATA that went along with a refused recipient."""
        try:
            if data[0] == MAY_SEND_BODY:
                connection.send(b".\r\n")
                connection.getreply()
            connection.rset()
        except GONE:
            self.close()

    def _reset(self, connection: smtplib.SMTP) -> None:
        try:
            connection.rset()
        except GONE:
            self.close()


class _ClosedByServer(Exception):
    """The connection ended before the mail left."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _SmtpOverTls(smtplib.SMTP_SSL):
    """TLS from the first byte, with a certificate that is checked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["context"] = ssl.create_default_context()
        super().__init__(*args, **kwargs)


def _connect(server: Server) -> smtplib.SMTP:
    """Connect and log in. Raises TroubleError."""
    kind: type[smtplib.SMTP] = _SmtpOverTls if server.tls else smtplib.SMTP
    try:
        connection = kind(
            server.host,
            server.port,
            local_hostname=DNS_NAME.get_fqdn(),
            timeout=settings.EMAIL_TIMEOUT,
        )
        if server.starttls:
            connection.starttls(context=ssl.create_default_context())
        connection.ehlo_or_helo_if_needed()
        if server.user:
            connection.login(server.user, server.password)
    except smtplib.SMTPResponseException as error:
        is_login = isinstance(error, smtplib.SMTPAuthenticationError)
        reason = f"{'login' if is_login else 'greeting'} {error.smtp_code}"
        is_final = error.smtp_code >= 500
        raise TroubleError(reason, is_configuration=is_final, is_plain=is_final) from error
    except (smtplib.SMTPNotSupportedError, ssl.SSLCertVerificationError) as error:
        raise TroubleError(type(error).__name__, is_configuration=True) from error
    except (ConnectionRefusedError, socket.gaierror) as error:
        raise TroubleError(_name_of(error), is_configuration=True) from error
    except (smtplib.SMTPException, OSError) as error:
        raise TroubleError(_name_of(error), is_configuration=False) from error
    if connection.sock is not None:
        # The last lines of a mail must not wait for the server to confirm the lines before.
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _envelope(connection: smtplib.SMTP, sender: str, recipient: str) -> tuple[Reply, Reply, Reply]:
    """MAIL, RCPT and DATA, together if the server allows it; what was not asked answers 503."""
    if set(f"{sender}{recipient}") & set("<>\r\n\0"):
        raise ValueError("an address with brackets or line breaks")
    commands = [f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>", "DATA"]
    replies: list[Reply] = []
    if connection.has_extn("pipelining"):
        connection.send("\r\n".join([*commands, ""]).encode("ascii"))
        replies = [connection.getreply() for _command in commands]
    else:
        for command in commands:
            connection.send(f"{command}\r\n".encode("ascii"))
            replies.append(connection.getreply())
            if replies[-1][0] >= 400:
                break
    missing = [(503, b"")] * (len(commands) - len(replies))
    mail, rcpt, data = replies + missing
    return mail, rcpt, data


def _answer(reply: Reply) -> Answer:
    number = reply[0]
    if _is_good(reply):
        return Answer(Verdict.ACCEPTED)
    about = refusals.of_reply(number, reply[1].decode("latin-1"))
    verdicts = {
        About.AWAY: Verdict.DEFERRED,
        About.TEMPORARY: Verdict.DEFERRED,
        About.US: Verdict.UNWANTED,
    }
    code = _code(reply)
    if about is About.GONE and not refusals.says_so(code):
        code = f"mailbox {code}"
    return Answer(verdicts.get(about, Verdict.REFUSED), code, about=about)


def _is_good(reply: Reply) -> bool:
    return 200 <= reply[0] < 300


def _stop_if_for_all(reply: Reply) -> None:
    """Raise TroubleError where a reply to one mail says that the server does not know us."""
    if reply[0] in refusals.LOGIN:
        raise TroubleError(f"login {_code(reply)}", is_configuration=True, is_plain=True)
    if reply[0] >= 500 and b"relay" in reply[1].lower():
        raise TroubleError(f"relaying {_code(reply)}", is_configuration=True)


def _code(reply: Reply) -> str:
    """The numbers of a reply: "550 5.1.1"."""
    enhanced = ENHANCED.match(reply[1])
    return f"{reply[0]} {enhanced.group(1).decode()}" if enhanced else str(reply[0])


def _name_of(error: OSError | smtplib.SMTPException) -> str:
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    if isinstance(error, socket.gaierror):
        return "host not found"
    return "connection timed out" if isinstance(error, TimeoutError) else "connection failed"
