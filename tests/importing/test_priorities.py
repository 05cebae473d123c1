"""Priorities as ministries word them: usual wordings are known, numbers and near misses are only suggested."""

import re

import pytest

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.cleaning import reader
from khartoum_desktop.importing.model import Certainty, Plan, Weight, named
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.importing.ui.review_words import likely_meant
from khartoum_desktop.proposals.lists import PRIORITY, Lists
from tests.importing.conftest import Planned, Value, sheet_of


def codes(text: str, lists: Lists) -> list[object]:
    return [line["code"] for _kind, line in reader(targets()["priorities"], lists)(text).children]


WORDINGS = {
    "counter_trafficking": """مكافحة الاتجار بالبشر|مكافحة الاتجار بالأشخاص|الإتجار بالبشر
        Human trafficking|Combating trafficking in persons|Counter-trafficking
        Lutte contre la traite|Lutte contre la traite des personnes""",
    "counter_smuggling": """مكافحة تهريب المهاجرين|تهريب المهاجرين|Smuggling of migrants|Migrant smuggling
        Lutte contre le trafic de migrants|Trafic illicite de migrants""",
    "burden_sharing": "تقاسم الأعباء|مبدأ تقاسم الأعباء|Burden-sharing|burden sharing|Partage de la charge",
    "regular_pathways": "مسارات الهجرة النظامية|Regular migration pathways|Legal pathways|Migration régulière",
    "skills": "تنمية المهارات|Skills|Développement de compétences",
    "hum_dev_nexus": """دمج الأبعاد الإنسانية والتنموية|Humanitarian-development nexus
        Nexus humanitaire-développement""",
    "peace_displacement": "دعم جهود السلام|Peace efforts|Efforts de paix",
    "climate_migration": "التغير المناخي والهجرة|Climate change and migration|Changement climatique et migration",
}


@pytest.mark.parametrize(("code", "texts"), list(WORDINGS.items()), ids=list(WORDINGS))
def test_usual_wordings(code: str, texts: str, lists: Lists) -> None:
    for text in filter(None, map(str.strip, re.split(r"[|\n]", texts))):
        assert codes(text, lists) == [code], text


def test_no_two_priorities_share_a_name(lists: Lists) -> None:
    for item in lists.items(PRIORITY):
        for name in (*item.labels.values(), *item.aliases):
            assert lists.find(PRIORITY, name) == item.code, name


@pytest.mark.parametrize(
    ("text", "label"),
    [
        *(("P1", "Supporting regular migration pathways"), ("P2", "Skills development"), ("3", "Integrating")),
        *(
            ("الأولوية 7", "Combating trafficking"),
            ("Priority 6", "Combating the smuggling"),
            ("Priorité n° 8", "burden"),
        ),
        *(("٢", "Skills development"), ("2.0", "Skills development")),
    ],
)
def test_a_number_is_a_suggestion(text: str, label: str, lists: Lists) -> None:
    found = reader(targets()["priorities"], lists)(text)
    assert found.reason is not None
    assert (found.children, found.reason.weight) == ((), Weight.LEAVES)
    assert "is only a number: perhaps" in found.reason.text
    assert label in dict(found.reason.args)["meant"]


@pytest.mark.parametrize("text", ["P0", "P9", "99", "high", "medium", "متوسطة", "Élevée"])
def test_other_words_suggest_nothing(text: str, lists: Lists) -> None:
    found = reader(targets()["priorities"], lists)(text)
    assert found.reason is not None
    assert "perhaps" not in found.reason.text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Combating of trafficking of persons", "Combating trafficking in human beings"),
        ("Combating the smuggling of the migrants", "Combating the smuggling of migrants"),
    ],
)
def test_a_near_miss_is_suggested_and_never_the_other_crime(text: str, meant: str, lists: Lists) -> None:
    found = reader(targets()["priorities"], lists)(text)
    assert found.reason is not None
    assert (found.children, named(dict(found.reason.args)["meant"])) == ((), meant)


@pytest.mark.parametrize("text", ["Combating trafficking in migrants and smuggling", "مكافحة التهريب والاتجار"])
def test_both_crimes_in_one_phrase_suggest_neither(text: str, lists: Lists) -> None:
    found = reader(targets()["priorities"], lists)(text)
    assert "counter_trafficking" not in codes(text, lists) or "counter_smuggling" in codes(text, lists)
    assert found.reason is None or "meant" not in dict(found.reason.args)


def of(planned: Planned, header: str, *values: Value) -> Plan:
    rows = [[f"Border posts {n}", "Kenya", value] for n, value in enumerate(values)]
    return planned(sheet_of([["Title", "Country", header], *rows]))


def test_a_column_of_numbers_or_ranks_says_that_it_is_not_read(planned: Planned) -> None:
    for values, shown in ((("1", "3", "2; 4"), "1; 3; 2; 4"), ((1, 3, 2), "1; 3; 2"), (("High", "Low"), "High; Low")):
        found = of(planned, "Priority", *values)
        assert found.sheets[0].columns[2].certainty is Certainty.OFFERED
        (note,) = found.notes
        said = f"The column “Priority” is not read: its cells ({shown}) are not what “Presidency priorities” holds. "
        assert strip_isolates(note.text) == said + "Choose its field, or leave it: the cells are kept."


def test_a_column_of_numbered_priorities_proposes_them_one_by_one(planned: Planned) -> None:
    found = of(planned, "Presidency priority", "P1", "مكافحة الاتجار بالأشخاص")
    assert found.sheets[0].columns[2].certainty is Certainty.SURE
    assert [row.children for row in found.rows][1] == (
        ("alignment", {"scheme": "priority", "code": "counter_trafficking"}),
    )
    (problem,) = found.problems
    assert likely_meant([problem]) == "Supporting regular migration pathways"
