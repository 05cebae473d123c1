"""Characters, facts 7.2: spelling variants, tatweel, presentation forms, invisible marks, digits, broken encodings."""

import unicodedata
from functools import cache

from tests.corpus.meaning import Cell, Column, Either, File, Page, Said, book
from tests.corpus.notations import (
    commas,
    costs,
    country,
    duration,
    eastern,
    ministry,
    moment,
    money,
    people,
    place,
    serial,
    slashes,
    title,
    words,
)
from tests.corpus.projects import of, some

_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@book("7.2.hamza", "7.2.ya", "7.2.ta")
def egypt_habits_of_spelling() -> File:
    page = Page("ورقه1", rtl=True)
    page.lines("جمهوريه مصر العربيه", "وزاره القوى العامله", across=6)
    page.sender("EG", "وزاره القوى العامله")
    page.header(
        serial("م"), title("إسم المشروع", "ar", lambda t: t.replace("ية", "يه").replace("أ", "ا"), as_typed=True),
        country("الدوله", "ar"), money("التكلفه الإجماليه (يورو)", commas), moment("تاريخ البدايه", slashes),
        duration("مده التنفيذ"),
    )  # fmt: skip
    page.all(of("EG"))
    return File("مشروعات القوى العاملة.xlsx", [page])


@book("7.2.hamza", "7.1.1")
def horn_countries_misspelled() -> File:
    page = Page("الدول", rtl=True)
    page.line("مشروعات دول القرن الإفريقى المقدمة لإجتماع كبار المسئولين", across=4)
    spelled = {
        "إثيوبيا": "اثيوبيا", "إريتريا": "ارتيريا", "أوغندا": "أوغندة", "جنوب السودان": "جنوب  السودان",
        "جيبوتي": "جيبوتى", "ليبيا": "دولة ليبيا", "الصومال": "جمهورية الصومال الفيدرالية",
    }  # fmt: skip
    page.header(serial("م."), country("الدولة المقدمة", "ar", lambda t: spelled.get(t, t)), title("عنوان المشروع", "ar"),
                ministry("الجهه المسئولة", "ar"))  # fmt: skip
    page.all(some(14, 21))
    return File("القرن الافريقي.xlsx", [page])


@book("7.2.tatweel", "7.2.vowels")
def sudan_tatweel_and_vowels() -> File:
    page = Page("جدول", rtl=True)
    page.lines("جمهوريـــة الســودان", "وزارة الداخليـــة", across=5)
    page.sender("SD", "وزارة الداخلية", "وزارة الداخليـــة")
    page.header(
        serial("م"), title("اســـم المشـــروع", "ar"), place("الولايـــة", "ar"), money("الميزانيّـــة (يورو)"),
        duration("المُدَّة بالأشهر"), Column("نسبــة الصــرف (%)", lambda p: Said(f"{p.key % 4 * 25}%")),
    )  # fmt: skip
    page.all(of("SD"))
    return File("جدول المشاريع.xlsx", [page])


@cache
def _forms() -> dict[tuple[str, str], str]:
    """Return (letter, shape) -> its presentation form."""
    found = {}
    for code in range(0xFE80, 0xFEFD):
        shape, *letters = unicodedata.decomposition(chr(code)).split()
        if len(letters) == 1:
            found[chr(int(letters[0], 16)), shape.strip("<>")] = chr(code)
    return found


def shaped(text: str) -> str:
    """Return Arabic letters as the presentation forms that a PDF holds."""
    forms = _forms()

    def joins(letter: str, side: str) -> bool:
        return (letter, side) in forms

    out = []
    for at, letter in enumerate(text):
        before = at > 0 and joins(text[at - 1], "initial") and joins(letter, "final")
        after = at + 1 < len(text) and joins(letter, "initial") and joins(text[at + 1], "final")
        shape = "medial" if before and after else "final" if before else "initial" if after else "isolated"
        out.append(forms.get((letter, shape), letter))
    return "".join(out)


@book("7.2.presentation")
def libya_presentation_forms() -> File:
    page = Page("من PDF", rtl=True)
    page.line("دولة ليبيا")
    page.sender("LY")
    page.header(
        serial("م"), title(shaped("عنوان المشروع"), "ar", shaped, as_typed=True), money(shaped("الميزانية") + " (EUR)")
    )
    page.all(of("LY"))
    return File("copied from pdf.xlsx", [page])


@book("7.2.presentation", "7.2.digits")
def tunisia_persian_letters_and_digits() -> File:
    page = Page("Sheet1", rtl=True)
    page.line("الجمهوریة التونسیة")  # Farsi ya
    page.sender("TN")
    page.header(
        serial("م", lambda n: str(n).translate(_PERSIAN)),
        title("عنوان المشروع", "ar", lambda t: t.replace("ي", "ی").replace("ك", "ک"), as_typed=True),
        people("عدد المستفیدین", lambda n: str(n).translate(_PERSIAN)),
        money("الکلفة (يورو)", lambda n: str(n).translate(_PERSIAN)),
    )
    page.all(of("TN"))
    return File("keyboard.xlsx", [page])


@book("7.2.invisible", "7.2.spaces")
def ethiopia_invisible_marks() -> File:
    page = Page("Sheet1")
    page.line("\u200eFederal Democratic Republic of Ethiopia\u200f")
    page.sender("ET")
    page.header(
        serial("\ufeffNo."), title("Project\u00a0 title\n", "en", lambda t: f"\u200e {t.replace(' ', chr(160), 1)}\u200f "),
        country("Coun\u00adtry", "en", lambda t: f"{t}\u200e"), money("Budget\u202f(EUR)\u200f", lambda n: f"{n:,}\u00a0"),
        duration("\u202bDuration (months)\u202c"),
    )  # fmt: skip
    page.all(of("ET"))
    return File("ET_invisible.xlsx", [page])


