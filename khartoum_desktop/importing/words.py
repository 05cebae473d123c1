"""Words by which rows of a ministry's sheet are told apart, in three languages and in search spelling (`fold_key`)."""

import re
from typing import Final

_TOTALS: Final = (
    "total|totaux|subtotal|sub-total|sub total|sous-total|sous total|grand total|s/t|somme|sum|overall total|"
    "اجمالي|الاجمالي|المجموع|مجموع|جمله|الجمله|اجمالي عام|الاجمالي العام|المجموع الكلي|المجموع العام"
)
TOTAL: Final = re.compile(rf"^[\W\d]*(?:{_TOTALS})(?:$|[\s:.،,()/-])")
"""A label that begins like a total; whether the row is one also depends on its other cells."""

ONLY_TOTAL: Final = re.compile(
    rf"^[\W\d]*(?:{_TOTALS})(?:[\W\d]+(?:general|generale|global|overall|partiel|cost|costs|cout|amount|montant|budget|eur|euros?|"
    r"usd|dollars?|الكلي|الكليه|العام|العامه|عام|الفرعي|الجزيي|التكلفه|يورو|دولار))*[\W\d]*$"
)
"""A label that says nothing but that it is a total."""

MAYBE_TOTAL: Final = re.compile("to?ta|s/t|somme|sum|جمال|مجموع|جمل", re.IGNORECASE)
"""A cheap look before folding: no total word without one of these."""

SUM: Final = re.compile(
    r"[\W\d]*(?:(?:amount|balance|sum|total)s? )?(?:(?:carried|brought) (?:forward|over|down)|[bc]/f|balance|averages?|"
    "mean|overall|grand|count|percentage|a reporter|reports?(?: a nouveau)?|solde|moyennes?|ensemble|nombre|"
    "effectif|(?:ال)?(?:منقول|مرحل|متوسط|معدل|رصيد|عدد|نسبه)|ما قبله|ما بعده|نقل بعده|نقل قبله|الكل)[\\W\\d]*"
)
"""A whole label of a figure that sums up others: carried forward, an average, a count."""

NOTE: Final = re.compile(
    r"^[\W_]*(?:note|notes|nb|n\.b|nota|remarque|remarques|remark|remarks|source|sources|observation|observations|legend|"
    r"legende|disclaimer|ملاحظه|ملاحظات|ملحوظه|ملحوظات|المصدر|مصدر|تنويه|تنبيه|هامش|المرجع)\s*(?:$|[:.\d)*-]|\s)"
    r"|^[\W_]*(?:فقط (?:و?قدره?ا?|مبلغ|لا غير)|فقط\b.*\bلا غير|(?:only|say|in words)\b.*\b(?:euros?|dollars?|pounds?|"
    r"shillings?|birr|nakfa|dinars?|francs?)\b[\s.]*(?:only)?[\s.]*$|"
    r"(?:soit|arretee? (?:le|la|a la))\b.*\b(?:somme|montant|etat|liste)\b)"
)
"""The beginning of a remark below (or inside) a table, or an amount spelt out: فقط خمسة ملايين يورو لا غير."""

SIGNATURE: Final = re.compile(
    r"^[\W_]*(?:(?:حررت?|تحريرا|صدرت?)\b.{0,30}(?:\d|بتاريخ)|ختم (?:ال|و)|خاتم |"
    r"done (?:at|in) .{2,40}(?:,|\bon\b|\bthis\b|\d)|"
    r"يعتمد|اعتمد|اعده|اعداد|راجعه|مراجعه|توقيع|التوقيع|الختم|وزير|الوزير|المدير|مدير عام|رييس|وكيل|السكرتير|"
    "الامين العام|signature|signe|signed|approved|prepared|submitted by|certified|stamp|date and|visa|cachet|fait a|"
    "le ministre|la ministre|le directeur|la directrice|le secretaire|le chef|the minister|minister$|the director|"
    "director general)"
)
"""The beginning of a signature block below a table."""

UNIT: Final = re.compile(
    "thousand|million|millier|billion|milliard|مليون|ملايين|الف|الاف|مليار|meur|m€|k€|keur|musd|mdt|kusd|"
    r"\b(?:eur|euro|euros|usd|dollar|dollars|da|dt)\b|€|\$|يورو|دولار|جنيه|دينار"
)
"""A cheap look for a unit note before it is parsed."""

ONLY_UNIT: Final = re.compile(
    r"\(?(?:in |en |بال|ب)?(?:[%€$£]|us\$|[kmb]?(?:€|eur|usd)|eur(?:os?)?|usd|dollars?|thousands?|millions?|"
    "kes|etb|egp|sdg|ssp|ugx|djf|ern|sos|lyd|tnd|mad|gbp|chf|sek|nok|dkk|milliers|m?dt|da|"
    "months?|mois|years?|ans|days|jours|شهر|شهور|اشهر|سنه|يورو|دولار|جنيه|دينار|الف|مليون)"
    r"(?: (?:of |de |d')?(?:euros?|eur|usd|dollars?|يورو|دولار|جنيه|دينار))?\)?"
)
"""A whole cell that says how the figures below it count (folded)."""

_OF_DATE: Final = "d{1,2}|j{1,2}|m{1,3}|y{4}|y{2}|a{4}|a{2}|يوم|شهر|سنه|عام"
ONLY_DATE: Final = re.compile(rf"\(?(?:(?:{_OF_DATE})(?:\s?[/.-]\s?(?:{_OF_DATE})){{1,2}}|y{{4}}|a{{4}})\)?")
"""A whole cell that says how the dates below it are written (folded): dd/mm/yyyy, jj.mm.aaaa."""

