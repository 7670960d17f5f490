"""What the dashboard's modules say, in the reader's language; `{name}` is filled in by the module."""

from frontend.wording.texts import Text, lazy_gettext

WORDS: dict[str, Text] = {
    "signed_in_as_other": lazy_gettext(
        "You are signed in as {account}, and your wallet is on {wallet}. Change the account in your wallet, or "
        "sign out "
        "and in again."
    ),
    "amount_not_positive": lazy_gettext("Enter an amount above zero."),
    "nothing_to_ship": lazy_gettext("None of these waits to be sent any more. Load this page again."),
    # the key
    "key_not_here": lazy_gettext("Your shop's key is not in this browser. Bring its file on the page “Shop profile”."),
    "details_unreadable": lazy_gettext(
        "These details were not encrypted for the key in this browser, or the shop no longer has them."
    ),
    "key_file_unreadable": lazy_gettext("This is no key file."),
    "passphrase_wrong": lazy_gettext("The passphrase does not open this key file."),
    "passphrase_short": lazy_gettext("The passphrase needs 8 characters or more, but on a practice market."),
    "key_brought": lazy_gettext("The key is in this browser now."),
    "opening_key": lazy_gettext("Opening the key. This takes a few seconds."),
    "making_key": lazy_gettext("Making and locking the key. This takes a few seconds."),
    # asked before a wallet is
    "merchant_begun": lazy_gettext(
        "Your wallet was asked to confirm a step on this page. If it still shows it, confirm or reject it there. If "
        "you have rejected it, you can begin again."
    ),
    "ask_again": lazy_gettext(
        "Your wallet was asked for this before, and this page has heard no answer. Begin again only if you have "
        "rejected it in your wallet: otherwise both may happen, and money may go out twice."
    ),
    "merchant_ask_withdraw": lazy_gettext("{amount} goes from the contract to your account."),
    "merchant_ask_ship": lazy_gettext(
        "You say that the parcel is packed and goes out now. From then on the buyer cannot cancel any more. "
        "{consequence}"
    ),
    "merchant_ask_ship_many": lazy_gettext(
        "You say that {count} parcels are packed and go out now. From then on their buyers cannot cancel any more."
    ),
    "merchant_ask_refund": lazy_gettext("{amount} goes back to whoever paid. This cannot be undone."),
    "merchant_ask_concede": lazy_gettext("All that is held, {amount}, goes back to whoever paid, and the order ends."),
    "merchant_ask_approve_return": lazy_gettext("Your return address goes to the buyer, encrypted. {consequence}"),
    "merchant_ask_approve_return_bare": lazy_gettext(
        "No return address goes with it, for it is missing in your profile, or your key is not in this browser: write "
        "to the buyer where to send the goods. {consequence}"
    ),
    "merchant_ask_replace": lazy_gettext("You say that another parcel goes out now. {consequence}"),
    "merchant_ask_extend": lazy_gettext("The buyer has time until {until}. This cannot be taken back."),
    "merchant_ask_refund_closed": lazy_gettext("{amount} goes from your own account to whoever paid this order."),
    "refund_hint": lazy_gettext("{amount} is held. What you do not give back stays in question as before."),
    "merchant_ask_restock": lazy_gettext("{left} are for sale now; from then on it is {wanted}."),
    "merchant_ask_delist": lazy_gettext("Nobody can buy this any more. Orders that are paid stay as they are."),
    "merchant_ask_describe": lazy_gettext("This profile becomes your shop's, for everybody to see."),
    "merchant_ask_describe_new_key": lazy_gettext(
        "This profile becomes your shop's, with another key than before. What was encrypted for the old key only its "
        "file opens, and scripts that still have the old key read no new orders."
    ),
    "merchant_ask_publish": lazy_gettext("{count} offers will be for sale:\n\n{summary}"),
    "merchant_ask_publish_one": lazy_gettext("This will be for sale:\n\n{summary}"),
    "merchant_ask_revise": lazy_gettext("What is left of the old offer moves to these terms:\n\n{summary}"),
    "offer_line": lazy_gettext("{label}: {cap} at {price}, shipping {shipping}"),
    "and_more": lazy_gettext("… and {count} more"),
    # said when it is done
    "merchant_done_withdraw": lazy_gettext("Withdrawn."),
    "merchant_done_ship": lazy_gettext("Said. The buyer sees that the parcel is on its way."),
    "merchant_done_ship_many": lazy_gettext("Said. The buyers see that their parcels are on their way."),
    "merchant_done_refund": lazy_gettext("The money is on its way back."),
    "merchant_done_concede": lazy_gettext("Given back. The order has ended."),
    "merchant_done_approve_return": lazy_gettext("Agreed. The buyer sends the goods back."),
    "merchant_done_replace": lazy_gettext("Said. The buyer sees that another parcel is on its way."),
    "merchant_done_dispute": lazy_gettext("The arbiter was asked."),
    "merchant_done_extend": lazy_gettext("The buyer has more time now."),
    "merchant_done_submit_evidence": lazy_gettext("Told. The buyer's browser opens it on the order's page."),
    "merchant_done_answer": lazy_gettext("Written. The buyer's browser opens it on the order's page."),
    "allow_in_wallet": lazy_gettext(
        "In your wallet, allow the contract to take exactly {amount}. Nothing is paid yet."
    ),
    "no_template": lazy_gettext("None"),
    "merchant_done_refund_closed": lazy_gettext("Paid back."),
    "merchant_done_set_cap": lazy_gettext("The stock is changed."),
    "merchant_done_describe": lazy_gettext("Your profile is published."),
    "merchant_done_revise": lazy_gettext("The offer is revised."),
    "published": lazy_gettext("Published: {count} offers."),
    # publishing
    "checking": lazy_gettext("Checking…"),
    "pictures_progress": lazy_gettext("Pictures: {done} of {count}"),
    "publish_in_wallet": lazy_gettext("Offers {from} to {to} of {count}: confirm in your wallet."),
    "documents_progress": lazy_gettext("Texts and pictures: {done} of {count}"),
    "too_many_pictures": lazy_gettext("An offer has at most 12 pictures."),
    "remove": lazy_gettext("Remove"),
    "remove_picture": lazy_gettext("Remove this picture"),
    "price_missing": lazy_gettext("Every variant needs a price and a number of units."),
    "not_as_agreed": lazy_gettext("This shop gave back other terms than it may. Nothing was signed."),
    "unfinished": lazy_gettext("{done} of {count} offers of “{name}” are published. Go on where you stopped?"),
    # importing
    "offers_found": lazy_gettext("{count} offers can be published."),
    "left_out": lazy_gettext("{count} cannot be published:"),
    "of_label": lazy_gettext("{label}: {problem}"),
    "left_out_many": lazy_gettext("{problem} ({count})"),
    "publish_one": lazy_gettext("Publish 1 offer"),
    "publish_offers": lazy_gettext("Publish {count} offers"),
    "left_out_more": lazy_gettext("… and {count} more reasons, in the list"),
    "nothing_found": lazy_gettext("Nothing in this file can be published."),
    "file_missing": lazy_gettext("Choose a file first."),
    "is_fine": lazy_gettext("ready"),
    "the_file": lazy_gettext("the file"),
}

