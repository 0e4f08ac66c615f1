"""What a CV says, still in its own words: what texts and Europass files are both read into."""

from dataclasses import dataclass

from matching_service.services.intake.periods import Period


@dataclass(frozen=True, slots=True)
class Job:
    """`passage`: the lines it was read from. `is_clear`: the parts were named as such, or nothing speaks against
    them."""

    title: str
    employer: str = ""
    period: Period | None = None
    years: float | None = None
    description: str = ""
    passage: str = ""
    is_clear: bool = True


@dataclass(frozen=True, slots=True)
class School:
    level: int | None = None
    qualification: str = ""
    field: str = ""
    institution: str = ""
    year: int | None = None
    passage: str = ""
    is_clear: bool = True


@dataclass(frozen=True, slots=True)
class Course:
    title: str
    provider: str = ""
    year: int | None = None
    hours: int | None = None
    is_requalification: bool = False
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    language: str
    level: str | None = None
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Something said once: what was understood, the line it stood in, and whether that is plain."""

    value: str
    passage: str
    is_clear: bool = True


@dataclass(frozen=True, slots=True)
class Curriculum:
    """`skill_lines` are lists of skills as they are written, `other_lines` may name some. `left_out`: keys of what
    is there and not taken over."""

    given_name: Text | None = None
    family_name: Text | None = None
    email: Text | None = None
    phone: Text | None = None
    municipality: Text | None = None
    about: Text | None = None
    wishes: Text | None = None
    jobs: tuple[Job, ...] = ()
    schools: tuple[School, ...] = ()
    courses: tuple[Course, ...] = ()
    skill_lines: tuple[str, ...] = ()
    other_lines: tuple[str, ...] = ()
    languages: tuple[Spoken, ...] = ()
    licences: tuple[Text, ...] = ()
    left_out: tuple[str, ...] = ()
