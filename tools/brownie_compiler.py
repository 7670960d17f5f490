"""Let Brownie 1.22 compile Vyper 0.4.

Brownie hands the contracts to `vyper.cli.vyper_json.compile_json`, and expects of it what Vyper 0.3 did. The function
that stands here in its place compiles from the file system, so that modules, `.vyi` interfaces and installed packages
such as snekmate can be imported, and answers in the form Brownie knows:

- code only for deployable files, whose names begin with a capital letter; a module is checked and has an empty ABI;
- a source map with one entry per instruction (Vyper's has one per byte);
- an AST that also carries what Brownie has no place for: the files that were read, to notice when one of them
  changes, and which instructions come from which module, to point at the right line of the right file.
"""

import os
import re
import sys
import sysconfig
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from itertools import pairwise
from pathlib import Path, PurePath
from typing import Any

from brownie.project.main import Project, _load_contract_build_json_from_disk
from vyper import compiler
from vyper.ast import parse_to_ast
from vyper.ast.nodes import FunctionDef
from vyper.cli import vyper_json
from vyper.compiler.input_bundle import FileInput, FilesystemInputBundle, PathLike
from vyper.compiler.settings import OptimizationLevel, Settings
from vyper.exceptions import EvmVersionException, VyperException, VyperInternalException
from vyper.utils import sha256sum

from tools import chains

OUTPUTS = ("abi", "ast_dict", "devdoc", "userdoc", "bytecode", "opcodes", "bytecode_runtime", "opcodes_runtime")
NO_SOURCE = "-1:-1:-1"


def install() -> None:
    """Put the functions below where Brownie looks for Vyper's and for its own."""
    # the doubles that destroy themselves do so on purpose
    warnings.filterwarnings("ignore", message="`selfdestruct` is deprecated")
    vyper_json.compile_json = compile_json
    Project._get_changed_contracts = _forget_stale_first(Project._get_changed_contracts)
    Project._compile = _explain_refusals(Project._compile)
    Project._create_containers = _show_modules_first(Project._create_containers)


class Files(FilesystemInputBundle):  # type: ignore[misc]
    """The project's files and the installed packages; remembers each file that was read by its source id."""

    def __init__(self) -> None:
        super().__init__([Path(sysconfig.get_paths()["purelib"]), Path()])
        self.read: dict[int, FileInput] = {}

    def load_file(self, path: PathLike | str) -> FileInput:
        """The file that an import means."""
        file = super().load_file(path)
        self.read[file.source_id] = file
        return file


def compile_json(input_json: dict[str, Any], *_: Any, **__: Any) -> dict[str, Any]:
    """Compile the sources of a standard input; see the top of this file for how the output differs from Vyper's."""
    settings = _settings(input_json["settings"])
    output: dict[str, Any] = {"contracts": {}, "sources": {}}
    for path, source in input_json["sources"].items():
        contract, ast = _compile_file(path, source["content"], settings)
        output["contracts"][path] = {PurePath(path).stem: contract}
        output["sources"][path] = {"ast": ast}
    return output


def _settings(given: dict[str, Any]) -> Settings:
    """Vyper's own settings; Brownie leaves open how much is optimized."""
    level = given.get("optimize")
    optimize = None if level is None else OptimizationLevel.from_string(level)
    return Settings(evm_version=given.get("evmVersion"), optimize=optimize)


