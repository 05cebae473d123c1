"""Currencies: their decimals, and the words and signs that people write for them, as data."""

from typing import Final

# ISO 4217 codes in use, by the decimals that CLDR gives them
_BY_DECIMALS: Final[dict[int, str]] = {
    0: (
        "AFN ALL BIF CLP DJF GNF IQD IRR ISK JPY KMF KPW KRW LAK LBP MGA MMK PYG RSD RWF SOS SYP UGX VND "
        "VUV XAF XOF XPF YER"
    ),
    2: (
        "AED AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB "
        "BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP "
        "CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP "
        "GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR JMD KES KGS "
        "KHR KYD KZT LKR LRD LSL MAD MDL MKD MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK "
        "PHP PKR PLN QAR RON RUB SAR SBD SCR SDG SEK SGD SHP SLE SRD "
        "SSP STN SVC SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD "
        "UYU UZS VES WST XCD XCG XDR ZAR ZMW ZWG"
    ),
    3: "BHD JOD KWD LYD OMR TND",
}
CURRENCIES: Final[dict[str, int]] = {code: n for n, codes in _BY_DECIMALS.items() for code in codes.split()}

# codes that are also everyday words: a currency only in capitals
WORDLIKE: Final = frozenset({"ALL", "TOP", "TRY", "CUP", "PEN", "BAM", "MAD", "GEL"})

ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "EUR": ("€", "euro", "euros", "يورو", "أورو", "يوروهات"),
    "USD": (
        *("us $", "$ us", "u s $", "us dollar", "us dollars", "dollar", "dollars", "dollar us", "dollars us", "usd $"),
        *("dollar américain", "dollars américains", "dollars des états unis", "american dollars"),
        *("دولار", "دولارا", "دولارات", "دولار أمريكي", "دولارا أمريكيا", "دولار أميركي", "دولارات أمريكية"),
    ),
    "CAD": ("canadian dollar", "canadian dollars", "dollar canadien", "dollars canadiens", "دولار كندي", "ca $", "c $"),
    "AUD": ("australian dollar", "australian dollars", "dollar australien", "دولار أسترالي", "a $", "au $"),
    "GBP": (
        *("pound sterling", "pounds sterling", "british pounds", "sterling", "livre sterling", "livres sterling"),
        *("جنيه إسترليني", "جنيها إسترلينيا", "جنيه استرلينى", "إسترليني", "uk £", "gb £", "£ gb"),
    ),
    "EGP": (
        *("جنيه مصري", "جنيها مصريا", "جنيهات مصرية", "ج م", "جم", "le", "l e", "e £", "£ e", "eg £"),
        *("egyptian pound", "egyptian pounds", "livre égyptienne", "livres égyptiennes"),
    ),
    "SDG": (
        *("جنيه سوداني", "جنيها سودانيا", "جنيهات سودانية", "ج س", "جس", "sudanese pound", "sudanese pounds"),
        *("livre soudanaise", "livres soudanaises"),
    ),
    "SSP": (
        *("جنيه جنوب سوداني", "جنيه جنوب السودان", "جنيه سوداني جنوبي"),
        *("south sudanese pound", "south sudanese pounds"),
        *("livre sud soudanaise", "livres sud soudanaises", "ss £"),
    ),
    "ETB": ("br", "ብር", "بر", "بر إثيوبي", "بير إثيوبي", "birr", "birrs", "ethiopian birr", "birr éthiopien"),
    "ERN": ("ناكفا", "نقفة", "نكفا", "nakfa", "nakfas", "nfk"),
    "DJF": (
        *(
            "فرنك جيبوتي",
            "فرنك جيبوتى",
            "fdj",
            "fd",
            "f dj",
            "fr dj",
            "djibouti franc",
            "djibouti francs",
            "djiboutian franc",
        ),
        *("franc djibouti", "francs djibouti", "franc de djibouti", "francs de djibouti", "franc djiboutien"),
        *("francs djiboutiens",),
    ),
    "KES": ("شلن كيني", "ksh", "kshs", "kenya shilling", "kenya shillings", "kenyan shillings", "shilling kényan"),
    "UGX": ("شلن أوغندي", "ush", "uganda shilling", "uganda shillings", "ugandan shillings", "shilling ougandais"),
    "SOS": ("شلن صومالي", "so sh", "somali shilling", "somali shillings", "shilling somalien"),
    "TZS": ("شلن تنزاني", "tsh", "tanzanian shillings"),
    "LYD": (
        *("دينار ليبي", "دينارا ليبيا", "د ل", "دل", "ld"),
        *("libyan dinar", "libyan dinars", "dinar libyen", "dinars libyens"),
    ),
    "TND": (
        *("دينار تونسي", "دينارا تونسيا", "د ت", "دت", "dt", "tunisian dinar", "tunisian dinars", "dinar tunisien"),
        *("dinars tunisiens",),
    ),
    "DZD": (
        *("دينار جزائري", "دينارا جزائريا", "د ج", "دج", "da", "algerian dinar", "algerian dinars", "dinar algérien"),
        *("dinars algériens",),
    ),
    "KWD": ("دينار كويتي", "دينارا كويتيا", "د ك", "دك", "kd", "kuwaiti dinar", "kuwaiti dinars", "dinars koweïtiens"),
    "IQD": ("دينار عراقي", "د ع", "دع", "iraqi dinar", "iraqi dinars", "dinars irakiens"),
    "JOD": ("دينار أردني", "د أ", "jordanian dinar", "jordanian dinars", "dinars jordaniens"),
    "BHD": ("دينار بحريني", "bahraini dinar"),
    "MAD": ("درهم مغربي", "dh", "dhs", "moroccan dirham", "moroccan dirhams", "dirham marocain", "dirhams marocains"),
    "AED": ("درهم إماراتي", "د إ", "uae dirham", "uae dirhams", "dirhams émiratis"),
    "SAR": ("ريال سعودي", "ر س", "رس", "saudi riyal", "saudi riyals", "riyals saoudiens"),
    "QAR": ("ريال قطري", "ر ق", "qatari riyal", "qatari riyals"),
    "OMR": ("ريال عماني", "ر ع"),
    "YER": ("ريال يمني", "yemeni riyal"),
    "LBP": ("ليرة لبنانية", "ل ل", "lebanese pound", "lebanese pounds", "livres libanaises"),
    "SYP": ("ليرة سورية", "syrian pound", "syrian pounds"),
    "TRY": ("ليرة تركية", "₺", "turkish lira", "turkish liras"),
    "CHF": ("فرنك سويسري", "swiss franc", "swiss francs", "franc suisse", "francs suisses", "sfr"),
    "XAF": ("francs cfa beac",),
    "XOF": ("francs cfa bceao",),
    "NOK": ("كرونة نرويجية", "كرون نرويجي", "norwegian krone", "norwegian kroner", "couronnes norvégiennes", "nkr"),
    "SEK": (
        *("كرونة سويدية", "كرون سويدي", "kronor", "krona"),
        *("swedish krona", "swedish kronor", "couronnes suédoises", "skr"),
    ),
    "DKK": ("كرونة دنماركية", "كرون دنماركي", "danish krone", "danish kroner", "couronnes danoises", "dkr"),
    "PLN": ("زلوتي", "zł", "zloty", "złoty", "zlotys"),
    "CZK": ("كرونة تشيكية", "kč", "koruna", "czech koruna", "couronnes tchèques"),
    "HUF": ("ft", "فورنت", "forint", "forints"),
    "RON": ("ليو روماني", "lei", "leu"),
    "BGN": ("ليف بلغاري", "lev", "leva", "лв"),
    "JPY": ("ين", "ين ياباني", "yen", "yens", "¥", "japanese yen"),
    "CNY": ("يوان", "yuan", "rmb"),
}
# words that more than one currency goes by, the likeliest first where there is one that a person means unless they say
# otherwise (`LIKELIEST`)
AMBIGUOUS: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    ("USD", "CAD", "AUD"): ("$",),
    ("GBP", "EGP", "SDG", "SSP"): ("£",),
    ("EGP", "SDG", "SSP", "GBP"): ("جنيه", "جنيها", "جنيهات", "pound", "pounds", "livre", "livres", "lp"),
    ("LYD", "TND", "KWD", "IQD", "JOD", "DZD", "BHD"): ("دينار", "دينارا", "دنانير", "dinar", "dinars"),
    ("DJF", "CHF", "XAF", "XOF"): ("فرنك", "فرنكا", "فرنكات", "franc", "francs", "fr", "frs"),
    ("XAF", "XOF"): ("fcfa", "f cfa", "cfa", "franc cfa", "francs cfa", "فرنك أفريقي"),
    ("NOK", "SEK", "DKK"): ("kr", "krone", "kroner", "couronne", "couronnes", "كرونة", "كرون", "كرونات"),
    ("KES", "UGX", "SOS", "TZS"): ("شلن", "شلنا", "شلنات", "shilling", "shillings", "sh", "shs"),
    ("SAR", "QAR", "OMR", "YER"): ("ريال", "ريالا", "ريالات", "riyal", "riyals", "rial"),
    ("AED", "MAD"): ("درهم", "درهما", "دراهم", "dirham", "dirhams"),
    ("SDG", "SYP"): ("ls", "l s", "£ s", "s £"),
    ("LBP", "SYP", "TRY"): ("ليرة", "ليرات", "lira", "liras", "lires"),
}
LIKELIEST: Final[frozenset[str]] = frozenset({"$", "£"})
