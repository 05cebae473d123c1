"""What to discuss first: which cells, in which order, what hangs on them, and how single delegations rank."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.shipped_lists import shipped_lists
from khartoum_desktop.scoring.agreement.overlay import agreed
from khartoum_desktop.scoring.criteria import CriteriaSet, Group, Wording
from khartoum_desktop.scoring.model import Candidate, Cells, cells
from khartoum_desktop.shortlist.discussing.model import Edge, Marked, Topic, standings, topics
from khartoum_desktop.shortlist.discussing.words import sentences, standing_sentence
from khartoum_desktop.shortlist.model import Ranking, rank
from tests.scoring.building import criteria_set

VOICES = {"nadia": "EG", "omar": "EG", "giulia": "IT", "asha": "SD"}
Given = Mapping[str, Mapping[str, Sequence[int | None]]]  # proposal -> assessor -> one mark a criterion


def marks_of(criteria: CriteriaSet, given: Given) -> list[Marked]:
    return [
        (proposal, criterion.id, assessor, value * 1000)
        for proposal, sheets in given.items()
        for assessor, row in sheets.items()
        for criterion, value in zip(criteria.criteria, row, strict=True)
        if value is not None
    ]


def ranking_of(
    criteria: CriteriaSet, marks: Sequence[Marked], laid: Mapping[tuple[str, int], int] | None = None
) -> Ranking:
    found: dict[str, Cells] = cells(criteria, marks, VOICES)
    for (proposal, place), value in (laid or {}).items():
        row = found[proposal]
        found[proposal] = (*row[:place], agreed(row[place], value, "2026-03-12", criteria), *row[place + 1 :])
    names = sorted({mark[0] for mark in marks})
    return rank(criteria, [Candidate(name, name, Wording(en=name)) for name in names], found)


def discuss(criteria: CriteriaSet, given: Given, edge: Edge | None = None) -> tuple[Topic, ...]:
    marks = marks_of(criteria, given)
    return topics(ranking_of(criteria, marks), marks, VOICES, edge)


def cells_of(found: Sequence[Topic]) -> list[tuple[str, str]]:
    return [(topic.candidate.ref, topic.criterion.key) for topic in found]


def said(criteria: CriteriaSet, topic: Topic, edge: Edge | None = None) -> list[str]:
    return [strip_isolates(each) for each in sentences(topic, criteria, shipped_lists(), edge)]


PLAIN = criteria_set([3, 2, 1], (1, 5))


def test_cells_half_the_scale_apart_come_by_what_they_move() -> None:
    found = discuss(
        PLAIN, {"P": {"nadia": (3, 5, 1), "giulia": (3, 2, 5)}, "Q": {"nadia": (5, 3, 3), "giulia": (3, 3, 3)}}
    )
    assert cells_of(found) == [("P", "c1"), ("Q", "c0"), ("P", "c2")]
    assert [topic.stake for topic in found] == [Fraction(1, 4), Fraction(1, 4), Fraction(1, 6)]
    assert [topic.share for topic in found] == [Fraction(3, 4), Fraction(1, 2), 1]
    assert not any(topic.hangs for topic in found)
    assert said(PLAIN, found[0]) == ["5 from Egypt, 2 from Italy on c1."]


def test_one_assessor_alone_or_agreement_leaves_nothing() -> None:
    assert discuss(PLAIN, {"P": {"nadia": (1, 5, 3)}}) == ()
    assert discuss(PLAIN, {"P": {"nadia": (1, 5, 3), "giulia": (2, 4, 3)}}) == ()


def test_what_the_panel_agreed_on_is_settled() -> None:
    marks = marks_of(PLAIN, {"P": {"nadia": (1, 5, 3), "giulia": (5, 1, 3)}})
    ranking = ranking_of(PLAIN, marks, {("P", 0): 3000})
    assert cells_of(topics(ranking, marks, VOICES)) == [("P", "c1")]


def test_what_a_threshold_hangs_on_comes_first() -> None:
    first = replace(PLAIN.criteria[2], threshold=3000)
    criteria = replace(PLAIN, criteria=(*PLAIN.criteria[:2], first))
    found = discuss(criteria, {"P": {"nadia": (1, 3, 2), "giulia": (5, 3, 3)}})
    assert cells_of(found) == [("P", "c2"), ("P", "c0")]  # one apart, but on both sides of the threshold
    assert not found[0].wide
    assert found[0].hangs
    assert said(criteria, found[0]) == [
        "3 from Italy, 2 from Egypt on c2.",
        "Mark on c2 Criterion 2: by the marks of Italy the threshold of 3 is passed, by those of Egypt it is not.",
    ]


def test_own_totals_on_both_sides_of_a_threshold_name_the_criterion_that_parts_them_most() -> None:
    criteria = replace(PLAIN, threshold_points=18_000)
    found = discuss(criteria, {"P": {"nadia": (3, 4, 3), "giulia": (2, 3, 3)}})  # 20 and 15 points
    assert cells_of(found) == [("P", "c0")]
    assert not found[0].wide
    assert found[0].splits[0].threshold.key == ""
    assert said(criteria, found[0])[1] == (
        "Total points: by the marks of Egypt the threshold of 18 is passed, by those of Italy it is not."
    )
    settled = marks_of(criteria, {"P": {"nadia": (3, 4, 3), "giulia": (2, 3, 3)}})
    assert topics(ranking_of(criteria, settled, {("P", 0): 3000}), settled, VOICES) == ()  # now 20 and 18


def test_a_group_just_below_its_threshold() -> None:
    grouped = tuple(replace(one, group="g") for one in PLAIN.criteria[:2])
    group = Group("g", "1", Wording(en="Relevance"), threshold_points=15_000)
    criteria = replace(PLAIN, criteria=(*grouped, PLAIN.criteria[2]), groups=(group,))
    marks = {"nadia": (2, 5, 3), "omar": (2, 5, 3), "giulia": (2, 3, 3)}  # 4 on c1: 6 + 8 = 14 points
    found = discuss(criteria, {"P": marks})
    assert cells_of(found) == [("P", "c1")]
    assert said(criteria, found[0]) == [
        "5 from Egypt, 3 from Italy on c1.",
        "Points of “Relevance”: by the marks of Egypt the threshold of 15 is passed, by those of Italy it is not.",
    ]
    one = replace(group, threshold_points=17_000)
    higher = replace(criteria, groups=(one,))
    topic = discuss(higher, {"P": {"nadia": (2, 5, 3), "giulia": (3, 3, 3)}})[0]  # own 16 and 15, together 15.5
    assert topic.splits == ()
    assert said(higher, topic)[1:] == [
        "Points of “Relevance”: the threshold of 17 is missed with 15.5; with the highest one it would be passed."
    ]
    near = replace(topic, swings=(replace(topic.swings[0], needed=Fraction("15.504")),))
    assert "the threshold of 15.504 is missed with 15.500;" in said(higher, near)[1]


def test_a_result_that_still_hangs_on_missing_marks_is_on_neither_side() -> None:
    criteria = replace(PLAIN, threshold_points=18_000)
    assert discuss(criteria, {"P": {"nadia": (4, 3, 3), "giulia": (None, 3, None)}}) == ()


def test_the_cut_line_and_shared_ranks() -> None:
    given = {
        "A": {"nadia": (4, 4, 4), "giulia": (4, 4, 4)},
        "B": {"nadia": (5, 3, 3), "giulia": (2, 3, 3)},  # 3.25
        "C": {"nadia": (3, 3, 3), "giulia": (3, 3, 3)},
        "D": {"nadia": (1, 2, 5), "giulia": (1, 2, 1)},
    }
    edge = Edge("SOM", frozenset("AB"), Fraction(13, 4), Fraction(3))
    found = discuss(PLAIN, given, edge)
    assert cells_of(found) == [("B", "c0"), ("D", "c2")]
    assert [topic.crosses for topic in found] == [True, False]
    assert said(PLAIN, found[0], edge)[1] == (
        "It is above the cut line of “SOM”; with the lowest mark given it would fall below it."
    )
    outside = Edge("SOM", frozenset("AC"), Fraction(3), Fraction(13, 4))
    assert not discuss(PLAIN, given, outside)[0].crosses  # it is outside by hand and above already
    by_hand = Edge("SOM", frozenset("ABD"), Fraction(1), Fraction(4))
    assert not discuss(PLAIN, given, by_hand)[0].crosses  # it is inside by hand and below already
    last = discuss(
        PLAIN, {**given, "B": {"nadia": (4, 3, 3), "giulia": (1, 3, 3)}}, Edge("S", frozenset("AC"), Fraction(3), None)
    )
    assert last[0].crosses
    assert "would rise above it" in said(PLAIN, last[0], outside)[1]
    tied = discuss(PLAIN, {"P": {"nadia": (3, 1, 3), "giulia": (3, 5, 3)}, "Q": {"nadia": (3, 3, 3)}})
    assert (tied[0].tied, tied[0].hangs) == (True, True)
    assert said(PLAIN, tied[0])[-1] == "It shares rank 1 with others: what is agreed here may part them."


def test_many_delegations_are_named_from_both_ends() -> None:
    voices = {code: code for code in ("EG", "IT", "SD", "ET", "KE", "FR")}
    marks = [
        ("P", PLAIN.criteria[0].id, code, value * 1000) for code, value in zip(voices, (5, 5, 3, 3, 2, 1), strict=True)
    ]
    marks.append(("P", PLAIN.criteria[0].id, "second", 1000))
    ranking = rank(PLAIN, [Candidate("P", "P")], cells(PLAIN, marks, {**voices, "second": "IT"}))
    (topic,) = topics(ranking, marks, {**voices, "second": "IT"})
    assert said(PLAIN, topic)[0] == (
        "5 from Egypt, 3 from Ethiopia, 2 more between, 2 from Kenya, 1 from France on c0."
    )
    assert [voice.marks for voice in topic.voices if voice.delegation == "IT"] == [(5000, 1000)]


def test_each_delegation_alone_ranks_what_it_marked_whole() -> None:
    given: Given = {
        "A": {"nadia": (5, 5, 5), "giulia": (1, 1, 1)},
        "B": {"nadia": (4, 4, 4), "giulia": (2, 2, 2)},
        "C": {"nadia": (3, 3, 3), "giulia": (3, 3, None)},
    }
    marks = marks_of(PLAIN, given)
    found = standings(ranking_of(PLAIN, marks), marks, VOICES)
    assert [(one.delegation, one.rank, one.of) for one in found["A"]] == [("EG", 1, 3), ("IT", 2, 2)]
    assert [(one.delegation, one.rank, one.of) for one in found["C"]] == [("EG", 3, 3)]
    assert strip_isolates(standing_sentence(found["A"], shipped_lists())) == (
        "Rank 1 of 3 for Egypt, rank 2 of 2 for Italy."
    )
    assert standing_sentence(found["C"], shipped_lists()) == ""
    agreed_on = standings(ranking_of(PLAIN, marks, {("A", 0): 5000}), marks, VOICES)
    assert [(one.delegation, one.rank) for one in agreed_on["A"]] == [("EG", 1), ("IT", 1)]


def thresholds_with(ranking: Ranking, topic: Topic, mark: int) -> list[str]:
    """Return how a topic's proposal would stand to the thresholds with one mark (mark units) on its criterion."""
    place = ranking.criteria.places[topic.criterion.id]
    value = ranking.criteria.scale.number(mark)
    row = tuple(replace(one, value=value) if one and at == place else one for at, one in enumerate(topic.line.cells))
    without = {topic.line.id: topic.line.without}
    other = rank(ranking.criteria, [topic.candidate], {topic.line.id: row}, without=without)
    return [one.status for one in other.thresholds(other.lines[0])]


