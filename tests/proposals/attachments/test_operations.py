"""Files taken in, undone, removed, written out and opened; letters that prove a consent, and what outlives them."""

import stat
from pathlib import Path

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.progress import Cancelled
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.attachments import model, parties
from khartoum_desktop.proposals.attachments.model import check_consents, take
from khartoum_desktop.proposals.attachments.opening import OpenedFiles
from khartoum_desktop.proposals.attachments.operations import Particulars, attach, link, received, remove, write
from khartoum_desktop.proposals.attachments.queries import attached, content, file_named, source
from khartoum_desktop.proposals.attachments.showing import consents
from khartoum_desktop.proposals.damage import explained
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.workspace import Workspace
from tests.proposals.attachments.samples import DOCX, KEPT, PDF, xlsx
from tests.proposals.seeing import state


@pytest.fixture
def ident(work: Workspace) -> str:
    """Return a proposal with two parties."""
    made = operations.create(work, {"title_en": "Skills hubs", "lead_country": "EG"})
    operations.set_lines(work, made, "parties", [
        {"name": "EG", "role": "lead", "consent": "none"},
        {"name": "SD", "role": "beneficiary", "consent": "confirmed", "consent_by": "MoI", "consent_on": "2026-03-09"},
    ])  # fmt: skip
    return made


def party(work: Workspace, ident: str, name: str = "SD") -> str:
    lines = queries.read(work, ident).lines["parties"]
    return next(str(line["id"]) for line in lines if line["name"] == name)


def names(work: Workspace, ident: str) -> list[str]:
    return [file.name for file in attached(work, ident)]


# --- taking in --------------------------------------------------------------------------------------------------------


def test_files_from_disk_come_back_byte_for_byte(work: Workspace, ident: str, tmp_path: Path) -> None:
    paths = []
    for name, (data, _type) in KEPT.items():
        path = tmp_path / name
        path.write_bytes(data)
        paths.append(path)
    told: list[tuple[int, int]] = []
    files = received(paths, lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] == sum(len(data) for data, _type in KEPT.values())
    done = attach(work, ident, files, Particulars("letter_of_support", "ar", "2026-03"))
    assert list(done.names) == list(KEPT)
    for file in attached(work, ident):
        assert (content(work, file.id).data, file.media_type) == KEPT[file.name]
        assert (file.kind, file.language, file.dated, file.size) == (
            "letter_of_support", "ar", "2026-03", len(KEPT[file.name][0]),
        )  # fmt: skip
    assert work.store.check() == []
    work.undo()
    assert names(work, ident) == []
    work.redo()
    assert names(work, ident) == list(KEPT)
    assert content(work, attached(work, ident)[0].id).data == PDF
    assert work.store.check() == []


def test_one_refused_file_keeps_all_of_them_out(work: Workspace, ident: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    (tmp_path / "b.pdf").write_bytes(b"MZ")
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "folder").mkdir()
    before = state(work)
    for name in ("b.pdf", "empty.pdf", "folder", "nowhere.pdf"):
        with pytest.raises(UserError, match=name) as refusal:
            attach(work, ident, received([tmp_path / "a.pdf", tmp_path / name]))
        assert refusal.value.remedy
    assert state(work) == before


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as out:
        out.write(PDF)
        out.truncate(model.MOST_OF_A_FILE + 1)
    monkeypatch.setattr(Path, "open", lambda *_given: pytest.fail("it was read"))
    with pytest.raises(UserError, match="too large") as refusal:
        received([large])
    assert "25 MB" in strip_isolates(refusal.value.remedy)


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        received([tmp_path / "a.pdf"], stop)


def test_the_files_of_a_proposal_have_a_limit_together(
    work: Workspace, ident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "MOST_OF_A_PROPOSAL", len(PDF) + len(DOCX) - 1)
    attach(work, ident, [take("a.pdf", PDF)])
    before = state(work)
    with pytest.raises(UserError, match="together") as refusal:
        attach(work, ident, [take("b.docx", DOCX)])
    assert "b.docx" in refusal.value.sentence
    assert state(work) == before


