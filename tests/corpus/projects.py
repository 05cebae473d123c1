"""What the invented ministries propose: projects with their titles in three languages, before anybody wrote a sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

Three = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Project:
    """One project as its ministry knows it; amounts are whole euros, dates the first of a month or a day inside it."""

    key: int
    country: str
    title: Three
    ministry: Three
    place: Three
    amount: int
    start: date
    months: int
    people: int

    @property
    def end(self) -> date:
        """Return the last planned day."""
        total = self.start.year * 12 + self.start.month - 1 + self.months
        return date.fromordinal(date(total // 12, total % 12 + 1, 1).toordinal() - 1)


def _three(text: str) -> Three:
    ar, en, fr = (part.strip() for part in text.split("|"))
    return {"ar": ar, "en": en, "fr": fr}


COUNTRIES: Final[Mapping[str, Three]] = {
    code: _three(text)
    for code, text in {
        "SD": "السودان | Sudan | Soudan",
        "EG": "مصر | Egypt | Égypte",
        "ET": "إثيوبيا | Ethiopia | Éthiopie",
        "KE": "كينيا | Kenya | Kenya",
        "SO": "الصومال | Somalia | Somalie",
        "DJ": "جيبوتي | Djibouti | Djibouti",
        "ER": "إريتريا | Eritrea | Érythrée",
        "SS": "جنوب السودان | South Sudan | Soudan du Sud",
        "UG": "أوغندا | Uganda | Ouganda",
        "LY": "ليبيا | Libya | Libye",
        "TN": "تونس | Tunisia | Tunisie",
        "IT": "إيطاليا | Italy | Italie",
        "DE": "ألمانيا | Germany | Allemagne",
        "FR": "فرنسا | France | France",
        "NL": "هولندا | Netherlands | Pays-Bas",
        "SE": "السويد | Sweden | Suède",
    }.items()
}

STATES: Final[Mapping[str, Three]] = {
    code: _three(text)
    for code, text in {
        "SD": "جمهورية السودان | Republic of the Sudan | République du Soudan",
        "EG": "جمهورية مصر العربية | Arab Republic of Egypt | République arabe d'Égypte",
        "ET": "جمهورية إثيوبيا الفيدرالية الديمقراطية | Federal Democratic Republic of Ethiopia | "
        "République fédérale démocratique d'Éthiopie",
        "KE": "جمهورية كينيا | Republic of Kenya | République du Kenya",
        "SO": "جمهورية الصومال الفيدرالية | Federal Republic of Somalia | République fédérale de Somalie",
        "DJ": "جمهورية جيبوتي | Republic of Djibouti | République de Djibouti",
        "ER": "دولة إريتريا | State of Eritrea | État d'Érythrée",
        "SS": "جمهورية جنوب السودان | Republic of South Sudan | République du Soudan du Sud",
        "UG": "جمهورية أوغندا | Republic of Uganda | République de l'Ouganda",
        "LY": "دولة ليبيا | State of Libya | État de Libye",
        "TN": "الجمهورية التونسية | Republic of Tunisia | République tunisienne",
    }.items()
}

INTERIOR: Final = _three("وزارة الداخلية | Ministry of Interior | Ministère de l'Intérieur")
LABOUR: Final = _three("وزارة العمل | Ministry of Labour | Ministère du Travail")
FOREIGN: Final = _three("وزارة الخارجية | Ministry of Foreign Affairs | Ministère des Affaires étrangères")
SOCIAL: Final = _three("وزارة الشؤون الاجتماعية | Ministry of Social Affairs | Ministère des Affaires sociales")
HEALTH: Final = _three("وزارة الصحة | Ministry of Health | Ministère de la Santé")
MINISTRIES: Final = (INTERIOR, LABOUR, FOREIGN, SOCIAL, HEALTH)

_TEXTS: Final = """
SD|0|تعزيز إدارة الحدود في ولاية كسلا|Strengthening border management in Kassala State|Renforcement de la gestion des frontières dans l'État de Kassala|كسلا|Kassala|Kassala
SD|3|دعم عودة النازحين إلى ولاية الجزيرة|Supporting the return of displaced persons to Gezira State|Appui au retour des personnes déplacées dans l'État de Gezira|الجزيرة|Gezira|Gezira
SD|1|التدريب المهني للعائدين في الخرطوم|Vocational training for returnees in Khartoum|Formation professionnelle des personnes de retour à Khartoum|الخرطوم|Khartoum|Khartoum
SD|0|إنشاء وحدة لمكافحة الاتجار بالبشر في القضارف|Setting up a counter-trafficking unit in Gedaref|Création d'une unité de lutte contre la traite à Gedaref|القضارف|Gedaref|Gedaref
SD|4|الرعاية الصحية الأولية في مراكز الإيواء|Primary health care in gathering sites|Soins de santé primaires dans les sites d'accueil|بورتسودان|Port Sudan|Port-Soudan
SD|0|تطوير سجل الأجانب الإلكتروني|Development of the electronic register of foreigners|Développement du registre électronique des étrangers|الخرطوم|Khartoum|Khartoum
EG|1|مراكز الوظائف للشباب في محافظات الدلتا|Job centres for youth in the Delta governorates|Centres d'emploi pour les jeunes des gouvernorats du Delta|الغربية|Gharbia|Gharbia
EG|2|المبادرة الرئاسية مراكب النجاة|Presidential initiative Lifeboats|Initiative présidentielle Canots de sauvetage|البحيرة|Beheira|Beheira
EG|3|خدمات الحماية للأطفال المهاجرين غير المصحوبين|Protection services for unaccompanied migrant children|Services de protection des enfants migrants non accompagnés|القاهرة|Cairo|Le Caire
EG|0|رفع قدرات نيابات مكافحة تهريب المهاجرين|Capacity building of prosecution offices against migrant smuggling|Renforcement des parquets contre le trafic illicite de migrants|الإسكندرية|Alexandria|Alexandrie
EG|4|تحسين الخدمات الصحية للاجئين في أسوان|Better health services for refugees in Aswan|Amélioration des services de santé pour les réfugiés à Assouan|أسوان|Aswan|Assouan
EG|1|الاعتراف بالمهارات مع سوق العمل الإيطالي|Recognition of skills for the Italian labour market|Reconnaissance des compétences pour le marché du travail italien|الفيوم|Fayoum|Fayoum
ET|1|إعادة إدماج العائدين من المملكة العربية السعودية|Reintegration of returnees from Saudi Arabia|Réintégration des personnes de retour d'Arabie saoudite|أديس أبابا|Addis Ababa|Addis-Abeba
ET|3|سبل العيش للاجئين والمجتمعات المضيفة في جيجيغا|Livelihoods for refugees and host communities in Jijiga|Moyens d'existence des réfugiés et communautés d'accueil à Jijiga|جيجيغا|Jijiga|Jijiga
ET|0|مركز بيانات الهجرة الوطني|National migration data centre|Centre national de données sur la migration|أديس أبابا|Addis Ababa|Addis-Abeba
ET|4|الدعم النفسي لضحايا الاتجار|Psychosocial support to victims of trafficking|Soutien psychosocial aux victimes de la traite|متما|Metema|Metemma
KE|0|منصة تنسيق الحدود في موياله|Border coordination platform at Moyale|Plateforme de coordination frontalière à Moyale|موياله|Moyale|Moyale
KE|1|برنامج هجرة العمالة الدائرية مع ألمانيا|Circular labour migration programme with Germany|Programme de migration circulaire de main-d'œuvre avec l'Allemagne|نيروبي|Nairobi|Nairobi
KE|3|توطين اللاجئين الحضري في كاكوما|Urban settlement of refugees in Kakuma|Installation urbaine des réfugiés à Kakuma|كاكوما|Kakuma|Kakuma
KE|2|إشراك المغتربين في الاستثمار|Diaspora engagement in investment|Mobilisation de la diaspora pour l'investissement|نيروبي|Nairobi|Nairobi
SO|0|تأهيل خفر السواحل في بوصاصو|Training of the coast guard in Bossaso|Formation des garde-côtes à Bossasso|بوصاصو|Bossaso|Bossasso
SO|3|حلول دائمة للنازحين في بيدوا|Durable solutions for displaced persons in Baidoa|Solutions durables pour les personnes déplacées à Baidoa|بيدوا|Baidoa|Baidoa
SO|1|فرص عمل للشباب في كيسمايو|Jobs for youth in Kismayo|Emplois pour les jeunes à Kismayo|كيسمايو|Kismayo|Kismayo
SO|4|عيادات متنقلة على طريق الهجرة الشرقي|Mobile clinics along the eastern migration route|Cliniques mobiles sur la route migratoire de l'Est|هرجيسا|Hargeisa|Hargeisa
DJ|0|مركز استجابة للمهاجرين في أوبوك|Migrant response centre in Obock|Centre de réponse aux migrants à Obock|أوبوك|Obock|Obock
DJ|3|حماية الأطفال المهاجرين في مدينة جيبوتي|Protection of migrant children in Djibouti City|Protection des enfants migrants à Djibouti-ville|جيبوتي|Djibouti City|Djibouti-ville
DJ|4|مياه وصرف صحي في مخيمات علي صبيح|Water and sanitation in the camps of Ali Sabieh|Eau et assainissement dans les camps d'Ali Sabieh|علي صبيح|Ali Sabieh|Ali Sabieh
DJ|1|تدريب الشباب على مهن الموانئ|Training youth in port trades|Formation des jeunes aux métiers portuaires|جيبوتي|Djibouti City|Djibouti-ville
ER|1|مراكز التلمذة المهنية في مصوع|Apprenticeship centres in Massawa|Centres d'apprentissage à Massaoua|مصوع|Massawa|Massaoua
ER|0|تحديث نظام الجوازات|Modernisation of the passport system|Modernisation du système des passeports|أسمرة|Asmara|Asmara
ER|4|الصحة المجتمعية في غاش بركة|Community health in Gash-Barka|Santé communautaire dans le Gash-Barka|بارنتو|Barentu|Barentu
SS|3|إعادة إدماج العائدين في الرنك|Reintegration of returnees in Renk|Réintégration des personnes de retour à Renk|الرنك|Renk|Renk
SS|0|إدارة متكاملة للحدود في نيمولي|Integrated border management at Nimule|Gestion intégrée des frontières à Nimule|نيمولي|Nimule|Nimule
SS|4|مستشفى المجتمع المضيف في ملكال|Host community hospital in Malakal|Hôpital de la communauté d'accueil à Malakal|ملكال|Malakal|Malakal
SS|1|تدريب النساء العائدات على الزراعة|Farm training for women returnees|Formation agricole des femmes de retour|جوبا|Juba|Juba
UG|3|تسجيل اللاجئين في مستوطنة نيومانزي|Refugee registration in Nyumanzi settlement|Enregistrement des réfugiés au site de Nyumanzi|أدجوماني|Adjumani|Adjumani
UG|1|تنظيم مكاتب الاستقدام الخاصة|Regulation of private recruitment agencies|Réglementation des agences privées de recrutement|كمبالا|Kampala|Kampala
UG|0|الحد من الجريمة العابرة للحدود في بوسيا|Reducing cross-border crime at Busia|Réduction de la criminalité transfrontalière à Busia|بوسيا|Busia|Busia
UG|4|الاستجابة لتنقل السكان بسبب المناخ|Responding to climate-related mobility|Réponse à la mobilité liée au climat|كاراموجا|Karamoja|Karamoja
LY|0|دعم مراكز البحث والإنقاذ في مصراتة|Support to search and rescue centres in Misrata|Appui aux centres de recherche et sauvetage à Misrata|مصراتة|Misrata|Misrata
LY|3|العودة الطوعية من مراكز الإيواء في سبها|Voluntary return from the centres in Sebha|Retour volontaire depuis les centres de Sebha|سبها|Sebha|Sebha
LY|4|خدمات طبية للمهاجرين في الكفرة|Medical services for migrants in Kufra|Services médicaux pour les migrants à Koufra|الكفرة|Kufra|Koufra
LY|1|تنظيم تصاريح عمل الأجانب|Organisation of work permits for foreigners|Organisation des permis de travail des étrangers|طرابلس|Tripoli|Tripoli
TN|1|مرافقة المهاجرين العائدين في مدنين|Support to returning migrants in Médenine|Accompagnement des migrants de retour à Médenine|مدنين|Médenine|Médenine
TN|0|تطوير المرصد الوطني للهجرة|Development of the national migration observatory|Développement de l'observatoire national de la migration|تونس|Tunis|Tunis
TN|3|التماسك الاجتماعي في صفاقس|Social cohesion in Sfax|Cohésion sociale à Sfax|صفاقس|Sfax|Sfax
TN|2|شراكة المواهب مع فرنسا|Talent partnership with France|Partenariat de talents avec la France|سوسة|Sousse|Sousse
"""  # noqa: E501 - a project is a line

_AMOUNTS: Final = (
    450_000,
    780_000,
    1_250_000,
    2_500_000,
    3_400_000,
    4_120_000,
    6_750_000,
    12_000_000,
    936_664,
    1_875_500,
)
_PEOPLE: Final = (120, 350, 800, 1_500, 4_200, 12_000, 25_000)


def _projects() -> tuple[Project, ...]:
    found = []
    for key, line in enumerate(_TEXTS.strip().splitlines()):
        country, ministry, ar, en, fr, *places = (part.strip() for part in line.split("|"))
        random = Random(key)  # noqa: S311 - the same projects on every machine
        found.append(
            Project(
                key,
                country,
                {"ar": ar, "en": en, "fr": fr},
                MINISTRIES[int(ministry)],
                dict(zip(("ar", "en", "fr"), places, strict=True)),
                random.choice(_AMOUNTS),
                date(random.choice((2026, 2027)), random.randint(1, 12), random.choice((1, 1, 13, 15, 20, 28))),
                random.choice((12, 18, 24, 30, 36, 48)),
                random.choice(_PEOPLE),
            )
        )
    return tuple(found)


PROJECTS: Final = _projects()


def of(*countries: str, most: int = 99) -> tuple[Project, ...]:
    """Return the projects of these countries, at most so many."""
    return tuple(one for one in PROJECTS if one.country in countries)[:most]


def some(n: int, seed: int, *countries: str) -> tuple[Project, ...]:
    """Return `n` projects of these (of all) countries, chosen by a seed, in the order of the list."""
    pool = of(*countries) if countries else PROJECTS
    chosen = Random(seed).sample(range(len(pool)), n)  # noqa: S311 - the same choice on every machine
    return tuple(pool[index] for index in sorted(chosen))
