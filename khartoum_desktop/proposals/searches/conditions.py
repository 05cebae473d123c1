"""What a filter asks, said in SQL: the shipped searches, and every condition that the database can answer itself."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, and_, case, exists, func, or_, select, true

from khartoum_desktop.core.dates import first_day, last_day
from khartoum_desktop.core.i18n import LANGUAGES
from khartoum_desktop.proposals.comments.queries import asked_proposals, unread_proposals
from khartoum_desktop.proposals.completeness import needs
from khartoum_desktop.proposals.counting import has_enough
from khartoum_desktop.proposals.fields import BY_KEY, BY_KIND, Type
from khartoum_desktop.proposals.rows import Filter
from khartoum_desktop.proposals.searches.model import HISTORY, TITLE, Condition, Test, stored_key
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Person, Workspace

PROPOSAL: Final = TABLES["proposal"]
HERE: Final = PROPOSAL.c.removed.is_not(True)
_CHANGE, _STEP, _CONFLICT, _ORIGIN = (TABLES[name] for name in ("change", "step", "conflict", "origin"))
_PARTY, _ALIGNMENT = TABLES["party"], TABLES["alignment"]
_LINES: Final = (*BY_KIND, "alignment")  # the tables of a proposal's lines
STALE_DAYS: Final = 90
# before a meeting has endorsed it, and not laid aside either
UNDER_WAY: Final = ("IDEA", "DRAFT", "SUBMITTED", "RETURNED", "ELIGIBLE", "ASSESSING", "ASSESSED", "SHORTLISTED",
                    "RESERVE", "DEFERRED")  # fmt: skip
_PARTS: Final = {"Q1": "01", "Q2": "04", "Q3": "07", "Q4": "10", "H1": "01", "H2": "07"}
_CONSENTED: Final = "confirmed"
_OBSERVER: Final = "observer"


def clauses(work: Workspace, only: Filter) -> list[ColumnElement[bool]]:
    """Return what a filter asks, but for its conditions; the first says whether withdrawn proposals are wanted."""
    asked = (
        (only.removed, PROPOSAL.c.removed.is_(True)),
        (not only.removed, HERE),
        (only.states, PROPOSAL.c.state.in_(only.states)),
        (only.countries, PROPOSAL.c.lead_country.in_(only.countries)),
        (only.source is not None, PROPOSAL.c.source == only.source),
        (only.batch is not None, _from_batch(only.batch)),
        (only.conflicts, torn()),
        (only.incomplete, _incomplete()),
        (only.consents, _consents_outstanding()),
        (only.untitled is not None, func.coalesce(PROPOSAL.c[f"title_{only.untitled or 'ar'}"], "") == ""),
        (only.stale, _stale()),
        (only.changed_since is not None, _changed_since(HISTORY, only.changed_since or "2000-01-01")),
        (only.mine, _changed(_steps_of(work.person))),
        (only.unread, unread_proposals(work)),
        (only.asked, asked_proposals()),
    )
    return [clause for wanted, clause in asked if wanted]


def _from_batch(batch: str | None) -> ColumnElement[bool]:
    return PROPOSAL.c.id.in_(select(_ORIGIN.c.proposal).where(_ORIGIN.c.batch == batch))


def _stale() -> ColumnElement[bool]:
    since = datetime.now(UTC).astimezone().date() - timedelta(days=STALE_DAYS)
    return and_(PROPOSAL.c.state.in_(UNDER_WAY), ~_changed(_steps_since(since)))


def torn() -> ColumnElement[bool]:
    """Return the condition that two people wrote different values into one field of a proposal."""
    return PROPOSAL.c.id.in_(select(_CONFLICT.c.row).where(_CONFLICT.c.kind == "proposal"))


@cache
def _incomplete() -> ColumnElement[bool]:
    """Return the rule of `completeness` for submission, said in SQL."""
    return or_(
        *(~or_(*(and_(*(_has(name, need.minimum) for name in group)) for group in need.names)) for need in needs("S"))
    )


def _has(name: str, minimum: int) -> ColumnElement[bool]:
    if name == "budget_unknown":
        return func.coalesce(PROPOSAL.c.budget_precision, "") == "unknown"
    return is_filled(name) if name in PROPOSAL.c else has_enough(name, minimum)


def is_filled(name: str) -> ColumnElement[bool]:
    """Return the condition that a column of the proposal holds something."""
    column = PROPOSAL.c[name]
    return column.is_not(None) if column.type.python_type is int else func.coalesce(column, "") != ""


def _consents_outstanding() -> ColumnElement[bool]:
    """Say: a party that is named, neither the submitter itself nor an observer, has not confirmed."""
    asked = and_(
        _PARTY.c.proposal == PROPOSAL.c.id,
        _PARTY.c.removed.is_not(True),
        func.coalesce(_PARTY.c.name, "") != "",
        func.coalesce(_PARTY.c.name, "") != func.coalesce(PROPOSAL.c.lead_country, ""),
        func.coalesce(_PARTY.c.role, "") != _OBSERVER,
        func.coalesce(_PARTY.c.consent, "") != _CONSENTED,
    )
    return and_(PROPOSAL.c.state.in_(UNDER_WAY), exists().where(asked))


# --- who changed what when --------------------------------------------------------------------------------------------


def _steps_since(day: date) -> Select[Any]:
    """Return the steps made on this day or later, by the laptop's time."""
    at = datetime.combine(day, time()).astimezone()
    return select(_STEP.c.id).where(_STEP.c.at >= int(at.timestamp() * 1000))


