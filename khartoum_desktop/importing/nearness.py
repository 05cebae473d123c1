"""New rows that are very like a proposal we have: asked about, never silently new and never silently the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from khartoum_desktop.core.i18n import LANGUAGES, N_
from khartoum_desktop.core.progress import paced
from khartoum_desktop.importing.model import Perhaps, Reason, Value, Weight
from khartoum_desktop.proposals.duplicates.model import Likeness, Sketch, between
from khartoum_desktop.proposals.duplicates.model import Reason as Why
from khartoum_desktop.proposals.model import title_of

PERHAPS: Final = N_("Perhaps the same as {ref} “{title}”: {why}.")
_STRONG: Final = frozenset({Why.SAME_TITLE, Why.NEARLY, Why.COST, Why.ACRONYM})
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Known:
    """The proposals of a workspace as they are compared, and the pairs of which somebody said they are not the same."""

    sketches: Sequence[Sketch] = ()
    apart: frozenset[frozenset[str]] = frozenset()


class Nearness:
    """The proposals of a workspace at one moment, asked which of them rows are like; what was asked once is kept."""

    def __init__(self, read: Callable[[], Known]) -> None:
        self._read = read
        self._known: Known | None = None
        self._titles: dict[str, Sketch] = {}
        self._answers: dict[tuple[object, ...], tuple[Likeness, ...]] = {}

    def __call__(self, wanted: Sequence[Sketch]) -> Mapping[str, tuple[Perhaps, ...]]:
        """Return id of a row -> the proposals that it is like, the likeliest first; rows like none are left out."""
        if self._known is None:
            self._known = self._read()
            self._titles = {one.id: one for one in self._known.sketches}
        keys = {sketch.id: _key(sketch) for sketch in wanted}
        new = [sketch for sketch in wanted if keys[sketch.id] not in self._answers]
        found = between(new, self._known.sketches, self._known.apart) if new else {}
        for sketch in paced(new):
            self._answers[keys[sketch.id]] = self._ordered(sketch, found.get(sketch.id, ()))
        answers = ((sketch.id, self._without_others(self._answers[keys[sketch.id]])) for sketch in wanted)
        return {ident: tuple(map(self._perhaps, likes)) for ident, likes in answers if likes}

    def _ordered(self, sketch: Sketch, likes: Sequence[Likeness]) -> tuple[Likeness, ...]:
        """Return what a row is like, the likeliest first; of those equally like the one whose title is spelt so."""
        if len(likes) < 2:  # noqa: PLR2004 - nothing to order
            return tuple(likes)
        from rapidfuzz import fuzz

        def spelling(like: Likeness) -> float:
            have = self._titles[like.second].titles
            pairs = [(title, have[language]) for language, title in sketch.titles.items() if language in have]
            return max((fuzz.ratio(one, other) for one, other in pairs), default=0.0)

        return tuple(sorted(likes, key=lambda like: (-like.score, -spelling(like), like.second)))

    def _without_others(self, likes: Sequence[Likeness]) -> list[Likeness]:
        """Leave out what somebody said not to be the same as the likeliest: the row is that one, if any."""
        apart = self._known.apart if self._known else frozenset()
        return [one for one in likes if frozenset({likes[0].second, one.second}) not in apart][:_SHOWN]

    def _perhaps(self, like: Likeness) -> Perhaps:
        have = self._titles[like.second]
        title = title_of({f"title_{language}": title for language, title in have.titles.items()})
        return Perhaps(like.second, have.ref, title, like.score, tuple(one.value for one in like.reasons))


Near = Callable[[Sequence[Sketch]], Mapping[str, tuple[Perhaps, ...]]]


def nobody_near(_wanted: Sequence[Sketch]) -> Mapping[str, tuple[Perhaps, ...]]:
    """Answer as an empty workspace does."""
    return {}


def _key(sketch: Sketch) -> tuple[object, ...]:
    titles = tuple(sorted(sketch.titles.items()))
    return (
        sketch.id,
        titles,
        sketch.country,
        sketch.parties,
        sketch.ministry,
        sketch.acronym,
        sketch.cost,
        sketch.when,
    )


def sketch_of(ident: str, values: Mapping[str, Value], children: Sequence[tuple[str, Mapping[str, Value]]]) -> Sketch:
    """Return what a row is compared by."""
    amount, currency = values.get("budget_total"), values.get("budget_total_currency")
    start, months = values.get("start_planned"), values.get("duration_months")
    return Sketch(
        ident,
        {language: str(title) for language in LANGUAGES if (title := values.get(f"title_{language}"))},
        "",
        str(values.get("lead_country") or ""),
        frozenset(str(line["name"]) for kind, line in children if kind == "party" and line.get("name")),
        str(values.get("submitting_ministry") or ""),
        str(values.get("acronym") or ""),
        (amount, str(currency)) if isinstance(amount, int) and amount and currency else None,
        (str(start), months) if start and isinstance(months, int) and months else None,
    )


def said_of(likely: Perhaps) -> Reason:
    """Return what is said of a row that is like a proposal: much likeness holds it back, less wants a look."""
    strong = not {one.value for one in _STRONG}.isdisjoint(likely.why)
    args = (("ref", likely.ref), ("title", likely.title), ("why", "\n".join(likely.why)))
    return Reason(PERHAPS, args, Weight.HOLDS if strong else Weight.LOOK)
