"""`python -m tools.demo` opens a market on this machine; with `--bare` it is a node with the contracts, and no more.

Ctrl-C ends everything that was started.
"""

import argparse
import secrets
import sys
import time
from pathlib import Path

from scripts.parameters import PUBLIC_ACCOUNTS, ROLES
from tools import anvil
from tools.supervisor import Part, Service, Step, Supervisor

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
BROWNIE = str(BIN / "brownie")
PYTHON = sys.executable
ERASED_EVERY = "30"  # seconds: time can be moved in a demo, so a daily timer would be late
PAST = 120 * 86_400  # seconds: the demo's story is so long at most


def devnet(node_port: int, past: int = 0) -> list[Part]:
    """A node with the contracts on it, whose chain began so many seconds ago."""
    node = [str(BIN / word) if word == "anvil" else word for word in anvil.COMMAND.split()]
    began = str(int(time.time()) - past)
    return [
        Service("node", [*node, "--port", str(node_port), "--timestamp", began], node_port),
        Step("Deploying the contracts", [BROWNIE, "run", "deploy", "--network", "anvil"]),
    ]


def market(port: int) -> list[Part]:
    """A storefront on that node, its index, and a market that is already going on."""
    served = ["--bind", f"{anvil.HOST}:{port}", "--workers", "2", "frontend.app:create_app()"]
    return [
        Service("index", [PYTHON, "-m", "frontend.index", "--rebuild"]),
        Service("storefront", [str(BIN / "gunicorn"), *served], port),
        Step("Opening the market", [BROWNIE, "run", "demo", "--network", "anvil"], shows_output=True),
        Service("eraser", [PYTHON, "-m", "frontend.vault", "erase", "--every", ERASED_EVERY]),
    ]


def welcome(port: int, node_port: int) -> str:
    """Where the market is, and what to try."""
    reach = "" if node_port == anvil.DEFAULT_PORT else f"HANDOVER_PORT={node_port} "
    return f"""
The market is open at http://{anvil.HOST}:{port}

1. Buy something as a shopper: a wallet is built in there, choose who to be.
2. Ship it with the command that the order's page shows, and confirm: the merchant has the money in that block.
   All that merchants have to do: {reach}.venv/bin/brownie run merchant orders --network anvil
3. Buy something else, do not ship it, and move the time forward: anyone may now have the money sent back.
4. Buy something in Dollars: you sign once, and the shop's own account pays the network's fee.
5. Pay later as shopper 1, in instalments; be the lender, and see what is earned and lost by it at /lend.

Ctrl-C closes it."""


def main() -> int:
    """Exit code: 0 stopped as told, 1 something failed or a port is taken."""
    options = _options()
    goal, names = ("devnet", ["node_port"]) if options.bare else ("demo", ["node_port", "port"])
    for name in names:
        port = getattr(options, name)
        if anvil.is_taken(port):
            print(f"Port {port} is taken; name another: make {goal} {name.upper()}={port + 1}", file=sys.stderr)
            return 1
    return _run(options)


def environment(port: int, node_port: int) -> dict[str, str]:
    """What the storefront, its index and its scripts are configured with."""
    return {
        "HANDOVER_PORT": str(node_port),
        "HANDOVER_ORIGIN": f"http://{anvil.HOST}:{port}",
        "HANDOVER_RELAY_ROLE": "storefront",
        "HANDOVER_TRUST": str(ROOT / "scripts" / "demo_market" / "trust.yaml"),
        "HANDOVER_STOREFRONT": PUBLIC_ACCOUNTS[ROLES.index("storefront")],
        "HANDOVER_SECRET_KEY": secrets.token_hex(32),  # sessions end with the demo
    }


def _run(options: argparse.Namespace) -> int:
    supervisor = Supervisor(ROOT / "build" / "demo", environment(options.port, options.node_port))
    if options.bare:
        ready = f"The node listens on port {options.node_port}. Ctrl-C ends it."
        return supervisor.run(devnet(options.node_port), ready)
    parts = [*devnet(options.node_port, PAST), *market(options.port)]
    return supervisor.run(parts, welcome(options.port, options.node_port))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.demo", usage=argparse.SUPPRESS, description=__doc__)
    parser.add_argument("--port", type=_port, default=5000, help="the storefront's (default 5000)")
    parser.add_argument("--node-port", type=_port, default=anvil.DEFAULT_PORT, help="the node's (default 8545)")
    parser.add_argument("--bare", action="store_true", help="the node and the contracts only")
    return parser.parse_args()


def _port(text: str) -> int:
    """A port number; raises what argparse turns into a sentence."""
    try:
        return anvil.port_number(text)
    except anvil.PortError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


if __name__ == "__main__":
    sys.exit(main())
