"""The state table, written by hand: for each status and action who may, until when, and what comes of it.

A line is an action and its rules, of which the first that fits decides: `who [before|late]: outcome`. `late` is at
the deadline or after it. A refusal is Escrow's own unless another name stands before it; an outcome in capitals is
the next status, followed by what else changes. Nothing here was found out by asking Escrow.

It speaks of an order that names a carrier and an arbiter, is not paid by its buyer, and is about an exchange;
VARIANTS say what is different for others. `request` and `release` keep half in question, `rule` gives a third back,
`refund` gives back all, `extend` asks for 3 days more.
"""

TABLE = """
NEVER_PAID
  pay              payer: AWAITING_SHIPMENT, until now + ship_within, paid in; else: payments: not the payer
  pay_many         payer: AWAITING_SHIPMENT, until now + ship_within, paid in; else: payments: not the payer
  ship             seller: never paid; else: not the seller
  ship_many        anyone: skipped
  attest_delivery  carrier: never paid; else: not the carrier
  confirm          buyer: never paid; else: not the buyer
  cancel           buyer: never paid; else: not the buyer
  refund           seller: never paid; else: not the seller
  refund_closed    seller: never paid; else: not the seller
  request          buyer: never paid; else: not the buyer
  release          buyer: never paid; else: not the buyer
  approve_return   seller: never paid; else: not the seller
  send_back        buyer: never paid; else: not the buyer
  concede          seller: never paid; else: not the seller
  replace          seller: never paid; else: not the seller
  dispute          anyone: never paid
  rule             arbiter: never paid; else: not the arbiter
  extend           anyone: never paid
  enforce          anyone: never paid
  enforce_many     anyone: skipped
  submit_evidence  anyone: never paid

AWAITING_SHIPMENT until paid + ship_within
  pay              anyone: paid already
  pay_many         anyone: paid already
  ship             seller before: AWAITING_DELIVERY, until now + deliver_within; seller: after the deadline;
                   else: not the seller
  ship_many        seller before: AWAITING_DELIVERY, until now + deliver_within; else: skipped
  attest_delivery  carrier: not in this status; else: not the carrier
  confirm          buyer: CLOSED, all to the seller; else: not the buyer
  cancel           buyer before: CANCELLED, all back, units back; buyer late: CLOSED, all back; else: not the buyer
  refund           seller before: CANCELLED, all back, units back; seller late: CLOSED, all back;
                   else: not the seller
  refund_closed    seller: not in this status; else: not the seller
  request          buyer: not in this status; else: not the buyer
  release          buyer: not in this status; else: not the buyer
  approve_return   seller: not in this status; else: not the seller
  send_back        buyer: not in this status; else: not the buyer
  concede          seller: not in this status; else: not the seller
  replace          seller: not in this status; else: not the seller
  dispute          anyone: not in this status
  rule             arbiter: not in this status; else: not the arbiter
  extend           buyer: AWAITING_SHIPMENT, until deadline + 3 days; else: not yours to extend
  enforce          anyone before: before the deadline; anyone late: CLOSED, all back
  enforce_many     anyone before: skipped; anyone late: CLOSED, all back
  submit_evidence  buyer, seller, carrier, arbiter: AWAITING_SHIPMENT; else: not part of this order

AWAITING_DELIVERY until shipped + deliver_within
  pay              anyone: paid already
  pay_many         anyone: paid already
  ship             seller: not in this status; else: not the seller
  ship_many        anyone: skipped
  attest_delivery  carrier before: AWAITING_CONFIRMATION, until now + inspect_within; carrier: after the deadline;
                   else: not the carrier
  confirm          buyer: CLOSED, all to the seller; else: not the buyer
  cancel           buyer: not in this status; else: not the buyer
  refund           seller: CLOSED, all back; else: not the seller
  refund_closed    seller: not in this status; else: not the seller
  request          buyer: not in this status; else: not the buyer
  release          buyer: not in this status; else: not the buyer
  approve_return   seller: not in this status; else: not the seller
  send_back        buyer: not in this status; else: not the buyer
  concede          seller: not in this status; else: not the seller
  replace          seller: not in this status; else: not the seller
  dispute          anyone: not in this status
  rule             arbiter: not in this status; else: not the arbiter
  extend           buyer: AWAITING_DELIVERY, until deadline + 3 days; else: not yours to extend
  enforce          anyone before: before the deadline; anyone late: CLOSED, all back
  enforce_many     anyone before: skipped; anyone late: CLOSED, all back
  submit_evidence  buyer, seller, carrier, arbiter: AWAITING_DELIVERY; else: not part of this order

AWAITING_CONFIRMATION until attested + inspect_within
  pay              anyone: paid already
  pay_many         anyone: paid already
  ship             seller: not in this status; else: not the seller
  ship_many        anyone: skipped
  attest_delivery  carrier: not in this status; else: not the carrier
  confirm          buyer: CLOSED, all to the seller; else: not the buyer
  cancel           buyer: not in this status; else: not the buyer
  refund           seller: CLOSED, all back; else: not the seller
  refund_closed    seller: not in this status; else: not the seller
  request          buyer before: AWAITING_ANSWER, until now + 7 days, half to the seller, kind 3;
                   buyer: after the deadline; else: not the buyer
  release          buyer: not in this status; else: not the buyer
  approve_return   seller: not in this status; else: not the seller
  send_back        buyer: not in this status; else: not the buyer
  concede          seller: not in this status; else: not the seller
  replace          seller: not in this status; else: not the seller
  dispute          anyone: not in this status
  rule             arbiter: not in this status; else: not the arbiter
  extend           seller: AWAITING_CONFIRMATION, until deadline + 3 days, seller_extended 1;
                   buyer before: AWAITING_CONFIRMATION, until deadline + 3 days, buyer_extended 1;
                   buyer: after the deadline; else: not yours to extend
  enforce          anyone before: before the deadline; anyone late: CLOSED, all to the seller
  enforce_many     anyone before: skipped; anyone late: CLOSED, all to the seller
  submit_evidence  buyer, seller, carrier, arbiter: AWAITING_CONFIRMATION; else: not part of this order

AWAITING_ANSWER until requested + 7 days
  pay              anyone: paid already
  pay_many         anyone: paid already
  ship             seller: not in this status; else: not the seller
  ship_many        anyone: skipped
  attest_delivery  carrier: not in this status; else: not the carrier
  confirm          buyer: CLOSED, all to the seller; else: not the buyer
  cancel           buyer: not in this status; else: not the buyer
  refund           seller: CLOSED, all back; else: not the seller
  refund_closed    seller: not in this status; else: not the seller
  request          buyer: not in this status; else: not the buyer
  release          buyer: AWAITING_ANSWER, half to the seller; else: not the buyer
  approve_return   seller before: AWAITING_RETURN, until now + 14 days; seller: after the deadline;
                   else: not the seller
  send_back        buyer: not in this status; else: not the buyer
  concede          seller: CLOSED, all back; else: not the seller
  replace          seller before: AWAITING_DELIVERY, until now + deliver_within, round 1, kind 0;
                   seller: after the deadline; else: not the seller
  dispute          seller before: AWAITING_RULING, until now + 30 days; anyone late: after the deadline;
                   else: not the seller
  rule             arbiter: not in this status; else: not the arbiter
  extend           buyer: AWAITING_ANSWER, until deadline + 3 days; else: not yours to extend
  enforce          anyone before: before the deadline; anyone late: CLOSED, all back
  enforce_many     anyone before: skipped; anyone late: CLOSED, all back
  submit_evidence  buyer, seller, carrier, arbiter: AWAITING_ANSWER; else: not part of this order

AWAITING_RETURN until approved + 14 days
  pay              anyone: paid already
  pay_many         anyone: paid already
  ship             seller: not in this status; else: not the seller
  ship_many        anyone: skipped
  attest_delivery  carrier: not in this status; else: not the carrier
  confirm          buyer: CLOSED, all to the seller; else: not the buyer
  cancel           buyer: not in this status; else: not the buyer
  refund           seller: CLOSED, all back; else: not the seller
  refund_closed    seller: not in this status; else: not the seller
  request          buyer: not in this status; else: not the buyer
  release          buyer: AWAITING_RETURN, half to the seller; else: not the buyer
  approve_return   seller: not in this status; else: not the seller
  send_back        buyer before: AWAITING_RETURN_CHECK, until now + deliver_within + 14 days, returned 1;
                   buyer: after the deadline; else: not the buyer
  concede          seller: CLOSED, all back; else: not the seller
  replace          seller: not in this status; else: not the seller
  dispute          buyer before: AWAITING_RULING, until now + 30 days; anyone late: after the deadline;
                   else: not the buyer
  rule             arbiter: not in this status; else: not the arbiter
  extend           seller: AWAITING_RETURN, until deadline + 3 days; else: not yours to extend
  enforce          anyone before: before the deadline; anyone late: CLOSED, all to the seller
  enforce_many     anyone before: skipped; anyone late: CLOSED, all to the seller
  submit_evidence  buyer, seller, carrier, arbiter: AWAITING_RETURN; else: not part of this order

AWAITING_RETURN_CHECK until sent back + deliver_within + 14 days
  pay              anyone: paid already
  pay_many         anyone: paid already
  ship             seller: not in this status; else: not the seller
  ship_many        anyone: skipped
  attest_delivery  carrier: not in this status; else: not the carrier
  confirm          buyer: CLOSED, all to the seller; else: not the buyer
  cancel           buyer: not in this status; else: not the buyer
  refund           seller: CLOSED, all back; else: not the seller
  refund_closed    seller: not in this status; else: not the seller
  request          buyer: not in this status; else: not the buyer
  release          buyer: AWAITING_RETURN_CHECK, half to the seller; else: not the buyer
  approve_return   seller: not in this status; else: not the seller
  send_back        buyer: not in this status; else: not the buyer
  concede          seller: CLOSED, all back; else: not the seller
  replace          seller before: AWAITING_DELIVERY, until now + deliver_within, round 1, kind 0, returned 0;
                   seller: after the deadline; else: not the seller
  dispute          seller before: AWAITING_RULING, until now + 30 days; anyone late: after the deadline;
                   else: not the seller
  rule             arbiter: not in this status; else: not the arbiter
  extend           buyer: AWAITING_RETURN_CHECK, until deadline + 3 days; else: not yours to extend
  enforce          anyone before: before the deadline; anyone late: CLOSED, all back
  enforce_many     anyone before: skipped; anyone late: CLOSED, all back
  submit_evidence  buyer, seller, carrier, arbiter: AWAITING_RETURN_CHECK; else: not part of this order

AWAITING_RULING until disputed + 30 days
  pay              anyone: paid already
  pay_many         anyone: paid already
  ship             seller: not in this status; else: not the seller
  ship_many        anyone: skipped
  attest_delivery  carrier: not in this status; else: not the carrier
  confirm          buyer: CLOSED, all to the seller; else: not the buyer
  cancel           buyer: not in this status; else: not the buyer
  refund           seller: not in this status; else: not the seller
  refund_closed    seller: not in this status; else: not the seller
  request          buyer: not in this status; else: not the buyer
  release          buyer: AWAITING_RULING, half to the seller; else: not the buyer
  approve_return   seller: not in this status; else: not the seller
  send_back        buyer: not in this status; else: not the buyer
  concede          seller: CLOSED, all back; else: not the seller
  replace          seller: not in this status; else: not the seller
  dispute          anyone: not in this status
  rule             arbiter before: CLOSED, a third back and the rest to the seller; arbiter: after the deadline;
                   else: not the arbiter
  extend           buyer: AWAITING_RULING, until deadline + 3 days; else: not yours to extend
  enforce          anyone before: before the deadline; anyone late: CLOSED, all back
  enforce_many     anyone before: skipped; anyone late: CLOSED, all back
  submit_evidence  buyer, seller, carrier, arbiter: AWAITING_RULING; else: not part of this order

CLOSED
  pay              anyone: paid already
  pay_many         anyone: paid already
  ship             seller: not in this status; else: not the seller
  ship_many        anyone: skipped
  attest_delivery  carrier: not in this status; else: not the carrier
  confirm          buyer: not in this status; else: not the buyer
  cancel           buyer: not in this status; else: not the buyer
  refund           seller: not in this status; else: not the seller
  refund_closed    seller: CLOSED, from the seller's own pocket; else: not the seller
  request          buyer: not in this status; else: not the buyer
  release          buyer: not in this status; else: not the buyer
  approve_return   seller: not in this status; else: not the seller
  send_back        buyer: not in this status; else: not the buyer
  concede          seller: not in this status; else: not the seller
  replace          seller: not in this status; else: not the seller
  dispute          anyone: not in this status
  rule             arbiter: not in this status; else: not the arbiter
  extend           anyone: not in this status
  enforce          anyone: not in this status
  enforce_many     anyone: skipped
  submit_evidence  anyone: not in this status

CANCELLED
  pay              anyone: paid already
  pay_many         anyone: paid already
  ship             seller: not in this status; else: not the seller
  ship_many        anyone: skipped
  attest_delivery  carrier: not in this status; else: not the carrier
  confirm          buyer: not in this status; else: not the buyer
  cancel           buyer: not in this status; else: not the buyer
  refund           seller: not in this status; else: not the seller
  refund_closed    seller: CANCELLED, from the seller's own pocket; else: not the seller
  request          buyer: not in this status; else: not the buyer
  release          buyer: not in this status; else: not the buyer
  approve_return   seller: not in this status; else: not the seller
  send_back        buyer: not in this status; else: not the buyer
  concede          seller: not in this status; else: not the seller
  replace          seller: not in this status; else: not the seller
  dispute          anyone: not in this status
  rule             arbiter: not in this status; else: not the arbiter
  extend           anyone: not in this status
  enforce          anyone: not in this status
  enforce_many     anyone: skipped
  submit_evidence  anyone: not in this status
"""

