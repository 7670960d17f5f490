"""The register of vouched names: kept up with the chain and with what subjects publish, by what has changed only."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from frontend.claims import published
from frontend.identity.register import register
from frontend.resources import resources
from frontend.vault import Vault
from tests.fixtures.credentials import person
from tests.fixtures.shop import Shop, closed_shop
from tests.fixtures.vouching import Vouching

FIRST, SECOND = person(41).address, person(42).address


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with closed_shop(tmp_path_factory.mktemp("register"), lambda _: None) as shop:
        Vouching(shop).business("issuer", FIRST, "Quillfeather Ltd", "羽笔有限公司")
        shop.index_once()
        yield shop


@pytest.fixture
def shop(market: Shop) -> Iterator[Shop]:
    """Each test ends with chain and index as they were."""
    snapshot = market.node.rpc("evm_snapshot")
    yield market
    market.node.rpc("evm_revert", snapshot)
    market.index_once()


@pytest.fixture
def app(shop: Shop) -> Flask:
    """A process of the storefront that has looked before."""
    made = shop.app()
    assert like(made, "Quillfeather") == {FIRST}
    return made


def like(app: Flask, name: str) -> set[str]:
    """Who is vouched for under such a name, as the next page finds it."""
    with app.test_request_context("/"):
        return {one.claim.subject for one in register().like([name]) if one.holds}


def test_only_what_has_changed(shop: Shop, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as nothing has, one question is asked; then one for each issuer, and only new credentials are read."""
    read: list[str] = []
    honest = Vault.read
    monkeypatch.setattr(Vault, "read", lambda vault, sha256: (read.append(sha256), honest(vault, sha256))[1])

    def asked() -> int:
        told: list[str] = []
        with app.test_request_context("/"):
            event.listen(resources().engine, "before_cursor_execute", lambda *said: told.append(said[2]))
            assert [one.claim.subject for one in register().like(["Quillfeather"])]
        return sum(statement.startswith("SELECT") for statement in told)

    assert (asked(), read) == (1, [])
    made = Vouching(shop).business("issuer", SECOND, "Brightwater Ltd", "亮水有限公司")
    shop.index_once()
    assert asked() == 2 + 1 + 2  # the cursor, twice; the last claims that were read; each of the two issuers
    assert read == ["0x" + made.sha256]
    assert like(app, "Brightwater") == {SECOND}
    assert (asked(), len(read)) == (1, 1)


def test_its_version_grows_with_its_names(shop: Shop, app: Flask) -> None:
    def version() -> int:
        with app.test_request_context("/"):
            return register().version

    vouching, before = Vouching(shop), version()
    vouching.issue("issuer", SECOND, "email", publish=False)  # which has no name
    shop.index_once()
    assert version() == before
    vouching.business("issuer", SECOND, "Brightwater Ltd", "亮水有限公司")
    shop.index_once()
    after = version()
    assert after > before
    vouching.revoke("issuer", SECOND, "business", {"en": "Dissolved.", "zh": "已注销。"})
    shop.index_once()
    assert version() > after


def test_revoked_and_renewed(shop: Shop, app: Flask) -> None:
    vouching = Vouching(shop)
    vouching.revoke("issuer", FIRST, "business", {"en": "Dissolved.", "zh": "已注销。"})
    shop.index_once()
    assert like(app, "Quillfeather") == set()
    vouching.business("issuer", FIRST, "Featherquill Ltd", "笔羽有限公司")
    shop.index_once()
    assert (like(app, "Quillfeather"), like(app, "Featherquill")) == (set(), {FIRST})


def test_published_and_taken_back_by_another_process(shop: Shop, app: Flask) -> None:
    other, made = (
        shop.app(),
        Vouching(shop).business("issuer", SECOND, "Brightwater Ltd", "亮水有限公司", publish=False),
    )
    shop.index_once()
    assert like(app, "Brightwater") == set()
    with other.test_request_context("/"):
        published.publish(made)
    assert like(app, "Brightwater") == {SECOND}
    with other.test_request_context("/"):
        published.take_back(made)
    assert like(app, "Brightwater") == set()
    with other.test_request_context("/"):
        published.publish(made)
    assert like(app, "Brightwater") == {SECOND}
    with other.test_request_context("/"):
        published.take_back(made)


def test_the_chain_goes_back(shop: Shop, app: Flask) -> None:
    """What was read of blocks that are gone is forgotten, and all else is as it was."""
    vouching = Vouching(shop)
    snapshot = shop.node.rpc("evm_snapshot")
    vouching.revoke("issuer", FIRST, "business", {"en": "Dissolved.", "zh": "已注销。"})
    vouching.business("issuer", SECOND, "Brightwater Ltd", "亮水有限公司")
    shop.index_once()
    assert (like(app, "Quillfeather"), like(app, "Brightwater")) == (set(), {SECOND})
    shop.node.rpc("evm_revert", snapshot)
    shop.node.rpc("anvil_mine", 5)
    shop.index_once()
    assert (like(app, "Quillfeather"), like(app, "Brightwater")) == ({FIRST}, set())


def test_a_vault_that_was_restored(shop: Shop, app: Flask) -> None:
    """Its journal is shorter than it was: what stands in it is read from the beginning."""
    made = Vouching(shop).business("issuer", SECOND, "Brightwater Ltd", "亮水有限公司", publish=False)
    shop.index_once()
    with app.test_request_context("/"):
        published.publish(made)
        published.take_back(made)
    assert like(app, "Brightwater") == set()
    journal = Path(shop.vault) / "published"
    kept = journal.read_bytes()
    journal.write_bytes(kept[-65:])
    Vault(shop.vault).write(made.data)
    assert like(app, "Brightwater") == {SECOND}
    Vault(shop.vault).drop(made.sha256)
