"""A plan on its way: parts, dates, fees and what pays it off, by hand and beside a walk from coin to coin."""

from dataclasses import replace
from itertools import accumulate

import pytest
from eth_utils.crypto import keccak
from hypothesis import given
from hypothesis import strategies as st

from scripts.credit import moves
from scripts.credit.course import Course, Progress, State, parts
from scripts.credit.terms import GRACE, MAX_PAUSE, WRITE_OFF, Parameters, Plan, Terms, least_down, plan_id, terms_of
from scripts.parameters import DAY

NOBODY = "0x" + "00" * 20
START = 1_800_000_000
PERIOD = 14 * DAY
RATES = Parameters(*[NOBODY] * 4, 10_000, 100_000, 2_500, 100, 500, 2_500, 500)
PLAN = Plan(b"\x01" * 32, "0x" + "b1" * 20, "0x" + "5e" * 20, 5_000, START, 4, PERIOD, 2)
TERMS = terms_of(PLAN, RATES)  # 4 x 12.50, each with 0.50, or with 0.62 more if it is missed
NEW = Course(TERMS)

PRINCIPALS = st.integers(1, 2**96 - 1) | st.integers(1, 200)
COUNTS = st.integers(2, 6)


def after(course: Course, amount: int, now: int) -> Course:
    return moves.repaid(course, amount, now).course


def at(number: int, seconds: int = 0) -> int:
    """A moment after so many periods."""
    return START + number * PERIOD + seconds


def test_terms_of_four_times_twelve_fifty():
    assert Terms(5_000, START, 4, PERIOD, fee=50, late_fee=62) == TERMS
    assert parts(5_000, 4) == [1_250] * 4
    assert [NEW.position(number) for number in range(5)] == [0, 1_300, 2_600, 3_900, 5_200]
    assert [NEW.due(number, START) - START for number in (1, 4)] == [14 * DAY, 56 * DAY]


def test_id_is_the_hash_of_eight_words():
    words = [PLAN.order_id, bytes(12) + b"\xb1" * 20, bytes(12) + b"\x5e" * 20]
    words += [number.to_bytes(32, "big") for number in PLAN[3:]]
    assert plan_id(PLAN) == keccak(b"".join(words))


def test_a_quarter_is_rounded_up():
    assert [least_down(total) for total in (1, 4, 5, 8, 9)] == [1, 1, 2, 2, 3]


@given(PRINCIPALS, COUNTS)
def test_parts_add_up_and_differ_by_one_at_most(principal, instalments):
    found = parts(principal, instalments)
    assert sum(found) == principal
    assert len(found) == instalments
    assert max(found) - min(found) <= 1


def test_fees_fall_due_as_their_periods_begin():
    assert [NEW.payoff(at(number)) for number in range(5)] == [5_050, 5_100, 5_150, 5_200, 5_200]
    assert NEW.payoff(at(1, -1)) == 5_050
    paid = after(NEW, 1_300, at(0))
    assert [paid.payoff(at(number)) for number in range(3)] == [3_750, 3_800, 3_850]


def test_a_fee_paid_ahead_in_part_is_not_asked_again():
    paid = after(NEW, 1_320, at(0))  # 20 of the second fee, which is not due yet
    assert (paid.covered, paid.principal_paid) == (1, 1_250)
    assert paid.payoff(at(0)) == 3_750
    assert paid.payoff(at(1)) == 3_780


def test_a_payment_covers_instalments_in_their_order():
    paid = after(NEW, 2_000, at(1))
    assert (paid.covered, paid.principal_paid, paid.outstanding) == (1, 1_250 + 650, 3_100)
    assert paid.progress.state == State.OPEN


def test_paying_off_ends_it_and_too_much_is_not_taken():
    payment = moves.repaid(NEW, 9_999, at(0))
    assert (payment.taken, payment.principal, payment.in_time) == (5_050, 5_000, 0)
    assert payment.course.progress.state == State.ENDED
    assert payment.course.payoff(at(1)) == payment.course.outstanding == 0
    assert moves.repaid(payment.course, 1, at(1)).taken == 0


