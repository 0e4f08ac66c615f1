"""Endings of words: Serbian cases and feminine pairs, German feminine forms, English plurals. All on folded words.

A stem is only there to be compared: it need not be a word, and an ending may be wrong about a word as long as it is
wrong about all its forms.
"""

from functools import lru_cache

SHORTEST = 4

# Endings that go; "ija" is no ending, so that stolarija (joinery) stays away from stolar (joiner).
_ENDINGS = """
    a e i o u om em og eg oj ih im am ama ima oga ega ome emu omu ogu ovi evi ova eva ovima evima
    ica ice ici icu icom icama kinja kinje kinji kinju kinjom kinjama
"""
_CASES = "a e i o u om em ama ima".split()
# Where more than the ending changes: what words have in common -> their forms; "-" takes the endings of the cases.
_FORMS = {
    "nik": "nic- nikinj-",  # radnik, radnica, radnici
    "jak": "jaci jacima jakinj-",  # stručnjak, stručnjaci, stručnjakinja
    "olog": "olog olog- olozi olozima oloskinj-",  # psiholog; but psihologija is a science
    "agog": "agog agog- agozi agozima agoskinj-",
    "urg": "urzi urzima urskinj-",
    "onom": "onom onom- onomk- onomkinj-",
    "atelj": "alac alc- aoc- atelj atelj- ateljic- ateljk-",  # rukovalac, rukovaoca, rukovateljka
    "itelj": "ilac ilc- ioc- itelj itelj- iteljic- iteljk-",
    "ar": "ark-",  # pekarka
    "er": "erk- erin erinnen ers",  # šnajderka, Verkäuferin, drivers
    "ir": "irk-",
    "or": "ork- orin orinnen ors",
    "ur": "urk- urin urinnen",
    "ant": "antin antinnen",
    "ent": "entin entinnen",
    "ist": "istin istinnen",
    "van": "vank-",  # baštovanka
    "man": "mank-",
    "motork": "motork-",  # a chainsaw
    "vac": "vc- vacic- vk- vkinj-",  # prodavačica, poslodavka, trgovkinja
    "ajac": "ajk-",  # policajka
    "vodj": "vodj- votkinj-",
    "dzij": "dzij- dzik-",  # kamiondžija
    "jatar": "jatr- jatark-",
    "kombij": "kombi kombij-",
    "taksij": "taksi taksij-",
} | {f"{letter}ac": f"{letter}c-" for letter in "bdgjklmnprstz"}  # prodavac, prodavca
# Nouns of four letters that work is told by; other short words stay as they are, since too many would meet.
_SHORT_NOUNS = "boja cena deca kuca nega riba roba".split()
_SHORT_FORMS = {noun[:-1] + ending: noun for noun in _SHORT_NOUNS for ending in "e i u om ama".split()}
_SHORT_FORMS["nezi"] = "nega"


def _suffixes() -> dict[str, str]:
    """Every suffix -> what stands in its place."""
    suffixes = dict.fromkeys(_ENDINGS.split(), "")
    for base, forms in _FORMS.items():
        for form in forms.split():
            endings = _CASES if form.endswith("-") else [""]
            suffixes.update({form.removesuffix("-") + ending: base for ending in endings})
    return suffixes


_SUFFIXES = _suffixes()
_LONGEST = max(map(len, _SUFFIXES))


@lru_cache(maxsize=200_000)
def stem(token: str) -> str:
    """A folded word without its ending: kuvar, kuvara, kuvarica -> kuvar; radnici -> radnik. Short words stay whole."""
    if token in _SHORT_FORMS:
        return _SHORT_FORMS[token]
    if token.isalpha():
        for length in range(min(_LONGEST, len(token)), 0, -1):
            base = _SUFFIXES.get(token[-length:])
            if base is not None and len(token) - length + len(base) >= SHORTEST:
                return token[:-length] + base
    return token
