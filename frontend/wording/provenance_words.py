"""What the browser's modules say where goods are scanned, checked, claimed and handed on."""

from frontend.wording.texts import Text, lazy_gettext

WORDS: dict[str, Text] = {
    # scanning
    "scan_no_camera": lazy_gettext(
        "The camera could not be used. Choose a picture of the code, or type what is printed."
    ),
    "scan_looking": lazy_gettext("Hold the code into the picture."),
    "scan_no_picture": lazy_gettext("This file is no picture that the browser can read."),
    "scan_nothing_found": lazy_gettext(
        "No code was found in this picture. Take it from nearer, in good light, or type what is printed."
    ),
    # claiming
    "code_length": lazy_gettext("A hidden code has 28 letters and digits, in seven groups of four."),
    "code_mistyped": lazy_gettext("The code is mistyped somewhere: its last signs do not fit the others."),
    "no_proof": lazy_gettext(
        "What proves that this item belongs to its lot is not here. Ask the seller for the item's proof file, and "
        "choose it below."
    ),
    "no_proof_file": lazy_gettext("This file does not prove this item."),
    "waiting_for_block": lazy_gettext(
        "The first step is done. Now the chain has to go on by a block; you may close this page and come back."
    ),
    "claimed": lazy_gettext("Claimed. From now on everybody who scans this item sees that its code was used."),
    # handing on
    "account_unread": lazy_gettext(
        "This names no account. Paste one (0x and 40 digits and letters), a did:pkh, or what a wallet shows as QR code."
    ),
    "account_length": lazy_gettext("An account has 40 digits and letters behind 0x; here are {count}."),
    "account_sign": lazy_gettext("“{sign}” cannot stand in an account: only digits and the letters a to f can."),
    "account_mistyped": lazy_gettext(
        "This account is mistyped somewhere: its capital and small letters do not fit. Paste it again from where you "
        "have it."
    ),
    "account_elsewhere": lazy_gettext("This is an account on another network; here it has to be one on {network}."),
    "offer_to_oneself": lazy_gettext("This is your own account. Choose somebody else's."),
    "receiver": lazy_gettext("This is {name} ({account})."),
    "people_choose": lazy_gettext("choose…"),
    "people_before": lazy_gettext("Given to before, in this browser"),
    "people_practice": lazy_gettext("In this practice market"),
    "agree_offer": lazy_gettext("Tell whoever gets it what is known of it. Offer it all the same?"),
    "agree_accept": lazy_gettext("Before you accept it, look at what is known of it. Accept it all the same?"),
    "offered": lazy_gettext("Offered to {to}. It is theirs once they accept it on this page."),
    "taken_back": lazy_gettext("The offer is taken back."),
    "accepted": lazy_gettext("Accepted. The journey shows it."),
    "settled": lazy_gettext("Settled: the item follows what became of its order."),
    # checking
    "checked_line": lazy_gettext("The chain says so, in block {block}."),
    "checked_with_document": lazy_gettext("The chain says so, in block {block}, and the document is the one it names."),
    "checked_document": lazy_gettext("It is the document that the chain names."),
    "checked_of": lazy_gettext("{good} of {all} stand on the chain as shown."),
    "checked_all": lazy_gettext("{good} of {all} lines stand on the chain as shown."),
    "check_all_bad": lazy_gettext("These do not: {lines}."),
    "check_all_unsure": lazy_gettext(
        "Of these only the line itself was found, for this shop does not have the document: {lines}."
    ),
    "asked_wallet": lazy_gettext("Your wallet's own node was asked."),
    "asked_node": lazy_gettext(
        "The node {node} was asked, which this shop names. Connect your wallet, and its own node is asked instead."
    ),
    "check_no_node": lazy_gettext(
        "The node {node} does not answer, so nothing was checked. Try again, or connect your wallet: its own node is "
        "asked then."
    ),
    "check_not_logged": lazy_gettext("The chain does not say this."),
    "check_document_missing": lazy_gettext("This shop does not have the document that is named."),
    "check_without_document": lazy_gettext(
        "The chain says so, in block {block}, but this shop does not have the document that it names."
    ),
    "check_document_changed": lazy_gettext("The document was changed: its hash is another one."),
}