def _compile_file(
    path: str, content: str, settings: Settings, *, deployable: bool = True
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What Brownie keeps of one file: its contract, and its AST with the additions."""
    files = Files()
    # text without a file, as from `compile_source`
    file = files.load_file(path) if Path(path).is_file() else FileInput(-1, Path(path), Path(path), content)
    is_module = PurePath(path).stem[0].islower() or not deployable
    outputs = ("annotated_ast_dict", "ast_dict") if is_module else (*OUTPUTS, "source_map_runtime")
    try:
        data = compiler.compile_from_file_input(file, input_bundle=files, settings=settings, output_formats=outputs)
    except EvmVersionException:
        if chains.chosen() is chains.ANVIL:
            raise
        # it needs what the chosen chain lacks, and cannot be deployed there
        return _compile_file(path, content, Settings(evm_version=chains.ANVIL.evm_version), deployable=False)
    imported = [read for read in files.read.values() if read is not file]
    ast = {"body": data["ast_dict"]["ast"]["body"], "imports": {_name(read): read.sha256sum for read in imported}}
    if is_module:
        return _contract({"abi": []}, ""), ast
    code = _instructions(data)
    ast["modules"] = list(_module_lines(code, [read for read in imported if read.path.suffix == ".vy"]))
    return _contract(data, _own_source_map(code, file.source_id)), ast


def _contract(data: dict[str, Any], source_map: str) -> dict[str, Any]:
    """A contract in the form of Vyper's standard output; empty code where `data` has none."""
    code = {"object": data.get("bytecode", ""), "opcodes": data.get("opcodes", "")}
    deployed = {"object": data.get("bytecode_runtime", ""), "opcodes": data.get("opcodes_runtime", "")}
    return {
        "abi": data["abi"],
        "devdoc": data.get("devdoc", {}),
        "userdoc": data.get("userdoc", {}),
        "evm": {"bytecode": code, "deployedBytecode": {**deployed, "sourceMap": source_map}},
    }


@dataclass
class Instruction:
    """One instruction of deployed code and the place in a file that it was compiled from."""

    pc: int
    name: str
    pushed: int | None
    start: int = -1
    length: int = -1
    source_id: int = -1
    jump: str = "-"  # i: into an internal function, o: out of it


def _instructions(data: dict[str, Any]) -> list[Instruction]:
    """The deployed code, with its source map made whole."""
    per_byte = data["source_map_runtime"]["pc_pos_map_compressed"].split(";")
    code: list[Instruction] = []
    pc = 0
    for word in data["opcodes_runtime"].split(" "):
        if word.startswith("0x"):
            # what follows the code is data, and may look like a push that breaks off
            code[-1].pushed = int(word[2:] or "0", 16)
            pc += len(word) // 2 - 1
            continue
        instruction = Instruction(pc, word, None)
        # what follows the code is data, and comes from nowhere
        if pc < len(per_byte):
            start, length, source_id, jump = [*per_byte[pc].split(":"), "-"][:4]
            instruction.start, instruction.length, instruction.source_id = int(start), int(length), int(source_id)
            instruction.jump = jump
        code.append(instruction)
        pc += 1
    _complete_calls(code)
    return code


def _complete_calls(code: list[Instruction]) -> None:
    """Vyper marks the jump into an internal function, but neither where it begins nor the jump back."""
    by_pc = {instruction.pc: index for index, instruction in enumerate(code)}
    for before, jump in pairwise(code):
        if jump.name == "JUMP" and before.pushed is None:
            jump.jump = "o"
        if jump.jump == "i" and before.pushed is not None:
            first = code[by_pc[before.pushed]]
            body = next(step for step in code[by_pc[before.pushed] :] if step.source_id >= 0)
            first.start, first.length, first.source_id = body.start, body.length, body.source_id


def _own_source_map(code: list[Instruction], own_id: int) -> str:
    """The source map of a contract's own file in Brownie's form: what comes from a module has no source there."""
    entries = []
    for step in code:
        is_own = step.source_id == own_id
        entries.append(f"{step.start}:{step.length}:0:{step.jump}" if is_own else f"{NO_SOURCE}:{step.jump}")
    return ";".join(entries)


def _module_lines(code: list[Instruction], files: Iterable[FileInput]) -> Iterator[list[Any]]:
    """Of each module with code in the contract: its file and [program counter, start, end, function] in it."""
    for file in files:
        functions = list(_functions(file))
        lines = [
            [step.pc, step.start, step.start + step.length, _function_at(step.start, functions)]
            for step in code
            if step.source_id == file.source_id
        ]
        yield [_name(file), lines]


def _function_at(place: int, functions: list[tuple[str, int, int]]) -> str | None:
    """The name of the function around a place in its file."""
    return next((name for name, first, last in functions if first <= place < last), None)


def _functions(file: FileInput) -> Iterator[tuple[str, int, int]]:
    """The functions of a module as Brownie names them, with their start and end in the file."""
    for node in parse_to_ast(file.contents).get_children(FunctionDef):
        start, length = (int(number) for number in node.src.split(":")[:2])
        yield f"{PurePath(file.path).stem}.{node.name}", start, start + length


def _name(file: FileInput) -> str:
    """A file's path as Brownie writes it: from the project's root, or absolute when it is not in the project."""
    path = Path(file.resolved_path)
    return (path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path).as_posix()


def _forget_stale_first(original: Callable[..., Any]) -> Callable[..., Any]:
    """Brownie compares a contract's own text and compiler version; add its imports and its EVM version."""

    @wraps(original)
    def get_changed_contracts(self: Any, interface_hashes: dict[str, str]) -> Any:
        config = self._compiler_config
        if chains.chosen() is not chains.ANVIL:
            _build_for(self, chains.chosen().evm_version)
        evm_version = config["vyper"].get("evm_version", config["evm_version"])
        for name, build in list(self._build.items()):
            if build.get("language") == "Vyper" and not _is_current(build, evm_version, self._path):
                self._build._remove_contract(name)
        return original(self, interface_hashes)

    return get_changed_contracts


def _build_for(project: Any, evm_version: str) -> None:
    """Have the contracts built for another EVM, in a folder beside the one of brownie-config.yaml."""
    project._compiler_config["evm_version"] = evm_version
    project._build_path = project._path / "build" / evm_version
    for folder in ("contracts", "interfaces"):
        (project._build_path / folder).mkdir(parents=True, exist_ok=True)
    os.environ["HANDOVER_CONTRACTS"] = str(project._build_path / "contracts")  # for scripts
    known = set(project._sources.get_contract_list())
    for path in project._build_path.glob("contracts/*.json"):
        if path.stem in known:
            project._build._add_contract(_load_contract_build_json_from_disk(path))


def _is_current(build: dict[str, Any], evm_version: str | None, project: Path) -> bool:
    """Whether what was built would come out the same today, as far as its imports and settings tell."""
    ast = build["ast"]
    if not isinstance(ast, dict) or evm_version not in (None, build["compiler"]["evm_version"]):
        return False
    files = {project / name: digest for name, digest in ast["imports"].items()}
    return all(path.is_file() and sha256sum(path.read_text()) == digest for path, digest in files.items())


def _explain_refusals(original: Callable[..., Any]) -> Callable[..., Any]:
    """End the command with one sentence when a contract of the project does not compile."""

    @wraps(original)
    def compile_project(self: Any, *arguments: Any) -> Any:
        try:
            return original(self, *arguments)
        except (VyperException, VyperInternalException) as error:
            sys.exit(_sentence(error))

    return compile_project


def _sentence(error: Any) -> str:
    """Where a contract is wrong and what the compiler says about it."""
    notes = [note[1] if isinstance(note, tuple) else note for note in error.annotations or []]
    place = next((note for note in notes if getattr(note, "lineno", None)), error)
    module = getattr(place, "module_node", None)
    path = getattr(module, "resolved_path", None) or error.resolved_path
    where = f"{_name(FileInput(-1, Path(path), Path(path), ''))}:{place.lineno}: " if path else ""
    message = re.sub(r" \(<unknown>, line \d+\)", "", " ".join(str(error.message).split()))
    return f"{where}{message} ({type(error).__name__})"


def _show_modules_first(original: Callable[..., Any]) -> Callable[..., Any]:
    """Complete the program counter maps before contracts are made of them."""

    @wraps(original)
    def create_containers(self: Any) -> None:
        for _, build in self._build.items():
            if isinstance(build.get("ast"), dict):
                _add_modules(build)
                # once more, for the revert map that Brownie derives from the program counters
                self._build._add_contract(build)
        original(self)

    return create_containers


def _add_modules(build: dict[str, Any]) -> None:
    """Say of each instruction that comes from a module, from which file, place and function."""
    for number, (path, lines) in enumerate(build["ast"].get("modules", ()), 1):
        build["allSourcePaths"][str(number)] = path
        for pc, start, end, function in lines:
            step = build["pcMap"][pc]
            step.update(path=str(number), offset=(start, end))
            if function is not None:
                step["fn"] = function
