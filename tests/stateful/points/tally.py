"""What the machines with points did."""

from tests.stateful.tally import Tally

VERBS = ("collect", "collect_many", "pay", "pay_many", "settle", "settle_many")
RARE = ("points: collect_cash",)
ENDS = ("confirm", "cancel", "refund", "concede", "rule", "enforce")


class PointsTally(Tally):
    """`points: pay` and the like are Loyalty's verbs; `ended: cancel` and the like ended orders that points paid."""

    def missing(self, times: int) -> list[str]:
        wanted = {f"points: {verb}": times for verb in VERBS}
        wanted |= dict.fromkeys(RARE, 3) | {f"ended: {verb}": 1 for verb in ENDS}
        return [f"{name} {self.successes[name]} times" for name in wanted if self.successes[name] < wanted[name]]

    def __str__(self) -> str:
        points = {name: count for name, count in sorted(self.successes.items()) if ": " in name}
        return f"{self.steps} steps in {len(self.runs)} runs; {points}; refusals: {dict(sorted(self.reasons.items()))}"
