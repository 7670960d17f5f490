"""What a proof page says, in the language of whoever downloads it."""

from frontend.wording.texts import Text, lazy_gettext

WORDS: dict[str, Text] = {
    "good": lazy_gettext("Everything that can be checked without a network holds: this is what was agreed."),
    "bad": lazy_gettext("Something here was changed: do not rely on this page."),
    "cannot": lazy_gettext("This browser cannot compute the hashes, so nothing was checked."),
    "offer_id": lazy_gettext("The offer's terms have the id {id}"),
    "order_id": lazy_gettext("The order has the id {id}"),
    "document": lazy_gettext("The text has its hash: {document}"),
    "opened": lazy_gettext(
        "What was sealed is the document that {event} names, and its key opens nothing else: {name}"
    ),
    "opened_unknown": lazy_gettext(
        "This document has no form that is known here, or is of another order, so it is not shown."
    ),
    "not_named": lazy_gettext("The terms name another document: {document}"),
    "offer_text": lazy_gettext("The offer's text"),
    "delivery": lazy_gettext("Delivery details, sealed"),
    "ruling": lazy_gettext("The arbiter's reason"),
    "picture": lazy_gettext("A picture of the offer"),
    "event_document": lazy_gettext("A document named by an event"),
    "total": lazy_gettext("Total: price × quantity + shipping"),
    "days": lazy_gettext("{days} days"),
    "in_block": lazy_gettext("{time}, block {block}; transaction:"),
    "file_known": lazy_gettext("This file belongs to the order: {document}."),
    "file_unknown": lazy_gettext("No hash on this page is this file's: {name}"),
    "node_chain": lazy_gettext("The node serves chain {id}"),
    "node_code": lazy_gettext("Escrow's code there is the one that this market was checked with"),
    "node_event": lazy_gettext("{name} in block {block}"),
    "node_record": lazy_gettext("The order stands on the chain as it does here"),
    "node_record_moved": lazy_gettext("The order stands otherwise on the chain now; it may have moved on since"),
    "node_failed": lazy_gettext("The node gave no answer that can be used: {reason}"),
}

LABELS: dict[str, Text] = {
    "seller": lazy_gettext("Seller"),
    "currency": lazy_gettext("Currency; empty is the chain's own coin"),
    "price": lazy_gettext("Price of one"),
    "shipping": lazy_gettext("Shipping"),
    "ship_within": lazy_gettext("Time to ship"),
    "deliver_within": lazy_gettext("Time to deliver"),
    "inspect_within": lazy_gettext("Time to look at the goods"),
    "carrier": lazy_gettext("Carrier"),
    "arbiter": lazy_gettext("Arbiter"),
    "commission_bps": lazy_gettext("Commission of whoever brought the sale"),
    "loyalty": lazy_gettext("Points contract"),
    "points_bps": lazy_gettext("Points"),
    "details": lazy_gettext("Hash of the offer's text"),
    "buyer": lazy_gettext("Buyer"),
    "payer": lazy_gettext("Payer"),
    "quantity": lazy_gettext("Quantity"),
    "referrer": lazy_gettext("Who brought the sale"),
    "delivery": lazy_gettext("Hash of the sealed delivery details"),
    "salt": lazy_gettext("Random number"),
    "status": lazy_gettext("Status"),
    "round": lazy_gettext("Replacements"),
    "kind": lazy_gettext("Kind of the request"),
    "buyer_extended": lazy_gettext("Buyer took more time"),
    "seller_extended": lazy_gettext("Seller gave more time"),
    "returned": lazy_gettext("Goods sent back"),
    "deadline": lazy_gettext("Deadline"),
    "released": lazy_gettext("Released to the seller's side"),
    "refunded": lazy_gettext("Paid back"),
}
