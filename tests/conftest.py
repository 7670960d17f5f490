"""Fixtures that every folder may use."""

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