@pytest.mark.parametrize(("seconds", "late"), [(GRACE - 1, 0), (GRACE, 1), (GRACE + 1, 1)])
def test_a_late_fee_is_charged_once_after_the_days_of_grace(seconds, late):
    course = moves.charged(moves.charged(NEW, at(1, seconds)), at(1, seconds))
    assert course.progress.late == late
    assert course.is_overdue(at(1, seconds)) == bool(late)
    assert course.position(1) == 1_300 + 62 * late
    assert course.payoff(at(1, seconds)) == 5_100 + 62 * late


def test_what_was_paid_of_a_missed_instalment_keeps_its_meaning():
    paid = after(NEW, 700, at(1))
    missed = moves.charged(paid, at(1, GRACE))
    assert (missed.principal_paid, missed.outstanding) == (650, 4_350)
    assert after(missed, 661, at(1, GRACE)).covered == 0
    assert after(missed, 662, at(1, GRACE)).covered == 1


def test_late_fees_are_capped_in_sum():
    course = moves.charged(NEW, at(400))
    assert course.progress.late == 0b1111
    assert course.payoff(at(400)) == 5_200 + 4 * 62
    assert 4 * 62 <= 5_000 * 500 // 10_000


def test_a_refund_takes_the_newest_instalments_with_their_fees():
    paid = after(after(NEW, 1_300, at(0)), 1_300, at(1))
    refund = moves.refunded(paid, 2_000, at(1))
    assert (refund.debt, refund.to_buyer) == (2_000, 0)
    assert (refund.course.last, refund.course.part(3), refund.course.outstanding) == (3, 500, 500)
    assert refund.course.payoff(at(2)) == 550
    assert [refund.course.is_missed(3, moment) for moment in (at(3, GRACE - 1), at(3, GRACE))] == [False, True]


def test_a_refund_of_all_ends_it_and_the_rest_is_the_buyers():
    paid = after(NEW, 1_300, at(0))
    refund = moves.refunded(paid, 5_000, at(1))
    assert (refund.debt, refund.to_buyer) == (3_750, 1_250)
    assert refund.course.progress.state == State.ENDED
    again = moves.refunded(refund.course, 700, at(1))
    assert (again.debt, again.to_buyer) == (0, 700)


def test_a_pause_moves_all_dates_and_no_fee_falls_due_in_it():
    begun = moves.paused(NEW, at(0, DAY))
    assert [begun.due(1, at(0, day * DAY)) for day in (1, 2, 91, 92)] == [
        at(1), at(1, DAY), at(1, 90 * DAY), at(1, 90 * DAY)
    ]  # fmt: skip
    assert begun.due_at_latest(1, at(2)) == at(1, MAX_PAUSE)
    assert begun.payoff(at(3)) == 5_050
    ended = moves.resumed(begun, at(0, 31 * DAY))
    assert (ended.progress.paused, ended.progress.paused_at, ended.due_at_latest(1, at(3))) == (
        30 * DAY,
        0,
        at(1, 30 * DAY),
    )
    again = moves.paused(ended, at(4))
    assert again.pause_left == 60 * DAY
    assert moves.resumed(again, at(40)).progress.paused == MAX_PAUSE


def test_a_missed_instalment_before_the_pause_stays_missed():
    course = moves.paused(NEW, at(1, GRACE))
    assert course.progress.late == 1
    assert [course.due_at_latest(number, at(2)) for number in (1, 2)] == [at(1), at(2, MAX_PAUSE)]


@pytest.mark.parametrize(("seconds", "lost"), [(-1, False), (0, True), (1, True)])
def test_it_can_be_written_off_sixty_days_after_the_first_date_missed(seconds, lost):
    paid = after(NEW, 1_300, at(0))
    assert paid.is_lost(at(2, WRITE_OFF + seconds)) == lost
    assert not moves.paused(paid, at(1)).is_lost(at(2, WRITE_OFF))


