"""Identity's claims as a node tells them, and the calls that make and end them."""

from collections.abc import Sequence
from dataclasses import dataclass

from eth_abi.abi import encode
from web3 import Web3
from web3.exceptions import Web3Exception

from scripts import node
from scripts.address_book import AddressBook
from scripts.claims import KINDS, kind_of
from scripts.credentials import kinds
from scripts.credentials.checking import Claim, Witness
from scripts.credentials.form import Place
from scripts.reading import Reader, address_topic, call_of
from scripts.wallet import Call

CONTRACT = "Identity"
ERC1271_MAGIC = bytes.fromhex("1626ba7e")
ERC1271_YES = ERC1271_MAGIC.ljust(32, b"\0")
EVENTS = ("ClaimIssued", "ClaimDeclined")  # by one of them every claim begins to be kept


@dataclass(frozen=True)
class Standing:
    """A claim where it stands: who says it, of whom, of which kind."""

    issuer: str
    subject: str
    kind: str
    claim: Claim

    def state(self, now: int) -> str:
        """At a time of the chain (Unix seconds), in a word."""
        if self.claim.revoked or self.claim.declined:
            return "revoked" if self.claim.revoked else "declined"
        if not self.claim.issued:
            return "not issued"
        return "holds" if now < self.claim.expires else "expired"


class Claims:
    """One Identity on one chain."""

    def __init__(self, web3: Web3, book: AddressBook) -> None:
        self.web3 = web3
        self.contract = book.contract(web3, CONTRACT)
        self.place = Place(book.chain_id, self.contract.address)
        self._reader = Reader(web3, self.contract, book.start_block)

    def issue(self, function: str, subject: str, kind: str, expires: int, sha256: str) -> Call:
        """`issue` or `renew` a claim; `sha256` is its credential's."""
        return call_of(self.contract, function, subject, kinds.word(kind), expires, bytes.fromhex(sha256))

    def revoke(self, subject: str, kind: str, document: bytes) -> Call:
        """Takes the sender's claim back, with a notice or none (32 zeros)."""
        return call_of(self.contract, "revoke", subject, kinds.word(kind), document)

    def decline(self, issuer: str, kind: str, declined: bool) -> Call:
        """The sender wants no such claim about himself, or wants it again."""
        return call_of(self.contract, "decline", issuer, kinds.word(kind), declined)

    def claim(self, issuer: str, subject: str, kind: str) -> Claim:
        """What is kept of one claim; all zero where there was none."""
        return self.claims([(issuer, subject, kind)])[0]

    def claims(self, asked: Sequence[tuple[str, str, str]]) -> list[Claim]:
        """The same of many: issuer, subject, kind."""
        arguments = [(issuer, subject, kinds.word(kind)) for issuer, subject, kind in asked]
        return [Claim(*answer) for answer in self._reader.read("claim", arguments)]

    def by(self, issuer: str) -> list[Standing]:
        """All claims of an issuer, in the order in which they were first made."""
        return self._standing([address_topic(issuer)])

    def about(self, subject: str) -> list[Standing]:
        """All claims about an account, those that it declined beforehand too."""
        return self._standing([None, address_topic(subject)])

    def witness(self) -> Witness:
        """What a credential is checked against."""
        return Witness(node.now(self.web3), self.claim, self._accepts)

    def _standing(self, topics: list[bytes | None]) -> list[Standing]:
        """Of kinds that mean something."""
        logged = [fields for event in EVENTS for fields in self._reader.events(event, *topics)]
        named = {(fields["issuer"], fields["subject"], kind_of("0x" + fields["kind"].hex())): None for fields in logged}
        known = [one for one in named if one[2] in KINDS]
        return [Standing(*one, claim) for one, claim in zip(known, self.claims(known), strict=True)]

    def _accepts(self, account: str, digest: bytes, signature: bytes) -> bool:
        data = ERC1271_MAGIC + encode(["bytes32", "bytes"], [digest, signature])
        try:
            answer = self.web3.eth.call({"to": Web3.to_checksum_address(account), "data": Web3.to_hex(data)})
        except (Web3Exception, ValueError):
            return False
        return bytes(answer) == ERC1271_YES
