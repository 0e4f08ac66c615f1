"""Europass files -> a curriculum: the passport of skills (XML and JSON, to 2020) and the candidate of today's PDFs.

Names are looked for without their namespaces, which the two formats mix. Formats: the schema of the European
passport of
skills, version 3, and the unofficial notes on the schema of Europass 2020, whose own documentation is behind a sign-in.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import orjson
from babel.core import get_global
from defusedxml import DefusedXmlException, ElementTree

from matching_service.errors import Invalid
from matching_service.services.importing.places import Places
from matching_service.services.intake.curriculum import Course, Curriculum, Job, School, Spoken, Text
from matching_service.services.intake.left_out import without_protected_sentences
from matching_service.services.intake.periods import Moment, Period
from matching_service.services.intake.schooling import is_course, level_of
from models.vocabulary import LANGUAGE_LEVELS, LICENCE_CATEGORIES

_LEFT_OUT = {
    "birth": ("Birthdate", "BirthDate", "BirthPlace", "PlaceOfBirth"),
    "sex": ("Gender", "GenderCode"),
    "nationality": ("Nationality", "NationalityCode"),
    "photo": ("Photo", "EmbeddedData"),
    "address": ("AddressLine", "PostalCode"),
    "references": ("Reference",),
}  # fmt: skip
_BLOCK = re.compile(r"</?(?:p|li|br|div|ul|ol)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{0,500}>")
_DEEPEST = 60
# of a job or a school, beneath which nothing names the person
_SKILL_PARTS = ("Communication", "Organisational", "JobRelated", "Computer", "Other")


@dataclass(slots=True)
class Node:
    """An element of XML or an entry of JSON: local name, text, attributes, what is in it."""

    name: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)

    def all(self, name: str) -> Iterator["Node"]:
        """Everything of this name beneath, in order."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.all(name)

    def first(self, *path: str) -> "Node | None":
        """Down the path, each name at any depth beneath the one before."""
        found = self
        for name in path:
            found = next(found.all(name), None) if found else None
        return found

    def said(self, *path: str) -> str:
        found = self.first(*path)
        return " ".join(found.text.split()) if found else ""


def curriculum_of(content: str, places: Places) -> Curriculum:
    """Raises Invalid with the field `file`."""
    root = _root(content)
    about, about_drops = without_protected_sentences(_about(root))
    left_out = [key for key, names in _LEFT_OUT.items() if any(root.first(name) for name in names)]
    schools, courses = _schools(root)
    return Curriculum(
        given_name=_text(_of_person(root, "FirstName", "GivenName")),
        family_name=_text(_of_person(root, "Surname", "FamilyName")),
        email=_text(_reach(root, "Email")),
        phone=_text(_reach(root, "Telephone")),
        municipality=_municipality(root, places),
        about=_text(about),
        wishes=_text(_wishes(root)),
        jobs=tuple(_jobs(root)),
        schools=tuple(schools),
        courses=tuple(courses),
        skill_lines=tuple(_skill_lines(root)),
        languages=tuple(_languages(root)),
        licences=tuple(_licences(root)),
        left_out=(*left_out, *(["own_words"] if about_drops else [])),
    )


def _root(content: str) -> Node:
    try:
        if content.lstrip().startswith("{"):
            return _of_json("root", orjson.loads(content), 0)
        return _of_xml(ElementTree.fromstring(content.encode(), forbid_dtd=True), 0)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise Invalid({"file": "damaged"}) from error


def _of_xml(element, depth: int) -> Node:
    if depth > _DEEPEST:
        raise ValueError("too deep")
    children = [_of_xml(child, depth + 1) for child in element if isinstance(child.tag, str)]
    return Node(element.tag.rpartition("}")[2], element.text or "", dict(element.attrib), children)


def _of_json(name: str, value: object, depth: int) -> Node:
    if depth > _DEEPEST:
        raise ValueError("too deep")
    if isinstance(value, dict):
        inner = [(key, one) for key, found in value.items() for one in (found if isinstance(found, list) else [found])]
        return Node(name, children=[_of_json(key, one, depth + 1) for key, one in inner if one is not None])
    return Node(name, "" if isinstance(value, list) else str(value))


def _text(value: str) -> Text | None:
    return Text(value, value) if value else None


def _plain(value: str) -> str:
    """The texts of Europass are HTML, once more escaped in its newer files."""
    lines = _TAG.sub("", _BLOCK.sub("\n", html.unescape(value))).split("\n")
    return "\n".join(line for one in lines if (line := " ".join(html.unescape(one).split())))


def _rich(node: Node | None, *path: str) -> str:
    found = node.first(*path) if node else None
    return _plain(found.text) if found else ""


def _of_person(root: Node, *names: str) -> str:
    person = root.first("PersonName")
    return next((said for name in names if person and (said := person.said(name))), "")


def _reach(root: Node, channel: str) -> str:
    if (old := root.first("ContactInfo", channel)) is not None:
        return old.said("Contact")
    person = root.first("CandidatePerson")
    for one in person.all("Communication") if person else ():
        if one.said("ChannelCode") == channel:
            dialled = one.said("CountryDialing")
            number = one.said("DialNumber")
            return one.said("URI") or (f"+{dialled} {number}" if dialled else number)
    return ""


def _municipality(root: Node, places: Places) -> Text | None:
    holder = root.first("ContactInfo") or root.first("CandidatePerson")
    name = holder and (holder.said("Municipality") or holder.said("CityName"))
    code = places.municipality(name) if name else None
    return Text(code, name) if code else None


