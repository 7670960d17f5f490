"""The index of claims and reviews against a naive model of the same events, and against the contracts' own word."""

from collections.abc import Callable
from operator import attrgetter
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from frontend import config, trusted
from frontend.index import queries, schema, store
from frontend.index.bulk import event_of
from frontend.index.reading import checksummed
from frontend.index.reviews import listed, ratings, waiting
from frontend.index.reviews.listed import ReviewFilter, Sort
from frontend.index.reviews.rows import Ending, Why
from frontend.index.rows import Item, Page
from frontend.index.vouching import claims
from frontend.index.vouching.rows import Claim, State
from frontend.trusted import Trusted
from scripts.claims import BUSINESS, KINDS, kind_of, word_of
from scripts.terms import Status
from tests.frontend.index.conftest import Traded
from tests.frontend.opinions import ISSUERS, SUBJECTS
from tests.frontend.opinions_model import Model, Told
from tests.frontend.reviews_made_up import CHAMBER, NOTARY, SELLER, STOREFRONT, ReviewsMadeUp

CLAIM = ["bool", "bool", "bool", "uint256", "bytes26"]
REVIEWED = ["uint256", "bool", "bool", "bool"]


@pytest.fixture(scope="module")
def believed(traded: Traded) -> Trusted:
    settings = config.load(traded.settings)
    return trusted.load(settings.trust, traded.chain.book, settings.account)


@pytest.fixture(scope="module")
def model(traded: Traded, believed: Trusted) -> Model:
    with store.open_engine(traded.settings["DATABASE_URL"]).connect() as db:
        paid = db.execute(select(schema.orders.c.id).order_by(schema.orders.c.position)).scalars()
        made = Model(believed, {one: order for one in paid if (order := queries.order(db, one))})
        for row in db.execute(select(schema.events).order_by(schema.events.c.position)).mappings():
            made.tell(event_of(row))
    return made


def walk(part: Callable[[str], Page[Item]]) -> list[Item]:
    """A list's items, part after part."""
    found: list[Item] = []
    after = ""
    while True:
        page = part(after)
        found += page.items
        after = page.next
        if not after:
            return found


def test_claims_are_those_of_the_model_and_of_the_contract(db: Connection, traded: Traded, model: Model) -> None:
    """Every claim that was ever made; each state is met."""
    now, met = traded.devnet.time(), set()
    for (issuer, subject, word), said in model.claims.items():
        found = claims.claim(db, issuer, subject, kind_of(word))
        call = traded.devnet.identity.call("claim", issuer, subject, bytes.fromhex(word[2:]))
        ((issued, revoked, declined, expires, document),) = traded.devnet.read([call], CLAIM)
        assert (issued, declined) == (said.issued, said.declined)
        if not found:
            assert not issued
            continue
        assert (found.revoked, found.declined, found.expires) == (revoked, declined, expires)
        assert (found.since, found.expires, found.document) == (said.since, said.expires, said.document)
        assert found.document[2:54] == document.hex()
        holds = traded.devnet.identity.call("holds", issuer, subject, bytes.fromhex(word[2:]))
        assert (found.state(now) is State.HOLDS,) == traded.devnet.read([holds], ["bool"])[0]
        assert bool(found.notice) <= found.revoked
        met.add(found.state(now))
    assert met == set(State)


