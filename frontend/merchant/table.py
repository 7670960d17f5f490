"""Tables to take along: CSV that spreadsheets open as it is meant."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from frontend.orders.exports import FORMULA
from frontend.wording.formats import currency
from frontend.wording.moments import utc
from scripts.units import plain_amount


def answer(name: str, rows: Iterable[Sequence[object]]) -> Response:
    """A file for the browser to keep; begins with a byte order mark, without which spreadsheets misread it."""
    output = io.StringIO()
    csv.writer(output).writerows([[_cell(value) for value in row] for row in rows])
    response = Response("\ufeff" + output.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def amount(value: int, address: str) -> str:
    """An amount as a plain number in its currency."""
    return f"-{amount(-value, address)}" if value < 0 else plain_amount(value, currency(address))


def moment(unix: int) -> str:
    """A point in time in UTC; empty for none."""
    return utc(unix).strftime("%Y-%m-%d %H:%M:%S") if unix else ""


def _cell(value: object) -> str:
    """Text that no spreadsheet takes for a formula; numbers below zero stay numbers."""
    text = str(value)
    is_number = text[:1] == "-" and text[1:].replace(".", "", 1).isdecimal()
    return "'" + text if text.startswith(FORMULA) and not is_number else text
