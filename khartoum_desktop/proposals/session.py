"""One proposal open in a form: what the person has seen of it, so that no save passes over somebody else's.

`save` runs in the background, `adopt` where the form is; the form calls `adopt` only while nothing in it is being
edited, so that what counts as seen was really shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.fields import BY_KEY, Type
from khartoum_desktop.proposals.model import FieldValue, Line, as_lines
from khartoum_desktop.proposals.rows import ProposalDetail
from khartoum_desktop.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Saved:
    """A proposal as read after a save (or at opening), and how many saves of this form it includes."""

    detail: ProposalDetail
    version: int


class Session:
    """The edits of one form to one proposal, one after the other."""

    def __init__(self, work: Workspace, detail: ProposalDetail) -> None:
        self._work = work
        self.id = detail.id
        self._lock = Lock()
        self._version = 0
        self._seen = detail.heads
        self._lines: dict[str, tuple[Line, ...]] = dict(detail.lines)

    def save(self, key: str, value: FieldValue) -> Saved:
        """Write one field as the person sees it now and read the proposal again; UserError when it is refused."""
        with self._lock:
            if BY_KEY[key].type in {Type.TABLE, Type.CODES}:
                self._save_lines(key, as_lines(value))
            else:
                self._seen = operations.set_value(self._work, self.id, key, value, self._seen)
            self._version += 1
            return self._read()

    def _save_lines(self, key: str, rows: tuple[Line, ...]) -> None:
        before = self._lines.get(key, ())
        heads = {self._name(key, line): line.get("heads") for line in before}
        stamped = [{**row, "heads": heads.get(self._name(key, row))} for row in rows]
        operations.set_lines(self._work, self.id, key, stamped, before)
        now = queries.read(self._work, self.id).lines[key]
        held = {self._name(key, row) for row in rows}
        self._lines[key] = tuple(line for line in now if self._name(key, line) in held)

    @staticmethod
    def _name(key: str, line: Mapping[str, object]) -> object:
        return line.get("code" if BY_KEY[key].type is Type.CODES else "id")

    def read(self) -> Saved:
        """Read the proposal again: somebody else has changed it."""
        with self._lock:
            return self._read()

    def _read(self) -> Saved:
        return Saved(queries.read(self._work, self.id), self._version)

    def adopt(self, saved: Saved) -> bool:
        """Count this state as seen; False (and nothing done) when something was saved after it was read."""
        with self._lock:
            if saved.version != self._version:
                return False
            self._seen = saved.detail.heads
            self._lines = dict(saved.detail.lines)
            return True
