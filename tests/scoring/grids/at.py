"""A person at the page of criteria sets."""

from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from khartoum_desktop.proposals.shipped import criteria_set_id
from khartoum_desktop.scoring import queries as rounds
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.grids.ui.page import CriteriaPage
from khartoum_desktop.toolkit.forms import ChoiceEditor, Editor, LineEditor, LongEditor
from tests.scoring.seats import Seat

ZERO, EIGHT = criteria_set_id("eu-0-5"), criteria_set_id("eg-2024-priorities")


class At:
    """A seat at the page, with short words for what is done and seen."""

    def __init__(self, seat: Seat) -> None:
        assert isinstance(seat.page, CriteriaPage)
        self.seat, self.page, self.work = seat, seat.page, seat.work

    @property
    def shown(self) -> CriteriaSet:
        assert self.page._criteria is not None
        return self.page._criteria

    @property
    def stored(self) -> CriteriaSet:
        return rounds.criteria(self.work, self.shown.id)

    def id(self, key: str) -> str:
        return self.shown.criterion(key).id

    def write(self, editor: Editor | None, words: str) -> None:
        """Click into a field, write and leave it with Enter or Tab."""
        assert isinstance(editor, LineEditor | LongEditor)
        field = editor.line if isinstance(editor, LineEditor) else editor.text
        QTest.mouseClick(field if isinstance(editor, LineEditor) else editor.text.viewport(), Qt.MouseButton.LeftButton)
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.seat.press(words or Qt.Key.Key_Delete, on=field)
        QTest.keyClick(field, Qt.Key.Key_Return if isinstance(editor, LineEditor) else Qt.Key.Key_Tab)
        if isinstance(editor, LongEditor):
            editor.commit()
        self.seat.settle()

    def pick(self, editor: Editor | None, code: str) -> None:
        """Open a list and take one of its lines with the keyboard."""
        assert isinstance(editor, ChoiceEditor)
        popup = editor.box.open_list()
        QTest.keyClick(popup.list, Qt.Key.Key_Home)
        for _row in range(editor.box.findData(code)):
            QTest.keyClick(popup.list, Qt.Key.Key_Down)
        QTest.keyClick(popup.list, Qt.Key.Key_Return)
        self.seat.settle()

    def weight(self, key: str) -> Fraction:
        return self.stored.weight_of(self.stored.criterion(key))
