"""Laws of headers, mappings and profiles, for texts that nobody would think of."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from khartoum_desktop.importing.headers import like, named
from khartoum_desktop.importing.mapping import decisions_from, mapping_json
from khartoum_desktop.importing.model import ColumnChoice, Decisions, SheetDecisions
from khartoum_desktop.importing.profiles import Profile, column_keys, likeness
from khartoum_desktop.importing.remembering import profile_from, profile_json, row_values, stored_profile
from khartoum_desktop.importing.sender import Sender
from khartoum_desktop.importing.spellings import in_two_scripts, unnumbered
from khartoum_desktop.importing.structure import Structure, read_structure
from khartoum_desktop.importing.synonyms import header_key, is_known, keys_of, known_backwards
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.sheets.model import Workbook
from khartoum_desktop.workspace import derived_id
from tests.importing.conftest import sheet_of

_WORDS = st.sampled_from(
    (
        "Title",
        "Budget",
        "(EUR)",
        "1.",
        "(2)",
        "اسم",
        "المشروع",
        "/",
        "\n",
        "-",
        "Coût",
        "en",
        "milliers",
        "2027",
        "\u200f",
        "أ-",
    )
)
HEADERS = st.one_of(st.text(max_size=60), st.lists(_WORDS, max_size=7).map(" ".join))
KEYS = st.text(max_size=12).map(header_key)


@given(HEADERS, HEADERS)
@settings(max_examples=300)
def test_any_header_has_an_answer(header: str, group: str) -> None:
    found = named(header, group)
    assert found is None or all(one == "" or one in targets() for one in found.targets)
    assert all(70 <= score <= 100 and target in targets() for target, score in like(header))
    assert list(keys_of(header)) == list(dict.fromkeys(keys_of(header)))
    assert is_known(header) in (True, False)
    assert set(known_backwards(header)) <= {*targets(), ""}
    assert len(unnumbered(header)) <= len(header)
    assert len(in_two_scripts(header)) in (0, 2)


@given(st.lists(HEADERS, max_size=8))
def test_keys_of_columns_are_never_two_of_one(headers: list[str]) -> None:
    keys = column_keys(Structure((), (1,), tuple(headers), ("",) * len(headers)))
    assert len(set(keys)) == len(keys) == len(headers)
    assert likeness(keys, keys) in (0.0, 1.0)
    assert likeness(keys, keys[1:]) == likeness(keys[1:], keys)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """Draw a profile of any names, columns and words."""
    line = st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=12)
    chosen = st.one_of(
        st.just(ColumnChoice(None)),
        st.just(ColumnChoice("budget_total", {"unit": 1000, "currency": "EUR", "decimal": ","})),
        st.just(ColumnChoice("start_planned", {"order": "dmy", "calendar": "hijri"})),
    )
    keys = tuple(draw(st.lists(line.map(header_key).filter(bool), min_size=1, max_size=5, unique=True)))
    sender = Sender(draw(st.sampled_from((None, "SD"))), draw(st.one_of(st.none(), line)))
    mark = draw(line)
    return profile_from(
        profile_json(
            Profile(
                columns=draw(st.dictionaries(st.sampled_from(keys), chosen)),
                name=draw(line), fingerprint=mark, sender=sender, keys=keys, names=keys, labels=keys,
                depth=draw(st.integers(0, 4)), takes=draw(st.dictionaries(line.map(str.casefold), st.booleans())),
                sender_country=draw(st.sampled_from((None, "EG"))), used="2026-11-26", file="a.xlsx",
            )
        )
    )  # fmt: skip


@given(profiles())
def test_a_profile_is_the_same_after_any_journey(profile: Profile) -> None:
    assert profile_from(json.loads(json.dumps(profile_json(profile)))) == profile
    row = row_values(profile)
    assert stored_profile(profile.id, profile.name, profile.fingerprint, str(row["mapping"])) == profile


@given(
    st.dictionaries(st.integers(2, 9), st.text(min_size=1, max_size=9)),
    st.frozensets(st.integers(2, 9)),
    st.sampled_from((None, "SD")),
)
def test_decisions_about_twins_are_the_same_after_a_file(
    same: dict[int, str], apart: frozenset[int], country: str | None
) -> None:
    own = SheetDecisions(same=same, apart=apart, sender_country=country)
    decided = Decisions({"Projects": own})
    sheet = sheet_of([["Title", "Country"], *([f"Work {n}", "Kenya"] for n in range(9))])
    book = Workbook("x.xlsx", derived_id("x"), "xlsx", (sheet,))
    data = json.loads(json.dumps(mapping_json(decided)))
    again = decisions_from(data, book, lambda one, rows: read_structure(one, is_known, rows))
    assert again.of("Projects") == own