# What the contract says when it refuses
REASONS: dict[str, Text] = {
    "aggregation: a unit in itself": lazy_gettext("A unit cannot lie in itself."),
    "aggregation: another custodian": lazy_gettext(
        "Somebody else keeps this; only what one keeps oneself can be packed."
    ),
    "aggregation: another owner": lazy_gettext("Goods of two owners cannot be packed into one unit."),
    "aggregation: no items": lazy_gettext("Choose what to pack or unpack."),
    "aggregation: not a unit": lazy_gettext("Goods can be packed only into a case or a pallet."),
    "aggregation: not in this unit": lazy_gettext("This does not lie in that unit."),
    "aggregation: not the custodian": lazy_gettext("Only who keeps the unit can pack and unpack it."),
    "aggregation: too many levels": lazy_gettext("Units can lie in each other four levels deep at most."),
    "bindings: a unit is not sold": lazy_gettext("Only items can be sold with an order, not whole units."),
    "bindings: bound to an order": lazy_gettext(
        "This item is bound to an order. Once that is settled, it can change hands."
    ),
    "bindings: goods sent back": lazy_gettext("The goods of this order were sent back; no more items go with it."),
    "bindings: more than were ordered": lazy_gettext("More items than were ordered."),
    "bindings: never paid": lazy_gettext("This order was never paid."),
    "bindings: not permitted to sell": lazy_gettext("The item's owner has not permitted this seller to sell it."),
    "bindings: not the seller": lazy_gettext("Only the order's seller can do this."),
    "bindings: not the seller's item": lazy_gettext("The seller neither owns nor keeps this item."),
    "bindings: not to this order": lazy_gettext("The item is not bound to this order. Load this page again."),
    "bindings: order has ended": lazy_gettext("This order has ended already."),
    "bindings: order still open": lazy_gettext(
        "The order is still open. The item changes its owner once it has ended."
    ),
    "claims: claimed already": lazy_gettext(
        "This code was claimed before. If it was not you, what you hold may be a copy, or the code was scratched by "
        "somebody else."
    ),
    "claims: not committed": lazy_gettext("The first step for this code and this account is missing. Start again."),
    "claims: not in this order": lazy_gettext("The item is not bound to this order of yours, or no longer."),
    "claims: not the buyer": lazy_gettext("Only the buyer of the order can claim this item."),
    "claims: not the owner": lazy_gettext(
        "This item was sold before: only its owner can claim it, since others may have seen its code."
    ),
    "claims: wait for the next block": lazy_gettext("Wait for the next block, then try again."),
    "handovers: changed since": lazy_gettext("This has changed since it was offered to you. Load this page again."),
    "handovers: not offered to you": lazy_gettext("This is not offered to your account, or no longer."),
    "handovers: not yours to offer": lazy_gettext("Only who owns or keeps this can hand it on."),
    "handovers: unknown role": lazy_gettext("This way of handing on does not exist."),
    "lots: empty root": lazy_gettext("The lot has no items."),
    "lots: in the future": lazy_gettext("The time lies in the future."),
    "lots: no GTIN": lazy_gettext("This is no GTIN: its last digit does not fit."),
    "lots: no batch": lazy_gettext("The lot has no name, or one with signs that are not allowed."),
    "lots: no inputs": lazy_gettext("Nothing is named of which the lot was made."),
    "lots: no serial": lazy_gettext("The item has no serial number, or one with signs that are not allowed."),
    "lots: not an item of this lot": lazy_gettext("This code is not that of this item. Nothing was changed."),
    "lots: not permitted": lazy_gettext("The producer has not permitted this account to use the lot."),
    "lots: not registered": lazy_gettext("Nobody has registered this lot."),
    "lots: not so much left": lazy_gettext("Not so much is left of this lot."),
    "lots: not the producer": lazy_gettext("Only the producer of the lot can do this."),
    "lots: nothing left": lazy_gettext(
        "All items of this lot are used up, or were packed, sold or claimed one by one."
    ),
    "lots: nothing used": lazy_gettext("The quantity must not be zero."),
    "lots: registered already": lazy_gettext("This lot is registered already."),
    "lots: wrong count": lazy_gettext("The number of items is not possible."),
    "readings: low above high": lazy_gettext("The lower limit is above the upper one."),
    "readings: not a reading's value": lazy_gettext("This value is beyond what can be kept."),
    "recalls: closed already": lazy_gettext("This recall is closed already."),
    "recalls: first after last": lazy_gettext("The first serial number comes after the last one."),
    "recalls: no serial": lazy_gettext("The serial number is missing, or has signs that are not allowed."),
    "recalls: not yours to close": lazy_gettext("Only who recalled it can close the recall."),
    "recalls: not yours to recall": lazy_gettext("A producer recalls lots, an owner the own item."),
    "recalls: recalled already": lazy_gettext("This was recalled already in the same words."),
    "recalls: unknown class": lazy_gettext("Recalls are of class 1, 2 or 3."),
    "reporters: empty reporter": lazy_gettext("The reporter is missing."),
    "reporters: unknown step": lazy_gettext("This step does not exist."),
    "reports: in the future": lazy_gettext("The time lies in the future."),
    "reports: last before first": lazy_gettext("The last reading comes before the first one."),
    "reports: no readings": lazy_gettext("There are no readings."),
    "reports: no such lot": lazy_gettext("Nobody has registered this lot."),
    "reports: not permitted": lazy_gettext("This account may not report about these goods."),
    "reports: too many readings": lazy_gettext("There are more readings than one report can have."),
    "reports: unknown disposition": lazy_gettext("This condition does not exist."),
    "reports: unknown reason": lazy_gettext("This reason does not exist."),
    "reports: unknown step": lazy_gettext("This step does not exist."),
    "things: in a unit": lazy_gettext("This lies in a case or a pallet. It has to be unpacked first."),
    "things: made already": lazy_gettext("This unit was made already."),
    "things: never touched": lazy_gettext("Nobody has packed, sold or claimed this item one by one yet."),
    "things: no serial": lazy_gettext("The unit has no number, or one with signs that are not allowed."),
    "things: touched already": lazy_gettext("This item is followed one by one already."),
}
