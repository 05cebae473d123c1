"""Arabic letters in reversed order are noticed, and good Arabic never is."""

from khartoum_desktop.importing.backwards import stand_backwards
from khartoum_desktop.sheets.model import Sheet
from tests.corpus.projects import PROJECTS
from tests.importing.conftest import Planned, Value, sheet_of

TITLES = [project.title["ar"] for project in PROJECTS]


def _sheet(titles: list[str]) -> Sheet:
    rows: list[list[Value]] = [["م", "اسم المشروع", "التكلفة (يورو)"]]
    rows += [[n, title, 1000 * n] for n, title in enumerate(titles, 1)]
    return sheet_of(rows)


def test_reversed_titles_are_told_of_the_sheet(planned: Planned) -> None:
    turned = [title[::-1] for title in TITLES[:6]]
    good, bad = planned(_sheet(TITLES[:6])), planned(_sheet(turned))
    assert not any("reversed" in note.text for note in good.notes)
    assert any("reversed" in note.text for note in bad.notes)
    assert [row.values["title_ar"] for row in bad.rows] == turned


def test_good_arabic_french_and_english_stand_as_they_should() -> None:
    assert not stand_backwards([*TITLES, *(project.title["fr"] for project in PROJECTS), "كتب ة ى", ""])
    assert stand_backwards([title[::-1] for title in TITLES])
