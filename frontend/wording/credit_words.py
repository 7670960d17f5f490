"""What modules say where instalments are paid, and a Credit when it refuses, in the reader's language."""

from frontend.wording import merchant_words, signing_words
from frontend.wording.buying_words import CHECKOUT, POINTS
from frontend.wording.texts import Text, lazy_gettext

WORDS: dict[str, Text] = {
    "allow_in_wallet": CHECKOUT["allow_in_wallet"],
    "not_enough_money": CHECKOUT["not_enough_money"],
    "credit_unknown": lazy_gettext(
        "The contract that lends in this currency is not the one that this shop knows. Nothing was signed."
    ),
    "owed_changed": lazy_gettext(
        "By now it is {amount}, not what this page showed. Nothing was signed. Load the page again, then pay."
    ),
    "repay_wrong": lazy_gettext("Enter an amount in {unit}, more than nothing."),
    "repay_little": lazy_gettext(
        "This shop pays the network fee for {least} or more, which the plan asks for next. Nothing was signed. Pay as "
        "much, or choose to pay the network fee yourself."
    ),
    "instalment_paid": lazy_gettext("Paid: {amount}."),
    # one signature in place of a transaction
    **{word: signing_words.CHECKOUT[word] for word in ("read_then_sign", "authorize_in_wallet", "not_signed")},
    "sign_plan_of": lazy_gettext("Instalments of"),
    "sign_pays": lazy_gettext("What it pays"),
    "sign_pays_all": lazy_gettext("All that is left"),
    "sign_pays_some": lazy_gettext("A part of what is left"),
    "sign_pays_one": lazy_gettext("Instalment {number}"),
    "sign_pays_more": lazy_gettext("Instalment {number}, and of what follows as far as it goes"),
    "sign_pays_part": lazy_gettext("A part of instalment {number}"),
    "sign_plan_number": lazy_gettext("Plan number"),
    "sign_salt": lazy_gettext("Number of this payment"),
    "repay_yourself": lazy_gettext(
        "Nothing is paid yet. You can pay the network fee yourself, with coin: your wallet then brings what you have "
        "signed to the chain. It pays once, whoever brings it."
    ),
    "repay_again": lazy_gettext(
        "Nothing is paid yet. Press the button to try again: it goes on with what you have signed, which pays once. "
        "That holds until {until}, and may be used until then without you."
    ),
    "repay_signed": lazy_gettext(
        "You have signed a payment of {amount} for this plan already. It may still be used until {until}, and until "
        "then only that amount can be paid of the plan here."
    ),
    # what else can be done with a plan
    "ask_again": merchant_words.WORDS["ask_again"],
    "plan_begun": lazy_gettext(
        "Your wallet was asked to do something with a plan. If it still shows that, confirm or reject it there. If you "
        "have rejected it, you can begin again."
    ),
    "agree_plan_settle": lazy_gettext(
        "{amount} came back of the order: {cut} of it comes off the debt, and {rest} goes to the buyer."
    ),
    "agree_early_fees": lazy_gettext(
        "Of {amount}, {fees} are fees that are not due yet. Paying all now, {payoff}, would save {saved} of fees. Pay "
        "{amount} all the same?"
    ),
    "done_plan_settle": lazy_gettext("Settled: {cut} came off the debt, and {rest} went to the buyer."),
    "done_plan_pause": lazy_gettext("The dates wait from now on."),
    "done_plan_resume": lazy_gettext("The dates go on; each has moved by the time that it waited."),
    "cash_fetched": POINTS["cash_fetched"],
}

BUYING: dict[str, Text] = {
    "credit_unknown": WORDS["credit_unknown"],
    "goods_later": lazy_gettext("{goods}, in {count} instalments"),
    "later_overdue": lazy_gettext(
        "Something that you owe is more than 3 days late or was written off, so nothing can be paid later until it is "
        "paid. Nothing was signed."
    ),
    "later_limit": lazy_gettext(
        "Your limit leaves {left} by now, and this would take {wanted}. Change the instalments and pay more at once, "
        "or repay something first. Nothing was signed."
    ),
    "later_cash": lazy_gettext(
        "Lenders have only {cash} at hand by now, and this would take {wanted}. Change the instalments and pay more at "
        "once. Nothing was signed."
    ),
}

REASONS: dict[str, Text] = {
    "Credit: another currency": lazy_gettext("This pays orders in another currency later."),
    "Credit: buyer has no claim": lazy_gettext(
        "Only accounts that the issuer vouches for as one person can pay later. Yours is not, or no longer."
    ),
    "Credit: down payment too small": lazy_gettext("A quarter of the total has to be paid at once."),
    "Credit: empty receiver": lazy_gettext("The money needs a receiver."),
    "Credit: not 14 or 30 days apart": lazy_gettext("Instalments are 14 or 30 days apart."),
    "Credit: not the buyer": lazy_gettext("You can pay later only what you buy for yourself."),
    "Credit: nothing to pay later": lazy_gettext("The down payment leaves nothing to pay later."),
    "Credit: seller has no claim": lazy_gettext(
        "The issuer does not vouch for this seller as a business, so what it sells cannot be paid later."
    ),
    "Credit: too much at one seller": lazy_gettext(
        "Of this seller so much is being paid later that lenders lend no more for now. Pay at once, or less later."
    ),
    "Credit: too much for one buyer": lazy_gettext(
        "That is more than lenders' money allows for one buyer now. Pay more at once."
    ),
    "Credit: wrong amount moved": lazy_gettext("The currency did not transfer the full amount."),
    "borrowers: above the limit": lazy_gettext(
        "That is more than your limit leaves. Pay more at once, or pay back something first."
    ),
    "borrowers: too many plans": lazy_gettext("You have six open plans. Pay one off first."),
    "debts: no pause is left": lazy_gettext("The dates of this plan have waited 90 days already; they wait no longer."),
    "debts: no such plan": lazy_gettext("There is no such plan."),
    "debts: not 60 days overdue": lazy_gettext("Only what is 60 days overdue can be written off."),
    "debts: order is in question": lazy_gettext("The order is in question, so the dates of its plan wait."),
    "debts: order is not in question": lazy_gettext("Dates wait only while the order is in question."),
    "debts: plan has ended": lazy_gettext("This plan is paid already; nothing is owed."),
    "debts: plan is not paused": lazy_gettext("The dates of this plan do not wait."),
    "debts: plan is not running": lazy_gettext("This plan has ended, was written off or waits already."),
    "debts: zero amount": lazy_gettext("The amount must not be zero."),
    "plans: not 2 to 6 instalments": lazy_gettext("A plan has two to six instalments."),
    "plans: principal too large": lazy_gettext("The amount is too large."),
    "plans: principal too small": lazy_gettext("Too little would be left for so many instalments."),
    "vault: amount too large": lazy_gettext("The amount is too large."),
    "vault: in and out at once": lazy_gettext(
        "What a transaction puts in cannot be taken out by the same one. Take it out by the next."
    ),
    "vault: not enough cash": lazy_gettext(
        "Lenders' money is lent out: there is not so much at hand now. More comes with each repayment."
    ),
}
