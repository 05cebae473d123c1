"""The command of marks in files: tables of marks in and out."""

import argparse
from pathlib import Path
from typing import Any, Final

from khartoum_desktop.cli.assessors_sheets import take_back, write_out
from khartoum_desktop.cli.frame import Answer, Command, Context, progress_bar, show_shape
from khartoum_desktop.cli.shapes import LATE, MARKS
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring.marksheets import exporting, operations, planning
from khartoum_desktop.scoring.marksheets.plans import Plan
from khartoum_desktop.scoring.marksheets.reading_back import sheets_in
from khartoum_desktop.scoring.marksheets.table import COLUMNS
from khartoum_desktop.scoring.rounds.deadlines import is_late, late_count_sentence
from khartoum_desktop.scoring.rounds.queries import round_named

_VERBS: Final = ("import", "export", "sheets")
_OPTIONS: Final = {  # of which verb each option is
    "draft": ("import",),
    "dry_run": ("import",),
    "reopen": ("import",),
    "add_proposals": ("import",),
    "delegation": ("import",),
    "to": ("export", "sheets"),
    "assessor": ("sheets",),
    "in_language": ("sheets",),
    "include": ("sheets",),
}


def _arguments(parser: argparse.ArgumentParser) -> None:
    shape = fill(_("The first row of the table names its columns: {columns}."), columns=",".join(COLUMNS))
    parser.description = f"{parser.description} {shape} " + _(
        "A proposal is named by its reference or title, a criterion by its key or label; blank is abstained, conflict, "
        "not_applicable or empty. The columns assessor, delegation, blank and reason may be missing: without an "
        "assessor the marks are those of the person at work. A row with neither mark nor blank means not assessed and "
        "changes nothing. All rows are taken in, or none; answers on sheets that are submitted change only with "
        "--reopen. The answer counts rows, new, changed, same, not_assessed, proposals, assessors, submitted, "
        "reopened, conflicts, interested (sheets of somebody with an interest in the proposal) and unreasoned (marks "
        "without the reason that they need: their sheets stay drafts); new_proposals and new_assessors name what "
        "was made."
    )
    show_shape(parser, MARKS, _(LATE))
    parser.add_argument("verb", choices=_VERBS, help=_("what to do"))
    parser.add_argument("words", nargs="*", metavar="FILE", help=_("import: a table, or assessors’ sheets or a folder"))
    parser.add_argument("--round", dest="round_name", metavar="NAME", help=_("which round; else the one in hand"))
    parser.add_argument("--draft", action="store_true", help=_("import: leave the sheets open instead of submitting"))
    parser.add_argument("--reopen", action="store_true", help=_("import: change submitted sheets, submitted again"))
    parser.add_argument("--dry-run", action="store_true", help=_("say what would happen and write nothing"))
    parser.add_argument("--add-proposals", action="store_true", help=_("import: make proposals that are not there"))
    parser.add_argument("--delegation", default="", metavar="CODE", help=_("import: of assessors without delegation"))
    parser.add_argument("--to", metavar="FILE", help=_("export: the file to write; sheets: the folder"))
    parser.add_argument("--assessor", action="append", metavar="NAME", help=_("sheets: only this assessor’s"))
    parser.add_argument("--in", dest="in_language", choices=LANGUAGES, help=_("sheets: their language"))
    parser.add_argument("--include", nargs="+", metavar="REF", help=_("sheets: restricted proposals they may hold"))


def _marks(context: Context) -> Answer:
    given = context.arguments
    for option, verbs in _OPTIONS.items():
        if getattr(given, option) and given.verb not in verbs:
            raise UserError(
                fill(_("“marks {verb}” takes no {option}."), verb=given.verb, option=f"--{option.replace('_', '-')}"),
                _("Run khartoum-desktop marks --help."),
            )
    return {"import": _import, "export": _export, "sheets": _sheets}[given.verb](context)