def test_claims_are_found_by_subject_and_by_issuer(db: Connection, traded: Traded, model: Model) -> None:
    """Those of known issuers at once, the others in parts; none twice, none left out."""
    people = traded.devnet.people
    known = [people["arbiter"], people["carrier"]]
    issued = {(i, s, kind_of(k)) for (i, s, k), said in model.claims.items() if said.issued}
    by_known = claims.about(db, [people[role] for role in SUBJECTS], known)
    for account, mine in by_known.items():
        others = walk(lambda after, account=account: claims.by_others(db, account, known, after, 2))  # type: ignore[misc]
        expected = {one for one in issued if one[1] == account.lower()}
        assert {_key(one) for one in (*mine, *others)} == expected
        assert len(mine) + len(others) == len(expected)
        assert {one.issuer for one in mine} <= set(known)
        assert {one.issuer for one in others if one.kind in KINDS}.isdisjoint(known)
        assert claims.about(db, [account], []) == {account: []}
    for role in ISSUERS:
        mine = walk(lambda after, role=role: claims.by(db, people[role], after, 3))  # type: ignore[misc]
        assert {_key(one) for one in mine} == {one for one in issued if one[0] == people[role].lower()}
        assert [one.last.time for one in mine] == sorted((one.last.time for one in mine), reverse=True)


def test_no_known_issuer_crowds_out_another(tmp_path: Path) -> None:
    """By claims in kinds of his own making, of which there is no end: they come in parts, as strangers' do."""
    made, flood = ReviewsMadeUp(), 200
    for subject, many, one in ((SELLER, CHAMBER, NOTARY), (STOREFRONT, NOTARY, CHAMBER)):
        for number in range(flood):
            made.issue(many, subject, f"kind-{number}")
        made.issue(one, subject, BUSINESS)
    engine = store.open_engine(f"sqlite:///{tmp_path / 'index.sqlite3'}")
    schema.metadata.create_all(engine)
    with store.writing(engine) as db:
        made.write(db)
        found = claims.about(db, [SELLER, STOREFRONT], [CHAMBER, NOTARY])
        assert [[claim.kind for claim in mine] for mine in found.values()] == [[BUSINESS], [BUSINESS]]
        others = walk(lambda after: claims.by_others(db, SELLER, [CHAMBER, NOTARY], after, 50))
        assert len(others) == flood


def test_what_ends_soon(db: Connection, traded: Traded, model: Model) -> None:
    now = traded.devnet.time()
    for role in ISSUERS:
        issuer = traded.devnet.people[role]
        for span in (86_400, 10**8):
            found = claims.expiring(db, issuer, now, now + span, 1_000)
            holding = (one for (by, *_), one in model.claims.items() if by == issuer.lower() and one.issued)
            ends = [one.expires for one in holding if not one.revoked and not one.declined]
            assert [one.expires for one in found] == sorted(end for end in ends if now < end <= now + span)


def test_a_claims_history_is_all_of_its_events(db: Connection, model: Model) -> None:
    met = set()
    for issuer, subject, word in model.claims:
        steps = walk(lambda after, key=(issuer, subject, word): claims.history(db, *key, after, 2))  # type: ignore[misc]
        about = schema.events.c.fields["issuer"].as_string() == issuer
        rows = db.execute(select(schema.events).where(about)).mappings()
        mine = [row for row in rows if (row["fields"]["subject"], row["fields"]["kind"]) == (subject, word)]
        assert [step.name for step in steps][::-1] == [row["name"] for row in mine]
        assert [step.place.time for step in steps][::-1] == [row["time"] for row in mine]
        met |= {step.name for step in steps}
    assert met == {"ClaimIssued", "ClaimRenewed", "ClaimRevoked", "ClaimDeclined"}