def test_the_same_file_is_attached_once_and_the_same_name_gets_a_number(work: Workspace, ident: str) -> None:
    attach(work, ident, [take("a.pdf", PDF)])
    with pytest.raises(UserError, match=r"already, as .*a\.pdf"):
        attach(work, ident, [take("b.pdf", PDF)])
    with pytest.raises(UserError, match="already"):
        attach(work, ident, [take("c.docx", DOCX), take("d.docx", DOCX)])
    attach(work, ident, [take("a.pdf", PDF + b"\n")])
    assert names(work, ident) == ["a.pdf", "a (2).pdf"]


def test_what_is_said_of_a_file_is_checked(work: Workspace, ident: str) -> None:
    for said in (Particulars(kind="novel"), Particulars(dated="soon"), Particulars(language="xx")):
        with pytest.raises(UserError):
            attach(work, ident, [take("a.pdf", PDF)], said)
    assert names(work, ident) == []


def test_a_deleted_proposal_takes_no_files(work: Workspace, ident: str) -> None:
    operations.remove(work, [ident])
    with pytest.raises(UserError, match="no longer"):
        attach(work, ident, [take("a.pdf", PDF)])


def test_a_copy_of_a_proposal_has_no_files(work: Workspace, ident: str) -> None:
    attach(work, ident, [take("a.pdf", PDF)])
    assert names(work, operations.duplicate(work, ident)) == []


def test_removing_and_taking_that_back(work: Workspace, ident: str) -> None:
    attach(work, ident, [take("a.pdf", PDF), take("b.docx", DOCX)])
    file = file_named(work, ident, "A.PDF")
    step = remove(work, ident, file.id)
    assert names(work, ident) == ["b.docx"]
    attach(work, ident, [take("c.xlsx", xlsx())])
    work.store.undo_step(step)
    assert sorted(names(work, ident)) == ["a.pdf", "b.docx", "c.xlsx"]
    assert content(work, file.id).data == PDF


def test_a_file_is_found_by_its_name_alone(work: Workspace, ident: str) -> None:
    with pytest.raises(UserError, match="No file") as refusal:
        file_named(work, ident, "a.pdf")
    assert "Nothing is attached" in refusal.value.remedy
    attach(work, ident, [take("a.pdf", PDF)])
    with pytest.raises(UserError) as refusal:
        file_named(work, ident, "b.pdf")
    assert "a.pdf" in refusal.value.remedy


# --- writing out and opening ------------------------------------------------------------------------------------------


def test_a_name_changed_into_a_programs_is_not_opened(work: Workspace, ident: str) -> None:
    attach(work, ident, [take("a.txt", b"words")])
    (line,) = queries.read(work, ident).lines["attachments"]
    operations.set_lines(work, ident, "attachments", [{**line, "name": "../a.bat"}])
    with pytest.raises(UserError, match="Programs"):
        content(work, str(line["id"]))
    (line,) = queries.read(work, ident).lines["attachments"]
    operations.set_lines(work, ident, "attachments", [{**line, "name": "../../a.pdf"}])
    assert content(work, str(line["id"])).name == "a.txt"


def test_a_name_without_a_file_is_refused_in_words(work: Workspace, ident: str) -> None:
    operations.set_lines(work, ident, "attachments", [{"name": "letter.pdf", "kind": "letter_of_support"}])
    (file,) = attached(work, ident)
    with pytest.raises(UserError, match="Only the name"):
        content(work, file.id)
    assert source(work, file.id) is None
    assert work.store.check() == []


def test_writing_never_replaces_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    file = take("a.pdf", PDF)
    write(file, path)
    assert path.read_bytes() == PDF
    path.write_bytes(b"mine")
    with pytest.raises(UserError, match="exists"):
        write(file, path)
    assert path.read_bytes() == b"mine"
    write(file, path, replace=True)
    assert path.read_bytes() == PDF
    with pytest.raises(UserError, match="does not exist"):
        write(file, tmp_path / "nowhere" / "out.pdf")
    assert [one.name for one in tmp_path.iterdir()] == ["out.pdf"]


def test_an_opened_copy_is_private_read_only_and_goes_with_the_program() -> None:
    opened = OpenedFiles()
    path = opened.put(take("letter.docx", PDF))
    assert path.name == "letter.pdf"
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert opened.put(take("letter.pdf", PDF)) != path
    opened.clear()
    assert not path.parent.exists()
    opened.clear()


