"""One proposal's cells: every mark as a dot, the open cell with its reasons, and what the panel agrees on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.proposals.lists import PARTY
from khartoum_desktop.proposals.showing import restricted_mark
from khartoum_desktop.scoring.agreement.model import WORDS, bounds_sentence, word
from khartoum_desktop.scoring.agreement.queries import Agreed
from khartoum_desktop.scoring.criteria import Criterion, shown_mark
from khartoum_desktop.scoring.model import BLANKS, Cell, Given
from khartoum_desktop.scoring.queries import answer_of
from khartoum_desktop.scoring.reading import dotted
from khartoum_desktop.shortlist.discussing.queries import Discussion
from khartoum_desktop.shortlist.discussing.ui.consensus_form import ConsensusForm
from khartoum_desktop.shortlist.discussing.ui.dots import CellHead, DotChart, Dots
from khartoum_desktop.shortlist.discussing.words import sentences, standing_sentence
from khartoum_desktop.shortlist.model import Line as RankLine
from khartoum_desktop.toolkit.direction import LeadingLabel, alive, set_shown
from khartoum_desktop.toolkit.parts import Card, FlatButton, Line, Scroll, SecondaryButton, clear_layout

_PAIR: Final = 2
_INDENT: Final = 10


@dataclass(frozen=True, slots=True)
class _Cell:
    """One criterion of a proposal: its cell, the answers that count, and what the panel agreed on."""

    line: RankLine
    criterion: Criterion
    cell: Cell | None
    given: tuple[Given, ...]
    agreed: Agreed | None

    @property
    def key(self) -> tuple[str, str]:
        """The proposal's and the criterion's id."""
        return self.line.id, self.criterion.id

    @property
    def name(self) -> str:
        """The criterion's key and name, which run in the direction of the name's own words."""
        return f"{self.criterion.key} {self.criterion.label.text()}"


class CellCard(Card):
    """Shows a proposal and one of its cells; announces what is agreed on and what is withdrawn."""

    kept = Signal(str, str, object, object, str)  # proposal, criterion key, mark text or None, participants, reason
    withdrawn = Signal(str, str)  # proposal, criterion key
    asked = Signal(str, str)  # proposal, criterion id: another cell is to be opened

    def __init__(self, open_proposal: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(padding=12, parent=parent)
        self._found: Discussion | None = None
        self._open_proposal = open_proposal
        self._proposal = self._criterion = ""
        self._forms: dict[tuple[str, str], ConsensusForm] = {}  # what is being written, by proposal and criterion
        self.heads: dict[str, CellHead] = {}
        self.form: ConsensusForm | None = None
        self._focus: QWidget | None = None  # where one was writing when all was shown anew
        self.pane = Scroll()
        self.inner = QVBoxLayout()
        self.inner.setSpacing(4)
        self.pane.body.addLayout(self.inner)
        self.pane.body.addStretch(1)
        self.body.addWidget(self.pane, 1)

    @property
    def writing(self) -> bool:
        """Whether something was entered that is not kept yet."""
        return any(form.dirty for form in self._forms.values())

    def show_cell(self, found: Discussion, proposal: str, criterion: str = "") -> None:
        """Show a proposal (id) with one of its criteria (id) open; without one the first that is divided."""
        self._found, self._proposal, self._criterion = found, proposal, criterion
        self._note_focus()
        self._set_aside()
        clear_layout(self.inner)
        self.heads, self.form = {}, None
        line = found.ranking.line(proposal)
        if line is None:
            self._words(_("Select a line to see who gave which mark, and why."), role="muted")
            return
        self._criterion = criterion or self._first(found, line)
        self._proposal_words(found, line)
        for one in _cells(found, line):
            self._cell(found, one)
        self.inner.addWidget(FlatButton(_("Open the proposal"), partial(self._open_proposal, proposal)), 0,
                             Qt.AlignmentFlag.AlignLeading)  # fmt: skip
        head = self.heads.get(self._criterion)
        if head is not None:
            QTimer.singleShot(0, head, lambda: self.pane.ensureWidgetVisible(head, 0, 200))
        QTimer.singleShot(0, self, self._give_back)

    def _note_focus(self) -> None:
        focus = QApplication.focusWidget()
        if self.form is not None and focus is not None and self.form.isAncestorOf(focus):
            self._focus = focus

    def _give_back(self) -> None:
        """Let who is writing go on where they were."""
        focus, self._focus = self._focus, None
        if self.form is not None and focus is not None and alive(focus) and self.form.isAncestorOf(focus):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self, proposal: str, key: str) -> None:
        """Let go of what was written about a cell: it is kept now."""
        form = self._forms.pop((proposal, key), None)
        if form is not None:
            form.deleteLater()

    def ask(self) -> None:
        """Put the focus on the first mark to agree on."""
        if self.form is not None:
            first = self.form.levels[0] if self.form.levels else self.form.mark.line
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.pane.ensureWidgetVisible(self.form)

    # -- what is shown

    def _set_aside(self) -> None:
        """Keep what is being written apart from what is about to be cleared."""
        for key, form in list(self._forms.items()):
            if form.dirty:
                form.setParent(None)
                form.hide()
            else:
                del self._forms[key]

    def _words(self, text: str, *, kind: str = "body", role: str = "") -> None:
        self.inner.addWidget(LeadingLabel(text, kind=kind, role=role, wrap=True))

    @staticmethod
    def _first(found: Discussion, line: RankLine) -> str:
        topic = next((one for one in found.topics if one.line.id == line.id), None)
        marked = next((one for one in found.given if one.proposal == line.id), None)
        return topic.criterion.id if topic else marked.criterion if marked else ""

    def _proposal_words(self, found: Discussion, line: RankLine) -> None:
        candidate = line.candidate
        country = found.lists.label(PARTY, candidate.country)
        mark = restricted_mark(candidate.restricted)
        self._words(dotted([candidate.ref, mark, country]), kind="caption", role="muted")
        self._words(candidate.title.text(), kind="strong")
        standing = standing_sentence(found.standings.get(line.id, ()), found.lists)
        if standing:
            self._words(standing)
        self.inner.addSpacing(4)

    def _cell(self, found: Discussion, one: _Cell) -> None:
        criteria, cell = found.criteria, one.cell
        marks = [given.value for given in one.given if given.value is not None]
        divided = cell is not None and cell.divided(criteria.scale, criteria.wide)
        value = criteria.scale.low if cell is None else cell.value
        head = CellHead(criteria.scale, one.name, marks, value, _agreement_word(found, one), warn=divided)
        head.setChecked(one.criterion.id == self._criterion)
        head.clicked.connect(lambda *_args: self.asked.emit(*one.key))
        self.heads[one.criterion.id] = head
        self.inner.addWidget(head)
        if one.criterion.id == self._criterion:
            self.inner.addWidget(self._details(found, one))
            self.inner.addWidget(Line())

    def _details(self, found: Discussion, one: _Cell) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(_INDENT, 4, _INDENT, 10)
        column.setSpacing(4)

        def words(text: str, *, kind: str = "body", role: str = "") -> None:
            column.addWidget(LeadingLabel(text, kind=kind, role=role, wrap=True))

        topics = (each for each in found.topics if (each.line.id, each.criterion.id) == one.key)
        for topic in topics:
            for sentence in sentences(topic, found.criteria, found.lists, found.edge)[1:]:
                words(sentence)
        value = None if one.cell is None else one.cell.value
        column.addWidget(DotChart(found.criteria.scale, _dots(found, one.given), value))
        if value is not None and one.agreed is None:
            words(fill(_("By the rule of the round: {mark}"), mark=shown_mark(value)), kind="caption", role="muted")
        for given in sorted(one.given, key=lambda each: (-(each.value or 0), each.assessor)):
            words(_said(found, given))
        words(bounds_sentence(found.criteria.wide), kind="caption", role="muted")
        column.addSpacing(4)
        if one.agreed is not None:
            self._agreed(column, found, one.criterion, one.agreed)
        else:
            form = self._form_of(found, one)
            column.addWidget(form)
            set_shown(form, shown=True)  # it is inside by now, and no window of its own
        return holder

    def _agreed(self, column: QVBoxLayout, found: Discussion, criterion: Criterion, one: Agreed) -> None:
        mark = _("not applicable") if one.value is None else found.criteria.scale.shown(one.value)
        sentence = fill(_("Agreed by the panel on {day}: {mark}."), day=format_date(one.decided), mark=mark)
        column.addWidget(LeadingLabel(sentence, kind="strong", wrap=True))
        who = fill(_("Took part: {names}."), names=listed(one.participants))
        for text in (one.reason, who):
            column.addWidget(LeadingLabel(text, wrap=True))
        withdraw = partial(self.withdrawn.emit, one.proposal, criterion.key)
        button = SecondaryButton(_("Withdraw it: the marks stand again"), withdraw, small=True)
        button.setEnabled(not found.round.closed)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)

    def _form_of(self, found: Discussion, one: _Cell) -> ConsensusForm:
        key = (one.line.id, one.criterion.key)
        form = self._forms.get(key)
        if form is None:
            people = dict.fromkeys(_person(found, each) for each in sorted(one.given, key=lambda each: each.assessor))
            form = self._forms[key] = ConsensusForm(found.criteria, one.criterion, list(people))
            form.kept.connect(partial(self.kept.emit, *key))
        form.set_writable(writable=not found.round.closed)
        self.form = form
        return form


def _cells(found: Discussion, line: RankLine) -> Iterator[_Cell]:
    """Yield the criteria of a proposal that bear an answer or an agreement, in the order of the set."""
    given: dict[str, list[Given]] = {}
    for one in found.given:
        if one.proposal == line.id:
            given.setdefault(one.criterion, []).append(one)
    settled = {one.criterion: one for one in found.agreed if one.proposal == line.id}
    for criterion, cell in zip(found.criteria.criteria, line.cells, strict=True):
        if criterion.id in given or criterion.id in settled:
            yield _Cell(line, criterion, cell, tuple(given.get(criterion.id, ())), settled.get(criterion.id))


def _agreement_word(found: Discussion, one: _Cell) -> str:
    if one.agreed is not None:
        return _("agreed") if one.agreed.value is not None else _("not applicable")
    if one.cell is None or one.cell.marks < _PAIR:
        return _("no mark") if one.cell is None else _("one mark")
    return _(WORDS[word(one.cell.spread(found.criteria.scale), found.criteria.wide)])


def _dots(found: Discussion, given: Sequence[Given]) -> list[Dots]:
    """Return the marks by delegation, the highest mean first."""
    by: dict[str, list[int]] = {}
    for one in given:
        if one.value is not None:
            by.setdefault(found.voices.get(one.assessor, one.assessor), []).append(one.value)
    order = sorted(by.items(), key=lambda pair: (-sum(pair[1]) / len(pair[1]), pair[0]))
    return [Dots(found.lists.label(PARTY, code), tuple(sorted(marks, reverse=True))) for code, marks in order]


def _person(found: Discussion, given: Given) -> str:
    person = found.people.get(given.assessor)
    return person.name if person else "–"


def _said(found: Discussion, given: Given) -> str:
    """Return who gave which mark, and why."""
    answer = answer_of(given)
    mark = found.criteria.scale.shown(answer.value) if answer.value is not None else _(BLANKS[answer.blank])
    country = found.lists.label(PARTY, found.voices.get(given.assessor, ""))
    if not answer.reason:
        return fill(
            _("{assessor} ({delegation}): {mark}"), assessor=_person(found, given), delegation=country, mark=mark
        )
    return fill(
        _("{assessor} ({delegation}): {mark} – {reason}"),
        assessor=_person(found, given),
        delegation=country,
        mark=mark,
        reason=answer.reason,
    )
