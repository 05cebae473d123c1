"""The catalogue: all numbered fields of the field list, each with a home in the store and a list that exists."""

from khartoum_desktop.proposals.fields import (
    BY_KEY,
    DEGREES,
    FIELDS,
    GROUP_LABELS,
    MAIN,
    SECTIONS,
    STAGES,
    Type,
    label_of,
    of_section,
)
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.storage.schema import TABLES


def test_all_forty_six_numbers_are_there() -> None:
    assert {field.number for field in FIELDS} - {0} == set(range(1, 47))


def test_keys_are_unique() -> None:
    assert len(BY_KEY) == len(FIELDS)


def test_every_stored_field_has_its_columns() -> None:
    columns = set(TABLES["proposal"].c.keys())
    for field in FIELDS:
        assert set(field.columns_in_store) <= columns, field.key


def test_every_column_of_the_store_belongs_to_a_field() -> None:
    held = {column for field in FIELDS for column in (*field.columns_in_store, field.key)}
    assert set(TABLES["proposal"].c.keys()) - {"id", "heads", "removed"} <= held


def test_every_table_of_a_field_has_its_columns() -> None:
    for field in FIELDS:
        if field.type is Type.TABLE:
            assert field.kind
            columns = set(TABLES[field.kind].c.keys())
            assert {column.key for column in field.columns} <= columns, field.key
            if any(column.type is Type.MONEY for column in field.columns):
                assert "currency" in columns


def test_every_scheme_is_a_list_that_is_shipped(lists: Lists) -> None:
    schemes = {field.scheme for field in FIELDS} | {column.scheme for field in FIELDS for column in field.columns}
    schemes |= set(DEGREES.values()) - {MAIN}
    for scheme in schemes - {None}:
        assert lists.choices(str(scheme)), scheme


def test_every_field_stands_in_a_section_and_every_section_has_fields() -> None:
    assert sum(len(list(of_section(section))) for section in SECTIONS) == len(FIELDS)
    assert all(list(of_section(section)) for section in SECTIONS)


def test_stages_are_known() -> None:
    assert {field.stage for field in FIELDS} <= {None, *STAGES}


def test_lengths_are_those_of_the_field_list() -> None:
    expected = {
        "title_ar": 200,
        "acronym": 20,
        "submitting_ministry": 200,
        "summary_fr": 1000,
        "overall_objective": 500,
        "theory_of_change": 1000,
        "rights_safeguards": 1000,
        "sustainability": 1000,
        "governance": 500,
    }
    assert {key: BY_KEY[key].max_length for key in expected} == expected
    assert (BY_KEY["specific_objectives"].max_length, BY_KEY["specific_objectives"].most) == (300, 5)
    assert (BY_KEY["activities"].max_length, BY_KEY["activities"].most) == (300, 10)
    assert (BY_KEY["duration_months"].minimum, BY_KEY["duration_months"].maximum) == (1, 120)


def test_a_text_in_three_languages_is_named_without_its_language_when_missing() -> None:
    assert label_of("summary_ar") == GROUP_LABELS["summary"]
    assert label_of("acronym") == "Acronym"
