"""Two columns that say one field of a row differently: the field's own counts, else the first, and it is told."""

from khartoum_desktop.importing import assembling, decisions
from khartoum_desktop.importing.model import Plan, Weight
from tests.importing.conftest import Planned, Rows, sheet_of


def told(found: Plan) -> list[tuple[int, str, str]]:
    return [
        (one.row, one.column, dict(one.reason.args)["other"])
        for one in found.problems
        if one.reason.message in (assembling._TAKEN, assembling._NOT_TAKEN)
    ]


def test_a_title_by_script_beside_a_french_one_is_not_dropped(planned: Planned) -> None:
    rows: Rows = [
        ["Project title", "Title (French)", "Country"],
        ["Border clinics", "Cliniques de frontière", "Kenya"],
        ["Formation des gardes-frontières", "Cours des gardes", "Djibouti"],
        ["Renforcement des frontières", "Renforcement des frontières", "Djibouti"],
    ]
    found = planned(sheet_of(rows))
    titles = [(row.values.get("title_en"), row.values.get("title_fr")) for row in found.rows]
    assert titles == [
        ("Border clinics", "Cliniques de frontière"), (None, "Cours des gardes"), (None, "Renforcement des frontières"),
    ]  # fmt: skip
    assert told(found) == [(3, "B", "Formation des gardes-frontières")]
    turned = planned(sheet_of([[row[1], row[0], row[2]] for row in rows]))
    assert turned.rows[1].values["title_fr"] == "Cours des gardes"
    (problem,) = (one for one in turned.problems if one.row == 3)
    assert (problem.column, problem.original, problem.reason.weight) == (
        "B", "Formation des gardes-frontières", Weight.LEAVES,
    )  # fmt: skip


def test_the_language_that_a_person_chose_stands(planned: Planned) -> None:
    rows: Rows = [["Title", "Title (French)", "Country"], ["Formation des gardes", "Cours de gardes", "Djibouti"]]
    found = decisions.settle(planned(sheet_of(rows)), "Projects", "A", "language", "fr")
    assert [one[0] for one in told(found)] == [2]


def test_a_column_of_ends_wins_over_the_end_of_a_period(planned: Planned) -> None:
    rows: Rows = [
        ["Title", "Country", "Start date", "Duration", "End date"],
        ["Boats", "Kenya", "2025-05-13", "2025–2027", "2030-01-14"],
        ["Radio", "Kenya", "2026-05-13 - 2027-05-13", "12 months", "2029-01-14"],
        ["Cars", "Kenya", "2026-05-13 - 2027-05-13", "12 months", "2027-05-13"],
        ["Wells", "Kenya", "2025-01-01", "2025–2027", "2027-12-31"],
    ]
    found = planned(sheet_of(rows))
    assert [row.values["end_planned"] for row in found.rows] == ["2030-01-14", "2029-01-14", "2027-05-13", "2027-12-31"]
    assert [row.values["start_planned"] for row in found.rows] == ["2025-05-13", *["2026-05-13"] * 2, "2025-01-01"]
    assert told(found) == [(2, "E", "2027"), (3, "E", "2027-05-13")]


def test_women_in_a_column_of_their_own_count(planned: Planned) -> None:
    rows: Rows = [["Title", "Country", "Beneficiaries", "Women"], ["Boats", "Kenya", "M: 200, F: 300", 400]]
    found = planned(sheet_of(rows))
    assert found.rows[0].values["beneficiaries_women"] == 400
    assert told(found) == [(2, "D", "300")]
