"""From whom a sheet comes: countries and ministries in title blocks, in three languages."""

import pytest

from khartoum_desktop.importing.sender import Sender, countries_in, ministry_in, read_sender, section_words
from khartoum_desktop.proposals.lists import Lists


@pytest.mark.parametrize(
    ("lines", "country", "ministry"),
    [
        (["جمهورية السودان", "وزارة الداخلية"], "SD", "وزارة الداخلية"),
        (["République Tunisienne", "Ministère de l'Emploi"], "TN", "Ministère de l'Emploi"),
        (
            ["Federal Democratic Republic of Ethiopia – Ministry of Labor and Skills"],
            "ET",
            "Ministry of Labor and Skills",
        ),
        (["دولة ليبيا", "بيان بالمشروعات المشتركة مع مصر وتونس"], "LY", None),
        (["Joint projects of Egypt and Sudan"], None, None),
        (["جمهورية جنوب السودان"], "SS", None),
        (["جمهورية السودان الجنوبي"], "SS", None),
        (["Liste des projets du ministère", "2026"], None, None),
        (["Republic of Kenya - Ministry of Foreign Affairs"], "KE", "Ministry of Foreign Affairs"),
        (["Ministry of Labour - Department of Migration"], None, "Ministry of Labour - Department of Migration"),
        (["Republic of Uganda", "Office of the Prime Minister"], "UG", "Office of the Prime Minister"),
        (["red = rejected by the ministry, yellow = open"], None, None),
        ([], None, None),
    ],
)
def test_title_blocks(lines: list[str], country: str | None, ministry: str | None, lists: Lists) -> None:
    assert read_sender(lines, lists) == Sender(country, ministry)


def test_small_words_are_no_countries(lists: Lists) -> None:
    assert countries_in("liste de projets, no 3, so far", lists) == ()
    assert countries_in("between Kenya, Uganda and the Sudan", lists) == ("KE", "UG", "SD")


def test_ministries_and_headings() -> None:
    assert ministry_in(["قائمة مشروعات وزارة العمل"]) is None
    assert section_words("أولاً: الحماية واللجوء") == "الحماية واللجوء"
    assert section_words("II. Return") == "Return"
