"""What the machines with Credit did."""

from tests.stateful.tally import Tally

MOST = 24  # plans of a run
VERBS = ("buy", "repay", "settle", "pause", "resume", "write_off", "deposit", "mint", "withdraw", "redeem")
RARE = ("withdraw_credit",)


class CreditTally(Tally):
    """Verbs of Credit, Escrow and Identity."""

    def missing(self, times: int) -> list[str]:
        wanted = dict.fromkeys(VERBS, times) | dict.fromkeys(RARE, 1)
        return [f"{name} {self.successes[name]} times" for name in wanted if self.successes[name] < wanted[name]]

    def __str__(self) -> str:
        done = dict(sorted(self.successes.items()))
        return f"{self.steps} steps in {len(self.runs)} runs; {done}; refusals: {dict(sorted(self.reasons.items()))}"