@book("7.2.spaces", "7.2.hamza")
def sudan_lines_and_spaces_in_headers() -> File:
    page = Page("ورقة1", rtl=True)
    page.lines("جمهورية  السودان ", "وزارة   العمل", across=5)
    page.sender("SD", "وزارة العمل")
    page.header(serial(" م "), title("اسم  المشروع ", "ar", lambda t: t.replace(" ", "  ", 1)), place("الولاية \n", "ar"),
                ministry("الجهة\nالمسؤولة", "ar"), money("التكلفة\nالتقديرية\n(يورو)"))  # fmt: skip
    page.all(of("SD"))
    return File("العمل.xlsx", [page])


@book("7.2.quotes", "7.2.punctuation")
def egypt_quotes_and_punctuation() -> File:
    page = Page("مقترحات", rtl=True)
    page.line("مقترحات ”عملية الخرطوم“ – جمهورية مصر العربية")
    page.sender("EG")
    page.header(
        serial("م.:"), title("«اسم المشروع»:", "ar", lambda t: f"«{t}»"), place("المحافظة؛", "ar"),
        money("التكلفة، يورو"), Column("نسبة التمويل ٪", lambda p: Said(eastern(f"{p.key % 4 * 25}٪"))),
    )  # fmt: skip
    for project in of("EG"):
        page.add(project, title_ar=Either((f"«{project.title['ar']}»", project.title["ar"])))
    return File("”مقترحات“.xlsx", [page])


@book("7.2.digits")
def somalia_digits_mixed() -> File:
    page = Page("Sheet1", rtl=True)
    page.line("جمهورية الصومال الفيدرالية")
    page.sender("SO")

    def mixed(n: int) -> str:
        text = f"{n:,}"
        return text[:1] + eastern(text[1:])

    page.header(serial("م", lambda n: eastern(str(n))), title("اسم المشروع", "ar"), money("الميزانية بالدولار", mixed, currency="USD"),
                people("عدد المستفيدين", lambda n: eastern(str(n))),
                moment("تاريخ البدء", lambda d: eastern(f"{d:%d/%m/%Y}")))  # fmt: skip
    page.all(of("SO"))
    return File("digits.xlsx", [page])


@book("7.2.typos", "7.4.money")
def djibouti_typists() -> File:
    page = Page("feuil1")
    page.line("Republique de Djibouti")
    page.sender("DJ")
    page.header(
        serial("No"), title("INTITULE DU PROJET", "fr", str.upper, as_typed=True), words("Etat d'avancement", "", "Propose", kept=True),
        Column("Cout total", lambda p: Said(f"{p.amount / 10**6:g} Millon Euros".replace(".", ","), costs(p.amount, "EUR"))),
        duration("Duree (mois)"),
    )  # fmt: skip
    page.all(of("DJ"))
    return File("projets djibouti.xlsx", [page])


def _mojibake(name: str, wrong: str, right: str, *, kind: str = "text") -> File:
    """Return a table whose letters were read with the wrong encoding and saved again."""
    page = Page("Sheet1")

    def spoil(text: str) -> str:
        return text.encode(right).decode(wrong, "replace")

    page.line(spoil("جمهورية السودان"))
    page.sender("SD")
    page.header(
        serial(spoil("م")), Column(spoil("اسم المشروع"), lambda p: Said(spoil(p.title["ar"]), {"title_ar": p.title["ar"]})),
        Column(spoil("الولاية"), lambda p: Said(spoil(p.place["ar"]), {"locations": p.place["ar"]})),
        money(spoil("الميزانية") + " (EUR)"),
    )  # fmt: skip
    page.all(of("SD"))
    return File(name, [page], kind=kind, delimiter=";", encoding="utf-8-sig")


@book("7.2.mojibake", "7.5.csv")
def mojibake_arabic_as_latin() -> File:
    return _mojibake("export1.csv", "cp1252", "cp1256")


@book("7.2.mojibake", "7.5.csv")
def mojibake_utf8_as_arabic() -> File:
    return _mojibake("export2.csv", "cp1256", "utf-8")


@book("7.2.mojibake")
def mojibake_inside_a_workbook() -> File:
    return _mojibake("export3.xlsx", "cp1252", "cp1256", kind="xlsx")


@book("7.2.reversed")
def oman_text_reversed() -> File:
    page = Page("PPT", rtl=True)
    page.line("جمهورية السودان")
    page.sender("SD")
    page.header(
        serial("م"),
        Column("اسم المشروع", lambda p: Said(p.title["ar"][::-1], {"title_ar": p.title["ar"][::-1]})),
        money("الميزانية (يورو)"),
    )
    page.all(of("SD"))
    return File("from slides.xlsx", [page], notes=("reversed",))


@book("7.2.hamza", "7.2.ya", "7.1.5")
def kuwaiti_ya_in_totals() -> File:
    page = Page("اجمالى", rtl=True)
    page.lines("السودان - ولايه الخرطوم")
    page.sender("SD")
    page.header(
        serial("مسلسل"), title("إسم المشروع", "ar"), money("إجمالى التكلفه (يورو)"), people("عدد المستفيدين المباشرين")
    )
    page.all(of("SD", most=4))
    page.line("الإجمالى", None, Cell(4, formula="=SUM(C3:C6)"), Cell(4, formula="=SUM(D3:D6)"), kind="total")
    page.line("ملحوظه: جميع المبالغ تقديريه", kind="note")
    return File("اجمالى.xlsx", [page])
