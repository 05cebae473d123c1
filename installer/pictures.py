"""Make README's pictures from the real window on the sample workspace, in Arabic and English: `resources/pictures/`."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from khartoum_desktop.workspace import Workspace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
TOP = Path(__file__).resolve().parent.parent
TARGET = TOP / "resources" / "pictures"
_QUIET = 4  # looks, 0.3 s apart
NAMES = {"ar": "اجتماع كبار المسؤولين، القاهرة", "en": "Senior Officials’ Meeting, Cairo"}


def prepare(language: str) -> Path:
    """Make the sample workspace with a shortlist in folders of its own and return it."""
    home = tempfile.mkdtemp()
    for name in ("DATA", "CONFIG", "LOGS"):
        os.environ[f"KHARTOUM_{name}"] = f"{home}/{name}"
    from khartoum_desktop import sample
    from khartoum_desktop.core import settings
    from khartoum_desktop.shortlist import operations
    from khartoum_desktop.shortlist.listing import Cut
    from khartoum_desktop.shortlist.queries import current_ranking
    from khartoum_desktop.workspace import Workspace

    settings.update(language=language, theme="light")
    path = sample.build()
    work = Workspace.open(path)
    ident = operations.create(work, NAMES[language])
    operations.add(work, ident, [line.id for line in current_ranking(work).official[:10]])
    operations.draw_cut(work, ident, Cut(amount=12_000_000_000, currency="EUR"))
    fill_desk(work)
    work.close()
    return path


def fill_desk(work: "Workspace") -> None:
    """Add what the desk shows: rates, a question of a colleague, a proposal that was sent twice."""
    from khartoum_desktop.proposals import operations, queries
    from khartoum_desktop.proposals.comments import operations as comments
    from khartoum_desktop.proposals.rates import operations as rates
    from khartoum_desktop.workspace import Person

    for currency, rate in (("NOK", "11.7"), ("CHF", "0.93"), ("USD", "1.16"), ("GBP", "0.88")):
        rates.set_rate(work, currency, rate, "2026-11-02", "InforEuro")
    first = queries.read(work, queries.ids(work)[1])
    again = {key: first.value(key) for key in ("title_ar", "title_en", "lead_country", "budget_total", "kind")}
    operations.create(work, {**again, "title_en": f"{first.columns['title_en']} (revised)"})
    me = work.person
    work.sit_down(Person("Omar Idris", "SD"))
    comments.say(work, first.id, "من يتحمل تكلفة التدريب؟ Who bears the cost of the training?", question=True)
    if me is not None:
        work.sit_down(me)


def take(language: str, path: Path) -> None:
    """Walk through the pages and save each."""
    from PySide6.QtTest import QTest

    from khartoum_desktop import sample
    from khartoum_desktop.app import make_window
    from khartoum_desktop.importing.ui.page import ImportPage
    from khartoum_desktop.importing.ui.steps_bar import REVIEW
    from khartoum_desktop.proposals.queries import ids

    window = make_window()
    window.resize(1366, 768)
    window.show()

    def keep(name: str) -> None:
        quiet = 0  # one piece of work may ask for the next: wait until nothing runs for a while
        while quiet < _QUIET:
            QTest.qWait(300)
            quiet = 0 if window.desk.tasks.running() else quiet + 1
        window.grab().save(str(TARGET / f"{name}_{language}.png"))

    window.show_welcome()
    keep("first_run")
    window.entrance.open(path)
    QTest.qWait(1500)
    window.go("proposals")
    keep("proposals")
    if window.work is not None:
        window.go("proposals", ids(window.work)[0])
        keep("editor")
    for page in ("scoring", "ranking", "shortlist", "choosing", "sandbox", "discussion", "rounds", "criteria"):
        window.go(page)
        keep(page)
    for page in ("priorities", "duplicates", "translation", "rates", "lists"):
        window.go(page)
        keep(page)
    window.take_files([sample.folder() / "sudan_interior.xlsx"])
    while not isinstance(window.page, ImportPage) or window.page.plan is None:
        QTest.qWait(100)
    keep("import_sheet")
    if isinstance(window.page, ImportPage):
        window.page.go(REVIEW)
        keep("import_review")
        window.page.apply()
        while window.desk.tasks.running():
            QTest.qWait(50)
        window.go("imports")
        keep("imports")
    window.close()
    window.deleteLater()
    QTest.qWait(100)


def main() -> None:
    """Take all pictures."""
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    TARGET.mkdir(parents=True, exist_ok=True)
    for language in NAMES:
        take(language, prepare(language))
    application.quit()


if __name__ == "__main__":
    main()
