"""How the list of proposals feels at 100,000: the longest event of the window, searches on screen, and the index.

`python -m tests.benchmarks.hundred_thousand` fills a workspace through the public door, shows the real page and prints

- the longest event on the UI thread while scrolling, sorting, filtering and typing a search letter by letter: no event
  may take longer than 50 ms, whatever runs in the background;
- the time from the asking to the painted first page of several searches: 150 ms are wanted;
- the size of the search index, and a search by it beside the bare query of the same index: 1.5 times is wanted.

`--store FILE` keeps the filled workspace there, and takes it from there the next time.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from khartoum_desktop.proposals.rows import Filter
from khartoum_desktop.proposals.searches.model import Condition, Test
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.proposals.ui.page import ProposalsPage
from khartoum_desktop.storage.schema import Alignment, Party, Proposal
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.theme import install_theme
from khartoum_desktop.workspace import Person, Workspace

_AT_ONCE: Final = 5_000
_ARABIC = (
    "مراكز استقبال العائدين مكافحة تهريب المهاجرين حماية الأطفال التدريب المهني تسجيل النازحين الاتجار بالأشخاص "
    "إدماج الشباب فرص العمل إدارة الحدود الإنذار المبكر المجتمعات المضيفة الهجرة النظامية بناء القدرات تغير المناخ "
    "الحماية الاجتماعية قاعدة بيانات الخدمات الصحية التعليم الأساسي المياه الصالحة للشرب سبل العيش"
).split()
_LATIN = (
    "regional migrant smuggling trafficking reception centres vocational training border management protection of "
    "children registration displaced persons climate mobility labour migration return reintegration data system "
    "résilience communautés d’accueil formation professionnelle lutte contre la traite accès à l’eau santé emploi jeunes"
).split()
_STATES = ("IDEA", "DRAFT", "DRAFT", "SUBMITTED", "ELIGIBLE", "ASSESSED", "SHORTLISTED", "ENDORSED", "REJECTED")
_COUNTRIES = ("SD", "EG", "ET", "TN", "LY", "KE", "UG", "SO", "DJ", "SS", "IT", "FR")
_CURRENCIES = ("EUR", "USD", "EGP", "SDG")


def fill(work: Workspace, number: int) -> None:
    """Write that many proposals of the usual length, each with two parties and two codes, as one step."""
    dice = random.Random(7)  # noqa: S311 - not for secrets
    with work.step("Benchmark") as step:
        for n in range(number):
            ident = step.add(Proposal, _proposal(dice, n))
            for place, country in enumerate(dice.sample(_COUNTRIES, 2)):
                step.add(Party, {"proposal": ident, "position": place, "name": country, "role": "lead"})
            for scheme, code in (("gcm", f"GCM-{dice.randint(1, 23)}"), ("jvap", f"JVAP-{dice.randint(1, 5)}")):
                step.add(Alignment, {"proposal": ident, "scheme": scheme, "code": code})
            if n % _AT_ONCE == 0:
                step.flush()


def _proposal(dice: random.Random, n: int) -> dict[str, Any]:
    def words(source: Sequence[str], least: int, most: int) -> str:
        return " ".join(dice.choices(source, k=dice.randint(least, most)))

    year = dice.randint(2026, 2030)
    return {
        "ref": f"KP-2026-EG-B-{n + 1:02}",
        "state": dice.choice(_STATES),
        "source": "imported",
        "confidentiality": "members_only",
        "lead_country": dice.choice(_COUNTRIES),
        "title_ar": words(_ARABIC, 4, 9),
        "title_en": words(_LATIN, 4, 9) if n % 2 else None,
        "summary_ar": words(_ARABIC, 20, 50),
        "context": words(_LATIN, 30, 80),
        "submitting_ministry": f"وزارة {words(_ARABIC, 1, 2)}",
        "contact_name": words(_LATIN, 2, 2),
        "activities": "\n".join(words(_ARABIC, 4, 8) for _n in range(3)),
        "budget_total": dice.randint(50, 9000) * 1_000_000 if n % 7 else None,
        "budget_total_currency": dice.choice(_CURRENCIES) if n % 7 else None,
        "duration_months": dice.randint(6, 60) if n % 5 else None,
        "start_planned": dice.choice((f"{year}", f"{year}-Q3", f"{year}-05", f"{year}-02-11", None)),
        "acronym": words(_LATIN, 1, 1)[:5].upper() if n % 3 else None,
    }
