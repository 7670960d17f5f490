"""What a merchant says and shows about an order: sealed for both sides and, once he is asked, for the arbiter too.

Only its hash goes on the order's record. Whatever is read here again, is opened with the merchant's key.
"""

from pathlib import Path

from scripts import acting, case_file, documents, evidence, order_list, outbox, sealing, uploads
from scripts.acting import act_as
from scripts.market import Sale
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.terms import NO_DOCUMENT, Status
from scripts.wallet import Wallet
from scripts.wording import hexadecimal, whats_next

MOST_OF_ONE = 20  # documents of one account: nobody's flood keeps the others' from the arbiter
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
        said = written(session, sale, text, pictures, True)
    document, sealed = said
    with outbox.holding(session, sealed):
        act_as(session, wallet, sale, "dispute", document)


def written_if(session: Session, sale: Sale, text: str, pictures: str) -> Written:
    """Words and pictures for the buyer, sealed; no document where there are none."""
    return written(session, sale, text, pictures, False) if text or pictures else (NO_DOCUMENT, {})


def written(session: Session, sale: Sale, text: str, pictures: str, with_arbiter: bool) -> Written:
    """Words and pictures (files, with commas between them), sealed."""
    secret = order_list.secrets_of(session, sale.order.offer.seller)
    shopper = order_list.delivery_of(session, sale, secret).get("shopper_key")
    if not shopper:
        raise Refusal("The order's delivery details are not here, so there is no key to write to the buyer with.")
    readers = [sealing.public_point(secret.key), sealing.decode(shopper)]
    keys: dict[str, bytes] = {}
    if with_arbiter and (arbiter := _arbiters_key(session, sale)):
        readers.append(arbiter)
        opened = evidence.keys_of(case_file.latest(session, sale, MOST_OF_ONE), secret.key)
        keys = dict(list(opened.items())[:MOST_KEYS])
    plain = evidence.evidence(text, [_picture(Path(name)) for name in pictures.split(",") if name], keys)
    body, _ = evidence.seal(plain, list(dict.fromkeys(readers)), (sale.order.buyer, sale.order.offer.seller))
    name = documents.sha256(body)
    return bytes.fromhex(name), {name: body}


def _submit(session: Session, wallet: Wallet, sale: Sale, text: str, pictures: str) -> None:
    document, sealed = written(session, sale, text, pictures, sale.record.status == Status.AWAITING_RULING)
    with outbox.holding(session, sealed):
        act_as(session, wallet, sale, "submit_evidence", document, saying="say and show it")


def _arbiters_key(session: Session, sale: Sale) -> bytes:
    """The key in the arbiter's profile; empty, and a sentence, where he has published none that can be seen here."""
    arbiter = sale.order.offer.arbiter
    identity = session.book.contract(session.web3, "Identity")
    profile = uploads.find(session.origin, identity.functions.profiles(arbiter).call().hex())
    key = documents.parse(profile).get("encryption_key", "") if profile else ""
    if not key:
        session.say(f"{session.who(arbiter)} has published no key: show it to the arbiter in another way.")
    return sealing.decode(key)


def _picture(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Refusal(f"The picture {path} cannot be read.") from None
