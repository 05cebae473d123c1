"""Code lists: labels in three languages, choices in a fitting order, words found in any spelling."""

import pytest

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.proposals.lists import Item, Lists
from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.storage.schema import ListItem
from khartoum_desktop.workspace import Workspace


def test_labels_follow_the_language(lists: Lists) -> None:
    assert [lists.label("member", "EG", lang) for lang in ("ar", "en", "fr")] == ["مصر", "Egypt", "Égypte"]
    set_language("fr")
    assert lists.label("member", "DE") == "Allemagne"
    assert lists.label("member", "nowhere") == "nowhere"
    assert lists.label("member", None) == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("EG", "EG"),
        ("egy", "EG"),
        ("Égypte", "EG"),
        ("egypte", "EG"),
        ("جمهورية مصر العربية", "EG"),
        ("ج.م.ع", "EG"),
        ("EL", "GR"),
        ("Grèce", "GR"),
        ("اثيوبيا", "ET"),
        ("أثيوبيا", "ET"),
        ("المجر", "HU"),
        ("هنغاريا", "HU"),
        ("Sud Soudan", "SS"),
        ("soudan du sud", "SS"),
        ("السُّودان", "SD"),
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("Turquie", "TR"),
        ("تركيا", "TR"),
        ("IOM", "IOM"),
        ("OIM", "IOM"),
        ("المنظمة الدولية للهجرة", "IOM"),
        ("المفوضية السامية لشئون اللاجئين", "UNHCR"),
        ("EC", "EC"),
        ("nobody", None),
        ("", None),
    ],
)
def test_parties_are_found_by_code_label_and_other_names(lists: Lists, words: str, code: str | None) -> None:
    assert lists.find("party", words) == code


def test_sudan_and_south_sudan_are_never_confused(lists: Lists) -> None:
    assert {lists.find("party", "Sudan"), lists.find("party", "South Sudan")} == {"SD", "SS"}


@pytest.mark.parametrize(("words", "code"), [("تنمية المهارات", "skills"), ("الاتجار بالبشر", "counter_trafficking")])
def test_a_priority_is_found_without_the_and_that_joins_it_in_the_list(lists: Lists, words: str, code: str) -> None:
    assert lists.find("priority", words) == lists.find("priority", f"و{words}") == code


def test_a_name_that_two_items_have_finds_neither() -> None:
    mine = Lists([Item("x", "a", {"en": "Same"}), Item("x", "b", {"en": "Same"}), Item("x", "c", {"en": "a"})])
    assert mine.find("x", "same") is None
    assert mine.find("x", "a") == "a"  # a code counts before a label


def test_members_come_first_each_group_by_the_languages_alphabet(lists: Lists) -> None:
    arabic = [code for code, _label in lists.choices("party", "ar")]
    french = [label for _code, label in lists.choices("member", "fr")]
    assert set(arabic[:40]) == {code for code, _label in lists.choices("member")}
    assert french[:3] == ["Allemagne", "Autriche", "Belgique"]
    assert french.index("Égypte") < french.index("Érythrée") < french.index("Espagne")
    assert arabic.index("EG") < arabic.index("IOM")


def test_every_state_of_the_world_is_a_country_but_no_region_is(lists: Lists) -> None:
    codes = {code for code, _label in lists.choices("country")}
    assert len(codes) == 249
    assert {"GB", "TD", "SA"} <= codes
    assert not {"EU", "UN", "ZZ"} & codes


def test_delegations_are_members_then_partners(lists: Lists) -> None:
    codes = [code for code, _label in lists.delegations("en")]
    assert len(codes) == len(set(codes))
    assert codes.index("EG") < 40 <= codes.index("IOM")
    assert lists.is_state("EG")
    assert not lists.is_state("IOM")
    assert not lists.is_state("EC")  # the Commission, although Ecuador has the same letters


def test_languages_are_a_list(lists: Lists) -> None:
    assert lists.choices("language") == [("ar", "العربية"), ("en", "English"), ("fr", "Français")]


def test_states_keep_their_own_order_and_meanings(lists: Lists) -> None:
    assert [code for code, _label in lists.choices("state", "en")][:3] == ["IDEA", "DRAFT", "SUBMITTED"]
    item = lists.item("state", "IDEA")
    assert item is not None
    assert item.definition("en")


def test_the_snapshot_is_kept_until_a_list_changes(work: Workspace) -> None:
    first = lists_of(work)
    assert lists_of(work) is first
    with work.step("Edit a list") as step:
        step.add(ListItem, {"scheme": "instrument", "code": "NEW", "label_en": "A new fund", "position": 99})
    assert lists_of(work).find("instrument", "a new fund") == "NEW"
    assert first.find("instrument", "a new fund") is None


def test_inactive_codes_are_known_but_not_offered() -> None:
    mine = Lists([Item("x", "old", {"en": "Old"}, active=False), Item("x", "new", {"en": "New"})])
    assert mine.choices("x") == [("new", "New")]
    assert mine.label("x", "old") == "Old"
    assert len(mine.choices("x", inactive=True)) == 2
