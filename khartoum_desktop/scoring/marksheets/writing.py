"""Writes an assessor's sheet: a protected workbook in their language, of which only marks and reasons are open."""

from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from khartoum_desktop.core.files import write_file
from khartoum_desktop.core.i18n import _, is_rtl, pgettext, speaking
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.criteria import Criterion
from khartoum_desktop.scoring.marksheets.book import COLUMNS as MARKED
from khartoum_desktop.scoring.marksheets.book import LISTS, MANIFEST
from khartoum_desktop.scoring.marksheets.cover import Cover, cover_of
from khartoum_desktop.scoring.marksheets.drafting import Draft, Subject
from khartoum_desktop.scoring.marksheets.lists import Lists, write_lists
from khartoum_desktop.scoring.marksheets.looks import Looks, height
from khartoum_desktop.scoring.model import BLANKS, Answer
from khartoum_desktop.sheets.texts import fit_text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_SAFE: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,  # nothing of the person's data in a temporary folder
}
ID, CRITERION, REF, KEY, WORDS, MARK, MEANING, REASON, CHECK = range(9)  # columns of the sheet with the marks
WIDTHS: Final = (4, 4, 18, 7, 46, 16, 44, 46, 16)
HEAD: Final = 3  # rows above the first proposal: what each column is (hidden), a title, the headers
_PIECE: Final = 1800  # letters of a text that a row can show
_READ: Final = (26, 118)  # widths of the sheet with the texts


def write_sheet(one: Draft, path: Path) -> None:
    """Write the workbook, whole or not at all; UserError when it cannot be written."""
    with speaking(one.language):
        write_file(path, rendered(one))


def rendered(one: Draft) -> bytes:
    """Return the workbook's bytes, in the language that is spoken."""
    import xlsxwriter

    content = BytesIO()
    book = xlsxwriter.Workbook(content, _SAFE)
    looks = Looks(book, rtl=is_rtl(one.language))
    names = (_("Start here"), _("Marks"), _("Proposals"), _("Levels of the marks"))
    cover, marks, texts, levels = (book.add_worksheet(name) for name in names)
    lists = write_lists(book, book.add_worksheet(LISTS), one)
    _manifest(book.add_worksheet(MANIFEST), one)
    places = _texts(texts, one, looks)
    bands = _Marks(marks, one, looks, lists, (names[2], places)).write()
    cover_of(Cover(cover, one, looks, lists, names[1], bands))
    _levels(levels, one, looks)
    for sheet in (cover, marks, texts, levels):
        _dress(sheet, one, looks)
    cover.activate()
    book.set_properties({"title": f"{_('Assessment sheet')} – {one.assessor.name}", "author": one.author})
    book.set_custom_property(MANIFEST, one.manifest.fingerprint, "text")
    book.close()
    return content.getvalue()


def _dress(sheet: "Worksheet", one: Draft, looks: Looks) -> None:
    """Give a sheet its direction, its lock and its printed page."""
    if looks.rtl:
        sheet.right_to_left()
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.5, 0.5, 0.6, 0.6)
    said = fit_text(f"{one.assessor.name} – {one.manifest.round_name}")[0].replace("\n", " ")[:100].replace("&", "&&")
    sheet.set_footer(f"&L{said}&R&P / &N" if not looks.rtl else f"&L&P / &N&R{said}")


def _manifest(sheet: "Worksheet", one: Draft) -> None:
    sheet.very_hidden()
    for row, cells in enumerate(one.manifest.cells()):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, fit_text(text)[0])


# --- the marks --------------------------------------------------------------------------------------------------------


