"""Translations: `extract` strings into the template and catalogues, `compile` them, `check` that they are complete.

The check fails on anything missing, fuzzy or empty, on placeholders that differ, on a wrong number of plural forms, on
stray spaces, on Latin punctuation after Arabic letters, on French signs without their no-break space, and on strings
of the program that are not in the template.
"""

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

TOP = Path(__file__).resolve().parent.parent
FOLDER = TOP / "translations"
TEMPLATE = FOLDER / "khartoum.pot"
PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
    "fr": "nplurals=2; plural=(n > 1)",
}
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
PLACEHOLDER = re.compile(r"\{[a-z_]*\}")
ARABIC_LATIN_SIGN = re.compile(r"[\u0600-\u06ff][,;?]|[,;?][\u0600-\u06ff]")
FRENCH_BARE_SIGN = re.compile(r"(?<![\u00a0\u202f:/!?])[:;!?»%](?=\s|$)|«(?![\u00a0\u202f])")


def catalogue_path(language: str) -> Path:
    """Return where a language's catalogue lies."""
    return FOLDER / language / "LC_MESSAGES" / "khartoum.po"


def template() -> Catalog:
    """Return every string of the program, by file, in a stable order."""
    found = Catalog(project="Khartoum Desktop", charset="utf-8", fuzzy=False)
    extracted = extract_from_dir(
        TOP / "khartoum_desktop", method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
    )
    for file, _line, message, comments, context in sorted(extracted, key=lambda item: (item[0], item[1])):
        where = [(f"khartoum_desktop/{Path(file).as_posix()}", 0)]
        found.add(message, locations=where, auto_comments=comments, context=context)
    return found


def read(path: Path, language: str | None = None) -> Catalog:
    """Read a catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def written(catalogue: Catalog) -> bytes:
    """Return the file's bytes, without dates, so that equal catalogues are equal files."""
    out = BytesIO()
    write_po(out, catalogue, width=110, include_lineno=False, sort_by_file=False, ignore_obsolete=True)
    lines = out.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith((b'"POT-Creation-Date', b'"PO-Revision-Date')))


def catalogue(language: str) -> Catalog:
    """Return a language's catalogue brought up to date with the program, guessing nothing."""
    path = catalogue_path(language)
    known = read(path, language) if path.exists() else Catalog(locale=language, charset="utf-8")
    fresh = Catalog(locale=language, project="Khartoum Desktop", charset="utf-8", fuzzy=False)
    fresh.mime_headers = [("Plural-Forms", PLURALS[language])]  # Babel's own Arabic order differs from everybody else's
    for message in template():
        if message.id:
            old = known.get(message.id, message.context)
            fresh.add(message.id, old.string if old else None, message.locations, context=message.context,
                      flags=old.flags if old else (), auto_comments=message.auto_comments)  # fmt: skip
    return fresh


def extract() -> None:
    """Write the template and bring the catalogues up to date."""
    FOLDER.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(template()))
    for language in PLURALS:
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalogue(language)))


def compile_all() -> None:
    """Write the compiled catalogues beside the sources."""
    for language in PLURALS:
        source = catalogue_path(language)
        if source.exists():
            out = BytesIO()
            write_mo(out, read(source, language))
            source.with_suffix(".mo").write_bytes(out.getvalue())


def faults(language: str, message: Message) -> Iterator[str]:
    """Yield what is wrong with one translated message."""
    sources = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    given = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    strings = [string or "" for string in given]
    if message.fuzzy:
        yield "fuzzy"
    if not all(strings):
        yield "missing"
        return
    if isinstance(message.id, (tuple, list)) and len(strings) != (6 if language == "ar" else 2):
        yield "plural forms"
    wanted = set(PLACEHOLDER.findall(sources[-1]))
    for index, string in enumerate(strings):
        have = set(PLACEHOLDER.findall(string))
        spelled = len(strings) > 1 and have <= wanted and wanted - have <= {"{n}"}  # "one proposal" needs no figure
        if have != wanted and not spelled:
            yield f"placeholders of form {index}: {sorted(have)} instead of {sorted(wanted)}"
        if string != string.strip() and sources[0] == sources[0].strip():
            yield "space at an end"
        if language == "ar" and ARABIC_LATIN_SIGN.search(string):
            yield "Latin punctuation beside Arabic letters"
        if language == "fr" and FRENCH_BARE_SIGN.search(PLACEHOLDER.sub("x", string)):
            yield "no no-break space before a French sign"


def not_extracted() -> Iterator[str]:
    """Yield the strings that are asked for where extraction does not see them, as inside a formatted string."""
    known = {one for message in template() for one in ([message.id] if isinstance(message.id, str) else message.id)}
    for path in sorted((TOP / "khartoum_desktop").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                said = node.args[1 if node.func.id == "pgettext" else 0]
                if isinstance(said, ast.Constant) and said.value not in known:
                    yield f"{path.relative_to(TOP)}:{node.lineno}: not extracted: {said.value!r}"


def check() -> None:
    """Fail with a list of what is wrong."""
    wrong = list(not_extracted())
    if not TEMPLATE.exists() or TEMPLATE.read_bytes() != written(template()):
        wrong.append("khartoum.pot is out of date: run installer/translations.py extract")
    for language in PLURALS:
        known = catalogue(language)
        wrong += [
            f"{language}: {fault}: {entry.id}" for entry in known if entry.id for fault in faults(language, entry)
        ]
    if wrong:
        sys.exit("\n".join([*wrong[:60], f"{len(wrong)} faults"]))
    print(f"{len(template())} strings, complete in {', '.join(PLURALS)}")


if __name__ == "__main__":
    {"extract": extract, "compile": compile_all, "check": check}[sys.argv[1]]()
