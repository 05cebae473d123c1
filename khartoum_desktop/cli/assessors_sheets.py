"""What `marks` does with assessors' sheets: it writes them into a folder, and takes them in when they come back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from khartoum_desktop.cli.frame import Answer, Context, progress_bar, table
from khartoum_desktop.core.dates import today
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import fold_key, strip_isolates
from khartoum_desktop.proposals.queries import by_ref
from khartoum_desktop.scoring.marksheets import operations, returning
from khartoum_desktop.scoring.marksheets.drafting import language_of, sheets_for, write_into
from khartoum_desktop.scoring.marksheets.plans import SheetPlan
from khartoum_desktop.scoring.queries import Assessor, Round
from khartoum_desktop.scoring.rounds.deadlines import is_late, late_count_sentence
from khartoum_desktop.workspace import Workspace


def write_out(context: Context, current: Round, folder: Path) -> Answer:
    """Write a sheet for each assessor of a round (or of --assessor) into a folder; UserError when that cannot be."""
    given, work = context.arguments, context.work
    ticked = [by_ref(work, ref) for ref in given.include or ()]
    wanted = [
        (one, given.in_language or language_of(work, one.id)) for one in _chosen(work, current, given.assessor or ())
    ]
    done = write_into(work, current, wanted, folder, today(), ticked=ticked, progress=progress_bar(folder.name))
    data: list[dict[str, Any]] = [
        {"file": str(one.path), "assessor": one.draft.assessor.name, "delegation": one.draft.assessor.delegation,
         "language": one.draft.language, "proposals": len(one.draft.subjects), "restricted": one.draft.restricted,
         "conflicts": one.draft.conflicts}
        for one in done
    ]  # fmt: skip
    rows = [[one["file"], one["assessor"], format_number(one["proposals"])] for one in data]
    return Answer({"sheets": data}, table([[_("File"), _("Assessor"), _("Proposals")], *rows]))


def _chosen(work: Workspace, current: Round, names: Sequence[str]) -> list[Assessor]:
    """Return the assessors of these names; without names everybody who is asked for something."""
    known = sheets_for(work, current)
    if not names:
        return [one.assessor for one in known if one.proposals]
    found = []
    for name in names:
        same = [one.assessor for one in known if fold_key(one.assessor.name) == fold_key(name)]
        if not same:
            raise UserError(
                fill(_("There is no assessor {name} in this round."), name=name),
                fill(_("There are: {names}."), names=listed(one.assessor.name for one in known) or "–"),
            )
        found += same
    return found


def take_back(context: Context, paths: Sequence[Path]) -> Answer:
    """Take assessors' sheets in as one step, or only say what that would do; UserError when none can be taken in."""
    given, work = context.arguments, context.work
    for option in ("round_name", "draft", "add_proposals", "delegation"):
        if getattr(given, option):
            raise UserError(
                fill(
                    _("An assessor’s sheet takes no {option}."),
                    option=f"--{option.removesuffix('_name')}".replace("_", "-"),
                ),
                _("Round, proposals and delegation are in the sheet; it is submitted where it is complete."),
            )
    bar = progress_bar(listed(path.name for path in paths[:3]))
    plans = returning.read_plans(work, paths, bar, reopen=given.reopen)
    refused = [one.refused for one in plans if one.refused is not None]
    if len(refused) == len(plans):
        said = " ".join(f"{one.file}: {one.refused.sentence}" for one in plans if one.refused)
        raise UserError(said, " ".join(dict.fromkeys(one.remedy for one in refused)))
    if not given.dry_run:
        operations.take_in(work, plans)
    lines = [line for one in plans for line in _lines(one)]
    in_vain = any(one.problems for one in plans) and not any(one.writes for one in plans)
    return Answer({"dry_run": given.dry_run, "sheets": [_json(one) for one in plans]}, lines, int(in_vain))


def _json(one: SheetPlan) -> dict[str, Any]:
    return {
        "file": one.file,
        "round": strip_isolates(one.round.label.text()) if one.round else None,
        "assessor": one.assessor.name if one.assessor else None,
        "delegation": one.assessor.delegation if one.assessor else None,
        "refused": strip_isolates(f"{one.refused.sentence} {one.refused.remedy}".strip()) if one.refused else None,
        "new": one.new,
        "changed": one.changed,
        "same": one.same,
        "not_assessed": one.empty,
        "submitted": len(one.submit),
        "late": len(one.submit) if one.round and is_late(one.round) else 0,
        "drafts": one.drafts,
        "reopened": len(one.reopened),
        "conflicts": len(one.conflicts),
        "problems": [
            {
                "cell": problem.cell,
                "problem": strip_isolates(problem.sentence),
                "remedy": strip_isolates(problem.remedy),
            }
            for problem in one.problems
        ],
        "notes": [strip_isolates(note) for note in _notes(one)],
    }


def _lines(one: SheetPlan) -> list[str]:
    if one.refused:
        return [f"{one.file}: {one.refused.sentence} {one.refused.remedy}".strip()]
    who = one.assessor.name if one.assessor else ""
    numbers = {"new": one.new, "changed": one.changed, "same": one.same, "empty": one.empty}
    head = fill(
        _("{file}, {who}: new {new}, changed {changed}, same {same}, not assessed {empty}"),
        file=one.file,
        who=who,
        **{name: format_number(number) for name, number in numbers.items()},
    )
    sent = ngettext("{n} sheet is submitted.", "{n} sheets are submitted.", len(one.submit))
    cells = [f"  {problem.cell}: {problem.sentence} {problem.remedy}".rstrip() for problem in one.problems]
    late = [late_count_sentence(one.round, len(one.submit))] if one.round and one.submit and is_late(one.round) else []
    return [head, fill(sent, n=format_number(len(one.submit))), *late, *_notes(one), *cells]


def _notes(one: SheetPlan) -> list[str]:
    """Return the notes of a sheet, and how to have its changes of what is submitted."""
    waits = one.differing and not one.reopen
    return [*one.notes, *([_("With --reopen, what is submitted is changed.")] if waits else [])]
