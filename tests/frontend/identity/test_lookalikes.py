"""Where lists put what look-alikes of verified shops sell, and what browsers remember of goods."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, delete, insert, select, update

from frontend.goods import shelf
from frontend.identity import lookalikes as kept
from frontend.identity.lookalikes import lookalikes
from frontend.identity.register import Register, register
from frontend.index import schema, store
from frontend.index.schema import blocks, documents, profiles
from frontend.market import KEY
from frontend.vault import Vault
from scripts.documents import CREDENTIAL_STARTS, sha256
from tests.frontend.vouched import HOUR, Market, badges, get


def shown(page: str) -> list[str]:
    """The offers that a page shows as tiles, in its order."""
    return re.findall(r'<h2><a href="/offers/(0x[0-9a-f]{64})', page)


@pytest.mark.parametrize("query", ["", "?sort=most_sold", "?q=cup", "?ships_to=DE"])
def test_look_alikes_stand_last(market: Market, client: FlaskClient, query: str) -> None:
    """Also where theirs is the newest; in the reader's own order by price or of one seller they stand where they do."""
    fake = market.goods["lookalike"].id("cup")
    listed = shown(get(client, f"/{query}"))
    assert len(listed) > listed.count(fake) == 1
    assert listed[-1] == fake
    account = market.shop.people["lookalike"]
    assert shown(get(client, f"/?shop={account}")) == [fake]
    cheapest = shown(get(client, f"/?currency={'0x' + '00' * 20}&sort=cheapest"))
    assert fake in cheapest[:-1]


def test_look_alikes_are_named_where_sellers_are_chosen(market: Market, client: FlaskClient) -> None:
    page = get(client, "/")
    choice = page[page.index('<select id="shop"') :].split("</select>")[0]
    assert "KiIn & Cup · Not Kiln & Cup (1)" in choice
    assert ">Kiln & Cup (" in choice


