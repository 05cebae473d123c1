"""What a column wants, in words for whoever fills it in, with an example that the import reads without a question."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.money import format_money
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.targets import Reading, Target, targets
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.lists import COUNTRY, Lists

_EXAMPLE_AMOUNT: Final = 250_000_000  # thousandths
_EXAMPLE_DAY: Final = "2027-04-09"
_SHOWN: Final = 12  # entries of a list that are named
_SENTENCES: Final[Mapping[Reading, str]] = {
    Reading.COUNTRY: N_("The name of one country or organisation."),
    Reading.PARTIES: N_("Names of countries or organisations, each on a line of its own."),
    Reading.MONEY: N_("One amount as a figure, with its currency here or in the column beside it."),
    Reading.CURRENCY: N_("The three letters of a currency."),
    Reading.DATE: N_("A date with the month in words; a month with its year, or a year alone, will do."),
    Reading.MONTHS: N_("A whole number of months."),
    Reading.COUNT: N_("A whole number of persons, in figures."),
    Reading.RESULTS: N_("Expected results, each on a line of its own."),
    Reading.INDICATORS: N_("Indicators, each on a line of its own."),
    Reading.RISKS: N_("Risks, each on a line of its own."),
}
_BY_KEY: Final[Mapping[str, tuple[str, str]]] = {
    "contact_email": (N_("An e-mail address."), "name@example.org"),
    "contact_phone": (N_("A telephone number with the code of the country."), "+20 2 2574 9682"),
    "contact_name": (N_("The name of a person."), ""),
    "acronym": (N_("A short name of at most 20 characters."), "BRIDGE"),
}
_EXAMPLES: Final[Mapping[Reading, str]] = {
    Reading.MONTHS: "24",
    Reading.COUNT: "1200",
    Reading.CURRENCY: "EUR",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """What a column wants, a sentence, and an example ("" = none is needed); both in the current language."""

    sentence: str
    example: str = ""

    @property
    def text(self) -> str:
        """Return both as one text."""
        if not self.example:
            return self.sentence
        # Translators: {sentence} says what a cell should hold, such as “A whole number of months.”
        return strip_isolates(fill(_("{sentence} Example: {example}"), sentence=self.sentence, example=self.example))


def expected(key: str, lists: Lists, country: str = "") -> Expected | None:
    """Return what a target wants; None for a target that takes anything. `country` (a code) serves as the example."""
    target = targets().get(key)
    if target is None or target.reading in (Reading.NOTHING, Reading.REFERENCE, Reading.IDENTIFIER):
        return None
    if key in _BY_KEY:
        sentence, example = _BY_KEY[key]
        return Expected(_(sentence), example)
    if target.reading in (Reading.CHOICE, Reading.CODES):
        return _of_list(target, lists)
    if target.reading in _SENTENCES:
        return Expected(_(_SENTENCES[target.reading]), _example(target, lists, country))
    return _of_text(target)


def _example(target: Target, lists: Lists, country: str) -> str:
    if target.reading in (Reading.COUNTRY, Reading.PARTIES):
        return lists.label(COUNTRY, country if lists.is_state(country) else "SD")
    if target.reading is Reading.MONEY:
        return strip_isolates(format_money(_EXAMPLE_AMOUNT, "EUR"))
    if target.reading is Reading.DATE:
        return strip_isolates(format_date(_EXAMPLE_DAY))
    return _EXAMPLES.get(target.reading, "")


def _of_list(target: Target, lists: Lists) -> Expected:
    labels = [label for _code, label in lists.choices(target.scheme)]
    several = target.reading is Reading.CODES
    if len(labels) > _SHOWN:
        sentence = _("Entries of the list, each on a line of its own.") if several else _("One entry of the list.")
        return Expected(sentence, labels[0])
    names = _("; ").join(labels)
    if several:
        return Expected(strip_isolates(fill(_("One or more of these, each on its own line: {names}."), names=names)))
    return Expected(strip_isolates(fill(_("One of these: {names}."), names=names)))


def _of_text(target: Target) -> Expected:
    """Return what a text wants: words, not longer than the field; of a list of texts each on its line."""
    field = BY_KEY.get(target.key) or BY_KEY.get(f"{target.key}_en")
    longest = format_number(field.max_length) if field and field.max_length else ""
    if target.reading is Reading.LINES:
        words = _("Short texts, each on a line of its own, of at most {n} characters.")
    elif target.key.startswith("title"):
        words = _("The title of the project in words, of at most {n} characters.")
    else:
        words = _("A text of at most {n} characters.")
    return Expected(fill(words, n=longest))
