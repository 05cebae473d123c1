"""What is missing, unchecked or done in a language, and what an edit does to the statuses."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.i18n import LANGUAGES
from khartoum_desktop.proposals.translation.model import (
    GROUPS,
    State,
    pieces,
    state_of,
    status_translated,
    statuses_after,
)

BASE = {"language_original": "en", "title_en": "Fair work", "summary_en": "Long text", "translation_en": "original"}


def states(columns: Mapping[str, object], target: str) -> list[State]:
    return [piece.state for piece in pieces(columns, target)]


def test_a_text_is_missing_unchecked_or_done() -> None:
    half = {**BASE, "title_fr": "Travail décent", "translation_fr": "unchecked"}
    assert states(half, "fr") == [State.UNCHECKED, State.MISSING]
    assert state_of(pieces(half, "fr")) is State.MISSING
    whole = {**half, "summary_fr": "Texte", "translation_fr": "translated"}
    assert states(whole, "fr") == [State.DONE, State.DONE]
    assert states(BASE, "en") == [State.NOTHING, State.NOTHING]


def test_a_summary_that_only_a_translation_has_is_missing_in_the_original_language() -> None:
    columns = {"language_original": "ar", "title_ar": "عمل", "summary_fr": "Texte", "translation_fr": "translated"}
    title, summary = pieces(columns, "ar")
    assert (title.state, summary.state, summary.source, summary.original) == (
        State.NOTHING, State.MISSING, "fr", "Texte",
    )  # fmt: skip


def test_a_changed_original_makes_its_translations_unchecked() -> None:
    columns = {**BASE, "title_ar": "عمل لائق", "translation_ar": "translated", "translation_fr": "missing"}
    assert statuses_after(columns, {"title_en": "Decent work"}) == {"translation_ar": "unchecked"}
    assert statuses_after(columns, {"title_en": "Fair work"}) == {}
    assert statuses_after(columns, {"summary_en": "Another"}) == {}
    assert statuses_after(columns, {"title_fr": "Travail"}) == {"translation_fr": "unchecked"}
    assert statuses_after(columns, {"title_ar": None}) == {"translation_ar": "missing"}
    assert statuses_after(columns, {"title_ar": "عمل كريم"}) == {}


@pytest.mark.parametrize(
    ("before", "written", "checked", "after"),
    [
        ({}, {"title": "Travail"}, True, "translated"),
        ({}, {"title": "Travail"}, False, "unchecked"),
        ({"summary_fr": "Texte", "translation_fr": "unchecked"}, {"title": "Travail"}, True, "unchecked"),
        ({"summary_fr": "T", "translation_fr": "unchecked"}, {"title": "A", "summary": "B"}, True, "translated"),
        ({"summary_fr": "T", "translation_fr": "translated"}, {"title": "A"}, True, "translated"),
        ({"title_fr": "T", "translation_fr": "translated"}, {"title": ""}, True, "missing"),
    ],
)
def test_what_a_translation_at_the_desk_makes_of_the_status(
    before: dict[str, object], written: dict[str, str], checked: bool, after: str
) -> None:
    columns = {**BASE, **before}
    found = status_translated(columns, "fr", written, checked=checked)
    assert {**columns, **found}.get("translation_fr") == after


TEXT = st.sampled_from([None, "a", "b"])
STATUS = st.sampled_from(["original", "translated", "unchecked", "missing"])
COLUMNS = st.fixed_dictionaries(
    {
        **{f"{group}_{lang}": TEXT for group in GROUPS for lang in LANGUAGES},
        **{
            f"translation_{lang}": st.sampled_from(["original", "translated", "unchecked", "missing"])
            for lang in LANGUAGES
        },
        "language_original": st.sampled_from(LANGUAGES),
    }
)


@given(COLUMNS, st.sampled_from(LANGUAGES), st.sampled_from(GROUPS), TEXT)
def test_an_edit_elsewhere_never_makes_a_text_count_as_checked(
    before: dict[str, object], lang: str, group: str, text: str | None
) -> None:
    written = {f"{group}_{lang}": text}
    after = {**before, **written, **statuses_after(before, written)}
    original = before["language_original"]
    for one in LANGUAGES:
        if after[f"translation_{one}"] == "translated":
            assert before[f"translation_{one}"] == "translated"
        changed = written[f"{group}_{lang}"] != before[f"{group}_{lang}"]
        if lang == original and changed and one != original and before[f"{group}_{one}"]:
            assert after[f"translation_{one}"] != "translated"
