"""`python -m frontend.relay` tells the operator what his relay has, has spent today, and is waiting for."""

import sys

from frontend import config
from frontend.chain import Chain, NodeDown, WrongChain
from frontend.relay.service import Relay


def main() -> int:
    """Exit code: 0 told, 1 refused (with a sentence)."""
    try:
        settings = config.load()
        chain = Chain(settings.node, config.load_book(settings))
        chain.verify()
        lines = Relay(settings, chain).report()
    except (config.ConfigError, NodeDown, WrongChain) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
