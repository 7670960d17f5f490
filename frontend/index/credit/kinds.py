"""What each Credit logs, and the entries that follow from it."""

OPENED, REPAID, SETTLED = "PlanOpened", "PlanRepaid", "PlanSettled"
PAUSED, RESUMED, MISSED, WRITTEN_OFF = "PlanPaused", "PlanResumed", "InstalmentsMissed", "PlanWrittenOff"
ENDED = "PlanEnded"  # right before the payment or the settlement that ends it
OF_PLANS = frozenset({OPENED, REPAID, SETTLED, PAUSED, RESUMED, MISSED, WRITTEN_OFF, ENDED})

DEPOSIT, WITHDRAW, TRANSFER = "Deposit", "Withdraw", "Transfer"
UNSENT, WITHDRAWN = "PayoutCredited", "CreditWithdrawn"

# Parts of the ledger: of a payment its principal and its fees, of what came back what it took off the debt
PARTS = ("repaid", "fee", "late_fee", "debt_back", "cash_back", "deposited", "taken_out", "unsent", "withdrawn")
