"""The contract lint bites: each poisoned file is found for what is wrong with it, and for nothing else."""

from pathlib import Path

import pytest

from tools import lint_contracts, lint_safety
from tools.lint_contracts import ROOT, lint, main

POISONED = Path(__file__).parent / "poisoned"
CONTRACTS = sorted((ROOT / "contracts").rglob("*.vy*"))

SENTENCES = {
    "all_gas": "a raw_call without `gas`",
    "anonymous_reason": "does not name its speaker",
    "bare_raise": "refuses without a reason",
    "broken": "does not compile",
    "byte_order_mark": "not printable ASCII",
    "call_in_builtin": "a call with effects stands among the arguments of max()",
    "call_in_log": "a call with effects stands among what this event logs",
    "ends": "no other contract begins or ends here",
    "form_feed": "not printable ASCII",
    "from_blueprint": "code offset wraps",
    "growing_storage": "is an array in storage",
    "late_effect": "writes total after a call",
    "late_effect_in_a_function": "writes total after a call",
    "late_effect_in_a_loop": "writes total after a call",
    "line_separator": "not printable ASCII",
    "long_answer": "copies more than 32 bytes of an answer",
    "long_fact": "more than 32 characters",
    "long_file": "more than 450",
    "long_function": "more than 25",
    "long_loop": "a loop of 65 turns",
    "long_reason": "more than 32 characters",
    "no_lock": "no `# pragma nonreentrancy on`",
    "no_notice": "has no @notice",
    "no_reason": "refuses without a reason",
    "non_ascii": "not printable ASCII",
    "other_code": "runs other code in its own name",
    "other_code_generator": "another code generator",
    "other_name": "is not the name of the words beside it",
    "other_speaker": "does not name its speaker",
    "other_version": "does not begin with",
    "other_words": "does not hold the words beside it",
    "outside_call_in_builtin": "a call with effects stands among the arguments of max()",
    "own_balance": "not around a receipt",
    "own_tokens": "not around a receipt",
    "sends": "reverts together with its receiver",
    "silent_write": "writes, and logs nothing",
    "started_by": "asks who started the transaction",
    "ternary_on_arrays": "chooses between arrays",
    "ternary_on_data": "reads msg.value or msg.data",
    "ternary_on_value": "reads msg.value or msg.data",
    "unlocked": "is outside of the lock",
    "unlocked_getter": "is outside of the lock",
    "unnamed_fact": "refuses without a reason",
    "unread_answer": "throws away what a call answers",
    "unread_success": "nobody looks at whether this call succeeded",
}


def test_every_poisoned_file_is_expected():
    assert {path.stem for path in POISONED.glob("*.vy")} == {*SENTENCES, "clean"}


@pytest.mark.parametrize("name", SENTENCES)
def test_bites(name):
    found = lint(POISONED / f"{name}.vy")
    assert found, f"nothing was found in {name}"
    assert {SENTENCES[name] in finding.sentence for finding in found} == {True}, [str(finding) for finding in found]


def test_clean_passes():
    assert lint(POISONED / "clean.vy") == []


def test_an_exception_that_nothing_needs(monkeypatch):
    needless = ("clean", "add", lint_safety.UNREAD)
    monkeypatch.setattr(lint_safety, "EXCEPTIONS", lint_safety.EXCEPTIONS | {needless})
    (finding,) = lint(POISONED / "clean.vy")
    assert finding.sentence == f"add is allowed what it does not do: {lint_safety.UNREAD}"


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_contracts_pass(path):
    assert main([str(path)]) == 0


def test_findings_are_printed_and_fail(capsys):
    assert main([str(POISONED / "sends.vy")]) == 1
    assert "sends.vy:10: send() reverts" in capsys.readouterr().out


def test_covers_every_contract(monkeypatch):
    asked = []
    monkeypatch.setattr(lint_contracts, "lint", lambda path: asked.append(path) or [])
    assert main([]) == 0
    assert asked == CONTRACTS
    assert len(CONTRACTS) > 20
