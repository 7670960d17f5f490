"""`python -m tools.mutation` tries mutants of Escrow and Loyalty: how many do their tests notice?

Takes an hour or two, both contracts side by side. What was tried is kept in build/mutation/, and a second run goes on
from there; record.jsonl is written anew once all were tried. Exit code: 0, or 1 when too few were killed.
"""

import argparse
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

from tools.mutation import record
from tools.mutation.campaign import LIVES, TESTS, Campaign, Entry
from tools.mutation.copies import ROOT
from tools.run_tests import BROWNIE

FOLDER = ROOT / "build" / "mutation"


def main() -> int:
    """Try them, and say what of them lives."""
    options = _options()
    subprocess.run([BROWNIE, "compile"], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    shares = {"Escrow": options.count * 3 // 5, "Loyalty": options.count - options.count * 3 // 5}
    campaigns = [Campaign(contract, options.seed, shares[contract], FOLDER) for contract in options.contracts]
    with ThreadPoolExecutor(options.jobs) as pool:
        for ended in as_completed([pool.submit(_run, campaign) for campaign in campaigns]):
            ended.result()
    if (options.seed, options.count) == (record.SEED, record.COUNT):
        record.write({campaign.contract: campaign.entries for campaign in campaigns})
    return max(_sum_up(campaign, options.seed) for campaign in campaigns)


def _run(campaign: Campaign) -> None:
    for entry in campaign.run():
        print(f"{len(campaign.entries):4} {campaign.contract} {_told(entry)}", flush=True)


def _sum_up(campaign: Campaign, seed: int) -> int:
    """0, or 1 if too few were killed."""
    living = [entry for entry in campaign.entries if entry.killer == LIVES]
    all_of_them = len(campaign.entries)
    score = 1 - len(living) / all_of_them
    print(f"\n{campaign.contract}, seed {seed}: {all_of_them - len(living)} of {all_of_them} killed ({score:.1%})")
    print("\n".join(_told(entry) for entry in living))
    return 0 if score >= record.LEAST else 1


def _told(entry: Entry) -> str:
    file, line, old, new = entry.mutant
    added = "\n     + ".join(new.split("\n"))
    return f"{entry.killer or 'LIVES'}\n     {file}:{line}\n     - {old}\n     + {added}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description=__doc__)
    parser.add_argument("contracts", nargs="*", default=list(TESTS), help=" or ".join(TESTS))
    parser.add_argument("--seed", type=int, default=record.SEED)
    parser.add_argument("--count", type=int, default=record.COUNT, help="of both: three fifths Escrow's")
    parser.add_argument("--jobs", type=int, default=2, help="contracts at a time")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
