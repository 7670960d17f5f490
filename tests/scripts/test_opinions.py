"""merchant reviews, reply: what buyers said, and answering it."""

import json

import pytest

from scripts import documents, merchant, node, opinions, parameters, reading, uploads
from scripts.reading import call_of
from scripts.terms import NO_DOCUMENT

pytestmark = pytest.mark.usefixtures("isolation")


@pytest.fixture
def reviews(web3, book):
    """The contract."""
    return book.contract(web3, opinions.CONTRACT)


@pytest.fixture
def reviewed(paid, move, wallet, reviews):
    """`reviewed(stars, text)`: an order that was kept, and what its buyer says."""

    def say(stars, text=""):
        order = paid()
        move("shopper1", "confirm", order)
        data = opinions.review(text, "en") if text else b""
        if data:
            uploads.store(parameters.VAULT, {documents.sha256(data): data})
        named = bytes.fromhex(documents.sha256(data)) if data else NO_DOCUMENT
        wallet("shopper1").send(call_of(reviews, "review", order, stars, named))
        return order

    return say


@pytest.fixture
def add(wallet, reviews):
    """`add(order, text)`: the buyer adds something, which no storefront has."""

    def say(order, text):
        named = bytes.fromhex(documents.sha256(opinions.review(text, "en")))
        wallet("shopper1").send(call_of(reviews, "follow_up", order, named))

    return say


def kept(text):
    """What waits for a storefront, and says this."""
    found = [json.loads(path.read_bytes()) for path in parameters.OUTBOX.glob("??/*")]
    return [said for said in found if said["text"] == text]


def test_reviews_without_a_reply_are_shown_newest_first(terminal, reviewed, add, name):
    bare, worded = reviewed(2), reviewed(5, "Very good.\nWould buy again.")
    add(worded, "Still good.")

    output = terminal.run(merchant.reviews)

    assert output.index(name(worded)) < output.index(name(bare))
    assert "★★☆☆☆" in output
    assert "│ (only stars)" in output
    assert "│ Very good." in output
    assert "│ Would buy again." in output
    assert "added later, without a reply:" in output
    assert "│ (its text is not here, or hidden)" in output
    assert "2 reviews, 2 without a reply." in output


@pytest.fixture
def searched(monkeypatch, reviews):
    """`searched(run)`: how often, and from which blocks on, the logs of Reviews are searched meanwhile."""
    asked = []
    request = node.request

    def noting(web3, method, *arguments):
        if method == "eth_getLogs" and arguments[0]["address"] == reviews.address:
            asked.append(int(arguments[0]["fromBlock"], 16))
        return request(web3, method, *arguments)

    monkeypatch.setattr(node, "request", noting)

    def during(run):
        asked.clear()
        run()
        return list(asked)

    return during


def test_logs_are_not_searched_for_each_review(terminal, reviewed, add, name, book, web3, searched, monkeypatch):
    """Once for a seller's reviews, from the first of those with a follow-up on for these; not at all for replies."""
    monkeypatch.setattr(reading, "TOPICS_AT_ONCE", 1)
    orders = [reviewed(4) for _ in range(3)]
    assert searched(lambda: terminal.run(merchant.reviews)) == [book.start_block]
    before = web3.eth.block_number
    late = reviewed(5)
    add(late, "Still good.")
    since_start, since_review = searched(lambda: terminal.run(merchant.reviews))
    assert since_start == book.start_block
    assert since_review > before
    blocks = searched(lambda: terminal.run(merchant.reply, name(orders[2]), "text=Come again."))
    assert len(blocks) == 1
    assert blocks[0] > book.start_block


def test_reply_is_public_and_waits_for_a_storefront(terminal, reviewed, name, reviews, market):
    order = reviewed(4, "Good.")

    output = terminal.run(merchant.reply, name(order), "text=Thank you.", "language=zh")

    assert "│ Good." in output
    assert "No storefront answers" in output
    assert kept("Thank you.") == [{"type": "handover/reply/1", "language": "zh", "text": "Thank you."}]
    said = reviews.functions.reviewed(market.order_id(order)).call()
    assert said == (4, False, True, False)
    assert name(order) not in terminal.run(merchant.reviews)
    assert name(order) in terminal.run(merchant.reviews, "all")


def test_each_part_is_replied_to_in_turn(terminal, reviewed, add, name, reviews, market):
    order = reviewed(4, "Good.")
    add(order, "Not so good.")

    terminal.run(merchant.reply, name(order), "text=First.", "part=follow_up")
    terminal.run(merchant.reply, name(order), "text=Second.")

    assert reviews.functions.reviewed(market.order_id(order)).call() == (4, True, True, True)
    assert "replied already" in terminal.refused(merchant.reply, name(order), "text=Third.")
    assert not kept("Third.")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("text=Hello.",), "has not reviewed it."),
        (("text= ",), "Say what you reply, text=…"),
        (("text=Hello.", "language=fr"), "language= is one of en, zh."),
        (("text=Hello.", "part=all"), "part= is one of review, follow_up."),
        (("text=Hello.", "as=merchant2"), "The seller is merchant1, not merchant2."),
    ],
)
def test_refused(terminal, paid, name, words, sentence):
    assert sentence in terminal.refused(merchant.reply, name(paid()), *words)


def test_what_is_too_long_or_steers_a_line_is_refused(terminal, reviewed, name):
    order = reviewed(4)
    for text in ("x" * 2001, "left\u202eright"):
        assert "reply, text" in terminal.refused(merchant.reply, name(order), f"text={text}")
    assert terminal.refused(merchant.reviews, "some") == "'some' is neither `waiting` nor `all`."
