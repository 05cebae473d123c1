"""Words of titles in three languages, in search spelling: what says nothing, and what means the same thing.

Common words and meanings are beginnings of words without the Arabic article, “migra” for migration and migrants; one
with a point after it is a whole word.
"""

from collections.abc import Mapping
from typing import Final


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP: Final = _set(
    "a an the of and or for in to on at with by from into between among its their through across via under "
    "le la les l de des du d un une et ou pour en dans a au aux sur contre par avec entre vers chez leur leurs ses "
    "في من علي الي عن مع بين ضد خلال عبر و او لدي نحو"
)

# what follows one of these is most often a place
BEFORE_PLACES: Final = _set(
    "in at from near a au aux en dans في بولايه ولايه ولايات محافظه اقليم مدينه مخيم منطقه بمنطقه بمحافظه"
)

# words that stand in every other title
COMMON: Final = (
    "project", "program", "initiativ", "support", "strengthen", "enhanc", "improv", "promot", "develop", "build",
    "capacit", "action", "assist", "combat", "counter", "fight", "prevent", "national", "integrated", "scheme",
    "projet", "appui", "soutien", "renforc", "amelior", "initiativ", "lutte", "lutter", "mise", "oeuvre", "acces",
    "access", "establish", "manag", "gestion", "service", "creation", "state", "region", "area", "zone", "etat",
    "مشروع", "مشاريع", "برنامج", "برامج", "مبادر", "دعم", "تعزيز", "تحسين", "تطوير", "بناء", "بنا", "قدر", "تنمي",
    "مكافح", "منع", "وقاي", "وطني", "متكامل", "انشا", "اداره", "خدم", "مناطق", "منطق", "ولاي", "محافظ", "اقليم",
)  # fmt: skip

PHASE: Final = _set("phase stage part tranche volet etape lot round مرحله جزء شق")

NUMBERS: Final[Mapping[str, int]] = {
    word: number
    for number, words in enumerate(
        (
            "i one first premiere premier un une اول اولي",
            "ii two second deux deuxieme seconde ثاني ثانيه",
            "iii three third trois troisieme ثالث ثالثه",
            "iv four fourth quatre quatrieme رابع رابعه",
            "v five fifth cinq cinquieme خامس خامسه",
            "vi six sixth sixieme سادس سادسه",
        ),
        start=1,
    )
    for word in words.split()
}

TRAFFICKING: Final = "trafficking"
SMUGGLING: Final = "smuggling"

_CONCEPTS: Final[Mapping[str, str]] = {
    TRAFFICKING: "traffick traite. اتجار متاجر",
    SMUGGLING: "smuggl trafic. passeur تهريب مهرب",
    "border": "border frontier frontalier حدود",
    "training": "train formation former formateur تدريب تاهيل",
    "police": "police policier polici شرط",
    "justice": "judge judici justice magistrat juge قضا قاض عدال",
    "prosecution": "prosecut procureur parquet ادعا مدعي مدعين نياب",
    "refugee": "refugee refugie لاجي",
    "return": "return retour عوده عايد",
    "reintegration": "reintegr ادماج",
    "displaced": "displac deplac نازح نزوح",
    "migration": "migra migrant مهاجر هجره",
    "asylum": "asyl لجو",
    "people": "person people humain human etres بشر اشخاص",
    "health": "health sante sanitair medical صحه صحي طبي",
    "school": "educat school ecole scolari scolair enseign تعليم مدرس مدارس",
    "skill": "skill competenc مهار",
    "work": "job employ emploi labour labor travail worker عمال عمل تشغيل توظيف وظايف",
    "youth": "youth young jeun شباب شبان",
    "woman": "women woman femme girl fille نساء نسا مراه فتيات",
    "child": "child minor enfant mineur طفل اطفال قاصر قصر",
    "water": "water eau. eaux. hydraul مياه",
    "climate": "climat مناخ",
    "diaspora": "diaspora مهجر مغترب جالي",
    "remittance": "remit transfert envoi تحويل",
    "identity": "identit identif هوي",
    "document": "document وثيق وثايق مستند",
    "data": "data donnee statist بيان احصا",
    "victim": "victim ضحاي",
    "protection": "protect حماي",
    "law": "law. laws. legal legisl juridi loi. lois. قانون تشريع",
    "airport": "airport aeroport مطار",
    "sea": "coast sea. maritim mer. cote. cotes. littoral ساحل سواحل بحر",
    "rescue": "rescue sauvet secours انقاذ",
    "awareness": "aware sensibil توعي",
    "campaign": "campaign campagn حمله حملات",
    "information": "informat معلوم اعلام",
    "shelter": "shelter hebergement abri. ايواء ايوا",
    "centre": "centre center hub. hubs. مركز مراكز",
    "equipment": "equip fournitur تجهيز معدات",
    "livelihood": "livelihood subsistance معيش",
    "farming": "agricul agri farm زراع",
    "pastoralist": "pastoral رعوي رعاه",
    "vocational": "vocation profession مهني",
    "enterprise": "entrepr enterpr business رياد منشات",
    "food": "food. aliment غذا",
    "governance": "governance gouvernance حوكم",
    "coordination": "coordin تنسيق",
    "warning": "warning alert انذار",
    "early": "early precoce مبكر",
    "detention": "detent retention احتجاز",
    "host": "host. accueil مضيف",
    "community": "communit communaut مجتمع",
    "season": "season saison موسم",
    "network": "network reseau شبك",
    "fraud": "fraud forger تزوير مزور",
    "recruitment": "recruit recrut استقدام",
    "visa": "visa تاشير",
    "road": "road. route. طريق طرق",
    "mobile": "mobile ambulant متنقل",
    "clinic": "clinic clinique عياد",
    "psychosocial": "psycho نفسي",
    "study": "study studies etude research recherche دراس بحث",
    "register": "regist enregistr سجل تسجيل",
    "laundering": "launder blanchi غسل",
    "market": "market marche سوق اسواق",
    "energy": "energ solar solaire طاق",
    "camp": "camp. camps. مخيم",
    "house": "hous logement سكن اسكان",
    "policy": "policy policies politique سياس",
    "digital": "digit numeri رقمي رقمن",
    "hotline": "hotline helpline telephon",
}
# beginning of a word -> what it means
MEANINGS: Final[Mapping[str, str]] = {word: concept for concept, words in _CONCEPTS.items() for word in words.split()}
