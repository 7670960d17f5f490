"""What Reviews logs, and the parts of a review."""

REVIEWED, FOLLOWED_UP, REPLIED = "OrderReviewed", "ReviewFollowedUp", "ReviewReplied"

# They name an order, and change nothing of it
NAMES = frozenset({REVIEWED, FOLLOWED_UP, REPLIED})

REVIEW, FOLLOW_UP, REPLY, REPLY_TO_FOLLOW_UP = "review", "follow_up", "reply", "reply_to_follow_up"
PARTS = (REVIEW, FOLLOW_UP, REPLY, REPLY_TO_FOLLOW_UP)
REPLIES = (REPLY, REPLY_TO_FOLLOW_UP)  # the seller's

# What the document is that each of these names
PLACES = {REVIEWED: "review", FOLLOWED_UP: "review", REPLIED: "reply"}

TO_FOLLOW_UP = 2  # the part that a reply is to, as the contract numbers it


def part_of(name: str, fields: dict[str, int]) -> str:
    """The part of a review that an event adds."""
    if name == REPLIED:
        return REPLY_TO_FOLLOW_UP if fields["part"] == TO_FOLLOW_UP else REPLY
    return FOLLOW_UP if name == FOLLOWED_UP else REVIEW
