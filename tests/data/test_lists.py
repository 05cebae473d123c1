"""The shipped lists, presidencies and default criteria: complete, consistent and well written in three languages."""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from khartoum_desktop.core.paths import resources_folder
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.proposals.fields import FIELDS

Object = dict[str, Any]

LANGUAGES = ("ar", "en", "fr")
FOLDER = resources_folder() / "lists"
GRIDS = sorted(path.name for path in FOLDER.glob("criteria_*.json"))
NO_LISTS = {"presidencies.json", "templates.json", "meetings.json", *GRIDS}
SCHEMES = sorted(path.stem for path in FOLDER.glob("*.json") if path.name not in NO_LISTS)
ELSEWHERE = {"priority", "language"}  # schemes of fields that are no code list here

P1 = "دعم مسارات الهجرة النظامية"
P8 = "والإتجار بالبشر"
SCORED = [
    "regular_pathways",
    "skills",
    "hum_dev_nexus",
    "peace_displacement",
    "climate_migration",
    "counter_smuggling",
    "counter_trafficking",
    "burden_sharing",
]
STATES = [
    "IDEA",
    "DRAFT",
    "SUBMITTED",
    "RETURNED",
    "ELIGIBLE",
    "INELIGIBLE",
    "ASSESSING",
    "ASSESSED",
    "SHORTLISTED",
    "RESERVE",
    "NOT_SHORTLISTED",
    "ENDORSED",
    "ENDORSED_COND",
    "DEFERRED",
    "REJECTED",
    "SEEKING_FUNDS",
    "FUNDED",
    "IMPLEMENTING",
    "SUSPENDED",
    "FINALISING",
    "COMPLETED",
    "CANCELLED",
    "WITHDRAWN",
    "MERGED",
]

