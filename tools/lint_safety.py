"""Lint contracts for what SECURITY.md answers by how they are written, over the compiler's tree.

Effects come before calls that leave; answers of calls are looked at, their gas and length are bounded; no function is
outside of the lock; balances are read only around a receipt; loops and storage do not grow; what writes says so by an
event; nobody asks who started a transaction, and no other code runs in the contract's name. What is allowed none the
less stands here, each with its reason; an exception that nothing needs any more is a finding, too.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from vyper.ast import nodes
from vyper.semantics.types import DArrayT, HashMapT, SArrayT
from vyper.semantics.types.function import ContractFunctionT, MemberFunctionT

LONGEST_LOOP = 64
LONGEST_ANSWER = 32  # bytes that are copied of an answer
OTHER_CODE = {"selfdestruct", "create_minimal_proxy_to", "create_copy_of", "raw_create"}
READS_BALANCES = {"_balance", "_tokens"}

LATE = "writes {} after a call that leaves the contract"
BALANCE = "reads a balance, and not around a receipt"
UNBOUNDED = "a raw_call without `gas`"
UNREAD = "nobody looks at whether this call succeeded"
UNLOCKED = "is outside of the lock"
SILENT = "writes, and logs nothing"

# (file, function, finding): why it is allowed
ALLOWED = {
    ("payments", "_send", UNBOUNDED): "whoever withdraws brings the gas himself",
    ("payments", "_receive_permitted", UNBOUNDED): "the payer's own currency burns the payer's gas",
    ("payments", "_receive_permitted", UNREAD): "somebody else can have brought the permit before",
    ("Loyalty", "reserve", BALANCE): "a view that tells what is there; nothing is decided by it",
    ("Loyalty", "__default__", UNLOCKED): "Escrow sends coin while Loyalty waits for it",
    ("claims", "commit", SILENT): "a hash that only who knows the code makes use of",
}
# (file, function): what it writes although a call has left before, under the lock; and why so late
EACH_BY_ITSELF = "one order after the other, each with its effects first"
ARRIVED = "what arrived decides what is written"
AFTER_A_CALL = {
    ("Escrow", "enforce_many"): ("_stock _words", EACH_BY_ITSELF),
    ("purchases", "pay_many"): ("_stock _words", EACH_BY_ITSELF),
    ("Credit", "buy"): ("_accounts _dates _money _words open_at_seller", ARRIVED),
    ("Credit", "buy_with_authorization"): ("_accounts _dates _money _words open_at_seller", ARRIVED),
    ("Credit", "write_off"): ("_accounts _dates _money _words", ARRIVED),
    ("Credit", "_settle"): ("_accounts _dates _money _words open_at_seller", ARRIVED),
    ("Loyalty", "collect_many"): ("_accounts totalSupply", EACH_BY_ITSELF),
    ("Loyalty", "settle_many"): ("_accounts settled totalSupply", EACH_BY_ITSELF),
    ("Loyalty", "_collect"): ("_accounts totalSupply", ARRIVED),
    ("Loyalty", "_settle"): ("_accounts settled totalSupply", ARRIVED),
    ("Loyalty", "_spend"): ("_accounts totalSupply", ARRIVED),
}
EXCEPTIONS = ALLOWED.keys() | {
    (*place, LATE.format(name)) for place, (names, _) in AFTER_A_CALL.items() for name in names.split()
}


class Effects(NamedTuple):
    """Of a function and all that it calls inside: whether a call leaves, what is written, whether that is logged."""

    leaves: bool
    writes: frozenset[str]
    logs: bool


def findings(tree: Any, path: Path) -> Iterator[tuple[Any, str]]:
    """All that is wrong in a file that is no double."""
    found = [(node, function, sentence) for node, function, sentence in _all(tree)]
    for node, function, sentence in found:
        if (path.stem, function, sentence) not in EXCEPTIONS:
            yield node, f"{function}: {sentence}" if function else sentence
    used = {(path.stem, function, sentence) for _, function, sentence in found}
    names = {node.name for node in tree.get_children(nodes.FunctionDef)}
    for file, function, sentence in sorted(EXCEPTIONS - used):
        if file == path.stem and function in names:
            yield tree, f"{function} is allowed what it does not do: {sentence}"


def _all(tree: Any) -> Iterator[tuple[Any, str, str]]:
    for node in tree.get_children(nodes.VariableDecl):
        if not node.is_constant and not node.is_immutable and _grows(node._metadata["type"]):
            yield node, "", f"{node.target.id} is an array in storage, which grows"
        if node.is_reentrant:
            yield node, "", f"{node.target.id} {UNLOCKED}"
    for function in tree.get_children(nodes.FunctionDef):
        for rule in (_words, _raw_calls, _answers, _late, _balances, _loops, _silent, _lock):
            for node, sentence in rule(function):
                yield node, function.name, sentence


def _grows(kind: Any) -> bool:
    if isinstance(kind, HashMapT):
        return _grows(kind.value_type)
    return isinstance(kind, SArrayT | DArrayT)


def _words(function: Any) -> Iterator[tuple[Any, str]]:
    """Words that have no place in a contract."""
    for node in function.get_descendants(nodes.Attribute, {"attr": "origin"}):
        if getattr(node.value, "id", "") == "tx":
            yield node, "asks who started the transaction"
    for node in function.get_descendants(nodes.Call):
        name = getattr(node.func, "id", "")
        if name in OTHER_CODE:
            yield node, f"{name}: no other contract begins or ends here"
        if name == "raw_call" and _is_true(_keyword(node, "is_delegate_call")):
            yield node, "runs other code in its own name"


def _raw_calls(function: Any) -> Iterator[tuple[Any, str]]:
    for node in function.get_descendants(nodes.Call, {"func.id": "raw_call"}):
        size = _keyword(node, "max_outsize")
        if size is not None and size.reduced().value > LONGEST_ANSWER:
            yield node, f"copies more than {LONGEST_ANSWER} bytes of an answer"
        if _keyword(node, "gas") is None:
            yield node, UNBOUNDED
        kept = isinstance(node._parent, nodes.Assign | nodes.AnnAssign)
        if _keyword(node, "revert_on_failure") is not None and kept and not _is_read(_success(node), function):
            yield node, UNREAD


def _success(call: Any) -> str:
    """The name of the variable that says whether a raw_call succeeded."""
    target = getattr(call._parent, "target", None)
    return str(getattr(target.elements[0] if isinstance(target, nodes.Tuple) else target, "id", ""))


def _is_read(name: str, function: Any) -> bool:
    targets = [node.target for node in function.get_descendants((nodes.Assign, nodes.AnnAssign))]
    written = {id(node) for target in targets for node in target.get_descendants(nodes.Name, include_self=True)}
    return any(id(node) not in written for node in function.get_descendants(nodes.Name, {"id": name}))


def _answers(function: Any) -> Iterator[tuple[Any, str]]:
    """Calls whose answer is thrown away; a constructor's fail for whoever deploys, if at all."""
    for node in function.get_descendants(nodes.ExtCall):
        returned = node.value.func._metadata["type"].return_type
        if isinstance(node._parent, nodes.Expr) and returned is not None and function.name != "__init__":
            yield node, "throws away what a call answers"


