"""What the program ships: the same rows everywhere, in the shapes of the store."""

from pathlib import Path

from sqlalchemy import func, select

from khartoum_desktop.proposals.priorities import set_presidency
from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.proposals.shipped import criteria_set_id, genesis, list_item_id
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Person, Workspace


def test_ids_are_unique_and_values_are_columns() -> None:
    rows = genesis()
    assert len({(row.kind, row.row) for row in rows}) == len(rows)
    for row in rows:
        assert row.values.keys() <= set(TABLES[row.kind].c.keys()), row
        assert None not in row.values.values()


def test_members_priorities_and_criteria_are_there(work: Workspace) -> None:
    with work.reading() as db:
        number = {
            kind: db.execute(select(func.count()).select_from(TABLES[kind])).scalar_one()
            for kind in ("presidency", "criteria_set", "criterion", "level")
        }
        member = db.execute(
            select(TABLES["list_item"]).where(TABLES["list_item"].c.id == list_item_id("member", "EG"))
        ).one()
        scale = db.execute(
            select(TABLES["criteria_set"]).where(TABLES["criteria_set"].c.id == criteria_set_id("default"))
        ).one()
    assert number == {"presidency": 2, "criteria_set": 4, "criterion": 18 + 9 + 3 + 8, "level": 185}
    assert (member.label_ar, member.code) == ("مصر", "EG")
    assert (scale.scale_min, scale.scale_max, scale.scale_step) == (1000, 5000, 1000)
    assert scale.reason_for == "1000\n2000\n5000"


def test_two_laptops_hold_the_same_shipped_rows(tmp_path: Path) -> None:
    digests = []
    for name in ("one", "two"):
        work = Workspace.create(tmp_path / f"{name}.khartoum", Person(name, "KE"), genesis=genesis())
        digests.append(work.store.digest())
        assert work.store.check() == []
        work.close()
    assert digests[0] == digests[1]


def test_egypts_eight_priorities_are_in_force_at_first(work: Workspace) -> None:
    lists = lists_of(work)
    scored = [item for item in lists.items("priority") if item.scored]
    assert lists.presidency == "EG-2024"
    assert [item.code for item in scored] == [
        "regular_pathways",
        "skills",
        "hum_dev_nexus",
        "peace_displacement",
        "climate_migration",
        "counter_smuggling",
        "counter_trafficking",
        "burden_sharing",
    ]
    assert scored[0].labels["ar"] == "دعم مسارات الهجرة النظامية"


def test_another_presidency_has_its_own_set_and_undo_brings_the_first_back(work: Workspace) -> None:
    set_presidency(work, "FR-2025")
    assert (lists_of(work).presidency, lists_of(work).items("priority")) == ("FR-2025", ())
    set_presidency(work, "TN")
    assert (lists_of(work).presidency, lists_of(work).items("priority")) == ("TN", ())
    set_presidency(work, "EG-2024")
    assert len(lists_of(work).items("priority")) == 11
    work.undo()
    assert lists_of(work).presidency == "TN"
