"""Sending what was signed, one at a time over all processes, and looking after it until it is mined."""

import fcntl
import json
import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from frontend.chain import Chain, NodeDown
from frontend.relay import policy
from frontend.relay.ledger import DAY, Ledger, Means, Sent, Wanted
from frontend.relay.policy import NotNow
from frontend.relay.purse import Purse
from frontend.relay.wire import Receipt, Reverted, Wire
from scripts import signed as documents
from scripts.signed import Signed
from scripts.wallet import Call

ROOM = 5 / 4  # of gas beyond what is needed now, for what may change until it is mined
MORE = 20_000
PATIENCE = 5.0  # seconds that one request waits for another one's sending
GLANCE = 0.05
PAUSE = 1.0  # seconds between two looks at what is on its way
SLOWLY = 15.0  # seconds between two looks at what has hung for long, or may be taken back by the chain
ROUNDS = 1_200  # quick looks in vain, after which slow ones follow

log = logging.getLogger(__name__)


class Sender:
    """The account, its ledger and the node. `budget` is in gwei a day."""

    def __init__(self, chain: Chain, ledger: Ledger, purse: Purse, budget: int) -> None:
        self._chain = chain
        self._wire = Wire(chain)
        self._ledger = ledger
        self._purse = purse
        self.budget = budget
        self._looked = -PAUSE
        self._woken = threading.Event()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None

    def send(self, signed: Signed, order_ids: list[str], call: Call) -> Sent:
        """Sends a call that would succeed now; raises NotNow."""
        gas = self._gas(signed, call)
        fees, day = self._wire.fees(call.data), self._chain.now() // DAY
        body = json.dumps(signed.body)
        wanted = Wanted(signed.id, signed.signer, tuple(order_ids), body, call, gas, fees, day)
        with self._turn(PATIENCE):
            sent = self._reserve_at_last(wanted)
            if sent.state == "sent":
                self._give(sent.nonce, sent.raw)
        self.wake()
        return sent

    def look(self) -> None:
        """Sees to what is on its way, unless somebody just does or did, or the node is away."""
        if time.monotonic() - self._looked < PAUSE:
            return
        self._looked = time.monotonic()
        with suppress(NotNow, NodeDown), self._turn(0):
            self._look()

    def wake(self) -> None:
        """Keeps looking, beside the requests, until nothing may change any more."""
        self._woken.set()
        with self._guard:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._watch, name="relay", daemon=True)
                self._thread.start()

    def _reserve_at_last(self, wanted: Wanted) -> Sent:
        """What seems to be on its way may have been mined a moment ago."""
        try:
            return self._reserve(wanted)
        except NotNow as refusal:
            if refusal.why != "underway":
                raise
        self._look()
        return self._reserve(wanted)

    def _reserve(self, wanted: Wanted) -> Sent:
        means = self._means()
        try:
            return self._ledger.reserve(
                wanted, means, lambda nonce: self._purse.sign(wanted.call, nonce, wanted.gas, wanted.fees)
            )
        except NotNow as refusal:
            if refusal.why == "empty":
                log.warning("The relay's account %s has too little coin to go on.", means.account)
            raise

    def _means(self) -> Means:
        account = self._purse.address
        count, coin, head = self._wire.standing(account)
        return Means(account, count, coin, head, self.budget, time.time())

    def _gas(self, signed: Signed, call: Call) -> int:
        """How much gas a call gets; raises NotNow where it would need more than is paid for."""
        most = policy.most_gas(signed)
        try:
            gas = int(self._wire.needed(self._purse.address, call, most) * ROOM) + MORE
        except Reverted:
            raise NotNow("dear") from None
        if gas > most:
            raise NotNow("dear")
        return gas

    def _watch(self) -> None:
        looks = 0
        while True:
            states = {"sent"}
            with suppress(sqlite3.Error, OSError):
                self.look()
                states = {sent.state for sent in self._ledger.unsettled(self._purse.address)}
            with self._guard:
                if not states and not self._woken.is_set():
                    self._thread = None
                    return
            looks += 1
            if self._woken.wait(PAUSE if "sent" in states and looks < ROUNDS else SLOWLY):
                self._woken.clear()
                looks = 0

    def _look(self) -> None:
        waiting = self._ledger.unsettled(self._purse.address)
        if not waiting:
            return
        means = self._means()
        receipts = self._wire.receipts([one for sent in waiting for one in sent.hashes])
        for sent in waiting:
            found = next((receipts[one] for one in sent.hashes if one in receipts), None)
            if found:
                self._settle(sent, found, means.head)
            else:
                self._see_to(sent, means)

    def _settle(self, sent: Sent, receipt: Receipt, head: int) -> None:
        is_final = head - receipt.block >= policy.SETTLES
        if is_final or sent.state == "sent":
            self._ledger.settle(sent.id, receipt, is_final)

    def _see_to(self, sent: Sent, means: Means) -> None:
        """Something that is not mined, or no longer."""
        if sent.nonce < means.count and sent.state == "sent":
            self._miss(sent, means.now)
        elif sent.state != "sent" or means.now - sent.tried > policy.AGAIN:
            raw = self._raised(sent, means)
            if raw is None:
                self._ledger.retry(sent.id, means.now)
            self._give(sent.nonce, raw or sent.raw)

    def _miss(self, sent: Sent, now: float) -> None:
        """Its nonce is taken, and nothing of it was mined: believed only where the node says so for a while."""
        if not sent.missed:
            self._ledger.miss(sent.id, now)
        elif now - sent.missed > policy.HANGS:
            log.warning("Somebody else than the relay has sent the account's transaction %s.", sent.nonce)
            self._ledger.lose(sent.id)

    def _raised(self, sent: Sent, means: Means) -> bytes | None:
        """The same for more, where it is the first of those that wait, and hangs though blocks come; None where not.

        What already offers far more than others pay does not hang for want of money, and a Credit that has left the
        address book since is not called anew: what was signed for it is only given again.
        """
        is_first = sent.state == "sent" and sent.nonce == means.count
        if not is_first or means.now - sent.signed <= policy.HANGS or means.head <= sent.head:
            return None
        market, more = self._wire.fees(sent.data), sent.fees.raised
        call = Call(self._purse.called(documents.of(json.loads(sent.body))), sent.data)
        if more.most > market.most * policy.DEAREST or not self._purse.knows(call):
            return None
        fees, day = market.at_least(more), self._chain.now() // DAY
        raw = self._ledger.replace(sent, fees, day, means, lambda nonce: self._purse.sign(call, nonce, sent.gas, fees))
        if raw is None:
            log.warning("Transaction %s hangs; the day's budget or the account's coin ends before it.", sent.nonce)
        return raw

    def _give(self, nonce: int, raw: bytes) -> None:
        """Gives the node what is written down; a node that is away, or refuses it, is given it again later."""
        with suppress(NodeDown):
            refusal = self._wire.broadcast(raw)
            if refusal:
                log.warning("The node does not take the relay's transaction %s: %s", nonce, refusal[:200])

    @contextmanager
    def _turn(self, patience: float) -> Iterator[None]:
        """Held by one thread of all processes; raises NotNow where it is not free in time."""
        self._ledger.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        end = time.monotonic() + patience
        with self._ledger.path.with_suffix(".lock").open("w") as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except OSError:
                    if time.monotonic() >= end:
                        raise NotNow("busy") from None
                    time.sleep(GLANCE)
            yield
