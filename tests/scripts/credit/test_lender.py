"""lender: money goes in and comes out, and what is told of a vault is what happened in it."""

import pytest

from scripts import lender
from scripts.credit.books import History
from scripts.parameters import DAY
from scripts.reading import call_of
from scripts.session import Session
from tests.scripts.credit.conftest import DOLLARS

pytestmark = pytest.mark.usefixtures("isolation")


@pytest.fixture
def dollar(book, web3):
    return book.contract(web3, "Dollar")


@pytest.fixture
def rich(wallet, dollar, account):
    """The lender has 500 Dollars, and nobody may take them."""
    wallet("deployer").send(call_of(dollar, "mint", account("lender"), 500 * DOLLARS))


def lines(output):
    """What a table says, by the words before it."""
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in output.splitlines() if line.startswith("│")]
    return dict(cells)


def test_deposit_tells_the_risk_first_and_once(terminal, rich, vault, has, account, dollar):
    output = terminal.run(lender.deposit, "200")

    assert output.index("What you risk:") < output.index("lender: lend 200 USD by Credit USD")
    assert "- One account, issuer, vouches that buyers are different people" in output
    assert lines(output)["worth"] == "200 USD"
    assert (has("lender"), vault.figures().cash) == (300 * DOLLARS, 200 * DOLLARS)
    assert dollar.functions.allowance(account("lender"), vault.contract.address).call() == 0

    again = terminal.run(lender.deposit, "all", "currency=USD")

    assert "What you risk" not in again
    assert lines(again)["put in, taken out"] == "500 USD, 0 USD"
    assert has("lender") == 0


@pytest.fixture
def answered(monkeypatch, wallet):
    """`answered(*answers)`: the chain is no devnet, somebody else signs, and a person answers what is asked."""

    def answer(*answers):
        typed = iter(answers)
        monkeypatch.setattr(Session, "is_devnet", False)
        monkeypatch.setattr(Session, "wallet", wallet("lender"))
        monkeypatch.setattr("builtins.input", lambda *_: next(typed))

    return answer


def test_nothing_is_spent_without_a_yes(terminal, rich, answered, web3):
    answered("n")
    before = web3.eth.block_number

    assert terminal.refused(lender.deposit, "200") == "Not confirmed; nothing was sent."
    assert web3.eth.block_number == before


def test_one_yes_is_for_both_transactions(terminal, rich, answered, has):
    answered("y")
    output = terminal.run(lender.deposit, "200")

    assert output.index("What you risk:") < output.index("Go ahead on devnet, with this and what follows from it?")
    assert has("lender") == 300 * DOLLARS


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("501",), "You have 500 USD; 501 USD are needed."),
        (("0",), "There is nothing to lend."),
        (("some",), "'some' is not an amount; write it like 12.50."),
        (("1", "currency=ETH"), "Nothing here lends ETH."),
        (("1", "currency=GBP"), "The currency 'GBP' is not in the address book of chain 31337 (it has ETH, USD)."),
    ],
)
def test_deposit_of_what_is_not_there(terminal, rich, web3, words, sentence):
    before = web3.eth.block_number

    assert terminal.refused(lender.deposit, *words) == sentence
    assert web3.eth.block_number == before


def test_withdraw(terminal, lent, has, account):
    """An amount; all; to somebody else."""
    output = terminal.run(lender.withdraw, "1000.5")
    assert has("lender") == 1_000_500_000
    assert "lender: take 1,000.50 USD out of Credit USD, to lender." in output
    assert lines(output)["put in, taken out"] == "10,000 USD, 1,000.50 USD"

    terminal.run(lender.withdraw, "all", "to=stranger")
    assert has("stranger") == 8_999_500_000
    assert lent.ask("balanceOf", account("lender")) == 0
    assert terminal.refused(lender.withdraw, "all") == "lender can take nothing out of Credit USD now."


def test_what_is_lent_cannot_be_taken_out(terminal, lent, bought, has):
    bought()

    refused = terminal.refused(lender.withdraw, "9941")
    assert refused.startswith("At most 9,940 USD of your 10,000 USD can be taken out now;")
    terminal.run(lender.withdraw, "all")
    assert has("lender") == 9_940 * DOLLARS


