"""The words of the market, explained; each has an anchor that other pages link to: /guide/glossary#word-wallet."""

from dataclasses import dataclass

from frontend.wording.texts import Text, lazy_gettext


@dataclass(frozen=True)
class Term:
    """A word and what it means here."""

    name: Text
    meaning: Text
    more: tuple[str, str] = ("", "")  # an endpoint and a place on its page, where there is more to say


GLOSSARY: dict[str, Term] = {
    "account": Term(
        lazy_gettext("Account, address"),
        lazy_gettext(
            "Who somebody is on the chain: a number that begins with 0x. Whoever has its key can act for it. It has no "
            "name, unless its owner gives it one."
        ),
    ),
    "arbiter": Term(
        lazy_gettext("Arbiter"),
        lazy_gettext(
            "Decides when buyer and seller do not agree. The offer names him before you buy. He can only divide what "
            "is still held."
        ),
    ),
    "block": Term(
        lazy_gettext("Block"),
        lazy_gettext("A page of the chain's book, written every few seconds. What stands in it has happened."),
    ),
    "blockchain": Term(
        lazy_gettext("Blockchain"),
        lazy_gettext(
            "A public book that thousands of computers keep together. Anybody can read it, and nobody can change what "
            "was written."
        ),
    ),
    "buyer": Term(
        lazy_gettext("Buyer"),
        lazy_gettext("Decides about an order: confirms, cancels, asks for money back. Usually also who paid."),
    ),
    "carrier": Term(
        lazy_gettext("Carrier"),
        lazy_gettext(
            "Reports on the chain that a parcel was delivered, if the offer names one. Without the report you get your "
            "money back."
        ),
    ),
    "claim": Term(
        lazy_gettext("Claim"),
        lazy_gettext(
            "What somebody, the issuer, says of another account on the chain: that a business is behind it, or that it "
            "may sell a brand. It ends on a day, can be revoked, and the account itself can decline it. It never says "
            "that an item is genuine."
        ),
    ),
    "coin": Term(
        lazy_gettext("Coin"),
        lazy_gettext("The chain's own money. Network fees are paid in it, and some offers are priced in it."),
    ),
    "commission": Term(
        lazy_gettext("Commission"),
        lazy_gettext(
            "A share of the price that the seller gives to whoever brought the sale, the referrer: often this shop. "
            "It is part of the price: you never pay it on top."
        ),
    ),
    "confirm": Term(
        lazy_gettext("Confirm receipt"),
        lazy_gettext("You say that all is well. The seller is paid in the same second; this cannot be undone."),
    ),
    "contract": Term(
        lazy_gettext("Contract"),
        lazy_gettext(
            "A program on the chain that does exactly what is written in it, for everybody alike. Ours holds the money "
            "of each order, and nobody owns it."
        ),
    ),
    "credential": Term(
        lazy_gettext("Credential"),
        lazy_gettext(
            "The document of a claim, signed by its issuer: name, register, how it was checked. It belongs to whom it "
            "is about, who shows it or not; the chain only has its hash."
        ),
    ),
    "custody": Term(
        lazy_gettext("Custody"),
        lazy_gettext(
            "Who keeps something, which may be somebody else than its owner: a carrier keeps a parcel. It changes "
            "only when whoever keeps it offers it and the next one accepts."
        ),
    ),
    "currency": Term(
        lazy_gettext("Currency"),
        lazy_gettext("What a price is in: the chain's coin, or a token such as a digital dollar."),
    ),
    "deadline": Term(
        lazy_gettext("Deadline"),
        lazy_gettext(
            "Until when somebody has to act. When it is over, what the rules say can be carried out by anyone at all."
        ),
    ),
    "dispute": Term(
        lazy_gettext("Dispute"),
        lazy_gettext("Buyer or seller asks the arbiter to decide. The money stays held until he does."),
    ),
    "digital-link": Term(
        lazy_gettext("Digital Link"),
        lazy_gettext(
            "What a QR code on goods says: a web address with the goods' number (GTIN), the lot and the serial "
            "number in it. This shop reads the numbers and never follows the address itself."
        ),
    ),
    "enforce": Term(
        lazy_gettext("Carry out the rule"),
        lazy_gettext("After a deadline anyone may press this button. It sends the money where the rules say."),
    ),
    "held": Term(
        lazy_gettext("Held"),
        lazy_gettext("Paid, and neither with the seller nor back with you yet. It waits in the contract."),
    ),
    "index": Term(
        lazy_gettext("Index"),
        lazy_gettext("This shop's own copy of what is on the chain, so that pages are fast. It can be made anew."),
    ),
    "instalment": Term(
        lazy_gettext("Instalment"),
        lazy_gettext(
            "A part of what is paid later, with its date. It counts as late three days after that, and can be paid at "
            "any time, by anybody."
        ),
    ),
    "issuer": Term(
        lazy_gettext("Issuer"),
        lazy_gettext(
            "Whoever vouches for others on the chain. Anybody can; a badge is shown only for those whom this shop's "
            "operator believes, and he says whom."
        ),
    ),
    "item": Term(
        lazy_gettext("Item"),
        lazy_gettext(
            "One piece of a lot, with a serial number. Until somebody packs, sells or claims it, what is told is told "
            "of its whole lot."
        ),
    ),
    "look-alike": Term(
        lazy_gettext("Look-alike"),
        lazy_gettext(
            "An account whose name looks like one that an issuer vouches for, for somebody else: other letters that "
            "look the same, other blanks, one letter more. This shop marks it."
        ),
    ),
    "lot": Term(
        lazy_gettext("Lot"),
        lazy_gettext(
            "What a producer made in one go, registered with one transaction however many items it has. A recall "
            "is of a lot, or of some of its items."
        ),
    ),
    "network-fee": Term(
        lazy_gettext("Network fee"),
        lazy_gettext("What the chain takes for writing something down. Neither the seller nor this shop gets it."),
    ),
    "offer": Term(
        lazy_gettext("Offer"),
        lazy_gettext("Goods with all terms of sale. It can never be changed: a new price is a new offer."),
    ),
    "order": Term(
        lazy_gettext("Order"),
        lazy_gettext("An offer that was paid. Its number is computed from all its terms, so they cannot be swapped."),
    ),
    "payer": Term(
        lazy_gettext("Payer"),
        lazy_gettext("Whose money it was, and to whom every refund goes. For a gift, somebody else than the buyer."),
    ),
    "plan": Term(
        lazy_gettext("Plan"),
        lazy_gettext(
            "An order that is paid later: its instalments, fees and dates, fixed when it is bought. While the order is "
            "in question its dates wait, and what comes back of the order cuts the debt first."
        ),
        ("guide.paying_later", "buyers"),
    ),
    "points": Term(
        lazy_gettext("Points"),
        lazy_gettext(
            "Store credit that some sellers give back once they are paid. Each point is one unit of its currency, "
            "which waits for it in a contract. Points pay in every shop here, do not move and do not expire."
        ),
    ),
    "practice-market": Term(
        lazy_gettext("Practice market"),
        lazy_gettext("The whole shop on one computer, with play money and a clock that can be moved."),
    ),
    "provenance": Term(
        lazy_gettext("Provenance"),
        lazy_gettext(
            "Where goods come from: who made them of what, every hand they went through, how warm they got. "
            "Producers and keepers write it on the chain; nobody can change it later, and nobody else checks "
            "whether it is true."
        ),
    ),
    "recall": Term(
        lazy_gettext("Recall"),
        lazy_gettext(
            "The producer says that a lot must not be used, with the reason. It stays on the chain, and closing "
            "it is another entry. Who owns such an item sees it first."
        ),
    ),
    "share": Term(
        lazy_gettext("Share"),
        lazy_gettext(
            "A lender's part of a vault. What it is worth follows from the vault's money: fees that buyers pay raise "
            "it, plans that are written off lower it."
        ),
        ("guide.paying_later", "lenders"),
    ),
    "signature": Term(
        lazy_gettext("Signature"),
        lazy_gettext("How a wallet says yes. Only the account's key can make it. Read what you sign, every time."),
    ),
    "transaction": Term(
        lazy_gettext("Transaction"),
        lazy_gettext("Something done on the chain. It happens as a whole or not at all, and costs a network fee."),
    ),
    "vault": Term(
        lazy_gettext("Vault"),
        lazy_gettext(
            "A contract that holds lenders' money in one currency and pays orders for buyers who pay later. Nobody "
            "owns it, and nobody can change its figures."
        ),
        ("guide.paying_later", "lenders"),
    ),
    "verified": Term(
        lazy_gettext("Verified"),
        lazy_gettext(
            "A known issuer vouches for who is behind the account, and that holds today. Unverified only means that "
            "nobody has, as with every new account."
        ),
    ),
    "weight": Term(
        lazy_gettext("Weight of a review"),
        lazy_gettext(
            "How much its stars count in the average, from 0 to 1: by the commission that its order paid to this shop, "
            "or in full where somebody whom this shop believes vouches that the buyer is one person, for that "
            "person's first review of each seller. A review that is not counted is no worse; it only cannot be told "
            "from one that the seller wrote himself."
        ),
        ("identity.believed", "weights"),
    ),
    "wallet": Term(
        lazy_gettext("Wallet"),
        lazy_gettext(
            "A program that keeps your key and signs for you. Nobody can reset it: whoever loses the key loses the "
            "account."
        ),
    ),
    "write-off": Term(
        lazy_gettext("Write-off"),
        lazy_gettext(
            "Sixty days after a missed date anybody may count a plan as lost: lenders' shares are worth less by it, "
            "and the buyer's limit is halved for two years. It is still owed, and nothing more can be bought in "
            "instalments until it is paid."
        ),
    ),
    "yearly-rate": Term(
        lazy_gettext("Yearly rate"),
        lazy_gettext(
            "What paying later costs, as if the debt lasted a year, counted as the European Union has it counted. It "
            "makes credit comparable: a small fee over a few weeks is a high rate."
        ),
    ),
}


def in_order() -> list[tuple[str, Term]]:
    """All terms with their anchors, by the alphabet, in Chinese by pinyin: so GB 18030 sorts its usual characters."""
    return sorted(GLOSSARY.items(), key=lambda entry: str(entry[1].name).casefold().encode("gb18030"))