def test_reviews_are_those_of_the_model_and_of_the_contract(db: Connection, traded: Traded, model: Model) -> None:
    """Stars, parts, weights, whether fulfilled; every reason of a weight is met, and every part."""
    met, parts = set(), set()
    for order_id, told in model.reviews.items():
        found = listed.review_of(db, order_id)
        assert found
        reviewed = traded.devnet.reviews.call("reviewed", bytes.fromhex(order_id[2:]))
        (stars, *has) = traded.devnet.read([reviewed], REVIEWED)[0]
        assert (found.stars, found.stars) == (stars, told.stars)
        assert [bool(one) for one in (found.follow_up, found.reply, found.reply_to_follow_up)] == has
        assert set(found.parts) == told.parts
        assert (found.weight, found.fulfilled, found.ending) == (told.weight, told.fulfilled, told.ending)
        assert (found.why is Why.NONE) == (found.weight == 0)
        order = model.orders[order_id]
        assert (found.seller, found.buyer, found.offer) == (order.offer.seller, order.buyer, order.offer.id)
        assert (found.released, found.refunded, found.paid_time) == (order.released, order.refunded, order.paid_time)
        assert found.nth == _nth(model, order_id)
        met.add((found.why, found.fulfilled))
        parts |= set(found.parts)
    assert met == {(Why.NONE, False), (Why.NONE, True), (Why.REFERRER, True), (Why.PERSON, True)}
    assert parts == {"review", "follow_up", "reply", "reply_to_follow_up"}


def test_an_unreviewed_order(db: Connection, model: Model) -> None:
    order_id = next(one for one in model.orders if one not in model.reviews)
    assert listed.review_of(db, order_id) is None


def test_ratings_are_the_sums_of_reviews(db: Connection, traded: Traded, model: Model) -> None:
    """Of each seller, and of each line of offers through its revisions; some of these have more than one offer."""
    told = list(model.reviews.values())
    sellers = {one.seller for one in told}
    found = ratings.of_sellers(db, [*sellers, traded.devnet.people["stranger"]])
    for seller, rating in found.items():
        assert _sums(rating) == model.sums([one for one in told if checksummed(one.seller) == seller])
    assert found[traded.devnet.people["stranger"]].mean is None
    offers = {model.orders[one.order].offer.id: one.line for one in told}
    by_offer = ratings.of_listings(db, offers)
    for offer, line in offers.items():
        assert _sums(by_offer[offer]) == model.sums([one for one in told if one.line == line])
    assert len(set(offers.values())) < len(offers)


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("fulfilled", [None, True, False])
@pytest.mark.parametrize("stars", [0, 1, 4])
def test_lists_have_no_gaps(db: Connection, model: Model, sort: Sort, fulfilled: bool | None, stars: int) -> None:
    """Of a seller and of a listing: each review once, in order."""
    orders = {
        Sort.NEWEST: lambda one: (0,),
        Sort.CRITICAL: lambda one: (one.stars,),
        Sort.WEIGHTIEST: lambda one: (-one.weight,),
    }
    for scope in _scopes(model):
        wanted = ReviewFilter(**scope, stars=stars, fulfilled=fulfilled)
        found = walk(lambda after, wanted=wanted: listed.reviews_listed(db, wanted, sort, after, 3))  # type: ignore[misc]
        expected = [one for one in model.reviews.values() if _is_of(model, one, scope)]
        expected = [one for one in expected if fulfilled in (None, one.fulfilled) and stars in (0, one.stars)]
        newest = sorted(expected, key=attrgetter("place"), reverse=True)
        assert [one.order for one in found] == [one.order for one in sorted(newest, key=orders[sort])]


@pytest.mark.parametrize("ending", [Ending.FULFILLED, Ending.NEVER_ARRIVED, Ending.REFUNDED])
def test_lists_by_what_became_of_the_order(db: Connection, model: Model, ending: Ending) -> None:
    for scope in _scopes(model):
        wanted = ReviewFilter(**scope, ending=ending)
        found = walk(lambda after, wanted=wanted: listed.reviews_listed(db, wanted, after=after, limit=3))  # type: ignore[misc]
        expected = [one for one in model.reviews.values() if _is_of(model, one, scope) and one.ending is ending]
        newest = sorted(expected, key=attrgetter("place"), reverse=True)
        assert [one.order for one in found] == [one.order for one in newest]
    assert any(one.ending is ending for one in model.reviews.values())


