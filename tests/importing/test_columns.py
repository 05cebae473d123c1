"""Headers find their fields: surely when known to the letter and not contradicted, else only as a suggestion."""

import json
from collections.abc import Iterator

import pytest

from khartoum_desktop.core.paths import resources_folder
from khartoum_desktop.importing.columns import guess_columns
from khartoum_desktop.importing.decisions import map_column
from khartoum_desktop.importing.headers import like, named
from khartoum_desktop.importing.model import Certainty, ColumnChoice, ColumnPlan
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.structure import read_structure
from khartoum_desktop.importing.synonyms import is_known
from khartoum_desktop.importing.tags import target_of_tag
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Rows, sheet_of


def columns(rows: Rows, lists: Lists, *, accept: bool = False, **choices: ColumnChoice) -> dict[str, ColumnPlan]:
    sheet = sheet_of(rows)
    structure = read_structure(sheet, is_known)
    return {column.letter: column for column in guess_columns(sheet, structure, lists, choices, accept=accept)}


def variants() -> Iterator[tuple[str, str | None]]:
    shipped = json.loads((resources_folder() / "header_synonyms.json").read_text(encoding="utf-8"))
    for row in shipped["headers"]:
        for language in ("ar", "en", "fr"):
            for text in row[language]:
                yield text, row["target"]


def test_every_shipped_variant_names_its_target() -> None:
    wrong = [(text, target) for text, target in variants() if (target or "") not in getattr(named(text), "targets", ())]
    assert wrong == []


def test_every_target_of_the_list_exists() -> None:
    assert {target for _text, target in variants() if target} <= set(targets())


def test_forty_keys_of_the_facts_are_there() -> None:
    shipped = json.loads((resources_folder() / "header_synonyms.json").read_text(encoding="utf-8"))
    keys = {row["key"] for row in shipped["headers"]}
    assert {
        "row_number",
        "ref_code",
        "title",
        "partner_countries",
        "budget_cofinancing",
        "exchange_rate",
        "notes",
    } <= keys
    assert len(keys) >= 40


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("اسم  المشروع", "title"),
        ("اســم المشروع:", "title"),
        ("الجهة\nالمنفذة", "party_implementing"),
        ("الجهه المنفذه", "party_implementing"),
        ("اسم المشروع / Project title", "title"),
        ("planned_start_date", "start_planned"),
        ("Intitule du projet", "title"),
        ("Coût (K€)", "budget_total"),
        ("التكلفة (بالألف يورو)", "budget_total"),
        ("Duration (months)", "duration_months"),
        ("Start date (dd/mm/yyyy)", "start_planned"),
        ("اسم المشروع (إنجليزي)", "title_en"),
        ("Titre (EN)", "title_en"),
        ("ﻋﻨﻮان اﻟﻤﺸﺮوع", "title"),
    ],
)
def test_spellings_of_known_headers_are_sure(header: str, target: str) -> None:
    found = named(header)
    assert found is not None
    assert (found.targets, found.sure) == ((target,), True)


@pytest.mark.parametrize("header", ["Budget (2024)", "Title (old)", "Programme / Sector of the thing"])
def test_doubtful_additions_leave_a_doubt(header: str) -> None:
    found = named(header)
    assert found is None or not found.sure


def test_unknown_headers_are_like_known_ones_at_best() -> None:
    assert named("Proposed project title of the ministry") is None
    assert like("Proposed project title of the ministry")[0][0] == "title"
    assert all(score < 85 for _target, score in like("location precision"))


def test_a_label_under_a_group_takes_its_meaning() -> None:
    under = {
        ("Total", "Coût du projet"): "budget_total",
        ("عربي", "اسم المشروع"): "title_ar",
        ("يورو", "الميزانية"): "budget_total",
    }
    for (header, group), target in under.items():
        found = named(header, group)
        assert found is not None
        assert found.targets == (target,)


def test_suggestions_are_applied_only_when_accepted(lists: Lists) -> None:
    rows: Rows = [
        ["Title", "Benefitting Countries"],
        ["Skills for migrants", "Kenya"],
        ["Safe houses for women", "Sudan"],
    ]
    waiting, accepted = columns(rows, lists)["B"], columns(rows, lists, accept=True)["B"]
    assert (waiting.certainty, waiting.applied) == (Certainty.SUGGESTED, None)
    assert (accepted.certainty, accepted.applied) == (Certainty.CONFIRMED, "party_beneficiary")


def test_values_that_contradict_a_known_header_stop_it(lists: Lists) -> None:
    rows: Rows = [
        ["Title", "Amount", "Country"],
        ["One project", "very high", "blue"],
        ["Another one", "rather low", "red"],
    ]
    found = columns(rows, lists)
    assert found["B"].applied is None
    assert found["C"].applied is None


def test_values_tell_a_status_from_a_place(lists: Lists) -> None:
    rows: Rows = [["Title", "State"], ["One project", "Kassala"], ["Another one", "River Nile"]]
    assert columns(rows, lists)["B"].target == "locations"


