"""CSV and its relatives: encoding and delimiter found, rows numbered as Excel numbers them, nothing swallowed."""

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.sheets.delimited import DELIMITERS, likeliest_delimiter, parsed
from khartoum_desktop.sheets.model import TextForm, Workbook
from khartoum_desktop.sheets.mojibake import repaired
from khartoum_desktop.sheets.reading import read_workbook

ARABIC = (
    "م;اسم المشروع;الجهة المنفذة;الميزانية\n"
    "1;تعزيز إدارة الحدود في السودان;وزارة الداخلية;2500000\n"
    "2;مكافحة الإتجار بالبشر وتهريب المهاجرين;وزارة العدل;120000\n"
)
FRENCH = (
    "N°;Intitulé du projet;Bénéficiaires;Coût estimé (en milliers d'euros)\n"
    "1;Renforcement des capacités et réintégration;Ministère de l'Intérieur;2 500\n"
    "2;Développement économique à Djibouti, Érythrée;Où ?;300\n"
)
MIXED = ARABIC + "3;Strengthening border management / تعزيز;Ministry of Interior;5\n"
SHORT = "م;الاسم\n1;مصر\n"


def read(path: Path, content: bytes, *, encoding: str = "", delimiter: str = "") -> Workbook:
    path.write_bytes(content)
    return read_workbook(path, encoding=encoding, delimiter=delimiter)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *(
            (ARABIC, e)
            for e in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso8859-6")
        ),
        *((ARABIC, e) for e in ("cp720",)),
        *((FRENCH, e) for e in ("utf-8", "utf-8-sig", "utf-16-le", "cp1252", "iso8859-15", "cp850", "mac_roman")),
        *((MIXED, e) for e in ("utf-8", "utf-16-le", "cp1256")),
        *((SHORT, e) for e in ("utf-8", "cp1256", "iso8859-6", "cp720")),
    ],
)
def test_texts_of_the_region_are_decoded(tmp_path: Path, text: str, encoding: str) -> None:
    book = read(tmp_path / "a.csv", text.encode(encoding))
    expected = [tuple(line.split(";")) for line in text.splitlines()]
    assert list(book.sheets[0].rows) == expected
    assert book.text is not None
    assert book.text.delimiter == ";"
    assert book.text.proven == encoding.startswith("utf")


def test_the_persons_choice_replaces_the_guess(tmp_path: Path) -> None:
    content = "اسم;x".encode("cp1256")
    book = read(tmp_path / "a.csv", content, encoding="cp1252", delimiter="|")
    assert book.text == TextForm("cp1252", "|", proven=False)
    assert book.sheets[0].width == 1
    assert read(tmp_path / "a.csv", content, encoding="cp1256").sheets[0].rows == (("اسم", "x"),)


def test_a_code_page_from_elsewhere_is_taken_when_none_of_ours_fits(tmp_path: Path) -> None:
    line = "項目名稱,預算\n加強邊境管理的計劃,五百萬元\n難民和移民的保護與發展,三百萬元\n"
    assert read(tmp_path / "a.csv", (line * 5).encode("big5")).sheets[0].rows[0] == ("項目名稱", "預算")


def test_a_few_broken_bytes_do_not_change_the_encoding(tmp_path: Path) -> None:
    book = read(tmp_path / "a.csv", (ARABIC * 20).encode()[:-3] + b"\xff\n")
    assert book.sheets[0].rows[1][1] == "تعزيز إدارة الحدود في السودان"
    assert len(book.notes) == 1


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;b;c\n1,5;2,5;3,5\n", ";"),
        ("a,b,c\n1,2,3\n", ","),
        ("a\tb\nx, y\tz, w\n", "\t"),
        ("a|b|c\n1|2|3\n", "|"),
        ('a,b\n"x;y;z","p;q;r"\n', ","),
        ("Projets prioritaires\nMinistère, direction\n\nn;titre;coût\n1;Route, pont;2,5\n2;École, puits;3,5\n", ";"),
        ("sep=|\na|b;c\n", "|"),
        ("one column\nonly\n", ","),
    ],
)
def test_the_delimiter_is_voted_for(tmp_path: Path, text: str, delimiter: str) -> None:
    form = read(tmp_path / "a.csv", text.encode()).text
    assert form is not None
    assert form.delimiter == delimiter


def test_rows_are_numbered_as_in_excel(tmp_path: Path) -> None:
    text = 'sep=;\r\ntitle\r\n\r\nname;note\r\na;"two\r\nlines"\r\n\r\nb;c;d\r\n\r\n\r\n'
    sheet = read(tmp_path / "a.csv", text.encode()).sheets[0]
    assert sheet.rows == (
        ("title", None, None),
        (None, None, None),
        ("name", "note", None),
        ("a", "two\nlines", None),
        (None, None, None),
        ("b", "c", "d"),
    )
    assert (sheet.first_row, sheet.first_column) == (1, 1)


def test_nothing_is_guessed_into_numbers(tmp_path: Path) -> None:
    rows = read(tmp_path / "a.csv", b"007,1e5,2025-04-09,TRUE,=1+1\n").sheets[0].rows
    assert rows == (("007", "1e5", "2025-04-09", "TRUE", "=1+1"),)


