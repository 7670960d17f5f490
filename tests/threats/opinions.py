"""Without their answers: what SECURITY.md says under Claims and reviews."""

from tests.threats.mutant import Change, Mutant

IDENTITY = "contracts/Identity.vy"
REVIEWS = "contracts/Reviews.vy"
PURCHASES = "contracts/modules/purchases.vy"
SETTLEMENT = "contracts/modules/settlement.vy"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "a claim about oneself, or in another issuer's name",
        "Identity",
        (
            Change(
                IDENTITY,
                "assert subject != empty(address) and subject != msg.sender,",
                "assert subject != empty(address),",
            ),
        ),
        "unit/identity/test_issue.py::test_about_oneself",
    ),
    Mutant(
        "a claim about oneself, or in another issuer's name",
        "Identity",
        (Change(IDENTITY, "assert word & (ISSUED | REVOKED) == ISSUED,", "assert word & REVOKED == 0,"),),
        "unit/identity/test_revoke.py::test_by_another",
    ),
    Mutant(
        "a claim that is over and still counts",
        "Identity",
        (Change(IDENTITY, "block.timestamp < (word", "block.timestamp <= (word"),),
        "unit/identity/test_issue.py::test_holds_until_the_second_before_it_expires",
    ),
    Mutant(
        "a claim that is over and still counts",
        "Identity",
        (
            Change(
                IDENTITY,
                "word & (ISSUED | REVOKED | DECLINED) == ISSUED and",
                "word & (ISSUED | DECLINED) == ISSUED and",
            ),
        ),
        "unit/identity/test_revoke.py::test_without_a_word",
    ),
    Mutant(
        "a claim that is over and still counts",
        "Identity",
        (
            Change(
                IDENTITY,
                "word & (ISSUED | REVOKED | DECLINED) == ISSUED and",
                "word & (ISSUED | REVOKED) == ISSUED and",
            ),
        ),
        "unit/identity/test_decline.py::test_default_behavior",
    ),
    Mutant(
        "an issuer who will not leave somebody alone",
        "Identity",
        (
            Change(
                IDENTITY,
                '    assert word & DECLINED == 0, "Identity: declined"\n    assert word & ISSUED',
                "    assert word & ISSUED",
            ),
        ),
        "unit/identity/test_issue.py::test_declined_before",
    ),
    Mutant(
        "an issuer who will not leave somebody alone",
        "Identity",
        (
            Change(
                IDENTITY, '    assert word & DECLINED == 0, "Identity: declined"\n    self._claims', "    self._claims"
            ),
        ),
        "unit/identity/test_renew.py::test_declined",
    ),
    Mutant(
        "an older credential shown for a newer claim",
        "Identity",
        (
            Change(
                IDENTITY,
                "= self._word(expires, document)\n    log ClaimRenewed",
                "= (word >> DOCUMENT) << DOCUMENT | expires << EXPIRES | ISSUED\n    log ClaimRenewed",
            ),
        ),
        "unit/identity/test_renew.py::test_default_behavior",
    ),
    Mutant(
        "a review by somebody who did not buy, of an order that is open, cancelled, of other terms or another Escrow",
        "Reviews",
        (
            Change(
                REVIEWS,
                '    assert msg.sender == order.buyer, "Reviews: not the buyer"\n    assert stars',
                "    assert stars",
            ),
        ),
        "unit/reviews/test_review.py::test_not_the_buyer[seller]",
    ),
    Mutant(
        "a review by somebody who did not buy, of an order that is open, cancelled, of other terms or another Escrow",
        "Reviews",
        (Change(REVIEWS, "assert record.status == records.CLOSED,", "assert record.status != records.CANCELLED,"),),
        "unit/reviews/test_review.py::test_with_other_terms",
    ),
    Mutant(
        "a second review, follow-up or reply; one that changes or deletes",
        "Reviews",
        (Change(REVIEWS, '    assert self._reviews[order_id] == 0, "Reviews: reviewed already"\n', ""),),
        "unit/reviews/test_review.py::test_twice",
    ),
    Mutant(
        "a second review, follow-up or reply; one that changes or deletes",
        "Reviews",
        (Change(REVIEWS, '    assert word & FOLLOWED_UP == 0, "Reviews: followed up already"\n', ""),),
        "unit/reviews/test_follow_up.py::test_twice",
    ),
    Mutant(
        "a second review, follow-up or reply; one that changes or deletes",
        "Reviews",
        (Change(REVIEWS, '    assert not self._is_replied(word, part), "Reviews: replied already"\n', ""),),
        "unit/reviews/test_reply.py::test_twice[1]",
    ),
    Mutant(
        "money for a review, or a review for money",
        "Reviews",
        (
            Change(
                REVIEWS,
                "# Of an order: its stars",
                "interface Paying:\n    def withdraw(account: address, currency: address): nonpayable\n\n\n"
                "# Of an order: its stars",
            ),
            Change(
                REVIEWS,
                "    self._reviews[order_id] = stars\n",
                "    self._reviews[order_id] = stars\n"
                "    extcall Paying(ESCROW).withdraw(order.referrer, order.offer.currency)\n",
            ),
        ),
        "unit/reviews/test_review.py::test_moves_no_money",
    ),
    Mutant(
        "a review by what is half done, in the middle of a call",
        "Escrow",
        (
            Change(PURCHASES, "@view\ndef order_id(", "@view\n@reentrant\ndef order_id("),
            Change(SETTLEMENT, "@view\ndef record(", "@view\n@reentrant\ndef record("),
        ),
        "unit/reviews/test_hostile_reentry.py::test_default_behavior",
    ),
)
