"""Arabic letters in reversed order are noticed, and good Arabic never is."""

from khartoum_desktop.importing.backwards import stand_backwards
from tests.corpus.projects import PROJECTS
from tests.importing.conftest import Planned, Value, sheet_of

TITLES = [project.title["ar"] for project in PROJECTS]


def test_reversed_titles_are_told_of_the_sheet(planned: Planned) -> None:
    header: list[Value] = ["م", "اسم المشروع", "التكلفة (يورو)"]
    good = sheet_of([header, *([n, title, 1000 * n] for n, title in enumerate(TITLES[:6], 1))])
    bad = sheet_of([header, *([n, title[::-1], 1000 * n] for n, title in enumerate(TITLES[:6], 1))])
    assert not any("reversed" in note.text for note in planned(good).notes)
    assert any("reversed" in note.text for note in planned(bad).notes)
    assert [row.values["title_ar"] for row in planned(bad).rows] == [title[::-1] for title in TITLES[:6]]


def test_good_arabic_french_and_english_stand_as_they_should() -> None:
    assert not stand_backwards([*TITLES, *(project.title["fr"] for project in PROJECTS), "كتب ة ى", ""])
    assert stand_backwards([title[::-1] for title in TITLES])
