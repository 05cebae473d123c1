"""Which proposals look like one: a score with its reasons, from titles, country, ministry, acronym and cost.

Two proposals are only compared when they have a country in common and say something alike, so that ten thousand of them
take seconds.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from heapq import nlargest, nsmallest
from math import ceil
from operator import itemgetter
from typing import Final

from khartoum_desktop.core.i18n import N_, _, listed
from khartoum_desktop.core.progress import Progress, paced, silent
from khartoum_desktop.core.text import fold_key, strip_isolates
from khartoum_desktop.proposals.duplicates.titles import Title, compared, differ, meant_alike, taken_apart, title_key

__all__ = ["Index", "Likeness", "Reason", "Sketch", "between", "compare", "title_key"]

_FULL: Final = 100
_ALIKE: Final = 0.72  # the least share of a title that two proposals have in common
_CERTAIN: Final = 0.88  # with another word in its place, unless the cost is the same
_NEARLY: Final = 0.9
_OTHER_FIELD: Final = 0.9  # a title written into the field of another language
_TRANSLATED: Final = 0.5
_SURE_TRANSLATION: Final = 0.7
_BEFORE: Final = 0.6  # the least share of features, before titles are compared word by word
_LEAST: Final = _BEFORE / (2 - _BEFORE)  # of its own features that a title must share for that
_MOST: Final = 30  # others that one proposal is compared with: of a hundred copies of one, not every pair is news
_MANY: Final = 60  # candidates compared for a title that is being typed
_EVIDENCE: Final = 3  # points for the same cost, acronym or ministry
_REPORT_EVERY: Final = 64


class Reason(Enum):
    """Why two proposals look alike, as message ids."""

    COUNTRY = N_("same country")
    PARTIES = N_("each other’s countries are parties")
    SAME_TITLE = N_("same title")
    NEARLY = N_("titles nearly alike")
    ALIKE = N_("titles alike")
    TRANSLATED = N_("titles in two languages that speak of the same things")
    COST = N_("same cost")
    ACRONYM = N_("same acronym")
    MINISTRY = N_("same ministry")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a proposal is compared by. `titles` by language; cost in thousandths with its currency, None = unknown."""

    id: str
    titles: Mapping[str, str]
    ref: str = ""
    country: str = ""
    parties: frozenset[str] = frozenset()
    ministry: str = ""
    acronym: str = ""
    cost: tuple[int, str] | None = None
    when: tuple[str, int] | None = None  # planned start and months, where both are known


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two proposals (ids) that look alike: from 0 to 100, and why."""

    first: str
    second: str
    score: int
    reasons: tuple[Reason, ...]

    @property
    def ids(self) -> tuple[str, str]:
        """Both ids."""
        return self.first, self.second

    def words(self) -> str:
        """Return the reasons in words: “same country, titles nearly alike”."""
        return strip_isolates(listed(_(reason.value) for reason in self.reasons))


@dataclass(frozen=True, slots=True)
class _Face:
    """A sketch with its titles taken apart."""

    sketch: Sketch
    titles: Mapping[str, Title]
    features: frozenset[str]
    acronym: str
    ministry: str

    @property
    def others(self) -> frozenset[str]:
        """By what it is brought together with proposals in other languages."""
        keys = {f"a:{self.acronym}"} if self.acronym else set()
        if self.sketch.cost:
            keys.add(f"c:{self.sketch.cost}")
        return frozenset(keys)


def _face(sketch: Sketch) -> _Face:
    titles = {language: taken_apart(title) for language, title in sketch.titles.items() if title.strip()}
    features = frozenset(one for title in titles.values() for one in title.features)
    return _Face(sketch, titles, features, fold_key(sketch.acronym), fold_key(sketch.ministry))


# --- two proposals ----------------------------------------------------------------------------------------------------


def compare(a: Sketch, b: Sketch) -> Likeness | None:
    """Return how two proposals look alike, None when they do not."""
    return _compare(_face(a), _face(b))


def _compare(a: _Face, b: _Face) -> Likeness | None:
    where = _where(a.sketch, b.sketch)
    if where is None or any(differ(one, other) for one in a.titles.values() for other in b.titles.values()):
        return None
    more = _evidence(a, b)
    found = _by_titles(a, b, more)
    if found is None:
        return None
    share, why = found
    score = min(_FULL, round(_FULL * share) + _EVIDENCE * len(more))
    return Likeness(a.sketch.id, b.sketch.id, score, (*where, why, *more))


def _where(a: Sketch, b: Sketch) -> tuple[Reason, ...] | None:
    if a.country == b.country:
        return (Reason.COUNTRY,) if a.country else ()
    if not a.country or not b.country:
        return ()
    return (Reason.PARTIES,) if a.country in b.parties and b.country in a.parties else None


def _evidence(a: _Face, b: _Face) -> list[Reason]:
    """Return what speaks for one proposal beside the titles."""
    found = [Reason.COST] if a.sketch.cost and a.sketch.cost == b.sketch.cost else []
    found += [Reason.ACRONYM] if a.acronym and a.acronym == b.acronym else []
    found += [Reason.MINISTRY] if a.ministry and a.ministry == b.ministry else []
    return found


def _by_titles(a: _Face, b: _Face, more: Sequence[Reason]) -> tuple[float, Reason] | None:
    """Return how much the titles say the same, and how that is called; None when it is too little."""
    shared = a.titles.keys() & b.titles.keys()
    best = 0.0
    for language in shared:
        alike = compared(a.titles[language], b.titles[language])
        if alike.contradicts:
            return None
        if alike.share >= (_CERTAIN if alike.exchanged and Reason.COST not in more else _ALIKE):
            best = max(best, alike.share)
    if best:
        return best, Reason.SAME_TITLE if best == 1 else Reason.NEARLY if best >= _NEARLY else Reason.ALIKE
    return None if shared else _by_meaning(a, b, more)


def _by_meaning(a: _Face, b: _Face, more: Sequence[Reason]) -> tuple[float, Reason] | None:
    """Compare titles that have no language in common: the same cost, or acronym, must speak for them too."""
    for one in a.titles.values():
        for other in b.titles.values():
            alike = compared(one, other)  # a French title in the English field
            if alike.share >= _OTHER_FIELD and not alike.contradicts:
                return alike.share, Reason.SAME_TITLE if alike.share == 1 else Reason.NEARLY
    if Reason.COST not in more and Reason.ACRONYM not in more:
        return None
    alike_by = meant_alike(a.titles.values(), b.titles.values())
    known = a.sketch.when is not None and a.sketch.when == b.sketch.when
    enough = alike_by >= _SURE_TRANSLATION or (alike_by >= _TRANSLATED and (known or len(more) > 1))
    return ((1 + alike_by) / 2, Reason.TRANSLATED) if enough else None


# --- many proposals ---------------------------------------------------------------------------------------------------


class Index:
    """Many proposals made ready to be compared."""

    def __init__(self, sketches: Iterable[Sketch], progress: Progress = silent, total: int = 0) -> None:
        self._faces: dict[str, _Face] = {}
        for done, sketch in enumerate(sketches):
            self._faces[sketch.id] = _face(sketch)
            if done % _REPORT_EVERY == 0:
                progress(done, total)
        self._having: dict[str, dict[str, set[str]]] = {}  # country -> feature -> ids; made when first asked

    def update(self, sketches: Iterable[Sketch], gone: Iterable[str] = ()) -> None:
        """Take in proposals that are new or other than before, and leave out some (ids)."""
        fresh = {sketch.id: _face(sketch) for sketch in sketches}
        for ident in (*gone, *fresh):
            old = self._faces.pop(ident, None)
            if old is not None and self._having:
                for key in old.features | old.others:
                    self._having[old.sketch.country][key].discard(ident)
        self._faces.update(fresh)
        if self._having:
            self._file(fresh.values())

    def _file(self, faces: Iterable[_Face]) -> None:
        for face in faces:
            here = self._having.setdefault(face.sketch.country, {})
            for key in face.features | face.others:
                here.setdefault(key, set()).add(face.sketch.id)

    def like(self, sketch: Sketch, apart: frozenset[frozenset[str]] = frozenset()) -> list[Likeness]:
        """Return the proposals that look like this one, the likeliest first, but for pairs that are set `apart`."""
        if not self._having:
            self._file(self._faces.values())
        face, there = _face(sketch), self._having
        wanted = {sketch.country, "", *sketch.parties} & there.keys() if sketch.country else there.keys()
        counted: Counter[str] = Counter()
        for country in wanted:
            for key in face.features | face.others:
                counted.update(there[country].get(key, ()))
        counted.pop(sketch.id, None)
        nearest = nsmallest(_MANY, counted.items(), key=lambda one: (-one[1], one[0]))
        close = (ident for ident, _n in nearest if frozenset({sketch.id, ident}) not in apart)
        found = [_compare(face, self._faces[ident]) for ident in close]
        return sorted((one for one in found if one), key=lambda one: (-one.score, one.second))

    def pairs(self, apart: frozenset[frozenset[str]] = frozenset(), progress: Progress = silent) -> list[Likeness]:
        """Return all pairs that look alike, the likeliest first; `apart` are pairs that are not the same."""
        found: dict[frozenset[str], Likeness] = {}
        total, done = len(self._faces), 0
        for home, guests in self._meeting():
            for face, near in _candidates(home, guests):
                for other in near:
                    pair = frozenset({face.sketch.id, other.sketch.id})
                    if pair not in apart and pair not in found and (like := _compare(face, other)):
                        found[pair] = like
                done += 1
                if done % _REPORT_EVERY == 0:
                    progress(done, total)
        progress(total, total)
        return sorted(found.values(), key=lambda one: (-one.score, one.first, one.second))

    def _meeting(self) -> Iterator[tuple[list[_Face], list[_Face]]]:
        """Yield for each country its proposals, and those of others in which it is a party or no country is named."""
        homes: dict[str, list[_Face]] = {}
        guests: dict[str, list[_Face]] = {}
        for face in self._faces.values():
            homes.setdefault(face.sketch.country, []).append(face)
        nowhere = homes.get("", [])
        for face in self._faces.values():
            for party in sorted(face.sketch.parties - {face.sketch.country}):
                if party in homes:
                    guests.setdefault(party, []).append(face)
        for country, faces in homes.items():
            yield faces, guests.get(country, []) + (nowhere if country else [])


def between(
    new: Iterable[Sketch], have: Iterable[Sketch], apart: frozenset[frozenset[str]] = frozenset()
) -> dict[str, list[Likeness]]:
    """Return for each of some new proposals (id) those we have that look like it, the likeliest first."""
    homes: dict[str, list[_Face]] = {}
    for sketch in paced([*new]):
        homes.setdefault(sketch.country, []).append(_face(sketch))
    faces = [_face(sketch) for sketch in paced([*have])]
    found: dict[str, list[Likeness]] = {}
    for country, home in homes.items():
        guests = [face for face in faces if {face.sketch.country, *face.sketch.parties} & {country, ""} or not country]
        for face, near in _candidates(home, guests, among=False):
            for other in near:
                if frozenset({face.sketch.id, other.sketch.id}) not in apart and (like := _compare(face, other)):
                    found.setdefault(face.sketch.id, []).append(like)
    return {ident: sorted(likes, key=lambda one: (-one.score, one.second)) for ident, likes in found.items()}


def _candidates(
    home: Sequence[_Face], guests: Sequence[_Face], *, among: bool = True
) -> Iterator[tuple[_Face, list[_Face]]]:
    """Yield each proposal of `home` with those of `guests`, and (`among`) those before it, worth a closer look.

    Two titles of which enough is the same share one of the rarest few of their features (a prefix filter); which
    features a title has are the bits of one number.
    """
    often = Counter(feature for face in paced((*home, *guests)) for feature in face.features)
    bits = {feature: 1 << place for place, feature in enumerate(often)}
    titles: dict[str, list[tuple[int, int, _Face]]] = {}
    others: dict[str, list[_Face]] = {}
    for place, face in enumerate(paced((*guests, *home))):
        is_home = place >= len(guests)
        filed, named = (titles, others) if among or not is_home else ({}, {})
        near: dict[int, tuple[float, _Face]] = {}
        for title in face.titles.values():
            n = len(title.features)
            mask = sum(bits[feature] for feature in title.features)
            keys = sorted(title.features, key=lambda feature: (often[feature], feature))[: n - ceil(_LEAST * n) + 1]
            for key in keys:
                for said, m, other in titles.get(key, ()) if is_home else ():
                    overlap = 2 * (said & mask).bit_count() / (n + m)
                    if overlap >= _BEFORE:
                        near[id(other)] = (overlap, other)
                filed.setdefault(key, []).append((mask, n, face))
        for key in face.others:
            near |= {id(one): (0.0, one) for one in others.get(key, ()) if one.titles.keys().isdisjoint(face.titles)}
            named.setdefault(key, []).append(face)
        if is_home:
            near.pop(id(face), None)
            nearest = nlargest(_MOST, near.values(), key=itemgetter(0)) if len(near) > _MOST else near.values()
            yield face, [other for _overlap, other in nearest]