def test_values_tell_how_many_from_who(lists: Lists) -> None:
    numbers: Rows = [["Title", "Beneficiaries"], ["One project", 1200], ["Another one", "about 3,500"]]
    people: Rows = [["Title", "Beneficiaries"], ["One project", "returnees"], ["Another one", "young people"]]
    assert columns(numbers, lists)["B"].applied == "beneficiaries_total"
    assert columns(people, lists)["B"].applied == "target_groups"


def test_two_title_columns_are_told_apart_by_script(lists: Lists) -> None:
    rows: Rows = [["اسم المشروع", "Project Title"], ["مراكز التدريب", "Training centres for the region"]]
    found = columns(rows, lists)
    assert (found["A"].applied, found["B"].applied) == ("title_ar", "title_en")


def test_one_field_goes_to_one_column(lists: Lists) -> None:
    rows: Rows = [["Title", "Budget", "Total cost"], ["One project", 10, 20]]
    found = columns(rows, lists)
    assert (found["B"].applied, found["C"].applied) == ("budget_total", None)
    assert found["C"].certainty is Certainty.OFFERED


def test_of_a_budget_in_two_currencies_the_euro_is_taken(lists: Lists) -> None:
    rows: Rows = [["Title", "Amount (USD)", "Amount (EUR)"], ["One project", 11, 10]]
    found = columns(rows, lists)
    assert (found["B"].applied, found["C"].applied) == (None, "budget_total")
    assert found["C"].settings.currency == "EUR"


def test_unit_above_the_table_and_in_the_header(lists: Lists) -> None:
    above = columns([["U : en milliers d'euros"], ["Projet", "Coût total"], ["Guichet unique", 1250]], lists)["B"]
    inside = columns([["Projet", "Montant (MDT)"], ["Guichet unique", 3]], lists)["B"]
    assert (above.settings.unit, above.settings.currency) == (1000, "EUR")
    assert (inside.settings.unit, inside.settings.currency) == (1_000_000, "TND")


def test_an_amount_in_a_title_line_is_no_unit(lists: Lists) -> None:
    found = columns(
        [["قائمة مشروعات بقيمة مليون يورو مقدمة من الوزارة"], ["المشروع", "التكلفة"], ["تدريب الموظفين", 1250]], lists
    )
    assert found["B"].settings.unit == 1


def test_cells_vote_for_order_and_decimal_mark_of_the_whole_sheet(lists: Lists) -> None:
    rows: Rows = [["Titre", "Date de début", "Date de fin", "Coût total", "Montant demandé"],
                  ["Un projet", "03/04/2027", "25/12/2028", "1.250", "2.500,50"]]  # fmt: skip
    found = columns(rows, lists)
    assert found["B"].settings.order == found["C"].settings.order == "dmy"
    assert found["D"].settings.decimal == found["E"].settings.decimal == ","


def test_language_of_latin_titles_by_their_words(lists: Lists) -> None:
    french = columns(
        [["Project"], ["Renforcement des capacités de la police"], ["Appui aux communautés d'accueil"]], lists
    )
    english = columns([["المشروع"], ["Support to the host communities"]], lists)
    assert french["A"].settings.language == "fr"
    assert english["A"].settings.language == "en"


@pytest.mark.parametrize(
    ("header", "groups", "target", "sure"),
    [
        ("يورو", "التمويل\nالتكلفة", "budget_total", True),
        ("يورو", "التمويل\nالمساهمة الذاتية", "own_contribution", True),
        ("بالألف دولار", "الميزانية\nالمبلغ المطلوب", "amount_requested", True),
        ("€", "Financement\nDemandé", "amount_requested", True),
        ("Total", "Financement", "budget_total", False),  # the donor stands under it elsewhere
        ("تاريخ", "مدة التنفيذ\nمن", "start_planned", True),
        ("تاريخ", "مدة التنفيذ\nإلى", "end_planned", True),
        ("من", "الفترة", "start_planned", True),
        ("إلى", "الفترة", "end_planned", True),
        ("البدء", "الجدول الزمني", "start_planned", True),
        ("Du", "Période", "start_planned", True),
        ("Au", "Période", "end_planned", True),
        ("To", "Timeline", "end_planned", True),
        ("Date", "Implementation\nStart", "start_planned", True),
        ("Name", "Contact", "contact_name", True),
        ("Name", "Project", "title", True),
        ("Total", "Beneficiaries", "beneficiaries_total", True),
        ("Date", "", "", True),
    ],
)
def test_a_label_is_understood_with_those_above_it(header: str, groups: str, target: str, sure: bool) -> None:
    found = named(header, groups)
    assert found is not None
    assert (found.targets, found.sure) == ((target,), sure)


