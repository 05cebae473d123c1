"""The quiet line under a title: which proposal looks like the one that is being written."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import LANGUAGES, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate_ltr, one_line, strip_isolates
from khartoum_desktop.proposals.duplicates.model import Sketch
from khartoum_desktop.proposals.duplicates.queries import Pair, finder_of
from khartoum_desktop.proposals.duplicates.ui.pair_list import why
from khartoum_desktop.proposals.rows import ProposalDetail
from khartoum_desktop.proposals.ui.editor import EditorView
from khartoum_desktop.proposals.ui.new import NewProposal, title_language
from khartoum_desktop.proposals.ui.side import FieldLink
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import set_shown
from khartoum_desktop.workspace import Workspace

if TYPE_CHECKING:
    from khartoum_desktop.toolkit.tasks import Task

_IDLE_MS: Final = 250
_SHORTEST: Final = 4  # characters of a title worth asking about


class SimilarLine(QWidget):
    """Names the likeliest of the similar proposals; not there while there is none. `wanted` carries its Pair."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.pair: Pair | None = None
        self.link = FieldLink("info", "", "muted")
        self.link.setObjectName("similar")
        self.link.clicked.connect(lambda: self.wanted.emit(self.pair))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.link)
        self.hide()

    def show_pairs(self, pairs: Sequence[Pair]) -> None:
        """Name the first of these pairs and say how many more there are."""
        self.pair = pairs[0] if pairs else None
        if self.pair is not None:
            other, n = self.pair.second, len(pairs) - 1
            words = fill(
                _("Similar: {title} ({ref}): {why}."),
                title=other.title, ref=isolate_ltr(other.ref), why=why(self.pair),
            )  # fmt: skip
            if n:
                more = fill(ngettext("{n} more.", "{n} more.", n), n=format_number(n))
                words = f"{words} {more}"
            self.link.set_text(words)
            self.link.setAccessibleName(strip_isolates(words))
        set_shown(self, self.pair is not None)


class Watch(QObject):
    """Asks, a moment after the last key, what is like a sketch; an answer that comes too late is dropped."""

    def __init__(self, work: Workspace, desk: Desk, line: SimilarLine, sketch: Callable[[], Sketch | None]) -> None:
        super().__init__(line)
        self._work, self._desk, self._line, self._sketch = work, desk, line, sketch
        self._task: Task | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(_IDLE_MS)
        self._idle.timeout.connect(self.ask)

    def start(self, *_args: object) -> None:
        """Ask soon."""
        self._idle.start()

    def ask(self) -> None:
        """Ask now, in the background."""
        if self._desk.tasks.closed:  # the workspace was left before the moment had passed
            return
        sketch = self._sketch()
        if self._task is not None:
            self._task.cancel()
        if sketch is None or not any(len(title) >= _SHORTEST for title in sketch.titles.values()):
            self._line.show_pairs(())
            return
        finder = finder_of(self._work)
        self._task = self._desk.tasks.start(
            lambda _progress: finder.like(sketch), self._line.show_pairs, pool="other", owner=self, droppable=True
        )


def watch_dialog(dialog: NewProposal, work: Workspace, desk: Desk, open_one: Callable[[str], object]) -> None:
    """Name similar proposals under the title of “New proposal”; the line leaves the dialog and opens the other one."""
    line = SimilarLine()

    def sketch() -> Sketch | None:
        title = one_line(dialog.title.line.text())
        return Sketch("", {title_language(title): title}, country=str(dialog.country.value() or "")) if title else None

    def leave(pair: Pair) -> None:
        dialog.reject()
        open_one(pair.second.id)

    watch = Watch(work, desk, line, sketch)
    dialog.rows[0].extra.addWidget(line)
    dialog.title.line.textChanged.connect(watch.start)
    dialog.country.committed.connect(watch.start)
    line.wanted.connect(leave)


def watch_form(editor: EditorView) -> None:
    """Name similar proposals under the titles of the form; the line leads to both side by side."""
    line = SimilarLine()
    shown: list[ProposalDetail] = []
    watched: list[object] = []

    def sketch() -> Sketch | None:
        return _sketch(shown[-1], _typed(editor)) if shown else None

    watch = Watch(editor.work, editor.desk, line, sketch)

    def show(detail: ProposalDetail) -> None:
        if not watched:
            titles = editor.form.rows[f"title_{LANGUAGES[-1]}"].parentWidget()
            if titles is not None and (column := titles.layout()) is not None:
                column.addWidget(line)
            for language in LANGUAGES:
                field = editor.form.bound[f"title_{language}"].editor.focusProxy()
                field.textEdited.connect(watch.start)  # type: ignore[union-attr]  # a line editor's QLineEdit
            watched.append(line)
        if shown and shown[-1].id != detail.id:
            line.show_pairs(())
        shown[:] = [detail]
        watch.start()

    def compare(pair: Pair) -> None:
        editor.desk.open("duplicates", pair.ids)

    editor.shown.connect(show)
    line.wanted.connect(compare)


def _typed(editor: EditorView) -> dict[str, str]:
    """Return the titles as they stand in the form, saved or not."""
    fields = {language: editor.form.bound[f"title_{language}"].editor.focusProxy() for language in LANGUAGES}
    return {language: title for language, field in fields.items() if (title := one_line(field.text()))}  # type: ignore[union-attr]


def _sketch(detail: ProposalDetail, titles: Mapping[str, str]) -> Sketch:
    columns = detail.columns
    amount, currency = columns.get("budget_total"), columns.get("budget_total_currency")
    return Sketch(
        detail.id,
        titles,
        detail.ref,
        str(columns.get("lead_country") or ""),
        frozenset(str(line["name"]) for line in detail.lines["parties"] if line.get("name")),
        str(columns.get("submitting_ministry") or ""),
        str(columns.get("acronym") or ""),
        (amount, str(currency)) if isinstance(amount, int) and currency else None,
    )
