"""Names of countries as ministries write them: read, asked about or said, alone and among partners."""

import pytest

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.cells import Cleaned
from khartoum_desktop.importing.cleaning import reader
from khartoum_desktop.importing.model import Plan, Settings, Weight
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.proposals.lists import Lists
from tests.importing.conftest import Planned, sheet_of

OF_STATES = Settings(states=True)


def read(target: str, cell: str, lists: Lists, settings: Settings) -> Cleaned:
    return reader(targets()[target], lists, settings)(cell)


def partners(cell: str, lists: Lists, settings: Settings = OF_STATES) -> list[object]:
    return [line["name"] for _kind, line in read("party_associated", cell, lists, settings).children]


def said(found: Cleaned) -> tuple[str, Weight] | None:
    return (strip_isolates(found.reason.text), found.reason.weight) if found.reason else None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("Sudan, South", "SS"), ("Sudan (South)", "SS"), ("Sudan - South", "SS"), ("Soudan, Sud", "SS")),
        *(("Congo, Dem. Rep.", "CD"), ("Congo, Rep.", "CG"), ("Democratic Republic of the Congo", "CD")),
        *(("Korea, Republic of", "KR"), ("Korea, Dem. People's Rep.", "KP"), ("Egypt, Arab Rep.", "EG")),
        *(("Tanzania, United Republic of", "TZ"), ("Gambia, The", "GM"), ("Congo (Brazzaville)", "CG")),
        *(("سودان", "SD"), ("صومال", "SO"), ("جنوب سودان", "SS"), ("جمهورية الكونغو الديمقراطية", "CD")),
    ],
)
def test_a_name_turned_round_or_without_its_article_is_the_country(text: str, code: str, lists: Lists) -> None:
    assert read("lead_country", text, lists, Settings()) == Cleaned({"lead_country": code})
    assert partners(text, lists) == [code]
    assert said(read("party_associated", text, lists, OF_STATES)) is None


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        *(("Gouvernement du Kenya", "KE", "Kenya"), ("the Egyptian government", "EG", "Egypt")),
        *(("دولة جنوب السودان", "SS", "South Sudan"), ("الحكومة المصرية", "EG", "Egypt"), ("GoK", "KE", "Kenya")),
        *(("Gouvernement sud-soudanais", "SS", "South Sudan"), ("Sudan Republic", "SD", "Sudan")),
    ],
)
def test_a_government_is_read_as_its_state_and_said(text: str, code: str, name: str, lists: Lists) -> None:
    look = (f"Read as {name}.", Weight.LOOK)
    country, party = (read(key, text, lists, OF_STATES) for key in ("lead_country", "party_associated"))
    assert (country.values, said(country)) == ({"lead_country": code}, look)
    assert (partners(text, lists), said(party)) == ([code], look)


@pytest.mark.parametrize(("text", "code", "name"), [("DRC", "CD", "Congo - Kinshasa"), ("IOM, CAR", "CF", "Central")])
def test_letters_that_are_an_organisations_too_are_said(text: str, code: str, name: str, lists: Lists) -> None:
    for target, settings, is_said in (("party_implementing", Settings(), True), ("party_associated", OF_STATES, False)):
        found = read(target, text, lists, settings)
        assert code in [line["name"] for _kind, line in found.children]
        assert (f"Read as {name}" in (said(found) or ("",))[0]) is is_said


@pytest.mark.parametrize("text", ["وزارة الداخلية السودانية", "Ministry of Interior of Kenya", "Sudanese Red Crescent"])
def test_an_authority_of_a_state_is_not_the_state(text: str, lists: Lists) -> None:
    assert partners(text, lists, Settings()) == [text]
    assert "lead_country" not in read("lead_country", text, lists, Settings()).values


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Erytrea", "Eritrea"),
        ("Sudann", "Sudan"),
        ("Keniya", "Kenya"),
        ("North Sudan", "Sudan"),
        ("شمال السودان", "Sudan"),
    ],
)
def test_a_near_miss_is_suggested_and_becomes_no_party(text: str, near: str, lists: Lists) -> None:
    for target in ("lead_country", "party_associated"):
        found = read(target, text, lists, OF_STATES)
        words, weight = said(found) or ("", None)
        assert (f"perhaps {near} is meant" in words, weight) == (True, Weight.LEAVES)
        assert not found.values
        assert not found.children


def test_one_near_miss_among_several_leaves_the_others(lists: Lists) -> None:
    found = read("party_associated", "Kenya; Erytrea\nUganda", lists, OF_STATES)
    assert partners("Kenya; Erytrea\nUganda", lists) == ["KE", "UG"]
    assert said(found) == ("“Erytrea” is no country or partner that is known: perhaps Eritrea is meant.", Weight.LEAVES)


def test_where_organisations_are_asked_for_a_name_like_a_country_is_kept_and_said(lists: Lists) -> None:
    assert partners("Erytrea", lists, Settings()) == ["Erytrea"]
    words, weight = said(read("party_associated", "Erytrea", lists, Settings())) or ("", None)
    assert ("perhaps Eritrea" in words, weight) == (True, Weight.LOOK)


