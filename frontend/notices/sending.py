"""One round of telling: who has to be told what, and writing down that he was."""

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage

import flask_babel  # type: ignore[import-untyped]
from sqlalchemy import Connection

from frontend import market
from frontend.config import Settings
from frontend.index.credit.plans import open_of
from frontend.index.credit.rows import Plan
from frontend.index.due import due
from frontend.index.rows import Order
from frontend.notices import instalments, mail
from frontend.notices.subscriptions import Subscription, Subscriptions, Told
from frontend.wording.formats import DAY

PATIENCE = 3 * DAY  # for a link to be confirmed
REMEMBERED = 2_000  # things


@dataclass(frozen=True)
class News:
    """What there is to tell of an order or of a plan, the more urgent last, and what writes a mail about it."""

    things: list[str]
    write: Callable[[str], EmailMessage]


@dataclass(frozen=True)
class Sender:
    """What a round works with."""

    settings: Settings
    wishes: Subscriptions

    def round(self, db: Connection) -> int:
        """Tells everybody what is new; returns how many mails left.

        Raises NoServer where none can leave; NotTaken, once everybody else was told, where some have to be tried again.
        """
        sent, later = 0, None
        for wish in self.wishes.all():
            try:
                sent += self._serve(db, wish)
            except mail.NotTaken as refusal:
                later = refusal
        if later:
            raise later
        return sent

    def _serve(self, db: Connection, wish: Subscription) -> int:
        told = self.wishes.told(wish)
        if wish.confirmed:
            with flask_babel.force_locale(wish.language):
                told_of = [self._of_order(wish, order) for order in due(db, wish.account)]
                return self._tell(
                    wish, told, told_of + [self._of_plan(wish, plan) for plan in open_of(db, wish.account)]
                )
        if not told.asked:
            with flask_babel.force_locale(wish.language):
                mail.send(self.settings, mail.confirmation(self.settings, wish, market.now()))
            told.asked = market.now()
            self.wishes.note(wish.account, told)
            return 1
        if told.asked + PATIENCE < market.now():
            self.wishes.end(wish.account)
        return 0

    def _of_order(self, wish: Subscription, order: Order) -> News:
        def write(thing: str) -> EmailMessage:
            return mail.notice(self.settings, wish, order, thing, market.now())

        return News(_things(order, market.now()), write)

    def _of_plan(self, wish: Subscription, plan: Plan) -> News:
        def write(thing: str) -> EmailMessage:
            return mail.of_plan(self.settings, wish, plan, thing, market.now())

        return News(instalments.things(plan, market.now()), write)

    def _tell(self, wish: Subscription, told: Told, found: list[News]) -> int:
        """One mail for each order or plan with something new. What waits already when mail begins is no news."""
        sent = 0
        for news in found:
            new = [thing for thing in news.things if thing not in told.things]
            if new and (told.begun or new[-1].startswith("due:")):
                mail.send(self.settings, news.write(new[-1]))
                sent += 1
            if new and told.begun:
                told.things = [*told.things, *new][-REMEMBERED:]
                self.wishes.note(wish.account, told)
        if not told.begun:
            told.things, told.begun = [thing for news in found for thing in news.things], True
            self.wishes.note(wish.account, told)
        return sent


def _things(order: Order, now: int) -> list[str]:
    """What there is to tell of an order that waits for somebody, the more urgent last."""
    waits = f"waits:{order.id}:{order.status.name}:{order.round}"
    is_soon = order.deadline - DAY <= now < order.deadline
    return [waits, f"due:{order.id}:{order.deadline}"] if is_soon else [waits]
