"""What the lists hold when they are shipped, and that an older workspace gets nothing but additions."""

import gzip
import json
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from khartoum_desktop.proposals.catalogues import queries
from khartoum_desktop.proposals.catalogues.model import Entry
from khartoum_desktop.proposals.shipped import Shipped, genesis
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Person, Workspace

NEW = frozenset({"chair", "steering_committee", "former_member", "jvap_area"})


def entries(work: Workspace, key: str) -> dict[str, Entry]:
    return {one.code: one for one in queries.entries(work, queries.catalogue(work, key))}


def test_the_counts_of_the_facts(work: Workspace) -> None:
    counts = {one.key: one.count for one in queries.catalogues(work)}
    wanted = {
        "member": 40, "former_member": 1, "partner": 33, "chair": 10, "steering_committee": 17, "meeting_kind": 7,
        "jvap": 5, "jvap_area": 20, "gcm": 23, "principle": 10, "sdg": 32, "crs": 49, "marker": 12, "instrument": 37,
        "organisation": 0, "EG-2024-priorities.1": 11, "EG-2024-cairo-action-plan.1": 5, "FR-2025-priorities.1": 0,
    }  # fmt: skip
    assert {key: counts[key] for key in wanted} == wanted
    in_force = {one.key for one in queries.catalogues(work) if one.set_id and one.in_force}
    assert in_force == {"EG-2024-priorities.1", "FR-2025-priorities.1"}


def test_every_list_has_a_source_and_every_item_three_names(work: Workspace) -> None:
    for which in queries.catalogues(work):
        assert which.source or which.key in {"organisation", "FR-2025-priorities.1"}, which.key
        for one in queries.entries(work, which):
            assert all(one.text(f"label_{lang}") for lang in ("ar", "en", "fr")), one
            assert one.shipped
            assert not one.altered


def test_chairs_follow_one_another_and_say_what_is_not_certain(work: Workspace) -> None:
    chairs = list(entries(work, "chair").values())
    assert [one.code for one in chairs] == [
        "EG-2014", "GB-2015", "ET-2017", "IT-2018", "ER-2019", "NL-2020", "SS-2022", "DE-2023", "EG-2024", "FR-2025",
    ]  # fmt: skip
    starts = [one.text("valid_from") for one in chairs]
    assert starts == sorted(starts)
    assert [one.code for one in chairs if one.text("quality") == "official"] == ["ER-2019", "EG-2024"]
    assert (chairs[-2].text("valid_from"), chairs[-2].text("valid_to")) == ("2024-04-17", "2025-04-09")


def test_seats_with_a_substitute_and_an_earlier_one(work: Workspace) -> None:
    seats = entries(work, "steering_committee")
    with work.reading() as db:
        table = TABLES["list_item"]
        rows = db.execute(table.select().where(table.c.scheme == "steering_committee")).mappings().all()
    about = {row["code"]: json.loads(row["extra"]) for row in rows}
    now = [code for code, one in seats.items() if one.active]
    assert Counter(about[code]["group"] for code in now) == {"EU": 6, "AFR": 7, "institution": 3}
    assert about["SO"]["substitute_for"] == "SD"
    assert (seats["GB"].active, seats["GB"].text("valid_to")) == (False, "2024")
    assert {one.text("quality") for one in seats.values()} == {"draft"}


def test_no_shipped_row_was_edited() -> None:
    """A released entry is never edited: other bytes would be a second beginning of the same row."""
    released = Path(__file__).with_name("released_genesis.json")
    known: dict[str, str] = json.loads(released.read_text("utf-8"))
    seen: dict[str, str] = {}
    for row in genesis():
        seen.setdefault(f"{row.kind} {row.row}", fingerprint(row))
    assert {key: seen.get(key) for key in known} == known


def fingerprint(row: Shipped) -> str:
    text = json.dumps(dict(row.values), ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:12]


def older(rows: Sequence[Shipped]) -> list[Shipped]:
    return [row for row in rows if row.values.get("scheme") not in NEW]


def test_an_older_workspace_gets_additions_only(tmp_path: Path) -> None:
    path = tmp_path / "old.khartoum"
    old = Workspace.create(path, Person("Nadia Fahmy", "EG"), genesis=older(genesis()))
    before = {row["id"]: dict(row) for row in _rows(old)}
    assert "chair" not in {one.key for one in queries.catalogues(old)}
    old.close()
    new = Workspace.open(path, genesis=genesis())
    after = {row["id"]: dict(row) for row in _rows(new)}
    assert {key: after[key] for key in before} == before
    assert {after[key]["scheme"] for key in after.keys() - before.keys()} == NEW
    assert new.store.check() == []
    with new.reading() as db:
        assert db.execute(TABLES["conflict"].select()).first() is None
    fresh = Workspace.create(tmp_path / "fresh.khartoum", Person("Amina", "SD"), genesis=genesis())
    assert fresh.store.digest() == new.store.digest()
    fresh.close()
    new.close()


def test_a_workspace_without_any_list_gets_them_all(tmp_path: Path) -> None:
    path = tmp_path / "first.khartoum"
    path.write_bytes(gzip.decompress((Path(__file__).parents[2] / "data" / "schema_1.khartoum.gz").read_bytes()))
    work = Workspace.open(path, genesis=genesis())
    assert {one.key for one in queries.catalogues(work)} >= NEW
    assert work.store.check() == []
    assert work.store.ship(genesis()) == 0
    work.close()


def _rows(work: Workspace) -> list[dict[str, object]]:
    with work.reading() as db:
        return [dict(row) for row in db.execute(TABLES["list_item"].select()).mappings()]
