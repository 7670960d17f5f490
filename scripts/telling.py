"""What a merchant says and shows about an order: sealed for both sides and, once he is asked, for the arbiter too.

Only its hash goes on the order's record. Whatever is read here again, is opened with the merchant's key.
"""

from pathlib import Path
from typing import NoReturn

from scripts import acting, case_file, documents, evidence, letters, order_list, outbox, sealing, uploads
from scripts.acting import act_as
from scripts.market import Sale
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.terms import NO_DOCUMENT, Status
from scripts.wallet import Wallet
from scripts.wording import hexadecimal, whats_next

MOST_KEYS = 60  # of earlier documents that a later one may have

Written = tuple[bytes, dict[str, bytes]]  # a document's hash, and the document to upload by its name


def show(session: Session, order: bytes, to: Path | None) -> None:
    """All that is on the record of an order, as far as the seller's key opens it."""
    sale = session.market.sale(order)
    session.say(f"{hexadecimal(order)}: {whats_next(session, sale)}")
    key = case_file.key_of(session, sale.order.offer.seller)
    for number, paper in enumerate(case_file.papers(session, sale, key), 1):
        case_file.show(session, number, paper, to)


def answer(session: Session, order: bytes, verb: str, text: str, pictures: str) -> None:
    """A verb of the seller, with what he says and shows before it."""
    sale = session.market.sale(order)
    wallet = session.acting(sale.order.offer.seller, "seller")
    say_first(session, wallet, sale, text, pictures, verb)
    act_as(session, wallet, sale, verb)


def say_first(
    session: Session, wallet: Wallet, sale: Sale, text: str, pictures: str, verb: str, *arguments: object
) -> None:
    """Put words and pictures, if there are any, on the record before a verb that has no place for them and will do."""
    if text or pictures:
        session.check(wallet, session.market.call(verb, sale.order, *arguments))
        _submit(session, wallet, sale, text, pictures)


def submit(session: Session, order: bytes, text: str, pictures: str, file: Path | None) -> None:
    """Put words and pictures on an order's record, or the hash of a file of any kind."""
    sale = session.market.sale(order)
    wallet = session.acting(sale.order.offer.seller, "seller")
    if text or pictures:
        _submit(session, wallet, sale, text, pictures)
    elif file:
        act_as(session, wallet, sale, "submit_evidence", acting.hash_of(file))
    else:
        raise Refusal("Say something with text=, show something with pictures=, or name a file=.")


def dispute(session: Session, order: bytes, text: str, pictures: str, file: Path | None) -> None:
    """Ask the arbiter, with words and pictures and the keys of what was shown before, or with the hash of a file."""
    sale = session.market.sale(order)
    wallet = session.acting(sale.order.offer.seller, "seller")
    said: Written = (acting.hash_of(file), {})
    if text or pictures:
        session.check(wallet, session.market.call("dispute", sale.order, NO_DOCUMENT))
        said = written(session, sale, text, pictures, True) or _silent(session)
    document, sealed = said
    with outbox.holding(session, sealed):
        act_as(session, wallet, sale, "dispute", document)


def written_if(session: Session, sale: Sale, text: str, pictures: str) -> Written:
    """Words and pictures for the buyer, sealed; no document where there are none."""
    if not text and not pictures:
        return NO_DOCUMENT, {}
    return written(session, sale, text, pictures, False) or _refuse()


def written(session: Session, sale: Sale, text: str, pictures: str, with_arbiter: bool) -> Written | None:
    """Words and pictures (files, with commas between them), sealed; None where nobody else could read them.

    Neither a buyer without a key nor an arbiter without one keeps them from the other.
    """
    secret = order_list.secrets_of(session, sale.order.offer.seller)
    shown = [_picture(Path(name)) for name in pictures.split(",") if name]
    shopper = order_list.key_of_buyer(session, sale, secret)
    arbiter = _arbiters_key(session, sale) if with_arbiter else b""
    if not shopper and not arbiter:
        return None
    if not shopper:
        session.say("There is no key to write to the buyer with: only the arbiter and you can read it.")
    keys: dict[str, bytes] = {}
    if arbiter:
        opened = evidence.keys_of(case_file.bodies(session, sale), secret.key)
        keys = dict(list(opened.items())[:MOST_KEYS])
    readers = dict.fromkeys(filter(None, (sealing.public_point(secret.key), shopper, arbiter)))
    plain = evidence.evidence(text, shown, keys)
    body, _ = evidence.seal(plain, list(readers), (sale.order.buyer, sale.order.offer.seller))
    name = documents.sha256(body)
    return bytes.fromhex(name), {name: body}


def _submit(session: Session, wallet: Wallet, sale: Sale, text: str, pictures: str) -> None:
    with_arbiter = sale.record.status == Status.AWAITING_RULING
    document, sealed = written(session, sale, text, pictures, with_arbiter) or _refuse()
    with outbox.holding(session, sealed):
        act_as(session, wallet, sale, "submit_evidence", document, saying="say and show it")


def _arbiters_key(session: Session, sale: Sale) -> bytes:
    """The key in the arbiter's profile; empty, and a sentence, where he has published none that can be seen here."""
    arbiter = sale.order.offer.arbiter
    identity = session.book.contract(session.web3, "Identity")
    profile = uploads.find(session.origin, identity.functions.profiles(arbiter).call().hex())
    said = documents.read(profile, documents.Kind.PROFILE) if profile else {}
    key = sealing.usable(said.get("encryption_key"))
    if not key:
        session.say(f"{session.who(arbiter)} has published no key: show it to the arbiter in another way.")
    return key


def _silent(session: Session) -> Written:
    """The empty document, with which an arbiter is asked where nobody could read another."""
    session.say("There is no key to write to the buyer with, either: the arbiter is asked without a word.")
    return NO_DOCUMENT, {}


def _refuse() -> NoReturn:
    raise Refusal(letters.NO_KEY)


def _picture(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Refusal(f"The picture {path} cannot be read.") from None
