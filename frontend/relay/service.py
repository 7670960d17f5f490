"""The relay of a storefront: takes what shoppers signed, sends it where it may, keeps it for the seller where not."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Connection

from frontend.abi import Function
from frontend.chain import Chain
from frontend.config import Settings
from frontend.index.rows import Page
from frontend.relay import effects, policy
from frontend.relay.kept import Cabinet, Kept
from frontend.relay.ledger import DAY, Ledger, Sent
from frontend.relay.policy import NotNow
from frontend.relay.purse import Purse
from frontend.relay.sending import Sender
from frontend.relay.wire import Reverted, Wire
from frontend.resources import book, resources
from scripts import signed as documents
from scripts.address_book import Currency
from scripts.signed import Repayment, Signed
from scripts.terms import Record, domain_separator, order_id
from scripts.wallet import Call

KEY = "handover.relay"
PART = 100  # kept documents, looked through at once
REHEARSAL = 5_000_000  # gas that a call is tried with; what it may cost is another question


@dataclass(frozen=True)
class Outcome:
    """What became of a document: `status` is sent, kept, mined or failed, `why` one of policy.REASONS or empty."""

    id: str
    status: str
    transaction: str = ""
    why: str = ""


class Relay:
    """Everything about signed documents. Where no account is configured nothing is sent, and confirmations are kept."""

    def __init__(self, settings: Settings, chain: Chain) -> None:
        self._chain = chain
        self._wire = Wire(chain)
        self._domain = domain_separator(chain.book.chain_id, chain.book.escrow.address)
        market = sha256(f"{chain.book.chain_id} {chain.book.genesis} {chain.book.escrow.address}".encode()).hexdigest()
        path = settings.vault / "private" / "relay" / f"{market[:16]}.sqlite3"
        self._ledger = Ledger(path)
        self._cabinet = Cabinet(path)
        self._purse: Purse | None = None
        self._sender: Sender | None = None
        if settings.relay:
            self._purse = Purse(settings, self._wire)
            self._sender = Sender(chain, self._ledger, self._purse, settings.relay.budget)

    @property
    def account(self) -> str:
        """Who pays for what shoppers sign; empty where nobody does."""
        return self._purse.address if self._purse else ""

    def start(self) -> None:
        """Goes on with what an earlier process has left."""
        if self._sender and self._ledger.path.exists():
            self._sender.wake()

    def take(self, db: Connection, signed: Signed, may_keep: Callable[[], bool]) -> Outcome:
        """Sends a document once, or keeps it, or says what became of it; raises NotNow and Reverted."""
        self._chain.verify()
        before = self.find(db, signed.id)
        if before and before.status != "kept":
            return before
        ids = self._ids(signed)
        call = self._call(signed)
        if signed.action is None:
            return self._take_payment(db, signed, ids, call)
        record = self._chain.record(ids[0])
        if self._is_done(db, signed, ids[0], record, call):
            return Outcome(signed.id, "mined", why="done")
        try:
            return self._send(db, signed, ids, call)
        except NotNow as refusal:
            if not signed.pays_the_seller or refusal.why == "underway" or not may_keep():
                raise
            self._cabinet.keep(signed, ids[0], record, refusal.why)
            return Outcome(signed.id, "kept", why=refusal.why)

    def find(self, db: Connection, id_: str) -> Outcome | None:
        """What became of a document; None where it is not known."""
        if self._sender:
            self._sender.look()
        sent = self._ledger.find(id_)
        if sent and sent.state == "failed" and self._is_there(db, sent):
            return Outcome(id_, "mined", why=_done(documents.of(json.loads(sent.body))))
        if sent:
            return _outcome(sent)
        kept = self._cabinet.find(id_)
        return self._outcome_of_kept(db, kept) if kept else None

    def kept(self, seller: str, after: int, limit: int) -> Page[dict[str, Any]]:
        """A part of what waits for a seller, the oldest first; what is worth nothing any more is dropped."""
        found = self._cabinet.part(after, limit + 1, seller)
        holding = self._holding(found[:limit])
        return Page([one.body for one in holding], str(found[limit - 1].place) if len(found) > limit else "")

    def forget(self) -> None:
        """Erases kept documents that are worth nothing any more, and what was sent some time ago."""
        after, part = 0, self._cabinet.part(0, PART)
        while part:
            self._holding(part)
            after = part[-1].place
            part = self._cabinet.part(after, PART)
        self._ledger.forget(self._chain.now() // DAY - policy.REMEMBERED)

    def report(self) -> list[str]:
        """What an operator wants to know, in lines."""
        if not self._sender:
            return ["This storefront sends nothing: no account is configured."]
        _, coin, _ = self._wire.standing(self.account)
        spent, waiting = self._ledger.spent(self._chain.now() // DAY), self._ledger.unsettled(self.account)
        lines = [f"account   {self.account}", f"has       {_in_coin(coin)}"]
        lines += [f"today     {_in_coin(spent)} of {_in_coin(self._sender.budget)}"]
        return [*lines, *(f"waiting   {one.hashes[-1]}" for one in waiting if one.state == "sent")]

    def _call(self, signed: Signed) -> Call:
        """The call that a document asks for; raises NotNow where it is of a contract that is not the market's."""
        book = self._chain.book
        if not signed.credit:
            return Call(book.escrow.address, self._chain.encoded(signed.call, *signed.arguments))
        if signed.credit not in book.vaults:
            raise NotNow("credit")
        credit = book.credit(book.vaults[signed.credit].address)
        assert credit
        return Call(credit.address, Function.of(credit, signed.call).encode(signed.arguments))

    def _currency(self, signed: Signed) -> Currency | None:
        """What is paid with, where this shop knows it."""
        book = self._chain.book
        if signed.credit:
            return book.vaults[signed.credit]
        return book.currencies.get(signed.order.offer.currency)

    def _take_payment(self, db: Connection, signed: Signed, ids: list[str], call: Call) -> Outcome:
        if not self._sender:
            raise NotNow("off")
        if effects.is_there(self._chain, db, signed, ids):
            return Outcome(signed.id, "mined", why=_done(signed))
        currency = self._currency(signed)
        if currency is None or currency.authorization is None:
            raise NotNow("currency")
        self._check_time(signed.valid_before)
        self._wire.rehearse(self.account, call, REHEARSAL)
        self._check_worth(signed)
        return self._send(db, signed, ids, call)

    def _check_worth(self, signed: Signed) -> None:
        """Raises NotNow where somebody pays less of a plan than it asks for next: he could do that a thousand times."""
        if not isinstance(signed.later, Repayment):
            return
        credit = self._chain.book.credit(self._chain.book.vaults[signed.credit].address)
        assert credit
        if signed.later.amount < self._wire.next_payment(credit, signed.later.plan):
            raise NotNow("little")

    def _is_done(self, db: Connection, signed: Signed, order_id: str, record: Record, call: Call) -> bool:
        """Whether nothing is left to be done; raises Reverted where it cannot be done."""
        assert signed.action
        try:
            self._check_time(signed.action.expires)
            self._wire.rehearse(self.account, call, REHEARSAL)
        except Reverted:
            if effects.is_done(db, signed, order_id, record):
                return True
            raise
        return effects.is_idle(db, signed, order_id, record)

    def _check_time(self, end: int) -> None:
        if end < self._chain.now() + policy.LATE:
            raise Reverted("Escrow: signature expired")

    def _send(self, db: Connection, signed: Signed, ids: list[str], call: Call) -> Outcome:
        if not self._sender:
            raise NotNow("off")
        if not self.account:
            raise NotNow("busy")
        if self._currency(signed) is None:
            raise NotNow("currency")
        try:
            sent = self._sender.send(signed, ids, call)
        except NotNow as refusal:
            if refusal.why != "failures" or not self._excused(db, signed.signer):
                raise
            sent = self._sender.send(signed, ids, call)
        self._cabinet.drop([signed.id])
        return _outcome(sent)

    def _excused(self, db: Connection, signer: str) -> bool:
        """Whether something of an account's failed only because somebody else had brought it: that counts no longer."""
        failures = self._ledger.failures(signer, self._chain.now() // DAY)
        found = [one.id for one in failures if self._is_there(db, one)]
        self._ledger.excuse(found)
        return bool(found)

    def _is_there(self, db: Connection, sent: Sent) -> bool:
        """Whether somebody else has brought what failed: a payer who takes his authorization back has done nothing."""
        signed = documents.of(json.loads(sent.body))
        if isinstance(signed.later, Repayment):
            currency = self._chain.book.vaults.get(signed.credit)  # an address book may have another by now
            authorized = (signed.signer, signed.later.nonce, max(sent.head - policy.BEFORE, 0), sent.block)
            return currency is not None and self._chain.was_used(currency.address, *authorized)
        return effects.is_there(self._chain, db, signed, self._ids(signed))

    def _ids(self, signed: Signed) -> list[str]:
        """Of a repayment none: anybody may make it, and shall not use up what is sent for the order's buyer."""
        return ["0x" + order_id(order, self._domain).hex() for order in signed.orders]

    def _outcome_of_kept(self, db: Connection, kept: Kept) -> Outcome:
        record, now = self._chain.record(kept.order_id), self._chain.now()
        if kept.holds(record, now):
            return Outcome(kept.id, "kept", why=kept.why)
        if effects.is_done(db, documents.of(kept.body), kept.order_id, record):
            return Outcome(kept.id, "mined", why="done")
        return Outcome(kept.id, "failed", why="late" if now >= kept.expires else "moved")

    def _holding(self, found: list[Kept]) -> list[Kept]:
        """Those that Escrow may still take; what is over is dropped."""
        records = self._chain.records([one.order_id for one in found])
        return self._cabinet.sift(found, records, self._chain.now())


def init_app(app: Flask) -> None:
    """Gives a storefront its relay; raises ConfigError where its account cannot be opened."""
    with app.app_context():
        found = resources()
    app.extensions[KEY] = Relay(found.settings, found.chain)
    app.extensions[KEY].start()


def relay() -> Relay:
    """The current app's relay."""
    found = current_app.extensions[KEY]
    assert isinstance(found, Relay)
    return found


def facts() -> dict[str, str] | None:
    """What pages need to know: who pays for what is signed; None where nobody does."""
    account = relay().account
    return {"account": account} if account else None


def fee_paid_for() -> str:
    """The symbols of the currencies in which a shopper here needs no coin; empty where there are none."""
    if not relay().account:
        return ""
    return ", ".join(currency.symbol for currency in book().currencies.values() if currency.authorization)


def _done(signed: Signed) -> str:
    """What is said where somebody else has brought it."""
    return "paid" if signed.orders and not signed.action else "done"


def _in_coin(gwei: int) -> str:
    return f"{gwei / 10**9:.9f}"


def _outcome(sent: Sent) -> Outcome:
    if sent.state == "lost":
        return Outcome(sent.id, "failed", why="lost")
    why = {"failed": "failed"}.get(sent.state, "")
    if sent.state == "sent" and time.time() - sent.began > policy.HANGS:
        why = "slow"
    return Outcome(sent.id, sent.state, sent.hashes[-1], why)