def test_lists_of_a_buyer_and_of_the_market(db: Connection, model: Model) -> None:
    newest = sorted(model.reviews.values(), key=attrgetter("place"), reverse=True)
    whole = walk(lambda after: listed.reviews_listed(db, ReviewFilter(), after=after, limit=7))
    assert [one.order for one in whole] == [one.order for one in newest]
    for buyer in {one.buyer for one in newest}:
        wanted = ReviewFilter(buyer=buyer)
        mine = walk(lambda after, wanted=wanted: listed.reviews_listed(db, wanted, after=after, limit=2))  # type: ignore[misc]
        assert [one.order for one in mine] == [one.order for one in newest if one.buyer == buyer]


def test_what_waits_for_somebody(db: Connection, model: Model) -> None:
    """Orders that ended CLOSED for their buyers, reviews without a reply for their sellers."""
    for buyer in {order.buyer for order in model.orders.values()}:
        found = walk(lambda after, buyer=buyer: waiting.to_review(db, buyer, after, 5))  # type: ignore[misc]
        closed = {one.id for one in model.orders.values() if one.buyer == buyer and one.status == Status.CLOSED}
        own = {one for one in closed - model.reviews.keys() if not model.orders[one].given}
        assert own <= {one.id for one in found} <= closed - model.reviews.keys()
        assert len({one.id for one in found}) == len(found)
    for seller in {one.seller for one in model.reviews.values()}:
        found_too = walk(lambda after, seller=seller: waiting.unanswered(db, seller, after, 5))  # type: ignore[misc]
        expected = {one for one, told in model.reviews.items() if told.seller == seller and model.waits(one)}
        assert {one.order for one in found_too} == expected


def test_questions_that_make_no_sense(db: Connection, traded: Traded) -> None:
    seller, buyer = traded.devnet.people["seller"], traded.devnet.people["buyer"]
    for wanted, sort, after in (
        (ReviewFilter(seller=seller, buyer=buyer), Sort.NEWEST, ""),
        (ReviewFilter(buyer=buyer), Sort.CRITICAL, ""),
        (ReviewFilter(seller=seller), Sort.CRITICAL, "12"),
        (ReviewFilter(seller=seller), Sort.NEWEST, "12.5"),
        (ReviewFilter(seller=seller), Sort.NEWEST, "-1"),
        (ReviewFilter(seller="0x12"), Sort.NEWEST, ""),
        (ReviewFilter(listing="0x12"), Sort.NEWEST, ""),
    ):
        with pytest.raises(ValueError, match=r"\.$"):
            listed.reviews_listed(db, wanted, sort, after)
    assert listed.reviews_listed(db, ReviewFilter(listing=word_of("none"))).items == []


def _key(claim: Claim) -> tuple[str, str, str]:
    return claim.issuer.lower(), claim.subject.lower(), claim.kind


def _sums(rating: ratings.Rating) -> tuple[object, ...]:
    ended = (rating.never_arrived, rating.sent_back, rating.refunded)
    return rating.stars, rating.counted, rating.weight, rating.weighted, *ended


def _scopes(model: Model) -> list[dict[str, str]]:
    told = list(model.reviews.values())
    lines = [one.line for one in told]
    longest = max(told, key=lambda one: lines.count(one.line))
    return [{"seller": told[0].seller}, {"listing": model.orders[longest.order].offer.id}]


def _is_of(model: Model, told: Told, scope: dict[str, str]) -> bool:
    if "seller" in scope:
        return told.seller == scope["seller"]
    offer = scope["listing"]
    return told.line == next(one.line for one in model.reviews.values() if model.orders[one.order].offer.id == offer)


def _nth(model: Model, order_id: str) -> int:
    """Orders are in the order in which they were paid."""
    order, ids = model.orders[order_id], list(model.orders)
    before = [model.orders[one] for one in ids[: ids.index(order_id) + 1]]
    same = [one for one in before if (one.buyer, one.offer.seller) == (order.buyer, order.offer.seller)]
    return min(len(same), 100)
