"""Conditions, orders and kept searches: each answers what a plain reading of the proposals says."""

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khartoum_desktop.core.dates import first_day, last_day
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import fold
from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.fields import BY_KEY, FIELDS, Type
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import Amount, FieldValue, Stored
from khartoum_desktop.proposals.rows import Filter
from khartoum_desktop.proposals.searches import finding, ordering
from khartoum_desktop.proposals.searches import operations as searches
from khartoum_desktop.proposals.searches.model import Condition, Search, Test, problem, scheme_of, sortable
from khartoum_desktop.proposals.searches.model import tests_for as offered  # not by a name that pytest would collect
from khartoum_desktop.proposals.searches.queries import last_meeting, saved
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.storage.schema import Alignment, Meeting, Party, Proposal, Result
from khartoum_desktop.workspace import Person, Workspace

WORDS = ("migration", "تهريب", "اتجار", "école", "Sud", "مهاجر", "100 %", "a_b")
DATES = ("2026", "2027", "2027-Q3", "2027-H1", "2027-03", "2027-03-09", "2028-Q1", None, None)
KEYS = ["title", *(field.key for field in FIELDS if offered(field.key))]
SORTS = ["title", "completeness", *(field.key for field in FIELDS if sortable(field.key))]


def fill(work: Workspace, seed: int, number: int = 60) -> None:
    """Write random proposals with few different values, so that every condition meets some and misses others."""
    dice = random.Random(seed)  # noqa: S311 - not for secrets

    def words(most: int = 3) -> str | None:
        return " ".join(dice.choices(WORDS, k=dice.randint(1, most))) if dice.random() < 0.7 else None

    with work.step("Fill") as step:
        for n in range(number):
            values: dict[str, Stored] = {
                "ref": f"KP-2026-EG-A-{dice.randint(1, 30):02}",
                "state": dice.choice(("IDEA", "DRAFT", "SUBMITTED", "ENDORSED", "ASSESSED")),
                "lead_country": dice.choice(("EG", "SD", "DZ", None)),
                "title_ar": words(),
                "title_en": words() or "title",
                "context": words(9),
                "governance": words(),
                "acronym": dice.choice((None, "", "A", "É", "ب")),
                "framework": dice.choice((None, "bilateral", "multilateral")),
                "duration_months": dice.choice((None, 5, 12, 12, 36)),
                "start_planned": dice.choice(DATES),
                "budget_total": dice.choice((None, 0, 5_000, 7_000_000)),
                "budget_total_currency": dice.choice(("EUR", "USD", None)),
                "locations": "\n".join(dice.choices(WORDS, k=2)) if n % 3 else None,
            }
            ident = step.add(Proposal, values)
            for place in range(dice.randint(0, 3)):
                party: dict[str, Stored] = {"name": dice.choice(("EG", "SD", "IT", "Red Sea")), "qualifier": words()}
                step.add(Party, {**party, "proposal": ident, "position": place})
            if dice.random() < 0.3:
                step.add(Result, {"proposal": ident, "statement": words(), "indicator": words()})
            for scheme in ("gcm", "marker", "priority"):
                for code in dice.sample(("GCM-1", "GCM-9", "1", "x"), dice.randint(0, 2)):
                    degree = dice.choice((None, "main"))
                    step.add(Alignment, {"proposal": ident, "scheme": scheme, "code": code, "degree": degree})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("filled")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATA", "CONFIG", "LOGS"):
            patch.setenv(f"KHARTOUM_{name}", str(folder / name.lower()))
        work = Workspace.create(folder / "filled.khartoum", Person("Nadia Fahmy", "EG"), genesis=genesis())
        fill(work, 1, 80)
        yield work
        work.close()


# --- conditions -------------------------------------------------------------------------------------------------------


