"""`python -m tools.fuzz` opens the demo's market, and asks its API and its pages what nobody would.

Exit code: 0, or 1 where something was not answered as it should be; the fuzzer prints each with the question.
"""

import argparse
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from tools import anvil, demo
from tools.supervisor import Step, Supervisor

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "fuzz"
BIN = FOLDER / "environment" / "bin"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
ENOUGH = "1000000"  # documents that one address may leave in a minute
OPTIONS = "--continue-on-failure --no-shrink --generation-database none --request-timeout 20 --no-color"
PHASES = "--phases coverage,fuzzing"
UNSAID = "--exclude-checks positive_data_acceptance"  # what two parameters mean together, no schema says
ABOUT = {"api": UNSAID, "pages": "--checks not_a_server_error,status_code_conformance"}


def main() -> int:
    """Bring the fuzzer, open the market, ask."""
    options = _options()
    bring()
    port, node_port = anvil.free_port(), anvil.free_port()
    url = f"http://{anvil.HOST}:{port}"
    environment = demo.environment(port, node_port) | {
        "HANDOVER_PROXIES": "1",
        "HANDOVER_UPLOADS_PER_MINUTE": ENOUGH,
        "HANDOVER_FUZZ_COOKIE": str(FOLDER / "cookie"),
        "PYTHONPATH": str(Path(__file__).parent),
        "SCHEMATHESIS_HOOKS": "hooks",
    }
    market = [*demo.devnet(node_port, demo.PAST), *demo.market(port)]
    describing = Step("Describing what can be asked", [sys.executable, "-m", "tools.fuzz.describe", url, str(FOLDER)])
    asking = [Step(f"Fuzzing the {name}", _asking(name, url, options), shows_output=True) for name in options.of]
    return Supervisor(FOLDER, environment).run([*market, describing, *asking])


def bring() -> None:
    """The fuzzer's own environment, once for each list of packages."""
    done, stamp = FOLDER / "environment" / ".stamp", sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if done.exists() and done.read_text() == stamp:
        return
    print("Bringing the fuzzer from PyPI ...", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(FOLDER / "environment")], check=True)
    pip = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", str(REQUIREMENTS)], check=True)
    done.write_text(stamp)


def _asking(name: str, url: str, options: argparse.Namespace) -> list[str]:
    where = f"{url}/api/v1" if name == "api" else url
    told = [str(FOLDER / f"{name}.json"), "--url", where, "--seed", str(options.seed), "-n", str(options.examples)]
    config = ["--config-file", str(Path(__file__).with_name("schemathesis.toml"))]
    return [str(BIN / "schemathesis"), *config, "run", *told, *OPTIONS.split(), *PHASES.split(), *ABOUT[name].split()]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("--of", nargs="+", choices=ABOUT, default=list(ABOUT), help="what is asked")
    parser.add_argument("--examples", type=int, default=20, help="random questions for each place")
    parser.add_argument("--seed", type=int, default=20261123)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
