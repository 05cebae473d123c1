"""A disk that takes no more: said in words, nothing half written, reading goes on; saving too once there is room."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.storage.schema import Proposal
from khartoum_desktop.storage.store import Person, Store

ROOT = Path(__file__).resolve().parent.parent.parent

# The largest size of any file is the one limit that needs no root: writing beyond it fails as on a full disk.
FILL = """
import json, resource, sys
from pathlib import Path
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.storage.schema import Proposal
from khartoum_desktop.storage.store import Store

path, room = Path(sys.argv[1]), int(sys.argv[2])
store = Store.open(path)
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
saved, refused = [], ""
for number in range(10_000):
    try:
        with store.step("Add") as step:
            for row in range(1 + number % 40):
                step.add(Proposal, {"title_en": f"n{number}", "summary_en": "word " * 100}, row=f"{number}-{row}")
    except UserError as error:
        refused = str(error)
        break
    saved.append(number)
seen = len(store.search("word"))
try:
    store.backup(path.with_name("b.khartoum"))
    backup = ""
except UserError as error:
    backup = str(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
with store.step("Add") as step:
    step.add(Proposal, {"title_en": "room again"}, row="again")
print(json.dumps({"saved": saved, "refused": refused, "seen": seen, "backup": backup}))
store.close()
"""


@pytest.mark.parametrize("room", [600_000, 2_000_000])
def test_a_full_disk_while_saving_and_backing_up(tmp_path: Path, room: int) -> None:
    path = tmp_path / "a.khartoum"
    Store.create(path, person=Person("Amina", "EG")).close()
    command = [sys.executable, "-c", FILL, str(path), str(room)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    told = json.loads(done.stdout)
    assert "full" in told["refused"]
    assert told["saved"]
    rows = sum(1 + number % 40 for number in told["saved"])
    assert told["seen"] == rows
    store = Store.open(path)
    try:
        assert store.check() == []
        assert len(store.search("word")) == rows
        assert store.search("room again") == ["again"]
    finally:
        store.close()
    left = sorted(file.name for file in tmp_path.iterdir() if not file.name.endswith(".lock"))
    assert left == (["a.khartoum"] if told["backup"] else ["a.khartoum", "b.khartoum"])


def test_the_databases_own_word_for_it(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "a.khartoum", person=Person("Amina", "EG"))
    raw = store._opened.writer.raw_connection()
    raw.cursor().execute("PRAGMA max_page_count=80")
    raw.close()
    before = store.digest()

    def fill() -> None:
        with store.step("Add") as step:
            for number in range(3_000):
                step.add(Proposal, {"title_en": f"n{number}"})

    with pytest.raises(UserError, match="full"):
        fill()
    assert store.digest() == before
    assert store.check() == []
    with store.step("Add") as step:
        step.add(Proposal, {"title_en": "small"})
    store.close()
