"""The guide for issuers: its file of claims is one, and its commands are there."""

import re

from scripts import issuer, subject
from scripts.claims import KINDS
from scripts.credentials import claim_files
from scripts.parameters import ROOT
from tests.fixtures.credentials import NOW, PLACE, person

GUIDE = (ROOT / "docs" / "identity.md").read_text(encoding="utf-8")


def test_the_file_of_claims(tmp_path):
    (text,) = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    path = tmp_path / "claims.yaml"
    path.write_text(text, encoding="utf-8")

    claims = claim_files.load(path, PLACE, person(11).address, lambda name: name, NOW)

    assert [one.kind for one in claims] == ["business", "brand", "person"]
    assert all(kind in KINDS for kind in (one.kind for one in claims))


def test_the_commands():
    for script, words in re.findall(r"^brownie run (\w+) (\w+)", GUIDE, re.MULTILINE):
        assert hasattr(vars({"issuer": issuer, "subject": subject}[script])[words], "usage"), words
