"""`python -m frontend.vault erase` erases what was sealed for orders that are over for some days."""

import argparse
import sys
from dataclasses import replace

from frontend import config
from frontend.chain import Chain, NodeDown, WrongChain
from frontend.index import store
from frontend.relay.service import Relay
from frontend.vault import Vault
from frontend.vault.erasing import erase_ended


def main() -> int:
    """Exit code: 0 done, 1 refused (with a sentence)."""
    parser = argparse.ArgumentParser(prog="python -m frontend.vault", description=__doc__)
    parser.add_argument("command", choices=["erase"])
    parser.add_argument("--days", type=int, help="days after an order's end (default: HANDOVER_ERASE_AFTER, or 14)")
    options = parser.parse_args()
    try:
        settings = config.load()
        days = settings.erase_after if options.days is None else options.days
        chain = Chain(settings.node, config.load_book(settings))
        chain.verify()
        Relay(replace(settings, relay=None), chain).forget()
        with store.open_engine(settings.database).connect() as db:
            done = erase_ended(db, Vault(settings.vault), chain.now(), days)
    except (config.ConfigError, NodeDown, WrongChain) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"Erased {done} sealed documents of orders that ended {days} days ago or earlier.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
