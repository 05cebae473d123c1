"""Walks all that can be asked of a workspace: every function that is given one and reads, and every command."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import khartoum_desktop
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.proposals import past, queries
from khartoum_desktop.proposals.catalogues.queries import catalogues
from khartoum_desktop.proposals.rows import ALL
from khartoum_desktop.proposals.searches.model import Search
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.grids.origins import Origins
from khartoum_desktop.scoring.marksheets.drafting import draft
from khartoum_desktop.scoring.marksheets.reading_back import Returned, read_back
from khartoum_desktop.scoring.marksheets.returning import read_plans
from khartoum_desktop.scoring.marksheets.writing import write_sheet
from khartoum_desktop.scoring.queries import Assessor, Round, Tally
from khartoum_desktop.scoring.rounds.asking import assessor_id
from khartoum_desktop.shortlist import queries as shortlists
from khartoum_desktop.shortlist.choosing import reading
from khartoum_desktop.shortlist.choosing.queries import Room, room
from khartoum_desktop.shortlist.model import Ranking
from khartoum_desktop.shortlist.queries import Shortlist
from khartoum_desktop.shortlist.stability.queries import Stability, stability
from khartoum_desktop.shortlist.whatif.queries import Trials, trials
from khartoum_desktop.workspace import Workspace

NOT_ASKED: Final = {"operations", "ui", "toolkit", "window", "cli", "app", "__main__", "sample"}  # changes, and windows

# what is given a workspace and is not walked, by module or function, and why
LEFT_OUT: Final[Mapping[str, str]] = {
    "importing": "reads sheets and batches of proposals, and knows no marks; `import` and `batches` are walked",
    "proposals.attachments.parties": "changes",
    "proposals.attachments.queries": "files as such: their bytes are not covered",
    "proposals.catalogues.exchange": "reads and writes files of code lists",
    "proposals.catalogues.merging": "changes",
    "proposals.catalogues.sets": "changes",
    "proposals.catalogues.queries.entries": "needs a catalogue: walked by `lists`",
    "proposals.catalogues.queries.entry": "needs a catalogue: walked by `lists`",
    "proposals.comments.queries.unread_proposals": "a part of a statement; the counts run it",
    "proposals.damage.explained": "names what is damaged; walked by `check`",
    "proposals.duplicates.queries.finder_of": "a tool; `pairs` and `similar` ask it",
    "proposals.forgetting.queries": "names the rows to be forgotten by their ids; `forget` leaves out those of marks",
    "proposals.list_queries.lists_of": "code lists",
    "proposals.queries.lists_of": "code lists",
    "proposals.priorities": "changes, and how often a priority is named",
    "proposals.rates": "exchange rates and sums of costs",
    "proposals.references": "changes",
    "proposals.searches.conditions.clauses": "a part of a statement; `ids` runs it",
    "proposals.searches.ordering.orders_of": "a tool; `ids` asks it",
    "proposals.translation": "texts of proposals only",
    "scoring.grids.marking": "refuses, by what `scoring.queries.answers` shows",
    "scoring.marksheets.comparing.beyond_limits": "refuses; `planning.plan` asks it",
    "scoring.marksheets.drafting.write_into": "writes what `draft` reads",
    "scoring.marksheets.exporting.write_marks": "writes a file: walked by `marks export`",
    "scoring.rounds.changing": "changes",
    "scoring.rounds.guards": "refuses",
    "scoring.rounds.opening": "changes",
    "shortlist.choosing.queries.room": "holds the code lists too; `problem` and `choose` say what is in it",
    "shortlist.discussing.queries.discussion": "holds the code lists too; `discuss_first` and the command print it",
    "scoring.rounds.sight": "the rule itself: how much of one's own work is left",
}

Asked = Callable[[Workspace], Any]


def _round(work: Workspace) -> Round:
    return scoring.current_round(work)


def _criteria(work: Workspace) -> CriteriaSet:
    return scoring.criteria(work, _round(work).criteria_set)


def _proposal(work: Workspace) -> str:
    return queries.ids(work)[0]


def _list(work: Workspace) -> Shortlist:
    return shortlists.shortlists(work)[0]


def _oneself(work: Workspace) -> Assessor:
    assert work.person is not None
    name, delegation = work.person.name, work.person.delegation
    return Assessor(assessor_id(name, delegation), name, delegation)


def _table(work: Workspace) -> Path:
    """Return a table with marks of one's own: one as it is stored, and one that is new."""
    own, found = _oneself(work), scoring.candidates(work)
    rows = [f"{one.ref},1.1,{own.name},{own.delegation},4" for one in (found[2], found[3])]
    path = work.store.path.with_name("marks.csv")
    path.write_text("\n".join(["proposal,criterion,assessor,delegation,mark", *rows]), encoding="utf-8")
    return path


def _sheet(work: Workspace) -> Path:
    """Return one's own sheet as a workbook."""
    path = work.store.path.with_name("sheet.xlsx")
    if not path.exists():
        write_sheet(draft(work, _round(work), _oneself(work), "en"), path)
    return path


