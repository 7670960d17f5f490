"""Lint contracts: known bugs of the compiler, and the rules of STYLE.md that matter, over the compiler's own tree.

The bugs are those open in Vyper 0.4.3:
- CVE-2026-114114, -114116: non-ASCII characters, a byte-order mark or a form feed shift literals.
- CVE-2026-114115: a ternary between nested arrays reads the wrong layout.
- CVE-2026-114117: `msg.value | K` or `len(msg.data) | K` as a branch of a ternary compiles to 1.
- CVE-2026-114118: the code offset of create_from_blueprint wraps.
- GHSA-g2xh-c426-v8mf: the arguments of a builtin or of `log` are evaluated in no defined order.
"""

import re
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vyper.ast import nodes
from vyper.compiler.input_bundle import FilesystemInputBundle
from vyper.compiler.phases import CompilerData
from vyper.exceptions import VyperException
from vyper.semantics.types import DArrayT, SArrayT
from vyper.semantics.types.function import ContractFunctionT

from tools import lint_safety

ROOT = Path(__file__).resolve().parents[1]
PRAGMA = "# pragma version 0.4.3"
LOCK = "# pragma nonreentrancy on"
REASON_LENGTH = 32
FUNCTION_LINES = 25
FILE_LINES = 450
NEWLINE, FIRST_PRINTABLE, LAST_PRINTABLE = 0x0A, 0x20, 0x7E
UNSAFE_CALLS = {
    "send": "send() reverts together with its receiver",
    "create_from_blueprint": "create_from_blueprint's code offset wraps",
}
# a constant that holds the characters of a text
FACT = re.compile(r"(?P<name>\w+): constant\(bytes32\) = 0x(?P<number>(?:00|[2-7][0-9a-f]){32})  # (?P<words>.*)$")
EFFECTIVE_BUILTINS = {"raw_call", "create_minimal_proxy_to", "create_copy_of", "raw_create", "selfdestruct", "raw_log"}


@dataclass(frozen=True)
class Finding:
    """What is wrong, and where."""

    path: Path
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}"


def lint(path: Path) -> list[Finding]:
    """All findings in one file; a file that does not compile is one finding."""
    raw = path.read_bytes()
    found = [Finding(path, line, sentence) for line, sentence in _characters(raw)]
    if found:  # the compiler cannot be trusted with such a file
        return found
    try:
        tree = _tree(path)
    except VyperException as error:
        return [Finding(path, 1, f"does not compile: {str(error).splitlines()[0]}")]
    lines = raw.decode().splitlines()
    is_mock = "mocks" in path.parts
    found += [Finding(path, node.lineno, sentence) for node, sentence in _bugs(tree)]
    found += [Finding(path, line, sentence) for line, sentence in _layout(tree, lines, is_mock)]
    if not is_mock:
        found += [Finding(path, node.lineno, sentence) for node, sentence in _reasons(tree, path)]
        found += [Finding(path, number, sentence) for number, sentence in _facts(lines)]
    if not is_mock and not tree.is_interface:
        found += [Finding(path, node.lineno, sentence) for node, sentence in lint_safety.findings(tree, path)]
    return found


def _tree(path: Path) -> Any:
    """The file's syntax tree with the types that the compiler found."""
    search = [Path(sysconfig.get_paths()["purelib"]), ROOT, path.parent]
    bundle = FilesystemInputBundle(search)
    return CompilerData(bundle.load_file(path.resolve()), bundle).annotated_vyper_module


def _characters(raw: bytes) -> Iterator[tuple[int, str]]:
    """Lines with anything but printable ASCII."""
    for number, line in enumerate(raw.split(b"\n"), 1):
        if any(byte != NEWLINE and not FIRST_PRINTABLE <= byte <= LAST_PRINTABLE for byte in line):
            yield number, "holds a character that is not printable ASCII, which shifts literals"


def _bugs(tree: Any) -> Iterator[tuple[Any, str]]:
    """Constructs that this compiler gets wrong."""
    for node in tree.get_descendants(nodes.IfExp):
        if any(_names(branch, "msg", ("value", "data")) for branch in (node.body, node.orelse)):
            yield node, "a branch of this ternary reads msg.value or msg.data"
        if isinstance(node._metadata.get("type"), SArrayT | DArrayT):
            yield node, "this ternary chooses between arrays"
    for node in tree.get_descendants(nodes.Call):
        name = getattr(node.func, "id", "")
        if name in UNSAFE_CALLS:
            yield node, UNSAFE_CALLS[name]
        is_function = isinstance(node.func._metadata.get("type"), ContractFunctionT)
        if name and not is_function and not isinstance(node._parent, nodes.Log):
            yield from _effects(node, f"the arguments of {name}()")
    for node in tree.get_descendants(nodes.Log):
        yield from _effects(node.value, "what this event logs")


def _names(node: Any, owner: str, attributes: tuple[str, ...]) -> bool:
    """Whether the node contains `owner.attribute`."""
    found = [*node.get_descendants(nodes.Attribute), node]
    return any(getattr(n, "attr", "") in attributes and getattr(n.value, "id", "") == owner for n in found)


