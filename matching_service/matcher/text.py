"""One normaliser for all: scripts, case, diacritics, word endings.

Serbian in Cyrillic and in Latin, with and without diacritics, comes out the same. Letters are folded to their
base letters, never dropped; `C++`, `C#`, `.NET`, `C+E`, `B2` and `CO2` stay whole.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from matching_service.matcher.abbreviations import written_out
from matching_service.matcher.ekavian import ekavian
from matching_service.matcher.letters import fold, nfkc
from matching_service.matcher.stemming import stem

_TOKEN = re.compile(r"\.net\b|\b[a-z0-9]{1,2}\+[a-z](?![^\W_])|[^\W_]+(?:\+\+|\#)?")
# The same before folding, in any script and case.
_RAW_TOKEN = re.compile(r"\.(?:net|нет)\b|\b[^\W_]{1,2}\+[^\W_](?![^\W_])|[^\W_]+(?:\+\+|\#)?", re.IGNORECASE)

STOP_WORDS = frozenset(
    # Serbian
    "i u na za sa se da od do po o iz kod kao ili te pa ali je su sam si smo ste bi biti bio bila bilo sve svi ovaj "
    "ova ovo taj ta to koji koja koje kako pri pod nad pred bez uz ka ne ni nije moj moja svoj vas nas nasa nase "
    "vasa vase ako sto jos vec samo radim radila radi "
    # German
    "und der die das des dem den ein eine einer eines in im am an auf mit von zu zur zum bei als fur fuer oder ist "
    # English
    "and or the a an of in on at to for with as is are by from "
    # Albanian
    "dhe ne per nga te me si nje ose eshte".split()
)

# Words of any advertisement and any CV: general language makes them look rare, here they tell nobody from another.
_TRADE_TALK = """
    posao poslovi rad radnik radno mesto radni odnos raditi zaposlenje zapošljavanje zaposleni kandidat konkurs oglas
    prijava
    praksa stručna praktikant pripravnik pripravnički početnik diplomirani diplomac svršeni apsolvent student
    firma kompanija preduzeće društvo klijent tim iskustvo staž znanje veština sposobnost poznavanje obuka kurs
    sertifikat diploma škola srednja fakultet viša visoka stručna sprema smer zvanje zanimanje struka
    radio radila završio završila pohađao pohađala učio učila naučio naučila imao imala stekao stekla bavio bavila
    plata zarada ugovor određeno neodređeno vreme prevoz obrok smena uslovi ponuda nudimo tražimo potreban potrebno
    job work worker company experience skills candidate team position salary internship intern trainee
    Arbeit Stelle Firma Erfahrung Kenntnisse Bewerbung Praktikum Praktikant
    punë punëtor kompani përvojë praktikë
"""


def spell(text: str) -> str:
    """`text` as its words are compared: folded, and ekavian."""
    return ekavian(fold(text))


def tokens(text: str) -> list[str]:
    """Words of `text` as `spell` writes them, abbreviations written out, in order."""
    return written_out([_ekavian(word) if "j" in word else word for word in _TOKEN.findall(fold(text))])


_ekavian = lru_cache(maxsize=50_000)(ekavian)
_spelled = lru_cache(maxsize=50_000)(spell)


class Token(NamedTuple):
    """A folded word, and where it begins and ends in the NFKC form of its text."""

    text: str
    start: int
    end: int


def located_tokens(text: str) -> list[Token]:
    """The words of `tokens(text)`, each with its place."""
    found = list(_RAW_TOKEN.finditer(nfkc(text)))
    words = written_out([_spelled(match.group()) for match in found])
    return [Token(word, *match.span()) for word, match in zip(words, found, strict=True)]


def stems(text: str) -> list[str]:
    """Stems of the words of `text` that are not stop words, in order."""
    return [stem(token) for token in tokens(text) if token not in STOP_WORDS]


TRADE_TALK_STEMS = frozenset(stems(_TRADE_TALK))
