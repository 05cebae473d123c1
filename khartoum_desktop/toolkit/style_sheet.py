"""The one style sheet: symmetric rules only (Qt mirrors no sides here), colours named by role."""

import re
from collections.abc import Mapping
from typing import Final

_ROLE: Final = re.compile(r"@(\w+)")

_RULES: Final = """
QToolTip { background: @text; color: @base; border: 1px solid @text; padding: 4px 6px; }
QMenuBar { background: @base; border: none; border-bottom: 1px solid @divider; }
QMenuBar::item { padding: 7px 10px; margin: 1px; border-radius: 4px; background: transparent; color: @text; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @accent_weak; color: @on_accent_weak; }
QMenu { background: @base; border: 1px solid @control_border; padding: 4px 0; }
QMenu::item { padding: 6px 28px; color: @text; }
QMenu::icon { padding: 0 10px; }
QMenu::indicator { left: 8px; right: 8px; }
QMenu::item:selected { background: @accent_weak; color: @on_accent_weak; }
QMenu::item:disabled { color: @text_disabled; background: transparent; }
QMenu::separator { height: 1px; background: @divider; margin: 4px 0; }
QLineEdit { background: @base; color: @text; border: 1px solid @control_border; border-radius: 4px; padding: 4px 9px;
            min-height: 22px; placeholder-text-color: @text_muted;
            selection-background-color: @accent; selection-color: @on_accent; }
QLineEdit:disabled, QLineEdit:read-only { background: @sunken; color: @text_disabled; border-color: @divider; }
QLineEdit[problem="true"] { border: 2px solid @error; padding: 3px 8px; }
QLineEdit[bare="true"] { border: none; background: transparent; padding: 0; }
QTextEdit[field="true"] { background: @base; color: @text; border: 1px solid @control_border; border-radius: 4px;
                          padding: 4px 6px; placeholder-text-color: @text_muted;
            selection-background-color: @accent; selection-color: @on_accent; }
QTextEdit[field="true"]:disabled, QTextEdit[field="true"][readOnly="true"] {
            background: @sunken; color: @text_disabled; border-color: @divider; }
QTextEdit[field="true"][problem="true"] { border: 2px solid @error; padding: 3px 5px; }
QAbstractScrollArea[bare="true"] { border: none; background: transparent; }
QScrollArea, QScrollArea > QWidget > QWidget[bare="true"] { border: none; background: transparent; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @text_muted; border: none; border-bottom: 2px solid transparent;
               padding: 8px 12px; }
QTabBar::tab:selected { color: @accent; border-bottom: 2px solid @accent; font-weight: 600; }
QTabBar::tab:hover { color: @accent; }
QTabWidget::pane { border: none; border-top: 1px solid @divider; }
QProgressBar { border: none; border-radius: 2px; background: @track; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: @bar; border-radius: 2px; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: @control_border; background-clip: padding; border: 3px solid transparent;
                     border-radius: 5px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @text_muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: transparent; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QSplitter::handle { background: transparent; }
QListView[popup="true"] { border: none; background: @base; outline: none; }
QFrame[floating="true"] { background: @base; border: 1px solid @control_border; }
QFrame[line="true"] { background: @divider; border: none; }
QLabel { background: transparent; }
QLabel[role="muted"] { color: @text_muted; }
QLabel[role="accent"] { color: @accent; }
QLabel[role="error"] { color: @error; }
QLabel[role="warn"] { color: @warn; }
QLabel[role="ok"] { color: @ok; }
QLabel[role="info"] { color: @info; }
"""


def style_sheet(roles: Mapping[str, str]) -> str:
    """Return the rules with every role's colour put in; an unknown role is a fault (KeyError)."""
    return _ROLE.sub(lambda match: roles[match[1]], _RULES)
