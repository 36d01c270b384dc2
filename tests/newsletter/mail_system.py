"""Postfix and Dovecot for tests: instances of their own, on ports and in folders of their own.

Mail for example.org is put into mailboxes that Dovecot serves by IMAP; mail for gone.example.org is
passed on to a server that the test brings. Nothing of the machine's own mail system is touched, and
no name is looked up.
"""

from __future__ import annotations

import imaplib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.newsletter.processes import until

SBIN = os.environ["PATH"] + ":/usr/sbin"
PASSWORD = "segreta"
MAILBOXES = ("anna", "bounces")

MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.example.org
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
local_recipient_maps =
smtpd_peername_lookup = no
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtp_tls_security_level = none
smtpd_tls_security_level = none
recipient_delimiter = +
virtual_mailbox_domains = example.org
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{ {mailboxes} }}
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
transport_maps = inline:{{ gone.example.org=smtp:[127.0.0.1]:{gone_port} }}
"""
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
DOVECOT = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
first_valid_uid = 1
last_valid_uid = 0
first_valid_gid = 1
mail_location = maildir:{folder}/mail/%n
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%n
}}
namespace inbox {{
  inbox = yes
}}
"""


@dataclass(frozen=True)
class MailSystem:
    """Where it takes mail, and where its mailboxes are read."""

    smtp_port: int
    imap_port: int

    def mails_of(self, name: str) -> list[bytes]:
        """What lies in a mailbox."""
        box = imaplib.IMAP4("127.0.0.1", self.imap_port, timeout=30)
        try:
            box.login(name, PASSWORD)
            box.select("INBOX", readonly=True)
            _answer, numbers = box.search(None, "ALL")
            fetched = [box.fetch(number.decode(), "(BODY.PEEK[])") for number in numbers[0].split()]
            return [part[1] for _ok, data in fetched for part in data if isinstance(part, tuple)]
        finally:
            box.logout()


@contextmanager
def running(gone_port: int) -> Iterator[MailSystem]:
    """Start both, stop both; mail for gone.example.org goes to the server at `gone_port`."""
    import pwd

    nobody = pwd.getpwnam("nobody")
    # Not below pytest's folder: other users must be able to pass through.
    folder = Path(tempfile.mkdtemp(prefix="hub-mail-"))
    folder.chmod(0o755)
    values = {
        "folder": folder,
        "gone_port": gone_port,
        "uid": nobody.pw_uid,
        "gid": nobody.pw_gid,
        "password": PASSWORD,
        "mailboxes": ", ".join(f"{name}@example.org={name}/" for name in MAILBOXES),
    }
    try:
        _make_folders(folder, nobody.pw_uid, nobody.pw_gid)
        with _postfix(folder, values) as smtp_port, _dovecot(folder, values) as imap_port:
            yield MailSystem(smtp_port, imap_port)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_folders(folder: Path, uid: int, gid: int) -> None:
    import pwd

    for name in ("etc", "queue", "data", "mail", "run", "state"):
        (folder / name).mkdir()
        (folder / name).chmod(0o755)
    os.chown(folder / "mail", uid, gid)
    os.chown(folder / "data", pwd.getpwnam("postfix").pw_uid, -1)


@contextmanager
def _postfix(folder: Path, values: dict[str, object]) -> Iterator[int]:
    port = _free_port()
    (folder / "etc" / "main.cf").write_text(MAIN.format(**values), encoding="ascii")
    (folder / "etc" / "master.cf").write_text(MASTER.format(port=port), encoding="ascii")
    program = shutil.which("postfix", path=SBIN)
    assert program is not None
    command = [program, "-c", str(folder / "etc")]
    surroundings = {"PATH": SBIN, "MAIL_CONFIG": str(folder / "etc")}
    subprocess.run([*command, "start"], check=True, capture_output=True, env=surroundings)
    try:
        assert until(lambda: _answers(port)), _log(folder / "postfix.log")
        yield port
    finally:
        subprocess.run([*command, "abort"], check=False, capture_output=True, env=surroundings)


@contextmanager
def _dovecot(folder: Path, values: dict[str, object]) -> Iterator[int]:
    port = _free_port()
    settings = folder / "dovecot.conf"
    settings.write_text(DOVECOT.format(port=port, **values), encoding="ascii")
    program = shutil.which("dovecot", path=SBIN)
    assert program is not None
    process = subprocess.Popen(
        [program, "-F", "-c", str(settings)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert until(lambda: _answers(port)), _log(folder / "dovecot.log")
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as one:
        one.settimeout(5)
        return bool(one.recv(10))
    return False


def _log(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else "no log"
