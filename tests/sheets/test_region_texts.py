"""Every encoding of the region, with tables as ministries write them; and pages with titles, layout, hidden parts."""

import unicodedata
from pathlib import Path

import pytest

from khartoum_desktop.sheets.model import CellRange, Sheet, Workbook
from khartoum_desktop.sheets.reading import read_workbook

ARABIC = (
    "م{d}اسم المشروع{d}الجهة المنفذة{d}الميزانية\n"
    "1{d}تعزيز قدرات حرس الحدود{d}وزارة الداخلية{d}2500000\n"
    "2{d}مكافحة تهريب المهاجرين ودعم العائدين{d}وزارة العدل{d}120000\n"
)
DIGITS = ARABIC + "٣{d}بناء المدارس؛ المرحلة ٢{d}وزارة التربية{d}٧٥٠٠٠\n"
FRENCH = (
    "N°{d}Intitulé du projet{d}Bénéficiaires{d}Coût estimé\n"
    "1{d}Renforcement des capacités et réintégration{d}Ministère de l'Intérieur{d}2500\n"
    "2{d}Développement économique à Djibouti{d}Élèves, réfugiés{d}300\n"
)
ENDS_A_PART = "اأإآدذرزوؤةىء"


def read(path: Path, content: bytes) -> Workbook:
    path.write_bytes(content)
    return read_workbook(path)


def rows(text: str, delimiter: str) -> list[tuple[str, ...]]:
    return [tuple(line.split(delimiter)) for line in text.splitlines()]


def shaped(text: str) -> bytes:
    """Return a text as DOS programs wrote it in code page 864: each letter in the shape that its place asks for."""
    forms: dict[str, list[tuple[bool, int]]] = {}
    for byte in range(256):
        if sign := bytes([byte]).decode("cp864", "ignore"):
            joins = unicodedata.name(sign, "").endswith(("INITIAL FORM", "MEDIAL FORM"))
            forms.setdefault(unicodedata.normalize("NFKC", sign), []).append((joins, byte))
    content, at = bytearray(), 0
    while at < len(text):
        part = text[at : at + 2] if text[at : at + 2] in forms else text[at]
        after = text[at + len(part) : at + len(part) + 1]
        joined = after >= "\u0621" and part[-1] not in ENDS_A_PART
        content.append(min(forms[part], key=lambda form: form[0] != joined)[1])
        at += len(part)
    return bytes(content)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((DIGITS, e) for e in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "mac_arabic")),
        *((ARABIC, e) for e in ("cp1256", "iso8859-6", "cp720", "mac_arabic")),
        *((FRENCH, e) for e in ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "iso8859-15", "cp850", "mac_roman")),
        (FRENCH.replace("É", "é").replace("Î", "î"), "cp1256"),
    ],
)
def test_tables_in_the_encodings_of_the_region(tmp_path: Path, text: str, encoding: str, delimiter: str) -> None:
    if "réfugiés" in text:
        delimiter = ";" if delimiter == "," else delimiter  # its sentences hold commas
    text = text.format(d=delimiter)
    book = read(tmp_path / "a.csv", text.encode(encoding))
    assert list(book.sheets[0].rows) == rows(text, delimiter)


@pytest.mark.parametrize("text", [ARABIC, DIGITS])
def test_shapes_of_letters_become_letters(tmp_path: Path, text: str) -> None:
    text = text.format(d=";")
    book = read(tmp_path / "dos.txt", shaped(text))
    assert list(book.sheets[0].rows) == rows(text, ";")


def test_a_mark_of_two_bytes_in_either_order(tmp_path: Path) -> None:
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        content = mark + ARABIC.format(d="\t").replace("\n", "\r\n").encode(codec)
        assert list(read(tmp_path / "Unicode Text.xls", content).sheets[0].rows) == rows(ARABIC.format(d="\t"), "\t")


def test_a_wide_row_in_a_long_file_takes_no_more_than_is_allowed(tmp_path: Path) -> None:
    content = b"a,b\n" * 100_000 + b"x," * 900 + b"y\n"
    with pytest.raises(Exception, match="more than can be imported"):
        read(tmp_path / "a.csv", content)


