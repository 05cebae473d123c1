"""Rules of the house that import contracts cannot state."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from khartoum_desktop.core import paths

PACKAGE = paths.PACKAGE
MODULES = sorted(PACKAGE.rglob("*.py"))
WRITING = {"insert", "update", "delete", "exec_driver_sql", "executemany"}


def trees(*left_out: str) -> Iterator[tuple[Path, ast.Module]]:
    for file in MODULES:
        if file.relative_to(PACKAGE).parts[0] not in left_out:
            yield file, ast.parse(file.read_text(encoding="utf-8"))


def is_table(node: ast.expr) -> bool:
    """Whether an expression names a table as this code does: TABLES["x"], _PROPOSAL, table."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Name) and node.value.id == "TABLES"
    return isinstance(node, ast.Name) and (node.id.isupper() or node.id == "table")


def test_only_the_storage_writes_rows() -> None:
    """No module outside `storage/` builds INSERT, UPDATE or DELETE, nor sends SQL as text."""
    found = []
    for file, tree in trees("storage"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):  # `sqlalchemy.update(…)` would go past the names below
                found += [(file.name, name.name) for name in node.names if name.name.startswith("sqlalchemy")]
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_table(node.func.value):
                found += [(file.name, node.func.attr)] if node.func.attr in WRITING else []
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
                found += [(file.name, name.name) for name in node.names if name.name in WRITING | {"text"}]
            if isinstance(node, ast.Attribute) and node.attr in {"exec_driver_sql", "executemany"}:
                found.append((file.name, node.attr))
    assert found == []


def test_sql_of_one_engine_stays_in_the_storage() -> None:
    found = []
    for file, tree in trees("storage"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found += [(file.name, word) for word in ("PRAGMA ", "json_each", "fts5", "GLOB ") if word in node.value]
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy.dialects"):
                found.append((file.name, node.module or ""))
    assert found == []


def test_only_pages_toolkit_window_and_app_know_qt() -> None:
    """The contract names the modules that the command line needs; this holds for every other one too."""
    for file, tree in trees("toolkit", "window", "app.py"):
        if "ui" in file.relative_to(PACKAGE).parts:
            continue
        for node in ast.walk(tree):
            imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                imported.append(node.module or "")
            for name in imported:
                assert not name.startswith(("PySide6", "khartoum_desktop.toolkit", "khartoum_desktop.window")), file
                assert ".ui" not in name, file


def test_nothing_opens_a_network_connection() -> None:
    names = {"socket", "urllib.request", "http.client", "requests", "ftplib", "smtplib", "PySide6.QtNetwork"}
    for file, tree in trees():
        for node in ast.walk(tree):
            imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                imported.append(node.module or "")
            assert not names.intersection(imported), file


def test_no_file_that_everything_lives_in() -> None:
    """Only the schema may be longer: every table on one page is its purpose."""
    long = {file.name: lines for file in MODULES if (lines := len(file.read_text("utf-8").splitlines())) > 400}
    assert set(long) <= {"schema.py"}


def test_sentences_are_put_together_by_fill_only() -> None:
    """What gettext is given is a whole sentence: no f-string, sum or % inside the call."""
    glued = (ast.JoinedStr, ast.BinOp)
    for file, tree in trees():
        for node in ast.walk(tree):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if isinstance(node, ast.Call) and called in {"_", "N_", "ngettext", "pgettext"}:
                assert not any(isinstance(argument, glued) for argument in node.args[:2]), f"{file}:{node.lineno}"


@pytest.mark.parametrize("module", ["khartoum_desktop.cli", "khartoum_desktop.sample"])
def test_the_command_line_loads_no_qt(module: str) -> None:
    code = f"import sys, {module}; print([m for m in sys.modules if m.startswith(('PySide6', 'shiboken6'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    """Neither the window's shell nor the command line loads spreadsheet or numeric libraries at start."""
    heavy = ("openpyxl", "xlsxwriter", "python_calamine", "chardet", "rapidfuzz", "numpy")
    code = (
        "import sys, khartoum_desktop.cli, khartoum_desktop.window;"
        f"print([m for m in sys.modules if m.split('.')[0] in {heavy!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
