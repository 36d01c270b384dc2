"""Where mail goes: mail servers by address, or a provider through django-anymail."""

from typing import Any

from hub.settings import env

# "smtp", or the path of one of django-anymail's backends.
HUB_MAIL_PROVIDER = env.text("HUB_MAIL_PROVIDER", "smtp")
# Port 2525 of this machine is where the demo's catcher listens.
MAIL_SERVER, *MORE_MAIL_SERVERS = env.mail_servers("HUB_SMTP_URL", "smtp://127.0.0.1:2525")

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if HUB_MAIL_PROVIDER == "smtp"
    else HUB_MAIL_PROVIDER
)
EMAIL_HOST = MAIL_SERVER.host
EMAIL_PORT = MAIL_SERVER.port
EMAIL_HOST_USER = MAIL_SERVER.user
EMAIL_HOST_PASSWORD = MAIL_SERVER.password
EMAIL_USE_TLS = MAIL_SERVER.starttls
EMAIL_USE_SSL = MAIL_SERVER.tls
EMAIL_TIMEOUT = env.integer("HUB_SMTP_TIMEOUT", 20, minimum=1, maximum=300)  # seconds
# How many connections an issue is sent over at the same time.
HUB_MAIL_CONNECTIONS = env.integer("HUB_MAIL_CONNECTIONS", 1, minimum=1, maximum=16)
# How fast mails of an issue may leave, in all and from one sender; None: as fast as they are taken.
HUB_MAIL_RATE = env.optional_rate("HUB_MAIL_RATE")
HUB_MAIL_SENDER_RATE = env.optional_rate("HUB_MAIL_SENDER_RATE")
# The same for each mail server that has a limit of its own, by host and port.
HUB_MAIL_SERVER_RATES = {
    server.address: server.rate
    for server in (MAIL_SERVER, *MORE_MAIL_SERVERS)
    if server.rate is not None
}
# The same for the mailboxes of one domain; "*" is for each domain that is not named.
HUB_MAIL_DOMAIN_RATES = env.rates("HUB_MAIL_DOMAIN_RATES")
# No issue leaves within these hours of the hub's time zone, unless somebody says so for one.
HUB_QUIET_HOURS = env.daily_span("HUB_QUIET_HOURS", "22:00-07:00")
# Seconds in which "send" can be taken back before the first mail leaves.
HUB_UNDO_SECONDS = env.integer("HUB_UNDO_SECONDS", 60, minimum=0, maximum=3600)
# Whether an issue needs the approval of somebody who did not write its last version.
HUB_SECOND_PERSON = env.boolean("HUB_SECOND_PERSON", False)
# ANYMAIL_MAILGUN_API_KEY, ANYMAIL_WEBHOOK_SECRET … as django-anymail names them.
# No mail of the hub is tracked, whatever the provider's account says.
ANYMAIL: dict[str, Any] = {"SEND_DEFAULTS": {"track_opens": False, "track_clicks": False}}
ANYMAIL |= env.prefixed("ANYMAIL_")
# The selector of the DKIM key that the mail server or provider signs with, to look it up.
HUB_DKIM_SELECTOR = env.text("HUB_DKIM_SELECTOR", "")
# Where mail that comes back arrives, for plain SMTP: an address whose mailbox takes name+anything@,
# and the mailbox itself.
HUB_BOUNCE_ADDRESS = env.optional_address("HUB_BOUNCE_ADDRESS")
HUB_BOUNCE_MAILBOX = env.optional_mailbox("HUB_BOUNCE_MAILBOX")
DEFAULT_FROM_EMAIL = env.mailbox("HUB_FROM_EMAIL", "Coop Hub <redazione@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
