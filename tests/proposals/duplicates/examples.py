"""Proposals that are one, and proposals that only look like it, as they stand in ministries' sheets.

A proposal is a line: its country, its cost in millions of euro (or –), what else is known, its titles by language. Two
lines are a pair; what kind of pair follows is said above them.
"""

import re
from itertools import count
from typing import Final

from khartoum_desktop.proposals.duplicates.model import Sketch

Pair = tuple[Sketch, Sketch]

_ids = count(1)
_TITLE: Final = re.compile(r"(?:^| \| )(ar|en|fr): ")


def one(line: str) -> Sketch:
    """Return the proposal of a line, such as “EG 2.5 acronym=SH parties=SD+ET en: Skills hubs | fr: Pôles”."""
    start = re.search(r"(?:ar|en|fr): ", line)
    assert start is not None
    country, cost, *more = line[: start.start()].split()
    known = dict(part.split("=") for part in more)
    parts = _TITLE.split(line[start.start() :])
    return Sketch(
        f"{next(_ids):03}",
        dict(zip(parts[1::2], parts[2::2], strict=True)),
        country=country,
        cost=None if cost == "-" else (round(float(cost) * 1_000_000_000), "EUR"),
        acronym=known.get("acronym", ""),
        ministry=known.get("ministry", "").replace("_", " "),
        parties=frozenset(known.get("parties", "").split("+")) - {""},
    )


def _pairs(text: str) -> tuple[Pair, ...]:
    found = [one(line) for line in text.strip().split("\n") if not line.startswith("#")]
    return tuple(zip(found[::2], found[1::2], strict=True))


