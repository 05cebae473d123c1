"""From a ranking to a table and back: what does not apply, other weights, explanations that hold, settings, words."""

from dataclasses import replace
from fractions import Fraction
from math import prod

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.criteria import UNIT, CriteriaSet, Scale, Wording
from khartoum_desktop.scoring.model import Candidate, score
from khartoum_desktop.shortlist.model import Ranking, rank
from khartoum_desktop.shortlist.stability.acceptability import Acceptability, acceptability
from khartoum_desktop.shortlist.stability.drawing import Family
from khartoum_desktop.shortlist.stability.intervals import Interval, Pair, safe_intervals
from khartoum_desktop.shortlist.stability.model import Settings, family_text, read_family, table_of
from khartoum_desktop.shortlist.stability.queries import explanation, stability_of
from khartoum_desktop.shortlist.stability.words import (
    Firmness,
    bands,
    drawn_sentence,
    firmness,
    firmness_sentence,
    firmness_word,
    interval_sentences,
    rule_sentence,
    shown_share,
)
from tests.scoring.building import criteria_set, single
from tests.shortlist.stability.tables import scores

SETTINGS = Settings(Family("box", Fraction(30)), 9604, 1, Fraction(9, 10), Fraction(6, 10))


@st.composite
def rankings(draw: st.DrawFn) -> Ranking:
    """Draw rankings of two or three proposals on a scale below and above 0; some criteria do not apply to some."""
    width = draw(st.integers(1, 4))
    weights = draw(st.lists(st.integers(0, 4), min_size=width, max_size=width).filter(any))
    criteria = replace(criteria_set(weights), scale=Scale(-3 * UNIT, 3 * UNIT, UNIT))
    names = ["a", "b", "c"][: draw(st.integers(2, 3))]
    marks = {name: draw(st.lists(st.integers(-3, 3), min_size=width, max_size=width)) for name in names}
    without = {name: frozenset(draw(st.sets(st.integers(0, width - 1), max_size=width - 1))) for name in names}
    candidates = [Candidate(name, name, Wording(en=name)) for name in names]
    ranking = rank(criteria, candidates, single(criteria, marks), without=without)
    assume(len(ranking.official) == len(names))
    return ranking


@given(rankings())
def test_a_table_has_the_totals_of_the_ranking(ranking: Ranking) -> None:
    table = table_of(ranking)
    assert table.scores() == tuple(line.total for line in ranking.official)
    found = acceptability(table, Family("box"), 3)  # a box without room: the stated weights
    for line, counts in zip(ranking.official, found.counts, strict=True):
        assert counts[(line.rank or 0) - 1] == 3


@given(rankings(), st.lists(st.fractions(0, 3, max_denominator=7), min_size=4, max_size=4).filter(all))
def test_other_weights_take_the_place_of_the_stated(ranking: Ranking, weights: list[Fraction]) -> None:
    given = {criterion.id: weight for criterion, weight in zip(ranking.criteria.criteria, weights, strict=False)}
    table, stated = table_of(ranking, given), table_of(ranking)
    whole = sum(given.values())
    assert table.scores() == scores(stated, [weight / whole for weight in given.values()])
    assert (table.names, table.marks) == (stated.names, stated.marks)


@pytest.mark.parametrize("family", ["any", "order", "box:30"])
def test_the_order_of_the_criteria_in_the_set_never_matters(family: str) -> None:
    """The weights are drawn in the order of the keys, 2 before 10, wherever a criterion stands."""
    keys, weights = ["1", "2", "10", "b"], [4, 3, 3, 2]
    rows = {"x": [4, 2, 5, 1], "y": [2, 5, 1, 3], "z": [3, 3, 3, 3]}
    found = []
    for order in ([0, 1, 2, 3], [2, 0, 3, 1], [3, 2, 1, 0]):
        criteria = criteria_set([weights[place] for place in order])
        named = [replace(one, key=keys[place]) for one, place in zip(criteria.criteria, order, strict=True)]
        criteria = replace(criteria, criteria=tuple(named))
        marks = single(criteria, {name: [row[place] for place in order] for name, row in rows.items()})
        table = table_of(rank(criteria, [Candidate(name, name) for name in rows], marks))
        counted = acceptability(table, read_family(family), 500)
        central = [
            None if each is None else {keys[place]: weight for place, weight in zip(order, each, strict=True)}
            for each in counted.central
        ]
        found.append((table.names, counted.counts, counted.beats, central))
    assert found[0] == found[1] == found[2]
    plain = replace(table_of(rank(criteria_set(weights), [Candidate(name, name) for name in rows],
                                  single(criteria_set(weights), rows))), drawn=())  # fmt: skip
    assert acceptability(plain, read_family(family), 500).counts == found[0][1]


@given(rankings())
def test_an_explanation_holds_when_it_is_tried(ranking: Ranking) -> None:
    """The parts sum to the gap; a mark raised as it says draws level in the score itself, without and all."""
    criteria = ranking.criteria
    for upper in ranking.official:
        for lower in ranking.official:
            found = explanation(ranking, upper, lower)
            assert sum((reason.total for reason in found.reasons), Fraction()) == found.gap
            assert upper.total is not None
            assert lower.total is not None
            assert found.gap == upper.total - lower.total
            for place, reason in enumerate(found.reasons):
                if reason.need.needed is None:
                    assert place in lower.without or not criteria.criteria[place].weight
                    continue
                if found.gap > 0:
                    tried = [cell.value if cell else None for cell in lower.cells]
                    tried[place] = reason.need.needed
                    assert score(criteria, tried, lower.without).known == upper.total
                    step = reason.need.step
                    assert (step is None) == (reason.need.needed > criteria.scale.high)
                    assert step is None or criteria.scale.allows(int(step * UNIT))