def test_figures_are_what_happened(terminal, lent, bought, repay, later, wallet):
    """One plan is paid, one late, one written off of which a part came back."""
    _, paid = bought()
    repay("shopper1", paid, 61)
    _, lost = bought("shopper2")
    later(14 + 61)
    wallet("stranger").send(lent.call("write_off", lost))
    bought()
    later(18)
    repay("stranger", lost, 20)
    output = terminal.run(lender.figures)

    found = lines(output)
    assets = 10_000 * DOLLARS + 600_000 - 60 * DOLLARS + 20 * DOLLARS
    assert lent.figures().assets == assets
    assert found["assets"] == lent.amount(assets) == "9,960.60 USD"
    assert found["of these in use"] == "60 USD, 0.6%: 1 plan, 0 paused"
    assert found["of these cash, to lend or take out"] == "9,900.60 USD"
    assert found["late beyond three days"] == "60 USD: 1 plan"
    assert found["fees paid"] == "2.55 USD", "0.60 of the first plan; 0.60 + 0.75 for being late + 0.60 of the lost"
    assert found["written off"] == "60 USD; 18.05 USD came back since"
    assert found["still owed of that"] == "41.95 USD: 1 plan"
    assert found["a share"] == "0.99606 USD; it cost 1 USD at first"
    assert found["lost"] == "39.40 USD"
    assert found["who vouches for buyers and sellers"] == "issuer"


def test_books_follow_the_contract(lent, bought, repay, move, later, wallet, account):
    """Assets and shares after all that can move them are those that the contract counts."""
    order, first = bought()
    repay("shopper1", first, 25)
    move("merchant1", "refund", order, 30 * DOLLARS)
    wallet("keeper").send(lent.call("settle", first))
    other, lost = bought("shopper2")
    later(14 + 61)
    wallet("keeper").send(lent.call("write_off", lost))
    move("merchant1", "refund", other, 10 * DOLLARS)
    wallet("keeper").send(lent.call("settle", lost))
    repay("stranger", lost, 5)
    wallet("lender").send(lent.call("withdraw", 100 * DOLLARS, account("stranger"), account("lender")))
    past, figures = History(lent), lent.figures()

    assert (past.now.assets, past.now.shares) == (figures.assets, figures.shares)
    assert past.minted[account("lender")] == figures.shares
    assert past.taken_out == {account("lender"): 100 * DOLLARS}
    assert (past.now.written_off, past.now.recovered) == (60 * DOLLARS, 10 * DOLLARS + 4_400_000)


def test_gains_are_of_the_time_that_they_are_told_of(terminal, lent, bought, repay, later, web3):
    """Sixteen Dollars bring two fees within the first thirty days, the rest one more later."""
    _, plan = bought(ship_within=80 * DAY)
    later(10)
    repay("shopper1", plan, 16)
    first = lent.figures().assets - 10_000 * DOLLARS
    later(40)
    repay("shopper1", plan, 60)
    past, now = History(lent), web3.eth.get_block("latest")["timestamp"]
    both = lent.figures().assets - 10_000 * DOLLARS

    whole, month = past.growth(now - 365 * DAY, now), past.growth(now - 30 * DAY, now)
    assert 0 < month.gained < whole.gained
    assert (whole.gained, month.gained) == (round(both / 10**6), round((both - first) / 10**6))
    assert month.span == 30 * DAY
    assert whole.span == now - web3.eth.get_block(past.books[1].block)["timestamp"] >= 50 * DAY
    told = lines(terminal.run(lender.figures))
    assert told["gained in 30 days"] == f"+{month.gained / 100:.2f}%, by the year +{month.yearly / 100:.2f}%"
    assert told["gained in 365 days"].endswith(", since the first deposit 50 days ago")


def test_figures_of_a_vault_that_nobody_lends(terminal, vault):
    found = lines(terminal.run(lender.figures, "stranger"))

    assert found["assets"] == "0 USD"
    assert found["gained in 365 days"] == "nothing was lent yet"
    assert found["worth"] == "0 USD"
