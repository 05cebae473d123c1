"""Whatever the reading process may say has a sentence, in every language, with all its values put in."""

import ast
from collections.abc import Iterator

import pytest

from khartoum_desktop.core.i18n import LANGUAGES, set_language
from khartoum_desktop.core.paths import PACKAGE
from khartoum_desktop.sheets.sentences import refusal, remark

CHOSEN: dict[str, dict[str, str | int]] = {
    "died": {},
    "not_started": {},
    "word": {},
    "slides": {},
}  # codes that are picked at run time


def said(name: str) -> Iterator[tuple[str, dict[str, str | int]]]:
    """Yield the code and the names of the details of each call in the source."""
    for file in sorted((PACKAGE / "sheets").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name and node.args:
                code, *rest = node.args
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    keys = [
                        key.value
                        for part in rest
                        if isinstance(part, ast.Dict)
                        for key in part.keys
                        if isinstance(key, ast.Constant)
                    ]
                    named = [word.arg for word in node.keywords if word.arg]
                    yield code.value, {str(key): 12_345 for key in (*keys, *named)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_and_remark_has_its_sentence(language: str) -> None:
    set_language(language)
    damaged = refusal("damaged", "a.xlsx", {}).sentence
    for code, details in [*said("Refusal"), *CHOSEN.items()]:
        error = refusal(code, "a.xlsx", details)
        assert "a.xlsx" in error.sentence
        assert error.remedy
        assert "{" not in str(error)
        assert (error.sentence == damaged) == (code == "damaged"), code
    remarks = list(said("Remark"))
    assert len(remarks) >= 7
    assert all("{" not in remark(code, details) for code, details in remarks)
