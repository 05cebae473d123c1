"""The best set by HiGHS, exact although HiGHS counts in floats.

HiGHS takes a row for kept when it misses by a millionth, and a place for chosen at 0.999999. With amounts of ten digits
that would be whole euros. So no number that it is given exceeds `_BASE`. A row of larger ones is first given rounded so
that it shuts no set out; what comes back is verified in whole numbers, and a row that it breaks is given once more in
full: in digits of the base, a row for each digit, with carries between them, as in adding by hand.
"""

import time
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import floor, gcd, inf, isinf
from typing import Any, Final, TypeVar

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.shortlist.choosing.model import Cover, Limit, Linear

_BITS: Final = 16  # at 20 HiGHS presolves some problems wrongly: once in some thousand of those that need digits
_BASE: Final = 1 << _BITS
_MOST: Final = _BASE - 1  # the largest rounded weight
_SLACK: Final = 1e-3  # by how much a bound in floats may be too low
_TIGHT: Final = 1e-9  # HiGHS's tolerances: times the base and 200 proposals still under one
_OPTIONS: Final[Mapping[str, Any]] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": _TIGHT,
    "primal_feasibility_tolerance": _TIGHT,
    "mip_allow_restart": False,  # these two halve the time on 200 proposals
    "mip_heuristic_run_rins": False,
}

Chosen = frozenset[int]
T = TypeVar("T")


class LateError(UserError):
    """The time was over before a set was found."""


@dataclass
class Clock:
    """How long the whole answer may take, who is told meanwhile, and whether a search was cut short by the time.

    done, total: how many parts of what is searched are there (total 0: not known); most: what Σ weights cannot exceed
    in the last search that was cut short, ∞ where that is not known.
    """

    seconds: float
    progress: Progress = silent
    proven: bool = True
    started: float = field(default_factory=time.monotonic)
    done: int = 0
    total: int = 0
    most: float = inf

    def again(self, progress: Progress) -> None:
        """Begin the time anew, and tell somebody else."""
        self.progress, self.started, self.proven = progress, time.monotonic(), True

    def in_time(self, search: Callable[[], T]) -> T | None:
        """Return what a search finds, None when the time is over before it is proven."""
        found: T | None = None
        try:
            found = None if self.is_over() else search()
        except LateError:
            self.proven = False
        return None if self.is_over() else found

    def is_over(self) -> bool:
        """Tell whether a search was cut short."""
        return not self.proven

    def tell(self, done: int | None = None, total: int | None = None) -> None:
        """Say how much is done; raises what the progress raises."""
        self.done, self.total = self.done if done is None else done, self.total if total is None else total
        self.progress(self.done, self.total)

    def left(self) -> float:
        """Return the seconds that are left."""
        return max(self.seconds - (time.monotonic() - self.started), 0.0)


def maximise(
    size: int, limits: Sequence[Limit], weights: Sequence[int], clock: Clock, *, start: Chosen | None = None
) -> Chosen | None:
    """Return the set of places (of 0 … size-1) that keeps the limits with the highest Σ weights; None if none does.

    With the time at its end the best set found so far is returned and the clock is marked `proven = False`; LateError
    when there is none yet. `start` is a set known to keep the limits, to begin with.
    """
    in_full: set[int] = set()  # the limits that are given in digits
    while True:
        found = _Program(size, limits, in_full).best(weights, clock, start)
        if found is None:
            return None
        broken = {place for place, limit in enumerate(limits) if not limit.holds(found)}
        if not broken:
            return found
        if not clock.proven or broken <= in_full:
            return _late(clock, start if start is not None else _filled(size, limits, weights))
        in_full |= broken


def _filled(size: int, limits: Sequence[Limit], weights: Sequence[int]) -> Chosen | None:
    """Return a set that keeps the limits, filled from the highest weight down; None where none can be begun empty."""
    found: Chosen = frozenset()
    if not all(limit.holds(found) for limit in limits):
        return None
    for place in sorted(range(size), key=lambda place: -weights[place]):
        more = found | {place}
        if weights[place] > 0 and all(limit.holds(more) for limit in limits):
            found = more
    return found


