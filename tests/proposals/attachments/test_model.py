"""What is attached and what never is, names that lie, sizes, and what a confirmed consent lacks."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.attachments import model
from khartoum_desktop.proposals.attachments.kinds import BY_ENDING, KINDS, PROGRAMS, ending_of
from khartoum_desktop.proposals.attachments.model import (
    MOST_OF_A_FILE,
    MOST_OF_A_PROPOSAL,
    check_consents,
    clean_name,
    free_name,
    letters,
    named,
    refuse_size,
    show_size,
    take,
)
from tests.proposals.attachments.samples import DOCX, KEPT, PDF, REFUSED, png


@pytest.mark.parametrize("name", KEPT)
def test_every_kind_that_is_kept_is_known_by_its_bytes(name: str) -> None:
    data, media_type = KEPT[name]
    taken = take(name, data)
    assert (taken.kind.media_type, taken.name, taken.remark) == (media_type, name, "")
    bare = take("scan", data)
    assert bare.kind.media_type == (media_type if media_type != "text/csv" else "text/plain")
    assert bare.name == f"scan.{bare.kind.endings[0]}"


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_what_is_never_attached_is_refused_in_a_sentence_with_a_remedy(case: str, language: str) -> None:
    name, data, words = REFUSED[case]
    set_language(language)
    with pytest.raises(UserError) as refusal:
        take(name, data)
    assert refusal.value.remedy
    if language == "en":
        assert words in refusal.value.sentence
        assert clean_name(name) in strip_isolates(refusal.value.sentence)


def test_a_pdf_called_docx_is_kept_as_a_pdf_with_a_remark() -> None:
    taken = take("letter.docx", PDF)
    assert taken.name == "letter.pdf"
    assert strip_isolates(taken.remark) == "“letter.docx” is of the kind “PDF document” and was named “letter.pdf”."


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\letter.pdf", "letter.pdf"),
        ("a\u202egpj.pdf", "agpj.pdf"),
        ("zero\u200bwidth\ufeff.pdf", "zerowidth.pdf"),
        ("a\0b\n\tc.pdf", "ab c.pdf"),
        ("con.pdf", "_con.pdf"),
        ("NUL", "_NUL.pdf"),
        ("com1.letter.pdf", "_com1.letter.pdf"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("  .hidden.pdf. . ", "hidden.pdf"),
        ("", "file.pdf"),
        ("..", "file.pdf"),
        ("/", "file.pdf"),
        ("تقرير نهائي.pdf", "تقرير نهائي.pdf"),
        ("v1.2 final", "v1.2 final.pdf"),
        ("letter.pdf.docx", "letter.pdf.pdf"),
        ("=1+1.pdf", "=1+1.pdf"),
    ],
)
def test_names_are_made_harmless(name: str, kept: str) -> None:
    assert take(name, PDF).name == kept


@given(st.text(max_size=400), st.sampled_from(KINDS))
def test_a_kept_name_fits_every_file_system_and_stays_what_it_is(name: str, kind: object) -> None:
    assert isinstance(kind, type(KINDS[0]))
    found = named(name, kind)
    assert ending_of(found) in kind.endings
    assert len(found.encode()) <= 210
    assert not re.search(r'[/\\<>:"|?*]|^\.|^ ', found)
    assert not any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in found)
    assert named(found, kind) == found
    assert clean_name(clean_name(name)) == clean_name(name)


def test_no_ending_is_both_kept_and_a_program() -> None:
    assert not PROGRAMS & BY_ENDING.keys()


def test_long_names_keep_their_ending() -> None:
    assert clean_name("ل" * 500 + ".docx").endswith("ل.docx")
    assert len(take("ل" * 500 + ".docx", DOCX).name.encode()) <= 255


def test_a_second_file_of_the_name_gets_a_number() -> None:
    assert free_name("a.pdf", ["b.pdf"]) == "a.pdf"
    assert free_name("a.pdf", ["A.PDF", "a (2).pdf"]) == "a (3).pdf"


def test_sizes_are_limited_and_the_sentence_names_both_limits() -> None:
    refuse_size(MOST_OF_A_FILE, MOST_OF_A_PROPOSAL - MOST_OF_A_FILE)
    for size, present in ((MOST_OF_A_FILE + 1, 0), (2, MOST_OF_A_PROPOSAL - 1)):
        with pytest.raises(UserError) as refusal:
            refuse_size(size, present)
        assert "25 MB" in strip_isolates(refusal.value.remedy)
        assert "200 MB" in strip_isolates(refusal.value.remedy)


def test_sizes_in_words() -> None:
    shown = [strip_isolates(show_size(n)) for n in (1, 999, 1024, 1025, 1 << 20, (1 << 20) + 1, 25 << 20)]
    assert shown == ["1 byte", "999 bytes", "1 KB", "2 KB", "1 MB", "1.1 MB", "25 MB"]


def test_a_picture_with_words_before_it_is_no_picture() -> None:
    with pytest.raises(UserError):
        take("x.png", b"junk" + png())


# --- consent ----------------------------------------------------------------------------------------------------------

PARTY = {"id": "p1", "name": "SD", "consent": "confirmed", "consent_on": "2026-03-09"}


def lacking(party: dict[str, str], *files: dict[str, str]) -> list[tuple[str, bool]]:
    found = check_consents({"parties": [party], "attachments": files})
    assert all(problem.field == "parties" and problem.row == 0 for problem in found)
    return [(problem.column, problem.refuses) for problem in found]


def test_a_confirmed_consent_wants_its_day_and_its_letter_but_refuses_nothing() -> None:
    assert lacking({"id": "p1", "name": "SD", "consent": "confirmed"}) == [
        ("consent_on", False), ("consent_letter", False),
    ]  # fmt: skip
    assert lacking(PARTY) == [("consent_letter", False)]
    assert lacking({**PARTY, "consent_letter": "note verbale 7"}) == []
    assert lacking(PARTY, {"id": "a", "name": "l.pdf", "party": "p1"}) == []
    assert lacking(PARTY, {"id": "a", "name": "l.pdf", "party": "gone"}) == [("consent_letter", False)]
    assert lacking({"id": "p1", "name": "SD", "consent": "asked"}) == []
    assert check_consents({}) == []
    assert check_consents({"parties": None}) == []


def test_a_letter_of_a_party_that_is_gone_is_nobodys() -> None:
    file = {"id": "a", "name": "l.pdf", "party": "p1"}
    assert letters({"parties": (PARTY,), "attachments": (file,)}) == {"p1": [file]}
    assert letters({"parties": (), "attachments": (file,)}) == {}
    assert model.letter_words({**PARTY, "consent_letter": "no. 7"}, [file]) == ("l.pdf", "no. 7")
