"""Where two totals are equal when a criterion does not apply to one of them: the roots of quadratics, exactly.

Such a total is a ratio, Σwx over the weights that apply, and along one weight both are linear; so which of two is ahead
is the sign of a polynomial of degree 2 at most. Its roots are (p + q√d) / r, which are compared without any rounding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Final, NamedTuple

PLACES: Final = 12


class Rounded(Fraction):
    """A weight cut to twelve decimals, on the side on which nothing has changed yet: no short number says where."""


@dataclass(frozen=True, slots=True, eq=False)
class Root:
    """The number (p + q√d) / r in whole numbers, r over 0; d is no square, or q is 0."""

    p: int
    q: int = 0
    d: int = 0
    r: int = 1

    @classmethod
    def of(cls, number: Fraction) -> "Root":
        """Return a fraction as a root."""
        return cls(number.numerator, r=number.denominator)

    def __eq__(self, other: object) -> bool:
        """Tell whether it is the same number."""
        return isinstance(other, Root) and not self.minus(other)

    __hash__ = None  # type: ignore[assignment]

    def __lt__(self, other: "Root") -> bool:
        """Tell whether it is less than another."""
        return self.minus(other) < 0

    def minus(self, other: "Root") -> int:
        """Return the sign of the difference to another."""
        x, y, z = self.p * other.r - other.p * self.r, self.q * other.r, -other.q * self.r
        first, second = _sign_with(x, y, self.d), _sign(z)
        if first * second >= 0:
            return first or second
        return first * _sign_with(x * x + y * y * self.d - z * z * other.d, 2 * x * y, self.d)

    def plus(self, number: int) -> "Root":
        """Return the sum with a whole number."""
        return Root(self.p + number * self.r, self.q, self.d, self.r)

    def over(self, number: int) -> "Root":
        """Return the part of it that a whole number (over 0) makes."""
        return Root(self.p, self.q, self.d, self.r * number)

    def distance(self, fraction: Fraction) -> "Root":
        """Return how far it is from a fraction."""
        sign = self.minus(Root.of(fraction))
        p = self.p * fraction.denominator - fraction.numerator * self.r
        return Root(sign * p, sign * self.q * fraction.denominator, self.d, self.r * fraction.denominator)

    def near(self, towards: Fraction) -> Fraction:
        """Return it as a fraction: itself if it is one, else `Rounded` towards a number (and not beyond that)."""
        if not self.q:
            return Fraction(self.p, self.r)
        above = self.minus(Root.of(towards)) > 0
        for places in (PLACES, 2 * PLACES, 4 * PLACES):
            low = self.floor(10**places)
            found = low if above else low + Fraction(1, 10**places)
            if (found > towards) == above and found != towards:
                return Rounded(found)
        return Rounded(towards)

    def floor(self, grid: int) -> Fraction:
        """Return the multiple of 1/grid that is next below it, or itself."""
        whole = self.q * grid
        root = isqrt(whole * whole * self.d)
        return Fraction((self.p * grid + (root if whole >= 0 else -root - 1)) // self.r, grid)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _sign_with(x: int, y: int, d: int) -> int:
    """Return the sign of x + y√d."""
    first, second = _sign(x), _sign(y) if d else 0
    if first * second >= 0:
        return first or second
    return first * _sign(x * x - y * y * d)


class Quadratic(NamedTuple):
    """The polynomial a + bt + ct²."""

    a: int
    b: int
    c: int

    def sign(self, at: Root) -> int:
        """Return its sign at a root of any quadratic."""
        p, q, d, r = at.p, at.q, at.d, at.r
        whole = self.a * r * r + self.b * p * r + self.c * (p * p + q * q * d)
        return _sign_with(whole, q * (self.b * r + 2 * self.c * p), d)

    def sign_beyond(self, at: Root, way: int) -> int:
        """Return its sign just beyond a point, upwards (way 1) or downwards (-1); 0 only where it is 0 everywhere."""
        return self.sign(at) or way * Quadratic(self.b, 2 * self.c, 0).sign(at) or _sign(self.c)

    def roots(self) -> Iterator[Root]:
        """Yield its real roots, lowest first, a double one once; none where it is constant."""
        if not self.c:
            if self.b:
                yield Root.of(Fraction(-self.a, self.b))
            return
        rest = self.b * self.b - 4 * self.a * self.c
        if rest < 0:
            return
        sign = _sign(self.c)
        middle, double, whole = -self.b * sign, 2 * abs(self.c), isqrt(rest)
        if not rest:
            yield Root(middle, r=double)
        elif whole * whole == rest:
            yield from (Root(middle - whole, r=double), Root(middle + whole, r=double))
        else:
            yield from (Root(middle, -1, rest, double), Root(middle, 1, rest, double))

    def turns(self) -> Iterator[tuple[Root, int]]:
        """Yield where its sign changes, lowest first, and its sign before."""
        found = list(self.roots())
        before = _sign(self.c) if self.c else -_sign(self.b)
        if len(found) == bool(self.c):
            return  # a double root is only touched
        for root in found:
            yield root, before
            before = -before
