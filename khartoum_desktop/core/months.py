"""Names of months, quarters and the words around dates, as they stand in ministries' sheets, as data.

Arabic has four conventions for the Gregorian months (Egypt and Sudan, the Levant, Tunisia and Algeria, Morocco), and
old Libyan files a fifth; Hijri, Coptic and Ethiopian months are known by their own names.
"""

from typing import Final

# names are separated by a vertical bar, spelling is folded by the reader, first the name with its calendar's number
GREGORIAN: Final[tuple[str, ...]] = (
    "يناير|كانون الثاني|كانون ثاني|كانون 2|ك 2|جانفي|أي النار|january|jan|janvier|janv|jan",
    "فبراير|شباط|فيفري|النوار|february|feb|febr|février|fév|févr",
    "مارس|آذار|اذار|الربيع|march|mar|mars",
    "أبريل|إبريل|نيسان|أفريل|الطير|april|apr|avril|avr",
    "مايو|أيار|ماي|الماء|may|mai",
    "يونيو|يونية|يونيه|حزيران|جوان|الصيف|june|jun|juin",
    "يوليو|يولية|يوليه|تموز|جويلية|يوليوز|ناصر|july|jul|juillet|juil|juill",
    "أغسطس|آب|أوت|غشت|أغشت|هانيبال|august|aug|août",
    "سبتمبر|أيلول|شتنبر|شتمبر|الفاتح|september|sep|sept|septembre",
    "أكتوبر|تشرين الأول|تشرين أول|تشرين 1|ت 1|التمور|october|oct|octobre",
    "نوفمبر|تشرين الثاني|تشرين ثاني|تشرين 2|ت 2|نونبر|الحرث|november|nov|novembre",
    "ديسمبر|كانون الأول|كانون أول|كانون 1|ك 1|دجنبر|دجمبر|الكانون|december|dec|décembre|déc",
)
HIJRI: Final[tuple[str, ...]] = (
    "محرم|المحرم|محرم الحرام|muharram|mouharram",
    "صفر|safar",
    "ربيع الأول|ربيع أول|rabi al awwal|rabi i|rabi 1|rabia al awal",
    "ربيع الآخر|ربيع آخر|ربيع الثاني|ربيع ثاني|rabi al thani|rabi al akhir|rabi ii|rabi 2|rabia al thani",
    "جمادى الأولى|جمادى الأول|جماد أول|جمادى أولى|jumada al ula|jumada al awwal|jumada i|joumada al oula",
    "جمادى الآخرة|جمادى الآخر|جمادى الثانية|جمادى الثاني|جماد ثاني|jumada al akhirah|jumada al thani|jumada ii",
    "رجب|rajab",
    "شعبان|shaban|sha ban|shaaban|chaabane|chaaban",
    "رمضان|ramadan|ramadhan",
    "شوال|shawwal|shawal|chawwal",
    "ذو القعدة|ذي القعدة|ذو قعدة|ذوالقعدة|dhu al qidah|dhul qidah|dhul qada|dhou al qida",
    "ذو الحجة|ذي الحجة|ذو حجة|ذوالحجة|dhu al hijjah|dhul hijjah|dhul hijja|dhou al hijja",
)
COPTIC: Final[tuple[str, ...]] = (
    "توت|tout",
    "بابه|بابة|baba|paopi",
    "هاتور|hathor|hator",
    "كيهك|كياك|koiak|kiahk",
    "طوبة|toba|tobi",
    "أمشير|amshir|meshir",
    "برمهات|baramhat|paremhat",
    "برمودة|baramouda|barmouda|paremoude",
    "بشنس|bashans|pashons",
    "بؤونة|بؤنة|paona|paoni",
    "أبيب|epip|abib",
    "مسرى|mesra|mesori",
    "نسيء|النسيء|الشهر الصغير|nasie",
)
ETHIOPIAN: Final[tuple[str, ...]] = (
    "መስከረም|meskerem|mäskäräm",
    "ጥቅምት|tikimt|tekemt|teqemt",
    "ኅዳር|ህዳር|hidar|hedar",
    "ታኅሣሥ|ታህሳስ|tahsas|tahesas",
    "ጥር|tir|ter",
    "የካቲት|yekatit|yakatit",
    "መጋቢት|megabit|magabit",
    "ሚያዝያ|ሚያዚያ|miyazya|miazia|miyazia",
    "ግንቦት|ginbot|genbot",
    "ሰኔ|sene|sane",
    "ሐምሌ|ሃምሌ|hamle",
    "ነሐሴ|ነሃሴ|nehase|nehasse",
    "ጳጉሜ|ጳጉሜን|pagume|pagumen",
)

ORDINALS: Final[dict[int, str]] = {
    1: "الأول|أول|الأولى|أولى|first|premier|première|i",
    2: "الثاني|ثاني|الثانية|ثانية|second|deuxième|seconde|ii",
    3: "الثالث|ثالث|الثالثة|third|troisième|iii",
    4: "الرابع|رابع|الرابعة|fourth|quatrième|iv",
}
QUARTERS: Final = "الربع|ربع|ربع سنة|quarter|qtr|trimestre|trim"
HALVES: Final = "النصف|نصف|half|semester|semestre|sem"
# the calendar that a sign after the year names
SIGNS: Final[dict[str, str]] = {
    "gregorian": "م|ميلادي|ميلادية|الميلادي|gc|g c|ad|a d|ce|ap j c|apr j c|g",
    "hijri": "ه|هـ|هجري|هجرية|للهجرة|الهجري|ah|a h|h|hijri|hégire|de l hégire",
    "coptic": "ق|قبطي|قبطية|coptic|copte",
    "ethiopian": "ec|e c|eth cal|ethiopian|éthiopien|ዓ ም|ዓም|إثيوبي",
}
FISCAL: Final = (
    "fy|f y|fiscal year|financial year|السنة المالية|سنة مالية|"
    "العام المالي|عام مالي|exercice|exercice budgétaire|année fiscale"
)
ETHIOPIAN_FISCAL: Final = "efy|e f y|ethiopian fiscal year|ethiopian budget year|eby"
APPROXIMATE: Final = (
    "mi|mid|middle|middle of|milieu|منتصف|أواسط|début|debut|"
    "beginning|beginning of|start of|early|بداية|أوائل|مطلع|مستهل|"
    "fin|end|end of|late|نهاية|أواخر|آخر|خواتيم|about|circa|ca|around|environ|vers|حوالي|نحو|تقريبا|~|≈|"
    "before|avant|قبل|after|après|بعد|by|d ici|d ici à|بحلول|from|"
    "à partir de|dès|اعتبارا من|ابتداء من|depuis|since|منذ|onwards|onward|"
    "expected|prévu|estimated|متوقع|planned"
)
IGNORED: Final = (
    "of|the|in|on|de|du|d|le|la|l|en|au|من|في|عام|العام|سنة|السنة|"
    "لعام|لسنة|للعام|شهر|يوم|year|an|année|annee|month|mois|"
    "خلال|during|courant|au cours de|au cours du|day|jour|date|calendar year|cy|بتاريخ|تاريخ|التاريخ|"
    "ቀን|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|"
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mer|jeu|ven|sam|dim|"
    "الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد|اثنين|ثلاثاء|أربعاء|خميس|جمعة|سبت|أحد|"
    "،|,|.|;|:|(|)|'|th|st|nd|rd|er|ere|eme|e"
)
ALSO: Final = "الموافق|الموافق ل|الموافق لـ|الموافقة|موافق|corresponding to|correspondant à|i e|="
