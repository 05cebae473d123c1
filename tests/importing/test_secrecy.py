"""Who may read a proposal: a word for secrecy that the list lacks still restricts it."""

import pytest

from khartoum_desktop.importing.cleaning import reader
from khartoum_desktop.importing.model import Certainty, Weight
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.proposals.lists import Lists
from tests.importing.conftest import Planned, sheet_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("سري للغاية", "restricted"), ("Top secret", "restricted"), ("internal", "restricted")),
        *(("Très confidentiel", "restricted"), ("usage interne", "restricted"), ("داخلي", "restricted")),
        *(("For official use", "members_only"), ("للاستخدام الرسمي", "members_only")),
        *(("عام", "public"), ("open", "public"), ("غير سري", "public"), ("Non confidentiel", "public")),
    ],
)
def test_usual_words_are_read_and_want_a_look(text: str, code: str, lists: Lists) -> None:
    found = reader(targets()["confidentiality"], lists)(text)
    assert found.values == {"confidentiality": code}
    assert found.reason is not None
    assert found.reason.weight is Weight.LOOK


@pytest.mark.parametrize(
    ("text", "code"), [("سري", "restricted"), ("Confidential", "restricted"), ("Public", "public")]
)
def test_words_of_the_list_are_read_without_a_word(text: str, code: str, lists: Lists) -> None:
    found = reader(targets()["confidentiality"], lists)(text)
    assert (found.values, found.reason) == ({"confidentiality": code}, None)


@pytest.mark.parametrize("text", ["Atlantis", "3", "yes"])
def test_other_words_give_nothing_and_say_so(text: str, lists: Lists) -> None:
    found = reader(targets()["confidentiality"], lists)(text)
    assert not found.values
    assert found.reason is not None


def test_a_column_of_such_words_is_sure(planned: Planned) -> None:
    rows = [["Border posts", "Kenya", "سري للغاية"], ["Safe roads", "Kenya", "internal"]]
    found = planned(sheet_of([["Title", "Country", "Confidentiality"], *rows]))
    assert found.sheets[0].columns[2].certainty is Certainty.SURE
    assert [row.values["confidentiality"] for row in found.rows] == ["restricted", "restricted"]
