"""Lists as files: what was written is read back the same; every item of a file is judged before anything is written."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES
from khartoum_desktop.proposals.catalogues import exchange, operations, queries
from khartoum_desktop.workspace import Workspace
from tests.proposals.catalogues.seeing import state


def book(path: Path, *rows: list[Any], sheet: str = "organisation") -> Path:
    made = Workbook()
    page = made.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    made.save(path)
    return path


def codes(work: Workspace, key: str) -> dict[str, str]:
    return {one.code: one.label() for one in queries.entries(work, queries.catalogue(work, key)) if not one.removed}


@pytest.mark.parametrize("ending", ["xlsx", "json"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_lists_are_read_back_the_same_in_every_language(
    work: Workspace, tmp_path: Path, ending: str, lang: str
) -> None:
    operations.add(
        work, queries.catalogue(work, "organisation"), "EVIL", {"label_en": "=1+1", "aliases": "+cmd\n@x\n-2"}
    )
    path = tmp_path / f"lists.{ending}"
    assert exchange.export(work, path, lang=lang) == len(queries.catalogues(work))
    plan = exchange.plan(work, path)
    assert (plan.count("same"), len(plan.items)) == (len(plan.items), sum(c.count for c in queries.catalogues(work)))
    assert exchange.take_in(work, plan, path) == ""


def test_the_workbook_is_safe_and_turned_in_arabic(work: Workspace, tmp_path: Path) -> None:
    operations.add(work, queries.catalogue(work, "organisation"), "EVIL", {"label_en": "=1+1"})
    exchange.export(work, tmp_path / "one.xlsx", ["organisation"], "ar")
    page = load_workbook(tmp_path / "one.xlsx")["organisation"]
    assert page.sheet_view.rightToLeft
    assert [(cell.value, cell.data_type) for cell in page[2]][2] == ("=1+1", "s")


def test_new_changed_same_and_refused_with_their_cells(work: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    operations.add(work, queries.catalogue(work, "organisation"), "OLD", {"label_en": "Old", "label_fr": "Vieux"})
    operations.add(work, queries.catalogue(work, "organisation"), "SAME", {"label_en": "Same"})
    before = state(work)
    book(
        path,
        ["A note above the table"],
        ["Code", "Name (English)", "Nom (français)", "Valid from", "Offered"],
        ["OLD", "Older", "Vieux", None, "yes"],
        ["SAME", "Same", None, None, None],
        ["FRESH", "Fresh", None, 2024, "no"],
        ["", "No code", None, None, None],
        ["IOM", "Taken", None, None, None],
        ["LATE", "Late", None, "soon", None],
        ["EMPTY", None, None, None, "yes"],
        ["ODD", "Odd", None, None, "perhaps"],
        ["FRESH", "Again", None, None, None],
        ["a b", "Bad", None, None, None],
    )
    plan = exchange.plan(work, path)
    assert state(work) == before
    assert [item.outcome for item in plan.items] == ["changed", "same", "new", *["refused"] * 7]
    places = [item.place.partition("!")[2] for item in plan.of("refused")]
    assert places == ["A6", "A7", "D8", "B9", "E10", "A11", "A12"] or places[3] in {"A9", "B9"}
    assert all(item.reason for item in plan.of("refused"))
    assert exchange.take_in(work, plan, path)
    assert codes(work, "organisation") == {"OLD": "Older", "SAME": "Same", "FRESH": "Fresh"}
    fresh = queries.entry(work, queries.catalogue(work, "organisation"), "FRESH")
    assert (fresh.text("valid_from"), fresh.active) == ("2024", False)
    work.undo()
    assert state(work) == before


def test_a_plan_is_of_one_moment(work: Workspace, tmp_path: Path) -> None:
    path = book(tmp_path / "in.xlsx", ["Code", "Name (English)"], ["NBI", "Nile Basin Initiative"])
    plan = exchange.plan(work, path)
    operations.add(work, queries.catalogue(work, "organisation"), "NBI", {"label_en": "Other"})
    with pytest.raises(UserError, match="meanwhile"):
        exchange.take_in(work, plan, path)
    assert codes(work, "organisation") == {"NBI": "Other"}


def test_fixed_lists_are_worded_and_sets_added_to(work: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    lists = {
        "state": [{"code": "IDEA", "label_en": "First thought"}, {"code": "NEW", "label_en": "New"}],
        "FR-2025-priorities.1": [
            {"code": "fr1", "label_fr": "Mobilité"},
            {"code": "fr2", "label_fr": "Visas", "parent": "fr1"},
        ],
        "nowhere": [{"code": "X", "label_en": "X"}],
        "jvap": [{"code": "JVAP-1", "label_en": None, "label_ar": None, "label_fr": None}],
    }
    path.write_text(json.dumps({"format": "khartoum-lists", "version": 1, "lists": lists}), encoding="utf-8")
    plan = exchange.plan(work, path)
    assert [item.outcome for item in plan.items] == ["changed", "refused", "new", "new", "refused", "refused"]
    exchange.take_in(work, plan, path)
    assert codes(work, "FR-2025-priorities.1") == {"fr1": "Mobilité", "fr2": "Visas"}
    assert codes(work, "state")["IDEA"] == "First thought"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": "khartoum-lists", "lists": {"jvap": [1]}}',
        b'{"format": "khartoum-lists", "lists": []}',
        b'{"format": "khartoum-lists", "lists": {}}',
        b'{"format": "khartoum-lists", "lists": {"jvap": {"code": "JVAP-1"}}}',
    ],
)
def test_what_is_no_file_of_lists_is_refused(work: Workspace, tmp_path: Path, content: bytes) -> None:
    for name in ("in.json", "in.xlsx", "in.txt"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UserError) as refusal:
            exchange.plan(work, tmp_path / name)
        assert refusal.value.remedy


def test_hostile_items_are_cleaned_or_refused(work: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    items = [
        {"code": "A", "label_en": "a\u202eb\x00c\nd", "aliases": ["x\ny", "z", {"no": 1}, 7], "extra": "x"},
        {"code": "B", "label_en": "x" * 1_000_000},
        {"code": ["C"], "label_en": "C"},
        {"code": "D", "label_en": {"deep": []}, "active": "maybe"},
        {"label_en": "no code"},
    ]
    data = {"format": "khartoum-lists", "version": 1, "lists": {"organisation": items}}
    path.write_text(json.dumps(data), encoding="utf-8")
    plan = exchange.plan(work, path)
    assert [item.outcome for item in plan.items] == ["new", *["refused"] * 4]
    exchange.take_in(work, plan, path)
    made = queries.entry(work, queries.catalogue(work, "organisation"), "A")
    assert (made.text("label_en"), made.text("aliases").split("\n")) == ("abc d", ["x", "y", "z", "7"])


def test_a_place_that_cannot_be_written_and_a_wrong_ending(work: Workspace, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere" / "a.json", tmp_path / "nowhere" / "a.xlsx", tmp_path / "a.csv"):
        with pytest.raises(UserError):
            exchange.export(work, path)
    with pytest.raises(UserError):
        exchange.export(work, tmp_path / "a.json", ["nowhere"])
    assert list(tmp_path.glob("*.json*")) == []
