"""Commands: functions that `brownie run NAME function argument ...` calls with words, and what they make of the words.

A command's signature is its usage: order ids are bytes, counts are int, files are Path, everything else is text; what
comes after `*` is given as name=value. Whatever is wrong ends with one sentence and the exit code 1.
"""

import functools
import inspect
import sys
from collections.abc import Callable, Mapping
from keyword import iskeyword
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

import requests
from brownie._config import CONFIG
from rich.console import Console

from scripts import units
from scripts.refusal import Refusal
from scripts.session import Session

AS = "as"


def command(role: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a command; on the devnet it acts as `role` unless `as=` or an order says otherwise.

    The function gets a Session, then its arguments.
    """

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(function)
        def run(*words: str) -> None:
            try:
                names, arguments, options = _parse(function, words)
                function(Session.open(role, names), *arguments, **options)
            except Refusal as refusal:
                _end(str(refusal))
            except requests.ConnectionError:
                _end("The node cannot be reached any more; start the command again when it can.")
            except KeyboardInterrupt:
                _end("Stopped. What was sent before is valid; start the command again to go on.")

        run.usage = usage(function)  # type: ignore[attr-defined]
        return run

    return decorate


def overview(script: str, functions: Mapping[str, Any]) -> None:
    """Print the commands of a script, one line each."""
    console = Console(highlight=False)
    console.print(f"brownie run {script} COMMAND ... --network NETWORK\n", markup=False)
    for function in functions.values():
        if inspect.isfunction(function) and hasattr(function, "usage"):
            summary = (inspect.getdoc(function) or "").splitlines()[0]
            console.print(f"  {function.usage}", style="bold", markup=False, soft_wrap=True)
            console.print(f"      {summary}", markup=False, soft_wrap=True)


def refuse_unknown(script: str, functions: Mapping[str, Any] = MappingProxyType({})) -> Callable[[str], NoReturn]:
    """A module's `__getattr__`: Brownie looks a command up as an attribute, and would show a traceback.

    A command whose name Python keeps for itself stands in `functions` with an underscore behind it (`import_`), and is
    run here: Brownie only runs what a file defines under the very name.
    """

    def refuse(name: str) -> NoReturn:
        if name.startswith("_"):
            raise AttributeError(name)
        if iskeyword(name) and f"{name}_" in functions:
            functions[f"{name}_"](*CONFIG.argv["<arg>"])
            sys.exit()
        if "=" in name:
            _end(f"Options come after the command: brownie run {script} main {name}")
        _end(f"There is no command {name!r}; `brownie run {script}` lists those that there are.")

    return refuse


def usage(function: Callable[..., None]) -> str:
    """A command as it is typed: its name and what it takes."""
    words = [function.__name__.rstrip("_")]
    for parameter in _parameters(function):
        name = parameter.name.upper()
        if parameter.kind is parameter.VAR_POSITIONAL:
            words.append(f"{name.removesuffix('S')} ...")
        elif parameter.kind is parameter.KEYWORD_ONLY:
            words.append(f"[{parameter.name}={name}]")
        else:
            words.append(name if parameter.default is parameter.empty else f"[{name}]")
    return " ".join([*words, "[as=NAME]"])


def parse_id(text: str) -> bytes:
    """The id of an order or an offer: 0x and 64 hexadecimal digits."""
    digits = text.removeprefix("0x")
    try:
        id_ = bytes.fromhex(digits)
    except ValueError:
        id_ = b""
    if len(id_) != 32 or len(digits) != 64:
        raise Refusal(f"{text[:80]!r} is not an id; ids have 0x and 64 hexadecimal digits.")
    return id_


CONVERTERS: dict[Any, Callable[[str], Any]] = {
    bytes: parse_id,
    int: units.parse_count,
    Path: Path,
    Path | None: Path,
    str: str,
}


def _parse(function: Callable[..., None], words: tuple[str, ...]) -> tuple[str, list[Any], dict[str, Any]]:
    """Who acts, the arguments, and the options, each of the type that the function declares."""
    parameters = _parameters(function)
    known = {parameter.name: parameter for parameter in parameters if parameter.kind is parameter.KEYWORD_ONLY}
    plain: list[str] = []
    options: dict[str, Any] = {}
    name = ""
    for word in words:
        key, equals, value = word.partition("=")
        if equals and key == AS:
            name = value
        elif equals and key in known:
            options[key] = CONVERTERS[known[key].annotation](value)
        else:
            plain.append(word)
    return name, _convert(function, plain), options


def _convert(function: Callable[..., None], words: list[str]) -> list[Any]:
    parameters = [parameter for parameter in _parameters(function) if parameter.kind is not parameter.KEYWORD_ONLY]
    rest = next((parameter for parameter in parameters if parameter.kind is parameter.VAR_POSITIONAL), None)
    single = [parameter for parameter in parameters if parameter is not rest]
    needed = [parameter for parameter in single if parameter.default is parameter.empty]
    enough = len(words) >= len(needed) + (1 if rest else 0)
    if not enough or (not rest and len(words) > len(single)):
        raise Refusal(f"Usage: {usage(function)}")
    kinds = [parameter.annotation for parameter in single[: len(words)]]
    if rest:
        kinds += [rest.annotation] * (len(words) - len(kinds))
    return [CONVERTERS[kind](word) for kind, word in zip(kinds, words, strict=True)]


def _parameters(function: Callable[..., None]) -> list[inspect.Parameter]:
    return list(inspect.signature(function).parameters.values())[1:]


def _end(sentence: str) -> NoReturn:
    """End the command; what was printed before comes first."""
    sys.stdout.flush()
    sys.exit(sentence)
