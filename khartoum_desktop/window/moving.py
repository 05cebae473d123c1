"""Moving the focus inside a page: to its next pane, to its search line."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from khartoum_desktop.toolkit.page import Page
from khartoum_desktop.toolkit.parts import SearchLine, Splitter


def search_line(page: QWidget | None) -> SearchLine | None:
    """Return the page's search line, if one is in sight."""
    lines = page.findChildren(SearchLine) if page is not None else []
    return next((line for line in lines if line.isVisible()), None)


def find_text(page: QWidget | None) -> None:
    """Go to the page's search line."""
    line = search_line(page)
    if line is not None:
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line.selectAll()


def commit_field() -> None:
    """Save the field that is being edited, as if it were left."""
    widget = QApplication.focusWidget()
    while widget is not None:
        commit = getattr(widget, "commit", None)  # an Editor; asking for the class would import all editors
        if callable(commit):
            commit()
        widget = widget.parentWidget()


def settle_focus(page: Page) -> None:
    """Put the focus where work begins, unless the page did it: its first table or list, else the page itself."""
    focus = QApplication.focusWidget()
    if focus is not None and page.isAncestorOf(focus) and not page.header.isAncestorOf(focus):
        return
    views = [view for view in page.findChildren(QAbstractItemView) if view.isVisibleTo(page)]
    stop = next((view for view in views if view.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
    (stop or page).setFocus(Qt.FocusReason.OtherFocusReason)


def next_pane(page: QWidget | None) -> None:
    """Put the focus into the page's next pane."""
    splitter = page.findChild(Splitter) if page is not None else None
    if splitter is None:
        return
    focus = QApplication.focusWidget()
    panes = [splitter.widget(place) for place in range(splitter.count())]
    shown = [pane for pane in panes if pane is not None and pane.isVisible()]
    here = next((n for n, pane in enumerate(shown) if focus is not None and pane.isAncestorOf(focus)), -1)
    for pane in [*shown[here + 1 :], *shown[: here + 1]]:
        for child in pane.findChildren(QWidget):
            if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
                child.setFocus(Qt.FocusReason.TabFocusReason)
                return
