"""What the modules say on the pages of orders and of the record, in the reader's language."""

from frontend.wording.texts import Text, lazy_gettext

WORDS: dict[str, Text] = {
    # more time
    "agree_extend": lazy_gettext(
        "You then have until {until} to look at the goods, and the seller is paid later. "
        "This can be done once for each parcel."
    ),
    "agree_extend_seller": lazy_gettext("The other side then has until {until}; {amount} stays held until then."),
    "done_extend": lazy_gettext("Done. There is more time now."),
    # notices
    "notify": lazy_gettext("Notify me in this browser"),
    "notifying": lazy_gettext("This browser notifies you"),
    "waits_for_you": lazy_gettext("An order waits for you"),
    "mail_asked": lazy_gettext("Look into your mailbox: the first mail has a link to confirm."),
    "mail_ended": lazy_gettext("You get no mail any more, and this shop has forgotten the address."),
    # the record
    "exported": lazy_gettext("Saved. The file has your private key in it: keep it where nobody else looks."),
    "no_key": lazy_gettext("This file holds no key for letters."),
    "key_taken": lazy_gettext("This browser now opens what was sealed for that key."),
    "nothing_ticked": lazy_gettext("Nothing is ticked."),
    "agree_erase": lazy_gettext(
        "Delivery details and letters to be erased for good: {count}, of {goods}. Neither you nor the seller can read "
        "them here any more. Your wallet then asks you to sign a list of their numbers."
    ),
    "erased_all": lazy_gettext("Erased. The hashes on the chain now tell nobody anything."),
    "agree_clear": lazy_gettext(
        "The key for letters, addresses, the cart and what you looked at are gone from this browser then, and your "
        "wallet is disconnected. Save the key first if a parcel is on its way."
    ),
    "agree_clear_waiting": lazy_gettext(
        "It also holds {count} things that this shop has not stored yet, such as encrypted delivery details. If "
        "something of yours is still on its way to the chain, clear this browser later: they could be lost for ever."
    ),
    "agree_clear_waiting_one": lazy_gettext(
        "It also holds one thing that this shop has not stored yet, such as encrypted delivery details. If something "
        "of yours is still on its way to the chain, clear this browser later: it could be lost for ever."
    ),
    "cleared": lazy_gettext(
        "This browser keeps nothing of this shop any more. What this page shows is public on the chain, and stays."
    ),
}
