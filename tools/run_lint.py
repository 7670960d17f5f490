"""`python -m tools.run_lint` runs every check, also after one has failed. Exit code: 0, or 1 when any failed."""

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent

CHECKS = (
    ("contracts", [sys.executable, "-m", "tools.lint_contracts"]),
    ("readmes", [sys.executable, "-m", "tools.lint_readmes"]),
    ("lengths", [sys.executable, "-m", "tools.lint_lengths"]),
    ("ruff check", [str(BIN / "ruff"), "check", "--quiet"]),
    ("ruff format", [str(BIN / "ruff"), "format", "--check", "--quiet"]),
    ("mypy", [str(BIN / "mypy"), "--no-error-summary", "scripts", "frontend", "tools", "brownie_hooks.py"]),
)


def main() -> int:
    """Run the checks and say of each whether it passed."""
    failed = 0
    for name, command in CHECKS:
        passed = subprocess.run(command, check=False).returncode == 0
        print(f"{'ok    ' if passed else 'FAILED'} {name}", flush=True)
        failed += not passed
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
