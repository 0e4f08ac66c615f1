"""Headings of a CV in Serbian (both scripts), Albanian, German and English -> which part begins."""

import re
from dataclasses import dataclass

from matching_service.matcher.text import fold

# Part -> folded patterns of a whole heading. The first part that knows a heading has it.
_HEADINGS = {
    "title": r"curriculum vitae|cv|europass( cv)?|(radna )?biografija|lebenslauf|resume|jeteshkrim(i)?|"
    r"profesionalni cv",
    "personal": (
        r"(licni|osnovni|opsti)?\s?podaci( o (meni|kandidatu))?|licne informacije|informacije o (meni|kandidatu)|"
        r"kontakt\w*( podaci| informacije| daten)?|personal (information|data|details)|contact( details| information)?|"
        r"persoenliche (daten|angaben)|kontaktdaten|(te )?dhenat? personale|informacion\w* personal\w*|kontakti"
    ),
    "experience": (
        r"(radno|profesionalno|prethodno|poslovno)?\s?iskustvo|radna (istorija|karijera|biografija)|"
        r"(prethodna )?zaposlenj[ae]|karijera|kretanje u sluzbi|radni odnosi|praksa|strucna praksa|"
        r"(work|professional|employment)( experience| history)|experience|internships?|"
        r"(berufs|arbeits)erfahrung(en)?|beruflicher werdegang|berufspraxis|berufliche erfahrung(en)?|praktika|"
        r"(pervoja|eksperienca|pervoje|eksperience)( e)?( pune(s)?| profesionale| ne pune)?"
    ),
    "education": (
        r"skol[ae]|(formalno )?obrazovanje( i (osposobljavanje|usavrsavanje))?|skolovanje|skolska sprema|"
        r"strucna sprema|"
        r"education( and training| & training)?|academic background|qualifications|"
        r"(schul)?(aus)?bildung|bildungsweg|schulischer werdegang|schul- und berufsausbildung|studium|"
        r"(arsimi|arsimimi|edukimi|shkollimi|edukimi dhe (trajnimi|trajnimet)|arsimi dhe trajnimi)"
    ),
    "training": (
        r"(kursevi|obuke|sertifikati|seminari|treninzi)( i (kursevi|obuke|sertifikati|treninzi|seminari))?|"
        r"dodatn[aeo] (obuke|obuka|obrazovanje|kursevi|edukacij[ae])|(strucno )?usavrsavanje|edukacije|"
        r"prekvalifikacij[ae]|"
        r"(neformalno|dodatno) obrazovanje|prekvalifikacije i obuke|obuke i prekvalifikacije|"
        r"trainings?( and certificates)?|courses( and certificates)?|certificat(es|ions)|"
        r"(weiterbildung|fortbildung)(en)?|kurse|zertifikate|kurse und zertifikate|umschulung(en)?|"
        r"trajnime(t)?|kurse(t)?|certifikat(e|at)|kurse dhe trajnime|trajnime dhe kurse"
    ),
    "languages": (
        r"(strani )?jezici|jezicke (vestine|kompetencije)|(znanje|poznavanje) (stranih )?jezika|"
        r"(maternji|ostali|drugi) jezi(k|ci)|"
        r"(foreign )?languages?( skills)?|mother tongue(\(s\))?|other languages?(\(s\))?|sprach(en|kenntnisse)|"
        r"muttersprache|gjuhe(t|t e huaja)?|gjuhe te huaja|njohja e gjuheve|aftesi(te)? gjuhesore|gjuha amtare"
    ),
    "licences": (
        r"vozack[ae] dozvol[ae]|vozac|driv(ing|er'?s?) licen[cs]e|fuehrerschein(e|klassen?)?|patente( shofer[ie]?)?|"
        r"patent[ae] e shoferit|leje drejtimi|patentshofer"
    ),
    "skills": (
        r"((licne|strucne|digitalne|tehnicke|racunarske|profesionalne|ostale|poslovne|kljucne|organizacione|"
        r"komunikacione|dodatne) )*(vestine|kompetencije|znanja)( i (vestine|znanja|sposobnosti|kompetencije))?|"
        r"(poznavanje )?rada? na racunaru|(rad sa )?racunar(om|i|u)?|sposobnosti|"
        r"((digital|computer|technical|professional|other|key|soft|it|personal) )?(skills|"
        r"competences)( and competences)?|"
        r"(edv|it|computer|fach|weitere|besondere|sonstige)?[- ]?kenntnisse( und faehigkeiten)?|faehigkeiten|"
        r"kompetenzen|"
        r"(aftesi|shkathtesi|kompetenca)(te|t)?( dhe (kompetencat?|njohurite?))?( kompjuterike| digjitale| teknike)?"
    ),
    "wishes": (
        r"(zeljen[oai] (posao|radno mesto|zanimanje|pozicija)|cilj(evi)?|profesionaln[io] cilj(evi)?|"
        r"kakav posao trazim)|"
        r"(career )?objective|desired (job|position|employment)|berufsziel|berufswunsch|"
        r"(objektiv[ia]|puna e deshiruar|qellimi)"
    ),
    "about": (
        r"o meni|(licni |profesionalni |kratak )?profil|sazetak|ukratko( o meni)?|kratka biografija|"
        r"about( me)?|(personal |professional )?(profile|summary|statement)|"
        r"ueber mich|(kurz)?profil|zu meiner person|rreth meje|per mua|profili( personal)?|permbledhje"
    ),
    "other": (
        r"ostal[oi]( podaci)?|dodatne informacije|dodatni podaci|napomena|additional information|other|sonstiges|"
        r"(informacione|te dhena) (shtese|te tjera)|te tjera"
    ),
    "references": r"preporuke|referenc[ea]|references?|referenzen|referencat?",
    "interests": r"(interesovanja|hobi(ji)?)( i hobiji?| i interesovanja)?|(interests|hobbies)( and (interests|"
    r"hobbies))?|"
    r"hobbys?|interessen|interesat|hobet",
}  # fmt: skip
_PATTERNS = {part: re.compile(f"(?:{pattern})") for part, pattern in _HEADINGS.items()}
_DECORATION = " \t:·•▪■□●–—-_=*#|.►▶✓"
_LONGEST = 6  # words
# Headings before which a text on the same line may say it at once: "Jezici: engleski B2".
_WITH_CONTENT = (
    "languages",
    "licences",
    "skills",
    "training",
    "wishes",
    "about",
    "experience",
    "education",
    "interests",
    "other",
)
_LABELLED = re.compile(r"^([^:]{3,45}):\s*(\S.*)$")


@dataclass(frozen=True, slots=True)
class Heading:
    """`rest`: what stands behind it on the same line."""

    part: str
    rest: str = ""


def heading(line: str) -> Heading | None:
    bare = line.strip(_DECORATION)
    if (part := _part(bare)) is not None:
        return Heading(part)
    match = _LABELLED.match(line.strip(" •▪■●-–*\t"))
    part = _part(match.group(1)) if match else None
    if part not in _WITH_CONTENT:
        return None
    # "Maternji jezik: srpski" says with its heading how well
    return Heading(part, match.group(0) if part in ("languages", "licences") else match.group(2))


def _part(text: str) -> str | None:
    folded = " ".join(fold(text).strip(_DECORATION).split())
    if not folded or len(folded.split()) > _LONGEST:
        return None
    folded = re.sub(r"^(?:\d+|[ivx]+)[.)]\s*", "", folded)
    # "R A D N O  I S K U S T V O"
    if re.fullmatch(r"(?:\w ){3,}\w", folded):
        folded = folded.replace(" ", "")
        return next((part for part, known in _PATTERNS.items() if known.fullmatch(folded)), None)
    return next((part for part, known in _PATTERNS.items() if known.fullmatch(folded)), None)
