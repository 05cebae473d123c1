"""Renders the toolkit into pictures, each language in each theme: `python -m tests.toolkit.gallery FOLDER`."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.toolkit.direction import LeadingLabel, set_direction
from khartoum_desktop.toolkit.focus import FocusRing
from khartoum_desktop.toolkit.forms import (
    ChoiceEditor,
    CodesEditor,
    CountryEditor,
    DateEditor,
    FieldRow,
    FormSection,
    LineEditor,
    LinesEditor,
    LongEditor,
    MoneyEditor,
    NumberEditor,
)
from khartoum_desktop.toolkit.painting import ChipLook, Contributions
from khartoum_desktop.toolkit.parts import (
    Card,
    Chip,
    CompletenessBar,
    EmptyState,
    FlatButton,
    MessageBar,
    PrimaryButton,
    Scroll,
    SearchLine,
    SecondaryButton,
    Splitter,
)
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from khartoum_desktop.toolkit.theme import install_theme, state_codes
from tests.toolkit.showing import Bar

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sample table."""

    title: str
    second: str
    budget: str
    score: float | None
    complete: float
    state: str
    word: str


TITLES = {
    "en": (
        "Regional skills hubs for migrant workers",
        "Seasonal work pathways, Horn of Africa to Southern Europe",
        "مراكز إقليمية لتنمية المهارات (مسودة).",
    ),
    "ar": (
        "مراكز إقليمية لتنمية مهارات العمالة المهاجرة",
        "مسارات العمل الموسمي بين القرن الأفريقي وجنوب أوروبا",
        "Better Migration Management (draft).",
    ),
    "fr": (
        "Pôles régionaux de compétences pour les travailleurs migrants",
        "Filières de travail saisonnier, de la Corne de l’Afrique à l’Europe",
        "مراكز إقليمية لتنمية المهارات (مسودة).",
    ),
}
WORDS: Mapping[str, Words] = {
    "en": {"Proposal": "Proposal", "Budget": "Budget €", "Score": "Score", "Complete": "Complete", "State": "State"},
    "ar": {
        "Proposal": "المقترح",
        "Budget": "الميزانية €",
        "Score": "الدرجة",
        "Complete": "الاكتمال",
        "State": "الحالة",
    },
    "fr": {"Proposal": "Proposition", "Budget": "Budget €", "Score": "Note", "Complete": "Complet", "State": "État"},
}
STATES = {
    "en": ("Idea", "Under assessment", "Not shortlisted"),
    "ar": ("فكرة", "قيد التقييم", "غير مدرج"),
    "fr": ("Idée", "En évaluation", "Non retenue"),
}
SHARES = (22.0, 14.0, 8.0, 12.0, 7.0, 6.5, 6.0, 2.0)


def sample_rows(language: str, count: int) -> dict[str, Line]:
    """Return id → row."""
    rows = {}
    codes = ("IDEA", "ASSESSING", "NOT_SHORTLISTED")
    for n in range(count):
        title = TITLES[language][n % 3]
        score = None if n % 3 == 2 else 82 - n % 60
        rows[f"p{n}"] = Line(
            title,
            f"KP-2026-EG-{n:04} · {'مصر' if language == 'ar' else 'Egypt'}",
            f"{2_400_000 - n:,}",
            score,
            0.34 + (n % 7) / 10,
            codes[n % 3],
            STATES[language][n % 3],
        )
    return rows


def sample_columns(language: str) -> list[ColumnView[Line]]:
    """Return the columns of the list of proposals."""
    words = WORDS[language]
    return [
        ColumnView("title", words["Proposal"], lambda r: r.title, second=lambda r: r.second),
        ColumnView("budget", words["Budget"], lambda r: r.budget, 110, numeric=True),
        ColumnView(
            "score",
            words["Score"],
            lambda r: "–" if r.score is None else f"{r.score:.1f}",
            124,
            numeric=True,
            bar="score",
            share=lambda r: None if r.score is None else r.score / 100,
        ),
        ColumnView(
            "complete",
            words["Complete"],
            lambda r: f"{r.complete:.0%}",
            110,
            numeric=True,
            bar="complete",
            share=lambda r: r.complete,
        ),
        ColumnView("state", words["State"], lambda r: r.word, 180, chip=lambda r: ChipLook(r.word, state=r.state)),
    ]


def make_table(language: str, count: int = 60) -> tuple[Table, RowsModel[Line]]:
    """Return a table of sample rows."""
    rows = sample_rows(language, count)

    def fetch(ids: Sequence[str]) -> Mapping[str, Line]:
        return {row_id: rows[row_id] for row_id in ids}

    table = Table(name=WORDS[language]["Proposal"])
    model = RowsModel(sample_columns(language), fetch, table)
    table.setModel(model)
    model.set_ids(list(rows))
    model.set_sort("score", descending=True)
    return table, model


def buttons_row() -> QHBoxLayout:
    """Return one button of each kind."""
    row = QHBoxLayout()
    row.setSpacing(8)
    disabled, pressed = SecondaryButton("Disabled"), SecondaryButton("Pressed")
    disabled.setEnabled(False)
    pressed.setCheckable(True)
    pressed.setChecked(True)
    locked = PrimaryButton("Freeze the list", icon="freeze")
    locked.setEnabled(False)
    for button in (
        PrimaryButton("New proposal", icon="new"),
        SecondaryButton("استيراد", icon="import"),
        SecondaryButton("Open", icon="edit", key="Enter"),
        FlatButton("Print fiche", icon="print"),
        SecondaryButton("Small", small=True),
        disabled,
        pressed,
        locked,
    ):
        row.addWidget(button)
    row.addStretch(1)
    return row


