"""A small invented world for the browser tests, built through the services over the starter taxonomy."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from matching_service.services.casework import follow_ups, pools
from matching_service.services.cohorts import cohorts, proposals
from matching_service.services.identity import accounts
from matching_service.services.identity.accounts import NewAccount
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.index.engine import Engine
from matching_service.services.lists import shortlists
from matching_service.services.marketplace import application_steps, applications, employers, openings
from matching_service.services.marketplace.employers import EmployerRecord
from matching_service.services.marketplace.openings import OpeningRecord, SkillDemand
from matching_service.services.profiles import people
from matching_service.services.profiles.people import (
    EducationRecord,
    ExperienceRecord,
    LanguageRecord,
    PersonRecord,
    RequalificationRecord,
    SkillRecord,
)
from matching_service.services.reference_data import reference
from tests import factories

PASSWORD = "tri nasumične reči"
COUNSELLOR, COORDINATOR = "savetnica@primer.rs", "koordinator@primer.rs"
GRADUATE, COMPANY = "milica@primer.rs", "konfekcija@primer.rs"
# they go through the whole chain, each in a language of their own
ZORAN, SUZANA = "zoran@primer.rs", "suzana@primer.rs"
SOON = date.today() + timedelta(days=30)


@dataclass(frozen=True, slots=True)
class World:
    """Ids of what the tests name."""

    milica: int
    dragan: int
    not_asked: int
    sewing: int
    warehouse: int
    draft: int
    returned: int
    waiting: int
    demanding: int
    imported: int
    application: int
    pool: int
    cohort: int
    run: int


def build(session: Session, engine: Engine) -> World:
    reference.load_reference_data(session)
    persons = [people.create(session, OPERATOR, engine, record).id for record in PEOPLE]
    # the last one is still to be asked
    for person_id in persons[:-1]:
        factories.agree(session, engine, person_id, "profiled", "ranked")
    konfekcija, logistika, kancelarija = (_employer(session, *line) for line in EMPLOYERS)
    ids = {record.title: openings.create(session, OPERATOR, engine, record, konfekcija).id for record in SEWING}
    ids |= {
        record.title: openings.create(session, OPERATOR, engine, record, logistika).id
        for record in (*OTHERS, DEMANDING)
    }
    waiting = openings.create(session, OPERATOR, engine, WAITING, kancelarija).id
    for opening_id in (
        ids["Šivač na mašini"],
        ids["Magacioner"],
        ids["Viljuškarista"],
        ids["Praksa u negovanju starih"],
        ids["Vozač dostave"],
    ):
        _take(session, engine, opening_id, "submit", "approve")
    _take(session, engine, waiting, "submit")
    _take(session, engine, ids["Peglerka"], "submit")
    openings.act(
        session, OPERATOR, engine, ids["Peglerka"], "return", "Napišite koliko iznosi plata i u koliko smena se radi."
    )
    message = "Šila sam radnu odeću, mogu da počnem odmah."
    factories.agree_to_be_seen(session, engine, persons[2], ids["Šivač na mašini"])
    shortlists.propose(session, OPERATOR, ids["Šivač na mašini"], persons[1])
    applications.apply(session, OPERATOR, persons[2], ids["Šivač na mašini"], message)
    factories.agree_to_be_seen(session, engine, persons[0], ids["Viljuškarista"])
    offered = applications.apply(session, OPERATOR, persons[0], ids["Viljuškarista"], message).id
    application_steps.act(session, OPERATOR, engine, offered, "offer", note="Dođite u ponedeljak u 8.")
    applications.prepare(session, OPERATOR, persons[0], ids["Magacioner"], "Mogu da počnem u ponedeljak.")
    _accounts(session, konfekcija, persons)
    return World(
        milica=persons[0],
        dragan=persons[1],
        not_asked=persons[-1],
        sewing=ids["Šivač na mašini"],
        warehouse=ids["Magacioner"],
        draft=ids["Krojač"],
        returned=ids["Peglerka"],
        waiting=waiting,
        demanding=ids["Vozač dostave"],
        imported=openings.put_imported(session, OPERATOR, engine, "spisak", "1", IMPORTED).id,
        application=offered,
        pool=_casework(session, persons),
        **_cohort(session, engine, persons, [ids["Šivač na mašini"], ids["Magacioner"], ids["Vozač dostave"]]),
    )


def _cohort(session: Session, engine: Engine, persons: list[int], opening_ids: list[int]) -> dict[str, int]:
    """With a wish, and a proposal."""
    cohort = cohorts.create(session, OPERATOR, "Praksa, jesen", "Za razgovor sa firmama.")
    cohorts.add_people(session, OPERATOR, cohort, persons)
    cohorts.add_openings(session, OPERATOR, cohort, opening_ids)
    cohorts.say(session, OPERATOR, cohort, persons[0], opening_ids[1], wish=1)
    return {"cohort": cohort, "run": proposals.propose(session, OPERATOR, engine, cohort)}


def _casework(session: Session, persons: list[int]) -> int:
    """Something that is overdue, and a pool that has somebody in it who does not agree to be ranked."""
    follow_ups.add(session, OPERATOR, persons[0], "Pozvati zbog lekarskog uverenja", date.today() - timedelta(days=3))
    follow_ups.add(session, OPERATOR, persons[1], "Doneti diplomu", date.today())
    pool = pools.make(session, OPERATOR, "Šivačice, Vranje 2026", "Za konfekciju Jug.")
    pools.add(session, OPERATOR, pool.id, [persons[0], persons[-1]])
    return pool.id


def _employer(session: Session, name: str, municipality: str, activity: str, verified: bool) -> int:
    record = EmployerRecord(
        pib=factories.pib(),
        name=name,
        municipality=municipality,
        address="Partizanska 12",
        activity=activity,
        contact_name="Jelena Stanković",
        contact_email="firma@primer.rs",
        contact_phone="017 421 111",
    )
    made = employers.create(session, OPERATOR, record)
    if verified:
        employers.verify(session, OPERATOR, made.id)
    return made.id


def _take(session: Session, engine: Engine, opening_id: int, *actions: str) -> None:
    for action in actions:
        openings.act(session, OPERATOR, engine, opening_id, action)


def _accounts(session: Session, employer_id: int, persons: list[int]) -> None:
    accounts.create_user(session, NewAccount(COUNSELLOR, PASSWORD, "Vesna Ilić"), ("counsellor",))
    accounts.create_user(session, NewAccount(COORDINATOR, PASSWORD, "Goran Mitić"), ("coordinator",))
    accounts.create_user(session, NewAccount(COMPANY, PASSWORD, "Jelena Stanković"), ("employer",), employer_id)
    for number, email in ((0, GRADUATE), (3, ZORAN), (4, SUZANA)):
        new = NewAccount(email, PASSWORD, f"{PEOPLE[number].given_name} {PEOPLE[number].family_name}")
        accounts.create_user(session, new, ("beneficiary",), person_id=persons[number])


EMPLOYERS = (
    ("Konfekcija Jug d.o.o.", "vranje", "Šijemo radnu odeću i uniforme, 45 zaposlenih.", True),
    ("Logistika Pčinja", "bujanovac", "Magacin i dostava robe za jug Srbije.", True),
    ("Knjigovodstvo Stojanović", "nis", "Vodimo knjige za male firme.", False),
)

PEOPLE = (
    PersonRecord(
        given_name="Milica",
        family_name="Petrović",
        email=GRADUATE,
        phone="064 123 4567",
        municipality="vranje",
        mobility_km=40,
        working_time="full_time",
        about="Šila sam zavese i radnu odeću, znam da radim na overlok mašini i na štep mašini. Vredna i uredna.",
        wishes="Volela bih da radim kao šivačica u konfekciji.",
        educations=(EducationRecord(3, "tekstil", "Konfekcionar", "Tekstilna škola Vranje", 2015),),
        experiences=(
            ExperienceRecord("Krojačica", "Radionica Bojana", "Krojenje i šivenje zavesa, popravke odeće.", 3.5, 2021),
            ExperienceRecord("Prodavačica", "Butik Lana", "Rad na kasi i slaganje robe.", 1, 2023),
        ),
        languages=(LanguageRecord("sr", "native"), LanguageRecord("de", "A2")),
        licences=("B",),
        licences_complete=True,
    ),
    PersonRecord(
        given_name="Dragan",
        family_name="Stanković",
        phone="063 555 777",
        municipality="bujanovac",
        mobility_km=25,
        about="Radio u Nemačkoj: Lager, Gabelstapler. Imam Gabelstaplerschein.",
        experiences=(ExperienceRecord("Lagerarbeiter", "Müller GmbH", "Kommissionieren und Verladen", 4, 2022),),
        requalifications=(
            RequalificationRecord(
                "Viljuškarista",
                "Građevinski radnik",
                provider="Srednja škola Bujanovac",
                year=2024,
                hours=120,
                certificate="Uverenje za viljuškar",
            ),
        ),
        languages=(LanguageRecord("de", "B1"),),
        licences=("B", "C"),
    ),
    PersonRecord(
        given_name="Jasmina",
        family_name="Ramadani",
        municipality="vranje",
        mobility_km=15,
        about="Šivenje po meri, overlok, popravke garderobe.",
        experiences=(ExperienceRecord("Šivačica", "Fabrika Jumko", "Traka, štep mašina", 9, 2012),),
        skills=(SkillRecord("forklift-operation", 0),),
        skills_complete=False,
    ),
    PersonRecord(
        given_name="Zoran",
        family_name="Cvetković",
        municipality="nis",
        mobility_km=10,
        educations=(EducationRecord(6, "ekonomija", "Ekonomista", "Ekonomski fakultet Niš", 2022),),
        experiences=(ExperienceRecord("Pomoćnik knjigovođe", "Biro Plus", "Unos faktura, Excel", 1, 2024),),
    ),
    PersonRecord(
        given_name="Suzana",
        family_name="Đorđević",
        municipality="leskovac",
        about="Čuvala sam starije osobe u Italiji, kupanje, hranjenje, terapija.",
        experiences=(ExperienceRecord("Negovateljica", "", "Nega nepokretne osobe u kući", 6, 2023),),
        languages=(LanguageRecord("it", "B2"),),
    ),
    PersonRecord(
        given_name="Петар",
        family_name="Николић",
        municipality="vladicin-han",
        mobility_km=50,
        about="Радио сам у магацину, утовар и истовар, имам возачку дозволу.",
        experiences=(ExperienceRecord("Магационер", "Велетрговина", "Пријем и издавање робе", 2, 2020),),
        licences=("B",),
        licences_complete=True,
    ),
)

SEWING = (
    OpeningRecord(
        title="Šivač na mašini",
        kind="internship",
        description=(
            "Šijemo radnu odeću. Potrebno je da znate da radite na štep mašini i overloku, ili da želite da naučite. "
            "Rad u timu, tačnost i urednost."
        ),
        education_min=2,
        municipality="vranje",
        place="Industrijska zona",
        places=3,
        hours_per_week=40,
        working_time="full_time",
        starts_on=SOON,
        ends_on=SOON + timedelta(days=90),
        apply_by=SOON,
        pay_from=Decimal(45000),
        pay_period="month",
        offers="Topli obrok i prevoz. Ko se pokaže, ostaje da radi.",
        mentor="Slavica Tasić, poslovođa",
        learning_goals="Šivenje na štep mašini i overloku, čitanje krojne liste, kontrola kvaliteta.",
    ),
    OpeningRecord(
        title="Krojač",
        description="Krojenje tkanine po krojnoj listi, rad na mašini za krojenje.",
        skills=(SkillDemand("teamwork", required=False),),
        municipality="vranje",
        pay_from=Decimal(70000),
        pay_to=Decimal(85000),
        pay_period="month",
    ),
    OpeningRecord(
        title="Peglerka", description="Peglanje gotove robe, rad u smenama.", municipality="vranje", places=2
    ),
)

OTHERS = (
    OpeningRecord(
        title="Magacioner",
        description="Prijem i izdavanje robe, rad sa bar-kod čitačem, popis. Viljuškar je prednost.",
        skills=(SkillDemand("barcode-scanner"), SkillDemand("forklift-operation", required=False)),
        municipality="bujanovac",
        places=2,
        working_time="full_time",
        apply_by=SOON,
        pay_from=Decimal(75000),
        pay_to=Decimal(90000),
        pay_period="month",
        licences=("B",),
        offers="Prevoz i topli obrok.",
    ),
    OpeningRecord(
        title="Viljuškarista",
        description="Vožnja viljuškara, utovar i istovar kamiona.",
        skills=(SkillDemand("forklift-operation"),),
        municipality="vranje",
        licences=("C",),
        languages=(LanguageRecord("de", "A2"),),
        apply_by=SOON,
    ),
    OpeningRecord(
        title="Praksa u negovanju starih",
        kind="internship",
        description="Pomoć starijim osobama u kući: kupanje, hranjenje, razgovor, nabavka.",
        municipality="leskovac",
        mentor="Snežana Ilić, medicinska sestra",
        apply_by=SOON,
    ),
)

# of whom nobody says everything that it asks: each person stands there with several notes
DEMANDING = OpeningRecord(
    title="Vozač dostave",
    description="Dostava robe kupcima u Srbiji i Nemačkoj, utovar i istovar, rad sa fiskalnom kasom.",
    education_min=3,
    municipality="vranje",
    working_time="full_time",
    starts_on=SOON,
    licences=("B", "C"),
    languages=(LanguageRecord("de", "A1"), LanguageRecord("en", "A1")),
    apply_by=SOON,
)
IMPORTED = OpeningRecord(title="Potrebno dvoje", description="Sve po dogovoru.")

WAITING = OpeningRecord(
    title="Praksa u knjigovodstvu",
    kind="internship",
    description="Unos faktura, obračun plata, rad u Excelu i programu za knjigovodstvo. Rad sa klijentima. "
    + "Књиговодственорачуноводствени" * 3,
    education_min=3,
    languages=(LanguageRecord("en", "B1"),),
    municipality="nis",
    apply_by=SOON,
    mentor="Ivana Stojanović, knjigovođa",
    learning_goals="Vođenje poslovnih knjiga male firme.",
)
