"""Commands about imports of before: what is left of them, their problems, taking them back; and the form to be sent."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, table
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill, language, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing import batches, operations
from khartoum_desktop.importing.batches import KeptEdit, Past
from khartoum_desktop.importing.blank_form import blank_form
from khartoum_desktop.importing.mapping import read_mapping
from khartoum_desktop.importing.model import Plan
from khartoum_desktop.importing.planning import taken_up
from khartoum_desktop.importing.problems import ProblemBook, problems_of_batch, problems_of_plan
from khartoum_desktop.importing.report import plan_json
from khartoum_desktop.sheets.writing import check_ending

_VERBS: Final = ("list", "held", "problems", "again", "undo")
_OPTIONS: Final = {"to": ("problems",), "in_language": ("problems",), "mapping": ("again",), "dry_run": ("again",)}


def problem_book(context: Context, plans: Sequence[Plan], name: str) -> ProblemBook:
    """Return the problems of the one file that is imported; UserError for several files, or when there are none."""
    if len(plans) > 1:
        raise UserError(
            _("The problems of several files do not fit into one workbook."), _("Import the files one by one.")
        )
    check_ending(Path(name))
    return problems_of_plan(context.work, plans[0])


def write_problems(book: ProblemBook, name: str) -> str:
    """Write the workbook and return where it lies."""
    return str(book.write(Path(name)).path)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=_VERBS, help=_("what to do"))
    parser.add_argument("name", nargs="?", metavar="NAME", help=_("the imported file, or the beginning of its hash"))
    parser.add_argument("--to", metavar="FILE", help=_("problems: the workbook to write"))
    parser.add_argument(
        "--in", dest="in_language", choices=LANGUAGES, help=_("problems: its language; else the sheet’s own")
    )
    parser.add_argument("--mapping", metavar="FILE", help=_("again: decisions about the held rows, as JSON"))
    parser.add_argument("--dry-run", action="store_true", help=_("say what would happen and write nothing"))


def _batches(context: Context) -> Answer:
    given = context.arguments
    for option, verbs in _OPTIONS.items():
        if getattr(given, option) and given.verb not in verbs:
            name = {"in_language": "--in"}.get(option, f"--{option.replace('_', '-')}")
            raise UserError(
                fill(_("“batches {verb}” takes no {option}."), verb=given.verb, option=name),
                _("Run khartoum-desktop batches --help."),
            )
    if given.verb == "list":
        return _list(context)
    if not given.name:
        raise UserError(_("The import is not named."), _("“batches list” shows the files that were imported."))
    past = batches.find(context.work, given.name)
    return {"held": _held, "problems": _problems, "again": _again, "undo": _undo}[given.verb](context, past)


def _list(context: Context) -> Answer:
    pasts = batches.past_imports(context.work)
    data = [
        {"file": past.batch.file, "sha256": past.batch.sha256, "at": _moment(past.at), "by": past.author,
         "delegation": past.delegation, "sender": past.batch.sender or None, **past.batch.counts,
         "held": len(past.batch.held), "problems": past.problems, "left": past.batch.proposals}
        for past in pasts
    ]  # fmt: skip
    rows = [
        [past.batch.sha256[:8], past.batch.file, past.author,
         fill(_("new {new}, changed {changed}, held back {held}, still here {left}"),
              new=past.batch.brought("new"), changed=past.batch.brought("changed"),
              held=len(past.batch.held), left=past.batch.proposals)]
        for past in pasts
    ]  # fmt: skip
    return Answer({"imports": data}, table(rows) or [_("Nothing was imported yet.")])


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="seconds")


def _held(_context: Context, past: Past) -> Answer:
    data = [
        {
            "sheet": row.sheet,
            "row": row.row,
            "reasons": [strip_isolates(reason) for reason in row.reasons],
            "cells": [{"cell": name, "header": header or None, "text": text} for name, header, text in row.cells],
        }
        for row in past.batch.held
    ]
    rows = [[f"{row.sheet} {row.row}", " ".join(row.reasons)] for row in past.batch.held]
    return Answer({"file": past.batch.file, "held": data}, table(rows) or [_("No row of this import is held back.")])


def _problems(context: Context, past: Past) -> Answer:
    given = context.arguments
    if not given.to:
        raise UserError(_("The file to write is missing."), _("Give --to FILE."))
    check_ending(Path(given.to))
    book = problems_of_batch(context.work, past.id, given.in_language)
    path = write_problems(book, given.to)
    said = fill(
        ngettext("{file} was written, with {n} row.", "{file} was written, with {n} rows.", book.rows),
        file=path,
        n=format_number(book.rows),
    )
    return Answer({"file": path, "language": book.language, "rows": book.rows}, [said])


def _again(context: Context, past: Past) -> Answer:
    """Plan the held rows again, with more decisions, and import what is right now."""
    given = context.arguments
    plan = taken_up(context.work, past.id, read_mapping(Path(given.mapping)) if given.mapping else None)
    if not given.dry_run:
        operations.apply(context.work, plan)
    answer = plan_json(plan)
    words = _("{file}: new {new}, changed {changed}, same {same}, held back {held}")
    return Answer(answer, [fill(words, **{key: answer[key] for key in ("file", "new", "changed", "same", "held")})])


def _undo(context: Context, past: Past) -> Answer:
    done = batches.take_back(context.work, past.id)
    data: dict[str, Any] = {
        "file": done.file,
        "kept": [{"ref": one.ref, "title": one.title, "fields": list(one.fields)} for one in done.kept],
    }
    lines = [fill(_("The import of {file} is taken back."), file=done.file)]
    if done.kept:
        lines += [_("What was changed since then stays as it is."), *(kept_line(one) for one in done.kept)]
    return Answer(data, lines)


def kept_line(one: KeptEdit) -> str:
    """Name a proposal that stays, with the fields that somebody changed since it came in."""
    name = fill(_("{ref} {title}"), ref=one.ref, title=one.title)
    if not one.fields:
        return name
    return fill(_("{name}: {fields}"), name=name, fields=_(", ").join(_(field) for field in one.fields))


def _form_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", required=True, metavar="FILE", help=_("the workbook to write"))


def _form(context: Context) -> Answer:
    """Write the blank form in the language of the command."""
    name = context.arguments.to
    check_ending(Path(name))
    written = blank_form(context.work, Path(name), language())
    return Answer(
        {"file": str(written.path), "language": language()}, [fill(_("{file} was written."), file=written.path)]
    )


COMMANDS: Final[tuple[Command, ...]] = (
    Command("batches", N_("list imports, take one back, send its problems"), _batches, _arguments, writes=True),
    Command("form", N_("write the blank form for ministries"), _form, _form_arguments),
)
