"""How well our corpus is understood: `python -m tests.corpus.measure [--file TEXT] [--field NAME] [--line 7.1.5]`.

Every workbook is written anew from what its author meant, planned, and compared cell by cell. `--keep FOLDER` leaves
the files there; `--child` reads them in the watched process, as the program does, instead of in this one. `--seeds 300`
draws further workbooks than those of the tests.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.sheets import watching
from khartoum_desktop.workspace import Person, Workspace
from tests.corpus import books
from tests.corpus.comparing import Finding, Score, compare, total
from tests.corpus.meaning import File
from tests.corpus.writing import write

_SHOWN = (
    "wrong",
    "missing",
    "extra",
    "silent",
    "lost row",
    "extra row",
    "held",
    "not held",
    "unasked",
    "no look",
    "no note",
)
_ALSO = ("header", "kind", "needless")


@contextmanager
def in_this_process() -> Iterator[None]:
    """Read workbooks without the watched process: these files are our own and harm nobody."""
    from msgspec.msgpack import encode

    from khartoum_desktop.sheets import child
    from khartoum_desktop.sheets.messages import Message, Request, decoded

    def conversation(request: Request, _size: int, _progress: Any) -> Iterator[Message]:
        yield from (decoded(encode(message)) for message in child._answers(request))

    usual = watching.conversation
    watching.conversation = conversation  # type: ignore[assignment]
    try:
        yield
    finally:
        watching.conversation = usual


def measure(
    folder: Path, *, names: Iterable[str] | None = None, lines: str = "", child: bool = False
) -> Iterator[Score]:
    """Write, plan and compare the workbooks; nothing is kept of what was planned."""
    work = Workspace.create(folder / "corpus.khartoum", Person("Corpus", "IOM"), genesis=genesis())
    wanted = None if names is None else set(names)
    try:
        for name, (author, covered) in books.all_books().items():
            if (wanted is None or name in wanted) and any(one.startswith(lines) for one in covered):
                file = author()
                path = write(file, folder / name)
                yield _score(work, name, covered, file, path, child=child)
    finally:
        work.close()


def _score(work: Workspace, name: str, lines: tuple[str, ...], file: File, path: Path, *, child: bool) -> Score:
    password = "" if file.refused else file.locked
    try:
        with nullcontext() if child else in_this_process():
            found = plan(work, path, sender_country=file.sender, password=password)
    except UserError as error:
        sentence = strip_isolates(str(error))
        score = Score(name, lines, refusal=sentence, is_right_refusal=bool(file.refused) and file.refused in sentence)
        if not score.is_right_refusal:
            score.expected = sum(len(row.cells) for page in file.pages for row in page.rows)
            score.headers = sum(1 for page in file.pages if page.headers)
            score.findings.append(Finding("lost row", file.name, "", "", "", "a plan", sentence))
        return score
    score = compare(name, lines, file, found)
    if file.refused:
        score.findings.append(Finding("wrong", file.name, "", "", "", f"refused: {file.refused}", "a plan"))
    return score


def ratio(part: int, whole: int) -> float:
    """Return part of whole, 1 of nothing."""
    return part / whole if whole else 1.0


def report(scores: Sequence[Score], findings: Sequence[Finding]) -> str:
    """Return the figures, the figures of each line of the facts, and the findings."""
    expected, got, right = (sum(getattr(score, key) for score in scores) for key in ("expected", "got", "right"))
    headers, exact, first = (sum(getattr(score, key) for score in scores) for key in ("headers", "exact", "first_row"))
    refused = [score for score in scores if score.refusal]
    sure = sum(1 for score in refused if score.is_right_refusal)
    asked = sum(score.questions for score in scores)
    n = partial(total, scores)
    out = [
        f"files {len(scores)}, plans {len(scores) - len(refused)}, refusals {len(refused)}, of them wanted {sure}",
        f"header rows {headers}, exact {exact} ({ratio(exact, headers):.1%})",
        f"    by the first row that is not empty {first} ({ratio(first, headers):.1%})",
        f"values expected {expected}, got {got}, right {right}",
        f"    precision {ratio(right, got):.4f}, recall {ratio(right, expected):.4f}",
        f"    wrong and silent {n('silent')}",
        f"rows lost {n('lost row')}, held {n('held')}, not held {n('not held')}, no proposals {n('extra row')}",
        f"questions expected {asked}, not asked {n('unasked')}; no look {n('no look')}, no note {n('no note')}",
        f"    needless remarks {n('needless')}; kinds of rows wrong {n('kind')}",
        "",
        f"{'line':<16} files expected  right precision recall silent",
    ]
    for line in sorted({line for score in scores for line in score.lines}, key=_order):
        own = [score for score in scores if line in score.lines]
        wanted, had, good = (sum(getattr(score, key) for score in own) for key in ("expected", "got", "right"))
        out.append(
            f"{line:<16} {len(own):5} {wanted:8} {good:6} {ratio(good, had):9.4f} {ratio(good, wanted):6.4f} "
            f"{total(own, 'silent'):6}"
        )
    return "\n".join([*out, "", *(str(one) for one in findings)])


def _order(line: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in line.split("."))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what the corpus came to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", default="", help="part of a workbook's name")
    parser.add_argument("--field", default="", help="part of a field's name: only findings about it")
    parser.add_argument("--line", default="", help="beginning of a line of the facts, such as 7.1.5")
    parser.add_argument("--kinds", action="store_true", help="list kinds of rows and needless remarks, too")
    parser.add_argument("--keep", type=Path, help="a folder where the files are to stay")
    parser.add_argument("--child", action="store_true", help="read in the watched process")
    parser.add_argument(
        "--seeds", type=int, default=0, help="so many drawn workbooks more of each kind than the tests read"
    )
    chosen = parser.parse_args(arguments)
    books.all_books()
    books.draw_more(chosen.seeds)
    names = [name for name in books.all_books() if chosen.file in name]
    with tempfile.TemporaryDirectory() as place:
        folder = chosen.keep or Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "corpus.khartoum").unlink(missing_ok=True)
        scores = list(measure(folder, names=names, lines=chosen.line, child=chosen.child))
    wanted = (*_SHOWN, *_ALSO) if chosen.kinds else (*_SHOWN, "header")
    findings = [one for score in scores for one in score.of(*wanted) if chosen.field in one.field]
    sys.stdout.write(report(scores, findings) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