@given(
    st.lists(
        st.tuples(st.sampled_from("PQ"), st.sampled_from(sorted(VOICES)), st.integers(0, 2), st.integers(1, 5)),
        min_size=4, max_size=24, unique_by=lambda one: one[:3],
    ),
    st.integers(0, 30), st.integers(0, 20), st.integers(1, 5), st.frozensets(st.integers(0, 2), max_size=2),
)  # fmt: skip
def test_what_hangs_on_a_cell_is_what_recomputing_says(
    rows: list[tuple[str, str, int, int]], total: int, group: int, mark: int, without: frozenset[int]
) -> None:
    members = tuple(replace(one, group="g", threshold=mark * 1000) for one in PLAIN.criteria[:2])
    criteria = replace(
        PLAIN, threshold_points=total * 1000, criteria=(*members, PLAIN.criteria[2]),
        groups=(Group("g", "1", Wording(en="Group"), threshold_points=group * 1000),),
    )  # fmt: skip
    marks = [(proposal, f"id-{place}", who, value * 1000) for proposal, who, place, value in rows]
    out = {"P": without}
    ranking = rank(criteria, [Candidate("P", "P"), Candidate("Q", "Q")], cells(criteria, marks, VOICES), without=out)
    for topic in topics(ranking, marks, VOICES):
        least, most = (thresholds_with(ranking, topic, end) for end in (topic.cell.low, topic.cell.high))
        swinging = [one != other for one, other in zip(least, most, strict=True)]
        assert [one in topic.swings for one in ranking.thresholds(topic.line)] == swinging
        for split in topic.splits:
            statuses = set()
            for who in VOICES:
                own = [one for one in marks if one[0] == topic.line.id and one[2] == who]
                if own:
                    alone = rank(criteria, [topic.candidate], cells(criteria, own), without=out)
                    stands = alone.thresholds(alone.lines[0])
                    kind, key = split.threshold.kind, split.threshold.key
                    statuses |= {one.status for one in stands if (one.kind, one.key) == (kind, key)}
            assert {"passed", "missed"} <= statuses


@given(
    st.lists(
        st.tuples(st.sampled_from("PQR"), st.sampled_from(sorted(VOICES)), st.integers(0, 2), st.integers(1, 5)),
        min_size=1, max_size=24, unique_by=lambda one: one[:3],
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_the_order_of_marks_never_matters(rows: list[tuple[str, str, int, int]], random: Random) -> None:
    criteria = replace(PLAIN, threshold_points=18_000)
    marks = [(proposal, f"id-{place}", who, value * 1000) for proposal, who, place, value in rows]
    mixed = list(marks)
    random.shuffle(mixed)
    ranking = ranking_of(criteria, marks)
    found = topics(ranking, marks, VOICES)
    assert topics(ranking_of(criteria, mixed), mixed, VOICES) == found
    assert standings(ranking, mixed, VOICES) == standings(ranking, marks, VOICES)
    assert [topic.hangs for topic in found] == sorted((topic.hangs for topic in found), reverse=True)
    for topic in found:
        assert topic.wide or topic.splits
        assert topic.cell.marks > 1
        assert topic.share > 0