def _about(root: Node) -> str:
    headline = root.first("Headline")
    told = headline and headline.said("Type", "Code") in ("personal_statement", "personal_profile")
    return (_rich(headline, "Description", "Label") if told else "") or _rich(root, "ExecutiveSummary")


def _wishes(root: Node) -> str:
    headline = root.first("Headline")
    wished = headline and headline.said("Type", "Code") in ("preferred_job", "job_applied_for")
    return _rich(headline, "Description", "Label") if wished else ""


def _jobs(root: Node) -> Iterator[Job]:
    for one in root.all("WorkExperience"):
        title = one.said("Position", "Label") or one.said("Position")
        if title:
            yield _job(title, one.said("Employer", "Name"), _period(one.first("Period")), _rich(one, "Activities"))
    for one in root.all("EmployerHistory"):
        for position in one.all("PositionHistory"):
            if title := position.said("PositionTitle"):
                period = _period(position.first("EmploymentPeriod"))
                yield _job(title, one.said("OrganizationName"), period, _rich(position, "Description"))


def _job(title: str, employer: str, period: Period | None, description: str) -> Job:
    return Job(
        title[:300], employer[:200], period, None, description, f"{title}\n{employer}".strip(), period is not None
    )


def _schools(root: Node) -> tuple[list[School], list[Course]]:
    """What is named a course is one: Europass has one list for both."""
    schools, courses = [], []
    for one in (*root.all("Education"), *root.all("EducationOrganizationAttendance")):
        title = one.said("Title") or one.said("DegreeName")
        where = one.said("Organisation", "Name") or one.said("OrganizationName")
        period = _period(one.first("Period") or one.first("AttendancePeriod"))
        year = period.end.year if period and period.end else None
        passage = f"{title}\n{where}".strip()
        if is_course(title):
            courses.append(Course(title[:300], where[:200], year, passage=passage))
        elif title or where:
            level, clear = level_of(f"{title}, {where}, {one.said('Level', 'Label')}")
            schools.append(
                School(level, title[:200], one.said("Field", "Label")[:200], where[:200], year, passage, clear)
            )
    return schools, courses


def _period(node: Node | None) -> Period | None:
    if node is None:
        return None
    start = _moment(node.first("From") or node.first("StartDate"))
    end = _moment(node.first("To") or node.first("EndDate"))
    current = "true" in (node.said("Current"), node.said("CurrentIndicator"))
    if start is None:
        return Period(None, end, False) if end else None
    return Period(start, None if current else end, bool(end) or current)


def _moment(node: Node | None) -> Moment | None:
    """`year="2013" month="--03"`, `{"Year": 2013, "Month": 3}`, or `2013-03-15` in an element of its own."""
    if node is None:
        return None
    written = node.said("FormattedDateTime") or node.text.strip()
    parts = re.match(r"(\d{4})(?:-(\d{2}))?", written)
    year = node.attributes.get("year") or node.said("Year") or (parts.group(1) if parts else "")
    month = node.attributes.get("month") or node.said("Month") or (parts.group(2) or "" if parts else "")
    month = re.sub(r"\D", "", month)
    return Moment(int(year), int(month) if month and 1 <= int(month) <= 12 else None) if year.isdigit() else None


def _skill_lines(root: Node) -> Iterator[str]:
    skills = root.first("Skills")
    for part in _SKILL_PARTS if skills else ():
        yield from _rich(skills, part, "Description").split("\n")
    for one in root.all("DigitalSkill"):
        yield " ".join(one.text.split())
    for one in root.all("PersonCompetency"):
        if one.said("TaxonomyID").lower() != "language" and one.said("CompetencyName"):
            yield one.said("CompetencyName")


def _languages(root: Node) -> Iterator[Spoken]:
    mother = [*root.all("MotherTongue"), *root.all("PrimaryLanguageCode")]
    found = {_code(one.said("Code") or one.text): "native" for one in mother}
    for one in root.all("ForeignLanguage"):
        found.setdefault(_code(one.said("Description", "Code")), _level(one.first("ProficiencyLevel")))
    for one in root.all("PersonCompetency"):
        if one.said("TaxonomyID").lower() == "language":
            found.setdefault(_code(one.said("CompetencyID")), _level(one))
    yield from (Spoken(code, level, f"{code} {level or ''}".strip()) for code, level in found.items() if code)


def _code(written: str) -> str:
    """`deu`, `de` -> `de`."""
    code = written.strip().lower()
    return get_global("language_aliases").get(code, code) if re.fullmatch(r"[a-z]{2,3}", code) else ""


def _level(node: Node | None) -> str | None:
    """Of the levels of listening, reading, speaking and writing the one that half of them reach."""
    texts = [one.text.strip().upper() for one in _leaves(node)] if node else []
    levels = sorted(LANGUAGE_LEVELS.index(text) for text in texts if text in LANGUAGE_LEVELS)
    return LANGUAGE_LEVELS[levels[len(levels) // 2]] if levels else None


def _leaves(node: Node) -> Iterator[Node]:
    if not node.children:
        yield node
    for child in node.children:
        yield from _leaves(child)


def _licences(root: Node) -> Iterator[Text]:
    driving = root.first("Driving")
    written = [one.text for one in (*(driving.all("Licence") if driving else ()), *root.all("LicenseTypeCode"))]
    for category in dict.fromkeys(text.strip().upper() for text in written):
        if category in LICENCE_CATEGORIES:
            yield Text(category, category)
