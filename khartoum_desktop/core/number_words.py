"""The words that numbers are written with in Arabic, French and English, as data.

Arabic words stand without article; reading folds spelling and strips و، ب، ل and ال by itself (see `lexicon`).
"""

from fractions import Fraction
from typing import Final

# 0-19, tens, and the Arabic hundreds that are one word; a number may have several spellings
UNITS: Final[dict[int, str]] = {
    0: "صفر zero zéro",
    1: "واحد واحدة أحد إحدى one un une",
    2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي two deux",
    3: "ثلاث ثلاثة three trois",
    4: "أربع أربعة four quatre",
    5: "خمس خمسة five cinq",
    6: "ست ستة six",
    7: "سبع سبعة seven sept",
    8: "ثمان ثماني ثمانية eight huit",
    9: "تسع تسعة nine neuf",
    10: "عشر عشرة ten dix",
    11: "eleven onze",
    12: "twelve douze",
    13: "thirteen treize",
    14: "fourteen quatorze",
    15: "fifteen quinze",
    16: "sixteen seize",
    17: "seventeen",
    18: "eighteen",
    19: "nineteen",
    20: "عشرون عشرين twenty vingt",
    30: "ثلاثون ثلاثين thirty trente",
    40: "أربعون أربعين forty quarante",
    50: "خمسون خمسين fifty cinquante",
    60: "ستون ستين sixty soixante",
    70: "سبعون سبعين seventy septante",
    80: "ثمانون ثمانين eighty octante huitante",
    90: "تسعون تسعين ninety nonante",
    200: "مئتان مئتين مئتا مئتي مائتان مائتين مائتا مائتي",
    300: "ثلاثمئة ثلاثمائة",
    400: "أربعمئة أربعمائة",
    500: "خمسمئة خمسمائة",
    600: "ستمئة ستمائة",
    700: "سبعمئة سبعمائة",
    800: "ثمانمئة ثمانمائة ثمانيمئة ثمانيمائة",
    900: "تسعمئة تسعمائة",
}
UNIT_PHRASES: Final[dict[str, int]] = {"quatre vingt": 80, "quatre vingts": 80}

HUNDRED: Final = "مائة مئة مائه hundred hundreds cent cents"

SCALES: Final[dict[int, str]] = {
    10**3: "ألف آلاف ألفا ألوف thousand thousands mille milles millier milliers k thd tsd",
    10**6: "مليون ملايين مليونا million millions millon millons milion milions milliones mn mln mlns mio m mm mill",
    10**9: "مليار مليارات مليارا بليون بلايين billion billions milliard milliards bn b mrd mld md mds bio",
    10**12: "تريليون تريليونات trillion trillions",
}
# scales that need no number word beside them to be one in a header ("k", "m" and their like do)
SCALE_SIGNS: Final = frozenset(
    {"k", "m", "mm", "mn", "mld", "md", "mds", "b", "bn", "mln", "mio", "mrd", "bio", "mill", "tsd"}
)
# before a genitive the dual loses its ending ("ألفا دولار", 2000), and without its sign the singular after a number
# looks like it ("15 ألفا"): the number before it decides
MAYBE_DUALS: Final = frozenset({"الفا", "مليونا", "مليارا"})
DUALS: Final[dict[int, str]] = {
    10**3: "ألفان ألفين ألفي",
    10**6: "مليونان مليونين مليوني",
    10**9: "ملياران مليارين ملياري بليونان بليونين",
}
PARTS: Final[dict[Fraction, tuple[str, ...]]] = {
    Fraction(1, 2): ("نصف", "half", "a half", "half a", "one half", "demi", "demie", "un demi", "une demie", "moitié"),
    Fraction(1, 3): ("ثلث", "third", "a third", "one third", "tiers", "un tiers"),
    Fraction(2, 3): ("ثلثان", "ثلثين", "ثلثي", "two thirds", "deux tiers"),
    Fraction(1, 4): ("ربع", "quarter", "a quarter", "quarter of a", "one quarter", "quart", "un quart"),
    Fraction(3, 4): ("ثلاثة أرباع", "three quarters", "trois quarts"),
}
PART_SIGNS: Final[dict[str, Fraction]] = {
    "½": Fraction(1, 2),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅕": Fraction(1, 5),
    "⅖": Fraction(2, 5),
    "⅗": Fraction(3, 5),
    "⅘": Fraction(4, 5),
    "⅛": Fraction(1, 8),
    "⅜": Fraction(3, 8),
    "⅝": Fraction(5, 8),
    "⅞": Fraction(7, 8),
}