def test_lists_of_look_alikes_part_by_part(market: Market, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each offer once, whatever the size of the parts; the look-alike's at the end."""
    every = shown(get(app.test_client(), "/?sort=newest"))
    for size in (1, 2, len(every) - 1, len(every)):
        monkeypatch.setattr(shelf, "PAGE_SIZE", size)
        found, path = list[str](), "/?sort=newest"
        while path:
            page = get(app.test_client(), path)
            found += shown(page)
            following = re.search(r'<a class="button" rel="next" href="([^"]+)"', page)
            path = following[1] if following else ""
        assert found == every


LATER = 1 << 60  # places in the chain that come after all others


@pytest.fixture
def index(market: Market) -> Iterator[Engine]:
    """What the follower writes, written by hand; gone afterwards."""
    engine = store.open_engine(f"sqlite:///{market.shop.database}")
    with engine.connect() as db:
        was = db.execute(select(schema.market.c.hash)).scalar_one()
    yield engine
    with store.writing(engine) as db:
        _rename_block(db, was)
        db.execute(delete(profiles).where(profiles.c.position >= LATER))
        db.execute(delete(documents).where(documents.c.sha256.in_((FAKE, PLAIN))))
    engine.dispose()


FAKE, PLAIN = "0x" + "fa" * 32, "0x" + "ab" * 32
NAMES = {FAKE: {"en": "Kiln  & Cup", "zh": "窑和杯"}, PLAIN: {"en": "First Light"}}


@contextmanager
def writing_on(index: Engine) -> Iterator[Connection]:
    """With another block."""
    with store.writing(index) as db:
        yield db
        db.execute(update(schema.market).values(time=schema.market.c.time + 1))


def go_back(index: Engine, place: int) -> None:
    """To another block as high as the last one, in which a description is not."""
    with writing_on(index) as db:
        db.execute(delete(profiles).where(profiles.c.position == LATER + place))
        _rename_block(db, f"0x{place:064x}")


def _rename_block(db: Connection, name: str) -> None:
    last = select(schema.market.c.number).scalar_subquery()
    db.execute(update(blocks).where(blocks.c.number == last).values(hash=name))
    db.execute(update(schema.market).values(hash=name))


def describe(index: Engine, place: int, account: str, document: str) -> None:
    with writing_on(index) as db:
        db.execute(insert(profiles).values(position=LATER + place, account=account.lower(), document=document))


def arrive(index: Engine, document: str) -> None:
    body = {"type": "handover/profile/1", "name": NAMES[document]}
    with store.writing(index) as db:
        db.execute(insert(documents).values(sha256=document, kind="profile", category="", product="", body=body))


def test_who_takes_a_name_and_lets_it_go(market: Market, app: Flask, index: Engine) -> None:
    """A description may come before its text, and a re-organised chain knows it no more."""
    fake, one, two = (market.shop.people[role] for role in ("lookalike", "newcomer", "keeper"))

    def found() -> frozenset[str]:
        with app.test_request_context("/"):
            return lookalikes()

    assert found() == {fake}
    describe(index, 0, one, FAKE)
    assert found() == {fake}
    arrive(index, FAKE)
    assert found() == {fake, one}
    describe(index, 1, two, FAKE)
    assert found() == {fake, one, two}
    arrive(index, PLAIN)
    describe(index, 2, one, PLAIN)
    assert found() == {fake, two}
    go_back(index, 1)  # the last description stays
    assert found() == {fake}
    go_back(index, 2)
    assert found() == {fake, one}
    go_back(index, 0)
    assert found() == {fake}


def test_only_new_names_are_looked_at(market: Market, index: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more look-alikes than goods are put behind for, the last ones count."""
    app = market.shop.app()
    looked_at, honest, fake = list[str](), Register.like, market.shop.people["lookalike"]

    def like(names: Register, said: tuple[str, ...]) -> Iterator[object]:
        looked_at.extend(said)
        return honest(names, said)

    monkeypatch.setattr(Register, "like", like)
    monkeypatch.setattr(kept, "MOST", 1)
    with app.test_request_context("/"):
        assert lookalikes() == {fake}
    looked_at.clear()
    arrive(index, FAKE)
    describe(index, 0, market.shop.people["newcomer"], FAKE)
    with app.test_request_context("/"):
        assert lookalikes() == {market.shop.people["newcomer"]}
    assert set(looked_at) == set(NAMES[FAKE].values())


def test_who_may_bear_a_name_until_a_day(market: Market, index: Engine) -> None:
    """From then on it is somebody else's, though nobody describes himself."""
    app = market.shop.app()
    fake, keeper = (market.shop.people[role] for role in ("lookalike", "keeper"))

    def found() -> frozenset[str]:
        app.extensions[KEY].good_until = 0.0
        with app.test_request_context("/"):
            return lookalikes()

    market.vouching.business("issuer", "keeper", "Kiln & Cup Ltd", "窑与杯有限公司", lasts=HOUR)
    market.shop.index_once()
    arrive(index, FAKE)
    describe(index, 0, keeper, FAKE)
    assert found() == {fake}
    market.vouching.pass_time(2 * HOUR)
    assert found() == {fake, keeper}


def test_who_is_vouched_for_anew(market: Market, app: Flask) -> None:
    """Names are judged again with those that are protected."""
    vault = Vault(market.shop.vault)
    bodies = [path.read_bytes() for path in vault.folder.glob("??/*")]
    credentials = [body for body in bodies if body.startswith(CREDENTIAL_STARTS)]

    def found() -> frozenset[str]:
        with app.test_request_context("/"):
            register().forget()
            return lookalikes()

    assert len(found()) == 1
    for body in credentials:
        vault.drop(sha256(body))
    assert not found()
    for body in credentials:
        vault.write(body)
    assert len(found()) == 1


def test_bought_together_leaves_out_whom_it_warns_of(market: Market, client: FlaskClient) -> None:
    """A shopper bought in every shop."""
    page = get(client, f"/offers/{market.goods['merchant1'].id('cup')}")
    left_out = {"merchant1", "merchant4", "lookalike"}
    assert 1 < len(shown(page)) == len(set(shown(page)) - {market.goods[role].id("cup") for role in left_out})


def test_recently_seen(market: Market, client: FlaskClient) -> None:
    """As it is now, with who sells it; what is no offer is left out."""
    fake, real = (market.goods[role].id("cup") for role in ("lookalike", "merchant1"))
    page = get(client, f"/seen?offer={fake}&offer=0x{'ab' * 32}&offer=%22%3E&offer={real}&offer={fake}")
    assert re.findall(r'href="/offers/(0x\w+)"', page) == [fake, real]
    assert badges(page) == [("fake", "Not Kiln & Cup"), ("good", "Verified")]
    assert "<bdi>KiIn & Cup</bdi>" in page
    assert "1 ETH" in page
    assert "<bdi>窑与杯</bdi>" in get(client, f"/seen?offer={real}", "zh")
