"""`python -m bench.credit [--seed 1] [--to build/credit]`: what lenders may expect, as tables and as plots in SVG.

One seed gives the same figures everywhere. It takes some minutes; what is meant by each figure is in docs/credit.md.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bench.credit import plots
from bench.credit.scenarios import (
    DEFAULT_RATES,
    DEVNET,
    FEES,
    GROWTHS,
    PROPOSED,
    PUPPETS,
    SHOPS,
    Outcome,
    Scale,
    honest,
    profit_of_an_identity,
    with_failed_issuer,
    with_ring,
)
from scripts.parameters import ROOT

FIGURES = ("in use", "fees", "lost", "came back", "a year")
SETS = {"devnet": DEVNET, "proposed": PROPOSED}


def main() -> None:
    """Runs everything, prints and draws."""
    parser = argparse.ArgumentParser(prog="python -m bench.credit", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "credit", help="a folder for the plots")
    arguments = parser.parse_args()
    arguments.to.mkdir(parents=True, exist_ok=True)
    console = Console()
    for part in PARTS.values():
        console.print(part(arguments.seed, Scale(), arguments.to))
    console.print(f"Plots are in {arguments.to}.")


def _honest(seed: int, scale: Scale, folder: Path) -> Table:
    found = {
        (name, rate): honest(seed, scale, parameters, rate)
        for name, parameters in SETS.items()
        for rate in track(DEFAULT_RATES, f"honest people, {name}", transient=True)
    }
    table = _table("Nobody cheats", "parameters", "default", *FIGURES)
    for (name, rate), outcome in found.items():
        table.add_row(name, _percent(rate), *_figures(outcome))
    lines = {f"{_percent(rate)} default": found["proposed", rate].share_price for rate in DEFAULT_RATES}
    plots.draw(folder / "honest.svg", "What a deposit of 1 is worth (proposed parameters)", "days", lines)
    return table


def _fees(seed: int, scale: Scale, folder: Path) -> Table:
    lines: dict[str, list[tuple[float, float]]] = {}
    table = _table(
        "A year's yield by fee", "fee an instalment", *(f"{_percent(rate)} default" for rate in DEFAULT_RATES)
    )
    for fee in track(FEES, "fees", transient=True):
        parameters = PROPOSED._replace(fee_bps=fee, growth_bps=2 * fee)
        yields = [honest(seed, scale, parameters, rate).yearly for rate in DEFAULT_RATES]
        table.add_row(_percent(fee / 10_000), *map(_percent, yields))
        lines[f"fee {_percent(fee / 10_000)}"] = [
            (100 * rate, 100 * gain) for rate, gain in zip(DEFAULT_RATES, yields, strict=True)
        ]
    plots.draw(folder / "fees.svg", "Yield of the second year, %", "plans that are not paid, %", lines)
    return table


def _rings(seed: int, scale: Scale, folder: Path) -> Table:
    table = _table("What a false identity gets", "growth", *(f"{days} days" for days in scale.patience))
    lines: dict[str, list[tuple[float, float]]] = {}
    for growth in GROWTHS:
        parameters = PROPOSED._replace(growth_bps=growth)
        profits = [profit_of_an_identity(seed, parameters, days) / 100 for days in scale.patience]
        table.add_row(_percent(growth / 10_000), *(f"{profit:,.0f}" for profit in profits))
        lines[f"growth {_percent(growth / 10_000)}"] = list(zip(scale.patience, profits, strict=True))
    plots.draw(folder / "rings.svg", "What a false identity gets, units", "days of building up", lines)
    return table


def _ring_in_a_market(seed: int, scale: Scale, folder: Path) -> Table:
    title = f"A ring of {scale.members} runs after half of the time; 3% default"
    table = _table(title, "parameters", "shops", "it got", *FIGURES)
    lines = {}
    for name, parameters in SETS.items():
        for shops in (1, 2, 5):
            outcome, profit = with_ring(seed, scale, parameters, shops)
            table.add_row(name, str(shops), f"{profit / 100:,.0f}", *_figures(outcome))
            lines[f"{name}, {shops} shops"] = outcome.share_price
    plots.draw(folder / "ring.svg", "What a deposit of 1 is worth, with a ring", "days", lines)
    return table


def _failed_issuer(seed: int, scale: Scale, folder: Path) -> Table:
    table = _table("Of 100 units of assets, lost to puppets", "puppets", *(f"{shops} shops" for shops in SHOPS))
    lines: dict[str, list[tuple[float, float]]] = {}
    for members in track(PUPPETS, "an issuer that fails", transient=True):
        lost = []
        for shops in SHOPS:
            outcome, profit = with_failed_issuer(seed, scale, PROPOSED, members, shops)
            before = next(look.assets for look in outcome.looks if look.day >= scale.days // 2)
            lost.append(100 * profit / before)
        table.add_row(f"{members:,}", *(f"{part:.0f}" for part in lost))
        lines[f"{members:,} puppets"] = list(zip(SHOPS, lost, strict=True))
    plots.draw(folder / "issuer.svg", "Assets lost to puppets, %", "shops that the issuer vouches for", lines)
    return table


def _figures(outcome: Outcome) -> list[str]:
    amounts = (outcome.fees, outcome.written_off, outcome.recovered)
    return [_percent(outcome.in_use), *(f"{amount / 100:,.0f}" for amount in amounts), _percent(outcome.yearly)]


def _percent(share: float) -> str:
    return f"{round(100 * share, 1):g}%"


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left", no_wrap=True)
    return table


PARTS: dict[str, Callable[[int, Scale, Path], Table]] = {
    "honest": _honest,
    "fees": _fees,
    "rings": _rings,
    "ring": _ring_in_a_market,
    "issuer": _failed_issuer,
}

if __name__ == "__main__":
    main()
