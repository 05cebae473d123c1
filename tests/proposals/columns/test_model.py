"""A choice of columns: its laws, and its JSON, which takes nothing that it would not have written."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.proposals.columns.model import (
    NARROWEST,
    OVERVIEW,
    SHIPPED,
    WIDEST,
    ColumnChoice,
    Shown,
    clean_name,
    is_numeric,
    label_of,
    shipped_sets,
    showable,
    usual_width,
)

columns = st.builds(
    Shown,
    st.sampled_from(showable()),
    st.one_of(st.just(0), st.integers(NARROWEST, WIDEST)),
    st.booleans(),
)
choices = st.lists(columns, min_size=1, unique_by=lambda one: one.key).map(ColumnChoice.of)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["version", "columns", "key", "width", "pinned", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(choices)
def test_a_choice_comes_back_from_its_json(choice: ColumnChoice) -> None:
    assert ColumnChoice.from_json(choice.to_json()) == choice
    assert ColumnChoice.from_json(choice.to_json()).to_json() == choice.to_json()


@given(anything)
def test_json_of_anything_else_is_refused_or_written_alike(value: object) -> None:
    text = json.dumps(value)
    try:
        choice = ColumnChoice.from_json(text)
    except UserError:
        return
    assert ColumnChoice.from_json(choice.to_json()) == choice


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing",
        "[]",
        "[" * 100_000,
        '{"version":1,"columns":[]}',
        '{"version":2,"columns":[{"key":"title"}]}',
        '{"version":true,"columns":[{"key":"title"}]}',
        '{"version":1,"columns":[{"key":"title"}],"more":1}',
        '{"version":1,"columns":[{"key":"title"},{"key":"title"}]}',
        '{"version":1,"columns":[{"key":"no_such_field"}]}',
        '{"version":1,"columns":[{"key":"history"}]}',
        '{"version":1,"columns":[{"key":"title","width":1}]}',
        '{"version":1,"columns":[{"key":"title","width":true}]}',
        '{"version":1,"columns":[{"key":"title","width":9999999}]}',
        '{"version":1,"columns":[{"key":"title","pinned":1}]}',
        '{"version":1,"columns":[{"key":"title","colour":"red"}]}',
        '{"version":1,"columns":[{"width":100}]}',
        '{"version":1,"columns":"title"}',
    ],
)
def test_what_it_would_not_write_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        ColumnChoice.from_json(text)


@given(choices, st.data())
def test_moving_pinning_and_hiding_lose_nothing_and_keep_the_pinned_first(
    choice: ColumnChoice, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(choice.keys))
    place = data.draw(st.integers(-3, len(choice.keys) + 3))
    for changed in (
        choice.moved(key, place),
        choice.with_pinned(key, pinned=True),
        choice.with_pinned(key, pinned=False),
        choice.with_width(key, place * 100),
    ):
        assert sorted(changed.keys) == sorted(choice.keys)
        assert ColumnChoice.of(changed.columns) == changed
    assert choice.hidden(key).keys in {tuple(one for one in choice.keys if one != key), choice.keys}
    assert choice.hidden(key).shown(key).place(key) >= 0
    assert all(column.pinned for column in choice.columns[: choice.pinned])


def test_the_last_column_cannot_be_hidden() -> None:
    one = ColumnChoice.of([Shown("ref")])
    assert one.hidden("ref") == one


def test_a_column_goes_where_it_is_moved_unless_pinned_ones_are_there() -> None:
    choice = ColumnChoice.of([Shown("title", pinned=True), Shown("ref"), Shown("state")])
    assert choice.moved("state", 1).keys == ("title", "state", "ref")
    assert choice.moved("state", 0).keys == ("title", "state", "ref")
    assert choice.moved("title", 2).keys == ("title", "ref", "state")
    assert choice.with_pinned("state", pinned=True).keys == ("title", "state", "ref")
    assert choice.with_width("ref", 5).columns[1].width == NARROWEST
    assert choice.with_width("ref", 0).columns[1].width == 0


def test_every_column_has_a_name_and_a_width() -> None:
    assert all(label_of(key) for key in showable())
    assert [key for key in showable() if not usual_width(key)] == ["title"]
    assert is_numeric("budget_total")
    assert is_numeric("risks")
    assert not is_numeric("parties")
    assert not is_numeric("title")
    assert is_numeric("completeness")


def test_shipped_sets_are_choices_like_any_other() -> None:
    assert [one.name for one in shipped_sets()] == ["Overview", "Completing", "Money", "Translation"]
    assert SHIPPED["overview"][1] == OVERVIEW
    for one in shipped_sets():
        assert ColumnChoice.from_json(one.choice.to_json()) == one.choice


def test_names_are_cleaned_or_refused() -> None:
    assert clean_name("  For\n the \u202emeeting\0 ") == "For the meeting"
    for wrong in ("", " \u200f ", "x" * 81):
        with pytest.raises(UserError):
            clean_name(wrong)
