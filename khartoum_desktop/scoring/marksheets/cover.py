"""The first sheet of an assessor's workbook: what it is, how it is filled in, and how far it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import _, fill, listed, ngettext, pgettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring.marksheets.drafting import Draft, Subject
from khartoum_desktop.scoring.marksheets.lists import Lists
from khartoum_desktop.scoring.marksheets.looks import Looks, height
from khartoum_desktop.scoring.model import needs_reason
from khartoum_desktop.sheets.texts import fit_text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS: Final = (24, 84, 16)


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover is written from: the name of the sheet with the marks, and each proposal's row there (from 0)."""

    sheet: "Worksheet"
    one: Draft
    looks: Looks
    lists: Lists
    marks: str
    bands: Sequence[tuple[Subject, int]]

    @property
    def count(self) -> int:
        """How many criteria each proposal has."""
        return len(self.one.criteria.criteria)

    @property
    def cells(self) -> tuple[int, int]:
        """The first and last row (Excel's) of the marks."""
        return self.bands[0][1] + 2, self.bands[-1][1] + 1 + self.count


def cover_of(cover: Cover) -> None:
    """Write the cover."""
    sheet, looks, one = cover.sheet, cover.looks, cover.one
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    title = _("Assessment sheet")
    sheet.write_string(0, 0, title, looks.of("title", title))
    sheet.set_row(0, 26)
    row = 2
    for label, text in _facts(one):
        sheet.write_string(row, 0, label, looks.of("label", label))
        sheet.write_string(row, 1, fit_text(text)[0], looks.of("line", ""))  # a label and names: the sheet's direction
        sheet.set_row(row, height([(text, _WIDTHS[1])]))
        row += 1
    row = _progress(cover, row + 1)
    row = _steps(cover, row + 1)
    _overview(cover, row + 1)


def _facts(one: Draft) -> Iterator[tuple[str, str]]:
    scale, criteria = one.criteria.scale, one.criteria
    yield _("Round"), one.manifest.round_name
    yield pgettext("person", "Assessor"), listed([one.assessor.name, one.delegation])
    if one.round.deadline:
        yield _("Deadline"), format_date(one.round.deadline)
    version = fill(_("{name}, version {n}"), name=criteria.label.text(one.language), n=format_number(criteria.version))
    yield _("Criteria"), version
    yield (
        _("Scale"),
        fill(
            _("Marks go from {low} to {high} in steps of {step}."),
            low=scale.shown(scale.minimum),
            high=scale.shown(scale.maximum),
            step=scale.shown(max(scale.step, 1)),
        ),
    )


def _progress(cover: Cover, row: int) -> int:
    sheet, looks, (first, last) = cover.sheet, cover.looks, cover.cells
    answers = [answer for subject in cover.one.subjects for answer in subject.answers.values() if answer.given]
    where = f"'{cover.marks}'!$F${first}:$F${last}"
    said = _("{done} of {n} done").format(done=len(answers), n=format_number(len(cover.bands) * cover.count))
    formula = f'=kd_before&SUMPRODUCT(--({where}<>""))&kd_after'
    label = _("Progress")
    sheet.write_string(row, 0, label, looks.of("label", label))
    sheet.write_formula(row, 1, formula, looks.of("big", said), fit_text(said)[0])
    sheet.set_row(row, 24)
    if cover.one.criteria.reason_for:
        label = _("Reasons still missing")
        bare = sum(1 for one in answers if needs_reason(cover.one.criteria, one.value) and not one.reason)
        checks = f"'{cover.marks}'!$I${first}:$I${last}"
        row += 1
        sheet.write_string(row, 0, label, looks.of("label", label))
        sheet.write_formula(row, 1, f"=COUNTIF({checks},kd_reason_missing)", looks.of("line", ""), bare)
    return row + 1


def _steps(cover: Cover, row: int) -> int:
    sheet, looks, one = cover.sheet, cover.looks, cover.one
    heading = _("How to fill it in")
    sheet.write_string(row, 0, heading, looks.of("title", heading))
    sheet.set_row(row, 24)
    for number, text in enumerate(_instructions(one), start=1):
        row += 1
        sheet.write_string(row, 0, f"{format_number(number)}.", looks.of("label", ""))
        sheet.write_string(row, 1, fit_text(text)[0], looks.of("line", text))
        sheet.set_row(row, height([(text, _WIDTHS[1])]))
    return row + 1


def _instructions(one: Draft) -> Iterator[str]:
    yield _("Read the proposals on the sheet “Proposals”.")
    yield _("Give your marks on the sheet “Marks”: choose one from the list in each cell of the column “Mark”.")
    yield _("What each mark stands for is said in the note on the criterion, and on the last sheet.")
    if one.criteria.reason_for:
        scale = one.criteria.scale
        marks = listed(scale.shown(mark) for mark in sorted(one.criteria.reason_for))
        yield fill(_("These marks need a reason: {marks}. A cell in which it is missing is coloured."), marks=marks)
    yield _(
        "Where you give no mark, choose why: abstained, conflict of interest, or not applicable. None of them counts "
        "as zero. An empty cell means not assessed."
    )
    yield _("Only marks and reasons can be written. Do not sort, move or delete rows.")
    yield _("Save the file as an Excel workbook and send it back; its name does not matter.")
    if one.restricted:
        n = one.restricted
        said = ngettext(
            "{n} restricted proposal is not in this sheet.", "{n} restricted proposals are not in this sheet.", n
        )
        yield fill(said, n=format_number(n))


def _overview(cover: Cover, row: int) -> None:
    sheet, looks = cover.sheet, cover.looks
    for column, label in enumerate((_("Reference"), _("Proposal"), _("Answered"))):
        sheet.write_string(row, column, label, looks.of("header", label))
    for subject, band in cover.bands:
        row += 1
        link = f"internal:'{cover.marks}'!F{band + 2}"
        ref, title = (fit_text(text)[0] or "–" for text in (subject.ref, subject.title))
        done = sum(1 for answer in subject.answers.values() if answer.given)
        sheet.write_url(row, 0, link, looks.of("band", ref), ref)
        sheet.write_string(row, 1, title, looks.of("plain", title))
        sheet.write_formula(row, 2, f"='{cover.marks}'!I{band + 1}", looks.of("check", ""), f"{done} / {cover.count}")
        sheet.set_row(row, height([(title, _WIDTHS[1])]))
