"""The columns of a table to the catalogue's fields; what is not beyond doubt is a suggestion and is not applied.

Sure: a known header (or an HXL tag) to the letter, in search spelling, whose values do not contradict it.
Suggested: at least 85 of 100 like a known header and backed by the values; it waits for a person.
Offered: at least 70, or known but contradicted by the values. Everything else is kept with the proposal.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from khartoum_desktop.core.dates import vote_order
from khartoum_desktop.core.money import UnitNote, unit_note
from khartoum_desktop.core.numbers import vote_decimal
from khartoum_desktop.core.progress import advance
from khartoum_desktop.core.text import one_line
from khartoum_desktop.importing.evidence import (
    Evidence,
    are_counts,
    are_mostly_states,
    are_names,
    are_states,
    evidence_of,
    fits,
    is_numbers,
    mean_length,
    script_share,
    status_meant,
)
from khartoum_desktop.importing.headers import CLOSE, Named, like, named
from khartoum_desktop.importing.languages import are_mixed, halves, latin_language
from khartoum_desktop.importing.model import SPOKEN, Certainty, ColumnChoice, ColumnPlan, Settings
from khartoum_desktop.importing.stated import is_status, says_funding, says_states, stated
from khartoum_desktop.importing.statuses import FUNDING, STATE
from khartoum_desktop.importing.structure import Kind, Structure
from khartoum_desktop.importing.synonyms import KEPT, header_key, is_reversed, known_backwards
from khartoum_desktop.importing.tags import currency_of_tag, target_of_tag
from khartoum_desktop.importing.targets import SHARED, TITLES, Reading, targets
from khartoum_desktop.importing.units import Units, units_of_sheet
from khartoum_desktop.importing.voting import Seen, beside_own, decided
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.sheets.model import Sheet, column_letter

_FREE: Final = frozenset({Reading.TEXT, Reading.LONG, Reading.LINES, Reading.PARTIES, Reading.SCRIPT})
_MONEY: Final = ("budget_total", "amount_requested", "own_contribution")
_TITLE_LENGTH: Final = 12  # characters: shorter texts are names of places and units
_OF_COUNTRY: Final = "party_beneficiary"  # what the tag #country means, unless the header says "Country" itself
_APPLIED: Final = frozenset({Certainty.SURE, Certainty.CONFIRMED})
_OFFICE: Final = "designation"
_VALUES: Final = frozenset({"value", "values", "valeur", "valeurs", "القيمه", "قيمه"})
_ASIDE: Final = frozenset({Kind.SECTION, Kind.TOTAL, Kind.NOTE, Kind.SIGNATURE, Kind.IGNORED})


@dataclass(slots=True)
class _Guess:
    """A column while it is being decided."""

    index: int
    header: str
    group: str
    evidence: Evidence
    target: str | None = None
    is_status: bool = False  # its header says “status” and no more
    tag: str = ""  # of the Humanitarian Exchange Language
    certainty: Certainty = Certainty.NONE
    candidates: tuple[tuple[str, int], ...] = ()
    settings: Mapping[str, str | int] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    is_remembered: bool = False  # its settings were chosen for another file

    @property
    def label(self) -> str:
        """All that the header says, from the top."""
        return " ".join((*self.group.split("\n"), self.header)) if self.group else self.header


def guess_columns(
    sheet: Sheet,
    structure: Structure,
    lists: Lists,
    choices: Mapping[str, ColumnChoice],
    *,
    accept: bool = False,
    country: str | None = None,
) -> tuple[ColumnPlan, ...]:
    """Return the columns of a table. `choices` (by letter) are a person's or a profile's and are not doubted.

    `country` is the sender's, if it is known.
    """
    rows = [row for row, kind in zip(sheet.rows, structure.kinds, strict=True) if kind is Kind.PROPOSAL]
    guesses = []
    for index, header in enumerate(structure.headers):
        advance(len(rows))
        evidence = evidence_of([row[index] for row in rows])
        if header or evidence.filled:
            tag = structure.tags[index] if structure.tags else ""
            guesses.append(_Guess(index, header, structure.groups[index], evidence, tag=tag))
    for guess in guesses:
        choice = choices.get(column_letter(sheet.first_column + guess.index))
        if choice is not None and not choice.is_aside:
            guess.target, guess.certainty, guess.settings = choice.target, Certainty.CONFIRMED, choice.settings
            guess.is_remembered = choice.is_remembered
        else:
            _decide(guess, lists)
            _leave_aside(guess, sheet, is_aside=choice is not None)
    _leave_states(guesses)
    _doubt_false_friends(guesses)
    _part_titles(guesses)
    _keep_lists_of_ours(guesses)
    _leave_one_each(guesses)
    _look_for_title(guesses, lists)
    if accept:
        for guess in guesses:
            if guess.certainty is Certainty.SUGGESTED:
                guess.certainty = Certainty.CONFIRMED
    units = units_of_sheet(sheet.name, structure.titles, (*_lines_aside(sheet, structure), *sheet.above))
    language = _language_of_headers(guesses)
    columns = beside_own([_column(sheet, guess, units, language, lists) for guess in guesses])
    return decided(columns, {guess.index: Seen(guess.evidence, guess.settings) for guess in guesses}, country, lists)


def _decide(guess: _Guess, lists: Lists) -> None:
    tagged = target_of_tag(guess.tag) if guess.tag else None
    found = named(guess.header, guess.group) if guess.header else None
    if tagged and not (tagged == _OF_COUNTRY and found and "lead_country" in found.targets):
        found = Named((tagged,))
    guess.candidates = like(guess.header) if guess.header else ()
    if found is not None:
        guess.languages = found.languages
        _from_named(guess, found, lists)
    elif is_reversed(guess.header):
        guess.target = next(iter(known_backwards(guess.header)), "") or None
        guess.certainty = Certainty.OFFERED if guess.target else Certainty.NONE
    elif guess.candidates:
        target, likeness = guess.candidates[0]
        backed = fits(targets()[target], guess.evidence, lists) is True
        guess.target = target
        guess.certainty = Certainty.SUGGESTED if likeness >= CLOSE and backed else Certainty.OFFERED


def _leave_aside(guess: _Guess, sheet: Sheet, *, is_aside: bool) -> None:
    """Only offer what stands in a column that is hidden in the file, but for the ids that our own documents hide."""
    is_hidden = is_aside or sheet.first_column + guess.index in sheet.hidden_columns
    if is_hidden and guess.target != "id" and guess.certainty in (Certainty.SURE, Certainty.SUGGESTED):
        guess.certainty = Certainty.OFFERED


def _from_named(guess: _Guess, found: Named, lists: Lists) -> None:
    """Decide a column whose header is known: the values may tell targets apart or contradict."""
    if (meant := status_meant(guess.evidence, lists)) if is_status(found.targets, guess.header) else None:
        guess.target, guess.certainty, guess.is_status = meant, Certainty.SURE, True
        return
    options = [target for target in found.targets if _agrees(target, guess.evidence, lists) is not False]
    if found.targets == ("target_groups",) and are_counts(guess.evidence):
        options = ["beneficiaries_total"]  # a column "Beneficiaries" may say who or how many
    if not options:
        guess.target = next((target for target in found.targets if target), None)
        guess.certainty = Certainty.OFFERED if guess.target else Certainty.SURE
        return
    if len(options) > 1:
        backed = [target for target in options if _agrees(target, guess.evidence, lists)]
        # values that are in a closed list say more than that they are words
        closed = [target for target in backed if targets()[target].reading not in _FREE]
        options = closed or backed or options
    guess.target = options[0] or None
    if len(options) == 1 and found.sure:
        guess.certainty = Certainty.SURE
    else:
        guess.certainty = Certainty.SUGGESTED
        guess.candidates = (*((target, 100) for target in options if target), *guess.candidates)


def _leave_states(guesses: Sequence[_Guess]) -> None:
    """Take a column of statuses for states alone where another one is about funding, and in our own documents."""
    named = {guess.target for guess in guesses if guess.certainty in _APPLIED and not guess.is_status}
    for guess in guesses:
        if guess.is_status and not named.isdisjoint({FUNDING, "id"}):
            guess.target = STATE


def _agrees(target: str, evidence: Evidence, lists: Lists) -> bool | None:
    if target == KEPT:
        return None
    if not evidence.values:
        return None
    if target == "serial":
        return is_numbers(evidence)
    if target in TITLES:
        return are_names(evidence)
    if target == "state":
        return are_states(evidence, lists)
    return fits(targets()[target], evidence, lists)


def _doubt_false_friends(guesses: Sequence[_Guess]) -> None:
    """Doubt words that mean something else among headers of another language, or beside another column.

    A designation is a title in French and an office in English, a value beside indicators is theirs, and a sign for
    numbers under a group counts what the group names, not the rows.
    """
    language = _language_of_headers(guesses)
    has_indicators = any(guess.target == "indicators" for guess in guesses)
    for guess in guesses:
        key = header_key(guess.header)
        if guess.certainty is not Certainty.SURE:
            continue
        if (key == _OFFICE and language == "en") or (key in _VALUES and has_indicators):
            guess.certainty = Certainty.OFFERED
        elif guess.target == "serial" and guess.group:
            guess.target, guess.certainty = None, Certainty.NONE


def _keep_lists_of_ours(guesses: Sequence[_Guess]) -> None:
    """Leave the lists of our own documents alone: one text of theirs holds several columns of ours."""
    sure = {guess.target: guess for guess in guesses if guess.certainty is Certainty.SURE}
    if "id" in sure:
        for target in ("results", "indicators", "risks"):
            if target in sure:
                sure[target].target = None
        for guess in guesses:
            if guess.certainty is Certainty.SUGGESTED and guess.target in _MONEY:
                guess.target, guess.certainty = None, Certainty.NONE


def _part_titles(guesses: Sequence[_Guess]) -> None:
    """Tell two title columns apart by script or language: one becomes the Arabic title, the other the English one."""
    for base in ("title", "summary"):
        sure = [guess for guess in guesses if guess.target == base and guess.certainty is Certainty.SURE]
        same = [guess for guess in sure if guess.evidence.values]
        if len(same) < 2:  # noqa: PLR2004 - one column decides by each cell's script
            continue
        spoken = [_language_of(guess) for guess in same]
        if None not in spoken and len(set(spoken)) == len(spoken) and _are_translations(same, spoken):
            for guess, language in zip(same, spoken, strict=True):
                guess.target = f"{base}_{language}"


def _are_translations(same: Sequence[_Guess], spoken: Sequence[str | None]) -> bool:
    """Whether columns in Latin letters say about as many different things, as a text and its translation do."""
    counts = [guess.evidence.distinct for guess, language in zip(same, spoken, strict=True) if language != "ar"]
    return not counts or min(counts) * 2 >= max(counts)


def _language_of(guess: _Guess) -> str | None:
    if script_share(guess.evidence, "arab") > 0.5:  # noqa: PLR2004 - most
        return "ar"
    said = guess.languages - {"ar"}
    return latin_language(guess.evidence.texts) or (next(iter(said)) if len(said) == 1 else None)


def _leave_one_each(guesses: Sequence[_Guess]) -> None:
    """Give each field that holds one value to one column: what a person chose first, then the sure ones in order."""
    taken: set[str] = set()
    order = {Certainty.CONFIRMED: 0, Certainty.SURE: 1, Certainty.SUGGESTED: 2}
    for guess in sorted(guesses, key=lambda one: (order.get(one.certainty, 3), not _is_in_euro(one), one.index)):
        if guess.certainty not in order or not guess.target or guess.target in SHARED:
            continue
        if guess.target in taken:
            guess.candidates = ((guess.target, 100), *(pair for pair in guess.candidates if pair[0] != guess.target))
            if guess.certainty is not Certainty.CONFIRMED:
                guess.certainty = Certainty.OFFERED
        taken.add(guess.target)


def _is_in_euro(guess: _Guess) -> bool:
    """Whether a column's label says euro: of a budget given twice, that one is taken."""
    note = unit_note(guess.label) if guess.header else None
    return note is not None and note.currency == "EUR"


