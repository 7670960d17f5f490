"""`python -m bench [part ...]`: measures the parts named, or all; exits with 1 where a figure is over its bound."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench import chain, gas, growth, index, pages, reviews, scale, trace

BROWNIE = Path(sys.executable).parent / "brownie"

PARTS: dict[str, Callable[[], list[str]]] = {
    "gas": gas.main,
    "growth": growth.main,
    "chain": chain.main,
    "scale": scale.main,
    "index": index.main,
    "trace": trace.main,
    "reviews": reviews.main,
    "pages": pages.main,
}


def main(names: list[str]) -> int:
    """Runs the parts in order and prints what failed."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"There is no part {', '.join(unknown)}; there are: {', '.join(PARTS)}.")
        return 2
    subprocess.run([BROWNIE, "compile"], check=True, stdout=subprocess.DEVNULL)
    began = time.monotonic()
    failures = [sentence for name in names or PARTS for sentence in _measured(name)]
    print(f"All in {_lasted(began)}.")
    for sentence in failures:
        print(f"FAILED {sentence}")
    return 1 if failures else 0


def _measured(name: str) -> list[str]:
    """Runs one part and tells how long it took."""
    began = time.monotonic()
    failures = PARTS[name]()
    print(f"{name}: {_lasted(began)}", flush=True)
    return failures


def _lasted(began: float) -> str:
    """Minutes and seconds since then, by the monotonic clock."""
    minutes, seconds = divmod(round(time.monotonic() - began), 60)
    return f"{minutes} min {seconds:02} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
