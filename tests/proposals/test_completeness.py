"""What is missing before the next stage."""

import itertools

from khartoum_desktop.proposals.completeness import completeness, missing, needs, next_stage
from khartoum_desktop.proposals.fields import STAGES

SUBMITTABLE: dict[str, object] = {
    "title_fr": "Titre",
    "lead_country": "TN",
    "kind": "project",
    "framework": "bilateral",
    "scope": "4",
    "parties": [{"name": "TN", "role": "lead"}, {"name": "IT", "role": "co_sponsor"}],
    "submitting_ministry": "Ministère de l’Emploi",
    "contact_name": "A. Trabelsi",
    "summary_ar": "ملخص",
    "context": "Contexte",
    "overall_objective": "Objectif",
    "specific_objectives": "Un",
    "activities": "Une",
    "target_groups": "Jeunes",
    "duration_months": 24,
    "budget_total": 1_000_000,
    "funding_status": "approached",
    "jvap": [{"code": "JVAP-2"}],
}


def test_a_draft_wants_a_title_in_one_language_a_country_and_what_kind_of_proposal_it_is() -> None:
    assert missing({"title_ar": "عنوان", "lead_country": "EG", "kind": "study"}, "D") == ()
    assert missing({}, "D") == ("title_ar", "kind", "lead_country")


def test_a_proposal_can_be_ready_to_submit() -> None:
    assert missing(SUBMITTABLE, "S") == ()
    assert completeness(SUBMITTABLE, "S").percent == 100


def test_each_field_of_submission_is_missed_when_it_is_taken_away() -> None:
    for key in SUBMITTABLE:
        rest = {name: value for name, value in SUBMITTABLE.items() if name != key}
        result = completeness(rest, "S")
        assert len(result.missing) == 1
        assert result.done == result.total - 1
        assert result.percent < 100


def test_two_parties_are_needed() -> None:
    assert missing({**SUBMITTABLE, "parties": [{"name": "TN"}]}, "S") == ("parties",)
    assert missing({**SUBMITTABLE, "parties": 2}, "S") == ()  # numbers stand for lines


def test_an_unknown_budget_said_to_be_unknown_is_enough() -> None:
    without = {name: value for name, value in SUBMITTABLE.items() if name != "budget_total"}
    assert missing({**without, "budget_precision": "unknown"}, "S") == ()
    assert missing({**without, "budget_precision": "estimate"}, "S") == ("budget_total",)


def test_both_dates_stand_for_a_duration() -> None:
    without = {name: value for name, value in SUBMITTABLE.items() if name != "duration_months"}
    assert missing({**without, "start_planned": "2026", "end_planned": "2027"}, "S") == ()
    assert missing({**without, "start_planned": "2026"}, "S") == ("duration_months",)


def test_safeguards_are_asked_of_sensitive_subjects_only() -> None:
    plain = missing(SUBMITTABLE, "A")
    sensitive = missing({**SUBMITTABLE, "priorities": [{"code": "counter_smuggling"}]}, "A")
    by_number = missing({**SUBMITTABLE, "sensitive": 1}, "A")
    assert "rights_safeguards" not in plain
    assert "rights_safeguards" in sensitive
    assert "rights_safeguards" in by_number
    assert "rights_safeguards" in missing({**SUBMITTABLE, "jvap": [{"code": "JVAP-4"}]}, "A")


def test_a_gender_marker_counts_only_with_its_level() -> None:
    assert "markers" in missing({**SUBMITTABLE, "markers": [{"code": "2", "degree": "1"}]}, "A")
    assert "markers" in missing({**SUBMITTABLE, "markers": [{"code": "1"}]}, "A")
    assert "markers" not in missing({**SUBMITTABLE, "markers": [{"code": "1", "degree": "0"}]}, "A")


def test_a_shortlist_wants_an_indicator_and_letters() -> None:
    result = {"results": [{"statement": "x"}], "attachments": [{"kind": "budget"}]}
    assert {"results", "attachments"} <= set(missing({**SUBMITTABLE, **result}, "L"))
    better = {"results": [{"statement": "x", "indicator": "n"}], "attachments": [{"kind": "letter_of_support"}]}
    assert not {"results", "attachments"} & set(missing({**SUBMITTABLE, **better}, "L"))


def test_later_stages_want_everything_that_earlier_ones_want() -> None:
    for earlier, later in itertools.pairwise(STAGES):
        assert set(needs(earlier)) <= set(needs(later))


def test_a_zero_is_a_value_and_an_empty_text_is_none() -> None:
    values = {"title_en": "", "kind": "study", "lead_country": "EG"}
    assert missing(values, "D") == ("title_ar",)


def test_each_state_is_on_the_way_to_a_stage() -> None:
    assert [next_stage(state) for state in ("IDEA", "SUBMITTED", "ASSESSED", "ENDORSED", None)] == [
        "S",
        "A",
        "L",
        "E",
        "E",
    ]
