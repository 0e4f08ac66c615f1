"""Words by which a free text tells what the law protects: origin, religion, sex, age, family, health, return.

They are never features, in a profile or in an opening, so that whoever writes them ranks as if they had not. They are
recognised by their beginnings, on folded words, because Serbian has many endings. Work with children, with the old or
with the ill is not lost by that: it is read as skills and occupations.
"""

import re

_BEGINNINGS = (
    # origin and religion
    "romkinj romsk rrom askali egipcan egjiptian cigan gypsy zigeun albanac albanc albank siptar srpkinj srbin srbi "
    "srba bosnjac bosnjak goranac goranc vlahinj vlask turcin musliman muslim islam pravoslav katoli hriscan christian "
    "jevrej nacionaln etnic vernic vernik manjin "
    # sex and family
    "zen muskar musk majk majc udat neudat ozenj neozenj razved samohran udov trudn porodilj supru "
    "schwanger geschieden verheirat witwe pregnan married divorc widow husband shtatzen martuar "
    # age
    "godin godist starost starij mladj mlad rodjen uzrast penzioner pensioner rentner "
    # health
    "invalid hendikep behinder disab bolest bolesn dijagnoz epileps astm dijabet depres zavisni psihijatr "
    # return and refuge
    "povratn readmis deport azil asyl izbegl raselj migrant returnee refugee refugjat abschieb rueckkehr kthyer"
).split()
_WHOLE_WORDS = (
    "rom roma romi rome romu romom romima sinti vlah vlaha vlasi star stara staro stari starih muz muza muzu muzem "
    "hiv aids lecen lecena lecim krank otac oca ocu ocem deca dece deci decom dete deteta detetu cerka sin "
    "frau mann mutter vater kind kinder woman women man men female male mother father wife age aged asylum "
    "grua gra burre nene baba femije mosha"
).split()
_PROTECTED = re.compile(rf"(?:{'|'.join(_BEGINNINGS)})\w*|(?:{'|'.join(_WHOLE_WORDS)})")


def is_protected(word: str) -> bool:
    """Whether a folded word tells something that the law protects."""
    return _PROTECTED.fullmatch(word) is not None
