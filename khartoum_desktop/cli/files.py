"""Commands that take spreadsheets in and write documents out."""

import argparse
from functools import partial
from pathlib import Path
from typing import Any, Final

from khartoum_desktop.cli import passwords
from khartoum_desktop.cli.batches import problem_book, write_problems
from khartoum_desktop.cli.frame import Answer, Command, Context, progress_bar, table
from khartoum_desktop.core import dates
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, language, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.exporting.operations import DOCUMENTS, export
from khartoum_desktop.importing import operations as importing
from khartoum_desktop.importing.model import Plan
from khartoum_desktop.importing.planning import NoTableError, plan, renewed
from khartoum_desktop.importing.report import plan_json
from khartoum_desktop.proposals.lists import PARTY
from khartoum_desktop.proposals.queries import by_ref, lists_of
from khartoum_desktop.workspace import Workspace

_HEADER_SHAPE: Final = '{"sheets": {"*": {"header_rows": [5]}}}'


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help=_("a workbook, CSV file, or document with tables"))
    parser.add_argument("--sheet", metavar="NAME", help=_("only this sheet"))
    parser.add_argument("--mapping", metavar="FILE", help=_("a mapping of columns to fields, as JSON"))
    parser.add_argument("--sender-country", metavar="CODE", help=_("whose rows these are where no country is named"))
    parser.add_argument("--dry-run", action="store_true", help=_("say what would happen and write nothing"))
    passwords.add_arguments(parser)
    parser.add_argument("--accept-suggestions", action="store_true", help=_("apply suggested columns too"))
    parser.add_argument("--problems", metavar="FILE", help=_("write what the sender is to correct as a workbook"))


def _import(context: Context) -> Answer:
    """Understand every file before the first is written, so that a refusal changes nothing."""
    work = context.work
    plans = _plans(context)
    problems = problem_book(context, plans, context.arguments.problems) if context.arguments.problems else None
    if not context.arguments.dry_run:
        _write(work, plans)
    answers = [plan_json(found) for found in plans]
    lines = [line for answer in answers for line in _import_lines(answer)]
    data: dict[str, Any] = answers[0] if len(answers) == 1 else {"files": answers}
    if problems:
        data["problems_file"] = write_problems(problems, context.arguments.problems)
        lines.append(fill(_("{file} was written."), file=context.arguments.problems))
    return Answer(data, lines)


def _write(work: Workspace, plans: list[Plan]) -> None:
    """Import one file after the other; who stops in the middle hears which ones are in."""
    written: list[str] = []
    try:
        for place, found in enumerate(plans):
            plans[place] = renewed(work, found) if place else found  # what the file before brought in is here now
            importing.apply(work, plans[place], progress_bar(found.file))
            written.append(found.file)
    except KeyboardInterrupt:
        if not written:
            raise
        names = fill(_("Imported before that, to be taken back with undo: {names}."), names=listed(written))
        raise UserError(_("Stopped."), names) from None


def _plans(context: Context) -> list[Plan]:
    given, country = context.arguments, _country(context)

    def read(name: str, password: str) -> Plan:
        return plan(
            context.work,
            Path(name),
            sheet=given.sheet,
            mapping=Path(given.mapping) if given.mapping else None,
            sender_country=country,
            accept_suggestions=given.accept_suggestions,
            password=password,
            progress=progress_bar(name),
        )

    try:
        return [passwords.opened(given, name, partial(read, name)) for name in given.files]
    except NoTableError as error:
        way = _("To say which row holds the headings, give --mapping a file that says, for row 5: {shape}")
        raise UserError(error.sentence, f"{error.remedy} {fill(way, shape=_HEADER_SHAPE)}") from error


def _country(context: Context) -> str | None:
    given: str | None = context.arguments.sender_country
    if given is None:
        return None
    code = lists_of(context.work).find(PARTY, given)
    if code is None or not lists_of(context.work).is_state(code):
        raise UserError(fill(_("“{name}” is no State."), name=given), _("Give the two-letter code of a country."))
    return code


def _import_lines(answer: dict[str, Any]) -> list[str]:
    counts = fill(
        _("{file}: new {new}, changed {changed}, same {same}, held back {held}"),
        **{key: answer[key] for key in ("file", "new", "changed", "same", "held")},
    )
    rows = [
        [f"{one['sheet']} {one['column']}{one['row']}", one["original"] or "–", one["reason"]]
        for one in answer["problems"]
    ]
    cleared = answer["cleared"]
    words = ngettext("Empty cells clear {n} value.", "Empty cells clear {n} values.", cleared)
    return [counts, *([fill(words, n=format_number(cleared))] if cleared else []), *table(rows)]


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--what", required=True, choices=DOCUMENTS, help=_("which document"))
    parser.add_argument("--to", required=True, metavar="FILE", help=_("the file to write"))
    parser.add_argument("--list", dest="name", metavar="NAME", help=_("which shortlist; else the one made last"))
    parser.add_argument("--include", default="", metavar="REF,REF", help=_("restricted proposals that it may hold"))


def _export(context: Context) -> Answer:
    given, work = context.arguments, context.work
    ticked = [by_ref(work, ref) for ref in given.include.split(",") if ref.strip()]
    today = dates.today()
    done = export(work, given.what, Path(given.to), language=language(), today=today, name=given.name, ticked=ticked)
    data = {"file": str(done.path), "what": done.what, "language": done.language, "rows": done.rows,
            "cut": list(done.cut_cells)}  # fmt: skip
    lines = [fill(_("{file} was written."), file=done.path)]
    if done.cut_cells:
        lines.append(fill(_("Too long for a cell, cut: {cells}"), cells=listed(done.cut_cells)))
    return Answer(data, lines)


COMMANDS: Final[tuple[Command, ...]] = (
    Command("import", N_("take in ministries’ spreadsheets"), _import, _import_arguments, writes=True),
    Command("export", N_("write the shortlist or the register"), _export, _export_arguments),
)
