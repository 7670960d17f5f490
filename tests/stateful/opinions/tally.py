"""What the machines with claims and reviews did."""

from tests.stateful.tally import Tally

VERBS = ("issue", "renew", "revoke", "decline", "review", "follow_up", "reply")


class OpinionsTally(Tally):
    """Successes are by verb, refusals by reason."""

    def missing(self, times: int) -> list[str]:
        rare = [f"{verb} {self.successes[verb]} times" for verb in VERBS if self.successes[verb] < times]
        return rare + ["hardly a refusal"] * (sum(self.reasons.values()) < times)

    def __str__(self) -> str:
        done = dict(sorted(self.successes.items()))
        return f"{self.steps} steps in {len(self.runs)} runs; {done}; refusals: {dict(sorted(self.reasons.items()))}"