# What is different, for an order that differs in one thing; statuses that it cannot be in are named as such.
VARIANTS = {
    "no carrier": """
NEVER_PAID
  attest_delivery  anyone: not the carrier
AWAITING_SHIPMENT until paid + ship_within
  ship             seller before: AWAITING_CONFIRMATION, until now + deliver_within + inspect_within;
                   seller: after the deadline; else: not the seller
  ship_many        seller before: AWAITING_CONFIRMATION, until now + deliver_within + inspect_within; else: skipped
  attest_delivery  anyone: not the carrier
  submit_evidence  buyer, seller, arbiter: AWAITING_SHIPMENT; else: not part of this order
AWAITING_DELIVERY cannot be
AWAITING_CONFIRMATION until shipped + deliver_within + inspect_within
  attest_delivery  anyone: not the carrier
  submit_evidence  buyer, seller, arbiter: AWAITING_CONFIRMATION; else: not part of this order
AWAITING_ANSWER until max(requested, deadline - inspect_within) + 7 days
  replace          seller before: AWAITING_CONFIRMATION, until now + deliver_within + inspect_within, round 1, kind 0;
                   seller: after the deadline; else: not the seller
  attest_delivery  anyone: not the carrier
  submit_evidence  buyer, seller, arbiter: AWAITING_ANSWER; else: not part of this order
AWAITING_RETURN until approved + 14 days
  attest_delivery  anyone: not the carrier
  submit_evidence  buyer, seller, arbiter: AWAITING_RETURN; else: not part of this order
AWAITING_RETURN_CHECK until sent back + deliver_within + 14 days
  replace          seller before: AWAITING_CONFIRMATION, until now + deliver_within + inspect_within, round 1, kind 0,
                   returned 0; seller: after the deadline; else: not the seller
  attest_delivery  anyone: not the carrier
  submit_evidence  buyer, seller, arbiter: AWAITING_RETURN_CHECK; else: not part of this order
AWAITING_RULING until disputed + 30 days
  attest_delivery  anyone: not the carrier
  submit_evidence  buyer, seller, arbiter: AWAITING_RULING; else: not part of this order
CLOSED
  attest_delivery  anyone: not the carrier
CANCELLED
  attest_delivery  anyone: not the carrier
""",
    "no arbiter": """
NEVER_PAID
  rule             anyone: not the arbiter
AWAITING_SHIPMENT until paid + ship_within
  rule             anyone: not the arbiter
  submit_evidence  buyer, seller, carrier: AWAITING_SHIPMENT; else: not part of this order
AWAITING_DELIVERY until shipped + deliver_within
  rule             anyone: not the arbiter
  submit_evidence  buyer, seller, carrier: AWAITING_DELIVERY; else: not part of this order
AWAITING_CONFIRMATION until attested + inspect_within
  rule             anyone: not the arbiter
  submit_evidence  buyer, seller, carrier: AWAITING_CONFIRMATION; else: not part of this order
AWAITING_ANSWER until requested + 7 days
  dispute          seller before: no arbiter was named; anyone late: after the deadline; else: not the seller
  rule             anyone: not the arbiter
  submit_evidence  buyer, seller, carrier: AWAITING_ANSWER; else: not part of this order
AWAITING_RETURN until approved + 14 days
  dispute          buyer before: no arbiter was named; anyone late: after the deadline; else: not the buyer
  rule             anyone: not the arbiter
  submit_evidence  buyer, seller, carrier: AWAITING_RETURN; else: not part of this order
AWAITING_RETURN_CHECK until sent back + deliver_within + 14 days
  dispute          seller before: no arbiter was named; anyone late: after the deadline; else: not the seller
  rule             anyone: not the arbiter
  submit_evidence  buyer, seller, carrier: AWAITING_RETURN_CHECK; else: not part of this order
AWAITING_RULING cannot be
CLOSED
  rule             anyone: not the arbiter
CANCELLED
  rule             anyone: not the arbiter
""",
    "a refund was asked": """
AWAITING_ANSWER until requested + 7 days
  approve_return   seller before: no return was asked; seller: after the deadline; else: not the seller
  replace          seller before: no exchange was asked; seller: after the deadline; else: not the seller
AWAITING_RETURN cannot be
AWAITING_RETURN_CHECK cannot be
""",
    "a return was asked": """
AWAITING_ANSWER until requested + 7 days
  replace          seller before: no exchange was asked; seller: after the deadline; else: not the seller
AWAITING_RETURN_CHECK until sent back + deliver_within + 14 days
  replace          seller before: no exchange was asked; seller: after the deadline; else: not the seller
""",
}