def holds(condition: Condition, value: FieldValue) -> bool:
    """Answer a condition in plain Python, from the value that `queries.columns` gives."""
    thousandths = value.thousandths if isinstance(value, Amount) else value
    match condition.test:
        case Test.BLANK:
            return thousandths in (None, "", ())
        case Test.NOT_BLANK:
            return thousandths not in (None, "", ())
        case Test.ONE_OF:
            codes = {line.get("code") or line.get("name") for line in value} if isinstance(value, tuple) else {value}  # type: ignore[union-attr]
            return not codes.isdisjoint(condition.values)
        case Test.RANGE if isinstance(value, Amount) and value.currency != "EUR":
            return False  # without a rate nobody knows what it is worth
        case Test.RANGE:
            return thousandths not in (None, "") and lies_between(thousandths, *condition.values)
        case _:
            lines = value if isinstance(value, tuple) and not isinstance(value, Amount) else ({"text": value},)
            texts = ["\n".join(str(part) for key, part in line.items() if part and key not in _IDS) for line in lines]
            return any(all(word in fold(text) for word in fold(condition.values[0]).split()) for text in texts)


def lies_between(value: object, low: str, high: str) -> bool:
    if isinstance(value, str):
        day = first_day(value)
        return (not low or day >= first_day(low)) and (not high or day <= last_day(high))
    assert isinstance(value, int)
    return (not low or value >= int(low)) and (not high or value <= int(high))


_IDS = ("id", "heads", "consent", "role", "level")


@st.composite
def conditions(draw: st.DrawFn, lists: Lists) -> Condition:
    key = draw(st.sampled_from(KEYS))
    test = draw(st.sampled_from([test for test in offered(key) if test is not Test.CHANGED_SINCE] or [Test.BLANK]))
    values: tuple[str, ...] = ()
    if test is Test.CONTAINS:
        values = (" ".join(draw(st.lists(st.sampled_from([*WORDS, "mig", "ه", "s"]), min_size=1, max_size=2))),)
    elif test is Test.ONE_OF:
        usual = ("EG", "SD", "IT", "IDEA", "DRAFT", "bilateral", "GCM-1", "GCM-9", "1")
        known = [code for code in usual if lists.has(scheme_of(key), code)]
        values = tuple(draw(st.lists(st.sampled_from(known or ["x"]), min_size=1, max_size=2)))
    elif test is Test.RANGE:
        dates = key in BY_KEY and BY_KEY[key].type is Type.DATE
        ends = [date for date in DATES if date] if dates else ["0", "5", "12", "5000", "7000000"]
        values = (draw(st.sampled_from(["", *ends])), draw(st.sampled_from(["", *ends])))
    return Condition(key, test, values)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_each_condition_answers_what_a_plain_reading_says(filled: Workspace, data: st.DataObject) -> None:
    condition = data.draw(conditions(queries.lists_of(filled)))
    if problem(condition, queries.lists_of(filled)) or condition.key in ("reporting_amount_eur", "history"):
        return
    everything = queries.ids(filled)
    key = condition.key
    keys = [f"title_{lang}" for lang in ("ar", "en", "fr")] if key == "title" else [key]
    rows = queries.columns(filled, everything, ["id", *keys])
    if key == "title":
        rows = [{"id": row["id"], key: "\n".join(str(row[one]) for one in keys if row[one])} for row in rows]
    expected = [row["id"] for row in rows if holds(condition, row[key])]
    assert queries.ids(filled, only=Filter(conditions=(condition,))) == expected


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_first_page_is_the_beginning_of_all(filled: Workspace, data: st.DataObject) -> None:
    condition = data.draw(conditions(queries.lists_of(filled)))
    if problem(condition, queries.lists_of(filled)):
        return
    how = {
        "search": data.draw(st.sampled_from(["", *WORDS, "s", "nowhere"])),
        "sort": data.draw(st.sampled_from(SORTS)),
        "descending": data.draw(st.booleans()),
        "only": data.draw(st.sampled_from([Filter(), Filter(conditions=(condition,)), Filter(countries=("EG",))])),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "LONG", 1)
        patch.setattr(finding, "_LOOK", 7)
        patch.setattr(finding, "_PATIENCE_S", 60)
        first = finding.first_ids(filled, 5, **how)  # type: ignore[arg-type]
    assert first is not None
    assert first == queries.ids(filled, **how)[:5]  # type: ignore[arg-type]


