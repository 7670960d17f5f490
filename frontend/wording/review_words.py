"""What modules say where reviews and replies are written, and the contract when it refuses."""

from frontend.wording.texts import Text, lazy_gettext

WORDS: dict[str, Text] = {
    "stars_1": lazy_gettext("1 star: very bad"),
    "stars_2": lazy_gettext("2 stars: bad"),
    "stars_3": lazy_gettext("3 stars: so-so"),
    "stars_4": lazy_gettext("4 stars: good"),
    "stars_5": lazy_gettext("5 stars: very good"),
    "no_stars": lazy_gettext("Choose from one to five stars first."),
    "nothing_written": lazy_gettext("Write something, or choose a picture."),
    "too_many_shown_in_review": lazy_gettext("Choose 6 pictures at most."),
    "characters_left": lazy_gettext("{count} characters left"),
    "pictures_made_ready": lazy_gettext("Making the pictures ready: {done} of {count}"),
    "pictures_attached": lazy_gettext("{count} attached"),
    "remove_picture": lazy_gettext("Remove picture {number}"),
    "picture_of_review": lazy_gettext("Picture {number}"),
    "draft_kept": lazy_gettext("Kept in this browser"),
    "only_stars": lazy_gettext("Only stars, no words."),
    "review_fee": lazy_gettext(
        "Publishing it is a transaction of your own account, for which the network takes about {fee} at most. What "
        "your wallet shows may differ: it estimates for itself."
    ),
    "fee_estimate": lazy_gettext("At present that is about {fee} at most."),
    "no_coin_to_review": lazy_gettext(
        "Publishing it costs a network fee of about {fee}, which your own account pays, and it has {left}. Nothing was "
        "sent. Send a little of this chain's coin to your account, then come back with this browser: what you wrote "
        "stays here, and an order can be reviewed at any time."
    ),
    "review_begun": lazy_gettext(
        "Your wallet was asked to publish what you wrote. If it still shows that, confirm or reject it there. If you "
        "have rejected it, you can begin again: what you wrote is still here."
    ),
    "done_review": lazy_gettext("Thank you. Your review is public now."),
    "done_follow_up": lazy_gettext("Thank you. What you added is public now."),
    "done_reply": lazy_gettext("Your reply is public now."),
    "agree_reply": lazy_gettext(
        "Your reply becomes public for good beside the review; you cannot change or delete it, and reply only once:"
        "\n\n{text}"
    ),
}

REASONS: dict[str, Text] = {
    "Reviews: not the buyer": lazy_gettext("Only the buyer of an order can review it."),
    "Reviews: 1 to 5 stars": lazy_gettext("A review gives one to five stars."),
    "Reviews: reviewed already": lazy_gettext("This order was reviewed already. Load this page again."),
    "Reviews: order is not closed": lazy_gettext("An order can be reviewed once it has ended."),
    "Reviews: not reviewed": lazy_gettext("This order has not been reviewed yet."),
    "Reviews: followed up already": lazy_gettext("This review was added to already. Load this page again."),
    "Reviews: no document": lazy_gettext("There are no words and no pictures in it."),
    "Reviews: not the seller": lazy_gettext("Only the seller of the order can reply to its review."),
    "Reviews: nothing to reply to": lazy_gettext("There is nothing to reply to."),
    "Reviews: replied already": lazy_gettext("This was replied to already. Load this page again."),
}