BY_TYPE: Final[Mapping[object, Asked]] = {
    Assessor: _oneself,
    Room: room,
    reading.Asked: lambda _work: reading.read('{"budget": null, "rules": [{"kind": "max", "by": "refs", "n": 2}]}'),
    Returned: lambda work: read_back(_sheet(work)),
    Round: _round,
    CriteriaSet: _criteria,
    Ranking: shortlists.current_ranking,
    Tally: lambda work: scoring.tally(work, _round(work), _criteria(work)),
    Shortlist: _list,
    Stability: stability,
    Trials: trials,
    Search: lambda _work: Search(),
    date: lambda _work: date(2026, 11, 26),
    Origins: lambda _work: Origins(),
}
BY_NAME: Final[Mapping[str, Asked]] = {
    "round_id": lambda work: _round(work).id,
    "agreed": lambda work: (_proposal(work), _criteria(work).criteria[0].id, _criteria(work).scale.maximum),
    "criteria_set": lambda work: _round(work).criteria_set,
    "presidency": lambda work: _round(work).presidency,
    "proposal": _proposal,
    "proposal_id": _proposal,
    "ident": _proposal,
    "keep": _proposal,
    "other": lambda work: queries.ids(work)[1],
    "proposals": queries.ids,
    "wanted": queries.ids,
    "ref": lambda work: scoring.candidates(work)[0].ref,
    "keys": lambda _work: ["ref", "title", "history", "state"],
    "words": lambda _work: "KP",
    "only": lambda _work: ALL,
    "number": lambda _work: 5,
    "name": lambda work: _list(work).name,
    "shortlist_id": lambda work: _list(work).id,
    "places": lambda work: shortlists.listing(work, _list(work)).places,
    "events": lambda work: past.events(work, _proposal(work)),
    "earlier": lambda _work: "",
    "later": lambda work: past.events(work, _proposal(work))[0].step,
    "scheme": lambda _work: "priority",
    "code": lambda _work: "1",
    "scoring.marksheets.drafting.draft code": lambda _work: "en",
    "key": lambda work: catalogues(work)[0].key,
    "what": lambda _work: "shortlist",
    "upper": lambda work: scoring.candidates(work)[0].ref,
    "people": lambda work: [_oneself(work), *scoring.assessors(work)],
    "path": _table,
    "paths": lambda work: [_sheet(work)],
    "plans": lambda work: read_plans(work, [_sheet(work)]),
    "lower": lambda work: scoring.candidates(work)[1].ref,
}


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield every public function of the program that is given a workspace first and is not left out, by its name."""
    for module in pkgutil.walk_packages(khartoum_desktop.__path__, "khartoum_desktop."):
        name = module.name.removeprefix("khartoum_desktop.")
        if NOT_ASKED & set(name.split(".")) and name != "exporting.operations":
            continue
        for own, function in vars(importlib.import_module(module.name)).items():
            whole = f"{name}.{own}"
            if own.startswith("_") or not inspect.isfunction(function) or function.__module__ != module.name:
                continue
            first = next(iter(inspect.signature(function).parameters.values()), None)
            left_out = any(whole == one or whole.startswith(f"{one}.") for one in LEFT_OUT)
            if first is not None and first.annotation in {Workspace, "Workspace"} and not left_out:
                yield whole, function


def asked(work: Workspace, assessors: tuple[str, ...]) -> dict[str, str]:
    """Return what every function answers, in words, by its name; a refusal is an answer too.

    What asks for an assessor is asked for each of these (ids), and "" for nobody or everybody.
    """
    found: dict[str, str] = {}
    for name, function in functions():
        if name in {"exporting.operations.export", "exporting.operations.read"}:
            continue  # write what the reports say: those are walked, and the command that writes them
        for who in assessors if "assessor" in inspect.signature(function).parameters else ("",):
            try:
                answer = function(work, **_given(name, function, work, who))
            except UserError as refused:
                answer = str(refused)
            found[f"{name} {who}"] = told(answer)
            assert " object at 0x" not in found[f"{name} {who}"], f"{name}: leave it out, and say why"
    return found


def _given(name: str, function: Callable[..., Any], work: Workspace, who: str) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for one in list(inspect.signature(function).parameters.values())[1:]:
        if one.name == "assessor" and one.annotation is not Assessor:
            given |= {one.name: who} if who or one.default is inspect.Parameter.empty else {}
        elif one.annotation in BY_TYPE:
            given[one.name] = BY_TYPE[one.annotation](work)
        elif one.default is inspect.Parameter.empty:
            found = BY_NAME.get(f"{name} {one.name}", BY_NAME.get(one.name))
            assert found is not None, f"{name}: say in walking.py what {one.name} is asked with, or leave it out"
            given[one.name] = found(work)
    return given


def told(value: Any) -> str:
    """Return all that a value says, the same for the same."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = (f"{field.name}={told(getattr(value, field.name))}" for field in fields(value))
        return f"{type(value).__name__}({', '.join(parts)})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(sorted(f"{told(key)}: {told(each)}" for key, each in value.items())) + "}"
    if isinstance(value, set | frozenset):
        return "{" + ", ".join(sorted(map(told, value))) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(told, value)) + "]"
    return repr(value)
