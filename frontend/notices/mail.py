"""The mails: what they say, in their reader's language, and how they leave."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import formatdate
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from frontend.config import Settings
from frontend.index.credit.rows import Plan
from frontend.index.rows import Order
from frontend.notices import instalments
from frontend.notices.subscriptions import Subscription
from frontend.orders import story
from frontend.wording.formats import moment
from frontend.wording.language import in_words
from frontend.wording.texts import gettext

TIMEOUT = 30.0  # seconds that a mail server may take
PORTS = {"smtp": 587, "smtps": 465}
PERMANENT = 500  # the first reply code that is for good


class NoServer(Exception):
    """The mail server cannot be reached, or does not let us in. One sentence."""


class NotTaken(Exception):
    """The mail server takes this mail not now, but perhaps later; others it may take. One sentence."""


def confirmation(settings: Settings, wish: Subscription, now: int) -> EmailMessage:
    """The first mail: whether its reader wants any."""
    text = gettext(
        "Somebody who holds the account %(account)s asked this shop to write to you when an order waits for it.\n\n"
        "Was it you? Then open this link and confirm. If not, do nothing: no other mail will come.",
        account=wish.account,
    )
    return _mail(settings, wish, "ask", now, gettext("Confirm: mail about your orders"), [text, _link(settings, wish)])


def notice(settings: Settings, wish: Subscription, order: Order, thing: str, now: int) -> EmailMessage:
    """That an order waits for its reader, or will be decided within a day."""
    told = story.tell(order, now)
    is_buyer = order.buyer == wish.account
    otherwise = told.otherwise_to_buyer if is_buyer else told.otherwise
    goods = " ".join(in_words(order.offer.document.get("title", {})).split()) or order.id[:10]
    is_soon = thing.startswith("due:")
    subject = (
        gettext("Only a day left: %(goods)s", goods=goods) if is_soon else gettext("Your turn: %(goods)s", goods=goods)
    )
    parts = [
        told.to_buyer if is_buyer else told.next,
        gettext("Until: %(time)s", time=moment(told.until).striptags()) if told.until else "",
        gettext("What if you do nothing? %(otherwise)s", otherwise=otherwise) if otherwise else "",
        f"{settings.origin}/orders/{order.id}",
        gettext("You asked for these mails. To end them: %(link)s", link=_link(settings, wish)),
    ]
    return _mail(settings, wish, thing, now, subject, [part for part in parts if part])


def of_plan(settings: Settings, wish: Subscription, plan: Plan, thing: str, now: int) -> EmailMessage:
    """That an instalment is due, was missed or is late, or that something came back that cuts the plan."""
    subject, said = instalments.told(plan, thing, now)
    links = [
        f"{settings.origin}/orders/{plan.order.id}",
        gettext("You asked for these mails. To end them: %(link)s", link=_link(settings, wish)),
    ]
    return _mail(settings, wish, thing, now, subject, [*said, *links])


def send(settings: Settings, message: EmailMessage) -> None:
    """Hands a mail to the server; raises NoServer or NotTaken. What no server will ever take counts as sent."""
    with _server(settings) as server:
        try:
            server.send_message(message)
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPSenderRefused, smtplib.SMTPHeloError) as error:
            raise NoServer(f"The mail server did not take a mail ({type(error).__name__}).") from None
        except (smtplib.SMTPException, ValueError) as error:
            if any(code < PERMANENT for code in _codes(error)):
                raise NotTaken("The mail server takes some mail only later.") from None


def _codes(error: Exception) -> list[int]:
    """The server's replies; none where the mail itself cannot be sent."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


@contextmanager
def _server(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A connection to the mail server; raises NoServer."""
    parts = urlsplit(settings.smtp)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    try:
        connection = _connected(parts.scheme, host, port)
        if parts.username:
            connection.login(unquote(parts.username), unquote(parts.password or ""))
    except (OSError, smtplib.SMTPException) as error:
        raise NoServer(f"The mail server at {host}:{port} cannot be used ({type(error).__name__}).") from None
    try:
        yield connection
    finally:
        with suppress(OSError, smtplib.SMTPException):  # the mail is taken, however the server says goodbye
            connection.quit()
        connection.close()


def _connected(scheme: str, host: str, port: int) -> smtplib.SMTP:
    """With TLS at once, or as soon as the server offers it."""
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    connection = smtplib.SMTP(host, port, timeout=TIMEOUT)
    connection.ehlo()
    if connection.has_extn("starttls"):
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo()
    return connection


def _mail(settings: Settings, wish: Subscription, thing: str, now: int, subject: str, parts: list[str]) -> EmailMessage:
    """A mail whose id follows from what it tells: where it is sent twice, mailboxes show it once."""
    host = urlsplit(settings.origin).hostname or "localhost"
    mail = EmailMessage()
    mail["From"] = settings.mail_from or f"handover@{host}"
    mail["To"] = wish.email
    mail["Subject"] = subject
    mail["Date"] = formatdate(now)
    mail["Message-ID"] = f"<{sha256(f'{wish.token} {thing}'.encode()).hexdigest()[:40]}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Unsubscribe"] = f"<{_link(settings, wish)}/end>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content("\n\n".join(parts) + "\n")
    return mail


def _link(settings: Settings, wish: Subscription) -> str:
    return f"{settings.origin}/notices/{wish.account}/{wish.token}"
