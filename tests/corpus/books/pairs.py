"""Everything at once: the lines of the facts in pairs, drawn by a seed, as one ministry after another would send them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import Final

from tests.corpus.meaning import AnyCell, Column, File, Page, drawn
from tests.corpus.notations import (
    american,
    arabic,
    arabic_order,
    column,
    commas,
    duration,
    formatted,
    moment,
    money,
    parties,
    people,
    per,
    place,
    serial,
    slashes,
    spaces,
    spelled_ar,
    spelled_en,
    spelled_fr,
    title,
    titles,
)
from tests.corpus.projects import MINISTRIES, STATES, Project, of

COUNT: Final = 40


@dataclass(frozen=True, slots=True)
class Tongue:
    """How a ministry of one language labels and writes."""

    other: str
    labels: dict[str, str]
    dates: tuple[Callable[[date], AnyCell], ...]
    amounts: tuple[Callable[[int], AnyCell], ...]
    total: tuple[str, ...]
    ordinals: tuple[str, ...]
    notes: tuple[str, ...]
    signature: tuple[str, ...]
    funders: tuple[tuple[str, tuple[str, ...]], ...]
    heading: str
    units: tuple[tuple[str, int], ...]


_TONGUES: Final = {
    "ar": Tongue(
        "en",
        {
            "serial": "م|ت|مسلسل|الرقم", "title": "اسم المشروع|عنوان المشروع|المشروع المقترح|مسمى المشروع",
            "place": "الولاية|المحافظة|مكان التنفيذ|الموقع", "cost": "التكلفة التقديرية|الميزانية|إجمالي التكلفة|التكلفة الإجمالية|الكلفة الكلية",
            "asked": "المبلغ المطلوب|التمويل المطلوب|المنحة المطلوبة", "start": "تاريخ البدء|تاريخ البداية|موعد البدء|بداية المشروع",
            "end": "تاريخ الانتهاء|تاريخ النهاية|نهاية المشروع", "months": "المدة (شهر)|مدة التنفيذ (شهر)|المدة بالأشهر",
            "people": "عدد المستفيدين|أعداد المستفيدين|عدد المستفيدين المباشرين", "funder": "الجهة المانحة|الجهة الممولة|مصدر التمويل|المانح",
            "money": "التمويل|الميزانية", "time": "الإطار الزمني|الفترة الزمنية", "eur": "يورو|EUR|باليورو", "both": "Project title|Project name",
        },
        (slashes, spelled_ar, arabic_order, formatted("yyyy/mm/dd")),
        (int, commas, arabic),
        ("الإجمالي", "المجموع", "جملة", "إجمالي عام", "الإجمالى"),
        ("أولاً", "ثانياً", "ثالثاً", "رابعاً", "خامساً"),
        ("ملاحظات: الأرقام أولية", "المصدر: سجلات الوزارة"),
        ("يعتمد،،،", "وكيل الوزارة"),
        (("الاتحاد الأوروبي", ("EU",)), ("إيطاليا وألمانيا", ("IT", "DE")), ("قيد التحديد", ())),
        "بيان بالمشروعات المقترحة ضمن عملية الخرطوم",
        (("(بالألف يورو)", 1000), ("(بالمليون يورو)", 10**6)),
    ),
    "fr": Tongue(
        "ar",
        {
            "serial": "N°|N° d'ordre|No", "title": "Intitulé du projet|Titre du projet|Nom du projet|Libellé du projet|Projet proposé",
            "place": "Région|Localisation|Zone d'intervention|Lieu", "cost": "Coût total|Budget total|Coût global|Montant total|Coût estimatif",
            "asked": "Montant demandé|Contribution demandée|Financement demandé", "start": "Date de début|Date de démarrage|Début prévu|Démarrage",
            "end": "Date de fin|Date d'achèvement|Fin prévue|Date de clôture", "months": "Durée (mois)|Durée en mois",
            "people": "Nombre de bénéficiaires|Nb de bénéficiaires directs|Nb bénéficiaires", "funder": "Bailleur de fonds|Bailleurs|Source de financement",
            "money": "Financement|Budget", "time": "Calendrier|Période", "eur": "EUR|en euros|€", "both": "عنوان المشروع|اسم المشروع",
        },
        (slashes, spelled_fr, formatted("dd/mm/yyyy")),
        (int, spaces),
        ("TOTAL", "Total général", "TOTAL GÉNÉRAL"),
        ("I", "II", "III", "IV", "V"),
        ("NB : montants estimatifs", "Source : Direction générale"),
        ("Le Directeur général", "Signature et cachet"),
        (("UE", ("EU",)), ("Italie, France", ("IT", "FR")), ("À définir", ())),
        "Liste des projets proposés - Processus de Khartoum",
        (("(en milliers d'euros)", 1000), ("(en M€)", 10**6)),
    ),
    "en": Tongue(
        "ar",
        {
            "serial": "No.|S/N|#|Sr. No.", "title": "Project title|Name of the project|Title of the action|Proposed project|Project Name",
            "place": "Location|Region|Project Location|District", "cost": "Total cost|Total budget|Estimated budget|Project cost|Indicative budget",
            "asked": "Amount requested|Requested contribution|EU contribution|Grant requested", "start": "Start date|Planned start|Expected start",
            "end": "End date|Planned end|Completion date|Expected end", "months": "Duration (months)|No. of months|Length (months)",
            "people": "Number of beneficiaries|No. of beneficiaries|# beneficiaries", "funder": "Donor|Donors|Funding source|Financed by",
            "money": "Funding|Finance", "time": "Timeframe|Schedule", "eur": "EUR|Euro|€", "both": "اسم المشروع|عنوان المشروع",
        },
        (slashes, spelled_en, american, formatted("d mmm yyyy")),
        (int, commas),
        ("Total", "Grand total", "TOTAL"),
        ("A", "B", "C", "D", "E"),
        ("Note: all figures are indicative", "Source: line ministries"),
        ("Approved by:", "Director General"),
        (("EU", ("EU",)), ("Netherlands; Sweden", ("NL", "SE")), ("TBD", ())),
        "List of projects proposed under the Khartoum Process",
        (("(in thousands of EUR)", 1000), ("(EUR million)", 10**6)),
    ),
}  # fmt: skip
_SPEAK: Final = {
    "SD": "ar",
    "EG": "ar",
    "LY": "ar",
    "TN": "fr",
    "DJ": "fr",
    "ET": "en",
    "KE": "en",
    "SO": "en",
    "SS": "en",
    "UG": "en",
    "ER": "en",
}


def _title(random: Random, tongue: Tongue, language: str) -> Column:
    label = tongue.labels["title"]
    kind = random.randrange(4)
    if kind == 0:
        return titles(f"{label} / {tongue.labels['both']}", language, tongue.other, random.choice(("\n", " / ")))
    if kind == 1 and language == "ar":
        return title("اســـم المشـــروع", "ar")
    return title(label, language)


def _money(random: Random, tongue: Tongue, *, grouped: bool, above: bool) -> tuple[list[Column], str]:
    """Return the columns of costs, and the line that says their unit if one stands above the table."""
    label, note = tongue.labels["cost"], ""
    write: Callable[[int], AnyCell]
    words, unit = random.choice(tongue.units)
    if random.random() < 0.4:
        write = per(unit)
        header = label if above else f"{label} {words}"
        note = words if above else ""
    else:
        write, header = random.choice(tongue.amounts), f"{label} ({tongue.labels['eur']})"
    asked = tongue.labels["asked"] if note else f"{tongue.labels['asked']} ({tongue.labels['eur']})"
    second = money(asked, write if note else int, key="amount_requested", share=Fraction(1, 2))
    first = money(header, write)
    if not grouped:
        return [first, *([second] if random.random() < 0.4 else [])], note
    group = tongue.labels["money"]
    return [column((group, str(one.header)), one.say) for one in (first, second)], note


def _time(random: Random, tongue: Tongue, *, grouped: bool) -> list[Column]:
    write = random.choice(tongue.dates)
    group = tongue.labels["time"]

    def label(key: str) -> str | tuple[str, str]:
        return (group, tongue.labels[key]) if grouped else tongue.labels[key]

    both = [moment(label("start"), write), moment(label("end"), write, "end_planned")]
    return both if grouped or random.random() < 0.5 else [both[0], duration(tongue.labels["months"])]


def _columns(random: Random, tongue: Tongue, language: str) -> tuple[list[Column], str]:
    grouped, above = random.random() < 0.5, random.random() < 0.5
    costs, note = _money(random, tongue, grouped=grouped, above=above)
    more = [
        place(tongue.labels["place"], language),
        people(tongue.labels["people"]),
        parties(tongue.labels["funder"], "funding", *tongue.funders),
    ]
    random.shuffle(more)
    own = [
        serial(tongue.labels["serial"]),
        _title(random, tongue, language),
        *more[:2],
        *costs,
        *_time(random, tongue, grouped=grouped),
    ]
    return own, note


def _body(random: Random, page: Page, tongue: Tongue, language: str, projects: tuple[Project, ...]) -> None:
    """Write the rows, under headings of ministries or straight, with totals here and there."""
    if random.random() < 0.5:
        page.all(projects)
    else:
        named = [one for one in MINISTRIES if any(p.ministry is one for p in projects)]
        for ordinal, ministry in zip(tongue.ordinals, named, strict=False):
            page.line(f"{ordinal}{'. ' if language != 'ar' else ': '}{ministry[language]}", kind="section",
                      across=random.choice((0, len(page.columns))))  # fmt: skip
            page.sender(None, ministry[language])
            page.all(p for p in projects if p.ministry is ministry)
    if random.random() < 0.6:
        place_ = next(i for i, one in enumerate(page.columns) if "budget_total" in one.say(projects[0]).says)
        cells: list[AnyCell] = [None] * place_
        cells[random.choice((0, 1))] = random.choice(tongue.total)
        page.line(*cells, sum(p.amount for p in projects), kind="total")


def _end(random: Random, page: Page, tongue: Tongue) -> None:
    page.blank(random.randint(0, 2))
    if random.random() < 0.6:
        page.line(tongue.notes[0], kind="note")
        if random.random() < 0.5:
            page.line(tongue.notes[1], kind="note")
    if random.random() < 0.5:
        page.blank()
        for text in tongue.signature:
            page.line(*[None] * (len(page.columns) - 2), text, kind="signature")


def make(seed: int) -> File:
    """Return the workbook of a seed."""
    random = Random(seed)  # noqa: S311 - the same workbook on every machine
    code = sorted(_SPEAK)[seed % len(_SPEAK)]
    language = _SPEAK[code]
    tongue = _TONGUES[language]
    tongue = replace(tongue, labels={key: random.choice(names.split("|")) for key, names in tongue.labels.items()})
    page = Page({"ar": "ورقة1", "fr": "Feuil1", "en": "Sheet1"}[language], rtl=language == "ar")
    page.left = random.choice((1, 1, 1, 2))
    columns, note = _columns(random, tongue, language)
    across = random.choice((0, len(columns)))
    ministry = random.choice(MINISTRIES)[language]
    lines = [STATES[code][language], ministry, tongue.heading]
    for text in lines[: random.choice((2, 3, 3))]:
        page.line(text, across=across)
    page.sender(code, ministry)
    page.blank(random.randint(0, 1))
    if note:
        page.line(*[None] * (len(columns) - 1), note)
    page.header(*columns, numbered=random.random() < 0.2)
    _body(random, page, tongue, language, of(code))
    _end(random, page, tongue)
    kind = random.choice(("xlsx", "xlsx", "xlsx", "openpyxl", "xls", "ods", "html"))
    if kind == "html" and any(isinstance(cell, float) for cell in page.cells.values()):
        kind = "xls"  # as text, 936.664 thousand might be 936,664 thousand
    ending = {"openpyxl": "xlsx", "html": "xls"}.get(kind, kind)
    return File(f"{code} {seed}.{ending}", [page], kind=kind)


def make_text(seed: int) -> File:
    """Return the workbook of a seed as delimited text; figures that text cannot show as they are stay as typed."""
    random = Random(seed + 1000)  # noqa: S311 - the same workbook on every machine
    code = sorted(_SPEAK)[seed % len(_SPEAK)]
    language = _SPEAK[code]
    page = Page("Sheet1")
    lines = [STATES[code][language], MINISTRIES[seed % 5][language]]
    for text in lines:
        page.line(text)
    page.sender(code, MINISTRIES[seed % 5][language])
    names = {key: random.choice(names.split("|")) for key, names in _TONGUES[language].labels.items()}
    page.header(
        serial(names["serial"]), title(names["title"], language), place(names["place"], language),
        money(f"{names['cost']} ({names['eur']})", str), moment(names["start"], slashes), duration(names["months"], str),
        parties(names["funder"], "funding", *_TONGUES[language].funders),
    )  # fmt: skip
    page.all(of(code))
    encodings = {
        "ar": ("cp1256", "utf-8-sig", "utf-16", "utf-8"),
        "fr": ("cp1252", "utf-8-sig", "utf-16"),
        "en": ("utf-8", "cp1252"),
    }
    encoding = random.choice(encodings[language])
    return File(
        f"{code} {seed}.csv",
        [page],
        kind="text",
        encoding=encoding,
        delimiter="\t" if encoding == "utf-16" else random.choice(",;"),
    )


def register(seeds: Iterable[int]) -> None:
    """Add the workbooks of these seeds to the corpus, and a text file for every third."""
    for seed in seeds:
        drawn("pairs", make, seed)
        if seed % 3 == 0:
            drawn("pairs.csv", make_text, seed)


register(range(COUNT))
