"""What commands print with --json, as their help shows it; every key that is printed is named here or beside them."""

from typing import Final

from khartoum_desktop.core.i18n import N_

LATE: Final = N_("late: handed in after the deadline of the round; it counts all the same.")

CRITERIA: Final = """
{"name", "label": {"ar", "en", "fr"}, "key", "version", "scale": {"min", "max", "step"}, "aggregation",
 "weighting", "reason_for": [mark, …], "threshold_total", "points_max", "points_max_fraction",
 "groups": [{"key", "label", "threshold", "threshold_marks"}],
 "criteria": [{"key", "label", "weight", "weight_fraction", "threshold", "group", "question": {…},
   "levels": [{"mark", "text": {…}}], "swing", "importance"}],
 "limits": [{"criterion", "most", "unless"}], "checklist": [{"key", "label", "obligatory"}]}
import: {"name", "key", "version", "new", "criteria": how many, "keys": [key, …], "numbered": [key, …],
 "round", "round_opened", "ignored": [place, …], "warnings": [sentence, …], "from": null | {"key", "version"},
 "mapping": null | [{"key", "from": null | key, "how"}], "dropped": [key, …]}
list: {"sets": [{"key", "version", "name", "rounds", "frozen", "in_hand"}]}
use: {"key", "version", "round", "round_opened"}
export --to: {"file", "criteria": how many}
"""

MARKS: Final = """
import: {"file", "round", "dry_run", "rows", "new", "changed", "same", "not_assessed", "proposals", "assessors",
 "submitted", "late", "reopened", "conflicts", "interested", "unreasoned", "new_proposals": [title, …],
 "new_assessors": [{"name", "delegation"}], "ignored_columns": [name, …]}
import of sheets: {"dry_run", "sheets": [{"file", "round", "assessor", "delegation", "refused": null | sentence,
 "new", "changed", "same", "not_assessed", "submitted", "late", "drafts", "reopened", "conflicts",
 "problems": [{"cell", "problem", "remedy"}], "notes": [sentence, …]}]}
export: {"file", "marks": how many}
sheets: {"sheets": [{"file", "assessor", "delegation", "language", "proposals", "restricted", "conflicts"}]}
"""

MARK: Final = """
{"ref", "criterion", "assessor", "delegation", "value", "blank": null | word, "reason", "submitted", "late"}
"""

ROUND: Final = """
{"id", "name", "in_hand", "closed", "deadline": null | day, "required", "independent", "criteria", "version",
 "presidency", "proposals": [ref, …], "hidden": null | sentence,
 "assessors": [{"name", "delegation", "named", "asked", "submitted", "late": [ref, …], "sheets": {REF: state},
   "conflicts": {REF: reason}, "interests": {REF: kind}}],
 "short": [ref, …], "warnings": [sentence, …], "ineligible": [{"ref", "reason"}]}
list: {"rounds": [{"id", "name", "in_hand", "closed", "deadline", "required", "independent"}]}
"""

DISCUSS: Final = """
{"round", "aggregation", "rule", "divergence", "order", "hidden": sentence where so,
 "discuss": [{"ref", "title", "restricted", "criterion", "marks": [{"delegation", "marks": [mark, …]}],
   "mark", "mark_fraction", "range_share", "range_share_fraction", "stake", "stake_fraction", "divided", "hangs",
   "thresholds": [{"on", "key", "needed", "status"}],
   "splits": [{"on", "key", "needed", "status", "passed": [code, …], "missed": [code, …]}],
   "cut", "tied", "beyond": [sentence, …], "why": [sentence, …]}],
 "agreement": {"word", "bounds", "assessors", "cells", "alpha": {"nominal", "nominal_fraction",
   "ordinal", "ordinal_fraction", "interval", "interval_fraction", "ratio", "ratio_fraction"}},
 "agreed": [{"ref", "criterion", "value", "not_applicable", "participants", "reason", "decided", "author"}],
 "ranks": [{"ref", "title", "by": [{"delegation", "rank", "of"}]}]}
--all: "cells": [{"ref", "criterion", "marks": how many, "mark", "mark_fraction", "agreed", "word", "bounds",
   "range_share", "range_share_fraction", "variance", "variance_fraction", "deviation",
   "r_wg", "r_wg_fraction", "r_wg_shown", "r_wg_shown_fraction", "consensus"}]
--adjusted: "adjusted": {"mean", "mean_fraction",
   "assessors": [{"assessor", "delegation", "leniency", "leniency_fraction"}],
   "proposals": [{"ref", "title", "mean", "mean_fraction", "adjusted", "adjusted_fraction"}]}
"""

SCENARIO: Final = """
{"name", "weights": null | [{"criterion", "weight", "weight_fraction"}],
 "proposals": [{"ref", "title", "rank", "rank_low", "rank_high", "stored_rank", "move",
   "total", "total_fraction", "low", "low_fraction", "high", "high_fraction"}]}
list: {"scenarios": [{"name", "weights"}]}
delete: {"deleted": name}
"""

RERANK: Final = """
{"from": {"id", "round", "criteria", "version"}, "to": {…}, "rule",
 "criteria": [{"key", "from": null | key, "how", "weight", "weight_fraction"}], "dropped": [key, …],
 "new_weight", "new_weight_fraction",
 "proposals": [{"ref", "title", "old_rank", "rank_so_far", "move", "total_so_far", "total_so_far_fraction",
   "rank", "rank_low", "rank_high", "total", "total_fraction", "low", "low_fraction", "high", "high_fraction",
   "unscored", "unscored_fraction", "missing": [key, …]}]}
"""

SHORTLIST: Final = """
{"name", "frozen", "frozen_on": null | day, "hidden": null | sentence, "recomputes": null | true | false,
 "differences": [sentence, …],
 "cut": {"number", "budget": null | {"amount", "currency"},
   "divides": null | {"rank", "in": [ref, …], "out": [ref, …], "decided_by", "sentence"}},
 "entries": [{"position", "ref", "title", "rank", "shared", "decided_by", "total", "total_fraction",
   "points", "points_fraction", "in", "deleted", "budget": null | {"amount", "currency"},
   "running": [{"amount", "currency"}], "departure": null | sentence, "reason"}]}
"""
