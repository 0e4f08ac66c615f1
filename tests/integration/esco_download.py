"""A download of ESCO as the Commission offers it, with a handful of concepts."""

import csv
import io
import zipfile
from pathlib import Path

OCCUPATION = "http://data.europa.eu/esco/occupation/"
SKILL = "http://data.europa.eu/esco/skill/"
# the columns of version 1.1.1
COLUMNS = {
    "occupations_en.csv": (
        "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,"
        "regulatedProfessionNote,scopeNote,definition,inScheme,description,code"
    ).split(","),
    "skills_en.csv": (
        "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,"
        "scopeNote,definition,inScheme,description"
    ).split(","),
    "occupationSkillRelations.csv": ["occupationUri", "relationType", "skillType", "skillUri"],
}


def occupation(identifier: str, isco: str, *labels: str) -> dict[str, str]:
    """The first label is the preferred one, and stands among the others again, as in the real file."""
    return {
        "conceptType": "Occupation",
        "conceptUri": OCCUPATION + identifier,
        "iscoGroup": isco,
        "preferredLabel": labels[0],
        "altLabels": "\n".join(labels),
    }


def skill(identifier: str, *labels: str, kind: str = "skill/competence") -> dict[str, str]:
    return {
        "conceptType": "KnowledgeSkillCompetence",
        "conceptUri": SKILL + identifier,
        "skillType": kind,
        "preferredLabel": labels[0],
        "altLabels": "\n".join(labels[1:]),
    }


def relation(occupation_id: str, skill_id: str, kind: str = "essential") -> dict[str, str]:
    return {"occupationUri": OCCUPATION + occupation_id, "relationType": kind, "skillUri": SKILL + skill_id}


TABLES = {
    "occupations_en.csv": [
        occupation("o-welder", "7212", "welding operative", "Welder"),
        occupation("o-same-name", "7543", "welder"),
        occupation("o-moulder", "7211", "moulder", "sand moulder"),
        occupation("o-barista", "5132", "barista"),
    ],
    "skills_en.csv": [
        skill("s-mig", "operate a MIG welder", "MIG/MAG welding"),
        skill("s-alloys", "types of metal", kind="knowledge"),
        skill("s-latte", "prepare latte art"),
    ],
    "occupationSkillRelations.csv": [
        relation("o-welder", "s-mig", "optional"),
        relation("o-welder", "s-alloys"),
        relation("o-moulder", "s-alloys"),
        relation("o-barista", "s-latte", "optional"),
        relation("o-nobody-knows", "s-latte"),
        relation("o-barista", "s-nobody-knows"),
    ],
}


def write(path: Path, tables: dict[str, list[dict[str, str]]] = TABLES, folder: str = "") -> Path:
    """A zip archive of these tables; a table's columns are those of its English counterpart."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in tables.items():
            columns = COLUMNS.get(name) or COLUMNS[name[:-7] + "_en.csv"]
            archive.writestr(folder + name, csv_text(columns, rows))
    return path


def csv_text(columns: list[str], rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + text.getvalue()
