"""The blank form for ministries: a proposal a row, with choices, rules and an example, read without a question.

Its first column is hidden. It says what each row is, and gives each row an id, by which a row that comes again is the
same proposal; the first row is hidden too and says which field each column is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Final

from khartoum_desktop.core.i18n import LANGUAGES, N_, _, speaking
from khartoum_desktop.core.money import CURRENCIES
from khartoum_desktop.importing.expected import expected
from khartoum_desktop.importing.form_marks import EXAMPLE, FORM, HEAD
from khartoum_desktop.importing.marks import HELP
from khartoum_desktop.importing.targets import Reading, targets
from khartoum_desktop.proposals.fields import BY_KEY, SECTIONS
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import CURRENCY, MEMBER, PARTY, Lists
from khartoum_desktop.sheets.model import CellRange
from khartoum_desktop.sheets.spec import Choices, ColumnSpec, Marked, Properties, Rule, SheetSpec, Value, Written
from khartoum_desktop.workspace import Workspace, new_id

_ROWS: Final = 100  # to be filled in
_REQUIRED: Final = frozenset(
    {"lead_country", "submitting_ministry", "contact_name", "contact_email", "kind", "duration_months", "budget_total"}
)
# the fields that a ministry is asked for, beside titles and summary
_KEYS: Final = (
    (
        *("lead_country", "submitting_ministry", "kind", "framework", "party_beneficiary", "party_implementing"),
        *("party_funding", "locations", "contact_name", "contact_email", "contact_phone"),
    ),
    (
        *("overall_objective", "specific_objectives", "activities", "target_groups", "beneficiaries_total"),
        *("start_planned", "end_planned", "duration_months", "budget_total", "amount_requested", "own_contribution"),
        *("funding_status", "priorities", "jvap", "gcm", "risks", "rights_safeguards", "sustainability"),
    ),
)
_SECTIONS: Final = list(SECTIONS)
_BEFORE: Final = 2  # columns before the first field: the hidden one, and the numbers
_SECTION_ROW: Final = 6
_FREQUENT: Final = ("EUR", "USD")
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_TALL: Final = 600  # characters of a help text, at most
_EXAMPLES: Final = {
    "title": N_("Training border officers along the Nile road"),
    "submitting_ministry": N_("Ministry of Interior"),
    "summary": N_("Officers of two countries are trained together and share one procedure for travellers in need."),
    "overall_objective": N_("Travellers in need are recognised and helped at the border."),
    "specific_objectives": N_("Two hundred officers know the common procedure."),
    "activities": N_("Joint training in both capitals"),
    "target_groups": N_("Border officers"),
    "contact_name": N_("Name of the focal point"),
}


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the form: the target that it is read as, and whether it must be filled in."""

    target: str
    required: bool = False
    again: bool = False  # a second column of a list of which several entries may be chosen

    @property
    def label(self) -> str:
        """Return what stands in the header; a star says that it must be filled in."""
        label = _(targets()[self.target].label) if self.target != "currency" else _("Currency")
        return f"{label} *" if self.required else f"{label} 2" if self.again else label

    @property
    def section(self) -> int:
        """Return the place of the column's section in the order of sections."""
        field = BY_KEY.get(targets()[self.target].field)
        return _SECTIONS.index("budget" if self.target == "currency" else field.section if field else "parties")


def blank_form(work: Workspace, path: Path, code: str) -> Written:
    """Write the form in a language; UserError when it cannot be written."""
    from khartoum_desktop.sheets.writing import write_workbook

    with speaking(code):
        lists = lists_of(work)
        columns = tuple(_columns(code))
        title = _("Proposals of joint projects: form for ministries")
        sheets = [_form(title, columns, lists, code), _help(columns, lists, code)]
        return write_workbook(path, sheets, Properties(title=title, author=work.person.name if work.person else ""))


def suggested_name(code: str) -> str:
    """Return a file name as offices use it: `KP_Form_AR.xlsx`."""
    return f"KP_Form_{code.upper()}.xlsx"


def _columns(code: str) -> Iterator[_Column]:
    """Yield the columns by section; titles and summaries begin with the form's own language."""
    others = [other for other in LANGUAGES if other != code]
    keys = [f"title_{code}", *(f"title_{other}" for other in others), *_KEYS[0], f"summary_{code}", *_KEYS[1]]
    found: list[_Column] = []
    for key in keys:
        required = key in _REQUIRED or key in (f"title_{code}", f"summary_{code}")
        found.append(_Column(key, required))
        if targets()[key].reading is Reading.MONEY:
            found.append(_Column("currency", required))
        elif targets()[key].reading is Reading.CODES:
            found.append(_Column(key, again=True))
    yield from sorted(found, key=lambda one: one.section)