class _Marks:
    """Writes the sheet with the marks: a band for each proposal, below it a row for each criterion."""

    def __init__(
        self, sheet: "Worksheet", one: Draft, looks: Looks, lists: Lists, texts: tuple[str, dict[str, int]]
    ) -> None:
        self._sheet, self._one, self._looks, self._lists, self._texts = sheet, one, looks, lists, texts
        self._notes = {each.id: _note(one, each) for each in one.criteria.criteria}

    def write(self) -> list[tuple[Subject, int]]:
        """Write it and return each proposal with the row (from 0) of its band."""
        sheet, looks = self._sheet, self._looks
        self._head()
        bands = []
        row = HEAD
        for subject in self._one.subjects:
            bands.append((subject, row))
            self._band(row, subject)
            for place, criterion in enumerate(self._one.criteria.criteria):
                row += 1
                self._row(row, subject, place, criterion)
            row += 1
        for number, width in enumerate(WIDTHS):
            bare = number == MEANING and not self._lists.has_levels
            sheet.set_column(number, number, width, None, {"hidden": number in (ID, CRITERION) or bare})
        sheet.freeze_panes(HEAD, MARK)
        sheet.repeat_rows(HEAD - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:I{row + 1}"})
        self._rules(HEAD, max(row - 1, HEAD), looks)
        return bands

    def _head(self) -> None:
        sheet, looks = self._sheet, self._looks
        hidden = dict(zip((ID, CRITERION, REF, KEY, MARK, REASON), MARKED, strict=True))
        for column, mark in hidden.items():
            sheet.write_string(0, column, mark)
        sheet.set_row(0, None, None, {"hidden": True})
        title = f"{self._one.assessor.name} – {self._one.manifest.round_name}"
        sheet.write_string(1, REF, fit_text(title)[0], looks.of("title", title))
        sheet.set_row(1, 24)
        labels = {
            REF: _("Reference"), KEY: pgettext("number", "No."), WORDS: _("Criterion"), MARK: _("Mark"),
            MEANING: _("What this mark says"), REASON: _("Reason"), CHECK: _("Check"),
        }  # fmt: skip
        for column, label in labels.items():
            sheet.write_string(2, column, label, looks.of("header", label))
        sheet.set_row(2, 20)

    def _band(self, row: int, subject: Subject) -> None:
        sheet, looks = self._sheet, self._looks
        band = looks.of("band", subject.title)
        for column in range(REF, CHECK + 1):
            sheet.write_blank(row, column, None, band)
        texts, places = self._texts
        link = f"internal:'{texts}'!A{places[subject.id] + 1}"
        sheet.write_url(row, REF, link, looks.of("link", subject.ref), fit_text(subject.ref)[0] or "–")
        title, room = fit_text(subject.title)[0] or "–", sum(WIDTHS[KEY : REASON + 1])
        sheet.merge_range(row, KEY, row, REASON, "", band)
        sheet.write_string(row, KEY, title, band)
        count = len(self._one.criteria.criteria)
        done = sum(1 for answer in subject.answers.values() if answer.given)
        formula = f'=SUMPRODUCT(--(F{row + 2}:F{row + 1 + count}<>""))&" / {count}"'
        sheet.write_formula(row, CHECK, formula, looks.of("count", ""), f"{done} / {count}")
        sheet.set_row(row, height([(title, room)]) + 6)

    def _row(self, row: int, subject: Subject, place: int, criterion: Criterion) -> None:
        sheet, looks, one = self._sheet, self._looks, self._one
        answer = subject.answers.get(criterion.id, Answer())
        words, question = (fit_text(part.text(one.language))[0] for part in (criterion.label, criterion.question))
        for column, text in ((ID, subject.id), (CRITERION, criterion.id)):
            sheet.write_string(row, column, text)
        for column, text in ((REF, subject.ref), (KEY, criterion.key)):
            sheet.write_string(row, column, fit_text(text)[0], looks.of("muted", text))
        cell = looks.of("cell", words)
        if words and question:
            said = [looks.of("strong", words), words, looks.of("quiet", question), f"\n{question}", cell]
            sheet.write_rich_string(row, WORDS, *said)
        else:
            sheet.write_string(row, WORDS, words or question, cell)
        self._mark(row, answer)
        sheet.write_string(row, REASON, fit_text(answer.reason)[0], looks.of("reason", answer.reason))
        meaning, check = self._lists.meaning(row + 1, place), self._lists.check(row + 1)
        level = next((fit_text(each.text.text(one.language))[0] for each in criterion.levels
                      if each.mark == answer.value), "")  # fmt: skip
        longest = max((each.text.text(one.language) for each in criterion.levels), key=len, default="")
        sheet.write_formula(row, MEANING, meaning, looks.of("quiet_cell", longest), level)
        sheet.write_formula(row, CHECK, check, looks.of("check", ""), self._lists.checked(answer))
        if self._notes[criterion.id]:
            note = self._notes[criterion.id]
            box = {"width": 420, "height": 18 * (2 + sum(ceil(len(line) / 58) for line in note.split("\n")))}
            sheet.write_comment(row, WORDS, note, {**box, "author": ""})
        parts = [(words, WIDTHS[WORDS]), (question, WIDTHS[WORDS])]
        sheet.set_row(row, max(height(parts), height([(longest, WIDTHS[MEANING])]), height([(answer.reason, 46)])))

    def _mark(self, row: int, answer: Answer) -> None:
        sheet, look = self._sheet, self._looks.of("mark", "")
        if answer.value is not None:
            sheet.write_number(row, MARK, float(self._one.criteria.scale.number(answer.value)), look)
        elif answer.blank is not None:
            sheet.write_string(row, MARK, _(BLANKS[answer.blank]), look)
        else:
            sheet.write_blank(row, MARK, None, look)

    def _rules(self, first: int, last: int, looks: Looks) -> None:
        """Lay drop-down lists and warning looks over the cells that can be written."""
        lists, sheet = self._lists, self._sheet
        sheet.data_validation(first, MARK, last, MARK, lists.validation(first + 1))
        where = (first, MARK, last, MARK)
        sheet.conditional_format(*where, lists.when_blank(first + 1, looks.hatched))
        sheet.conditional_format(*where, lists.when_off(first + 1, looks.wrong))
        sheet.conditional_format(first, REASON, last, REASON, lists.when_reasonless(first + 1, looks.asked))


def _note(one: Draft, criterion: Criterion) -> str:
    """Return the worded levels of a criterion as a note beside it."""
    scale = one.criteria.scale
    lines = [
        f"{scale.shown(each.mark)} – {words}" for each in criterion.levels if (words := each.text.text(one.language))
    ]
    return fit_text(strip_isolates("\n".join(lines)))[0]


# --- what is read -----------------------------------------------------------------------------------------------------


def _texts(sheet: "Worksheet", one: Draft, looks: Looks) -> dict[str, int]:
    """Write what is known of each proposal; return the row (from 0) at which each begins."""
    for column, width in enumerate(_READ):
        sheet.set_column(column, column, width)
    places: dict[str, int] = {}
    row = 0
    for subject in one.subjects:
        places[subject.id] = row
        band = looks.of("band", subject.title)
        sheet.write_string(row, 0, fit_text(subject.ref)[0], looks.of("band", subject.ref))
        sheet.write_string(row, 1, fit_text(subject.title)[0], band)
        sheet.set_row(row, height([(subject.title, _READ[1])]) + 6)
        sheet.write_blank(row + 1, 0, None, looks.of("quiet_cell", ""))
        sheet.write_string(row + 1, 1, fit_text(subject.facts)[0], looks.of("quiet_cell", ""))
        row += 2
        for passage in subject.passages:
            label = passage.label
            for paragraph in passage.paragraphs:
                for piece in _pieces(fit_text(paragraph)[0]):
                    sheet.write_string(row, 0, fit_text(label)[0], looks.of("label", label))
                    sheet.write_string(row, 1, piece, looks.of("plain", piece))
                    sheet.set_row(row, height([(piece, _READ[1])]))
                    row, label = row + 1, ""
        row += 1
    return places


def _pieces(text: str) -> list[str]:
    """Return a long text in pieces that a row of a spreadsheet can show."""
    found = []
    while len(text) > _PIECE:
        end = text.rfind(" ", _PIECE // 2, _PIECE)
        end = end if end > 0 else _PIECE
        found.append(text[:end])
        text = text[end:].lstrip()
    return [*found, text] if text else found


def _levels(sheet: "Worksheet", one: Draft, looks: Looks) -> None:
    """Write the criteria with what must be seen in a proposal for each mark."""
    scale, criteria = one.criteria.scale, one.criteria
    marks = sorted({level.mark for each in criteria.criteria for level in each.levels})
    heads = [pgettext("number", "No."), _("Criterion"), _("Weight"), *(scale.shown(mark) for mark in marks)]
    for column, label in enumerate(heads):
        sheet.write_string(0, column, fit_text(label)[0], looks.of("header", label))
        sheet.set_column(column, column, (7, 44, 10)[column] if column < 3 else 34)  # noqa: PLR2004 - the columns before
    for row, each in enumerate(criteria.criteria, start=1):
        words, question = (fit_text(part.text(one.language))[0] for part in (each.label, each.question))
        sheet.write_string(row, 0, fit_text(each.key)[0], looks.of("muted", each.key))
        sheet.write_string(row, 1, "\n".join(filter(None, (words, question))), looks.of("cell", words))
        sheet.write_number(row, 2, float(criteria.share_of(each)), looks.share)
        told = {level.mark: fit_text(level.text.text(one.language))[0] for level in each.levels}
        for column, mark in enumerate(marks, start=3):
            sheet.write_string(row, column, told.get(mark, ""), looks.of("plain", told.get(mark, "")))
        parts = [height([(told.get(mark, ""), 34)]) for mark in marks]
        sheet.set_row(row, max([height([(words, 44), (question, 44)]), *parts]))
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