def test_a_condition_that_cannot_be_asked_is_refused(work: Workspace, lists: Lists) -> None:
    wrong = [
        Condition("nonsense", Test.BLANK), Condition("title", Test.RANGE, ("1", "2")),
        Condition("title", Test.CONTAINS),
        Condition("title", Test.CONTAINS, (" \0 ",)), Condition("title", Test.CONTAINS, ("x" * 5000,)),
        Condition("acronym", Test.BLANK, ("x",)), Condition("framework", Test.ONE_OF),
        Condition("duration_months", Test.RANGE, ("", "")), Condition("duration_months", Test.RANGE, ("x", "")),
        Condition("duration_months", Test.RANGE, ("9", "1")), Condition("start_planned", Test.RANGE, ("2027-13", "")),
        Condition("start_planned", Test.RANGE, ("2028", "2027")), Condition("title", Test.CHANGED_SINCE, ("2027-03",)),
        Condition("budget_total", Test.RANGE, ("9" * 30, "")), Condition("start_planned", Test.RANGE, ("", "9999")),
    ]  # fmt: skip
    for condition in wrong[:-1]:
        assert problem(condition), condition
        with pytest.raises(UserError):
            queries.ids(work, only=Filter(conditions=(condition,)))
        with pytest.raises(UserError):
            searches.keep(work, "wrong", Search(conditions=(condition,)))
    assert problem(Condition("framework", Test.ONE_OF, ("bilateral",)), lists) is None
    assert problem(Condition("framework", Test.ONE_OF, ("nonsense",)), lists)
    assert saved(work) == []


def test_what_was_changed_since_a_day_is_told_field_by_field(tmp_path: Path) -> None:
    now = [1_700_000_000_000]  # 14 November 2023
    person = Person("Nadia", "EG")
    work = Workspace.create(tmp_path / "old.khartoum", person, genesis=genesis(), clock=lambda: now[0])
    first = operations.create(work, {"title_en": 'say "context": x', "lead_country": "EG"})
    second = operations.create(work, {"title_en": "two", "lead_country": "EG"})
    now[0] += 10 * 86_400_000
    operations.set_value(work, first, "context", "new")
    operations.set_lines(work, second, "parties", [{"name": "SD"}])
    operations.set_value(work, second, "gcm", ({"code": "GCM-1"},))

    def changed(key: str, day: str = "2023-11-20") -> list[str]:
        return queries.ids(work, only=Filter(conditions=(Condition(key, Test.CHANGED_SINCE, (day,)),)))

    assert changed("context") == [first]
    assert changed("parties") == changed("gcm") == [second]
    assert changed("title") == changed("sdg") == changed("framework") == changed("context", "2023-12-01") == []
    assert changed("history") == [first, second]
    assert changed("title", "2023-11-01") == [first, second]
    assert queries.ids(work, only=Filter(changed_since="2023-11-20")) == [first, second]
    assert queries.ids(work, only=Filter(changed_since="2023-12-20")) == []
    work.close()


# --- the shipped searches ---------------------------------------------------------------------------------------------