def _steps_of(person: Person | None) -> Select[Any]:
    name, delegation = (person.name, person.delegation) if person else ("", "")
    said = _STEP.c.body.contains(f'"delegation":"{delegation}"', autoescape=True)
    return select(_STEP.c.id).where(_STEP.c.author == name, said)


def _changed(steps: Select[Any]) -> ColumnElement[bool]:
    """Return the condition that these steps changed anything of a proposal, or brought it here.

    Its lines are only looked at for a proposal that was not written itself: nearly all are where a step wrote them all.
    """
    came = or_(_CHANGE.c.step.in_(steps), _CHANGE.c.arrived.in_(steps))
    own = select(_CHANGE.c.row).where(_CHANGE.c.kind == "proposal", came)
    whose = {kind: select(TABLES[kind].c.proposal).where(TABLES[kind].c.id == _CHANGE.c.row) for kind in _LINES}
    of_line = case({kind: query.scalar_subquery() for kind, query in whose.items()}, value=_CHANGE.c.kind)
    of_lines = select(of_line.label("whose")).where(_CHANGE.c.kind.in_(_LINES), came).subquery()
    owners = select(of_lines.c.whose).where(of_lines.c.whose.is_not(None))
    return case((PROPOSAL.c.id.in_(own), true()), else_=PROPOSAL.c.id.in_(owners))


def _of_lines(kind: str, came: ColumnElement[bool]) -> Select[Any]:
    lines = TABLES[kind]
    touched = select(_CHANGE.c.row).where(_CHANGE.c.kind == kind, came)
    return select(lines.c.proposal).where(lines.c.id.in_(touched), lines.c.proposal.is_not(None))


def _changed_since(key: str, iso: str) -> ColumnElement[bool]:
    """Return the condition that a field was written on this day or later, to whatever value."""
    steps = _steps_since(date.fromisoformat(iso))
    if key == HISTORY:
        return _changed(steps)
    came = or_(_CHANGE.c.step.in_(steps), _CHANGE.c.arrived.in_(steps))
    field = BY_KEY.get(key)
    if field is not None and field.type is Type.TABLE:
        return PROPOSAL.c.id.in_(_of_lines(str(field.kind), came))
    if field is not None and field.type is Type.CODES:
        return PROPOSAL.c.id.in_(_of_lines("alignment", came).where(_ALIGNMENT.c.scheme == field.scheme))
    names = [f"title_{lang}" for lang in LANGUAGES] if key == TITLE else field.columns_in_store if field else ()
    # in canonical JSON only a key stands between a quote and a colon like this: a quote inside a text is escaped
    wrote = or_(*(_CHANGE.c.content.contains(f'"{name}":', autoescape=True) for name in names or (key,)))
    return PROPOSAL.c.id.in_(select(_CHANGE.c.row).where(_CHANGE.c.kind == "proposal", came, wrote))


# --- conditions -------------------------------------------------------------------------------------------------------


def in_sql(condition: Condition) -> ColumnElement[bool] | None:
    """Return a condition that the database can answer, None where it takes folded words or an order's keys."""
    key = stored_key(condition.key)
    match condition.test:
        case Test.BLANK | Test.NOT_BLANK:
            filled = _holds_something(key)
            return filled if condition.test is Test.NOT_BLANK else ~filled
        case Test.ONE_OF:
            return _one_of(key, condition.values)
        case Test.CHANGED_SINCE:
            return _changed_since(key, condition.values[0])
        case Test.RANGE if key in BY_KEY and BY_KEY[key].type is Type.NUMBER:
            low, high = condition.values
            return _between(PROPOSAL.c[key], int(low) if low else None, int(high) if high else None)
        case Test.RANGE if key in BY_KEY and BY_KEY[key].type is Type.DATE:
            low, high = condition.values
            first, last = first_day(low).isoformat() if low else None, last_day(high).isoformat() if high else None
            return and_(is_filled(key), _between(as_day(PROPOSAL.c[key]), first, last))
        case _:
            return None


def _holds_something(key: str) -> ColumnElement[bool]:
    return is_filled(key) if key in PROPOSAL.c else has_enough(key, 1)


def _one_of(key: str, codes: Sequence[str]) -> ColumnElement[bool]:
    if key in PROPOSAL.c:
        return func.coalesce(PROPOSAL.c[key], "").in_(codes)
    of_scheme = BY_KEY[key].type is Type.CODES
    lines: Table = _ALIGNMENT if of_scheme else TABLES[str(BY_KEY[key].kind)]
    wanted: list[ColumnElement[bool]] = [
        lines.c.removed.is_not(True),
        (lines.c.code if of_scheme else lines.c.name).in_(codes),
    ]
    wanted += [lines.c.scheme == BY_KEY[key].scheme] if of_scheme else []
    return PROPOSAL.c.id.in_(select(lines.c.proposal).where(*wanted))


def _between(column: ColumnElement[Any], low: object, high: object) -> ColumnElement[bool]:
    ends: list[ColumnElement[bool]] = [column.is_not(None)]
    if low is not None:
        ends.append(column >= low)
    if high is not None:
        ends.append(column <= high)
    return and_(*ends)


def as_day(column: ColumnElement[Any]) -> ColumnElement[str]:
    """Return the first day, as text, of a column of dates of any precision."""
    text: ColumnElement[Any] = column
    for part, month in _PARTS.items():
        text = func.replace(text, part, month)
    return func.substr(text.concat("-01-01"), 1, 10)