LATIN_MARK_IN_ARABIC = re.compile(r"[\u0600-\u06ff]\s?[,;?]|[,;?]\s?[\u0600-\u06ff]")
UNSPACED_FRENCH = re.compile("(?<![\u00a0\u202f])[:;?!%»]|«(?![\u00a0\u202f])")
STRAIGHT_QUOTE = re.compile("['\"]")
HIDDEN = re.compile("[\u0000-\u001f\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def read(name: str) -> Object:
    data = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def items_of(scheme: str) -> list[Object]:
    items = read(f"{scheme}.json")["items"]
    assert isinstance(items, list)
    return items


def codes_of(scheme: str) -> set[str]:
    return {item["code"] for item in items_of(scheme)}


def priority_sets() -> Iterator[Object]:
    for presidency in read("presidencies.json")["presidencies"]:
        yield from presidency["priority_sets"]


def groups() -> list[Object]:
    result = read("criteria_default.json")["groups"]
    assert isinstance(result, list)
    return result


def criteria() -> list[Object]:
    return [criterion for group in groups() for criterion in group["criteria"]]


def labelled(value: object) -> Iterator[Object]:
    """Yield every object with a label, a text or a question, at any depth."""
    if isinstance(value, dict):
        if any(key.startswith(("label_", "text_")) for key in value):
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from labelled(part)


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Yield (file and key, text) of everything a person reads in one language."""
    for path in sorted(FOLDER.glob("*.json")):
        for thing in labelled(read(path.name)):
            name = thing.get("code") or thing.get("key") or thing.get("mark")
            for key, value in thing.items():
                if key.endswith(f"_{language}") and value is not None:
                    yield f"{path.stem} {name} {key}", value


def names_of(item: Object) -> list[str]:
    return [item["code"], *(item[f"label_{lang}"] for lang in LANGUAGES), *item.get("aliases", [])]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_list_says_its_scheme_and_no_code_comes_twice(scheme: str) -> None:
    data = read(f"{scheme}.json")
    codes = [item["code"] for item in data["items"]]
    assert data["scheme"] == scheme
    assert data["source"]
    assert codes
    assert all(isinstance(code, str) and code == code.strip() != "" for code in codes)
    assert [code for code, n in Counter(codes).items() if n > 1] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_keys_of_items_are_the_known_ones(scheme: str) -> None:
    known = {"code", "parent", "valid_from", "valid_to", "active", "aliases", "ambiguous_aliases", "source", "quality"}
    known |= {"extra"} | {f"{part}_{lang}" for part in ("label", "definition") for lang in LANGUAGES}
    for item in items_of(scheme):
        assert set(item) <= known, item["code"]
        assert item.get("quality", "official") in {"official", "translation", "draft"}
        assert all(isinstance(value, str) for value in item.get("extra", {}).values())
        definitions = [f"definition_{lang}" in item for lang in LANGUAGES]
        assert all(definitions) or not any(definitions), item["code"]


def test_every_choice_of_the_field_catalogue_has_its_list() -> None:
    wanted = {field.scheme for field in FIELDS} | {column.scheme for field in FIELDS for column in field.columns}
    assert {scheme for scheme in wanted if scheme} - ELSEWHERE - set(SCHEMES) == set()


@pytest.mark.parametrize("name", [*(f"{scheme}.json" for scheme in SCHEMES), *sorted(NO_LISTS)])
def test_labels_are_there_in_three_languages(name: str) -> None:
    things = list(labelled(read(name)))
    assert things
    for thing in things:
        stem = "label" if "label_en" in thing else "text"
        for lang in LANGUAGES:
            assert thing[f"{stem}_{lang}"].strip(), thing


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_name_leads_to_one_code_only(scheme: str) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for item in items_of(scheme):
        for name in names_of(item):
            found[fold_key(name)].add(item["code"])
    assert {name: codes for name, codes in found.items() if len(codes) > 1} == {}


def test_a_name_is_never_a_member_and_a_partner() -> None:
    members = {fold_key(name) for item in items_of("member") for name in names_of(item)}
    partners = {fold_key(name) for item in items_of("partner") for name in names_of(item)}
    assert members & partners == set()


def test_parents_exist() -> None:
    where = {"member": "member_group", "crs": "crs_category", "jvap_area": "jvap"}
    for scheme in SCHEMES:
        known = codes_of(where.get(scheme, scheme))
        for item in items_of(scheme):
            assert item.get("parent") is None or item["parent"] in known, (scheme, item["code"])


def test_forty_members() -> None:
    members = items_of("member")
    assert Counter(member["parent"] for member in members) == {"EU": 27, "EEA": 2, "AFR": 11}
    african = {member["code"] for member in members if member["parent"] == "AFR"}
    assert african == {"DJ", "EG", "ER", "ET", "KE", "LY", "SO", "SS", "SD", "TN", "UG"}
    for member in members:
        extra = member["extra"]
        assert re.fullmatch("[A-Z]{2}", member["code"])
        assert re.fullmatch("[A-Z]{3}", extra["a3"])
        assert re.fullmatch(r"\d{3}", extra["num"])
        assert extra["currency"] in codes_of("currency")
    by_code = {member["code"]: member for member in members}
    assert "EL" in by_code["GR"]["aliases"]
    assert "المجر" in by_code["HU"]["aliases"]
    assert by_code["EG"]["label_ar"] == "مصر"


def test_partners_of_the_process_are_there() -> None:
    assert {"EC", "EEAS", "AUC", "IGAD", "ICMPD", "IOM", "UNHCR", "UNODC", "ILO", "UNDP", "ECOWAS"} <= codes_of(
        "partner"
    )


def test_sizes_of_the_taxonomies() -> None:
    assert [item["code"] for item in items_of("gcm")] == [f"GCM-{n}" for n in range(1, 24)]
    assert [item["code"] for item in items_of("jvap")] == [f"JVAP-{n}" for n in range(1, 6)]
    assert [item["code"] for item in items_of("scope")] == [str(n) for n in range(1, 9)]
    assert [item["code"] for item in items_of("marker")] == [str(n) for n in range(1, 13)]
    assert [item["code"] for item in items_of("marker_level")] == ["0", "1", "2"]
    assert len(items_of("principle")) == 10
    assert len(items_of("sdg")) == 32
    assert {"15190", "72010", "93010"} <= codes_of("crs")


def test_states_carry_iati_and_a_meaning() -> None:
    states = items_of("state")
    assert [state["code"] for state in states] == STATES
    for state in states:
        assert all(state[f"definition_{lang}"] for lang in LANGUAGES)
        assert state["extra"].get("iati", "?") in set("123456") or state["code"] == "MERGED"
    iati = {state["code"]: state["extra"].get("iati") for state in states}
    assert (iati["IMPLEMENTING"], iati["COMPLETED"], iati["CANCELLED"], iati["SUSPENDED"]) == ("2", "4", "5", "6")


def test_currencies_know_decimals_and_keep_shared_words_apart() -> None:
    currencies = {item["code"]: item for item in items_of("currency")}
    wanted = "EUR USD GBP CHF NOK SEK DKK PLN CZK HUF RON BGN EGP SDG SSP ETB ERN DJF SOS KES UGX LYD TND XDR"
    assert set(wanted.split()) <= set(currencies)
    decimals = {code: item["extra"]["decimals"] for code, item in currencies.items()}
    assert (decimals["EUR"], decimals["LYD"], decimals["TND"], decimals["DJF"], decimals["UGX"]) == tuple("23300")
    sure = {fold_key(name) for item in currencies.values() for name in names_of(item)}
    shared: dict[str, set[str]] = defaultdict(set)
    for code, item in currencies.items():
        for word in item.get("ambiguous_aliases", []):
            shared[fold_key(word)].add(code)
    assert sure & set(shared) == set()
    assert {"EGP", "SDG", "SSP", "GBP"} == shared[fold_key("جنيه")]
    assert {"LYD", "TND", "KWD", "IQD", "JOD"} == shared[fold_key("دينار")]
    assert "$" in shared
    assert {"يورو", "euro", "€"} <= set(names_of(currencies["EUR"]))


def test_dates_are_real_and_in_order() -> None:
    for scheme in SCHEMES:
        for item in items_of(scheme):
            ends = [item[key] for key in ("valid_from", "valid_to") if key in item]
            assert ends == sorted(ends)
            for text in ends:
                day = text if len(text) > 4 else f"{text}-01-01"
                assert date.fromisoformat(day).isoformat() == day, (scheme, item["code"])


def test_presidencies() -> None:
    presidencies = {p["key"]: p for p in read("presidencies.json")["presidencies"]}
    assert set(presidencies) == {"EG-2024", "FR-2025"}
    egypt, france = presidencies["EG-2024"], presidencies["FR-2025"]
    assert (egypt["chair"], egypt["starts"], egypt["ends"]) == ("EG", "2024-04-17", "2025-04-09")
    assert (france["chair"], france["starts"], france["ends"]) == ("FR", "2025-04-09", None)
    assert [s["priorities"] for s in france["priority_sets"]] == [[]]
    assert [s["active"] for s in egypt["priority_sets"]] == [True, False]
    keys = [s["key"] for s in priority_sets()]
    assert len(set(keys)) == len(keys)


def test_the_eight_scored_priorities_of_egypt() -> None:
    first = next(priority_sets())
    priorities = {p["key"]: p for p in first["priorities"]}
    assert first["version"] == 1
    assert [p["key"] for p in first["priorities"] if p["scored"]] == SCORED
    assert priorities["regular_pathways"]["label_ar"] == P1
    assert priorities["counter_trafficking"]["label_ar"] == P8
    assert priorities["cop27_initiatives"]["parent"] == "climate_migration"
    assert priorities["host_countries"]["parent"] == "burden_sharing"
    assert priorities["root_causes"]["parent"] is None
    assert not priorities["root_causes"]["scored"]
    for priority in priorities.values():
        assert all(priority[f"shows_{lang}"].endswith(".") for lang in LANGUAGES), priority["key"]


def test_the_axes_of_the_cairo_action_plan_wait_inactive() -> None:
    axes = next(s for s in priority_sets() if not s["active"])
    assert [p["key"] for p in axes["priorities"]] == [
        "cap_regular",
        "cap_capacity",
        "cap_information",
        "cap_host",
        "cap_root",
    ]


def test_mappings_of_priorities_name_existing_codes() -> None:
    for priority_set in priority_sets():
        for priority in priority_set["priorities"]:
            assert set(priority["mapping"]) == {"jvap", "gcm", "sdg", "crs"}
            for scheme, codes in priority["mapping"].items():
                assert set(codes) <= codes_of(scheme), priority["key"]
            if priority["scored"] and priority_set["active"]:
                assert all(priority["mapping"].values()), priority["key"]


def test_the_default_grid_adds_up() -> None:
    grid = read("criteria_default.json")
    top = Fraction(grid["scale"]["max"])
    assert grid["key"] == "default"
    assert (grid["scale"], grid["aggregation"]) == ({"min": "1", "max": "5", "step": "1"}, "delegation")
    assert grid["reason_for"] == ["1", "2", "5"]
    assert sum(Fraction(c["weight"]) for c in criteria()) * top == Fraction(grid["points_max"]) == 100
    points = [sum(Fraction(c["weight"]) for c in group["criteria"]) * top for group in groups()]
    assert points == [20, 20, 20, 15, 15, 10]
    assert [group["threshold"] for group in groups()] == ["12", None, None, None, None, None]
    assert grid["threshold_total"] == "60"
    assert {c["key"]: c["weight"] for c in criteria() if c["weight"] != "1"} == {"1.1": "2", "2.1": "2"}


@pytest.mark.parametrize(
    ("file", "scale", "weights", "total", "thresholds"),
    [
        ("criteria_eu_concept_note.json", "1–5 by 1", [1, 1, 1, 1, 2, 1, 1, 1, 1], "30", []),
        ("criteria_eu_0_5.json", "0–5 by 0.5", [1, 1, 1], "10", ["3", "3", "3"]),
        ("criteria_eg_priorities.json", "0–3 by 1", [1] * 8, None, []),
    ],
)
def test_the_other_grids_are_as_their_sources_say(
    file: str, scale: str, weights: list[int], total: str | None, thresholds: list[str]
) -> None:
    grid = read(file)
    lines = all_criteria(grid)
    assert "{min}–{max} by {step}".format(**grid["scale"]) == scale
    assert [Fraction(one["weight"]) for one in lines] == weights
    assert grid["threshold_total"] == total
    assert [one["threshold"] for one in lines if one.get("threshold")] == thresholds
    assert sum(weights) * Fraction(grid["scale"]["max"]) == Fraction(grid["points_max"])


def all_criteria(grid: Object) -> list[Object]:
    grouped = [criterion for group in grid.get("groups", []) for criterion in group["criteria"]]
    return [*grouped, *grid.get("criteria", [])]


def test_the_sections_of_the_concept_note_give_20_and_30_points() -> None:
    sections = read("criteria_eu_concept_note.json")["groups"]
    assert [sum(int(one["weight"]) for one in section["criteria"]) * 5 for section in sections] == [20, 30]


def test_each_scored_priority_of_egypt_is_a_criterion() -> None:
    found = read("criteria_eg_priorities.json")["criteria"]
    names = {one["label_en"]: one["key"] for each in priority_sets() for one in each["priorities"] if each["active"]}
    assert [names[one["label_en"]] for one in found] == SCORED
    assert [one["key"] for one in found] == list("12345678")


def test_keys_of_criteria_begin_with_their_group() -> None:
    assert [group["key"] for group in groups()] == list("123456")
    for group in groups():
        expected = [f"{group['key']}.{n}" for n in range(1, len(group["criteria"]) + 1)]
        assert [c["key"] for c in group["criteria"]] == expected
    assert len(criteria()) == 18


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", GRIDS)
def test_each_mark_of_each_criterion_has_a_sentence_of_its_own(file: str, language: str) -> None:
    sentences: list[str] = []
    grid = read(file)
    low, high = int(grid["scale"]["min"]), int(grid["scale"]["max"])
    for criterion in all_criteria(grid):
        assert [level["mark"] for level in criterion["levels"]] == [str(mark) for mark in range(low, high + 1)]
        question = criterion[f"question_{language}"]
        assert question.endswith("؟" if language == "ar" else "?")
        assert len(question) <= 200
        sentences.append(question)
        for level in criterion["levels"]:
            text = level[f"text_{language}"]
            assert text.endswith(".")
            assert text.count(". ") == 0  # one sentence
            assert 30 <= len(text) <= 320, text
            sentences.append(text)
    assert [text for text, n in Counter(fold_key(text) for text in sentences).items() if n > 1] == []
    assert len(sentences) == len(all_criteria(grid)) * (2 + high - low)


def test_levels_are_concrete() -> None:
    filler = {
        "ar": ("جيد", "ضعيف جدا", "ممتاز", "مرض"),
        "en": ("very good", "excellent", "poor", "satisfactory", "adequate"),
        "fr": ("très bon", "excellent", "médiocre", "satisfaisant", "très faible"),
    }
    for criterion in criteria():
        for level in criterion["levels"]:
            for lang, words in filler.items():
                words_of_text = f" {fold_key(level[f'text_{lang}'])} "
                assert not any(f" {fold_key(word)} " in words_of_text for word in words), level


def test_arabic_is_written_with_arabic_marks_and_un_spelling() -> None:
    for where, text in texts("ar"):
        assert not LATIN_MARK_IN_ARABIC.search(text), where
        assert not re.search("إفريق|مسئول|غير الشرعية|غير شرعي", text), where
        assert re.search("[\u0600-\u06ff]", text), where


def test_french_marks_have_their_spaces() -> None:
    for where, text in texts("fr"):
        assert not UNSPACED_FRENCH.search(text), where


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_clean(language: str) -> None:
    count = 0
    for where, text in texts(language):
        count += 1
        assert unicodedata.is_normalized("NFC", text), where
        assert text == text.strip(), where
        assert "  " not in text, where
        assert not HIDDEN.search(text), where
        assert not STRAIGHT_QUOTE.search(text), where
    assert count > 600
