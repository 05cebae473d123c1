"""Proposals that are one, and proposals that only look like it: two a line, with what a sheet says of each.

A proposal is written as its titles by language, its country, and what else is known: `cost` in millions of euro,
`acronym`, `ministry`, `parties`.
"""

from collections.abc import Mapping
from itertools import count
from typing import Final

from khartoum_desktop.proposals.duplicates.model import Sketch

_ids = count(1)


def one(
    country: str,
    cost: float | None = None,
    *,
    titles: Mapping[str, str] | None = None,
    acronym: str = "",
    ministry: str = "",
    parties: str = "",
    **title: str,
) -> Sketch:
    """Return a proposal of a country; `en="…"` is its English title."""
    return Sketch(
        f"{next(_ids):03}",
        titles or title,
        country=country,
        cost=None if cost is None else (round(cost * 1_000_000_000), "EUR"),
        acronym=acronym,
        ministry=ministry,
        parties=frozenset(parties.split()),
    )


PAIRS: Final[tuple[tuple[Sketch, Sketch], ...]] = (
    # spelling, punctuation, letter case
    (one("EG", en="Skills hubs for returnees in Upper Egypt"), one("EG", en="SKILLS HUBS FOR RETURNEES IN UPPER EGYPT")),
    (one("SD", en="Border health posts at Gallabat"), one("SD", en="“Border health posts at Gallabat.”")),
    (one("KE", en="Strengthening anti-trafficking prosecutors"), one("KE", en="Strenghtening anti trafficking prosecutors")),
    (one("SO", en="Early warning for climate displacement"), one("SO", en="Early-warning system for climate displacements")),
    (one("ET", en="Legal identity for refugees in Gambella"), one("ET", en="Legal Identity for Refugees in Gambela")),
    (one("SD", ar="تعزيز الصحة على الحدود"), one("SD", ar="تعزيز الصحه علي الحدود")),
    (one("EG", ar="إدماج العائدين في سوق العمل"), one("EG", ar="ادماج العائدين في سوق العمل")),
    (one("EG", ar="مَرَاكِز المهارات للشباب"), one("EG", ar="مراكز المهـــارات للشباب")),
    (one("SD", ar="مكافحة الاتجار بالأشخاص"), one("SD", ar="مكافحة الإتجار بالاشخاص")),
    (one("LY", ar="دعم المراكز الصحية للمهاجرين"), one("LY", ar="دعم مراكز صحية للمهاجرين")),
    (one("DJ", fr="Santé aux frontières à Obock"), one("DJ", fr="Sante aux frontieres a Obock")),
    (one("TN", fr="Réintégration économique des migrants de retour"), one("TN", fr="Reintegration economique des migrants de retour")),
    (one("DJ", fr="Lutte contre la traite des êtres humains"), one("DJ", fr="La lutte contre la traite d’êtres humains")),
    # re-sent with small edits
    (one("EG", 2, en="Skills hubs for returnees"), one("EG", 2.2, en="Skills centres for returnees")),
    (one("SD", 1.2, en="Mobile clinics for pastoral communities"), one("SD", 1.2, en="Project: mobile clinics for pastoralist communities")),
    (one("KE", 3, en="Network of prosecutors against trafficking in persons"), one("KE", 3, en="Prosecutors’ network against trafficking in persons")),
    (one("UG", 1, en="Open schools for refugee and host community children"), one("UG", 1, en="Open schools for refugee children and host communities")),
    (one("SS", 4, en="Livelihoods for returnees in Malakal"), one("SS", 4, en="Support to livelihoods for the returnees in Malakal")),
    (one("ER", 1.5, en="Coast guard training for rescue at sea"), one("ER", 1.5, en="Training of coast guards for sea rescue")),
    (one("EG", 1.5, en="Awareness campaign on irregular migration risks"), one("EG", 1.7, en="Awareness campaigns on the risks of irregular migration")),
    (one("ET", 2.5, en="Climate-smart jobs in areas of return"), one("ET", 2.5, en="Climate smart employment in return areas")),
    (one("SO", 0.8, en="Pre-departure information centres"), one("SO", 0.9, en="Information centres before departure (pre-departure)")),
    (one("KE", 6, en="Seasonal work pathways, Horn of Africa to Europe"), one("KE", 6, en="Seasonal labour pathways from the Horn of Africa to Europe")),
    (one("SD", 1, ar="تدريب حرس الحدود على تحديد الضحايا"), one("SD", 1, ar="مشروع تدريب حرس الحدود في مجال تحديد الضحايا")),
    (one("EG", 3, ar="مسارات العمل الموسمي بين القرن الأفريقي وأوروبا"), one("EG", 3, ar="مسارات للعمل الموسمي بين القرن الإفريقي وأوروبا")),
    (one("EG", 2, ar="حملة توعية بمخاطر الهجرة غير النظامية"), one("EG", 2, ar="حملات التوعية بمخاطر الهجرة غير النظامية")),
    (one("LY", 1, ar="إيواء ضحايا الاتجار بالبشر"), one("LY", 1.1, ar="مراكز إيواء لضحايا الاتجار بالبشر")),
    (one("TN", 2, fr="Centres de formation pour les jeunes migrants"), one("TN", 2, fr="Projet de centres de formation pour jeunes migrants")),
    (one("DJ", 1, fr="Alerte précoce sur les déplacements climatiques"), one("DJ", 1, fr="Système d’alerte précoce pour les déplacements climatiques")),
    (one("TN", 1.4, fr="Appui aux envois de fonds de la diaspora"), one("TN", 1.4, fr="Envois de fonds de la diaspora")),
    (one("SD", 1, en="Border posts in Kassala phase 2"), one("SD", 1, en="Border posts in Kassala, Phase II")),
    (one("SD", 1, en="Border posts in Kassala"), one("SD", 1, en="Border posts in Kassala (phase one)")),
    (one("EG", 1, ar="مراكز المهارات: المرحلة الثانية"), one("EG", 1, ar="مراكز المهارات المرحلة 2")),
    # translated
    (one("EG", 2.5, en="Skills centres for youth"), one("EG", 2.5, ar="مراكز المهارات للشباب")),
    (one("SD", 1.8, ar="الصحة على الحدود"), one("SD", 1.8, en="Border health")),
    (one("DJ", 0.98, fr="Lutte contre la traite des personnes"), one("DJ", 0.98, ar="مكافحة الاتجار بالأشخاص")),
    (one("TN", 1.25, fr="Réintégration des migrants de retour"), one("TN", 1.25, en="Reintegration of returning migrants")),
    (one("SO", 1.42, en="Early warning for climate displacement"), one("SO", 1.42, ar="الإنذار المبكر بالنزوح المناخي")),
    (one("ET", 3.3, en="Protection of refugee children in schools"), one("ET", 3.3, fr="Protection des enfants réfugiés dans les écoles")),
    (one("LY", 0.7, ar="مكافحة تهريب المهاجرين عبر البحر"), one("LY", 0.7, en="Countering migrant smuggling by sea")),
    (one("KE", 5.1, en="Shelters for victims of trafficking"), one("KE", 5.1, fr="Hébergement des victimes de la traite")),
    (one("UG", 1.1, en="Digital registration of refugees", acronym="DIRR"), one("UG", 1.2, fr="Enregistrement des réfugiés", acronym="DIRR")),
    # two States that name each other
    (one("KE", 4, en="One-stop border post at Moyale", parties="ET"), one("ET", 4, en="One stop border post, Moyale", parties="KE")),
    # written into the field of another language; in several languages at once
    (one("TN", fr="Observatoire de la migration"), one("TN", en="Observatoire de la migration")),
    (one("EG", ar="مراكز المهارات", en="Skills hubs"), one("EG", en="Skills hubs", fr="Pôles de compétences")),
)  # fmt: skip