def _form(title: str, columns: Sequence[_Column], lists: Lists, code: str) -> SheetSpec:
    sections: list[Value | Marked] = [None] * _BEFORE
    merges: list[CellRange] = []
    for section, group in groupby(columns, lambda one: one.section):
        first, size = len(sections) + 1, len(list(group))
        sections += [_(SECTIONS[_SECTIONS[section]]), *[None] * (size - 1)]
        merges.append(CellRange(_SECTION_ROW, first, _SECTION_ROW, first + size - 1))
    helps: list[Value | Marked] = [EXAMPLE, Marked(_("Help"), "muted")]
    helps += [Marked(_help_text(column, lists), "muted") for column in columns]
    example: list[Value | Marked] = [EXAMPLE, Marked(_("Example"), "strong")]
    example += [Marked(_example(column, lists), "warning") for column in columns]
    lines = (
        _("One row is one proposal; columns with a star are needed. Choose from the list where a cell offers one."),
        _("The rows “Help” and “Example” may stay: they are not read. Send the file back as an Excel workbook."),
    )
    return SheetSpec(
        name=_("Proposals"),
        language=code,
        columns=(
            ColumnSpec(HEAD, 4, hidden=True, wrap=False),
            ColumnSpec(_("No."), 11, grouped=False),
            *(_spec(column, lists) for column in columns),
        ),
        above=[
            [FORM, "serial", *(column.target for column in columns)],
            [*[None] * _BEFORE, Marked(title, "strong")],
            *([*[None] * _BEFORE, line] for line in lines),
            [],
            sections,
        ],
        header_height=2,
        merges=tuple(merges),
        hidden_rows=frozenset({1}),
        rows=[helps, example, *([new_id()] for _row in range(_ROWS))],
        frozen_columns=_BEFORE + 1,
        filtered=False,
    )


def _spec(column: _Column, lists: Lists) -> ColumnSpec:
    reading = targets()[column.target].reading
    wide = reading in (Reading.LONG, Reading.LINES, Reading.RISKS, Reading.PARTIES)
    width = 38 if column.target.startswith(("title", "summary")) or wide else 12 if column.target == "currency" else 22
    return ColumnSpec(
        column.label,
        width,
        figures=reading in (Reading.MONEY, Reading.MONTHS, Reading.COUNT, Reading.DATE),
        choices=_choices(column, lists),
        rule=_rule(column, lists),
    )


def _choices(column: _Column, lists: Lists) -> Choices | None:
    target = targets()[column.target]
    if target.reading is Reading.CURRENCY:
        return Choices(CURRENCY, _currencies(lists))
    scheme = PARTY if target.reading is Reading.COUNTRY else target.scheme
    if not scheme:
        return None
    return Choices(scheme, tuple(label for _code, label in lists.choices(scheme)))


def _currencies(lists: Lists) -> tuple[str, ...]:
    """Return the codes of the currencies: the frequent ones first, then those of the members."""
    own = sorted({item.extra.get("currency", "") for item in lists.items(MEMBER)} & set(CURRENCIES))
    return tuple(dict.fromkeys((*_FREQUENT, *own, *(code for code, _label in lists.choices(CURRENCY)))))


def _rule(column: _Column, lists: Lists) -> Rule:
    message = _help_text(column, lists)
    match targets()[column.target].reading:
        case Reading.MONEY:
            return Rule("decimal", 0, message=message)
        case Reading.COUNT:
            return Rule("whole", 0, message=message)
        case Reading.MONTHS:
            return Rule("whole", 1, BY_KEY["duration_months"].maximum, message)
        case Reading.DATE:
            return Rule("date", _FIRST_DAY, _LAST_DAY, message)
        case _:
            return Rule(message=message)


def _help_text(column: _Column, lists: Lists) -> str:
    if column.target == "currency":
        return _("The currency of the amount beside it; choose it from the list.")
    if _choices(column, lists) is not None:
        return _("Choose from the list.") if not column.again else _("A second one, if there is.")
    found = expected(column.target, lists)
    return found.sentence[:_TALL] if found else ""


def _example(column: _Column, lists: Lists) -> Value:
    if column.again:
        return None
    target = targets()[column.target]
    words = _EXAMPLES.get(column.target) or _EXAMPLES.get(column.target.rpartition("_")[0])
    if words:
        return _(words) if column.required or not column.target.startswith("title") else None
    if target.reading in (Reading.MONEY, Reading.CURRENCY) and not column.required:
        return None
    plain: dict[Reading, Value] = {
        Reading.MONEY: 250_000,
        Reading.CURRENCY: "EUR",
        Reading.MONTHS: 24,
        Reading.COUNT: 1200,
        Reading.DATE: date(2027 if column.target == "start_planned" else 2028, 1, 1),
    }
    if target.reading in plain:
        return plain[target.reading]
    choices = _choices(column, lists)
    found = expected(column.target, lists)
    return next(iter(choices.items), None) if choices else (found.example or None) if found else None


def _help(columns: Sequence[_Column], lists: Lists, code: str) -> SheetSpec:
    """Return the sheet that says of each column what it wants, with the whole lists to choose from."""
    rows: list[list[Value | Marked]] = []
    for column in columns:
        if column.again:
            continue
        choices = _choices(column, lists)
        plain = replace(column, required=False)
        listed = "\n".join(choices.items) if choices and choices.name not in (PARTY, CURRENCY) else None
        wanted = _("yes") if column.required else None
        rows.append([HELP, plain.label, wanted, _help_text(column, lists), listed])
    return SheetSpec(
        name=_("How to fill it in"),
        language=code,
        columns=(
            ColumnSpec(HELP, 4, hidden=True, wrap=False),
            ColumnSpec(_("Column"), 30),
            ColumnSpec(_("Needed"), 10),
            ColumnSpec(_("What to write"), 56),
            ColumnSpec(_("To choose from"), 70),
        ),
        rows=rows,
        title=(_("How to fill it in"),),
        filtered=False,
    )
