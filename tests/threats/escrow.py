"""Without their answers: what SECURITY.md says under Contracts."""

from tests.threats.mutant import Change, Mutant

PAYMENTS = "contracts/modules/payments.vy"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "a receiver that refuses, and blocks the order",
        "Escrow",
        (
            Change(
                PAYMENTS,
                "    if not sent:\n        self._credit(",
                "    if not sent:\n        self._refuse(errors.RECEIVER_REFUSED)\n        self._credit(",
            ),
        ),
        "unit/escrow/test_hostile_receivers.py::test_default_behavior",
    ),
)