@pytest.mark.parametrize(
    ("text", "rows", "row"),
    [
        ('a,b\n1,"never closed\n2,x\n3,y\n', [["a", "b"], ["1", '"never closed'], ["2", "x"], ["3", "y"]], 2),
        ('a,"b\n', [["a", '"b']], 1),
        ('a,b\n1,"closed\nlate"\n', [["a", "b"], ["1", "closed\nlate"]], 0),
        ('a,5" pipe\n1,2\n', [["a", '5" pipe'], ["1", "2"]], 0),
        ('a, "b, c"\n', [["a", "b, c"]], 0),
    ],
)
def test_an_unclosed_quote_swallows_nothing(text: str, rows: list[list[str]], row: int) -> None:
    assert parsed(text, ",") == (rows, row)


def test_an_unclosed_quote_is_said(tmp_path: Path) -> None:
    book = read(tmp_path / "a.csv", ('a,b\n1,"x\n' + "2,y\n" * 60_000).encode())
    assert len(book.sheets[0].rows) == 60_002
    assert len(book.notes) == 1


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9), min_size=2, max_size=4),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(DELIMITERS),
)
def test_what_was_written_well_is_parsed_exactly(table: list[list[str]], delimiter: str) -> None:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    assert parsed(file.getvalue(), delimiter) == (table, 0)


@given(st.text(max_size=300))
def test_any_text_has_a_delimiter_and_rows(text: str) -> None:
    assert likeliest_delimiter(text) in DELIMITERS
    rows, unclosed = parsed(text, ",")
    assert 0 <= unclosed <= len(rows)


@pytest.mark.parametrize("text", ["اسم المشروع", "تعزيز إدارة الحدود – المرحلة ٢"])
@pytest.mark.parametrize("wrong", ["cp1252", "cp1256", "latin-1"])
def test_utf8_read_as_a_code_page_is_repaired(text: str, wrong: str) -> None:
    garbled = "".join(_as_browsers_do(byte, wrong) for byte in text.encode())
    assert repaired(garbled) == text


def _as_browsers_do(byte: int, codec: str) -> str:
    return bytes([byte]).decode(codec, "ignore") or chr(byte)


def test_code_pages_read_as_western_are_repaired() -> None:
    assert repaired("ÇÓã ÇáãÔÑæÚ") == "اسم المشروع"
    assert repaired("اسم المشروع".encode("iso8859-6").decode("latin-1")) == "اسم المشروع"
    assert repaired("Bénéficiaires, été".encode().decode("cp1252")) == "Bénéficiaires, été"


@pytest.mark.parametrize(
    "text",
    [
        "اسم المشروع",
        "فقط، طريق «جديد» ٢٠٢٥ ظ",
        "Bénéficiaires: créée à Nîmes, ÉTÉ",
        "naïve façade – œuvre",
        "Straße, Ærø, Åå, öäü",
        "plain ASCII",
        "N° 5 • €",
        "",
    ],
)
def test_sound_texts_are_left_alone(text: str) -> None:
    assert repaired(text) is None


WORDS = [
    *re.findall(r"\w+", ARABIC + FRENCH),
    "أ",
    "ط",
    "عظ",
    "آفاق",
    "٢٠٢٥",
    "été",
    "créée",
    "À",
    "ÉTÉ",
    "«",
    "€",
    "N°",
]


@given(st.lists(st.sampled_from(WORDS), max_size=8), st.sampled_from([" ", "، ", "؛ ", "/", "\xa0"]))
def test_sound_arabic_and_french_are_never_repaired_into_something_else(words: list[str], between: str) -> None:
    assert repaired(between.join(words)) is None


PAGE = """<html dir="rtl"><head><meta charset="windows-1256"><style>td {{color: red}}</style></head><body>
<table><caption>الجدول</caption><tr><th rowspan=2>م</th><th colspan="2">الميزانية</th></tr>
<tr><th>يورو</th><th>دولار</th></tr>
<tr style="display: none"><td>old</td></tr>
<tr><td>1</td><td>2&nbsp;500<br>net</td><td>  a
b  </td></tr></table><script>var x = "<table>";</script>
<table><tr><td>{inner}</td></tr></table></body></html>"""


def test_tables_of_a_page_become_sheets(tmp_path: Path) -> None:
    book = read(tmp_path / "export.xls", PAGE.format(inner="ثان").encode("cp1256"))
    assert (book.kind, len(book.sheets)) == ("html", 2)
    sheet = book.sheets[0]
    assert (sheet.name, sheet.right_to_left) == ("الجدول", True)
    assert sheet.rows == (
        ("م", "الميزانية", None),
        (None, "يورو", "دولار"),
        ("old", None, None),
        ("1", "2\xa0500\nnet", "a b"),
    )
    assert [str(merge) for merge in sheet.merges] == ["A1:A2", "B1:C1"]
    assert sheet.hidden_rows == {3}
    assert book.sheets[1].rows == (("ثان",),)


def test_an_inner_table_is_a_table_of_its_own(tmp_path: Path) -> None:
    page = "<table><tr><td><table><tr><td>a<td>b<tr><td>c<td>d</table></td></tr></table>"
    book = read(tmp_path / "a.xls", page.encode())
    assert [sheet.rows for sheet in book.sheets] == [(("a", "b"), ("c", "d"))]


def test_a_page_that_lies_about_its_encoding_is_decoded_all_the_same(tmp_path: Path) -> None:
    page = "<table><meta charset='us-ascii'><tr><td>تعزيز إدارة الحدود في السودان</td></tr></table>"
    assert read(tmp_path / "a.xls", page.encode("cp1256")).sheets[0].rows == (("تعزيز إدارة الحدود في السودان",),)
    page = page.replace("us-ascii", "windows-1252")
    assert read(tmp_path / "a.xls", page.encode()).sheets[0].rows == (("تعزيز إدارة الحدود في السودان",),)