def _look_for_title(guesses: Sequence[_Guess], lists: Lists) -> None:
    """Suggest the column of the longest distinct texts as the title where no header names one."""
    if any(guess.target in TITLES and guess.certainty is not Certainty.OFFERED for guess in guesses):
        return
    free = [
        guess
        for guess in guesses
        if guess.certainty in (Certainty.NONE, Certainty.OFFERED)
        and fits(targets()["title"], guess.evidence, lists)
        and mean_length(guess.evidence.texts) >= _TITLE_LENGTH
        and guess.evidence.distinct * 5 >= guess.evidence.filled * 4
    ]
    if free:
        best = max(free, key=lambda guess: (guess.target in TITLES, -abs(mean_length(guess.evidence.texts) - 60)))
        best.target, best.certainty = "title", Certainty.SUGGESTED


def _lines_aside(sheet: Sheet, structure: Structure) -> Iterator[str]:
    """Yield the texts inside and below the table that are no proposals: headings, totals, notes, signatures."""
    for row, kind in zip(sheet.rows, structure.kinds, strict=True):
        if kind in _ASIDE:
            yield from (cell for cell in row if isinstance(cell, str))


def _language_of_headers(guesses: Sequence[_Guess]) -> str | None:
    french = sum(1 for guess in guesses if guess.languages == {"fr"})
    english = sum(1 for guess in guesses if guess.languages == {"en"})
    return None if french == english else "fr" if french > english else "en"


