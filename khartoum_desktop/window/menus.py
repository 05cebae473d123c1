"""The window's own actions, as rows: menus, shortcuts and the command search are built from them."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from khartoum_desktop.core import i18n, settings
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.toolkit.actions import Action, separator
from khartoum_desktop.window.moving import find_text, next_pane, search_line

if TYPE_CHECKING:
    from khartoum_desktop.window.frame import Window

MENU_TITLES: Final = {
    "file": N_("File"),
    "edit": N_("Edit"),
    "view": N_("View"),
    "page": "",
    "tools": N_("Tools"),
    "help": N_("Help"),
}
THEMES: Final = (
    ("system", N_("Theme of the system")),
    ("light", N_("Light theme")),
    ("dark", N_("Dark theme")),
    ("high_contrast", N_("High contrast theme")),
)
DIGITS: Final = (("latn", "123"), ("arab", "١٢٣"))


def file_actions(window: "Window") -> list[Action]:
    """Return what can be done with workspaces and files."""
    open_ = window.has_workspace
    return [
        Action("new_workspace", _("New workspace"), window.show_welcome, "Ctrl+Shift+N", "new", menu="file"),
        Action("open_workspace", _("Open workspace…"), window.entrance.choose, "Ctrl+O", "open", menu="file"),
        *recent_actions(window),
        separator("file"),
        Action("import_file", _("Import a file…"), window.tools.choose_import, "Ctrl+I", "import", open_, "file"),
        Action("export", _("Export…"), window.tools.export, "Ctrl+E", "export", open_, "file"),
        separator("file"),
        Action("backup", _("Back up to a file…"), window.tools.back_up, "", "backup", open_, "file"),
        Action("close_workspace", _("Close workspace"), window.leave_workspace, "Ctrl+W", "", open_, "file"),
        Action("quit", _("Quit"), window.quit, "Ctrl+Q", menu="file"),
    ]


def recent_actions(window: "Window") -> list[Action]:
    """Return the workspaces opened before, without the open one."""
    here = str(window.work.path) if window.work is not None else ""
    paths = [Path(name) for name in settings.load().recent if name != here]
    return [
        Action(
            f"recent_{place}",
            fill(_("Open {name}"), name=path.stem),
            partial(window.entrance.open, path),
            icon="workspace",
            menu="file",
        )
        for place, path in enumerate(paths[:5])
        if path.exists()
    ]


def edit_actions(window: "Window") -> list[Action]:
    """Return undo, redo and find."""
    steps = window.steps
    undo = fill(_("Undo: {step}"), step=steps.undo_name) if steps.undo_name else _("Undo")
    redo = fill(_("Redo: {step}"), step=steps.redo_name) if steps.redo_name else _("Redo")
    redo_keys = "Ctrl+Y | Ctrl+Shift+Z"

    def can_find() -> bool:
        return search_line(window.page) is not None

    return [
        Action("undo", undo, steps.undo, "Ctrl+Z", "undo", lambda: bool(steps.undo_name), "edit"),
        Action("redo", redo, steps.redo, redo_keys, "redo", lambda: bool(steps.redo_name), "edit"),
        separator("edit"),
        Action("find", _("Find"), lambda: find_text(window.page), "Ctrl+F", "search", can_find, "edit"),
    ]


def view_actions(window: "Window") -> list[Action]:
    """Return pages, language, digits and look."""
    pages = [
        Action(
            f"page_{spec.id}",
            _(spec.label),
            partial(window.go, spec.id),
            f"Ctrl+{place + 1}" if place < 9 else "",  # noqa: PLR2004 - as many digits as the keyboard has
            spec.icon,
            window.has_workspace,
            "view",
        )
        for place, spec in enumerate(spec for spec in window.pages if spec.in_rail)
    ]
    languages = [
        Action(
            f"language_{code}",
            i18n.NAMES[code],
            partial(window.looks.change_language, code),
            menu="view",
            checked=lambda code=code: i18n.language() == code,  # type: ignore[misc]  # keeps the loop's value
        )
        for code in i18n.LANGUAGES
    ]
    digits = [
        Action(
            f"digits_{code}",
            fill(_("Digits {sample}"), sample=sample),
            partial(window.looks.change_digits, code),
            menu="view",
            enabled=lambda: i18n.language() == "ar",
            checked=lambda code=code: i18n.digits() == code,  # type: ignore[misc]  # keeps the loop's value
        )
        for code, sample in DIGITS
    ]
    looks = [
        Action(
            f"theme_{code}",
            _(label),
            partial(window.looks.change_theme, code),
            menu="view",
            checked=lambda code=code: window.desk.theme.choice == code,  # type: ignore[misc]  # keeps the loop's value
        )
        for code, label in THEMES
    ]
    panes = Action("next_pane", _("Next pane"), lambda: next_pane(window.page), "F6", menu="view")
    full = Action("full_screen", _("Full screen"), window.looks.toggle_full_screen, "F11", menu="view")
    return [
        *pages,
        separator("view"),
        *languages,
        separator("view"),
        *digits,
        separator("view"),
        *looks,
        separator("view"),
        panes,
        full,
    ]


def tool_actions(window: "Window") -> list[Action]:
    """Return the command search, the pages that are not in the rail, who is here, and the check."""
    open_ = window.has_workspace
    pages = [
        Action(f"page_{spec.id}", _(spec.label), partial(window.go, spec.id), "", spec.icon, open_, "tools")
        for spec in window.pages
        if not spec.in_rail
    ]
    return [
        Action("search_commands", _("Search or command"), window.search_commands, "Ctrl+K", "search", menu="tools"),
        *pages,
        Action("switch_person", _("Who is at this laptop…"), window.tools.switch_person, "", "person", open_, "tools"),
        Action("check", _("Check the workspace"), window.tools.check, "", "backup", open_, "tools"),
    ]


def help_actions(window: "Window") -> list[Action]:
    """Return help, shortcuts and what this program is."""
    return [
        Action("help", _("Help"), window.tools.show_help, "F1", "help", menu="help"),
        Action("shortcuts", _("Keyboard shortcuts"), window.tools.show_shortcuts, "Ctrl+/", "keyboard", menu="help"),
        Action("log_folder", _("Open the folder of logs"), window.tools.open_log_folder, menu="help"),
        Action("about", _("About Khartoum Desktop"), window.tools.show_about, "", "info", menu="help"),
    ]


def window_actions(window: "Window") -> list[Action]:
    """Return every action of the window, in the order of the menus."""
    first = [*file_actions(window), *edit_actions(window), *view_actions(window)]
    return [*first, *tool_actions(window), *help_actions(window)]


def settings_actions(window: "Window") -> list[Action]:
    """Return what the Settings item of the rail offers."""
    chosen = [action for action in view_actions(window) if not action.id.startswith(("page_", "next_", "full_"))]
    return [*chosen, separator("view"), *(action for action in tool_actions(window) if action.id == "switch_person")]
