"""SQLAlchemy models, sessions and queries. Imports nothing of the rooms above."""

# `protected`: tables that are not offered here by name, so that whoever reads them has to say so
from models import protected as protected
from models.accounts import Role, User
from models.applications import Application, ApplicationStep
from models.audit import AuditEntry, AuditHead
from models.base import Base
from models.casework import FollowUp, FollowUpStep, Pool, PoolMember, Postponed, Responsibility
from models.cohorts import Cohort, CohortLine, CohortOpening, CohortPair, CohortPerson, CohortRun
from models.consents import Consent, Shortlisted
from models.employers import Employer
from models.human_decisions import Override, ReviewRequest
from models.idempotency import IdempotentResponse
from models.invitations import Invitation, ServiceToken
from models.matching import Reading, ReadingRevision
from models.messages import Message
from models.openings import Opening, OpeningLanguage, OpeningLicence, OpeningSkill, OpeningStep
from models.organisations import Organisation, PersonShare
from models.people import (
    Education,
    Experience,
    OccupationMention,
    Person,
    PersonLanguage,
    PersonLicence,
    PersonSkill,
    Requalification,
)
from models.placements import (
    AttendanceWeek,
    Certificate,
    Evaluation,
    Outcome,
    Placement,
    PlacementStep,
    Signature,
    SigningKey,
)
from models.ranked_lists import RankedLine, RankedList, ReadInput, Shown
from models.reference import (
    Municipality,
    Occupation,
    OccupationLabel,
    OccupationSkill,
    Skill,
    SkillLabel,
    TaxonomyRevision,
)
from models.rights import Departed, RightsRequest
from models.saved_searches import SavedSearch, ToldOpening
from models.sign_in import FailedAttempts, Passkey, SignedInBrowser
from models.vectors import LabelVector
from models.worker import WorkerJob

__all__ = [
    "Application",
    "ApplicationStep",
    "AttendanceWeek",
    "AuditEntry",
    "AuditHead",
    "Base",
    "Certificate",
    "Cohort",
    "CohortLine",
    "CohortOpening",
    "CohortPair",
    "CohortPerson",
    "CohortRun",
    "Consent",
    "Departed",
    "Education",
    "Employer",
    "Evaluation",
    "Experience",
    "FailedAttempts",
    "FollowUp",
    "FollowUpStep",
    "IdempotentResponse",
    "Invitation",
    "LabelVector",
    "Message",
    "Municipality",
    "Occupation",
    "OccupationLabel",
    "OccupationMention",
    "OccupationSkill",
    "Opening",
    "OpeningLanguage",
    "OpeningLicence",
    "OpeningSkill",
    "OpeningStep",
    "Organisation",
    "Outcome",
    "Override",
    "Passkey",
    "Person",
    "PersonLanguage",
    "PersonLicence",
    "PersonShare",
    "PersonSkill",
    "Placement",
    "PlacementStep",
    "Pool",
    "PoolMember",
    "Postponed",
    "RankedLine",
    "RankedList",
    "ReadInput",
    "Reading",
    "ReadingRevision",
    "Requalification",
    "Responsibility",
    "ReviewRequest",
    "RightsRequest",
    "Role",
    "SavedSearch",
    "ServiceToken",
    "Shortlisted",
    "Shown",
    "Signature",
    "SignedInBrowser",
    "SigningKey",
    "Skill",
    "SkillLabel",
    "TaxonomyRevision",
    "ToldOpening",
    "User",
    "WorkerJob",
]