def test_titles_of_a_mixed_column_each_speak_for_themselves(work: Workspace, make_file: MakeFile) -> None:
    """A region's list has the titles of all its ministries in one column; none may be filed under another language."""

    def titles(*texts: str) -> list[str]:
        rows: Rows = [["Title", "Country"], *([text, "Kenya"] for text in texts)]
        found = plan(work, make_file(rows, f"{texts[0]}.xlsx"))
        return [next(name for name in row.values if name.startswith("title_")) for row in found.rows]

    mixed = ["Border clinics for refugees", "Training of police", "Formation des gardes-frontières"]
    assert titles(*mixed) == ["title_en", "title_en", "title_fr"]
    assert titles("Formation des gardes", "Border clinics for refugees") == ["title_fr", "title_en"]
    french = ["Appui aux écoles", "Formation des gardes", "Renforcement des capacités", "Retour et accueil"]
    assert titles(*french, "Border clinics for refugees", "Wells for all")[-2:] == ["title_en", "title_en"]
    many = [f"Support to the schools of district {n}" for n in range(60)]
    assert titles(*many, "Appui aux écoles du district", "Café Nairobi")[-3:] == ["title_en", "title_fr", "title_en"]


@pytest.mark.parametrize(
    "cell",
    [
        "Support to the borders / Appui aux frontières",
        "Support to the borders (Appui aux frontières)",
        "Support to the borders - دعم الحدود المشتركة - Appui aux frontières",
    ],
)
def test_a_cell_that_says_a_title_in_two_latin_languages(work: Workspace, make_file: MakeFile, cell: str) -> None:
    rows: Rows = [["Title", "Country"], [cell, "Kenya"], ["Wells of the north - Phase 2 (pilot)", "Kenya"]]
    first, second = plan(work, make_file(rows)).rows
    assert (first.values["title_en"], first.values["title_fr"]) == ("Support to the borders", "Appui aux frontières")
    assert second.values["title_en"] == "Wells of the north - Phase 2 (pilot)"


def test_the_language_that_a_person_says_is_not_doubted(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Title", "Country"], ["Border clinics of Moyale", "Kenya"], ["Appui aux écoles", "Kenya"]]
    found = map_column(plan(work, make_file(rows)), "Projects", "A", "title", {"language": "en"})
    assert all("title_en" in row.values for row in found.rows)


def test_tags_name_columns_that_headers_do_not(lists: Lists) -> None:
    rows: Rows = [["Quoi", "Qui"], ["#activity+name", "#org+impl"], ["Forage d'un puits", "ONG locale"]]
    found = columns(rows, lists)
    assert (found["A"].applied, found["B"].applied) == ("title", "party_implementing")
    assert target_of_tag("#meta+url") is None


def test_a_person_is_not_doubted(lists: Lists) -> None:
    rows: Rows = [["Title", "Budget"], ["One project", "soon"]]
    choice = ColumnChoice("amount_requested", {"currency": "EUR", "unit": 1000})
    found = columns(rows, lists, B=choice)["B"]
    assert (found.applied, found.certainty) == ("amount_requested", Certainty.CONFIRMED)
    assert (found.settings.currency, found.settings.unit) == ("EUR", 1000)
    assert columns(rows, lists, B=ColumnChoice(None))["B"].applied is None


def test_without_a_known_header_the_longest_texts_are_suggested_as_title(lists: Lists) -> None:
    rows: Rows = [
        ["x1", "x2"],
        ["KE-1", "Reception of returnees at the border"],
        ["KE-2", "Language courses before departure"],
    ]
    found = columns(rows, lists)["B"]
    assert (found.target, found.certainty) == ("title", Certainty.SUGGESTED)


@pytest.mark.parametrize("titles", [["M5 a", "M5 b"], ["حماية 1", "ح 2"], ["Axe 1 : X", "W1"]])
def test_a_header_that_names_titles_holds_short_ones(titles: list[str], lists: Lists) -> None:
    found = columns([["Title", "Country"], *([title, "Kenya"] for title in titles)], lists)
    assert (found["A"].target, found["A"].certainty) == ("title", Certainty.SURE)


@pytest.mark.parametrize("values", [[1, 2], ["17", "18"], ["a@b.org", "c@d.org"]])
def test_a_title_column_of_numbers_or_addresses_is_doubted(values: list[str | int], lists: Lists) -> None:
    found = columns([["Title", "Country"], *([value, "Kenya"] for value in values)], lists)
    assert found["A"].certainty is Certainty.OFFERED


def test_a_country_column_stays_the_country_of_the_row_under_a_tag(lists: Lists) -> None:
    rows: Rows = [["Activity Title", "Country", "Where"], ["#activity+name", "#country", "#country"],
                  ["Wells", "DJ", "Kenya"], ["Roads", "Djibouti", "Sudan"]]  # fmt: skip
    found = columns(rows, lists)
    assert [found[letter].target for letter in "ABC"] == ["title", "lead_country", "party_beneficiary"]


def test_the_list_holds_every_variant_of_the_facts() -> None:
    """The 991 variants of the facts' 40 keys are counted by key and language, so that none is lost unseen."""
    shipped = json.loads((resources_folder() / "header_synonyms.json").read_text(encoding="utf-8"))
    assert sum(len(row[language]) for row in shipped["headers"] for language in ("ar", "en", "fr")) >= 1600
    assert len({text for text, _target in variants()}) >= 1500
