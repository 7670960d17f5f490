"""Turning over the parts of a list, both ways: the address line keeps the cursors of the parts before."""

from dataclasses import dataclass

from flask import request

TRAIL = 30  # parts that one can go back
LONGEST = 20  # digits of a cursor
Arguments = dict[str, str]


@dataclass(frozen=True)
class Pager:
    """Arguments of the address line for the parts around this one; None where there is no such part."""

    number: int
    first: Arguments | None
    previous: Arguments | None
    following: Arguments | None


def pager(following: str) -> Pager:
    """The way on from this request's part, given the cursor of the next one (empty at the end)."""
    here = request.args.get("after", "")
    trail = [cursor for cursor in request.args.get("trail", "").split(".") if cursor.isdecimal()][-TRAIL:]
    trail = [cursor for cursor in trail if len(cursor) <= LONGEST]
    if not here:
        return Pager(1, None, None, {"after": following} if following else None)
    further = ".".join([*trail, here][-TRAIL:])
    back = {"after": trail[-1], "trail": ".".join(trail[:-1])} if trail else {}
    previous = {name: value for name, value in back.items() if value}
    return Pager(len(trail) + 2, {}, previous, {"after": following, "trail": further} if following else None)
