"""Columns of statuses: what they say of funding is read; the life cycle is no import's business, and that is said."""

from collections.abc import Mapping, Sequence
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.importing.cells import NOTHING, Cleaned, line_of, one_field
from khartoum_desktop.importing.model import Reason, Settings, SheetPlan, Weight
from khartoum_desktop.importing.pieces import is_nothing
from khartoum_desktop.proposals.lists import Lists, word_key
from khartoum_desktop.sheets.model import Cell

STATE, FUNDING = "state", "funding_status"
_IS_STATE: Final = N_("“{text}” is a state of the life cycle: an import sets none, the word is only kept.")
_READ_AS: Final = N_("Read as “{label}”.")
_NOT_LISTED: Final = Reason(N_("This is not in the list of this field."))
_ONLY_KEPT: Final = N_(
    "“{header}” gives the state of the projects ({words}): an import sets no state, "
    "the words are kept with each proposal, as received."
)
_CLOSED: Final = frozenset({"closed"})  # of funding only where the header says funding
_SHOWN: Final = 3
_LONGEST: Final = 80

_SURE: Final[Mapping[str, str]] = {
    "committed": "fully funded|financed|funding secured|funds secured|funding committed|funds committed|"
    "finance|financee|entierement finance|entierement financee|totalement finance|financement assure|"
    "financement obtenu|financements acquis|"
    "ممول|مموله|ممول بالكامل|ممول كليا|تم التمويل|تم تمويله|تم توفير التمويل",
    "none_identified": "not funded|unfunded|non funded|not financed|without funding|no funding|no funds|non finance|"
    "non financee|pas finance|pas financee|non finances|pas de financement|غير ممول|غير مموله|لم يمول|بلا تمويل|"
    "لا يوجد تمويل|لم يتم التمويل",
    "pledged": "funding pledged|promise de financement|promesse de financement|financement promis",
    "interest_expressed": "donor interest|donor interested|bailleur interesse|جهه ممولة مهتمه|المانح مهتم",
}
_PERHAPS: Final[Mapping[str, str]] = {
    "committed": "partially funded|partly funded|part funded|partial funding|partially financed|funded in part|"
    "partiellement finance|partiellement financee|finance partiellement|financee partiellement|finance en partie|"
    "financement partiel|en partie finance|ممول جزييا|مموله جزييا|تمويل جزيي|ممول بشكل جزيي|ممول جزيي",
    "none_identified": "seeking funding|seeking funds|looking for funding|funding sought|to be funded|awaiting funding|"
    "needs funding|funding needed|en recherche de financement|recherche de financement|a la recherche de financement|"
    "a financer|en attente de financement|financement recherche|قيد البحث عن تمويل|جاري البحث عن تمويل|"
    "يبحث عن تمويل|في انتظار التمويل|بانتظار التمويل|مطلوب تمويل",
    "pledged": "تعهد بالتمويل|وعد بالتمويل|تم التعهد بالتمويل",
    "disbursing": "disbursed|funds disbursed|decaisse|تم الصرف",
}


def _by_key(several: Mapping[str, str]) -> dict[str, str]:
    return {word_key(word): code for code, words in several.items() for word in words.split("|")}


_SURE_WORDS, _PERHAPS_WORDS = _by_key(_SURE), _by_key(_PERHAPS)


def funding_in(text: str, lists: Lists) -> tuple[str | None, bool]:
    """Return what words say of a project's funding, as a code of the list, and whether that is beyond doubt."""
    key = word_key(text[:_LONGEST])
    code = lists.find(FUNDING, text[:_LONGEST]) or _SURE_WORDS.get(key)
    return (code, True) if code else (_PERHAPS_WORDS.get(key), False)


def speaks_of_funding(cell: Cell, lists: Lists) -> bool:
    """Tell whether a cell of a column of statuses says something of funding."""
    return isinstance(cell, str) and (funding_in(cell, lists)[0] or "closed") not in _CLOSED


def is_state(cell: Cell, lists: Lists) -> bool:
    """Tell whether a cell says a state of the life cycle."""
    return isinstance(cell, str) and lists.find(STATE, cell[:_LONGEST]) is not None


def read_funding(field: str, settings: Settings, lists: Lists, cell: Cell) -> Cleaned:
    """Read what a cell says of funding; where the header says no more than “status”, other words are only kept."""
    text = line_of(cell)
    if not text or is_nothing(text):
        return NOTHING
    code, is_sure = funding_in(text, lists)
    if code and not (settings.status and code in _CLOSED):
        found = one_field(field, code, lists)
        look = Reason(_READ_AS, (("label", lists.names(FUNDING, code)),), Weight.LOOK)
        return found if is_sure else found._replace(reason=found.reason or look)
    if is_state(cell, lists):
        return Cleaned(reason=Reason(_IS_STATE, (("text", text[:_LONGEST]),), Weight.LOOK))
    return Cleaned(reason=_NOT_LISTED)


def notes_of_states(plan: SheetPlan) -> list[Reason]:
    """Return what is said of each column whose words would be states: that they set none, and where they are kept."""
    found = []
    for column in plan.columns if plan.taken else ():
        words = [line_of(plan.cell(row.row, column)) for row in plan.rows] if column.applied == STATE else []
        shown: Sequence[str] = list(dict.fromkeys(word[:_LONGEST] for word in words if word and not is_nothing(word)))
        if shown:
            some = "; ".join(shown[:_SHOWN]) + ("; …" if len(shown) > _SHOWN else "")
            found.append(Reason(_ONLY_KEPT, (("header", column.header or column.letter), ("words", some))))
    return found