def _late(function: Any) -> Iterator[tuple[Any, str]]:
    """Effects that come after a call that leaves. What could not be pushed may be credited then: it is added."""
    yield from _Course().through(function.body)


class _Course:
    """The way through a function, in the order in which things happen; a loop's body happens twice."""

    def __init__(self) -> None:
        self.left = False
        self.seen: set[tuple[int, str]] = set()

    def through(self, body: list[Any]) -> Iterator[tuple[Any, str]]:
        for statement in body:
            yield from self._through(statement)

    def _through(self, statement: Any) -> Iterator[tuple[Any, str]]:
        if isinstance(statement, nodes.For):
            yield from self._expression(statement.iter)
            yield from self.through([*statement.body, *statement.body])
        elif isinstance(statement, nodes.If):
            yield from self._expression(statement.test)
            before = self.left
            yield from self.through(statement.body)
            after, self.left = self.left, before
            yield from self.through(statement.orelse)
            self.left |= after
        else:
            yield from self._expression(statement)
            if isinstance(statement, nodes.Assign | nodes.AugAssign):
                yield from self._written(statement, _written_by(statement))

    def _expression(self, node: Any) -> Iterator[tuple[Any, str]]:
        for call in node.get_descendants((nodes.ExtCall, nodes.Call), include_self=True, reverse=True):
            effects = _effects_of_call(call)
            yield from self._written(call, effects.writes)
            self.left |= effects.leaves

    def _written(self, node: Any, names: frozenset[str]) -> Iterator[tuple[Any, str]]:
        for name in sorted(names):
            if self.left and name != "credits +=" and (id(node), name) not in self.seen:
                self.seen.add((id(node), name))
                yield node, LATE.format(name.removesuffix(" +="))


