"""Every State and territory of ISO 3166-1 by its names in our three languages, as Babel knows them."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from babel import Locale

# two-letter codes that CLDR names and ISO 3166-1 does not assign
_NOT_ISO: Final = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"})

# other names met in ministries' sheets, of States that are not members (the members' stand in their list)
OTHER_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "GB": ("UK", "U.K.", "Great Britain", "Royaume Uni", "بريطانيا", "إنجلترا", "انجلترا"),
    "US": ("USA", "U.S.", "United States of America", "États-Unis d’Amérique", "الولايات المتحدة الأمريكية", "أمريكا"),
    "TR": ("Turkey", "Turkiye", "Turquie", "تركيا"),
    "AE": ("UAE", "U.A.E.", "EAU", "الإمارات", "دولة الإمارات العربية المتحدة"),
    "SA": ("KSA", "Kingdom of Saudi Arabia", "السعودية", "المملكة العربية السعودية"),
    "CD": (
        *("DRC", "RDC", "DR Congo", "RD Congo", "Congo DRC", "Congo RDC", "الكونغو الديمقراطية"),
        *("Democratic Republic of the Congo", "Democratic Republic of Congo", "République démocratique du Congo"),
        "جمهورية الكونغو الديمقراطية",
    ),
    "CG": (
        *("Republic of the Congo", "Republic of Congo", "République du Congo", "جمهورية الكونغو"),
        *("Congo Brazza", "الكونغو برازافيل"),
    ),
    "KR": ("Republic of Korea", "République de Corée", "جمهورية كوريا", "ROK"),
    "KP": ("DPRK", "Democratic People's Republic of Korea", "République populaire démocratique de Corée"),
    "CF": ("CAR", "RCA"),
    "SY": ("Syrian Arab Republic", "République arabe syrienne", "الجمهورية العربية السورية"),
    "PS": ("Palestine", "State of Palestine", "État de Palestine", "فلسطين", "دولة فلسطين"),
    "CI": ("Ivory Coast", "Côte d'Ivoire", "ساحل العاج", "كوت ديفوار"),
    "TZ": ("United Republic of Tanzania",),
}  # fmt: skip


@cache
def names(language: str) -> Mapping[str, str]:
    """Return the name of every ISO 3166-1 alpha-2 code in one language."""
    territories = Locale(language).territories
    return MappingProxyType(
        {
            code: name
            for code, name in territories.items()
            if len(code) == 2 and code.isalpha() and code not in _NOT_ISO  # noqa: PLR2004 - alpha-2
        }
    )
