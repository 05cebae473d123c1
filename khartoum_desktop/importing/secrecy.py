"""Cells that say who may read a proposal: words that the list lacks are read towards the narrower circle, and said."""

import re
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing.cells import NOTHING, Cleaned, line_of, one_field
from khartoum_desktop.importing.model import Reason, Weight
from khartoum_desktop.importing.pieces import is_nothing
from khartoum_desktop.proposals.lists import RESTRICTED, Lists
from khartoum_desktop.sheets.model import Cell

CONFIDENTIALITY: Final = "confidentiality"
_READ_AS: Final = N_("Read as “{label}”.")
_NOT_LISTED: Final = Reason(N_("This is not in the list of this field."))
_OPEN: Final = re.compile(
    r"(?:not|non|no|un)[ -]?(?:confidential|confidentiel(?:le)?|restricted|classified|classifiee?|secret|sensitive)|"
    r"open(?: access)?|ouverte?|publique|published|publie|free|libre|none|unrestricted|"
    r"غير (?:سري|سريه|مقيد|محظور|مصنف)|عام|عامه|للعموم|للجمهور|للنشر|مفتوح|علنيه"
)
_MEMBERS: Final = re.compile(r"official use|usage officiel|للاستخدام الرسمي|للاستعمال الرسمي")
_SECRET: Final = re.compile(
    r"سري|مكتوم|محظور|مقيد|داخلي|حساس|secret|confiden|restri|restrein|sensi[bt]|internal|interne|limite|classifi|private|prive"
)
_LONGEST: Final = 120


def read_confidentiality(field: str, lists: Lists, cell: Cell) -> Cleaned:
    """Read who may see a proposal: by the list, or by usual words, which then want a look."""
    text = line_of(cell)
    if not text or is_nothing(text):
        return NOTHING
    code = lists.find(CONFIDENTIALITY, text)
    if code:
        return one_field(field, code, lists)
    folded = fold_key(text[:_LONGEST])
    if _OPEN.fullmatch(folded):
        code = "public"
    elif _MEMBERS.search(folded):
        code = "members_only"
    elif _SECRET.search(folded):
        code = RESTRICTED
    if not code or not lists.has(CONFIDENTIALITY, code):
        return Cleaned(reason=_NOT_LISTED)
    look = Reason(_READ_AS, (("label", lists.names(CONFIDENTIALITY, code)),), Weight.LOOK)
    return one_field(field, code, lists)._replace(reason=look)
