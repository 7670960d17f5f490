"""`python -m frontend.vault erase` erases what was sealed for orders that are over for some days."""

import argparse
import sys
import time
from dataclasses import replace

from frontend import config
from frontend.chain import Chain, NodeDown, WrongChain
from frontend.index import store
from frontend.relay.service import Relay
from frontend.vault import Vault
from frontend.vault.erasing import erase_ended, knows_all


def main() -> int:
    """Exit code: 0 done, 1 refused (with a sentence)."""
    parser = argparse.ArgumentParser(prog="python -m frontend.vault", description=__doc__)
    parser.add_argument("command", choices=["erase"])
    parser.add_argument("--days", type=int, help="days after an order's end (default: HANDOVER_ERASE_AFTER, or 14)")
    parser.add_argument(
        "--every", type=_seconds, help="go on, and erase again every so many seconds of this machine's clock"
    )
    options = parser.parse_args()
    while options.every:
        _erase(options)
        time.sleep(options.every)
    return _erase(options)


def _seconds(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return int(text)


def _erase(options: argparse.Namespace) -> int:
    try:
        settings = config.load()
        days = settings.erase_after if options.days is None else options.days
        chain = Chain(settings.node, config.load_book(settings))
        chain.verify()
        Relay(replace(settings, relay=None), chain).forget()
        with store.open_engine(settings.database).connect() as db:
            if not knows_all(db, chain):
                print(
                    "The index has not read the latest of the chain yet: nothing is erased.",
                    file=sys.stderr,
                    flush=True,
                )
                return 1
            done = erase_ended(db, Vault(settings.vault), chain.now(), days)
    except (config.ConfigError, NodeDown, WrongChain) as refusal:
        print(refusal, file=sys.stderr, flush=True)
        return 1
    print(f"Erased {done} sealed documents of orders that ended {days} days ago or earlier.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