def test_where_a_file_comes_from(work: Workspace, ident: str) -> None:
    attach(work, ident, [take("a.pdf", PDF)])
    found = source(work, attached(work, ident)[0].id)
    assert found is not None
    assert (found.author, found.delegation) == ("Nadia Fahmy", "EG")
    assert found.at > 0


# --- letters ----------------------------------------------------------------------------------------------------------


def problems(work: Workspace, ident: str) -> list[str]:
    return [problem.column for problem in check_consents(queries.read(work, ident).values)]


def told(work: Workspace, ident: str, lists: Lists) -> list[str]:
    return [strip_isolates(one) for one in consents(queries.read(work, ident).lines, lists)]


def test_a_letter_proves_the_consent_of_its_party(work: Workspace, ident: str, lists: Lists) -> None:
    assert problems(work, ident) == ["consent_letter"]
    attach(work, ident, [take("letter.pdf", PDF)], Particulars(party=party(work, ident)))
    assert problems(work, ident) == []
    assert told(work, ident, lists) == ["Sudan: consent: Confirmed, by MoI, on 9 March 2026, letter: letter.pdf"]
    work.undo()
    assert problems(work, ident) == ["consent_letter"]
    set_language("ar")
    assert "السودان" in told(work, ident, lists)[0]


def test_words_of_a_sheet_stand_beside_the_file(work: Workspace, ident: str, lists: Lists) -> None:
    lines = queries.read(work, ident).lines["parties"]
    operations.set_lines(work, ident, "parties", [lines[0], {**lines[1], "consent_letter": "note 7"}])
    assert problems(work, ident) == []
    attach(work, ident, [take("letter.pdf", PDF)], Particulars(party=party(work, ident)))
    assert told(work, ident, lists)[0].endswith("letter: letter.pdf, note 7")


def test_no_link_to_what_is_gone_is_shown(work: Workspace, ident: str, lists: Lists) -> None:
    attach(work, ident, [take("letter.pdf", PDF)], Particulars(party=party(work, ident)))
    line = next(one for one in queries.read(work, ident).lines["parties"] if one["name"] == "SD")
    parties.remove(work, ident, line)
    assert attached(work, ident)[0].party == ""
    assert told(work, ident, lists) == []
    work.undo()
    assert attached(work, ident)[0].party == line["id"]
    file = attached(work, ident)[0]
    remove(work, ident, file.id)
    assert "letter" not in told(work, ident, lists)[0]
    assert problems(work, ident) == ["consent_letter"]


def test_a_letter_changes_hands(work: Workspace, ident: str) -> None:
    attach(work, ident, [take("letter.pdf", PDF)])
    (file,) = attached(work, ident)
    link(work, ident, file.id, party(work, ident, "SD"))
    link(work, ident, file.id, party(work, ident, "EG"))
    assert attached(work, ident)[0].party == party(work, ident, "EG")
    link(work, ident, file.id, None)
    assert attached(work, ident)[0].party == ""


def test_editing_what_is_said_of_a_file_keeps_its_bytes_and_its_party(work: Workspace, ident: str) -> None:
    attach(work, ident, [take("letter.pdf", PDF)], Particulars(party=party(work, ident)))
    before = attached(work, ident)[0]
    (line,) = queries.read(work, ident).lines["attachments"]
    operations.set_lines(work, ident, "attachments", [{**line, "kind": "budget"}])
    after = attached(work, ident)[0]
    assert (after.kind, after.sha256, after.party, after.size) == ("budget", before.sha256, before.party, before.size)


def test_the_check_names_the_proposal_of_a_damaged_file(work: Workspace, ident: str) -> None:
    attach(work, ident, [take("letter.pdf", PDF)])
    raw = work.store._opened.writer.raw_connection()
    raw.cursor().execute("UPDATE file_content SET content = x'00'")
    raw.close()
    (damage,) = explained(work, work.store.check())
    assert damage.ref == queries.read(work, ident).ref
    for language in ("ar", "en", "fr"):
        set_language(language)
        assert damage.ref in damage.sentence
        assert "letter.pdf" in damage.sentence
