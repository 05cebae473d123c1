"""Criteria sets as files say them."""

import json
from typing import Any

Data = dict[str, Any]


def plain() -> Data:
    """Return the shape that the issue gives, with two criteria."""
    return {
        "name": "Offices",
        "scale": {"min": "0", "max": "100", "step": "1"},
        "aggregation": "mean",
        "criteria": [
            {"key": "C", "label": {"en": "Closeness"}, "weight": "32", "threshold": None, "group": None},
            {"key": "V", "label": {"en": "Visibility"}, "weight": "26", "threshold": None, "group": None},
        ],
    }


def full() -> Data:
    """Return a set with every part that there is."""
    return {
        "name": {"ar": "سلم كامل", "en": "Full grid", "fr": "Grille complète"},
        "key": "full",
        "version": 3,
        "scale": {"min": "0", "max": "5", "step": "0.5"},
        "aggregation": "median",
        "weighting": "order",
        "reason_for": ["0", "5"],
        "threshold_total": "250.5",
        "groups": [
            {"key": "1", "label": {"en": "Relevance"}, "threshold": "120", "threshold_marks": "4.5"},
            {"key": "2", "label": {"ar": "التصميم"}, "threshold": None, "threshold_marks": None},
        ],
        "criteria": [
            {
                "key": "1.1", "label": {"en": "Need"}, "weight": "550/9", "threshold": "2.25", "group": "1",
                "importance": 1, "question": {"fr": "Pourquoi ?"},
                "levels": [{"mark": "0", "text": {"en": "Nothing"}}, {"mark": "4.5", "text": {"en": "Nearly all"}}],
            },
            {
                "key": "1.2", "label": {"en": "Link"}, "weight": "250/9", "threshold": None, "group": "1",
                "importance": 2,
            },
            {
                "key": "2.1", "label": {"en": "Logic"}, "weight": "100/9", "threshold": None, "group": "2",
                "importance": 3,
            },
        ],
        "limits": [
            {"criterion": "1.2", "most": "3", "unless": {"criterion": "1.1", "least": "4"}},
            {"criterion": "2.1", "most": "2.5", "unless": {"eligible": "letters"}},
            {"criterion": "2.1", "most": "4", "unless": {"priorities": 2}},
        ],
        "checklist": [
            {"key": "letters", "label": {"en": "Are there letters of both sides?"}, "obligatory": True},
            {"key": "root", "label": {"en": "Is the root cause named?"}, "obligatory": False},
        ],
    }  # fmt: skip


def text(data: object) -> str:
    """Return data as the text of a file."""
    return json.dumps(data, ensure_ascii=False)