TITLE: Final = re.compile(
    r"(?:list|liste|table|tableau|annex|annexe|ministry|ministere|republic|republique|kingdom|royaume|"
    "بيان|قايمه|كشف|جدول|ملحق|وزاره|جمهوريه|دوله|المملكه)\\b"
)
"""The beginning of a line that is a title of the sheet, not a label over some of its columns."""

CODE: Final = re.compile(
    "codes?|cle|key|symbole?|sigle|abreviation|abbreviation|field|champ|variable|رمز|الرمز|الكود|كود|اختصار|الاختصار|الحقل"
)
"""The label of a column of codes, or of the names of fields (whole, folded)."""

MEANING: Final = re.compile(
    "meaning|signification|description|explanation|explication|designation|libelle|label|definition|instructions?|"
    "guidance|المعني|معني|الدلاله|البيان|الوصف|التعريف|الشرح|شرح|التعليمات"
)
"""The label of a column that explains another (whole, folded)."""

STATE: Final = re.compile(
    r"^\s*(?:(?:دوله|حكومه|جمهوريه|مملكه)\s+|(?:the\s+)?(?:government|govt?\.?|state|republic|kingdom) of (?:the )?|"
    r"(?:le\s+|la\s+)?(?:gouvernement|etat|republique|royaume)\s+(?:de la |de l'|de |du |des |d')?)"
)
"""The words before the name of a State that do not change which one is meant."""

_REGIONS: Final = (
    "regional|regionale|region|global|globale|mondiale?|worldwide|world|international|internationale|multinational|"
    "various|several|divers|multiple|cross-border|transnational|all|tous|toutes|africa|afrique|europe|(?:le )?sahel|"
    "(?:the )?(?:greater )?horn of africa(?: region)?|(?:la )?(?:region de la )?corne de l'afrique|"
    "(?:east|eastern|north|northern|west|western|central|southern) africa|"
    "afrique (?:de l'est|de l'ouest|du nord|centrale|orientale|australe)|"
    "اقليمي|اقليميه|الاقليم|المنطقه|دولي|عالمي|متعدد|متنوع|عبر الحدود|افريقيا|اوروبا|الكل|(?:منطقه )?الساحل|"
    "(?:دول |منطقه )?القرن الافريقي|(?:دول )?(?:شرق|شمال|غرب|وسط) افريقيا|"
    "دول (?:الساحل|العبور|المقصد|المنشا|الجوار)|(?:متعدده?|عده|مختلف) (?:الدول|دول|البلدان|بلدان)"
)
_GROUPS: Final = (
    "multi[- ]?(?:country|countries|pays)|(?:(?:all|several|various|the|tous|toutes|les|plusieurs|divers) ){0,3}"
    "(?:(?:eu|au|igad|khartoum process|african|european|participating|partner) )?"
    "(?:members?|member (?:states|countries)|countries|states|partners|pays|etats|membres)"
    "(?: (?:membres|participants|partenaires|concernes|africains|europeens))?"
    "(?: (?:of the|du) (?:khartoum process|processus de khartoum))?|"
    "(?:(?:جميع|كل|كافه|ساير) )?(?:الدول|البلدان|الاعضا)"
    "(?: (?:الاعضا|المشاركه|المعنيه|المستفيده|الافريقيه|الاوروبيه)){0,2}"
)
REGION: Final = re.compile(rf"(?:{_REGIONS})|(?:{_GROUPS})")
"""Whole cells (folded) that name a region or a group of States: no single country."""

MINISTRY: Final = re.compile(
    r"\b(?:وزاره|هييه|مفوضيه|الاداره العامه|المديريه|مديريه|مجلس|المجلس|اللجنه|لجنه|جهاز|الجهاز|ديوان|الديوان|وكاله|"
    "ministry|ministere|authority|agency|commission|department|directorate|direction|secretariat|office national|"
    r"office of the (?:prime minister|president)|primature|presidence|رياسه (?:مجلس الوزراء|الوزراء|الجمهوريه)|"
    r"agence|council|conseil|committee|bureau|institut|institute)\b"
)
"""A line that names a ministry or an authority."""

TAG: Final = re.compile(r"#[a-zA-Z][\w]*(?:\s*\+\s*[\w]+)*\s*$")
"""A tag of the Humanitarian Exchange Language: #activity+name."""

NOTHING: Final = re.compile(
    r"(?!#{2}|[?؟]{3})(?:[^\w€$£¥]|_)+|x|n/?a|n\.a\.?|n/?d|n\.d\.?|nil|none|null|neant|aucune?|rien|ras|r\.a\.s\.?|tbd|tbc|unknown|"
    "sans objet|"
    "to be (?:determined|defined|confirmed)|(?:not )?(?:known|available|applicable)|a (?:definir|preciser|determiner)|"
    "non (?:defini|renseigne)|لا ?يوجد|لا شي|بدون|غير (?:محدد|متوفر|متاح|معروف)|قيد (?:التحديد|الدراسه)|"
    "سيحدد لاحقا|[يت]حدد لاحقا|لم يحدد بعد"
)
"""Whole cells that say that there is nothing (folded); "#####" and "????" are something that was lost."""