def page(body: str, *, head: str = "", encoding: str = "windows-1256", attributes: str = "") -> bytes:
    text = f'<html {attributes}><head><meta charset="{encoding}">{head}</head><body>{body}</body></html>'
    return text.encode(encoding)


TABLE = (
    "<table><tr><th rowspan=2>م</th><th rowspan=2>اسم المشروع</th><th colspan=2>الميزانية</th></tr>"
    "<tr><th>يورو</th><th>دولار</th></tr><tr><td>1</td><td>تعزيز</td><td>5</td><td>6</td></tr></table>"
)


def first(tmp_path: Path, content: bytes) -> Sheet:
    return read(tmp_path / "export.xls", content).sheets[0]


def test_what_stands_above_and_below_a_table_goes_with_it(tmp_path: Path) -> None:
    body = f"<h1>جمهورية السودان</h1><p>وزارة <b>الداخلية</b><br>المبالغ بالألف يورو</p>{TABLE}<p>المصدر: الوزارة</p>"
    sheet = first(tmp_path, page(body, head="<title>export</title>"))
    assert [row[0] for row in sheet.rows] == [
        *("جمهورية السودان", "وزارة الداخلية", "المبالغ بالألف يورو"),
        *("م", None, "1", None, "المصدر: الوزارة"),
    ]
    assert set(sheet.merges) == {CellRange(4, 1, 5, 1), CellRange(4, 2, 5, 2), CellRange(4, 3, 4, 4)}


def test_a_table_for_layout_gives_its_words_to_the_table_in_it(tmp_path: Path) -> None:
    body = f"<table><tr><td>وزارة الداخلية</td></tr><tr><td>{TABLE}</td></tr></table>"
    book = read(tmp_path / "a.xls", page(body))
    assert [sheet.name for sheet in book.sheets] == ["1", "2"]
    assert [row[0] for row in book.sheets[1].rows] == ["وزارة الداخلية", "م", None, "1"]


def test_several_tables_keep_their_own_titles(tmp_path: Path) -> None:
    body = f"<p>وزارة الداخلية</p><h2>السودان</h2>{TABLE}<h2>مصر</h2>{TABLE}"
    book = read(tmp_path / "a.xls", page(body))
    assert [[row[0] for row in sheet.rows][:3] for sheet in book.sheets] == [
        ["وزارة الداخلية", "السودان", "م"],
        ["وزارة الداخلية", "السودان", "مصر"],
    ]


@pytest.mark.parametrize(
    ("head", "attributes", "before"),
    [
        ("", 'dir="rtl"', ""),
        ("<style>table {direction: rtl}</style>", "", ""),
        ("<!--[if gte mso 9]><xml><x:DisplayRightToLeft/></xml><![endif]-->", "", ""),
        ("", "", '<div style="direction:rtl">'),
        ("", "", ""),
    ],
)
def test_the_direction_of_a_page(tmp_path: Path, head: str, attributes: str, before: str) -> None:
    sheet = first(tmp_path, page(before + TABLE, head=head, attributes=attributes))
    assert sheet.right_to_left == bool(head or attributes or before)


def test_hidden_tables_columns_and_rows(tmp_path: Path) -> None:
    cells = "<tr><td>a<td>b<td>c<tr style='display:none'><td>d<td>e<td>f"
    columns = "<col><col style='display:none' span=1><col>"
    body = f"<table>{columns}{cells}</table><table style='display: none'><tr><td>old</table>"
    book = read(tmp_path / "a.xls", page(body))
    assert [sheet.visible for sheet in book.sheets] == ["visible", "hidden"]
    assert book.sheets[0].hidden_columns == {2}
    assert book.sheets[0].hidden_rows == {2}


def test_a_row_that_reaches_into_the_next_ones(tmp_path: Path) -> None:
    body = "<table><tr><td rowspan=3>وزارة</td><td>a</td></tr><tr><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    sheet = first(tmp_path, page(body))
    assert sheet.rows == (("وزارة", "a", None), (None, "b", None), (None, "c", "d"))
    assert sheet.merges == (CellRange(1, 1, 3, 1),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1256", "iso-8859-6"])
def test_pages_in_their_encodings(tmp_path: Path, encoding: str) -> None:
    sheet = first(tmp_path, page(TABLE, encoding=encoding))
    assert sheet.rows[2] == ("1", "تعزيز", "5", "6")
