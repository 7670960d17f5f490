"""What a merchant seals for a buyer: where the parcel is, where goods go back to. Only its hash goes on the record."""

from typing import Any

from scripts import documents, order_list, outbox, sealing
from scripts.acting import act_as
from scripts.market import Sale
from scripts.profiles import Secrets
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.terms import NO_DOCUMENT

LONGEST = 80  # characters of a carrier's name and of a tracking number
LONGEST_LINK = 300

NO_KEY = "The order's delivery details are not here, or hold no key, so there is no key to write to the buyer with."


def check(carrier: str, number: str, link: str) -> None:
    """Refuse what no buyer could use."""
    if not carrier:
        raise Refusal("Say who carries the parcel, parcel=NAME; number= and link= come beside it.")
    for name, text in (("parcel", carrier), ("number", number)):
        if len(text) > LONGEST or order_list.clean(text) != text:
            raise Refusal(f"{name}= may have {LONGEST} characters, all of them visible.")
    is_link = link.startswith(("https://", "http://")) and len(link) <= LONGEST_LINK and link.isprintable()
    if link and not (is_link and " " not in link):
        raise Refusal(f"link= is an address that begins with https://, of {LONGEST_LINK} characters at most.")


def tell_parcel(session: Session, order: bytes, carrier: str, number: str, link: str) -> None:
    """Seal a parcel's note for the buyer of an order, put its hash on the record, and upload it."""
    check(carrier, number, link)
    sale = session.market.sale(order)
    wallet = session.acting(sale.order.offer.seller, "seller")
    shopper = order_list.key_of_buyer(session, sale, order_list.secrets_of(session, wallet.address))
    if not shopper:
        raise Refusal(NO_KEY)
    note = _sealed(sale, shopper, sealing.parcel(carrier, number, link))
    name = documents.sha256(note)
    with outbox.holding(session, {name: note}):
        act_as(session, wallet, sale, "submit_evidence", bytes.fromhex(name), saying="tell the buyer of the parcel")


def return_address(session: Session, sale: Sale, secret: Secrets) -> tuple[bytes, dict[str, bytes]]:
    """The return address for the shopper of an order: its document's hash, and the document to upload."""
    shopper = order_list.key_of_buyer(session, sale, secret)
    if not secret.return_address or not shopper:
        lack = "the buyer's key is not here" if secret.return_address else "your profile names none"
        session.say(f"No return address goes with it: {lack}. Write to the shopper where to send the goods.")
        return NO_DOCUMENT, {}
    sealed = _sealed(sale, shopper, sealing.return_address(**secret.return_address))
    return bytes.fromhex(documents.sha256(sealed)), {documents.sha256(sealed): sealed}


def _sealed(sale: Sale, shopper: bytes, plain: dict[str, Any]) -> bytes:
    """For the key in the order's delivery details; buyer and seller may have it erased."""
    return sealing.seal(plain, shopper, (sale.order.buyer, sale.order.offer.seller))
