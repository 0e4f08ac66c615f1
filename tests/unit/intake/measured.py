"""What a reading of a CV finds of what is in it, and how much of what it finds is there."""

from collections import Counter
from datetime import date

from matching_service.matcher import text
from matching_service.services.intake.proposal import Proposal


def fold(written):
    """Quotes make no difference."""
    return text.fold("".join(sign for sign in written if sign not in '"„”“'))


TODAY = date(2026, 11, 22)
ONCE = ("given_name", "family_name", "email", "phone", "municipality")
PARTS = (*ONCE, "titles", "employers", "months", "schools", "courses", "skills", "languages", "licences", "left_out")


def said_in(expected: dict, skill_codes) -> dict[str, Counter]:
    jobs, schools = expected.get("jobs", ()), expected.get("schools", ())
    said = {name: Counter(filter(None, [expected.get(name)])) for name in ONCE}
    said["titles"] = Counter(fold(title) for title, _employer, _months, _ended in jobs)
    said["employers"] = Counter(fold(employer) for _title, employer, _months, _ended in jobs if employer)
    said["months"] = Counter((fold(title), months, ended or None) for title, _, months, ended in jobs if months)
    said["schools"] = Counter((level, fold(what), fold(where), year or None) for level, what, where, year in schools)
    said["courses"] = Counter((fold(title), year) for title, year in expected.get("courses", ()))
    said["skills"] = Counter(skill_codes(name) for name in expected.get("skills", ()))
    for name in ("languages", "licences", "left_out"):
        said[name] = Counter(expected.get(name, ()))
    return said


def found_in(proposal: Proposal) -> dict[str, Counter]:
    once = {name: getattr(proposal, name) for name in ONCE}
    jobs = [one.value for one in proposal.experiences]
    schools = [one.value for one in proposal.educations]
    found = {name: Counter([one.value] if one else []) for name, one in once.items()}
    found["titles"] = Counter(fold(job.title) for job in jobs)
    found["employers"] = Counter(fold(job.employer_name) for job in jobs if job.employer_name)
    found["months"] = Counter((fold(job.title), round(job.years * 12), job.ended_year) for job in jobs if job.years)
    found["schools"] = Counter(
        (one.isced_level, fold(one.qualification), fold(one.institution), one.year) for one in schools
    )
    found["courses"] = Counter((fold(one.value.to_text), one.value.year) for one in proposal.requalifications)
    found["skills"] = Counter(one.value.code for one in proposal.skills)
    found["languages"] = Counter(
        " ".join(filter(None, (one.value.language, one.value.level))) for one in proposal.languages
    )
    found["licences"] = Counter(one.value for one in proposal.licences)
    found["left_out"] = Counter(proposal.left_out)
    return found
