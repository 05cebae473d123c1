"""Forty ways in which people spell what they look for, each of which finds its proposal: by scan and by index."""

import pytest

from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.storage import indexing
from khartoum_desktop.workspace import Workspace

SMUGGLING = "مكافحة تهريب المهاجرين عبر الحدود"
TRAFFICKING = "منع الاتجار بالأشخاص وحماية الضحايا"
RETURN = "مراكز إيواء العائدين في ولاية القضارف"
SCHOOLS = "مدارس ومستشفى للاجئين بمنطقة كسلا الكبرى"
FRENCH = "Accès à l’éducation et à la santé des réfugiés : œuvres communes"
FRENCH_TOO = "Lutte contre la traite des êtres humains – Égypte, Côte d’Ivoire"

SPELLINGS = (
    # hamza and its carriers
    ("ايواء", RETURN), ("إيوا", RETURN), ("أيواء", RETURN), ("آيواء", RETURN), ("بالاشخاص", TRAFFICKING),
    ("اشخاص", TRAFFICKING), ("الإتجار", TRAFFICKING), ("لاجيين", SCHOOLS), ("اللاجئين", SCHOOLS),
    # ta marbuta, alef maqsura
    ("مكافحه", SMUGGLING), ("حمايه", TRAFFICKING), ("ولايه القضارف", RETURN), ("مستشفي", SCHOOLS), ("الكبري", SCHOOLS),
    ("بمنطقه", SCHOOLS),
    # vowel signs, tatweel, presentation forms, Farsi letters, western and eastern digits in between
    ("تَهْرِيب", SMUGGLING), ("تهــريـب", SMUGGLING), ("الضَّحايا", TRAFFICKING), ("ﺗﻬﺮﻳﺐ", SMUGGLING),
    ("ﺍﻟﻤﻬﺎﺟﺮﻳﻦ", SMUGGLING), ("ﻻﺟﺌﻴﻦ", SCHOOLS), ("مکافحة", SMUGGLING), ("کسلا", SCHOOLS), ("مراکز", RETURN),
    ("الکبری", SCHOOLS),
    # the article and what is joined to it
    ("والمهاجرين", SMUGGLING), ("بالمهاجرين", SMUGGLING), ("للمهاجرين", SMUGGLING), ("وبالمهاجرين", SMUGGLING),
    ("مهاجرين", SMUGGLING), ("الحدود", SMUGGLING), ("وللعائدين", RETURN), ("فالعائدين", RETURN), ("كالعائدين", RETURN),
    ("الولاية", RETURN), ("والضحايا", TRAFFICKING), ("وبمنطقة", SCHOOLS), ("المدارس", SCHOOLS),
    # accents, apostrophes, ligatures, capitals, dashes
    ("acces", FRENCH), ("EDUCATION", FRENCH), ("l'education", FRENCH), ("refugies", FRENCH), ("réfugiés", FRENCH),
    ("oeuvres", FRENCH), ("sante", FRENCH), ("etres humains", FRENCH_TOO), ("égypte", FRENCH_TOO),
    ("cote d'ivoire", FRENCH_TOO), ("re\u0301fugie\u0301s", FRENCH), ("ＴＲＡＩＴＥ", FRENCH_TOO),
    ("Egypte", FRENCH_TOO),
)  # fmt: skip


@pytest.fixture(params=["scan", "index"])
def made(work: Workspace, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return title -> id of the proposals, in a small workspace and in one that counts as large."""
    titles = dict.fromkeys(title for _spelling, title in SPELLINGS)
    found = {}
    for title in titles:
        key = "title_fr" if title.startswith(("Acc", "Lut")) else "title_ar"
        found[title] = operations.create(work, {key: title, "lead_country": "SD"})
    if request.param == "index":
        monkeypatch.setattr(indexing, "INDEX_FROM", 1)
        work.store.search("x")
        work.store.searcher.wait()
    with work.reading() as db:
        assert indexing.is_ready(db) == (request.param == "index")
    return found


def test_all_spellings_find_their_proposal(work: Workspace, made: dict[str, str]) -> None:
    assert len(SPELLINGS) >= 40
    missed = [spelling for spelling, title in SPELLINGS if made[title] not in queries.ids(work, search=spelling)]
    assert missed == []


@pytest.mark.parametrize("words", ["تهريب", "التهريب", "تَهْرِيب", "بالتهريب", "تهريب المهاجرين"])
def test_smuggling_never_finds_trafficking(work: Workspace, made: dict[str, str], words: str) -> None:
    assert queries.ids(work, search=words) == [made[SMUGGLING]]


@pytest.mark.parametrize("words", ["اتجار", "الاتجار", "الإتجار", "إتّجار", "بالاتجار", "والاتجار بالأشخاص"])
def test_trafficking_never_finds_smuggling(work: Workspace, made: dict[str, str], words: str) -> None:
    assert queries.ids(work, search=words) == [made[TRAFFICKING]]
