"""Changes of a set keep what they do not touch, exactly; weights follow, and a copy says what became of each."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.scoring.criteria import CriteriaSet, Weighting, Wording
from khartoum_desktop.scoring.grids import editing, exchange
from khartoum_desktop.scoring.grids.importing import read
from khartoum_desktop.scoring.grids.model import GridError, check
from khartoum_desktop.scoring.grids.weights import reweighed
from tests.scoring.grids.building import full, plain, text


def whole() -> CriteriaSet:
    return exchange.settled(read(text(full())).criteria, "set")


@given(st.fractions(max_denominator=1000))
def test_a_finer_unit_changes_nothing_that_is_said(number: Fraction) -> None:
    fresh, (mark,) = editing.marked(whole(), number)
    assert exchange.data(fresh) == exchange.data(whole())
    assert fresh.scale.number(mark or 0) == number


@given(st.lists(st.sampled_from(["drop", "add", "number", "swing", "order", "up"]), max_size=12))
def test_whatever_comes_and_goes_weights_follow_and_the_set_reads_back(steps: list[str]) -> None:
    one = whole()
    for place, step in enumerate(steps):
        last = one.criteria[-1].id
        if step == "drop":
            one = editing.removed(one, one.criteria[0].id) if len(one.criteria) > 1 else one
        elif step == "add":
            one = editing.added(one, f"new {place}", Wording(en="More"), one.criteria[0].group)
        elif step == "up":
            one = editing.moved(one, last, -1)
        else:
            one = reweighed(one, Weighting(step))
        one = replace(one, groups=tuple(replace(group, threshold_marks=None) for group in one.groups))
        check(one)
        assert exchange.data(read(text(exchange.data(one))).criteria) == exchange.data(one)


def test_what_goes_takes_along_what_is_about_it() -> None:
    one = whole()
    first = one.criterion("1.1").id
    assert {limit.kind for limit in editing.removed(one, first).limits} == {"priorities", "eligibility"}
    assert {limit.kind for limit in editing.without_item(one, one.checklist[0].id).limits} == {"mark", "priorities"}
    loose = editing.without_group(one, one.groups[0].id)
    assert [line.group for line in loose.criteria] == [None, None, one.groups[1].id]


def test_another_scale_drops_what_is_not_on_it() -> None:
    narrow = editing.with_scale(whole(), Fraction(1), Fraction(5), Fraction(1))
    assert [level.mark for level in narrow.criteria[0].levels] == []
    assert [narrow.scale.text(mark) for mark in narrow.reason_for] == ["5"]
    with pytest.raises(GridError) as refused:
        check(editing.with_scale(whole(), Fraction(5), Fraction(5), Fraction(1)))
    assert refused.value.place == "scale"


def test_a_unit_that_cannot_be_stored_is_refused() -> None:
    with pytest.raises(GridError):
        editing.marked(whole(), Fraction(1, 10**19))
    with pytest.raises(GridError):
        editing.with_weight(read(text(plain())).criteria, "C", Fraction(1, 10**30))
    with pytest.raises(GridError):
        editing.thousandths(Fraction(1, 3))


def test_a_change_tells_how_it_continues_the_old_one() -> None:
    old = whole()
    lines = tuple(replace(one, copied_from=one.id, mapping="same") for one in old.criteria)
    before = replace(old, criteria=lines)
    ident = before.criteria[0].id
    renamed = editing.remapped(old, before, editing.with_criterion(before, ident, label=Wording(en="Other")))
    assert [one.mapping for one in renamed.criteria] == ["renamed", "same", "same"]
    back = editing.remapped(old, renamed, editing.with_criterion(renamed, ident, label=before.criteria[0].label))
    assert back == before
    heavier = editing.remapped(old, before, editing.with_order(before, tuple((one.id,) for one in reversed(lines))))
    assert [one.mapping for one in heavier.criteria] == ["same"] * 3
    lost = editing.remapped(old, before, editing.with_criterion(before, ident, copied_from="elsewhere"))
    assert (lost.criteria[0].copied_from, lost.criteria[0].mapping) == (None, None)
    assert editing.dropped(old, lost) == (old.criteria[0],)