def _import(context: Context) -> Answer:
    given, work = context.arguments, context.work
    sheets = sheets_in([Path(word) for word in given.words])
    if sheets:
        return take_back(context, sheets)
    if len(given.words) != 1:
        raise UserError(
            _("One file with marks is to be named."), fill(_("Write it as: {usage}"), usage="marks import FILE")
        )
    name = given.words[0]
    found = planning.plan(
        work,
        Path(name),
        round_name=given.round_name,
        add_proposals=given.add_proposals,
        delegation=given.delegation,
        draft=given.draft,
        reopen=given.reopen,
        progress=progress_bar(name),
    )
    if not given.dry_run:
        operations.apply(work, found, progress=progress_bar(found.round.label.text()))
    return Answer(_counts(found, dry_run=given.dry_run), _lines(found, dry_run=given.dry_run))


def _counts(found: Plan, *, dry_run: bool) -> dict[str, Any]:
    return {
        "file": found.file,
        "round": found.round.label.text(),
        "dry_run": dry_run,
        "rows": found.rows,
        "new": found.new,
        "changed": found.changed,
        "same": found.same,
        "not_assessed": found.empty,
        "proposals": found.proposals,
        "assessors": len(found.assessors),
        "submitted": len(found.submit),
        "late": len(found.submit) if is_late(found.round) else 0,
        "reopened": len(found.reopened),
        "conflicts": len(found.conflicts),
        "interested": found.interested,
        "unreasoned": found.unreasoned,
        "new_proposals": [one.title for one in found.added],
        "new_assessors": [{"name": one.name, "delegation": one.delegation} for one in found.new_assessors],
        "ignored_columns": list(found.ignored),
    }


def _lines(found: Plan, *, dry_run: bool) -> list[str]:
    numbers = {
        "new": format_number(found.new),
        "changed": format_number(found.changed),
        "same": format_number(found.same),
        "empty": format_number(found.empty),
    }
    lines = [
        fill(_("{file}: new {new}, changed {changed}, same {same}, not assessed {empty}"), file=found.file, **numbers)
    ]
    if found.added:
        made = ngettext("{n} proposal is made: {titles}.", "{n} proposals are made: {titles}.", len(found.added))
        titles = listed(one.title for one in found.added[: planning.NAMED])
        lines.append(fill(made, n=format_number(len(found.added)), titles=titles))
    if found.ignored:
        lines.append(fill(_("Columns that mean nothing here: {names}."), names=listed(found.ignored)))
    sent = ngettext("{n} sheet is submitted.", "{n} sheets are submitted.", len(found.submit))
    lines.append(fill(sent, n=format_number(len(found.submit))))
    if found.submit and is_late(found.round):
        lines.append(late_count_sentence(found.round, len(found.submit)))
    if found.interested:
        own = ngettext(
            "{n} sheet marks a proposal in which its assessor has an interest; a coordinator brought it, so it counts.",
            "{n} sheets mark proposals in which their assessors have an interest; a coordinator brought them, so they "
            "count.",
            found.interested,
        )
        lines.append(fill(own, n=format_number(found.interested)))
    if found.unreasoned:
        bare = ngettext("{n} mark lacks its reason; it is taken in, its proposal stays a draft.",
                        "{n} marks lack their reason; they are taken in, their proposals stay drafts.",
                        found.unreasoned)  # fmt: skip
        lines.append(fill(bare, n=format_number(found.unreasoned)))
    if dry_run:
        lines.append(_("Nothing was written."))
    return lines


def _export(context: Context) -> Answer:
    given = context.arguments
    if not given.to:
        raise UserError(_("The file to write is missing."), _("Give --to FILE."))
    path = Path(given.to)
    count = exporting.write_marks(context.work, path, round_name=given.round_name)
    said = ngettext("{file} was written, with {n} answer.", "{file} was written, with {n} answers.", count)
    return Answer({"file": str(path), "marks": count}, [fill(said, file=path, n=format_number(count))])


def _sheets(context: Context) -> Answer:
    given, work = context.arguments, context.work
    if not given.to or given.words:
        raise UserError(_("The folder for the sheets is missing."), _("Give --to FOLDER."))
    return write_out(context, round_named(work, given.round_name), Path(given.to))


COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "marks",
        N_("take marks in from a file, or write them into one"),
        _marks,
        _arguments,
        writes=True,
        looks=frozenset({"export", "sheets"}),
    ),
)
