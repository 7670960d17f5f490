"""JSON as RFC 8785 writes it: sorted keys, no blanks, one encoding of texts and numbers. Read strictly.

A number is a double here, as in JavaScript. One that a double does not hold is refused, for it would come out changed.
"""

import json
import math
from collections import Counter
from decimal import Decimal, DecimalException
from typing import Any, NoReturn

from scripts.refusal import Refusal

MAX_DEPTH = 60  # one thing in another
MAX_NUMBER_LENGTH = 400  # characters


def read(data: bytes, limit: int) -> Any:
    """The value of a JSON text of at most `limit` bytes, in whatever layout; a BOM may stand before it.

    Refused with one sentence: what is too large or too deep, no UTF-8, no JSON, a key twice, a number that is none, or
    that a double does not hold.
    """
    if len(data) > limit:
        raise Refusal(f"This has more than {limit:,} bytes.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(f"This is not UTF-8: byte {error.start} belongs to no character.") from None
    try:
        value = json.loads(
            text, object_pairs_hook=_unique, parse_float=_number, parse_int=_number, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        raise Refusal(f"This is not JSON: line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise Refusal(f"One thing stands in another more than {MAX_DEPTH} times.") from None
    refuse_depth(value)
    return value


def write(value: Any) -> bytes:
    """The one way to write a value; refused for what JSON does not have, such as half a character."""
    refuse_depth(value)
    try:
        return _written(value).encode()
    except UnicodeEncodeError:
        raise Refusal("A text has half a character in it, which UTF-8 does not have.") from None


def refuse_depth(value: Any) -> None:
    """Refuse what is nested so deeply that others could not read it."""
    level = [value]
    for _ in range(MAX_DEPTH):
        if not level:
            return
        level = [inner for outer in level for inner in _inside(outer) if isinstance(inner, dict | list)]
    if level:
        raise Refusal(f"One thing stands in another more than {MAX_DEPTH} times.")


def number(value: float) -> str:
    """A number as JavaScript writes it: the fewest digits that give it again, an exponent from 1e21 and below 1e-6."""
    if not math.isfinite(value):
        raise Refusal("JSON has neither infinity nor NaN.")
    if value == 0:
        return "0"
    _, digits, exponent = Decimal(repr(float(value))).normalize().as_tuple()
    assert isinstance(exponent, int)
    figures = "".join(map(str, digits))
    point = len(figures) + exponent  # of the figures stand before the point
    if 0 < point <= 21:
        text = figures.ljust(point, "0") if exponent >= 0 else f"{figures[:point]}.{figures[point:]}"
    elif -6 < point <= 0:
        text = f"0.{'0' * -point}{figures}"
    else:
        text = f"{figures[0]}{'.' if figures[1:] else ''}{figures[1:]}e{point - 1:+d}"
    return f"-{text}" if value < 0 else text


def _written(value: Any) -> str:
    match value:
        case None | bool() | str():
            return json.dumps(value, ensure_ascii=False)
        case int() if abs(value) < 2**53:
            return str(value)
        case int():
            return number(_double(Decimal(value)))
        case float():
            return number(value)
        case list() | tuple():
            return f"[{','.join(map(_written, value))}]"
        case dict() if all(isinstance(name, str) for name in value):
            names = sorted(value, key=lambda name: name.encode("utf-16-be"))
            return f"{{{','.join(f'{_written(name)}:{_written(value[name])}' for name in names)}}}"
    raise Refusal(f"JSON has no {type(value).__name__}.")


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise Refusal(f"The key {twice[:40]!r} stands twice in the same object.")
    return found


def _number(text: str) -> int | float:
    if len(text) > MAX_NUMBER_LENGTH:
        raise Refusal(f"A number has more than {MAX_NUMBER_LENGTH} characters.")
    try:
        value = _double(Decimal(text))
    except DecimalException:
        raise Refusal(f"The number {text[:40]} is beyond all measure.") from None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _double(value: Decimal) -> float:
    double = float(value)
    if math.isinf(double) or Decimal(repr(double)) != value:
        shown = str(value)
        raise Refusal(f"The number {shown if len(shown) <= 40 else shown[:40] + '…'} has more digits than others keep.")
    return double


def _no_number(name: str) -> NoReturn:
    raise Refusal(f"{name} is not a number of JSON.")