def _effects_of_call(node: Any) -> Effects:
    if isinstance(node, nodes.ExtCall):
        return Effects(True, frozenset(), False)
    if getattr(node.func, "id", "") == "raw_call":
        return Effects(not _is_true(_keyword(node, "is_static_call")), frozenset(), False)
    called = node.func._metadata.get("type")
    if isinstance(called, MemberFunctionT):
        return Effects(False, _state_in(node.func.value), False)
    if isinstance(called, ContractFunctionT) and called.is_internal:
        return _effects(called)
    return Effects(False, frozenset(), False)


@cache
def _effects(function: ContractFunctionT) -> Effects:
    body = function.ast_def
    calls = [_effects_of_call(node) for node in body.get_descendants((nodes.ExtCall, nodes.Call))]
    assigned = [_written_by(node) for node in body.get_descendants((nodes.Assign, nodes.AugAssign))]
    writes = frozenset[str]().union(*assigned, *(call.writes for call in calls))
    logs = bool(body.get_descendants(nodes.Log)) or any(call.logs for call in calls)
    return Effects(any(call.leaves for call in calls), writes, logs)


def _written_by(statement: Any) -> frozenset[str]:
    """The storage that an assignment writes; where it adds, with ` +=`."""
    names = _state_in(statement.target)
    if isinstance(statement, nodes.AugAssign) and isinstance(statement.op, nodes.Add):
        return frozenset(f"{name} +=" for name in names)
    return names


def _state_in(target: Any) -> frozenset[str]:
    parts = target.elements if isinstance(target, nodes.Tuple) else [target]
    return frozenset(name for part in parts if (name := _state(part)))


def _state(target: Any) -> str:
    """The variable in storage that a target is a part of; empty for one in memory."""
    name = ""
    while isinstance(target, nodes.Attribute | nodes.Subscript):
        name = target.attr if isinstance(target, nodes.Attribute) else name
        info = target._expr_info
        if info is not None and info.var_info is not None and info.var_info.is_state_variable():
            return name
        target = target.value
    return ""


def _balances(function: Any) -> Iterator[tuple[Any, str]]:
    """A balance counts beside the one before, which a variable of this name holds."""
    for node in function.get_descendants(nodes.Attribute, {"attr": "balance"}):
        if isinstance(node._metadata.get("type"), ContractFunctionT):
            continue
        yield node, BALANCE
    for node in function.get_descendants(nodes.Call):
        name = getattr(node.func, "attr", "")
        own = name == "balanceOf" and [getattr(argument, "id", "") for argument in node.args] == ["self"]
        if own and function.name not in READS_BALANCES and not _beside_another(node):
            yield node, BALANCE
        if name in READS_BALANCES and not _beside_another(node):
            yield node, BALANCE


def _beside_another(node: Any) -> bool:
    """Whether a balance becomes `before`, or stands in a statement with that one, or with what is expected."""
    while not isinstance(node, nodes.Stmt | nodes.If):
        node = node._parent
    if isinstance(node, nodes.AnnAssign) and node.target.id == "before":
        return True
    whole = node.test if isinstance(node, nodes.If) else node
    names = whole.get_descendants(nodes.Name, include_self=True)
    return any(name.id in ("before", "expected") for name in names)


def _loops(function: Any) -> Iterator[tuple[Any, str]]:
    for node in function.get_descendants(nodes.For):
        longest = _longest(node.iter)
        if longest > LONGEST_LOOP:
            yield node, f"a loop of {longest} turns, more than {LONGEST_LOOP}"


def _longest(iterated: Any) -> int:
    if isinstance(iterated, nodes.Call):
        bound = _keyword(iterated, "bound") or iterated.args[-1]
        return int(bound.reduced().value)
    return int(iterated._metadata["type"].count)


def _silent(function: Any) -> Iterator[tuple[Any, str]]:
    kind = function._metadata["func_type"]
    if kind.is_external and not kind.is_constructor:
        effects = _effects(kind)
        if effects.writes and not effects.logs:
            yield function, SILENT


def _lock(function: Any) -> Iterator[tuple[Any, str]]:
    if any(getattr(decorator, "id", "") == "reentrant" for decorator in function.decorator_list):
        yield function, UNLOCKED


def _keyword(call: Any, name: str) -> Any:
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _is_true(node: Any) -> bool:
    return node is not None and node.reduced().value is True
