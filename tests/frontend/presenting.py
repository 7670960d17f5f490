"""A storefront to which subjects present credentials, and ask it to show one no longer."""

from dataclasses import dataclass
from typing import Any

from eth_account.messages import encode_defunct
from eth_account.signers.local import LocalAccount
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from frontend.api.openapi import document as description
from frontend.market import KEY
from scripts import artifacts, documents, sealing
from scripts.credentials import form, presentations
from scripts.credentials.checking import Fault
from scripts.credentials.form import Credential
from scripts.credentials.ledger import Claims
from scripts.credentials.taking_back import request_text
from scripts.parameters import DAY
from scripts.reading import call_of
from scripts.wallet import DEPLOYMENT, Call
from tests.fixtures.credentials import BUSINESS, person
from tests.fixtures.shop import Shop

SUBJECT, STRANGER = person(12), person(13)


@dataclass
class Desk:
    """A storefront, an issuer of its market, and whoever comes with a key."""

    shop: Shop
    client: FlaskClient
    claims: Claims
    folder: Any

    def issued(self, subject: str = SUBJECT.address, kind: str = "business", **said: Any) -> Credential:
        """A credential whose claim is on the chain."""
        wallet, now = self.shop.wallet("issuer"), self.now()
        place = self.claims.place
        document = form.compose(place, wallet.address, subject, kind, BUSINESS | said, now, now + 30 * DAY)
        typed = form.asked(place, document)
        made = form.read(documents.canonical(form.prove(document, typed, wallet.sign(typed))))
        is_there = self.claims.claim(wallet.address, subject, kind).issued
        function = "renew" if is_there else "issue"
        self.shop.send("issuer", self.claims.issue(function, subject, kind, made.expires, made.sha256))
        return made

    def now(self) -> int:
        return int(self.shop.web3.eth.get_block("latest")["timestamp"])

    def contract(self, owner: LocalAccount) -> str:
        """An account with code, which takes its owner's signatures for its own (ERC-1271)."""
        creation = artifacts.compiled("ContractWallet").creation + bytes(12) + bytes.fromhex(owner.address[2:])
        return str(self.shop.wallet("deployer").send(Call(DEPLOYMENT, creation))["contractAddress"])

    def draft(self, credential: Credential, key: LocalAccount) -> dict[str, Any]:
        """A presentation that the storefront has put together, signed by a wallet as browsers ask it."""
        answer = self.client.post("/api/v1/presentations/drafts", data=credential.data)
        draft = answered(answer, "/presentations/drafts", 200, "post")
        signature = key.sign_typed_data(full_message=draft["typed_data"]).signature
        draft["presentation"]["proof"]["proofValue"] = signature.to_0x_hex()
        return dict(draft["presentation"])

    def describe(self, role: str, key: bytes) -> None:
        """A role's profile, with a key to seal for it."""
        profile = {"type": "handover/profile/1", "name": {"en": "Kiln"}, "contact": "kiln@example.org"}
        data = documents.canonical(profile | {"encryption_key": sealing.encode(key)})
        name, identity = documents.sha256(data), self.shop.book.contract(self.shop.web3, "Identity")
        self.shop.send(role, call_of(identity, "describe", bytes.fromhex(name)))
        self.shop.index_once()
        assert self.client.put(f"/api/v1/documents/{name}", data=data).status_code == 201

    def ask(self) -> dict[str, Any]:
        """The storefront's question."""
        return dict(answered(self.client.get("/api/v1/presentations/challenge"), "/presentations/challenge", 200))

    def sign(self, credential: Credential, key: LocalAccount, domain: str, challenge: str) -> dict[str, Any]:
        """A presentation, as a subject's program makes it."""
        place = self.claims.place
        document = presentations.compose(place, credential, domain, challenge, self.now())
        typed = presentations.asked(place, document)
        return form.prove(document, typed, key.sign_typed_data(full_message=typed).signature)

    def send(self, presentation: dict[str, Any], status: int = 201, language: str = "en") -> dict[str, Any]:
        answer = self.client.post("/api/v1/presentations", json=presentation, headers={"Accept-Language": language})
        return answered(answer, "/presentations", status, "post")

    def present(self, credential: Credential, key: LocalAccount = SUBJECT, **other: Any) -> dict[str, Any]:
        asked = self.ask()
        return self.send(self.sign(credential, key, asked["domain"], asked["challenge"]), **other)

    def refused(self, fault: Fault, presentation: dict[str, Any]) -> None:
        """The sentence is that of the fault, and nothing was kept."""
        said = self.send(presentation, 422)["error"]
        assert said.startswith(str(fault.value)), said
        assert not self.kept()

    def later(self, seconds: int) -> None:
        """Time passes, and the storefront looks at the chain's clock again."""
        self.shop.node.rpc("evm_increaseTime", seconds)
        self.shop.node.rpc("evm_mine")
        self.client.application.extensions[KEY].good_until = 0.0

    def kept(self) -> set[str]:
        return {path.name for path in self.folder.glob("??/*") if len(path.name) == 64}

    def request(self, credential: Credential, key: LocalAccount, valid: int = 600, domain: str = "") -> dict[str, Any]:
        """What takes a credential back, signed for this storefront or another one."""
        place, expires, where = self.claims.place, self.now() + valid, domain or self.shop.url
        text = request_text(where, place.chain_id, place.identity, credential.sha256, expires)
        signature = key.sign_message(encode_defunct(text=text)).signature.to_0x_hex()
        return {"account": key.address, "domain": where, "expires": expires, "signature": signature}

    def take_back(self, credential: Credential, key: LocalAccount, valid: int = 600, **other: Any) -> Any:
        """Asked by a signature."""
        return self.delete(credential, self.request(credential, key, valid) | other)

    def delete(self, credential: Credential, request: dict[str, Any]) -> Any:
        return self.client.delete(f"/api/v1/credentials/{credential.sha256}", json=request)


def answered(answer: Any, path: str, status: int, method: str = "get") -> dict[str, Any]:
    """An answer's JSON, which is as the API's description has it."""
    assert answer.status_code == status, answer.get_data(as_text=True)
    said = answer.get_json()
    whole = description()
    schema = whole["paths"][path][method]["responses"][str(status)]["content"]["application/json"]["schema"]
    Draft202012Validator(schema | {"components": whole["components"]}).validate(said)
    return dict(said)
