"""Fixtures that every folder may use."""

import gc

from hypothesis import settings

from tests.fixtures.chance import NEW

# Looking for garbage among all that was imported took a tenth of the tests' time.
gc.set_threshold(50_000)

# What failed once fails again; whoever looks for what was never tried asks for it.
settings.register_profile("repeatable", derandomize=not NEW)
settings.load_profile("repeatable")

pytest_plugins = [
    "tests.fixtures.clock",
    "tests.fixtures.consent",
    "tests.fixtures.credit",
    "tests.fixtures.currencies",
    "tests.fixtures.funds",
    "tests.fixtures.people",
    "tests.fixtures.points",
    "tests.fixtures.terminal",
    "tests.fixtures.trade",
    "tests.fixtures.wire",
]


def pytest_collection_finish() -> None:
    """What is there by now stays."""
    gc.freeze()
