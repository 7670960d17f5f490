"""`python -m tools.run_tests [folder or file ...]` runs the tests of each folder in a process of its own, and counts.

Four folders run at a time; a folder's output is printed when it has ended. With `--chain ganache` those that use
Brownie run on that chain. Exit code: 0, or 1 when a test failed or a folder had none.
"""

import argparse
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from tools import chains

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
REPORTS = ROOT / "build" / "tests"
BROWNIE = Path(sys.executable).with_name("brownie").as_posix()
# These talk to contracts through Brownie; the others start their own node where they need one.
WITH_BROWNIE = ("unit", "integration")
LANES = 4  # keep two cores busy: tests wait for nodes and browsers
# These run in a process of their own, beside the others of their folder, which would otherwise outlast all the rest.
ALONE = ("unit/escrow/test_state_table.py",)
# Those that take longest begin first.
SLOWEST = (
    "threats",
    "browser/buying",
    "browser/access",
    "frontend/index",
    "frontend",
    "tools",
    "stateful",
    "stateful/together",
    "stateful/provenance",
    "stateful/credit",
    "scripts",
    "browser/orders",
    "stateful/points",
    "unit/escrow/test_state_table.py",
    "unit/escrow",
    "browser/aftersale",
    "stateful/opinions",
    "scripts/provenance",
    "browser/credit",
    "browser/merchant",
    "browser/points",
    "unit/provenance",
    "scripts/demo",
    "unit/credit",
    "browser/goods",
    "browser/signed",
    "browser/provenance",
    "frontend/provenance",
    "unit/loyalty",
    "frontend/identity",
)
WITHOUT_BROWNIE = "no:pytest-brownie"
SECONDS = "CPU s"  # of a folder's tests and all that they started
COLUMNS = ("passed", "failed", "skipped", SECONDS)
# Some machines have Python forget what it compiled: of a hundred processes each would compile the project anew.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
ENVIRONMENT["ETH_HASH_BACKEND"] = "pysha3"  # five times as fast as what web3 takes by itself


def main(arguments: list[str]) -> int:
    """Run the chosen folders and files, or all, and print the counts of each folder."""
    parser = argparse.ArgumentParser(prog="python -m tools.run_tests")
    parser.add_argument("--chain", choices=chains.CHAINS, default=chains.ANVIL.name)
    parser.add_argument("paths", nargs="*", metavar="folder or file")
    given = parser.parse_args(arguments)
    paths = [(ROOT / name).resolve() for name in given.paths]
    roots = [TESTS] if given.chain == chains.ANVIL.name else [TESTS / name for name in WITH_BROWNIE]
    for path in paths:
        if not path.exists() or not any(root in (path, *path.parents) for root in roots):
            places = " and ".join(f"{_name(root)}/" for root in roots)
            print(f"{_name(path)} is neither a folder nor a file of {places}.", file=sys.stderr)
            return 1
    ENVIRONMENT["HANDOVER_CHAIN"] = given.chain
    groups = _groups(paths or roots)
    started = time.monotonic()
    counts: dict[str, Counter[str]] = {}
    skipped: Counter[str] = Counter()  # by the reason, which Brownie does not show
    codes = []
    if compiling := subprocess.run([BROWNIE, "compile"], check=False, cwd=ROOT, env=ENVIRONMENT).returncode:
        return compiling
    for folder, code, output, seconds in _side_by_side(groups):
        print(f"\n{folder}:\n{output}", flush=True)
        codes.append(code)
        place = Path(folder).parent if folder in ALONE else Path(folder)
        counts.setdefault(_name(TESTS / place), Counter())[SECONDS] += round(seconds)
        for path, outcome, reason in _outcomes(_report(folder)):
            counts.setdefault(path, Counter())[outcome] += 1
            skipped.update([reason] if reason else [])
    _print_counts(counts, time.monotonic() - started)
    for reason, count in skipped.most_common():
        print(f"{count} skipped: {reason}")
    return 1 if any(codes) else 0


def _groups(paths: list[Path]) -> dict[str, list[Path]]:
    """The test files among the paths and below them, by their folder in tests/, or by themselves if ALONE; first
    what takes longest.
    """
    groups: dict[str, list[Path]] = {}
    for file in sorted({file for path in paths for file in ([path] if path.is_file() else path.rglob("test_*.py"))}):
        name = file.relative_to(TESTS).as_posix()
        groups.setdefault(name if name in ALONE else str(Path(name).parent), []).append(file)
    ranks = {folder: rank for rank, folder in enumerate(SLOWEST)}
    return dict(sorted(groups.items(), key=lambda group: (ranks.get(group[0], len(ranks)), -len(group[1]))))


def _side_by_side(groups: dict[str, list[Path]]) -> Iterator[tuple[str, int, str, float]]:
    """What `_run` says of each folder, as they end."""
    with ThreadPoolExecutor(LANES) as lanes:
        try:
            for ended in as_completed([lanes.submit(_run, folder, paths) for folder, paths in groups.items()]):
                yield ended.result()
        except BaseException:  # Ctrl-C ends what runs; the others shall not begin
            lanes.shutdown(wait=False, cancel_futures=True)
            raise


def _run(folder: str, paths: list[Path]) -> tuple[str, int, str, float]:
    """The folder, pytest's exit code, what it printed, and the CPU's seconds that it took with all that it started."""
    print(f"{folder} begins", flush=True)
    report = _report(folder)
    report.unlink(missing_ok=True)
    plugins = [] if Path(folder).parts[0] in WITH_BROWNIE else ["-p", WITHOUT_BROWNIE]
    options = ["-q", "--no-header", f"--junitxml={report}", "-o", "junit_family=xunit1"]
    command = [sys.executable, "-m", "pytest", *plugins, *options, *map(str, paths)]
    ran = subprocess.Popen(
        command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert ran.stdout is not None
    output = ran.stdout.read()
    _, status, used = os.wait4(ran.pid, 0)
    ran.returncode = os.waitstatus_to_exitcode(status)
    return folder, ran.returncode, output, used.ru_utime + used.ru_stime


def _name(path: Path) -> str:
    """How people call a folder or a file of the project."""
    return path.relative_to(ROOT).as_posix() if ROOT in path.parents else str(path)


def _report(folder: str) -> Path:
    """Where pytest writes down what became of a folder's tests."""
    return REPORTS / ENVIRONMENT["HANDOVER_CHAIN"] / f"{folder.replace('/', '-')}.xml"


def _outcomes(report: Path) -> Iterator[tuple[str, str, str]]:
    """The folder and the outcome of each test in pytest's report, and why it was skipped; nothing when pytest did not
    get as far.
    """
    if not report.exists():
        return
    for case in ET.parse(report).iter("testcase"):
        results = {result.tag: result.get("message", "") for result in case}
        outcome = "failed" if {"failure", "error"} & results.keys() else "skipped" if "skipped" in results else "passed"
        yield str(Path(case.get("file", "tests/unknown")).parent), outcome, results.get("skipped", "")


def _print_counts(counts: dict[str, Counter[str]], seconds: float) -> None:
    """One line per folder, and their sum."""
    total = sum(counts.values(), Counter())
    print(f"\n{'':32}" + "".join(f"{column:>9}" for column in COLUMNS))
    for name, count in [*sorted(counts.items()), (f"all, in {seconds:.0f} s", total)]:
        print(f"{name:32}" + "".join(f"{count[column]:>9}" for column in COLUMNS))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