def chips_card() -> Card:
    """Return all state chips, tags and bars."""
    card = Card("Chips")
    grid = QGridLayout()
    for n, code in enumerate(state_codes()):
        grid.addWidget(Chip(ChipLook(code.replace("_", " ").capitalize(), state=code)), n // 4, n % 4)
    card.body.addLayout(grid)
    tags = QHBoxLayout()
    for look in (
        ChipLook("ok", kind="ok"),
        ChipLook("warn", kind="warn"),
        ChipLook("error", kind="error"),
        ChipLook("info", kind="info"),
        ChipLook("12"),
    ):
        tags.addWidget(Chip(look))
    tags.addWidget(Chip(ChipLook("Round: Cairo 2026", kind="accent"), closable=True))
    tags.addStretch(1)
    card.body.addLayout(tags)
    card.body.addWidget(Bar(Contributions(SHARES)))
    card.body.addWidget(Bar(Contributions(SHARES[:4], 56, 88, faint=True)))
    card.body.addWidget(CompletenessBar(0.84, "Completeness"))
    return card


def form_card(language: str) -> Card:
    """Return one editor of each kind, some with problems."""
    card = Card(padding=4)
    scroll = Scroll(padding=12)
    card.body.addWidget(scroll)
    countries = [("EG", "مصر" if language == "ar" else "Egypt"), ("SD", "السودان" if language == "ar" else "Sudan")]
    section = FormSection("العنوان والملخص" if language == "ar" else "Title and summary")
    title = LineEditor(longest=200)
    title.set_value(TITLES[language][0])
    section.add(FieldRow("Title", title, "Up to 200 characters", required=True))
    other = LineEditor()
    other.set_value(TITLES[language][2])
    section.add(FieldRow("Title in another language", other))
    summary = LongEditor(longest=1000, lines=3)
    summary.set_value(TITLES[language][1] + ".\n" + TITLES[language][2])
    section.add(FieldRow("Summary", summary))
    money = MoneyEditor([("EUR", "EUR"), ("USD", "USD")])
    money.set_value((3_100_000_000, "EUR"))
    row = FieldRow("Total cost", money)
    row.set_problem("The sources add up to 2,900,000, 200,000 less than the cost.")
    months = NumberEditor(width=120)
    months.set_value(30)
    date = DateEditor(lambda text: text, lambda value: f"Understood: {value}")
    date.set_value("2027-01")
    section.add_side_by_side(row, FieldRow("Duration (months)", months), FieldRow("Start", date))
    country = CountryEditor(countries)
    country.set_value("EG")
    choice = ChoiceEditor([("a", "Bilateral"), ("b", "Regional programme")])
    section.add_side_by_side(FieldRow("Country", country), FieldRow("Kind", choice))
    lines = LinesEditor()
    lines.set_value("IGAD\nIOM")
    section.add(FieldRow("Partners", lines))
    codes = CodesEditor(
        [("c1", "Climate and migration"), ("c2", "Skills")],
        degrees=[("main", "Main"), ("contributing", "Contributing")],
    )
    codes.set_value((("c1", "main"),))
    section.add(FieldRow("Priorities", codes))
    scroll.body.addWidget(section)
    scroll.body.addStretch(1)
    return card


def build(language: str) -> QWidget:
    """Return the gallery."""
    window = QWidget()
    outer = QVBoxLayout(window)
    outer.setContentsMargins(16, 16, 16, 16)
    outer.setSpacing(12)
    bar = MessageBar()
    bar.tell("warn", "Weights are not 100 %. " + TITLES[language][2], [("Open the criteria", lambda: None)])
    outer.addWidget(bar)
    outer.addLayout(buttons_row())
    split = Splitter()
    table, _model = make_table(language)
    left = Card(padding=1)
    left.body.setContentsMargins(1, 1, 1, 1)
    left.body.addWidget(table)
    table.select_ids(["p2"], current="p2")
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    search = QHBoxLayout()
    search.addWidget(SearchLine("بحث في المقترحات" if language == "ar" else "Search proposals"))
    search.addWidget(SecondaryButton("Filter", icon="filter"))
    column.addLayout(search)
    column.addWidget(left, 1)
    split.addWidget(holder)
    right = QWidget()
    stack = QVBoxLayout(right)
    stack.setContentsMargins(0, 0, 0, 0)
    stack.addWidget(chips_card())
    stack.addWidget(
        EmptyState(
            "لا توجد مقترحات بعد", "One sentence that teaches.", [("Import…", lambda: None), ("New", lambda: None)]
        )
    )
    split.addWidget(right)
    split.addWidget(form_card(language))
    split.setSizes([560, 380, 400])
    outer.addWidget(split, 1)
    outer.addWidget(LeadingLabel("KP-2026-EG-0007", kind="caption", role="muted"))
    return window


def render(folder: Path, language: str, theme: str, size: tuple[int, int] = (1366, 768)) -> Path:
    """Write one picture and return where it is."""
    set_language(language)
    set_direction()
    install_theme(theme)
    window = build(language)
    window.resize(*size)
    window.show()
    application = QApplication.instance()
    for _step in range(3):
        if application is not None:
            application.processEvents()
    target = folder / f"gallery_{language}_{theme}.png"
    window.grab().save(str(target))
    window.close()
    return target


def main(folder: Path, show: Callable[[object], object] = print) -> None:
    """Write every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    FocusRing(application)
    for language in ("ar", "en", "fr"):
        for theme in ("light", "dark", "high_contrast"):
            show(render(folder, language, theme))


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/gallery"), lambda path: sys.stdout.write(f"{path}\n"))