OTHERS: Final[tuple[tuple[Sketch, Sketch], ...]] = (
    # phases, years, numbers
    (one("EG", 2, en="Skills hubs for returnees, phase I"), one("EG", 2, en="Skills hubs for returnees, phase II")),
    (one("EG", 2, en="Skills hubs for returnees"), one("EG", 2, en="Skills hubs for returnees (Phase 2)")),
    (one("EG", 2, ar="مراكز المهارات للعائدين، المرحلة الأولى"), one("EG", 2, ar="مراكز المهارات للعائدين، المرحلة الثانية")),
    (one("TN", 2, fr="Appui à la réintégration, première phase"), one("TN", 2, fr="Appui à la réintégration, deuxième phase")),
    (one("KE", 1, en="Border dialogue 2026"), one("KE", 1, en="Border dialogue 2027")),
    (one("SD", 1, en="Health posts at border crossing 3"), one("SD", 1, en="Health posts at border crossing 5")),
    (one("SS", 1, en="Return assistance III"), one("SS", 1, en="Return assistance IV")),
    (one("DJ", 1, fr="Accueil des réfugiés, tranche 2"), one("DJ", 1, fr="Accueil des réfugiés, tranche 3")),
    # trafficking is not smuggling
    (one("SD", 1, ar="مكافحة الاتجار بالأشخاص"), one("SD", 1, ar="مكافحة تهريب الأشخاص")),
    (one("EG", 1, ar="تدريب القضاة على قضايا الاتجار"), one("EG", 1, ar="تدريب القضاة على قضايا التهريب")),
    (one("KE", 1, en="Prosecuting trafficking in persons"), one("KE", 1, en="Prosecuting smuggling of persons")),
    (one("LY", 1, en="Training on migrant smuggling at sea"), one("LY", 1, en="Training on trafficking at sea")),
    (one("DJ", 1, fr="Lutte contre la traite des migrants"), one("DJ", 1, fr="Lutte contre le trafic illicite de migrants")),
    (one("SD", 1, ar="مكافحة الاتجار بالأشخاص"), one("SD", 1, en="Countering smuggling of persons")),
    (one("LY", 0.7, fr="Lutte contre la traite des personnes en mer"), one("LY", 0.7, ar="مكافحة تهريب الأشخاص عبر البحر")),
    # the same programme in different countries
    (one("KE", 1, en="Community policing in border regions"), one("ET", 1, en="Community policing in border regions")),
    (one("SD", 2, ar="مراكز المهارات للشباب"), one("EG", 2, ar="مراكز المهارات للشباب")),
    (one("TN", 2, fr="Réintégration des migrants de retour"), one("DJ", 2, fr="Réintégration des migrants de retour")),
    (one("SI", 1, en="Asylum training"), one("SK", 1, en="Asylum training")),
    (one("IO", 1, en="Asylum training in Slovenia"), one("IO", 1, en="Asylum training in Slovakia")),
    (one("IO", 1, en="Return counselling in Niger"), one("IO", 1, en="Return counselling in Nigeria")),
    (one("IO", 1, en="Health screening in Sudan"), one("IO", 1, en="Health screening in South Sudan")),
    (one("IO", 1, ar="فحص صحي في السودان"), one("IO", 1, ar="فحص صحي في جنوب السودان")),
    (one("IO", 1, fr="Appui à l’asile en Slovénie"), one("IO", 1, fr="Appui à l’asile en Slovaquie")),
    (one("ET", 1, en="Border trade between Ethiopia and Sudan"), one("ET", 1, en="Border trade between Ethiopia and Kenya")),
    # the same work in different places, for different people
    (one("SD", 1, en="Legal identity for refugees in Kassala"), one("SD", 1, en="Legal identity for refugees in Gedaref")),
    (one("SD", 1, ar="مراكز صحية في كسلا"), one("SD", 1, ar="مراكز صحية في القضارف")),
    (one("DJ", 1, fr="Formation des jeunes à Obock"), one("DJ", 1, fr="Formation des jeunes à Tadjourah")),
    (one("KE", 1, en="Water for host communities in Turkana"), one("KE", 1, en="Water for host communities in Garissa")),
    (one("EG", 1, en="Training of border police"), one("EG", 1, en="Training of border judges")),
    (one("EG", 1, en="Schools for refugees"), one("EG", 1, en="Schools for returnees")),
    (one("EG", 1, ar="فرص عمل للشباب"), one("EG", 1, ar="فرص عمل للنساء")),
    (one("TN", 1, fr="Protection des enfants migrants"), one("TN", 1, fr="Protection des femmes migrantes")),
    (one("SO", 1, en="Reintegration of returnees by sea"), one("SO", 1, en="Rescue of migrants at sea")),
    (one("ET", 1, en="Climate jobs in Amhara"), one("ET", 1, en="Climate jobs in Tigray")),
    # little in common
    (one("KE", 1, en="Border health"), one("KE", 1, en="Border health, water and schools for pastoral communities of Marsabit")),
    (one("EG", 1, en="Diaspora remittances"), one("EG", 1, en="Diaspora investment in farming")),
    (one("EG", 5, en="Support to capacity building"), one("EG", 5, en="Support to the development of airports")),
    (one("SD", 1, ar="مشروع دعم القدرات الوطنية في مجال المياه"), one("SD", 1, ar="مشروع دعم القدرات الوطنية في مجال التعليم")),
    (one("TN", 1, fr="Projet d’appui aux médias"), one("TN", 1, fr="Projet d’appui aux ports")),
    (one("UG", 1, en="Land registry"), one("UG", 1, en="Civil registry")),
    # other languages, the same round cost
    (one("EG", 1, en="Skills centres for youth"), one("EG", 1, ar="مكافحة غسل الأموال")),
    (one("SD", 0.5, en="Border health"), one("SD", 0.5, ar="إدارة الحدود بين الولايات")),
    (one("DJ", 1, fr="Eau pour les camps de réfugiés"), one("DJ", 1, en="Refugee children in schools")),
    (one("LY", 1, ar="صحة المهاجرين"), one("LY", 1, en="Migrant detention data")),
    (one("SD", 2, ar="مراكز المهارات للشباب"), one("SD", 3, en="Skills centres for youth and women in camps")),
    (one("ET", 1, en="Protection of refugees in camps, phase II"), one("ET", 1, fr="Protection des réfugiés dans les camps")),
)  # fmt: skip