# Why the contracts refuse what a seller sends
REASONS: dict[str, Text] = {
    "Identity: nothing changed": lazy_gettext("This profile is published already."),
    "offers: already published": lazy_gettext("This offer is published already."),
    "offers: amount too large": lazy_gettext("The price is too large."),
    "offers: arbiter is the carrier": lazy_gettext("The arbiter cannot be the carrier."),
    "offers: arbiter is the seller": lazy_gettext("You cannot be the arbiter of your own offer."),
    "offers: cap too large": lazy_gettext("So many units cannot be for sale."),
    "offers: carrier is the seller": lazy_gettext("You cannot be the carrier of your own offer."),
    "offers: inspection under 3 days": lazy_gettext("Shoppers need at least 3 days to look at the goods."),
    "offers: loyalty has a role": lazy_gettext("The points' contract cannot take part in the sale."),
    "offers: not the seller": lazy_gettext("Only the seller of an offer can change it."),
    "offers: nothing revised": lazy_gettext("Nothing is different from the old offer."),
    "offers: one cap per offer": lazy_gettext("Each offer needs its number of units."),
    "offers: points without loyalty": lazy_gettext("Points need a contract that gives them, and that needs points."),
    "offers: shares above a half": lazy_gettext("Commission and points may be half of the price at most."),
    "offers: window over 90 days": lazy_gettext("Every time must be 90 days at most."),
    "offers: window under 1 hour": lazy_gettext("The times for sending and delivery must be an hour at least."),
    "offers: zero price": lazy_gettext("The price must be above zero."),
}