def test_a_small_explanation_to_the_last_digit() -> None:
    criteria = criteria_set([3, 1])
    candidates = [Candidate(name, name, Wording(en=name)) for name in ("x", "y")]
    ranking = rank(criteria, candidates, single(criteria, {"x": [4, 2], "y": [2, 5]}))
    found = explanation(ranking, *ranking.official)
    assert (found.upper.id, found.gap) == ("x", Fraction(3, 4))
    first, second = found.reasons
    assert (first.total, second.total) == (Fraction(3, 2), Fraction(-3, 4))
    assert (first.tie_weight, second.tie_weight) == (Fraction(3, 5), Fraction(2, 5))
    assert first.need.needed == first.need.step == 3
    assert (second.need.needed, second.need.step) == (Fraction(8), None)
    assert found.move is not None
    assert found.move.moved == Fraction(3, 20)


def test_too_many_proposals_are_refused_before_the_work() -> None:
    criteria = criteria_set([1])
    names = [f"p{number}" for number in range(2001)]
    candidates = [Candidate(name, name, Wording(en=name)) for name in names]
    ranking = rank(criteria, candidates, single(criteria, {name: [3] for name in names}))
    with pytest.raises(UserError, match="2,000"):
        stability_of(ranking, top=3, settings=SETTINGS)


@pytest.mark.parametrize("text", ["any", "order", "box:30", "box:0", "box:100", "box:12.5"])
def test_families_are_read_and_written(text: str) -> None:
    assert family_text(read_family(text)) == text
    assert read_family(" BOX:٣٠ ") == read_family("box:30,0") == Family("box", Fraction(30))


@pytest.mark.parametrize("text", ["", "box", "box:", "box:100.1", "box:-3", "box:1e1", "bell", "any " * 9, "box:3\0"])
def test_other_families_are_refused(text: str) -> None:
    with pytest.raises(UserError) as refused:
        read_family(text)
    assert "box:PERCENT" in refused.value.remedy


def test_words_begin_at_their_thresholds() -> None:
    shares = [Fraction(9, 10), Fraction(8999, 10_000), Fraction(6, 10), Fraction(5999, 10_000)]
    assert [firmness(share, SETTINGS) for share in shares] == [
        Firmness.FIRM, Firmness.LEANING, Firmness.LEANING, Firmness.OPEN,
    ]  # fmt: skip
    strict = replace(SETTINGS, firm=Fraction(1), leaning=Fraction(9, 10))
    assert firmness(shares[0], strict) == Firmness.LEANING


def test_a_band_ends_where_one_firmly_beats_the_next() -> None:
    found = Acceptability(("a", "b", "c", "d"), 10, (), (), (9, 8, 10))
    assert bands(found, SETTINGS) == (("a",), ("b", "c"), ("d",))
    assert bands(found, replace(SETTINGS, firm=Fraction(1))) == (("a", "b", "c"), ("d",))
    assert bands(Acceptability((), 10, (), (), ()), SETTINGS) == ()


def test_rare_and_frequent_shares_are_not_rounded_to_never_and_always() -> None:
    shown = [strip_isolates(shown_share(Fraction(count, 1000))) for count in (0, 1, 10, 899, 990, 999, 1000)]
    assert shown == ["0%", "under 1%", "1%", "89%", "99%", "over 99%", "100%"]


def said(language: str) -> list[str]:
    set_language(language)
    titles = {"a": "Alpha", "b": "Beta"}
    interval = Interval(Fraction(1, 10), Fraction(1), Pair("a", "b"))
    sentences = [
        *(firmness_sentence(Fraction(count, 100), 2, SETTINGS) for count in (95, 70, 20)),
        *map(firmness_word, Firmness),
        *(drawn_sentence(replace(SETTINGS, family=family)) for family in (Family("any"), Family("order"))),
        drawn_sentence(SETTINGS),
        rule_sentence(SETTINGS),
        *interval_sentences(interval, titles),
    ]
    set_language("en")
    return [strip_isolates(one) for one in sentences]


def test_sentences_in_three_languages() -> None:
    english, arabic, french = said("en"), said("ar"), said("fr")
    assert english[0] == "Firm: it keeps rank 2 in 95% of the draws."
    assert english[2] == "Open: it keeps rank 2 in only 20% of the draws."
    assert english[-1] == "Below 10.0%, Beta passes Alpha."
    assert english[-3] == "Each weight within ±30% of the stated one; 9,604 draws, seed 1."
    assert prod(len({one, two, three}) == 3 for one, two, three in zip(english, arabic, french, strict=True))
    assert all("Beta" in one[-1] for one in (english, arabic, french))


def test_stability_of_a_ranking_has_everything() -> None:
    criteria: CriteriaSet = criteria_set([2, 1])
    candidates = [Candidate(name, name, Wording(en=name)) for name in ("x", "y", "z")]
    ranking = rank(criteria, candidates, single(criteria, {"x": [5, 4], "y": [3, 3], "z": [3, None]}))
    seen: list[tuple[int, int]] = []
    found = stability_of(ranking, top=1, settings=SETTINGS, progress=lambda done, total: seen.append((done, total)))
    assert found.table.names == ("x", "y")
    assert found.safe == safe_intervals(found.table, 1)
    assert found.bands == (("x",), ("y",))
    assert [found.stays(place) for place in (0, 1)] == [1, 1]
    assert seen[-1] == (9604, 9604)


def test_a_drawn_sentence_does_not_mix_digits() -> None:
    set_language("ar", "arab")
    said = drawn_sentence(replace(SETTINGS, seed=27))
    set_language("en")
    assert "٢٧" in said
    assert not any(sign in said for sign in "0123456789")
