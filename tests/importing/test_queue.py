"""Files that wait for being imported: folders looked through, each file once, with what became of it."""

from pathlib import Path

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import speaking
from khartoum_desktop.core.progress import Cancelled
from khartoum_desktop.importing.queue import Entry, FileState, Queue, spreadsheets_in
from khartoum_desktop.sheets.sentences import refusal


def test_a_folder_gives_its_spreadsheets_and_those_of_the_folders_in_it(tmp_path: Path) -> None:
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    names = ["z.xlsx", "a.CSV", "~$z.xlsx", "letter.pdf", "b/old.xls", "b/deep/list.ods", ".hidden/secret.xlsx"]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    found = [path.relative_to(tmp_path).as_posix() for path in spreadsheets_in([tmp_path])]
    assert found == ["a.CSV", "z.xlsx", "b/old.xls", "b/deep/list.ods"]


def test_what_was_named_itself_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    odd = tmp_path / "no ending"
    odd.write_bytes(b"x")
    assert spreadsheets_in([odd, odd]) == [odd]


def test_a_folder_that_holds_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert spreadsheets_in([tmp_path]) == [tmp_path / "a.csv"]


def test_the_search_can_be_stopped(tmp_path: Path) -> None:
    for number in range(120):
        (tmp_path / f"{number}.csv").write_bytes(b"x")
    heard: list[int] = []

    def stop(done: int, _total: int) -> None:
        heard.append(done)
        raise Cancelled

    with pytest.raises(Cancelled):
        spreadsheets_in([tmp_path], stop)
    assert heard == [50]


def test_each_file_stands_once_and_one_that_was_done_is_taken_again() -> None:
    one, two = Path("one.xlsx"), Path("two.xlsx")
    queue = Queue().with_files([one, two, one])
    assert [entry.path for entry in queue.entries] == [one, two]
    queue = queue.marked(one, FileState.OPEN).with_files([one])
    assert [entry.state for entry in queue.entries] == [FileState.OPEN, FileState.WAITING]
    queue = queue.marked(one, FileState.REFUSED, lambda: "damaged").with_files([one])
    assert [(entry.path, entry.state, entry.sentence) for entry in queue.entries] == [
        (two, FileState.WAITING, ""),
        (one, FileState.WAITING, ""),
    ]


def test_the_next_one_is_the_first_that_waits() -> None:
    one, two = Path("one.xlsx"), Path("two.xlsx")
    queue = Queue().with_files([one, two]).marked(one, FileState.REFUSED, lambda: "damaged")
    assert (queue.next, queue.is_finished) == (two, False)
    queue = queue.marked(two, FileState.IMPORTED)
    assert (queue.next, queue.is_finished) == (None, True)


@pytest.mark.parametrize("code", ["damaged", "password", "sheet_too_large"])
def test_a_refusal_is_told_in_the_language_of_whoever_reads_it(code: str) -> None:
    with speaking("en"):
        error = refusal(code, "a.xlsx", {"rows": 12345, "columns": 3})
        entry = Entry(Path("a.xlsx"), FileState.REFUSED, error.told)
        english = entry.sentence
        assert english == str(error)
    with speaking("fr"):
        assert entry.sentence == str(refusal(code, "a.xlsx", {"rows": 12345, "columns": 3})) != english
    assert UserError("Said.", "Done.").told() == "Said. Done."
