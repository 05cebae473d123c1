"""The last day for marks in words, and which sheets came after it. Pure."""

from datetime import date

from khartoum_desktop.core.dates import format_date, precision_of
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring.queries import Round


def is_late(submitted: str, deadline: str) -> bool:
    """Tell whether a sheet was submitted (the day, "" for not) after a deadline ("" for none)."""
    return bool(deadline) and submitted > deadline


def deadline_words(one: Round, today: date) -> str:
    """Return until when marks are wanted, or for how many days an open round is overdue; "" without a deadline."""
    if not one.deadline:
        return ""
    day = format_date(one.deadline)
    if one.closed or precision_of(one.deadline) != "day":
        return fill(_("deadline {date}"), date=day)
    over = (today - date.fromisoformat(one.deadline)).days
    if over < 0:
        return fill(_("marks until {date}"), date=day)
    if not over:
        return fill(_("marks until today, {date}"), date=day)
    words = ngettext("deadline passed {n} day ago, on {date}", "deadline passed {n} days ago, on {date}", over)
    return fill(words, n=format_number(over), date=day)
