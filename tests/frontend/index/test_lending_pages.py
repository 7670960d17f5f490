"""What pages tell lenders, against the contract."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from frontend.index.credit import ages, vaults
from frontend.index.credit.rows import Books, Lender
from frontend.index.daily import DAY, month_of
from frontend.market import now
from frontend.wording.formats import money
from tests.frontend.index.conftest import Traded

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def vault(db: Connection) -> vaults.Vault:
    """The only one of the market."""
    return vaults.all_of(db)[0]


def get(client: FlaskClient, path: str, status: int = 200, language: str = "en") -> str:
    """A page's text, with ordinary spaces."""
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == status, path
    return " ".join(answer.get_data(as_text=True).replace(NBSP, " ").split())


def asked(traded: Traded, view: str, *arguments: object) -> int:
    """What the vault answers itself."""
    ((answer,),) = traded.devnet.read([traded.devnet.credit.call(view, *arguments)], ["uint256"])
    return int(answer)


def said(client: FlaskClient, units: int, vault: vaults.Vault) -> str:
    with client.application.test_request_context():
        return money(units, vault.currency).replace(NBSP, " ")


def test_figures_are_the_contracts(client: FlaskClient, traded: Traded, vault: vaults.Vault) -> None:
    page, every = get(client, f"/lend/{vault.address}"), get(client, "/lend")
    for view in ("totalAssets", "lent", "cash"):
        amount = said(client, asked(traded, view), vault)
        assert f"<dd>{amount}</dd>" in page
        assert f"<dd>{amount}</dd>" in every
    price = asked(traded, "convertToAssets", 10 ** (6 + 3 + 3)) / 10**9
    found = re.search(r"What a share is worth</dt><dd>([\d.]+) USD", page)
    assert found
    assert float(found[1]) == pytest.approx(price, abs=1e-6)
    assert price > 1
    assert f'href="/lend/{vault.address}"' in every


def test_what_an_account_has_is_the_contracts(client: FlaskClient, traded: Traded, vault: vaults.Vault) -> None:
    """Also what of it can be taken out, and what it earned."""
    lender = traded.devnet.people["stranger"]
    page = get(client, f"/lend/{vault.address}?account={lender}")
    shares = asked(traded, "balanceOf", lender)
    worth = said(client, asked(traded, "convertToAssets", shares), vault)
    assert f"<dt>Worth now</dt><dd>{worth}</dd>" in page
    assert f"<dt>Can be taken out now</dt><dd>{said(client, asked(traded, 'maxWithdraw', lender), vault)}</dd>" in page
    assert "Everything lent and taken out" in page
    assert "I have read what lenders risk" not in page
    assert f"Worth of this account's shares</dt><dd>{worth}</dd>" in get(client, f"/lend?account={lender}")


def test_lenders_read_first_what_they_risk(client: FlaskClient, traded: Traded, vault: vaults.Vault) -> None:
    for lender in ("carrier", "stranger"):
        page = get(client, f"/lend/{vault.address}?account={traded.devnet.people[lender]}")
        assert page.index("Buyers may not pay") < page.index('id="deposit"')
        assert '<details><summary id="risks"' not in page
        assert ("I have read what lenders risk" in page) == (lender == "carrier")
        assert ('id="withdraw"' in page) == (lender == "stranger")
    page = get(client, f"/lend/{vault.address}")
    assert "Connect your wallet, or enter an account" in page
    assert 'id="deposit"' not in page


def test_loans_by_age_add_up_to_what_is_lent(client: FlaskClient, db: Connection, vault: vaults.Vault) -> None:
    page = get(client, f"/lend/{vault.address}")
    with client.application.test_request_context():
        found = ages.of_vault(db, vault.address, now())
    table = page.split('aria-labelledby="loans"')[2].split("</table>")[0]
    told = dict(re.findall(r'<th scope="row">([^<]+)</th><td>(\d+)</td>', table))
    books = vaults.books(db, vault.address)
    assert int(told["In time"]) == found.running.plans
    assert sum(int(count) for name, count in told.items() if name.startswith("Late")) == found.all_late.plans
    assert sum(map(int, told.values())) == books.plans
    assert int(told["Written off, less what was recovered"]) == books.lost


@pytest.mark.parametrize("by", ["day", "month"])
def test_plots_end_with_what_is_there_now(client: FlaskClient, db: Connection, vault: vaults.Vault, by: str) -> None:
    page, books = get(client, f"/lend/{vault.address}?by={by}"), vaults.books(db, vault.address)
    assert page.count("<figure") == 6
    last = {name: _last_row(page, name) for name in ("vault-assets", "vault-lost", "vault-price", "vault-use")}
    assert last["vault-assets"] == [said(client, books.lent, vault), said(client, books.cash, vault)]
    assert last["vault-lost"] == [said(client, books.written_off, vault), said(client, books.recovered, vault)]
    assert last["vault-price"][0].endswith(" USD")
    assert last["vault-use"][0].endswith("%")