PAIRS: Final = _pairs("""
# spelling, punctuation, letter case
EG - en: Skills hubs for returnees in Upper Egypt
EG - en: SKILLS HUBS FOR RETURNEES IN UPPER EGYPT
SD - en: Border health posts at Gallabat
SD - en: “Border health posts at Gallabat.”
KE - en: Strengthening anti-trafficking prosecutors
KE - en: Strenghtening anti trafficking prosecutors
SO - en: Early warning for climate displacement
SO - en: Early-warning system for climate displacements
ET - en: Legal identity for refugees in Gambella
ET - en: Legal Identity for Refugees in Gambela
SD - ar: تعزيز الصحة على الحدود
SD - ar: تعزيز الصحه علي الحدود
EG - ar: إدماج العائدين في سوق العمل
EG - ar: ادماج العائدين في سوق العمل
EG - ar: مَرَاكِز المهارات للشباب
EG - ar: مراكز المهـــارات للشباب
SD - ar: مكافحة الاتجار بالأشخاص
SD - ar: مكافحة الإتجار بالاشخاص
LY - ar: دعم المراكز الصحية للمهاجرين
LY - ar: دعم مراكز صحية للمهاجرين
DJ - fr: Santé aux frontières à Obock
DJ - fr: Sante aux frontieres a Obock
TN - fr: Réintégration économique des migrants de retour
TN - fr: Reintegration economique des migrants de retour
DJ - fr: Lutte contre la traite des êtres humains
DJ - fr: La lutte contre la traite d’êtres humains
# re-sent with small edits
EG 2 en: Skills hubs for returnees
EG 2.2 en: Skills centres for returnees
SD 1.2 en: Mobile clinics for pastoral communities
SD 1.2 en: Project: mobile clinics for pastoralist communities
KE 3 en: Network of prosecutors against trafficking in persons
KE 3 en: Prosecutors’ network against trafficking in persons
UG 1 en: Open schools for refugee and host community children
UG 1 en: Open schools for refugee children and host communities
SS 4 en: Livelihoods for returnees in Malakal
SS 4 en: Support to livelihoods for the returnees in Malakal
ER 1.5 en: Coast guard training for rescue at sea
ER 1.5 en: Training of coast guards for sea rescue
EG 1.5 en: Awareness campaign on irregular migration risks
EG 1.7 en: Awareness campaigns on the risks of irregular migration
ET 2.5 en: Climate-smart jobs in areas of return
ET 2.5 en: Climate smart employment in return areas
SO 0.8 en: Pre-departure information centres
SO 0.9 en: Information centres before departure (pre-departure)
KE 6 en: Seasonal work pathways, Horn of Africa to Europe
KE 6 en: Seasonal labour pathways from the Horn of Africa to Europe
SD 1 ar: تدريب حرس الحدود على تحديد الضحايا
SD 1 ar: مشروع تدريب حرس الحدود في مجال تحديد الضحايا
EG 3 ar: مسارات العمل الموسمي بين القرن الأفريقي وأوروبا
EG 3 ar: مسارات للعمل الموسمي بين القرن الإفريقي وأوروبا
EG 2 ar: حملة توعية بمخاطر الهجرة غير النظامية
EG 2 ar: حملات التوعية بمخاطر الهجرة غير النظامية
LY 1 ar: إيواء ضحايا الاتجار بالبشر
LY 1.1 ar: مراكز إيواء لضحايا الاتجار بالبشر
TN 2 fr: Centres de formation pour les jeunes migrants
TN 2 fr: Projet de centres de formation pour jeunes migrants
DJ 1 fr: Alerte précoce sur les déplacements climatiques
DJ 1 fr: Système d’alerte précoce pour les déplacements climatiques
TN 1.4 fr: Appui aux envois de fonds de la diaspora
TN 1.4 fr: Envois de fonds de la diaspora
SD 1 en: Border posts in Kassala phase 2
SD 1 en: Border posts in Kassala, Phase II
SD 1 en: Border posts in Kassala
SD 1 en: Border posts in Kassala (phase one)
EG 1 ar: مراكز المهارات: المرحلة الثانية
EG 1 ar: مراكز المهارات المرحلة 2
# translated
EG 2.5 en: Skills centres for youth
EG 2.5 ar: مراكز المهارات للشباب
SD 1.8 ar: الصحة على الحدود
SD 1.8 en: Border health
DJ 0.98 fr: Lutte contre la traite des personnes
DJ 0.98 ar: مكافحة الاتجار بالأشخاص
TN 1.25 fr: Réintégration des migrants de retour
TN 1.25 en: Reintegration of returning migrants
SO 1.42 en: Early warning for climate displacement
SO 1.42 ar: الإنذار المبكر بالنزوح المناخي
ET 3.3 en: Protection of refugee children in schools
ET 3.3 fr: Protection des enfants réfugiés dans les écoles
LY 0.7 ar: مكافحة تهريب المهاجرين عبر البحر
LY 0.7 en: Countering migrant smuggling by sea
KE 5.1 en: Shelters for victims of trafficking
KE 5.1 fr: Hébergement des victimes de la traite
UG 1.1 acronym=DIRR en: Digital registration of refugees
UG 1.2 acronym=DIRR fr: Enregistrement des réfugiés
# two States that name each other
KE 4 parties=ET en: One-stop border post at Moyale
ET 4 parties=KE en: One stop border post, Moyale
# written into the field of another language; in several languages at once
TN - fr: Observatoire de la migration
TN - en: Observatoire de la migration
EG - ar: مراكز المهارات | en: Skills hubs
EG - en: Skills hubs | fr: Pôles de compétences
# written after the rules were made, to see whether they hold
EG 1.5 en: Regional network of border liaison officers
EG 1.5 en: A regional network of liaison officers at the borders
SD 2 ar: إنشاء مركز إقليمي لمكافحة الاتجار بالبشر
SD 2 ar: إقامة مركز إقليمي لمكافحة الاتجار بالبشر في الخرطوم
KE 0.9 en: Counselling for returnees from the Gulf
KE 0.9 en: Psychosocial counselling for returnees from Gulf countries
TN 3 fr: Insertion professionnelle des jeunes dans les régions de départ
TN 3 fr: Insertion professionnelle de jeunes des régions de départ
ET 4.2 en: Improving labour migration governance
ET 4.2 ar: تحسين حوكمة هجرة اليد العاملة
DJ 1.1 fr: Prise en charge des victimes de la traite à Djibouti
DJ 1.1 en: Care for victims of trafficking in Djibouti
SO 2.6 en: Coastal surveillance against smuggling
SO 2.6 ar: مراقبة السواحل لمكافحة التهريب
UG 5 en: Water and energy for refugee settlements in West Nile
UG 5 en: Energy and water for refugee settlements, West Nile
LY 1.3 ar: العودة الطوعية وإعادة الإدماج للمهاجرين
LY 1.4 ar: برنامج العودة الطوعية وإعادة إدماج المهاجرين
ER 0.6 en: Vocational training for young people
ER 0.6 en: Vocational trainings for the youth
EG 2 fr: Formation des magistrats sur la traite
EG 2 ar: تدريب القضاة على قضايا الاتجار بالبشر
SS 1 en: Registration of births among IDPs
SS 1 en: Birth registration among IDPs
""")

