"""A criteria set as JSON: what is written reads back as the same set, and every refusal names its place."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.criteria import Weighting
from khartoum_desktop.scoring.grids import exchange
from khartoum_desktop.scoring.grids.importing import read, read_file
from khartoum_desktop.scoring.grids.model import GridError, warnings
from khartoum_desktop.scoring.model import parse_mark
from tests.scoring.grids.building import Data, full, plain, text


def test_the_shape_of_the_issue() -> None:
    found = read(text(plain())).criteria
    assert found.label.en == "Offices"
    assert [found.weight_of(one) for one in found.criteria] == [32, 26]
    assert [found.scale.low, found.scale.high, found.scale.number(found.scale.step)] == [0, 100, 1]
    assert exchange.data(found) == plain() | {"key": "offices", "version": 1}


def test_every_part_reads_back() -> None:
    written = full()
    found = read(text(written)).criteria
    written["limits"].sort(key=lambda limit: json.dumps(limit, sort_keys=True))
    assert exchange.data(found) == written
    assert exchange.data(read(text(exchange.data(found))).criteria) == written
    assert found.total_weight == 100
    assert found.weighting is Weighting.ORDER


WORDS = st.dictionaries(st.sampled_from(["ar", "en", "fr"]), st.text("abc نص é", min_size=1).map(str.strip), min_size=1)
NUMBERS = st.decimals(0, 10**6, places=9, allow_nan=False).map(lambda number: format(number, "f"))


@st.composite
def sets(draw: st.DrawFn) -> Data:
    steps, step = draw(st.integers(1, 8)), draw(st.integers(1, 400))
    low = draw(st.integers(-50, 50))
    marks = [f"{Fraction(low) + Fraction(place * step, 8)}" for place in range(steps + 1)]
    count = draw(st.integers(1, 6))
    criteria = [
        {
            "key": f"k{place}",
            "label": draw(WORDS.filter(lambda words: all(words.values()))),
            "weight": draw(NUMBERS) if place else "0.5",
            "threshold": draw(st.sampled_from([None, *marks])),
            "group": draw(st.sampled_from([None, "A", "مجموعة"])),
            "levels": [{"mark": mark, "text": "said"} for mark in draw(st.sets(st.sampled_from(marks)))],
        }
        for place in range(count)
    ]
    return {
        "name": draw(st.text("xyz", min_size=1)),
        "scale": {"min": marks[0], "max": marks[-1], "step": f"{Fraction(step, 8)}"},
        "aggregation": draw(st.sampled_from(["delegation", "mean", "median"])),
        "reason_for": list(draw(st.sets(st.sampled_from(marks)))),
        "threshold_total": draw(st.sampled_from([None, "10", "0.125"])),
        "criteria": criteria,
    }


@given(sets())
def test_export_and_import_are_the_identity(data: Data) -> None:
    first = read(text(data)).criteria
    second = read(text(exchange.data(first))).criteria
    assert exchange.data(second) == exchange.data(first)
    assert [second.weight_of(one) for one in second.criteria] == [Fraction(one["weight"]) for one in data["criteria"]]
    assert exchange.content(second) == exchange.content(first)


def test_numbers_of_json_are_as_exact_as_texts() -> None:
    loose = text(plain()).replace('"32"', "0.1458").replace('"26"', "2.6e1").replace('"100"', "100")
    found = read(loose).criteria
    assert [found.weight_of(one) for one in found.criteria] == [Fraction("0.1458"), 26]
    for written, weight in ((".33", "0.33"), ("+0.33", "0.33"), ("1.", "1"), ("1e2", "100"), ("3,5", "3.5"),
                            ("0,125", "0.125"), ("1234,567", "1234.567"), ("٣٫٥", "3.5")):  # fmt: skip
        found = read(text(plain()).replace('"32"', f'"{written}"')).criteria
        assert found.weight_of(found.criteria[0]) == Fraction(weight)
    arabic = text(plain()).replace('"32"', '"٣٢٫٥"')
    assert read(arabic).criteria.weight_of(read(arabic).criteria.criteria[0]) == Fraction("32.5")


def test_what_may_be_left_out() -> None:
    data = {
        "name": "نصي",
        "scale": {"min": 1, "max": 5},
        "criteria": [
            {"label": "Need", "weight": 1, "group": "Relevance"},
            {"label": "حاجة", "weight": "1/3", "group": "relevance"},
            {"key": "1", "weight": 1},
        ],
        "note": "x",
    }
    said = read(text(data))
    found = said.criteria
    assert [one.key for one in found.criteria] == ["4", "2", "1"]  # the place, unless another has that key
    assert [one.label.text() for one in found.criteria] == ["Need", "حاجة", "1"]
    assert found.criteria[1].label.ar == found.criteria[1].label.text("ar")
    assert [group.key for group in found.groups] == ["Relevance"]
    assert found.aggregation == "delegation"
    assert found.scale.number(found.scale.step) == 1
    assert (said.ignored, said.numbered) == (("note",), ("4", "2"))
    assert found.weight_of(found.criteria[1]) == Fraction(1, 3)


def test_what_criteria_prints_can_be_taken_in() -> None:
    printed = plain() | {"label": {"en": "Offices", "fr": "Bureaux"}, "points_max": "5800", "groups": []}
    assert read(text(printed)).criteria.label.fr == "Bureaux"
    assert read(text(printed)).ignored == ()


Change = Callable[[Data], object]


def put(*path: str | int, to: object) -> Change:
    """Return what writes a value at a place of a set."""

    def change(data: Data) -> None:
        part: Any = data
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = to

    return change


REFUSED: list[tuple[Change, str]] = [
    (put("criteria", to=[]), "criteria: "),
    (put("criteria", to={}), "criteria: "),
    (put("criteria", to=[3]), "criteria[0]: "),
    (put("criteria", to=[{"label": "x", "weight": 1}] * 201), "criteria: "),
    (put("criteria", 1, "key", to="c"), "criteria[1].key: "),
    (put("criteria", 1, "key", to="k" * 41), "criteria[1].key: "),
    (put("criteria", 1, "label", to="k" * 1_000_000), "criteria[1].label: "),
    (put("criteria", 1, "label", to=5), "criteria[1].label: "),
    (put("criteria", 1, "label", to={"de": "Nähe"}), "criteria[1].label: "),
    (put("criteria", 1, "weight", to=None), "criteria[1].weight: "),
    (put("criteria", 1, "weight", to="-1"), "criteria[1].weight: "),
    (put("criteria", 1, "weight", to="ten"), "criteria[1].weight: "),
    (put("criteria", 1, "weight", to="1,500"), "criteria[1].weight: "),
    (put("criteria", 1, "weight", to="1,234.5"), "criteria[1].weight: "),
    (put("criteria", 1, "weight", to="1,2,3"), "criteria[1].weight: "),
    (put("criteria", 1, "weight", to="1e400"), "criteria[1].weight: "),
    (put("criteria", 1, "weight", to="NaN"), "criteria[1].weight: "),
    (put("criteria", 1, "weight", to="0.0000000000001"), "criteria[1].weight: "),
    (put("criteria", 1, "weight", to=[1]), "criteria[1].weight: "),
    (put("criteria", 1, "weight", to=True), "criteria[1].weight: "),
    (put("criteria", 1, "threshold", to="101"), "criteria[1].threshold: "),
    (put("criteria", 1, "levels", to=[{"mark": "0.5", "text": "x"}]), "criteria[1].levels[0].mark: "),
    (put("criteria", 1, "levels", to=[{"mark": "1"}, {"mark": "1"}]), "criteria[1].levels[1].mark: "),
    (put("criteria", 1, "question", to={"en": "x" * 1001}), "criteria[1].question.en: "),
    (put("scale", to=None), "scale: "),
    (put("scale", to="1-5"), "scale: "),
    (put("scale", "min", to="100"), "scale: "),
    (put("scale", "min", to=None), "scale.min: "),
    (put("scale", "step", to="0"), "scale.step: "),
    (put("scale", "step", to="-1"), "scale.step: "),
    (put("scale", "step", to="3"), "scale.step: "),
    (put("name", to=""), "name: "),
    (put("name", to=3), "name: "),
    (put("version", to="0"), "version: "),
    (put("version", to="1.5"), "version: "),
    (put("aggregation", to="best"), "aggregation: "),
    (put("weighting", to="swing"), "criteria[0].swing: "),
    (put("weighting", to="order"), "criteria[0].importance: "),
    (put("reason_for", to=["0.5"]), "reason_for[0]: "),
    (put("threshold_total", to="0.0001"), "threshold_total: "),
    (put("threshold_total", to="-1"), "threshold_total: "),
    (put("groups", to=[{"key": "1"}, {"key": "1"}]), "groups[1].key: "),
    (put("groups", to=[{"key": "1", "threshold_marks": "5"}]), "groups[0].threshold_marks: "),
    (put("limits", to=[{"criterion": "X", "most": "5", "unless": {"priorities": 1}}]), "limits[0].criterion: "),
    (put("limits", to=[{"criterion": "C", "most": "100", "unless": {"priorities": 1}}]), "limits[0].most: "),
    (put("limits", to=[{"criterion": "C", "most": "5", "unless": {"criterion": "C", "least": "5"}}]),
     "limits[0].unless.criterion: "),
    (put("limits", to=[{"criterion": "C", "most": "5", "unless": {"criterion": "V", "least": "0"}}]),
     "limits[0].unless.least: "),
    (put("limits", to=[{"criterion": "C", "most": "5", "unless": {"priorities": 0}}]), "limits[0].unless.priorities: "),
    (put("limits", to=[{"criterion": "C", "most": "5", "unless": {"eligible": "x"}}]), "limits[0].unless.eligible: "),
    (put("limits", to=[{"criterion": "C", "most": "5", "unless": {"criterion": "V", "least": "5"}},
                       {"criterion": "V", "most": "5", "unless": {"criterion": "C", "least": "5"}}]), "limits: "),
    (put("checklist", to=[{"key": "a", "label": "x", "obligatory": "yes"}]), "checklist[0].obligatory: "),
    (put("checklist", to=[{"key": "a"}]), "checklist[0].label: "),
]  # fmt: skip


@pytest.mark.parametrize(("change", "place"), REFUSED, ids=[place for _change, place in REFUSED])
def test_a_refusal_names_its_place(change: Change, place: str) -> None:
    data = plain()
    change(data)
    with pytest.raises(UserError) as refused:
        read(text(data))
    error = refused.value.__cause__
    assert isinstance(error, GridError)
    assert f"{error.place}: " == place
    assert refused.value.remedy


def test_a_place_is_named_as_people_count() -> None:
    for change, words in (
        (put("criteria", 0, "weight", to="-1"), "criterion 1 (C), weight: "),
        (put("criteria", 1, "levels", to=[{"mark": "0.5", "text": "x"}]), "criterion 2 (V), worded level 1, mark: "),
        (put("criteria", 1, "key", to="c"), "criterion 2 (c), key: The key “c” is already that of criterion 1."),
        (put("scale", "min", to=None), "scale, min: "),
    ):
        data = plain()
        change(data)
        with pytest.raises(UserError) as refused:
            read(text(data))
        assert strip_isolates(refused.value.sentence).startswith(words)


@pytest.mark.parametrize(
    ("change", "known"),
    [
        (put("criteria", 0, "treshold", to="3"), "“threshold”"),
        (put("scale", "stepp", to="1"), "“step”"),
        (put("groups", to=[{"key": "1", "treshold_marks": "5"}]), "“threshold_marks”"),
        (put("criteria", 0, "colour", to="red"), "threshold"),
    ],
)
def test_a_misspelt_member_is_refused_with_the_right_one(change: Change, known: str) -> None:
    data = plain()
    change(data)
    with pytest.raises(UserError, match="is not known here") as refused:
        read(text(data))
    assert known in strip_isolates(refused.value.remedy)


def test_weights_of_twelve_decimals_stay_exact() -> None:
    data = plain()
    for one in data["criteria"]:
        one["weight"] = "0.333333333333"
    found = read(text(data)).criteria
    assert {found.weight_of(one) for one in found.criteria} == {Fraction("0.333333333333")}
    assert exchange.data(found)["criteria"][0]["weight"] == "0.333333333333"


def test_a_scale_in_thirds_stays_exact() -> None:
    data = plain() | {"scale": {"min": "0", "max": "1", "step": "1/3"}}
    found = read(text(data)).criteria
    assert exchange.data(found)["scale"] == {"min": "0", "max": "1", "step": "1/3"}
    assert parse_mark("2/3", found.scale) == 2 * found.scale.step


def test_all_weights_0_are_refused_but_one_may_be() -> None:
    data = plain()
    data["criteria"][0]["weight"] = 0
    assert warnings(read(text(data)).criteria) == ["These criteria have no weight: \u2066\u2068C\u2069\u2069."]
    data["criteria"][1]["weight"] = 0
    with pytest.raises(UserError, match="All weights are 0"):
        read(text(data))


def test_weights_that_do_not_follow_from_their_order_are_refused() -> None:
    data = full()
    data["criteria"][1]["weight"] = "28"
    with pytest.raises(UserError) as refused:
        read(text(data))
    assert strip_isolates(str(refused.value)).startswith("criterion 2 (")
    assert "250/9" in refused.value.remedy


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{", b'{"name": NaN}', b"[" * 100_000, b'{"name": 1, "name": 2}', b"\xff\xfe{\x00}\x00",
        '{"name": "Büro"}'.encode("latin-1"), b"PK\x03\x04\x00", b'{"name": Infinity}', b" " * 8_000_001,
    ],
)  # fmt: skip
def test_a_file_that_holds_no_set_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "set.json"
    file.write_bytes(content)
    with pytest.raises(UserError) as refused:
        read_file(file)
    assert refused.value.remedy


def test_a_byte_order_mark_and_hostile_texts_are_cleaned_away(tmp_path: Path) -> None:
    data = plain()
    data["criteria"][0]["label"] = {"en": "Clo\u202ese\u0000ness\n \ud800x"}
    file = tmp_path / "set.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(data).encode())
    assert read_file(file).criteria.criteria[0].label.en == "Closeness x"
    with pytest.raises(UserError):
        read_file(tmp_path / "none.json")
    with pytest.raises(UserError):
        read_file(tmp_path)