def test_a_plan_written_off_is_still_owed_and_costs_no_more():
    off = moves.written_off(NEW, at(1, WRITE_OFF))
    assert off.progress.state == State.WRITTEN_OFF
    assert off.is_overdue(at(1, WRITE_OFF))
    assert off.due_at_latest(1, at(1, WRITE_OFF)) == START
    assert off.outstanding == 5_000
    assert off.progress.late == 0b1111  # 74 days: the last was due after 56
    payment = moves.repaid(off, 9_999, at(200))
    assert (payment.taken, payment.principal, payment.in_time) == (5_200 + 4 * 62, 5_000, 0)


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        (at(0), 0),
        (at(0, PERIOD // 2 - 1), 0),
        (at(0, PERIOD // 2), 1_250),
        (at(1, GRACE - 1), 1_250),
        (at(1, GRACE), 0),
        (at(1, PERIOD // 2), 1_250),
        (at(5), 0),
    ],
)
def test_only_what_is_paid_in_its_own_time_raises_the_limit(moment, counts):
    assert moves.repaid(NEW, 9_999, moment).in_time == counts


def test_what_is_paid_after_it_was_written_off_does_not():
    course = Course(terms_of(PLAN._replace(instalments=6, interval=30 * DAY), RATES))
    now = START + 90 * DAY
    assert moves.repaid(course, 9_999, now).in_time == course.part(3)
    assert moves.repaid(moves.written_off(course, now), 9_999, now).in_time == 0


@given(
    PRINCIPALS,
    COUNTS,
    st.lists(st.tuples(st.integers(0, 120), st.integers(1, 150), st.booleans()), max_size=8),
)
def test_every_coin_is_where_a_walk_from_coin_to_coin_finds_it(principal, instalments, steps):
    """Payments and refunds at any time; the walk knows buckets, and nothing of positions."""
    terms = terms_of(PLAN._replace(principal=principal, instalments=instalments), RATES)
    course, now, paid = Course(terms), START, 0
    for days, percent, is_refund in steps:
        now += days * DAY
        amount = -(-principal * percent // 100)
        if is_refund:
            course = moves.refunded(course, amount, now).course
        else:
            payment = moves.repaid(course, amount, now)
            course, paid = payment.course, paid + payment.taken
            if course.progress.state == State.ENDED and payment.taken:
                assert payment.principal == payment.taken - spent_on_fees(course, payment.taken, payment.principal)
        if course.progress.state == State.ENDED:
            break
        buckets = list(walk(course))
        assert course.position(course.last) == sum(map(sum, buckets))
        principal_paid, covered = poured(buckets, paid)
        assert (course.principal_paid, course.covered) == (principal_paid, covered)
        assert course.principal_paid + course.progress.refunded + course.outstanding == principal
        assert 0 < course.payoff(now) <= course.position(course.last) - paid


def spent_on_fees(course: Course, taken: int, principal: int) -> int:
    """What a last payment paid beyond principal, which is never more than all fees."""
    assert 0 <= taken - principal <= course.terms.instalments * (course.terms.fee + course.terms.late_fee)
    return taken - principal


def walk(course: Course):
    """Each instalment's fee, principal and late fee, with the refunds taken from the end."""
    found = parts(course.terms.principal, course.terms.instalments)
    gone = course.progress.refunded
    for place in reversed(range(len(found))):
        cut = min(found[place], gone)
        found[place], gone = found[place] - cut, gone - cut
    whole = max((place for place, part in enumerate(found) if part), default=0)
    for place in range(whole + 1):
        yield course.terms.fee, found[place], course.late_fee(place + 1)


def poured(buckets, paid):
    """Principal paid and instalments covered, when `paid` is poured into the buckets."""
    ends = list(accumulate(map(sum, buckets)))
    covered = next((place for place, end in enumerate(ends) if end > paid), len(ends))
    whole = sum(part for _, part, _ in buckets[:covered])
    if covered == len(ends):
        return whole, covered
    rest = paid - (ends[covered - 1] if covered else 0)
    fee, part, _ = buckets[covered]
    return whole + min(max(rest - fee, 0), part), covered


def test_a_progress_is_a_value():
    assert replace(Progress(), paid=1) == Progress(paid=1)
