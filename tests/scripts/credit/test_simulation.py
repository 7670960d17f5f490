"""The simulation of docs/credit.md, small: its money adds up, its plots are drawn, and what the document says holds."""

import xml.etree.ElementTree as ET

import pytest

from bench.credit import __main__ as command
from bench.credit.market import Market
from bench.credit.people import Habits, Ring, Shoppers
from bench.credit.scenarios import DEVNET, PROPOSED, Random, Scale, honest, profit_of_an_identity, with_failed_issuer
from bench.credit.vault import Vault

SMALL = Scale(days=240, buyers=60, deposited=500_000, members=5)
TINY = Scale(days=100, buyers=12, deposited=100_000, patience=(0, 30), members=3)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("parameters", [DEVNET, PROPOSED])
def test_every_cent_is_accounted_for(parameters):
    vault = Vault(parameters, SMALL.deposited)
    market = Market(vault, SMALL.days, Random(7))
    Shoppers(market, Habits(buyers=SMALL.buyers, defaults=0.1, recovered=0.5))
    ring = Ring(market, 5, 2, 0, 120)
    market.run()
    assert min(vault.fees, vault.written_off, vault.recovered, ring.takings.paid) > 0
    assert vault.assets == vault.deposited + vault.fees - vault.written_off + vault.recovered
    assert vault.cash >= 0
    open_loans = [loan for buyer in vault.buyers.values() for loan in buyer.loans]
    assert vault.lent == sum(loan.course.outstanding for loan in open_loans if loan.is_open)
    assert vault.written_off - vault.recovered == sum(loan.course.outstanding for loan in open_loans if loan.lost)
    assert +vault.open_at_seller == count_by_seller(open_loans)


def count_by_seller(loans):
    found = {}
    for loan in loans:
        found[loan.seller] = found.get(loan.seller, 0) + loan.course.principal
    return found


def test_a_seed_gives_the_same_figures_and_another_one_others():
    first, again, other = (honest(seed, TINY, PROPOSED, 0.05) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_lenders_live_on_three_percent_of_defaults_and_not_on_ten():
    yields = [honest(1, SMALL, PROPOSED, rate).yearly for rate in (0.01, 0.03, 0.10)]
    assert yields == sorted(yields, reverse=True)
    assert yields[1] > 0 > yields[2]


@pytest.mark.parametrize("days", [0, 7, 60, 240])
@pytest.mark.parametrize("fee", [50, 100])
def test_growth_of_twice_the_fee_leaves_a_ring_with_the_base(fee, days):
    parameters = PROPOSED._replace(fee_bps=fee, growth_bps=2 * fee)
    assert profit_of_an_identity(1, parameters, days) == pytest.approx(parameters.base, rel=0.01)


@pytest.mark.parametrize(("growth", "pays"), [(100, False), (400, True), (2_500, True)])
def test_building_up_pays_a_ring_where_growth_is_more(growth, pays):
    profit = profit_of_an_identity(1, PROPOSED._replace(growth_bps=growth), 120)
    assert (profit > PROPOSED.base) == pays


def test_puppets_take_the_base_each_and_no_more_than_their_shops_share():
    scale = Scale(days=240, buyers=30, deposited=10_000_000)
    assert with_failed_issuer(1, scale, PROPOSED, 5, 1)[1] == 5 * PROPOSED.base
    before = honest(1, scale, PROPOSED, 0.03).looks[scale.days // 2 // 7].assets
    assert with_failed_issuer(1, scale, PROPOSED, 1_000, 1)[1] == pytest.approx(before // 10, rel=0.01)


def test_enough_puppets_and_shops_take_all_cash():
    outcome, profit = with_failed_issuer(1, SMALL, PROPOSED, 1_000, 10)
    worth = [look.assets - look.lent for look in outcome.looks]
    assert profit > 0.9 * worth[SMALL.days // 2 // 7]
    assert min(worth) < 0.01 * SMALL.deposited


@pytest.mark.parametrize("part", command.PARTS)
def test_each_part_prints_a_table_and_draws_a_plot(part, tmp_path):
    table = command.PARTS[part](1, TINY, tmp_path)
    assert table.row_count > 1
    (plot,) = tmp_path.glob("*.svg")
    root = ET.fromstring(plot.read_text())
    assert plot.stem == part
    assert root.tag == f"{SVG}svg"
    assert len(list(root.iter(f"{SVG}polyline"))) >= table.row_count / 2