def rounded(weights: Sequence[int]) -> tuple[list[int], int]:
    """Return weights that the solver can count with at once, and by how much two sets may differ more or less by them.

    A set that is ahead by more than that in the rounded weights is ahead in the exact ones.
    """
    most = max(map(abs, weights), default=0)
    if most < _BASE:
        return list(weights), 0
    return [(2 * weight * _MOST + most) // (2 * most) for weight in weights], len(weights)


def unrounded(weights: Sequence[int], bound: float) -> int:
    """Return what Σ weights cannot exceed, where the rounded ones cannot exceed `bound` (∞: not known)."""
    everything = sum(max(weight, 0) for weight in weights)
    if isinf(bound):
        return everything
    most = max(map(abs, weights), default=0)
    least = floor(bound + _SLACK)
    if most >= _BASE:  # each is rounded by a half at the most
        least = (2 * least + len(weights)) * most // (2 * _MOST)
    return min(least, everything)


def _late(clock: Clock, start: Chosen | None) -> Chosen:
    """Return the set that is known already, for want of a better one; LateError if none is."""
    clock.proven = False
    if start is None:
        raise LateError(
            fill(_("No set was found in {n} seconds."), n=format_number(round(clock.seconds))),
            _("Give more time, or fewer rules."),
        )
    return start


def other_than(chosen: Chosen, size: int) -> Linear:
    """Return the limit that every set but this one keeps."""
    coefs = tuple((place, 1 if place in chosen else -1) for place in range(size))
    return Linear("", coefs, high=len(chosen) - 1)


def at_least(weights: Sequence[int], amount: int) -> Linear:
    """Return the limit Σ weights ≥ amount."""
    return Linear("", tuple((place, weight) for place, weight in enumerate(weights) if weight), low=amount)


def at_most(weights: Sequence[int], amount: int) -> Linear:
    """Return the limit Σ weights ≤ amount."""
    return Linear("", tuple((place, weight) for place, weight in enumerate(weights) if weight), high=amount)


class _Program:
    """The columns and rows that HiGHS is given; all whole numbers below the base."""

    def __init__(self, size: int, limits: Iterable[Limit], in_full: Container[int]) -> None:
        self.size = size
        self.lower, self.upper = [0] * size, [1] * size
        self.rows: list[tuple[Mapping[int, int], int]] = []  # Σ coefs·columns ≤ bound
        self.impossible = False
        self.in_digits = False  # whether a row or an aim has carries
        for number, limit in enumerate(limits):
            if isinstance(limit, Cover):
                self._cover(limit)
            else:
                self._linear(limit, in_full=number in in_full)

    def _linear(self, limit: Linear, *, in_full: bool) -> None:
        coefs: dict[int, int] = {}
        for place, number in limit.coefs:
            coefs[place] = coefs.get(place, 0) + number
        if limit.high is not None:
            self._at_most(coefs, limit.high, in_full=in_full)
        if limit.low is not None:
            self._at_most({place: -number for place, number in coefs.items()}, -limit.low, in_full=in_full)

    def _cover(self, limit: Cover) -> None:
        marks = []
        for group in limit.groups:
            mark = self._column(0, 1)
            marks.append(mark)
            self._at_most({mark: 1} | dict.fromkeys(group, -1), 0)
        self._at_most(dict.fromkeys(marks, -1), -limit.n)

    def _column(self, lower: int, upper: int) -> int:
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def _carry(self) -> int:
        self.in_digits = True
        return self._column(-self.size - 2, self.size + 2)

    def _at_most(self, coefs: Mapping[int, int], bound: int, *, in_full: bool = False) -> None:
        """Add Σ coefs·columns ≤ bound: where the numbers are large rounded, or in digits."""
        coefs = {place: number for place, number in coefs.items() if number}
        if sum(max(number, 0) for number in coefs.values()) <= bound:
            return
        least = sum(min(number, 0) for number in coefs.values())
        if bound < least:
            self.impossible = True
            return
        common = gcd(*coefs.values())
        coefs, bound = {place: number // common for place, number in coefs.items()}, bound // common
        most = max(map(abs, coefs.values()))
        if most >= _BASE and not in_full:  # rounded down on both sides: what keeps the row keeps this one
            small = {place: number * _BASE // most for place, number in coefs.items()}
            self.rows.append((small, bound * _BASE // most))
            return
        several = _digits(coefs)
        carry: int | None = None
        for place, digit in enumerate(several):
            last = place == len(several) - 1
            row = dict(digit)
            if carry is not None:
                row[carry] = 1
            carry = None if last else self._carry()
            if carry is not None:
                row[carry] = -_BASE
            self.rows.append((row, bound if last else bound % _BASE))
            bound >>= _BITS

    def best(self, weights: Sequence[int], clock: Clock, start: Chosen | None) -> Chosen | None:
        """Return the best set by HiGHS, digit by digit where the weights are large."""
        if self.impossible:
            return None
        common = gcd(*weights) or 1
        several = _digits({place: weight // common for place, weight in enumerate(weights) if weight})
        aims = [dict(digit) for digit in several] or [{}]
        for place in range(len(aims) - 1):  # what a digit has more than the base is carried into the next
            carry = self._carry()
            aims[place][carry] = -_BASE
            aims[place + 1][carry] = 1
            self.rows.append(({column: -number for column, number in aims[place].items()}, 0))
        found = start
        for place in reversed(range(len(aims))):
            better = self._run(aims[place], clock, found, common if len(aims) == 1 else 0)
            if better is None:
                return found
            found = better
            total = sum(weights[one] for one in found) // common
            digit = total >> (place * _BITS)
            reached = digit if place == len(aims) - 1 else digit % _BASE
            self.rows.append(({column: -number for column, number in aims[place].items()}, -reached))
        return found

    def _run(self, aim: Mapping[int, int], clock: Clock, start: Chosen | None, unit: int) -> Chosen | None:
        clock.tell()
        if not self.lower:
            return frozenset()
        left = clock.left()
        if left <= 0:
            return _late(clock, start)
        solver, stop = _solver(clock)
        solver.setOptionValue("time_limit", left)
        if self.in_digits:
            solver.setOptionValue("presolve", "off")  # with it HiGHS has taken a worse set for the best
        solver.passModel(self._model(aim))
        if start is not None:
            places = list(range(self.size))
            solver.setSolution(self.size, places, [float(place in start) for place in places])
        solver.run()
        if stop:
            raise stop[0]
        return self._read(solver, clock, start, unit)

    def _read(self, solver: Any, clock: Clock, start: Chosen | None, unit: int) -> Chosen | None:
        import highspy

        status = solver.getModelStatus()
        ended = highspy.HighsModelStatus
        if status in {ended.kInfeasible, ended.kUnboundedOrInfeasible}:
            clock.proven = clock.proven and start is None  # a set is known: the solver is wrong
            return None
        if status not in {ended.kOptimal, ended.kModelEmpty}:
            clock.proven = False
            clock.most = -solver.getInfo().mip_dual_bound * unit if unit else inf
            if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
                return _late(clock, start)
        values = solver.getSolution().col_value
        return frozenset(place for place in range(self.size) if values[place] > 1 / 2)

    def _model(self, aim: Mapping[int, int]) -> Any:
        import highspy

        model = highspy.HighsLp()
        width = len(self.lower)
        model.num_col_, model.num_row_ = width, len(self.rows)
        model.col_cost_ = [float(-aim.get(column, 0)) for column in range(width)]
        model.col_lower_, model.col_upper_ = [float(one) for one in self.lower], [float(one) for one in self.upper]
        model.integrality_ = [highspy.HighsVarType.kInteger] * width
        model.row_lower_ = [-highspy.kHighsInf] * len(self.rows)
        model.row_upper_ = [float(bound) for _coefs, bound in self.rows]
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.num_col_, matrix.num_row_ = width, len(self.rows)
        starts, index, value = [0], [], []
        for coefs, _bound in self.rows:
            for column in sorted(coefs):
                index.append(column)
                value.append(float(coefs[column]))
            starts.append(len(index))
        matrix.start_, matrix.index_, matrix.value_ = starts, index, value
        return model


def _digits(coefs: Mapping[int, int]) -> list[dict[int, int]]:
    """Return the numbers in digits of the base, the lowest first; the highest digit bears the sign."""
    found: list[dict[int, int]] = []
    rest = dict(coefs)
    while any(abs(number) >= _BASE for number in rest.values()):
        found.append({place: number % _BASE for place, number in rest.items() if number % _BASE})
        rest = {place: number >> _BITS for place, number in rest.items() if number >> _BITS}
    return [*found, rest] if found or rest else []


def _solver(clock: Clock) -> tuple[Any, list[BaseException]]:
    """Return a silent solver that stops when the progress raises, and where it then leaves what was raised."""
    solver = _silent()()
    for name, value in _OPTIONS.items():
        solver.setOptionValue(name, value)
    stop: list[BaseException] = []

    def look(event: Any) -> None:
        try:
            clock.tell()
        except BaseException as error:  # noqa: BLE001 - it is raised again when the solver has stopped
            stop.append(error)
        if stop:
            event.interrupt()

    solver.cbMipInterrupt += look
    solver.cbSimplexInterrupt += look
    return solver, stop


@cache
def _silent() -> type[Any]:
    import highspy

    class Silent(highspy.Highs):
        """A solver that prints nothing: the first setting is made before anything is written."""

        def enableCallbacks(self) -> None:
            """Say nothing, then do as ever."""
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    return Silent
