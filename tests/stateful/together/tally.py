"""What the machines of the whole market did."""

from tests.stateful.tally import VERBS, Tally

NOT_HERE = ("publish_many", "revise", "set_cap", "withdraw_to", "collect")  # Escrow's own machine has them
WANTED = {
    "Escrow": tuple(verb for verb in VERBS if verb not in NOT_HERE),
    "Identity": ("issue", "renew", "revoke", "decline"),
    "Reviews": ("review", "follow_up", "reply"),
    "Provenance": ("bind", "settle", "claim_bought", "offer", "accept", "aggregate", "disaggregate", "recall"),
    "Loyalty": ("collect", "collect_many", "collect_cash", "pay", "pay_many", "settle", "settle_many"),
    "Credit": ("buy", "repay", "settle", "pause", "resume", "write_off", "deposit", "mint", "withdraw", "redeem"),
}
# Items and reviews of orders that were paid in each of the ways.
WAYS = ("cash", "points", "instalments")
BETWEEN = tuple(f"{what}: {way}" for what in ("bound", "sold", "reviewed") for way in WAYS)
STORIES = ("keepers in another order", "a ring", "a block of everything", "closed down")


class WholeTally(Tally):
    """Successes are by contract and verb: `Credit: settle`; and what happened between them."""

    def missing(self, times: int) -> list[str]:
        wanted = [f"{contract}: {verb}" for contract, verbs in WANTED.items() for verb in verbs]
        return [
            f"{name} {self.successes[name]} times"
            for name in (*wanted, *BETWEEN, *STORIES)
            if self.successes[name] < times
        ]

    def __str__(self) -> str:
        done = {name: count for name, count in sorted(self.successes.items()) if ": " in name or name in STORIES}
        return f"{self.steps} steps in {len(self.runs)} runs; {done}; refusals: {dict(sorted(self.reasons.items()))}"