def test_plots_begin_when_somebody_lent_first(client: FlaskClient, db: Connection, vault: vaults.Vault) -> None:
    page, begun = get(client, f"/lend/{vault.address}?by=month"), vaults.begun(db, vault.address)
    table = page.split('aria-labelledby="plot-vault-assets">')[1].split("</table>", maxsplit=1)[0]
    rows = table.split("<tbody>")[1].split("</tr>")[:-1]
    with client.application.test_request_context():
        months = month_of(now() // DAY) - month_of(begun // DAY) + 1
    assert len(rows) == months < 12
    assert re.search("<td>[^<]*[1-9]", rows[0])


def test_a_loss_is_called_one(
    client: FlaskClient, vault: vaults.Vault, db: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And pages say why so little is gained: how much is lent."""
    books = vaults.books(db, vault.address)
    monkeypatch.setattr(vaults, "books", lambda *_: replace(books, cash=books.cash // 2))
    for path in (f"/lend/{vault.address}", "/lend"):
        page = get(client, path)
        assert "Lost since it began" in page
        assert "Gained" not in page
        assert "Only what is lent to buyers earns fees" in page


def _last_row(page: str, name: str) -> list[str]:
    table = page.split(f'aria-labelledby="plot-{name}">')[1].split("</table>", maxsplit=1)[0]
    return re.findall(r"<td>([^<]*)</td>", table.split("<tr>")[-1])


def test_terms_are_those_of_the_vault(client: FlaskClient, vault: vaults.Vault) -> None:
    page, fixed = get(client, f"/lend/{vault.address}"), vault.parameters
    assert f'href="/issuers/{fixed.issuer}"' in page
    assert f"{fixed.fee_bps / 100:g}% of the sum lent, for each instalment" in page
    assert f'up to <span class="amount">{said(client, fixed.maximum, vault)}</span>' in page


def test_pages_speak_chinese(client: FlaskClient, traded: Traded, vault: vaults.Vault) -> None:
    lender = traded.devnet.people["stranger"]
    page = get(client, f"/lend/{vault.address}?account={lender}", language="zh")
    assert "出借" in page
    assert "出借" in get(client, "/lend", language="zh")


def test_what_is_no_vault_is_not_found(client: FlaskClient, traded: Traded, vault: vaults.Vault) -> None:
    for path in ("/lend/0x12", f"/lend/{traded.devnet.people['buyer']}", f"/lend/{vault.address}?account=0x12"):
        get(client, path, 404)
    get(client, f"/lend/{vault.address}?account={traded.devnet.people['buyer']}&after=x", 404)


def test_a_market_without_vaults_says_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vaults, "all_of", lambda _: [])
    assert "Nothing can be lent here" in get(client, "/lend")
    assert 'id="instalments"' not in get(client, "/statistics")


def test_a_vault_without_lenders_says_so(
    client: FlaskClient, traded: Traded, vault: vaults.Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No yield, no plots of nothing, and no part of nothing is lent."""
    monkeypatch.setattr(vaults, "books", lambda *_: Books())
    monkeypatch.setattr(vaults, "books_by_day", lambda *_: {})
    monkeypatch.setattr(vaults, "begun", lambda *_: 0)
    monkeypatch.setattr(vaults, "lender", lambda _, vault, account: Lender(vault, account))
    for path in (
        f"/lend/{vault.address}",
        f"/lend/{vault.address}?account={traded.devnet.people['stranger']}",
        "/lend",
    ):
        page = get(client, path)
        assert "Nobody has lent anything yet." in page
        assert "Gained" not in page


@pytest.mark.parametrize(("cash", "told"), [(0, "Everything is lent"), (5_000_000, "is at hand: the rest is lent")])
def test_what_is_lent_cannot_be_taken_out(
    client: FlaskClient,
    traded: Traded,
    vault: vaults.Vault,
    monkeypatch: pytest.MonkeyPatch,
    cash: int,
    told: str,
) -> None:
    """The page says so, and how much there is."""
    monkeypatch.setattr(vaults, "books", lambda *_: Books(time=1, cash=cash, lent=10**9, shares=10**12))
    monkeypatch.setattr(vaults, "lender", lambda _, vault, account: Lender(vault, account, 10**12, 10**9))
    page = get(client, f"/lend/{vault.address}?account={traded.devnet.people['stranger']}")
    assert told in page
    assert f"<dt>Can be taken out now</dt><dd>{said(client, cash, vault)}</dd>" in page
