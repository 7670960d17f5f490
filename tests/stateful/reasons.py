"""Why a call has to be refused."""


class Refused(Exception):
    """Escrow has to refuse a call, with one of these reasons: which it names first is left to it."""

    def __init__(self, reasons: frozenset[str]) -> None:
        super().__init__(" or ".join(sorted(reasons)))
        self.reasons = reasons


class Reasons(set[str]):
    """All that speaks against a call."""

    def when(self, fact: bool, reason: str) -> None:
        """Adds a reason, if it is one."""
        if fact:
            self.add(reason)

    def check(self) -> None:
        """Refuses if anything speaks against it."""
        if self:
            raise Refused(frozenset(self))