# words of the grammar, by what they do
GRAMMAR: Final[dict[str, tuple[str, ...]]] = {
    "and": ("و", "and", "et", "&"),
    "approx": (
        *("حوالي", "نحو", "تقريبا", "قرابة", "ما يقارب", "ما يقرب من", "يقارب", "زهاء", "بحدود", "في حدود", "تقديري"),
        *("تقديرية", "مبدئي", "مبدئيا", "بشكل تقريبي", "تقدر ب", "مقدر", "مقدرة", "قدره تقريبا"),
        *("about", "approx", "approximately", "circa", "ca", "c", "around", "roughly", "nearly", "almost", "estimated"),
        *("estimate", "est", "indicative", "some", "or so", "tentative", "provisional"),
        *("environ", "env", "approximativement", "à peu près", "près de", "presque", "estimé", "estimée", "estimation"),
        *("indicatif", "indicative", "de l ordre de", "quelque", "quelques", "~", "~~", "≈", "≃", "≅", "±", "∼"),
    ),
    "least": (
        *("على الأقل", "لا يقل عن", "لا تقل عن", "بحد أدنى", "حد أدنى"),
        *("أكثر من", "يزيد عن", "ما يزيد عن", "ابتداء من"),
        *("at least", "minimum", "minimum of", "min", "more than", "over", "above", "no less than", "upwards of"),
        *("au moins", "plus de", "au minimum", "à partir de", "supérieur à", ">", "≥", "> ="),
    ),
    "most": (
        *("لا يتجاوز", "لا تتجاوز", "لا يزيد عن", "لا تزيد عن", "بحد أقصى"),
        *("حد أقصى", "على الأكثر", "أقل من", "بما لا يتجاوز"),
        *("at most", "maximum", "maximum of", "max", "less than", "no more than", "not exceeding", "under", "below"),
        *("au plus", "moins de", "au maximum", "plafond de", "inférieur à", "<", "≤", "< ="),
    ),
    "upto": ("حتى", "لغاية", "ما يصل إلى", "يصل إلى", "up to", "until", "till", "jusqu à", "jusqu a", "jusqu au"),
    "from": ("من", "from"),
    "to": ("إلى", "to", "à", "au", "or", "ou", "أو", "→"),
    "between": ("بين", "ما بين", "between", "entre"),
    "percent": (
        *("%", "في مائة", "في مئة", "بالمائة", "بالمئة", "فالمائة"),
        *("percent", "per cent", "pct", "pour cent", "p cent"),
    ),
    "equiv": (
        *("ما يعادل", "بما يعادل", "أي ما يعادل", "يعادل", "تعادل", "معادل", "أي", "أي حوالي"),
        *("equivalent to", "equivalent", "equiv", "eq", "i e", "ie", "that is", "equal to", "equals", "or about"),
        *("équivalent à", "équivalent de", "équivalant à", "équivalent", "soit", "soit environ", "c est à dire", "="),
    ),
    "skip": (
        *("de", "du", "des", "d", "of", "of a", "the", "an", "l", "la"),
        *("les", "في", "عن", ":", ";", ",", ".", "*", "'", '"'),
        *("فقط", "لا غير", "فقط لا غير", "only", "seulement", "total"),
        *("إجمالي", "مجموع", "جملة", "مبلغ", "قيمة", "بقيمة"),
        *(
            "ht",
            "ttc",
            "hors taxes",
            "hors taxe",
            "toutes taxes comprises",
            "excl vat",
            "incl vat",
            "excluding vat",
            "including vat",
        ),
        *("coût", "coûts", "cost", "costs", "value", "valeur", "enveloppe", "à hauteur de"),
        *("بمبلغ", "قدره", "قدرها", "بتكلفة", "تكلفة", "amount", "montant", "budget", "ميزانية", "موازنة", "sum", "|"),
    ),
}