def test_the_shipped_searches_find_who_waits_for_somebody(tmp_path: Path) -> None:
    now = [1_720_000_000_000]
    work = Workspace.create(tmp_path / "w.khartoum", Person("Nadia", "EG"), genesis=genesis(), clock=lambda: now[0])
    lines = {"parties": [{"name": "EG", "role": "lead"}, {"name": "SD", "consent": "asked"}]}
    asked = operations.create(work, {"title_en": "asked", "lead_country": "EG"}, lines)
    lines = {"parties": [{"name": "EG"}, {"name": "SD", "consent": "confirmed"}, {"name": "IT", "role": "observer"}]}
    confirmed = operations.create(work, {"title_ar": "موافق", "lead_country": "EG"}, lines)
    work.sit_down(Person("Marco", "IT"))
    now[0] += 86_400_000 * 400
    with work.step("Meeting") as step:
        step.add(Meeting, {"starts": "2025-05-02", "ends": "2025-05-03"})
        step.add(Meeting, {"starts": "2025-06", "status": "cancelled"})
        step.add(Meeting, {"starts": "2999-01-02"})
    operations.set_value(work, confirmed, "acronym", "OK")
    assert last_meeting(work) == "2025-05-03"
    assert queries.ids(work, only=Filter(consents=True)) == [asked]
    assert queries.ids(work, only=Filter(untitled="ar")) == [asked]
    assert queries.ids(work, only=Filter(untitled="en")) == [confirmed]
    assert queries.ids(work, only=Filter(stale=True)) == [asked, confirmed]
    assert queries.ids(work, only=Filter(mine=True)) == [confirmed]
    searches.keep(work, "Mine", Search(words="موافق"))
    counts = queries.counts(work)
    assert (counts.consents, counts.stale, counts.mine, counts.changed) == (1, 2, 1, 1)
    assert (counts.untitled["ar"], counts.untitled["en"], counts.untitled["fr"]) == (1, 1, 2)
    assert list(counts.saved.values()) == [1]
    with work.step("State") as step:
        step.put(Proposal, asked, {"state": "ENDORSED"})
    assert queries.ids(work, only=Filter(consents=True)) == []
    assert queries.ids(work, only=Filter(stale=True)) == [confirmed]
    assert queries.counts(work).consents == 0
    work.sit_down(Person("Nadia", "IT"))  # of the same name, but somebody else
    assert queries.ids(work, only=Filter(mine=True)) == []
    work.close()


def test_without_a_meeting_nothing_is_asked_since_the_last_one(tmp_path: Path) -> None:
    work = Workspace.create(tmp_path / "w.khartoum", Person("Nadia", "EG"))
    assert last_meeting(work) is None
    assert queries.counts(work).changed is None
    work.close()


def test_the_meetings_that_were_held_are_known(work: Workspace) -> None:
    assert last_meeting(work) == "2025-04-09"  # the second ministerial conference, until a later one is written down
    operations.create(work, {"title_en": "new", "lead_country": "EG"})
    assert queries.counts(work).changed == 1


def test_deleted_ones_are_found_among_the_deleted(work: Workspace) -> None:
    gone = operations.create(work, {"title_en": "migration old"})
    here = operations.create(work, {"title_en": "migration new"})
    operations.remove(work, [gone])
    assert queries.ids(work, search="migration") == [here]
    assert queries.ids(work, search="migration", only=Filter(removed=True)) == [gone]
    assert queries.ids(work, search="new", only=Filter(removed=True)) == []


# --- orders -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", SORTS)
def test_an_order_loses_nothing_and_puts_blank_ones_last_either_way(filled: Workspace, sort: str) -> None:
    everything = queries.ids(filled)
    up, down = queries.ids(filled, sort=sort), queries.ids(filled, sort=sort, descending=True)
    assert sorted(up) == sorted(down) == sorted(everything)
    keys = ordering.orders_of(filled).order(filled, sort).keys
    n = len(keys)
    assert all(ident in keys for ident in [*up[:n], *down[:n]])
    assert up[n:] == down[n:]
    assert [keys[ident] for ident in up[:n]] == sorted(keys.values())
    assert [keys[ident] for ident in down[:n]] == sorted(keys.values(), reverse=True)
    places = {ident: place for place, ident in enumerate(everything)}  # by reference
    for found in (up, down):
        for one, other in pairwise(found):
            if keys.get(one) == keys.get(other):
                assert places[one] < places[other]


def test_completeness_is_ordered_by_what_the_list_shows(filled: Workspace) -> None:
    shown = {line.id: line.completeness.percent for line in queries.page(filled, queries.ids(filled))}
    assert ordering.orders_of(filled).order(filled, "completeness").keys == shown
    assert len(set(shown.values())) > 3


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.text("ab", max_size=2)), max_size=300), st.integers(2, 50))
def test_sorting_in_pieces_is_sorting(entries: list[tuple[int, str]], piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordering, "_PIECE", piece)
        assert ordering.sorted_in_pieces(entries) == sorted(entries)


