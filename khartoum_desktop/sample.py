"""The sample: a fictional round to look around in, and a journey through the whole program without a window.

`python -m khartoum_desktop.sample build` makes the sample workspace (or finds it) so that the window opens on it;
`python -m khartoum_desktop.sample journey FOLDER` imports three ministries’ workbooks, marks, ranks, freezes a list
and exports it in Arabic and English, and says where each file is.
"""

import json
import sys
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from khartoum_desktop.core import dates, settings
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, set_language
from khartoum_desktop.core.paths import data_folder, resources_folder
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.exporting.operations import export, suggested_name
from khartoum_desktop.importing import operations as importing
from khartoum_desktop.importing.model import Status
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals import queries, shipped
from khartoum_desktop.proposals.fields import BY_KEY, Type
from khartoum_desktop.proposals.model import as_lines
from khartoum_desktop.proposals.values import parse_value
from khartoum_desktop.scoring import operations as scoring
from khartoum_desktop.scoring import queries as marks
from khartoum_desktop.scoring.criteria import Scale, Wording
from khartoum_desktop.scoring.model import Answer, Blank, parse_mark
from khartoum_desktop.scoring.rounds import operations as rounds
from khartoum_desktop.scoring.rounds.opening import open_first_round
from khartoum_desktop.shortlist import operations as shortlists
from khartoum_desktop.shortlist.listing import Cut
from khartoum_desktop.shortlist.queries import current_ranking, latest, listing, unexplained
from khartoum_desktop.storage.schema import Meeting, Proposal
from khartoum_desktop.workspace import EXTENSION, Person, Workspace, derived_id

PERSON: Final = Person("Nadia Fahmy", "EG")
WORKBOOKS: Final = {"sudan_interior.xlsx": "SD", "tunisia_employment.xlsx": "TN", "ethiopia_labour.xlsx": "ET"}
_PLACES: Final = 6  # on the journey's shortlist


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder() / "round.json").read_text(encoding="utf-8"))
    return content


def folder() -> Path:
    """Return where the sample's content and the three ministries' workbooks lie."""
    return resources_folder() / "sample"


# --- the sample workspace ---------------------------------------------------------------------------------------------


def fill_workspace(work: Workspace) -> int:
    """Put the fictional round into an empty workspace: proposals, assessors with marks, meetings. Return how many."""
    content = _content()
    ids = _add_proposals(work, content["proposals"])
    label = content["round"]
    open_first_round(work, Wording(ar=label["label_ar"], en=label["label_en"], fr=label["label_fr"]))
    current = marks.current_round(work)
    criteria = marks.criteria(work, current.criteria_set)
    assessors = {one["name"]: scoring.assessor_of(work, one["name"], one["delegation"]) for one in content["assessors"]}
    entries = []
    for ident, one in zip(ids, content["proposals"], strict=True):
        for name, given in one["marks"].items():
            for criterion in criteria.criteria:
                if given == Blank.CONFLICT:
                    answer = Answer(None, Blank.CONFLICT)
                elif criterion.key in given:
                    mark, *reason = given[criterion.key]
                    answer = Answer(parse_mark(str(mark), criteria.scale), None, reason[0] if reason else "")
                else:
                    continue
                entries.append(scoring.Entry(ident, criterion.id, assessors[name], answer))
    scoring.mark_many(work, entries, anybody=True)
    _submit(work, current, entries)
    _add_meetings(work, content["meetings"])
    return len(ids)


def _submit(work: Workspace, current: marks.Round, entries: Sequence[scoring.Entry]) -> None:
    """Submit every sheet that has marks; the sample leaves some incomplete, as they come from ministries."""
    sheets = [(entry.proposal, entry.assessor.id) for entry in entries]
    rounds.submit(work, current, sheets, complete=False, anybody=True)


def _add_proposals(work: Workspace, rows: Sequence[dict[str, Any]]) -> list[str]:
    lists = queries.lists_of(work)
    ids = []
    with work.step(N_("Fill in the sample round")) as step:
        for row, ref in zip(rows, proposals.minted(work, step.db, len(rows)), strict=True):
            fields = {key: value for key, value in row.items() if key in BY_KEY and key != "state"}
            given = {key: parse_value(BY_KEY[key], _as_json(key, value), lists) for key, value in fields.items()}
            plain = {key: value for key, value in given.items() if BY_KEY[key].stored}
            columns = proposals.with_defaults({**proposals.columns_for(plain, lists), "state": row["state"]})
            ident = step.add(Proposal, {**columns, "ref": ref})
            ids.append(ident)
            for key, value in given.items():
                if not BY_KEY[key].stored:
                    proposals.add_lines(step, ident, key, as_lines(value))
    return ids


