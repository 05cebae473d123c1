"""A file to a plan: read in a process of its own, understood, compared with the workspace; nothing is written."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.core.progress import Progress, from_share, heard_by, silent, up_to_share
from khartoum_desktop.importing import queries
from khartoum_desktop.importing.building import Source, build
from khartoum_desktop.importing.earlier import Earlier
from khartoum_desktop.importing.forms import structure_of
from khartoum_desktop.importing.looks import as_shown
from khartoum_desktop.importing.mapping import decisions_from, read_mapping, text_form
from khartoum_desktop.importing.model import Decisions, Plan
from khartoum_desktop.importing.nearness import Known, Nearness
from khartoum_desktop.importing.notes import LOST_LETTERS, has_lost_letters
from khartoum_desktop.importing.pointing import is_blank
from khartoum_desktop.importing.returning import held_again, identify_by, memory_of, recognised, with_more
from khartoum_desktop.importing.tables import with_tables
from khartoum_desktop.proposals.duplicates.queries import everything
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import COUNTRY
from khartoum_desktop.sheets.model import Workbook
from khartoum_desktop.sheets.reading import read_workbook
from khartoum_desktop.workspace import Workspace

_READING: Final = 0.5  # of the time from a file to its plan


class NoTableError(UserError):
    """A file in which something stands, but no table was found."""


def plan(
    work: Workspace,
    path: Path,
    *,
    sheet: str | None = None,
    mapping: Path | Mapping[str, Any] | None = None,
    sender_country: str | None = None,
    accept_suggestions: bool = False,
    password: str = "",
    progress: Progress = silent,
    may_point: bool = False,
) -> Plan:
    """Return what importing a file would do; `mapping` is a mapping file or its object, `sender_country` code or name.

    UserError when the file cannot be read, holds nothing, or the options name what is not there; LockedError when it
    wants a password, or another one. The password is used for reading alone and is in nothing that is returned.
    NoTableError when no table is found in it, but not where somebody `may_point` at the header afterwards.
    """
    data = read_mapping(mapping) if isinstance(mapping, Path) else mapping
    encoding, delimiter = text_form(data or {})
    heard = up_to_share(progress, _READING)
    read = read_workbook(path, progress=heard, encoding=encoding, delimiter=delimiter, password=password)
    with heard_by(from_share(progress, _READING)):
        return _plan(
            work, read, sheet, data, sender_country, accept_suggestions=accept_suggestions, may_point=may_point
        )


def _plan(
    work: Workspace,
    read: Workbook,
    sheet: str | None,
    data: Mapping[str, Any] | None,
    sender_country: str | None,
    *,
    accept_suggestions: bool,
    may_point: bool,
) -> Plan:
    known = recognised(work, read)
    source = source_of(work, known.workbook, known.earlier)
    workbook = source.workbook
    decisions = _decisions(source, data) if data is not None else known.decisions
    sender_country = sender_country or decisions.sender_country
    if sender_country:
        decisions = replace(decisions, sender_country=_country(source, sender_country))
    coded = {
        name: replace(own, sender_country=_country(source, own.sender_country)) if own.sender_country else own
        for name, own in decisions.sheets.items()
    }
    decisions = replace(decisions, sheets=coded)
    if sheet is not None and sheet not in {one.name for one in workbook.sheets}:
        names = listed(one.name for one in workbook.sheets)
        raise UserError(
            fill(_("{file} has no sheet “{sheet}”."), file=workbook.name, sheet=sheet),
            fill(_("It has: {names}."), names=names),
        )
    decisions = replace(
        decisions, only_sheet=sheet, accept_suggestions=accept_suggestions or decisions.accept_suggestions
    )
    made = build(source, decisions)
    refused = _refused(made, may_point=may_point)
    if refused is not None:
        error = refused(workbook.name)
        error.again = partial(refused, workbook.name)
        raise error
    return made


def _refused(made: Plan, *, may_point: bool) -> Callable[[str], UserError] | None:
    """Return why a file holds nothing to import, as an error to be made of its name; None where it does."""
    if is_blank(made.workbook):
        return _blank
    if any(one.structure.is_table or one.structure.is_headless for one in made.sheets):
        return None
    if any(map(has_lost_letters, made.workbook.sheets)):
        return _letters_lost
    return None if may_point else _no_table


def _blank(file: str) -> UserError:
    return UserError(fill(_("No cell of {file} holds a value."), file=file), _("Ask the sender for it again."))


def _letters_lost(file: str) -> UserError:
    return UserError(fill(_("No table was found in {file}."), file=file), fill(_(LOST_LETTERS), sheet=file))


def _no_table(file: str) -> UserError:
    return NoTableError(
        fill(_("No table was found in {file}."), file=file),
        _("A table has a row of headers and at least one row below it."),
    )


def _country(source: Source, name: str) -> str:
    code = source.lists.find(COUNTRY, name)
    if code is None:
        raise UserError(
            fill(_("No country is called “{name}”."), name=name), _("Give its two-letter code or its name.")
        )
    return code


def read_again(work: Workspace, path: Path, decisions: Decisions, *, progress: Progress = silent) -> Plan:
    """Return the plan of a file under decisions; its text is read in their encoding and with their delimiter.

    UserError when the file cannot be read (any more).
    """
    heard = up_to_share(progress, _READING)
    workbook = read_workbook(path, progress=heard, encoding=decisions.encoding, delimiter=decisions.delimiter)
    with heard_by(from_share(progress, _READING)):
        known = recognised(work, workbook)
        return build(source_of(work, known.workbook, known.earlier), decisions)


def taken_up(work: Workspace, batch: str, mapping: Mapping[str, Any] | None = None) -> Plan:
    """Return the plan of a batch's held rows alone, from what is kept of them; UserError when none are left.

    `mapping` is the object of a mapping file with more decisions.
    """
    known = held_again(work, batch)
    known = with_more(known, mapping) if mapping else known
    return build(source_of(work, known.workbook, known.earlier), known.decisions)


def source_of(work: Workspace, workbook: Workbook, earlier: Earlier | None = None) -> Source:
    """Return what a workbook is planned against in a workspace; `earlier`: what it goes on with."""
    lists = lists_of(work)
    delegation = work.person.delegation if work.person else ""
    own = delegation if delegation and lists.is_state(delegation) else None
    moment, known, profiles = queries.moment(work), queries.existing(work), queries.profiles(work)
    memory = memory_of(work, queries.memory(work), earlier)
    identify = identify_by(earlier, workbook.sha256)
    tables = with_tables(as_shown(workbook))
    near = Nearness(lambda: Known(*everything(work)))
    return Source(tables, lists, known, identify, profiles, own, moment, memory, earlier, near)


def renewed(work: Workspace, plan: Plan) -> Plan:
    """Return the plan of the same file under the same decisions, against the workspace as it is now."""
    return build(source_of(work, plan.workbook, plan.source.earlier), plan.decisions)


def _decisions(source: Source, data: Mapping[str, Any]) -> Decisions:
    return decisions_from(data, source.workbook, structure_of)
