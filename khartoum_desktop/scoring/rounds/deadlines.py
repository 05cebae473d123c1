"""The last day for marks: what is handed in after it counts all the same, and is said to be late."""

from collections.abc import Sequence
from datetime import date

from khartoum_desktop.core.dates import format_date, precision_of, today
from khartoum_desktop.core.i18n import _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring.queries import Round


def is_late(current: Round, day: str = "") -> bool:
    """Tell whether a day (ISO 8601; default: today) is after the deadline of a round, a day or a whole month."""
    return bool(current.deadline) and (day or today().isoformat())[: len(current.deadline)] > current.deadline


def deadline_words(one: Round, now: date) -> str:
    """Return until when marks are wanted, or for how many days an open round is overdue; "" without a deadline."""
    if not one.deadline:
        return ""
    day = format_date(one.deadline)
    if one.closed or precision_of(one.deadline) != "day":
        return fill(_("deadline {date}"), date=day)
    over = (now - date.fromisoformat(one.deadline)).days
    if over < 0:
        return fill(_("marks until {date}"), date=day)
    if not over:
        return fill(_("marks until today, {date}"), date=day)
    words = ngettext("deadline passed {n} day ago, on {date}", "deadline passed {n} days ago, on {date}", over)
    return fill(words, n=format_number(over), date=day)


def deadline_sentence(current: Round) -> str:
    """Say until when marks are expected, or that this day is over; nothing where a round has no deadline."""
    if not current.deadline:
        return ""
    past, ahead = _("The deadline, {date}, is in the past."), _("The deadline for marks is {date}.")
    return fill(past if is_late(current) else ahead, date=format_date(current.deadline))


def late_sentence(current: Round, who: str, refs: Sequence[str]) -> str:
    """Say whose sheets for which proposals were handed in after the deadline."""
    words = _("{who} handed in after the deadline, {date}: {refs}.")
    return fill(words, who=who, date=format_date(current.deadline), refs=listed(refs))


def late_count_sentence(current: Round, count: int) -> str:
    """Say how many sheets that are handed in now come after the deadline."""
    words = ngettext(
        "{n} sheet comes after the deadline, {date}; it counts all the same.",
        "{n} sheets come after the deadline, {date}; they count all the same.",
        count,
    )
    return fill(words, n=format_number(count), date=format_date(current.deadline))