OTHERS: Final = _pairs("""
# phases, years, numbers
EG 2 en: Skills hubs for returnees, phase I
EG 2 en: Skills hubs for returnees, phase II
EG 2 en: Skills hubs for returnees
EG 2 en: Skills hubs for returnees (Phase 2)
EG 2 ar: مراكز المهارات للعائدين، المرحلة الأولى
EG 2 ar: مراكز المهارات للعائدين، المرحلة الثانية
TN 2 fr: Appui à la réintégration, première phase
TN 2 fr: Appui à la réintégration, deuxième phase
KE 1 en: Border dialogue 2026
KE 1 en: Border dialogue 2027
SD 1 en: Health posts at border crossing 3
SD 1 en: Health posts at border crossing 5
SS 1 en: Return assistance III
SS 1 en: Return assistance IV
DJ 1 fr: Accueil des réfugiés, tranche 2
DJ 1 fr: Accueil des réfugiés, tranche 3
# trafficking is not smuggling
SD 1 ar: مكافحة الاتجار بالأشخاص
SD 1 ar: مكافحة تهريب الأشخاص
EG 1 ar: تدريب القضاة على قضايا الاتجار
EG 1 ar: تدريب القضاة على قضايا التهريب
KE 1 en: Prosecuting trafficking in persons
KE 1 en: Prosecuting smuggling of persons
LY 1 en: Training on migrant smuggling at sea
LY 1 en: Training on trafficking at sea
DJ 1 fr: Lutte contre la traite des migrants
DJ 1 fr: Lutte contre le trafic illicite de migrants
SD 1 ar: مكافحة الاتجار بالأشخاص
SD 1 en: Countering smuggling of persons
LY 0.7 fr: Lutte contre la traite des personnes en mer
LY 0.7 ar: مكافحة تهريب الأشخاص عبر البحر
# the same programme in different countries
KE 1 en: Community policing in border regions
ET 1 en: Community policing in border regions
SD 2 ar: مراكز المهارات للشباب
EG 2 ar: مراكز المهارات للشباب
TN 2 fr: Réintégration des migrants de retour
DJ 2 fr: Réintégration des migrants de retour
SI 1 en: Asylum training
SK 1 en: Asylum training
IO 1 en: Asylum training in Slovenia
IO 1 en: Asylum training in Slovakia
IO 1 en: Return counselling in Niger
IO 1 en: Return counselling in Nigeria
IO 1 en: Health screening in Sudan
IO 1 en: Health screening in South Sudan
IO 1 ar: فحص صحي في السودان
IO 1 ar: فحص صحي في جنوب السودان
IO 1 fr: Appui à l’asile en Slovénie
IO 1 fr: Appui à l’asile en Slovaquie
ET 1 en: Border trade between Ethiopia and Sudan
ET 1 en: Border trade between Ethiopia and Kenya
# the same work in different places, for different people
SD 1 en: Legal identity for refugees in Kassala
SD 1 en: Legal identity for refugees in Gedaref
SD 1 ar: مراكز صحية في كسلا
SD 1 ar: مراكز صحية في القضارف
DJ 1 fr: Formation des jeunes à Obock
DJ 1 fr: Formation des jeunes à Tadjourah
KE 1 en: Water for host communities in Turkana
KE 1 en: Water for host communities in Garissa
EG 1 en: Training of border police
EG 1 en: Training of border judges
EG 1 en: Schools for refugees
EG 1 en: Schools for returnees
EG 1 ar: فرص عمل للشباب
EG 1 ar: فرص عمل للنساء
TN 1 fr: Protection des enfants migrants
TN 1 fr: Protection des femmes migrantes
SO 1 en: Reintegration of returnees by sea
SO 1 en: Rescue of migrants at sea
ET 1 en: Climate jobs in Amhara
ET 1 en: Climate jobs in Tigray
# little in common
KE 1 en: Border health
KE 1 en: Border health, water and schools for pastoral communities of Marsabit
EG 1 en: Diaspora remittances
EG 1 en: Diaspora investment in farming
EG 5 en: Support to capacity building
EG 5 en: Support to the development of airports
SD 1 ar: مشروع دعم القدرات الوطنية في مجال المياه
SD 1 ar: مشروع دعم القدرات الوطنية في مجال التعليم
TN 1 fr: Projet d’appui aux médias
TN 1 fr: Projet d’appui aux ports
UG 1 en: Land registry
UG 1 en: Civil registry
# other languages, the same round cost
EG 1 en: Skills centres for youth
EG 1 ar: مكافحة غسل الأموال
SD 0.5 en: Border health
SD 0.5 ar: إدارة الحدود بين الولايات
DJ 1 fr: Eau pour les camps de réfugiés
DJ 1 en: Refugee children in schools
LY 1 ar: صحة المهاجرين
LY 1 en: Migrant detention data
SD 2 ar: مراكز المهارات للشباب
SD 3 en: Skills centres for youth and women in camps
ET 1 en: Protection of refugees in camps, phase II
ET 1 fr: Protection des réfugiés dans les camps
# written after the rules were made
SD 1 en: Border management training
SD 1 en: Border management equipment
EG 2 ar: دعم اللاجئين في القاهرة
EG 2 ar: دعم اللاجئين في الإسكندرية
KE 1 en: Youth employment in Mombasa
KE 1 en: Youth employment in Kisumu
TN 1 fr: Prévention de la migration irrégulière des mineurs
TN 1 fr: Protection des mineurs migrants
ET 3 en: Legal aid for migrants
ET 3 en: Health care for migrants
DJ 1 fr: Observatoire de la migration
DJ 1 fr: Observatoire de la traite
LY 5 ar: تدريب خفر السواحل
LY 5 ar: تدريب حرس الحدود
UG 2 en: Refugee host dialogue
UG 2 en: Host community roads
SO 1 en: Diaspora bonds
SO 1 en: Diaspora experts
EG 1 en: Labour migration agreements with Germany
EG 1 en: Labour migration agreements with Greece
SD 1 en: Anti-trafficking units
SD 1 ar: وحدات مكافحة التهريب
SS 2 en: Solar pumps for camps
SS 2 fr: Formation des enseignants
""")
