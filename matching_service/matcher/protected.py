"""Words by which a free text tells what the law protects: origin, religion, politics, sex, age, family, health, return,
violence suffered, prison.

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
    "kosovar kosovk bugarin bugark arlij gurbet kalderas lovarsk bajas makedonac makedonk makedonc madjar rusink "
    "crnogorac crnogork crnogorc hrvatic ashkali shqiptar magjup turkinj balkanegip "
    # sex and family
    "zen muskar musk majk majc udat neudat ozenj neozenj razved samohran udov trudn porodilj supru "
    "schwanger geschieden verheirat witwe pregnan married divorc widow husband shtatzen martuar "
    # age
    "godin godist starost starij mladj mlad rodjen uzrast penzioner pensioner rentner "
    # health
    "invalid hendikep behinder disab bolest bolesn dijagnoz epileps astm dijabet depres psihijatr gluv nagluv slabovid "
    "sizofren dijaliz paraliz parapleg autist autiz cerebral bipolar karcinom tumor kancer hepatitis tuberkul infarkt "
    "skleroz amput epilept schizophren dialys gehoerlos taubstumm schwerhoerig deaf shurdh verber memec "
    # addiction
    "zavisnos zavisnik zavisnic ovisn alkoholicar alkoholizm alkoholizam alkoholik narkom drogira heroin "
    "kokain metadon suechtig drogensucht alkoholsucht spielsucht addict varesi "
    # violence suffered and prison
    "zrtv nasilj nasiln zlostavlj silovan gewaltopf vergewalt frauenhaus violence victim abused viktim dhun "
    "zatvorenik zatvorenic zatvorsk robija robije robiji robiju robijo robijas osudjivan osudjen osudjenik gefaengnis "
    "haeftling vorbestraft prison jail convict burgos "
    # religion and politics
    "dzamij popadij baptist adventist jehov subotar evangelist kirche moschee church mosque stranack gewerkschaft "
    # return and refuge
    "povratn readmis deport azil asyl izbegl raselj migrant returnee refugee refugjat abschieb rueckkehr kthyer "
    "beskucni"
).split()
_WHOLE_WORDS = (
    "rom roma romi rome romu romom romima sinti vlah vlaha vlasi star stara staro stari starih muz muza muzu muzem "
    "hiv aids lecen lecena lecim krank otac oca ocu ocem deca dece deci decom dete deteta detetu cerka sin "
    "frau mann mutter vater kind kinder woman women man men female male mother father wife age aged asylum "
    "zatvor zatvora zatvoru zatvorom zatvore zavisan logor logora logoru logorom logoras burg burgu burgun burgim "
    "knast droga droge drogu drogom drogi drugs kockar kockara kockari gewalt opfer opfern taub tauber taube blind "
    "blinde blinden slepi slepa slepog slepoj slepom slepih slepim slepima slepac slepoca rak raka rakom "
    "crkva crkve crkvi crkvu crkvom crkvama hodza hodze hodzi hodzu hodzom hoca pop popa popu popom popovi xhamia "
    "xhamine xhamise kisha kishe kishes stranka stranke stranku strankom partei parteien sindikat sindikata sindikatu "
    "sindikatom sindikati sindikate bugari bugara hrvat hrvati hrvata serbe serbin serb serbs albaner albanerin "
    "fluechtling fluechtlinge fluechtlingen "
    "grua gra burre nene baba femije mosha"
).split()
_PROTECTED = re.compile(rf"(?:{'|'.join(_BEGINNINGS)})\w*|(?:{'|'.join(_WHOLE_WORDS)})")


def is_protected(word: str) -> bool:
    """Whether a folded word tells something that the law protects."""
    return _PROTECTED.fullmatch(word) is not None
