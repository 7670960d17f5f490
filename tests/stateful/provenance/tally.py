"""What the machines with provenance did."""

from collections.abc import Iterable

from tests.stateful.tally import Tally

VERBS = (
    *("register", "transform", "promise_limits", "permit", "touch", "touch_many", "make_unit", "offer", "accept"),
    *("aggregate", "disaggregate", "report", "report_sensor", "declare_error", "recall", "close_recall"),
    *("bind", "bind_many", "settle", "settle_many", "commit", "claim", "claim_bought"),
)
EVENTS = ("ItemSold", "ItemReleased", "LimitsBreached")
ESCROWS = ("confirm", "cancel", "request", "approve_return", "send_back", "replace", "dispute", "rule", "refund_closed")


class ProvenanceTally(Tally):
    """Successes are Provenance's verbs, the names of its events, and Escrow's verbs; refusals are its reasons."""

    def __init__(self, refusals: Iterable[str]) -> None:
        super().__init__()
        self._refusals = list(refusals)

    def missing(self, times: int) -> list[str]:
        """What did not happen as often as it should, and which refusals never did."""
        wanted = dict.fromkeys((*VERBS, *EVENTS), times) | dict.fromkeys(ESCROWS, 1)
        rare = [f"{name} {self.successes[name]} times" for name in wanted if self.successes[name] < wanted[name]]
        return rare + [f"never {reason!r}" for reason in self._refusals if not self.reasons[reason]]

    def __str__(self) -> str:
        done = dict(sorted(self.successes.items()))
        return f"{self.steps} steps in {len(self.runs)} runs; {done}; refusals: {dict(sorted(self.reasons.items()))}"