def _column(sheet: Sheet, guess: _Guess, units: Units, language: str | None, lists: Lists) -> ColumnPlan:
    return ColumnPlan(
        column_letter(sheet.first_column + guess.index),
        guess.index,
        one_line(" – ".join(dict.fromkeys([*filter(None, guess.group.split("\n")), guess.header]))),
        guess.target,
        guess.certainty,
        _settings(sheet, guess, units, language, lists),
        guess.candidates,
    )


def _settings(sheet: Sheet, guess: _Guess, units: Units, language: str | None, lists: Lists) -> Settings:
    """Return how the column's cells are read: what its header and the lines above say, and what its cells vote for."""
    target = targets().get(guess.target or "")
    reading = target.reading if target else Reading.NOTHING
    found = stated(guess.label, guess.target, units.sure)
    own = (unit_note(guess.label) if reading is Reading.MONEY else None) or UnitNote()
    if reading is Reading.MONEY:
        found = replace(found, decimal=vote_decimal(guess.evidence.all_texts()))
        if sheet.currencies:  # the cells say by their formats which one is meant
            found = replace(found, candidates=())
        if not (own.currency or own.candidates):
            found = replace(found, currency=currency_of_tag(guess.tag) or found.currency)
        doubt, note = int(guess.settings.get("doubt", units.doubt)), str(guess.settings.get("note", units.note))
        if doubt != 1 and own.multiplier == 1:
            found = replace(found, doubt=doubt, note=note)
    elif reading is Reading.DATE:
        found = replace(found, order=vote_order(guess.evidence.all_texts()) or found.order)
    elif guess.target == FUNDING:
        found = replace(found, status=not says_funding(guess.label))
    elif reading is Reading.PARTIES:
        found = replace(found, states=says_states(guess.label) or are_mostly_states(guess.evidence, lists))
    elif reading is Reading.SCRIPT:
        latin = [half for text in guess.evidence.texts if (half := halves(text)[1])]
        voted = None if are_mixed(latin) else latin_language(latin) or language
        found = replace(found, language=(str(guess.settings[SPOKEN]) or None) if SPOKEN in guess.settings else voted)
    if guess.is_remembered:
        return _remembered_settings(found, guess, own, units.sure or UnitNote())
    return chosen_settings(found, guess.settings)


