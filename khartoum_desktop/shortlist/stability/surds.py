"""Where two totals are equal when a criterion does not apply to one of them: the roots of quadratics, exactly.

Such a total is a ratio, Σwx over the weights that apply, and along one weight both are linear; so which of two is ahead
is the sign of a polynomial of degree 2 at most. Its roots are u + v√d, which are compared here without any rounding.
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
    """The number u + v√d; d is no square, or v is 0."""

    u: Fraction
    v: Fraction = Fraction()
    d: int = 0

    def __eq__(self, other: object) -> bool:
        """Tell whether it is the same number."""
        return isinstance(other, Root) and not self.minus(other)

    __hash__ = None  # type: ignore[assignment]

    def __lt__(self, other: "Root") -> bool:
        """Tell whether it is less than another."""
        return self.minus(other) < 0

    def minus(self, other: "Root") -> int:
        """Return the sign of the difference to another."""
        x, z = self.u - other.u, -other.v
        first, second = _sign_with(x, self.v, self.d), _sign(z)
        if first * second >= 0:
            return first or second
        squares = x * x + self.v * self.v * self.d - z * z * other.d
        return first * _sign_with(squares, 2 * x * self.v, self.d)

    def distance(self, other: "Root") -> "Root":
        """Return how far it is from a fraction."""
        sign = self.minus(other)
        return Root(sign * (self.u - other.u), sign * self.v, self.d)

    def near(self, towards: Fraction) -> Fraction:
        """Return it as a fraction: itself if it is one, else `Rounded` towards a number (and not beyond that)."""
        if not self.v:
            return self.u
        for places in (PLACES, 2 * PLACES, 4 * PLACES):
            low = self.floor(10**places)
            above = self.minus(Root(towards)) > 0
            found = low if above else low + Fraction(1, 10**places)
            if (found > towards) == above and found != towards:
                return Rounded(found)
        return Rounded(towards)

    def floor(self, grid: int) -> Fraction:
        """Return the next lower multiple of 1/grid (one that is exact where the root is)."""
        common = self.u.denominator * self.v.denominator
        whole = self.v.numerator * self.u.denominator * grid
        root = isqrt(whole * whole * self.d)
        if whole < 0:
            root = -root - 1
        return Fraction((self.u.numerator * self.v.denominator * grid + root) // common, grid)


def _sign(number: Fraction | int) -> int:
    return (number > 0) - (number < 0)


def _sign_with(x: Fraction, y: Fraction, d: int) -> int:
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
        u, v, d = at.u, at.v, at.d
        return _sign_with(self.a + self.b * u + self.c * (u * u + v * v * d), self.b * v + 2 * self.c * u * v, d)

    def sign_beyond(self, at: Root, way: int) -> int:
        """Return its sign just beyond a point, upwards (way 1) or downwards (-1); 0 only where it is 0 everywhere."""
        slope = Quadratic(self.b, 2 * self.c, 0)
        return self.sign(at) or way * slope.sign(at) or _sign(self.c)

    def roots(self) -> Iterator[Root]:
        """Yield its real roots, a double one once; none where it is constant."""
        if not self.c:
            if self.b:
                yield Root(Fraction(-self.a, self.b))
            return
        rest, double = self.b * self.b - 4 * self.a * self.c, 2 * self.c
        if rest < 0:
            return
        middle, whole = Fraction(-self.b, double), isqrt(rest)
        if whole * whole == rest:
            yield from (Root(at) for at in {middle - Fraction(whole, double), middle + Fraction(whole, double)})
        else:
            yield from (Root(middle, Fraction(sign, double), rest) for sign in (-1, 1))