def _as_json(key: str, value: object) -> object:
    """Codes are plain words in the sample; the first of a proposal's priorities is its main one."""
    if BY_KEY[key].type is not Type.CODES or not isinstance(value, list):
        return value
    return [{"code": code, "degree": "main"} if not place else {"code": code} for place, code in enumerate(value)]


def _add_meetings(work: Workspace, meetings: Sequence[dict[str, Any]]) -> None:
    with work.step(N_("Add the sample’s meetings")) as step:
        for one in meetings:
            values = {key: value for key, value in one.items() if value is not None}
            step.add(Meeting, values, derived_id("meeting", one["kind"], one["starts"]))


def build() -> Path:
    """Make the sample workspace in the person's own folder, unless it is there, and make it the next to open."""
    path = data_folder() / f"sample{EXTENSION}"
    if path.exists():
        settings.remember_workspace(path)
        return path
    work = Workspace.create(path, PERSON, genesis=shipped.genesis(), fill=fill_workspace)
    work.sit_down(PERSON)
    work.close()
    return path


# --- the journey ------------------------------------------------------------------------------------------------------


def journey(target: Path, today: date) -> list[Path]:
    """Walk once through everything, from ministries' workbooks to exported shortlists; return the files made."""
    target.mkdir(parents=True, exist_ok=True)
    path = target / f"journey{EXTENSION}"
    for old in target.glob(f"{path.name}*"):
        if old.is_file():
            old.unlink()
    work = Workspace.create(path, PERSON, genesis=shipped.genesis())
    try:
        work.sit_down(PERSON)
        open_first_round(work)
        _import_workbooks(work)
        _mark_all(work)
        _freeze(work)
        made = [path]
        for what in ("shortlist", "register"):
            for language in ("ar", "en"):
                file = target / suggested_name(what, language, today)
                made.append(export(work, what, file, language=language, today=today).path)
    finally:
        work.close()
    return made


def _import_workbooks(work: Workspace) -> None:
    for name, country in WORKBOOKS.items():
        found = plan(work, folder() / name, sender_country=country, accept_suggestions=True)
        importing.apply(work, found)
        new, held = found.count(Status.NEW), found.count(Status.HELD)
        _say(_("{file}: {new} new proposals, {held} rows held back"), file=name, new=new, held=held)


def _mark_all(work: Workspace) -> None:
    """Let two delegations mark every proposal; the marks are made up, but the same each time."""
    current = marks.current_round(work)
    criteria = marks.criteria(work, current.criteria_set)
    panel = [scoring.assessor_of(work, "Nadia Fahmy", "EG"), scoring.assessor_of(work, "Giulia Conti", "IT")]
    entries = [
        scoring.Entry(one.id, criterion.id, assessor, _made_up(place, number, seat, criteria.scale))
        for place, one in enumerate(sorted(marks.candidates(work), key=lambda one: one.ref))
        for number, criterion in enumerate(criteria.criteria)
        for seat, assessor in enumerate(panel)
    ]
    scoring.mark_many(work, entries)
    _submit(work, current, entries)
    _say(_("{n} marks given"), n=len(entries))


def _made_up(place: int, number: int, seat: int, scale: Scale) -> Answer:
    """Return a mark that depends on proposal, criterion and assessor only: some proposals are better than others."""
    quality = crc32(b"%d" % place) % 3
    mark = 1 + min(quality + crc32(b"%d %d %d" % (place, number, seat)) % 3, 4)
    return Answer(parse_mark(str(mark), scale), None, _("Made up for the sample journey."))


def _freeze(work: Workspace) -> None:
    ranking = current_ranking(work)
    ident = shortlists.create(work, _("Sample journey"))
    shortlists.add(work, ident, [line.id for line in ranking.official[:_PLACES]])
    shortlists.draw_cut(work, ident, Cut(number=_PLACES - 2))
    for place in unexplained(listing(work, latest(work)).places):
        shortlists.explain_place(work, ident, place.entry.proposal, _("Made up for the sample journey."))
    shortlists.freeze(work, ident)
    best = ranking.official[0]
    _say(_("Ranked {n} proposals; first is {ref}"), n=len(ranking.official), ref=best.candidate.ref)


def _say(template: str, **values: object) -> None:
    sys.stdout.write(strip_isolates(fill(template, **values)) + "\n")


def main(arguments: Sequence[str]) -> int:
    """Do what the first argument says."""
    set_language(settings.load().language)
    try:
        if arguments[:1] == ["journey"] and len(arguments) > 1:
            for file in journey(Path(arguments[1]), dates.today()):
                _say("{file}", file=file)
            return 0
        if arguments[:1] == ["build"]:
            _say("{file}", file=build())
            return 0
    except UserError as error:
        sys.stderr.write(strip_isolates(str(error)) + "\n")
        return 2
    sys.stderr.write("usage: python -m khartoum_desktop.sample build | journey FOLDER\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