def _effects(call: Any, where: str) -> Iterator[tuple[Any, str]]:
    """Calls among a call's arguments that change something."""
    for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
        for inner in [argument, *argument.get_descendants((nodes.ExtCall, nodes.Call))]:
            if isinstance(inner, nodes.ExtCall) or _is_effective(inner):
                yield inner, f"a call with effects stands among {where}, which are evaluated in no defined order"
                break


def _is_effective(node: Any) -> bool:
    """Whether the node calls something that may write."""
    if not isinstance(node, nodes.Call):
        return False
    called = node.func._metadata.get("type")
    if isinstance(called, ContractFunctionT):
        return bool(called.is_mutable)
    return getattr(node.func, "id", "") in EFFECTIVE_BUILTINS


def _reasons(tree: Any, path: Path) -> Iterator[tuple[Any, str]]:
    """Refusals without a reason, or with one that does not read `Speaker: fact`."""
    for node, reason in [(node, node.msg) for node in tree.get_descendants(nodes.Assert)] + [
        (node, node.exc) for node in tree.get_descendants(nodes.Raise)
    ]:
        text = getattr(reason, "value", None)
        if not isinstance(text, str):
            yield node, "refuses without a reason"
        elif len(text) > REASON_LENGTH:
            yield node, f"the reason {text!r} has more than {REASON_LENGTH} characters"
        elif text.split(": ")[0] != path.stem:
            yield node, f"the reason {text!r} does not name its speaker, {path.stem}"
    yield from _named_reasons(tree, path)


def _named_reasons(tree: Any, path: Path) -> Iterator[tuple[Any, str]]:
    """The same of facts told to errors.vy, whose names are as long as they are."""
    for node in tree.get_descendants(nodes.Call, {"func.attr": "_refuse"}):
        name = getattr(node.args[0], "attr", "")
        speaker = "Escrow" if getattr(node.func.value, "id", "") == "errors" else path.stem
        if not name:
            yield node, "refuses without a reason"
        elif len(f"{speaker}: {name}") > REASON_LENGTH:
            yield node, f"the reason {speaker}: {name} has more than {REASON_LENGTH} characters"
    for node in tree.get_descendants(nodes.Call, {"func.attr": "_refuse_as", "func.value.id": "errors"}):
        if getattr(node.args[0], "attr", "") != path.stem.upper():
            yield node, f"what it says does not name its speaker, {path.stem}"


def _facts(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Words in numbers that are other words than those beside them, or than their names."""
    for number, line in enumerate(lines, 1):
        fact = FACT.match(line)
        if fact and fact["words"].encode() != bytes.fromhex(fact["number"]).lstrip(b"\0").rstrip(b" "):
            yield number, f"{fact['name']} does not hold the words beside it"
        elif fact and re.sub("[^A-Z0-9]", "_", fact["words"].upper().rstrip(":")) != fact["name"]:
            yield number, f"{fact['name']} is not the name of the words beside it"


def _layout(tree: Any, lines: list[str], is_mock: bool) -> Iterator[tuple[int, str]]:
    """Pragmas, notices and lengths."""
    functions = tree.get_children(nodes.FunctionDef)
    external = [node for node in functions if _decorated(node, "external")]
    if not lines or lines[0] != PRAGMA:
        yield 1, f"does not begin with `{PRAGMA}`"
    if any("codegen" in line and line.startswith("# pragma") for line in lines):
        yield 1, "chooses another code generator than the default one"
    if len(lines) > FILE_LINES:
        yield FILE_LINES, f"has {len(lines)} lines, more than {FILE_LINES}"
    for node in functions:
        length = _length(node)
        if length > FUNCTION_LINES:
            yield node.lineno, f"{node.name} has {length} lines, more than {FUNCTION_LINES}"
    if is_mock or tree.is_interface:
        return
    if external and LOCK not in lines:
        yield 1, f"has external functions, and no `{LOCK}`"
    for node in external:
        if node.name != "__default__" and "@notice" not in getattr(getattr(node, "doc_string", None), "value", ""):
            yield node.lineno, f"{node.name} has no @notice"


def _decorated(node: Any, name: str) -> bool:
    return any(getattr(decorator, "id", "") == name for decorator in node.decorator_list)


def _length(node: Any) -> int:
    """Lines of a function's body, without its docstring."""
    body = node.body
    if not body:
        return 0
    return int(body[-1].end_lineno) - int(body[0].lineno) + 1


def main(arguments: list[str]) -> int:
    """Lints the files named, or all contracts; prints findings and returns 1 where there are any."""
    paths = [Path(argument) for argument in arguments] or sorted((ROOT / "contracts").rglob("*.vy*"))
    found = [finding for path in paths for finding in lint(path)]
    for finding in found:
        print(finding)
    print(f"Contract lint: {len(paths)} files, {len(found)} findings.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