@pytest.mark.parametrize(
    "text",
    [
        *("Regional", "All", "All member States", "Tous les pays", "Horn of Africa", "Corne de l’Afrique", "Various"),
        *("إقليمي", "جميع الدول الأعضاء", "دول القرن الأفريقي", "متعدد الدول", "Multi-country", "EU Member States"),
    ],
)
def test_a_region_is_no_country_and_no_party(text: str, lists: Lists) -> None:
    words = f"“{text}” names a region or a group of States, no single country: it is only kept."
    for target in ("lead_country", "party_associated"):
        found = read(target, text, lists, OF_STATES)
        assert (said(found), found.values, found.children) == ((words, Weight.LEAVES), {}, ())


@pytest.mark.parametrize("text", ["Congo", "الكونغو", "Le Congo"])
def test_a_name_of_two_countries_is_asked_about(text: str, lists: Lists) -> None:
    for target in ("lead_country", "party_associated"):
        found = read(target, text, lists, Settings())
        words, weight = said(found) or ("", None)
        assert "can be Congo - Brazzaville or Congo - Kinshasa" in words
        assert (weight, found.values, found.children) == (Weight.LEAVES, {}, ())


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Egypt-Sudan", ["EG", "SD"]),
        ("Ethiopia–Kenya–Somalia", ["ET", "KE", "SO"]),
        ("Kenya, Sudan, South, Ethiopia", ["KE", "SS", "ET"]),
        ("مصر والسودان", ["EG", "SD"]),
        ("Guinea-Bissau", ["GW"]),
        ("Sudan, South Sudan", ["SD", "SS"]),
        ("كينيا، أوغندا، وجنوب السودان", ["KE", "UG", "SS"]),
        ("Kenya Uganda South Sudan", ["KE", "UG", "SS"]),
        ("1. Kenya 2. Uganda", ["KE", "UG"]),
        ("Regional (Kenya, Uganda)", ["KE", "UG"]),
        ("Bosnia and Herzegovina", ["BA"]),
        ("Trinidad and Tobago, São Tomé and Príncipe", ["TT", "ST"]),
        ("Congo, Democratic Republic of the", ["CD"]),
        ("Iran (Islamic Republic of)", ["IR"]),
    ],
)
def test_several_countries_of_a_cell(text: str, codes: list[str], lists: Lists) -> None:
    assert partners(text, lists) == codes
    if len(codes) > 1:
        assert said(read("lead_country", text, lists, Settings())) == (
            "The cell names several countries.",
            Weight.LEAVES,
        )


def test_shares_of_countries_are_said_to_be_kept(lists: Lists) -> None:
    found = read("party_associated", "Kenya: 60%, Uganda: 40%", lists, OF_STATES)
    assert partners("Kenya: 60%, Uganda: 40%", lists) == ["KE", "UG"]
    assert said(found) == ("The shares are not read: they are only kept.", Weight.LOOK)


@pytest.mark.parametrize(("text", "code"), [("Kenya (lead)", "KE"), ("Somalia (Puntland)", "SO"), ("1. Sudan", "SD")])
def test_a_remark_or_a_number_beside_a_country_is_said(text: str, code: str, lists: Lists) -> None:
    found = read("lead_country", text, lists, Settings())
    assert found.values == {"lead_country": code}
    assert (said(found) or ("", None))[1] is Weight.LOOK
    assert partners(text, lists) == [code]


def troubles(found: Plan) -> list[str]:
    return [strip_isolates(one.reason.text) for one in found.problems]


@pytest.mark.parametrize("header", ["Partner countries", "Pays partenaires", "الدول الشريكة"])
def test_a_column_of_countries_says_each_name_that_is_none(header: str, planned: Planned) -> None:
    rows = [
        ["Border posts", "Sudan", "Sudan, South"],
        ["Safe roads", "Sudan", "Atlantis"],
        ["Clinics", "Sudan", "Keniya"],
    ]
    found = planned(sheet_of([["Title", "Country", header], *rows]))
    assert [[line["name"] for _kind, line in row.children] for row in found.rows] == [["SS"], ["Atlantis"], []]
    assert troubles(found) == [
        "“Atlantis” is no country or partner that is known: it is taken as it is written.",
        "No country or partner is known by this name: perhaps Kenya is meant.",
    ]


def test_a_column_that_mostly_names_countries_is_one(planned: Planned) -> None:
    names = ["Kenya", "Uganda; Ethiopia", "Sudan", "Atlantis"]
    rows = [[f"Border posts {place}", "Sudan", name] for place, name in enumerate(names)]
    found = planned(sheet_of([["Title", "Country", "Partners"], *rows]))
    assert troubles(found) == ["“Atlantis” is no country or partner that is known: it is taken as it is written."]


def test_a_column_of_organisations_says_nothing_of_their_names(planned: Planned) -> None:
    names = ["Kenya", "Ministry of Interior", "Red Sea Council", "Customs Union Board"]
    rows = [[f"Border posts {place}", "Sudan", name] for place, name in enumerate(names)]
    found = planned(sheet_of([["Title", "Country", "Partners"], *rows]))
    assert troubles(found) == []
