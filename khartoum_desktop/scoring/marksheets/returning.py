"""Assessors' sheets come back: first what would become of each, then all that is wanted as one step."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.marksheets.book import Place
from khartoum_desktop.scoring.marksheets.cell_reading import named
from khartoum_desktop.scoring.marksheets.judging import Judge
from khartoum_desktop.scoring.marksheets.plans import Problem, SheetPlan
from khartoum_desktop.scoring.marksheets.reading_back import Returned, read_back
from khartoum_desktop.scoring.queries import Assessor, Round
from khartoum_desktop.scoring.rounds.guards import only_own, refuse_closed
from khartoum_desktop.workspace import Workspace


def read_plans(
    work: Workspace, paths: Sequence[Path], progress: Progress = silent, *, reopen: bool = False
) -> tuple[SheetPlan, ...]:
    """Read the sheets and say what would become of each; what cannot be read is refused by itself, in its own plan.

    `reopen` changes what a coordinator brings for sheets that are submitted already.
    """
    found: list[SheetPlan] = []
    for place, path in enumerate(paths):
        progress(place, len(paths))
        try:
            returned = read_back(path, partial(_tick, progress, place, len(paths)))
        except UserError as error:
            found.append(SheetPlan(path.name, refused=Problem("", error.sentence, error.remedy)))
        else:
            found.append(plan(work, returned, reopen=reopen))
    return _without_twins(found)


def renewed(work: Workspace, plans: Sequence[SheetPlan]) -> tuple[SheetPlan, ...]:
    """Return what the sheets would do by now, without reading the files again."""
    return _without_twins(
        [one if one.returned is None else plan(work, one.returned, reopen=one.reopen) for one in plans]
    )


def _tick(progress: Progress, place: int, total: int, _done: int, _rows: int) -> None:
    progress(place, total)


def _without_twins(plans: Sequence[SheetPlan]) -> tuple[SheetPlan, ...]:
    """Refuse a sheet that came twice: the second where both say the same, else both."""
    by_owner: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, one in enumerate(plans):
        if one.returned is not None and one.refused is None:
            by_owner[one.returned.manifest.round, one.returned.manifest.assessor].append(place)
    found = list(plans)
    for places in by_owner.values():
        said = {_content(plans[place]) for place in places}
        for place in places[1:] if len(said) == 1 else places if len(places) > 1 else ():
            other = next(plans[each] for each in places if each != place)
            found[place] = replace(found[place], refused=_twin(other.file, same=len(said) == 1))
    return tuple(found)


def _content(one: SheetPlan) -> frozenset[tuple[Place, str, str]]:
    rows = one.returned.rows if one.returned else ()
    return frozenset((row.place, row.mark, row.reason) for row in rows)


def _twin(other: str, *, same: bool) -> Problem:
    if same:
        return Problem("", fill(_("It says the same as {file}, which is taken in."), file=other))
    return Problem(
        "",
        fill(_("{file} is a sheet of the same assessor, with other marks."), file=other),
        _("Take in only the one that counts."),
    )


def plan(work: Workspace, returned: Returned, *, reopen: bool = False) -> SheetPlan:
    """Compare a sheet with the workspace."""
    manifest = returned.manifest
    begun = SheetPlan(returned.file, returned, reopen=reopen)
    try:
        current, assessor = _whose(work, returned)
    except UserError as error:
        name = Assessor(manifest.assessor, named(manifest.name), named(manifest.delegation))
        return replace(begun, assessor=name, refused=Problem("", error.sentence, error.remedy))
    criteria = scoring.criteria(work, current.criteria_set)
    return Judge(work, current, criteria, assessor, returned).judged(begun)


def _whose(work: Workspace, returned: Returned) -> tuple[Round, Assessor]:
    """Return round and assessor of a sheet; UserError when it cannot be taken in at all."""
    manifest, file = returned.manifest, returned.file
    if not returned.is_whole:
        raise UserError(
            fill(_("The hidden ids of {file} were changed, so that nobody knows whose marks these are."), file=file),
            _("Ask for the workbook as it was sent out, with the marks filled in; or enter them by hand."),
        )
    current = next((one for one in scoring.rounds(work) if one.id == manifest.round), None)
    if current is None:
        raise UserError(
            fill(
                _("It belongs to the round “{name}”, which is not in this workspace."), name=named(manifest.round_name)
            ),
            _("Open the workspace from which the sheet was sent out."),
        )
    refuse_closed(current)
    if current.criteria_set != manifest.criteria_set:
        criteria = scoring.criteria(work, current.criteria_set)
        raise UserError(
            fill(
                _("It was written for other criteria (version {old}); the round now uses “{name}”, version {n}."),
                old=format_number(manifest.version),
                name=criteria.label.text(),
                n=format_number(criteria.version),
            ),
            _("Write new sheets for the round, and send them out again."),
        )
    own = only_own(work)
    if own is not None and manifest.assessor != own:
        raise UserError(
            fill(_("{name} is somebody else."), name=named(manifest.name)),
            _("An assessor brings in only their own marks; ask a coordinator."),
        )
    found = next((one for one in scoring.assessors(work) if one.id == manifest.assessor), None)
    if found is None:
        raise UserError(
            fill(_("{name} is no assessor in this workspace."), name=named(manifest.name)),
            _("Add the assessor to the round, then take the sheet in again."),
        )
    return current, found
