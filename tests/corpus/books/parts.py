"""Parts of cells: footnote marks, text that is struck through, commas that nobody quoted."""

from tests.corpus.meaning import Cell, Column, Expect, File, Page, Said, book
from tests.corpus.notations import commas, costs, country, money, people, place, serial, title
from tests.corpus.projects import Project, of, some


def _rich(*parts: tuple[str, str]) -> Cell:
    return Cell("".join(text for text, _look in parts), parts=parts)


def _titled(project: Project) -> Said:
    """Return a title with a footnote mark behind it."""
    text = project.title["en"]
    return Said(_rich((text, ""), ("3", "up")), {"title_en": text}, look=True)


def _costs(project: Project) -> Said:
    """Return an amount with a mark, one that replaces a struck one, or one that is struck through."""
    amount = commas(project.amount)
    says = costs(project.amount, "EUR")
    match project.key % 3:
        case 0:
            return Said(_rich((amount, ""), ("1)", "up")), says, look=True)
        case 1:
            return Said(_rich(("500,000", "strike"), (amount, "")), says, look=True)
        case _:
            return Said(Cell(amount, font="strike"), asks=("budget_total",))


@book("7.1.13", "beyond")
def sudan_footnotes_and_struck_figures() -> File:
    page = Page("Sheet1")
    page.lines("Republic of the Sudan", "1) without VAT; 3) with the regions", across=5)
    page.sender("SD")
    page.header(
        serial("No."), Column("Project title", _titled), place("State", "en"), Column("Cost (EUR)", _costs),
        Column("Land to be fenced", lambda p: Said(_rich((f"{p.key} km", ""), ("2", "up")))),
    )  # fmt: skip
    page.all(of("SD"))
    return File("SD footnotes.xlsx", [page])


@book("7.1.13", "7.5.ods")
def egypt_marks_above_the_line() -> File:
    page = Page("ورقة1", rtl=True)
    page.line("جمهورية مصر العربية", across=4)
    page.sender("EG")
    page.header(
        serial("م"), title("اسم المشروع", "ar"), money("التكلفة (يورو)", lambda n: f"{commas(n)}²", look=True),
        people("عدد المستفيدين", lambda n: f"{n} ¹", look=True),
    )  # fmt: skip
    page.all(of("EG"))
    return File("هوامش.ods", [page], kind="ods")


@book("7.5.csv", "traps")
def commas_that_nobody_quoted() -> File:
    page = Page("")
    page.header(title("Project title", "en"), country("Country", "en"), money("Budget EUR"))
    for number, project in enumerate(some(3, 10)):
        if number % 3:
            page.add(project)
            continue
        row = page.add(project, held=True)
        for key in [key for key in row.cells if key.startswith("budget")]:
            del row.cells[key]
        row.cells["budget_total"] = Expect(None, 3, asks=True)
        for column, part in enumerate(commas(project.amount).split(","), 3):
            page.put(column, part, row.number)
    return File("export.csv", [page], kind="text")
