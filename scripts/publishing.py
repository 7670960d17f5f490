"""Publishing a catalogue so that it may be killed at any moment: what is published already is found by its id."""

from collections.abc import Iterator, Sequence

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from scripts import parameters, units, uploads
from scripts.catalogue import Listing
from scripts.market import Market
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.wallet import Call, Wallet


def missing(market: Market, listings: Sequence[Listing]) -> list[Listing]:
    """The listings that are not published yet."""
    stocks = market.stocks([listing.id for listing in listings])
    return [listing for listing, stock in zip(listings, stocks, strict=True) if not stock.published]


def refuse_doubles(market: Market, seller: str, listings: Sequence[Listing]) -> None:
    """Refuse to sell beside each other what is the same but for its terms: that is a revision."""
    known = {entry.offer.details: entry.id for entry in market.offers(seller).values()}
    doubles = [(listing, known[listing.offer.details]) for listing in listings if listing.offer.details in known]
    stocks = market.stocks([id_ for _, id_ in doubles])
    for (listing, id_), stock in zip(doubles, stocks, strict=True):
        if stock.cap:
            raise Refusal(
                f"{listing.label} is for sale on other terms as 0x{id_.hex()}; `merchant revise` moves its units to new"
                " terms, `merchant delist` takes it down."
            )


def check(session: Session, wallet: Wallet, listings: Sequence[Listing]) -> None:
    """Try every batch without sending it, so that nothing is sent if the contract would refuse any."""
    for batch in batches(listings):
        try:
            session.check(wallet, _call(session.market, batch))
        except Refusal:
            for listing in batch:
                _check_one(session, wallet, listing)
            raise


def publish(session: Session, wallet: Wallet, listings: Sequence[Listing]) -> None:
    """Publish in batches, with a progress bar."""
    with bar(session) as progress:
        task = progress.add_task("offers published", total=len(listings))
        for batch in batches(listings):
            wallet.send(_call(session.market, batch))
            progress.advance(task, len(batch))


def documents_of(listings: Sequence[Listing]) -> dict[str, bytes]:
    """The documents and the pictures of listings by their sha-256; those first that name others."""
    wanted = {listing.offer.details.hex(): listing.document for listing in listings}
    for listing in listings:
        wanted.update(listing.pictures)
    return wanted


def upload(session: Session, wanted: dict[str, bytes]) -> None:
    """Send documents that can be made again; without a storefront, say that the command is to be repeated."""
    number = units.count(len(wanted), "document")
    if not uploads.is_reachable(session.origin):
        session.say(
            f"No storefront answers at {session.origin}: {number} not uploaded. Repeat the command when one does;"
            " HANDOVER_ORIGIN names another."
        )
        return
    with bar(session) as progress:
        task = progress.add_task("documents", total=len(wanted))
        sent = uploads.upload(session.origin, wanted, lambda: progress.advance(task))
    session.say(f"{sent:,} of {number} uploaded to {session.origin}; it had the others.")


def batches(listings: Sequence[Listing]) -> Iterator[Sequence[Listing]]:
    """The listings in the pieces that are published by one transaction each."""
    for start in range(0, len(listings), parameters.PUBLISH_BATCH):
        yield listings[start : start + parameters.PUBLISH_BATCH]


def bar(session: Session) -> Progress:
    """A progress bar on the session's terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=session.console)


def _call(market: Market, batch: Sequence[Listing]) -> Call:
    return market.call("publish_many", [listing.offer for listing in batch], [listing.cap for listing in batch])


def _check_one(session: Session, wallet: Wallet, listing: Listing) -> None:
    try:
        session.check(wallet, session.market.call("publish", listing.offer, listing.cap))
    except Refusal as refusal:
        raise Refusal(f"{listing.label}: {refusal}") from None