def _remembered_settings(found: Settings, guess: _Guess, own: UnitNote, above: UnitNote) -> Settings:
    """Return settings with those remembered of another file that this sheet does not contradict.

    Its cells' votes and the lines above win. Where its header says otherwise, or a line perhaps does, amounts wait.
    """
    chosen = dict(guess.settings)
    for name, voted in (("order", found.order), ("decimal", found.decimal)):
        if voted:
            chosen.pop(name, None)
    currency = chosen.get("currency")
    said, candidates = (own.currency, own.candidates) if own.currency else (above.currency, above.candidates)
    if said and currency not in (None, said, *candidates):
        del chosen["currency"]
        found = replace(found, currency=None if own.currency else said)
    if "unit" in chosen:
        unit = int(chosen.pop("unit"))
        if own.multiplier not in (1, unit):
            found = replace(found, unit=unit, doubt=own.multiplier, note=one_line(guess.header))
        elif unit != 1 and above.currency and above.multiplier == own.multiplier == 1:
            found = replace(found, unit=1, doubt=unit, note=above.currency)  # a line that names no thousands
        elif found.unit == 1 or own.multiplier == unit:
            doubted = found.doubt not in (1, unit)
            found = replace(found, unit=unit) if doubted else replace(found, unit=unit, doubt=1, note="")
    return chosen_settings(found, chosen)


def chosen_settings(found: Settings, chosen: Mapping[str, str | int]) -> Settings:
    """Return settings with what a person chose in the place of what was guessed."""
    if not chosen:
        return found
    texts = {name: str(value) for name, value in chosen.items() if name != "unit"}
    if "unit" in chosen:
        found = replace(found, unit=int(chosen["unit"]), doubt=1, note="")
    if {"calendar", "months", "language"} & texts.keys():
        found = replace(found, perhaps=None)
    return replace(
        found,
        currency=texts.get("currency", found.currency),
        decimal=texts.get("decimal", found.decimal),
        order=texts.get("order", found.order),
        calendar=texts.get("calendar", found.calendar),
        language=texts.get("language", found.language),
        is_said=found.is_said or "language" in texts,
        months=texts.get("months", found.months),
        blank=texts.get("blank", found.blank),
    )


def fingerprint(structure: Structure) -> str:
    """Return what a header is recognised by: the keys of its columns, in order."""
    import hashlib

    text = "\n".join(
        header_key(f"{group} {header}") for group, header in zip(structure.groups, structure.headers, strict=True)
    )
    return hashlib.sha256(text.encode()).hexdigest()
