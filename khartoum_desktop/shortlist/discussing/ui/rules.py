"""The rule by which marks become one, as lines of the page's menu: switched for the round, and printed everywhere."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from khartoum_desktop.core.i18n import _
from khartoum_desktop.scoring.agreement import operations
from khartoum_desktop.scoring.criteria import AGGREGATIONS, UNIT, Aggregation
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.workspace import Workspace


def rule_actions(
    chosen: Callable[[], Aggregation | None], choose: Callable[[Aggregation], object]
) -> tuple[Action, ...]:
    """Return one action for each rule, the one in use checked."""

    def in_use(rule: Aggregation) -> bool:
        return chosen() is rule

    return tuple(
        Action(
            f"discussion.rule.{rule}", _(words), partial(choose, rule), checked=partial(in_use, rule),
            enabled=lambda: chosen() is not None, group=_("How marks become one"),
        )
        for rule, words in AGGREGATIONS.items()
    )  # fmt: skip


def change_rule(work: Workspace, current: Round, rule: Aggregation) -> str:
    """Switch the rule of a round; from where marks are talked about stays. Return the step."""
    share = None if current.divergence is None else Fraction(current.divergence, UNIT)
    return operations.set_rules(work, current, aggregation=rule, divergence=share)
