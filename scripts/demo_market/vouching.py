"""Who vouches for whom in the demo market: claims from issuers' files, one revoked, and what subjects published."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from web3 import Web3

from scripts import documents
from scripts.address_book import AddressBook
from scripts.credentials import claim_files, form, records
from scripts.credentials.claim_files import Wanted
from scripts.credentials.form import Credential
from scripts.credentials.ledger import Claims
from scripts.demo_market.story import OPENED
from scripts.provenance import notices
from scripts.wallet import Call, NodeWallet

SHOPS = Path(__file__).parent / "shops"

# Days ago on which the claims of an issuer's file are made; nobody knows the stranger
ISSUED = {"issuer": OPENED - 1, "chamber": OPENED - 2, "stranger": 20.0}

# Issuer, subject, kind, days ago, and why
REVOKED = (
    ("issuer", "merchant4", "business", 6.0,
     "The register says that this company was dissolved.", "登记册显示该公司已注销。"),
)  # fmt: skip

# Credentials that their subjects let the storefront show; the others stay with them
PUBLISHED = {
    *(("issuer", role, "business") for role in ("merchant1", "merchant2", "merchant3", "merchant4")),
    ("chamber", "merchant1", "brand"),
    ("chamber", "carrier", "carrier"),
    ("chamber", "arbiter", "arbiter"),
    ("chamber", "dairy", "producer"),
}


class Add(Protocol):
    """Plans a transaction of a role, so many days ago."""

    def __call__(self, days_ago: float, role: str, call: Call, label: str) -> None: ...


class Vouching:
    """Plans the claims; credentials are signed by the node's accounts and written down as their issuers do."""

    def __init__(
        self,
        web3: Web3,
        book: AddressBook,
        account: Callable[[str], str],
        time_of: Callable[[float], int],
        add: Add,
        keep: Callable[[bytes], bytes],
    ) -> None:
        self._web3 = web3
        self._claims = Claims(web3, book)
        self._account = account
        self._time_of = time_of
        self._add = add
        self._keep = keep

    def make(self) -> None:
        """Issue, revoke, publish."""
        for issuer, days_ago in ISSUED.items():
            for credential in self._signed(issuer, days_ago):
                records.keep(self._claims.place, credential)
                told = (credential.subject, credential.kind, credential.expires, credential.sha256)
                self._add(days_ago, issuer, self._claims.issue("issue", *told), f"issue {credential.kind}")
                if credential.kind in self._published(issuer, credential.subject):
                    self._keep(credential.data)
        for issuer, subject, kind, days_ago, reason, reason_zh in REVOKED:
            notice = self._keep(notices.document(reason, reason_zh))
            self._add(days_ago, issuer, self._claims.revoke(self._account(subject), kind, notice), f"revoke {kind}")

    def _published(self, issuer: str, subject: str) -> set[str]:
        """The kinds of an issuer's claims that a subject (an account) published."""
        return {kind for by, role, kind in PUBLISHED if by == issuer and self._account(role) == subject}

    def _signed(self, issuer: str, days_ago: float) -> Iterator[Credential]:
        """The credentials of an issuer's file, a little older than their claims."""
        wallet, now = NodeWallet(self._web3, self._account(issuer)), self._time_of(days_ago)
        path = SHOPS / f"{issuer}-claims.yaml"
        for wanted in claim_files.load(path, self._claims.place, wallet.address, self._account, now):
            yield self._sign(wallet, wanted, now)

    def _sign(self, wallet: NodeWallet, wanted: Wanted, now: int) -> Credential:
        place = self._claims.place
        document = form.compose(place, wallet.address, wanted.subject, wanted.kind, wanted.said, now, wanted.expires)
        typed = form.asked(place, document)
        return form.read(documents.canonical(form.prove(document, typed, wallet.sign(typed))))
