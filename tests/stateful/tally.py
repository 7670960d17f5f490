"""What the machines did: how often each verb went through, each reason was given, each status was enforced."""

from collections import Counter

from tests.fixtures import terms
from tests.stateful.table import NAMES

CROWD = 10  # open orders
VERBS = [
    "publish",
    "publish_many",
    "revise",
    "set_cap",
    "pay",
    "pay_many",
    "ship",
    "ship_many",
    "attest_delivery",
    "confirm",
    "cancel",
    "refund",
    "refund_closed",
    "request",
    "release",
    "approve_return",
    "send_back",
    "concede",
    "replace",
    "dispute",
    "rule",
    "extend",
    "enforce",
    "enforce_many",
    "submit_evidence",
    "act_signed",
    "withdraw",
    "withdraw_to",
    "collect",
]


class Tally:
    """Counts over all runs; a run is one market from its beginning, under one machine."""

    def __init__(self) -> None:
        self.successes: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.enforced: Counter[int] = Counter()
        self.hundredfold = 0
        self.runs: list[Counter[str]] = []

    @property
    def steps(self) -> int:
        """Steps of all runs."""
        return sum(run["steps"] for run in self.runs)

    def start_run(self) -> None:
        """A machine begins."""
        self.runs.append(Counter())

    def step(self, open_orders: int) -> None:
        """A machine took a step, after which so many orders are open."""
        run = self.runs[-1]
        run["steps"] += 1
        run["crowded"] += open_orders >= CROWD

    def longest_crowded(self, steps: int) -> int:
        """Steps after which many orders were open, in the best of the runs that took at least so many."""
        return max((run["crowded"] for run in self.runs if run["steps"] >= steps), default=0)

    def missing(self, times: int) -> list[str]:
        """What did not happen as often as it should."""
        rare = [f"{verb} {self.successes[verb]} times" for verb in VERBS if self.successes[verb] < times]
        return rare + [f"{NAMES[status]} never enforced" for status in terms.WAITING if not self.enforced[status]]

    def __str__(self) -> str:
        statuses = {NAMES[status]: self.enforced[status] for status in terms.WAITING}
        lines = {
            f"{self.steps} steps in {len(self.runs)} runs; succeeded": {verb: self.successes[verb] for verb in VERBS},
            "enforced": statuses,
            f"{sum(self.reasons.values())} refusals": dict(sorted(self.reasons.items())),
        }
        return "\n".join(
            f"{what}: " + ", ".join(f"{name} {count}" for name, count in counts.items())
            for what, counts in lines.items()
        )
