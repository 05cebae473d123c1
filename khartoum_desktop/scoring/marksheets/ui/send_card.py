"""Who gets a sheet: the assessors of the round, ticked, and the restricted proposals that may go along."""

from collections.abc import Callable, Sequence

from khartoum_desktop.core.i18n import NAMES, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.ui.restricted import RestrictedTicks
from khartoum_desktop.scoring.marksheets.drafting import Waiting
from khartoum_desktop.scoring.queries import Assessor
from khartoum_desktop.scoring.reading import dotted, listed
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.forms import ChoiceEditor, FieldRow
from khartoum_desktop.toolkit.parts import Card, SecondaryButton
from khartoum_desktop.toolkit.ticks import Tick, TickList

OWN = "own"


class SendCard(Card):
    """Assessors to be ticked, the language of their sheets, and the button that writes them."""

    def __init__(self, write: Callable[[], object]) -> None:
        super().__init__(_("Send out"))
        self._people: dict[str, Waiting] = {}
        self._lists: Lists | None = None
        self._ticked: set[str] = set()
        words = _(
            "Each assessor gets a workbook with the proposals to read, the criteria, and cells for marks and reasons. "
            "It comes back by drag and drop."
        )
        self.body.addWidget(LeadingLabel(words, role="muted", wrap=True))
        self.list = TickList(_("Assessors"))
        self.list.toggled.connect(self._toggle)
        self.none = LeadingLabel(
            _("Nobody is an assessor here yet. Add assessors on the page of the rounds."), role="muted", wrap=True
        )
        self.language = ChoiceEditor([(OWN, _("Each in their own")), *NAMES.items()], empty=None, width=220)
        self.language.set_value(OWN)
        self.restricted = RestrictedTicks()
        self.go = SecondaryButton(_("Write the sheets…"), write, icon="export")
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.none)
        self.body.addWidget(self.restricted)
        self.body.addWidget(FieldRow(_("Language of the sheets"), self.language))
        self.body.addWidget(self.go)
        self._may_write = True

    def show_people(
        self, people: Sequence[Waiting], lists: Lists, restricted: Sequence[tuple[str, str, str]], *, may_write: bool
    ) -> None:
        """Show who can get a sheet; who was ticked stays ticked, and at first everybody with something to assess."""
        self._ticked |= {one.assessor.id for one in people if one.proposals and one.assessor.id not in self._people}
        self._people = {one.assessor.id: one for one in people}
        self._lists, self._may_write = lists, may_write
        if set(self.restricted.checks) != {ident for ident, _ref, _title in restricted}:
            self.restricted.show_proposals(restricted)
        set_shown(self.list, people)
        set_shown(self.none, not people)
        self._fill()

    def _fill(self) -> None:
        people = self._people.values()
        self.list.set_items(
            Tick(one.assessor.id, self._words(one), on=one.assessor.id in self._ticked) for one in people
        )
        n = len(self.list.ticked())
        words = ngettext("Write {n} sheet…", "Write {n} sheets…", n) if n else _("Write the sheets…")
        self.go.setText(fill(words, n=format_number(n)))
        self.go.setEnabled(self._may_write and n > 0)

    def _words(self, one: Waiting) -> str:
        count = ngettext("{n} proposal", "{n} proposals", one.proposals)
        delegation = self._lists.label(PARTY, one.assessor.delegation) if self._lists else one.assessor.delegation
        who = listed([one.assessor.name, delegation])
        return dotted([who, NAMES[one.language], fill(count, n=format_number(one.proposals))])

    def _toggle(self, code: str, on: bool) -> None:
        self._ticked = self._ticked | {code} if on else self._ticked - {code}
        self._fill()

    def wanted(self) -> list[tuple[Assessor, str]]:
        """Return the ticked assessors, each with the language of the sheet."""
        asked = str(self.language.value() or OWN)
        chosen = [self._people[ident] for ident in self.list.ticked() if ident in self._people]
        return [(one.assessor, one.language if asked == OWN else asked) for one in chosen]
