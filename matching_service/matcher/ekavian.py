"""Ijekavian words in their ekavian form: mlijeko -> mleko, njegovatelj -> negovatelj, cvjećar -> cvećar.

People of the region write both, and so do advertisements; the taxonomy is ekavian. Only words change that begin with a
root of this table, after a prefix or none: "je" stands in too many others (objekt, klijent, dijeta, građevina, radnje).
All on folded text.
"""

import re

# Each is also the long form with "ije": "mljek" stands for mlijek- too.
_ROOTS = """
    bezbjed bjeg bjel bljed bljesk brjeg brjest cjed cjel cjen cjep cjev covjec covjek crjep crjev cvjec cvjet
    djel djev gnjezd grjeh hljeb hljev kljest korjen ljec ljek ljep ljesnik ljestv ljetn ljetov
    medvjed mjec mjehur mjen mjes(?!ht) mljek mljec mljeven namjest nevjest njegovan njegovat njemac njemc njemic
    pjesac pjesak pjesk pjesm pljesan pljesn pljevi pobjed porjekl prjecnik prjedlog prjelaz prjelom prjenos prjepis
    prjepodn prjetnj prjevar prjevod prjevoz primjet rjecn rjedak rjesav rjesen rjesi rjetk
    savjet sjec sjed(?!inj) sjek sjen sjet sjever sljed sljem sljep smjel smjen smjer smjes snabdjev snjeg snjez
    spjel spjes spjeh sprjec srjed srjem stjen strjel svjec svjed svjes svjet svjez susjed tjel tjes trjeb
    umjet uvjek vidjel vidjet vjec vjek vjenac vjenc vjer vjes vrjed vrjem zahtjev zapovjed zavjet zdjel
    zeljez zivjel zivjet zljeb zljezd zvjer zvjezd
"""
# These as they stand: dijeta is a diet, premijer no measure, Rijeka a town.
_PLAIN_ROOTS = "djec djetet djetinj mjer pjev proljet rijec sjem tjeran tjerat vjen vjetar vjetro vjezb"
_PREFIXES = """
    bez do is iz na naj nad naza ne o ob obe od po pod pot pre pred pri pro ra ras raz redo s sa se sve u unu us uz za
"""
# "Njega" stays: care, but also "him". So does "predjelo": a starter, but also a region.
_WHOLE_WORDS = {
    "dijete": "dete", "dvije": "dve", "gdje": "gde", "grijanja": "grejanja", "grijanje": "grejanje",
    "grijanjem": "grejanjem", "grijanju": "grejanju", "negdje": "negde", "nigdje": "nigde", "njege": "nege",
    "njegom": "negom", "njegu": "negu", "obje": "obe", "ovdje": "ovde", "poslije": "posle", "prije": "pre",
    "proljece": "prolece", "uvijek": "uvek",
}  # fmt: skip


def _any_of(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


_JAT = re.compile("i?je")
_WORD = re.compile(
    rf"(?<![^\W_])(?!predjel|sutjes)(?:(?P<whole>{_any_of(' '.join(_WHOLE_WORDS))})(?![^\W_])"
    rf"|(?P<prefix>(?:{_any_of(_PREFIXES)}){{0,2}})"
    rf"(?P<root>{_any_of(_ROOTS).replace('je', 'i?je')}|{_any_of(_PLAIN_ROOTS)}))"
)


def ekavian(text: str) -> str:
    """Folded text with its ijekavian words in their ekavian form."""
    return _WORD.sub(_in_ekavian, text) if "j" in text else text


def _in_ekavian(found: re.Match) -> str:
    if found["whole"]:
        return _WHOLE_WORDS[found["whole"]]
    return found["prefix"] + _JAT.sub("e", found["root"], count=1)
