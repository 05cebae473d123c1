"""Worse than pairs: every row written by somebody else, cells left blank, rows merged, hidden, repeated, drawn by a seed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from random import Random
from typing import Final

from tests.corpus.books.dates import HIJRI, LEVANT, TUNISIA
from tests.corpus.books.dates import hijri as hijri_of
from tests.corpus.meaning import Cell, Column, File, Page, Said, drawn
from tests.corpus.notations import (
    UNKNOWN_COST,
    arabic,
    arabic_order,
    commas,
    costs,
    eastern,
    scaled,
    spaces,
    spelled_ar,
    spelled_en,
    spelled_fr,
)
from tests.corpus.projects import COUNTRIES, MINISTRIES, STATES, Project, of, some

COUNT: Final = 36
_LABELS: Final = {
    "ar": (
        "م",
        "اسم المشروع",
        "الدولة",
        "الوزارة",
        "التكلفة الإجمالية",
        "تاريخ البدء",
        "مدة التنفيذ",
        "عدد المستفيدين",
        "الجهة الممولة",
        "ملاحظات",
    ),
    "fr": (
        "N°",
        "Intitulé du projet",
        "Pays",
        "Ministère",
        "Coût total",
        "Date de début",
        "Durée",
        "Nombre de bénéficiaires",
        "Bailleur",
        "Observations",
    ),
    "en": (
        "No.",
        "Project title",
        "Country",
        "Ministry",
        "Total cost",
        "Start date",
        "Duration",
        "Number of beneficiaries",
        "Donor",
        "Remarks",
    ),
}
_UNKNOWN: Final = {
    "ar": ("قيد التحديد", "سيحدد لاحقاً", "-"),
    "fr": ("à définir", "N/D", "–"),
    "en": ("TBD", "n/a", "-"),
}
_TOTAL: Final = {"ar": "الإجمالي", "fr": "Total général", "en": "Grand total"}
_NOTES: Final = {
    "ar": "ملاحظات: يراعى تحديث البيانات",
    "fr": "NB : données provisoires",
    "en": "Note: data are provisional",
}
_HEADING: Final = {
    "ar": "قائمة موحدة بالمشروعات",
    "fr": "Liste consolidée des projets",
    "en": "Consolidated list of projects",
}
_SPEAK: Final = {"ar": ("SD", "EG", "LY", "TN"), "fr": ("DJ", "TN"), "en": ("ET", "KE", "SO", "SS", "UG", "ER")}
_FUNDERS: Final = {
    "ar": (("الاتحاد الأوروبي", ("EU",)), ("إيطاليا وألمانيا", ("IT", "DE")), ("المانيا", ("DE",)), ("المفوضية الأوروبية", ("EC",))),
    "fr": (("UE", ("EU",)), ("Italie et France", ("IT", "FR")), ("Commission européenne", ("EC",)), ("Suède", ("SE",))),
    "en": (("EU", ("EU",)), ("Italy, Sweden", ("IT", "SE")), ("The Netherlands", ("NL",)), ("European Union; Germany", ("EU", "DE"))),
}  # fmt: skip
Write = Callable[[int], str]


def _cost(random: Random, language: str) -> Callable[[Project], Said]:
    """Return a column of costs in which every row names its currency in a way of its own."""
    ways: dict[str, Sequence[Write]] = {
        "ar": (
            lambda n: f"{scaled(n, 10**6)} مليون يورو", lambda n: f"{commas(n)} يورو", lambda n: f"{arabic(n)} يورو",
            lambda n: f"€ {commas(n)}", lambda n: f"{eastern(str(n))} يورو", lambda n: f"EUR {n}",
        ),
        "fr": (
            lambda n: f"{spaces(n)} €", lambda n: f"{scaled(n, 10**6, ',')} M€", lambda n: f"{spaces(n)} EUR", lambda n: f"{spaces(n)} euros",
            lambda n: f"{scaled(n, 10**6, ',')} millions d'euros", lambda n: f"{n} EUR",
        ),
        "en": (
            lambda n: f"EUR {commas(n)}", lambda n: f"€{scaled(n, 10**6)}m", lambda n: f"{commas(n)} EUR", lambda n: f"EUR {scaled(n, 10**6)} million",
            lambda n: f"{commas(n)}.00 euro", lambda n: f"€ {n}",
        ),
    }  # fmt: skip

    def say(project: Project) -> Said:
        if random.random() < 0.12:
            return Said(random.choice(_UNKNOWN[language]), UNKNOWN_COST)
        return Said(random.choice(ways[language])(project.amount), costs(project.amount, "EUR"))

    return say


def _start(random: Random, language: str) -> Callable[[Project], Said]:
    """Return a column of starts written as each pleases, to the day, the month, the quarter or the year."""

    def hijri(day: date) -> str:
        year, month, number = hijri_of(day)
        return f"{number} {HIJRI[month - 1]} {year} هـ"

    whole: dict[str, Sequence[Callable[[date], str]]] = {
        "ar": (
            spelled_ar,
            arabic_order,
            lambda d: f"{d.day} {LEVANT[d.month - 1]} {d.year}",
            lambda d: f"{d:%Y-%m-%d}",
        ),
        "fr": (spelled_fr, lambda d: f"{d:%Y-%m-%d}", lambda d: f"{d.day} {TUNISIA[d.month - 1]} {d.year}"),
        "en": (spelled_en, lambda d: f"{d:%Y-%m-%d}", lambda d: f"{d:%d-%b-%y}", lambda d: f"{d:%B} {d.day}, {d.year}"),
    }
    quarters = {"ar": "الربع {name} {year}", "fr": "T{n} {year}", "en": "Q{n} {year}"}
    names = ("الأول", "الثاني", "الثالث", "الرابع")

    def say(project: Project) -> Said:
        day, which = project.start, random.random()
        if which < 0.2:
            return Said(Cell(day, "dd/mm/yyyy"), {"start_planned": day.isoformat()})
        if which < 0.3:
            return Said(day.year, {"start_planned": str(day.year)})
        if which < 0.4:
            n = (day.month + 2) // 3
            return Said(
                quarters[language].format(n=n, name=names[n - 1], year=day.year), {"start_planned": f"{day.year}-Q{n}"}
            )
        if which < 0.5 and language == "ar":
            return Said(hijri(day), {"start_planned": day.isoformat()}, look=True)
        return Said(random.choice(whole[language])(day), {"start_planned": day.isoformat()})

    return say


def _months(random: Random, language: str) -> Callable[[Project], Said]:
    ways = {
        "ar": ("{n} شهراً", "{n} شهر", "{e} شهر"), "fr": ("{n} mois", "{n} mois "), "en": ("{n} months", "{n} Months", "{n} mths")[:2],
    }  # fmt: skip
    years = {"ar": {12: "سنة", 24: "سنتان", 36: "ثلاث سنوات", 48: "4 سنوات"}, "fr": {12: "un an", 24: "2 ans", 36: "3 ans", 48: "4 ans"},
             "en": {12: "one year", 24: "2 years", 36: "three years", 48: "4 years"}}  # fmt: skip

    def say(project: Project) -> Said:
        if project.months in years[language] and random.random() < 0.5:
            return Said(years[language][project.months], {"duration_months": project.months})
        text = random.choice(ways[language]).format(n=project.months, e=eastern(str(project.months)))
        return Said(text, {"duration_months": project.months})

    return say


def _people(random: Random, language: str) -> Callable[[Project], Said]:
    about = {"ar": "حوالي {n}", "fr": "environ {n}", "en": "about {n}"}

    def say(project: Project) -> Said:
        n = project.people
        if random.random() < 0.2:
            return Said(about[language].format(n=n), {"beneficiaries_total": n}, look=True)
        return Said(random.choice((n, f"{n:,}" if language != "fr" else spaces(n), str(n))), {"beneficiaries_total": n})

    return say


def _title(random: Random, language: str) -> Callable[[Project], Said]:
    def say(project: Project) -> Said:
        text = project.title[language]
        typed = random.choice(
            (
                text,
                f" {text} ",
                f"{text}\u200f",
                text.replace(" ", "\u00a0", 1),
                text.replace(" ", "  ", 1),
                f"{text}\n",
            )
        )
        return Said(typed, {f"title_{language}": text})

    return say


def _with_blanks(random: Random, say: Callable[[Project], Said]) -> Callable[[Project], Said]:
    return lambda project: say(project) if random.random() > 0.12 else Said(None)


def _funder(random: Random, language: str) -> Callable[[Project], Said]:
    def say(_project: Project) -> Said:
        text, codes = random.choice(_FUNDERS[language])
        return Said(text, {"party_funding": frozenset(codes)})

    return say


def _columns(random: Random, language: str, *, regional: bool, grouped: bool) -> list[Column]:
    labels = _LABELS[language]
    count = iter(range(1, 999))
    own = [Column(labels[0], lambda _p: Said(next(count))), Column(labels[1], _title(random, language))]
    if regional:
        own.append(Column(labels[2], lambda p: Said(COUNTRIES[p.country][language], {"lead_country": p.country})))
    if grouped:
        own.append(
            Column(labels[3], lambda p: Said(p.ministry[language], {"submitting_ministry": p.ministry[language]}))
        )
    rest = [
        Column(labels[4], _with_blanks(random, _cost(random, language))), Column(labels[5], _with_blanks(random, _start(random, language))),
        Column(labels[6], _with_blanks(random, _months(random, language))), Column(labels[7], _with_blanks(random, _people(random, language))),
        Column(labels[8], _with_blanks(random, _funder(random, language))),
        Column(labels[9], lambda _p: Said(random.choice((None, None, "*", "2026"))) if language != "en" else Said(random.choice((None, "see annex")))),
    ]  # fmt: skip
    random.shuffle(rest)
    return [*own, *rest]


def _rows(random: Random, page: Page, projects: Sequence[Project], *, merged: bool) -> None:
    header = [
        (column, page.cells.get((page.headers[0][0], column)))
        for column in range(page.left, page.left + len(page.columns))
    ]
    spans: dict[tuple[str, str], list[int]] = {}
    for number, project in enumerate(projects):
        if number and number % 6 == 0 and random.random() < 0.6 and not merged:
            for column, cell in header:
                page.put(column, cell)
            page.aside[page.next] = "repeated"
            page.next += 1
        if random.random() < 0.08 and not merged:
            page.add(project, hidden=True)
        if random.random() < 0.1 and not merged:
            page.blank()
        spans.setdefault((project.country, project.ministry["en"]), []).append(page.add(project).number)
    place = next(
        (i for i, column in enumerate(page.columns) if column.header in {labels[3] for labels in _LABELS.values()}), 0
    )
    for rows in spans.values() if merged else ():
        if len(rows) > 1:
            page.merge_down(page.left + place, rows[0], rows[-1])


def make(seed: int) -> File:
    """Return the workbook of a seed."""
    random = Random(seed + 5000)  # noqa: S311 - the same workbook on every machine
    language = ("ar", "fr", "en")[seed % 3]
    regional, merged = random.random() < 0.5, random.random() < 0.4
    pages = []
    for part in range(random.choice((1, 1, 2))):
        code = random.choice(_SPEAK[language])
        projects = some(14, seed * 7 + part) if regional else of(code)
        if merged:
            projects = tuple(sorted(projects, key=lambda p: (p.country, p.ministry["en"])))
        page = Page(f"{part + 1}", rtl=language == "ar")
        page.left = random.choice((1, 1, 2))
        columns = _columns(random, language, regional=regional, grouped=merged)
        across = random.choice((0, len(columns)))
        if not regional:
            page.line(STATES[code][language], across=across)
            page.sender(code)
            if not merged:
                ministry = random.choice(MINISTRIES)[language]
                page.line(ministry, across=across)
                page.sender(code, ministry)
        elif random.random() < 0.8:
            page.line(_HEADING[language], across=across)
        page.blank(random.randint(0, 2))
        page.header(*columns)
        _rows(random, page, projects, merged=merged)
        if random.random() < 0.5:
            page.line(None, _TOTAL[language], *[None] * 3, kind="total")
        if random.random() < 0.5:
            page.blank()
            page.line(_NOTES[language], kind="note")
        pages.append(page)
    seen: set[str] = set()
    for page in pages:  # a project that stands on two sheets is held on the second
        for row in page.rows:
            known = str(row.cells[f"title_{language}"].value)
            row.held = known in seen
            seen.add(known)
    kind = random.choice(("xlsx", "xlsx", "xls", "ods"))
    return File(f"{language} {seed}.{kind}", pages, kind=kind)


def register(seeds: Iterable[int]) -> None:
    """Add the workbooks of these seeds to the corpus."""
    for seed in seeds:
        drawn("storms", make, seed)


register(range(COUNT))