# a whole cell that says: nothing is known yet
UNKNOWN: Final[tuple[str, ...]] = (
    *("قيد التحديد", "قيد الدراسة", "قيد الإعداد", "قيد التقدير"),
    *("قيد المراجعة", "قيد البحث", "تحت الدراسة", "سيحدد لاحقا"),
    *("يحدد لاحقا", "تحدد لاحقا", "ستحدد لاحقا", "سوف يحدد لاحقا"),
    *("سيتم تحديده", "سيتم تحديده لاحقا", "سيتم تحديدها لاحقا"),
    *("غير محدد", "غير محددة", "لم يحدد", "لم تحدد", "لم يحدد بعد", "لم تحدد بعد", "لم يتم تحديده", "لم يتم التحديد"),
    *("غير معروف", "غير معروفة", "غير متوفر", "غير متاح", "لا يوجد", "لا توجد", "لا ينطبق", "لا شيء", "مجهول", "بدون"),
    *("غير مقدر", "لم يقدر بعد", "عند الاتفاق", "يتفق عليه لاحقا"),
    *("tbd", "tbc", "tba", "to be determined", "to be confirmed", "to be defined", "to be announced", "to be agreed"),
    *("n a", "na", "nd", "n d", "nc", "n c", "n k", "unknown", "not known", "not available", "not applicable", "none"),
    *("not determined", "not defined", "undetermined", "undefined", "pending", "nil", "null", "not yet known"),
    *("à définir", "à déterminer", "à préciser", "à confirmer", "à estimer", "à chiffrer", "à venir", "en cours"),
    *("en cours de définition", "en cours d estimation", "non défini", "non définie", "non déterminé", "non précisé"),
    *("non disponible", "non applicable", "non communiqué", "non renseigné"),
    *("non connu", "inconnu", "inconnue", "néant"),
    *("aucun", "aucune", "sans objet", "s o", "so", "rien", "ras", "xx", "xxx", "xxxx", "indéterminé"),
)

HOUSEHOLDS: Final = (
    "أسرة أسر عائلة عائلات بيت household households hh hhs family families ménage ménages famille familles"
)
PERSONS: Final = (
    "شخص شخصا أشخاص فرد فردا أفراد نسمة مستفيد مستفيدا مستفيدين "
    "مستفيدون مستفيدة مستفيدات مهاجر مهاجرا مهاجرين مهاجرون لاجئ "
    "لاجئا لاجئين لاجئون نازح نازحا نازحين نازحون عائد عائدا عائدين "
    "متدرب متدربا متدربين متدربون شاب شابا شباب طفل طفلا أطفال "
    "person persons people beneficiary beneficiaries individual individuals migrant migrants refugee refugees idps idp "
    "returnee returnees trainee trainees youth children participants participant staff officers "
    "personne personnes bénéficiaire bénéficiaires individu "
    "individus migrants réfugié réfugiés déplacés retournés enfants "
    "jeunes agents participants"
)
WOMEN: Final = "نساء امرأة سيدة سيدات إناث أنثى فتاة فتيات women woman female females girls femme femmes filles féminin"
MEN: Final = "رجال رجل ذكور ذكر فتيان men man male males boys homme hommes garçons masculin"
# what is counted when it is neither people nor households
THINGS: Final = (
    "قرية قرى مدينة مدن مركز مراكز مدرسة مدارس مستشفى مستشفيات ولاية ولايات محافظة محافظات محلية محليات دولة دول "
    "مجتمع مجتمعات مشروع مشروعات مشاريع دورة دورات ورشة ورش مخيم مخيمات جمعية جمعيات مؤسسة مؤسسات منظمة منظمات "
    "village villages town towns city cities centre centres center centers school schools hospital hospitals state "
    "states district districts county counties country countries community communities project projects course courses "
    "workshop workshops session sessions camp camps association associations institution institutions organisation "
    "organisations organization organizations site sites location locations unit units km "
    "villes ville école écoles hôpital hôpitaux wilaya wilayas région régions gouvernorat gouvernorats commune "
    "communes localité localités pays communauté communautés projet projets atelier ateliers coopérative coopératives"
)
# beside these a number counts again and again
RATES: Final = (
    "per par monthly yearly annually weekly daily annuel annuels annuellement mensuel mensuels each chacun chacune "
    "شهريا سنويا يوميا أسبوعيا لكل"
)