@pytest.mark.parametrize("sort", ["title", "parties", "gcm", "budget_total", "completeness", "ref", "state"])
def test_an_order_in_memory_follows_every_change(work: Workspace, sort: str) -> None:
    fill(work, 3, 30)
    dice = random.Random(4)  # noqa: S311 - not for secrets

    def as_if_new() -> list[str]:
        ordering._orders.pop(work, None)
        return queries.ids(work, sort=sort, descending=True)

    ids = queries.ids(work, sort=sort)
    for change in range(12):
        ident = dice.choice(ids)
        match change % 6:
            case 0:
                operations.set_value(work, ident, "title_en", f"New {change}")
            case 1:
                operations.set_lines(work, ident, "parties", [{"name": "EG"}] * dice.randint(0, 3))
            case 2:
                operations.set_value(work, ident, "gcm", ({"code": dice.choice(("GCM-2", "GCM-7"))},))
            case 3:
                operations.set_value(work, ident, "budget_total", Amount(change * 1000, "EUR"))
            case 4:
                operations.remove(work, [ident])
                ids.remove(ident)
            case _:
                work.undo()
        found = queries.ids(work, sort=sort, descending=True)
        assert found == as_if_new()
        ids = list(found)


# --- kept searches ----------------------------------------------------------------------------------------------------


def test_a_kept_search_comes_back_as_it_was(work: Workspace) -> None:
    asked = Search("تهريب", (Condition("budget_total", Test.RANGE, ("1000", "")),), "title", descending=True)
    ident = searches.keep(work, "  For the\n meeting ", asked)
    shared = searches.keep(work, "Everybody’s", Search(), shared=True)
    (mine, ours) = saved(work)
    assert (mine.id, mine.name, mine.owner, mine.search) == (ident, "For the meeting", "Nadia Fahmy@EG", asked)
    assert (ours.id, ours.owner) == (shared, None)
    searches.rename(work, ident, "Other")
    searches.replace(work, ident, Search("x"))
    assert [(one.name, one.search.words) for one in saved(work)] == [("Other", "x"), ("Everybody’s", "")]
    work.sit_down(Person("Marco", "IT"))
    assert [one.id for one in saved(work)] == [shared]
    with pytest.raises(UserError):
        searches.remove(work, ident)
    searches.remove(work, shared)
    assert saved(work) == []
    work.undo()
    assert [one.id for one in saved(work)] == [shared]


@pytest.mark.parametrize("name", ["", " \u202e ", "taken", "TAKEN", "x" * 101])
def test_a_name_that_cannot_be_kept_is_refused(work: Workspace, name: str) -> None:
    searches.keep(work, "Taken", Search())
    other = searches.keep(work, "Other", Search())
    with pytest.raises(UserError):
        searches.keep(work, name, Search())
    with pytest.raises(UserError):
        searches.rename(work, other, name)
    assert [one.name for one in saved(work)] == ["Taken", "Other"]


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{}", '{"words": 5}', "x" * 200_000,
     '{"words":"","conditions":[],"sort":"heads","descending":false}',
     '{"words":"","conditions":[["title","nonsense",[]]],"sort":"ref","descending":false}',
     '{"words":"","conditions":[["title","blank",[]]],"sort":"ref","descending":false}',
     '{"words":"","conditions":[],"sort":"ref","descending":false,"more":1}'],
)  # fmt: skip
def test_a_stored_search_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        Search.from_json(text)


@settings(max_examples=50, deadline=None)
@given(data=st.data(), words=st.text(max_size=20))
def test_a_search_survives_being_stored(lists: Lists, data: st.DataObject, words: str) -> None:
    asked = [one for one in data.draw(st.lists(conditions(lists), max_size=3)) if not problem(one)]
    search = Search(words.encode(errors="ignore").decode(), tuple(asked), data.draw(st.sampled_from(SORTS)))
    assert Search.from_json(search.to_json()) == search
