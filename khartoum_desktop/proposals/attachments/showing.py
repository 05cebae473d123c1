"""Consents and files in words."""

from collections.abc import Mapping, Sequence

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.proposals.attachments.model import NOT_ASKED, letter_words, letters
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.model import Line, is_date
from khartoum_desktop.proposals.showing import joined, labelled


def consents(lines: Mapping[str, Sequence[Line]], lists: Lists) -> list[str]:
    """Return a sentence for each party of which a consent is recorded: who, by whom, when, which letter."""
    proofs = letters(lines)
    return [
        labelled(lists.label(PARTY, str(party.get("name") or "")) or "–", words)
        for party in lines.get("parties", ())
        if (words := _consent(party, proofs.get(str(party.get("id")), ()), lists))
    ]


def _consent(party: Line, proofs: Sequence[Line], lists: Lists) -> str:
    said = []
    if (state := party.get("consent")) and state != NOT_ASKED:
        said.append(fill(_("consent: {state}"), state=lists.label("consent", str(state))))
    if by := party.get("consent_by"):
        said.append(fill(_("by {name}"), name=str(by)))
    if on := party.get("consent_on"):
        said.append(fill(_("on {date}"), date=format_date(str(on)) if is_date(str(on)) else str(on)))
    if words := letter_words(party, proofs):
        said.append(fill(_("letter: {names}"), names=joined(words)))
    return joined(said)
