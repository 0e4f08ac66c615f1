"""What a text denies, and what somebody says they cannot or do not want to do.

A denial reaches to the end of its clause, unless a verb says something positive before; where it speaks of work,
knowledge or need, it also reaches back to what stands before it ("kao kuvar nisam radio", "engleski nije potreban").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from matching_service.matcher.clauses import Clause, clauses_of
from matching_service.matcher.text import Token, located_tokens, nfkc

# Words that a denial reaches at most, onward and back: pasted texts have lost their commas and full stops.
REACH, REACH_BACK = 12, 8

_DENIALS = frozenset(
    # Serbian; German; English; Albanian
    "ne nisam nisi nije nismo niste nisu nemam nemas nema nemamo nemate nikad nikada ni niti necu necemo "
    "kein keine keinen keinem keiner keinerlei nicht nie niemals not never cannot nuk asnjehere".split()
)
_NEITHER = frozenset("ni niti".split())
# These deny the word after them; and all that follows where that word is about what one can.
_WITHOUT = frozenset("bez ohne without".split())
_ABILITY = tuple("iskust praks znanj skol diplom zavrs poloz kvalif obuk kurs licenc dozvol".split())
_OFFERS = ("ponud", "poziv")
_ABILITY += ("erfahr", "ausbild", "experien", "train", "pervoj")
# "nije samo", "nicht nur"; "nije problem", "nisu mi strani", "ne bojim se": nothing is denied.
_ONLY = frozenset("samo nur only vetem".split())
_HARMLESS = frozenset(
    "problem problema tesko stran strano strana nepoznat nepoznato nepoznata smeta smetaju bojim plasim stidim sramota "
    "sramim mrsko mrzi gadim libim bitno vazno zalim bezim angst egal mind afraid veshtire".split()
)
# Verbs that turn the sense: "ne bih odbila", "neću odustati", "ne mogu da čekam da počnem", "ne želim da prestanem".
_TURNING = tuple(
    "odbi odust odrek odrec docek zamis dvoum sumnj prest protiv menja promen zamen ceka "
    "ostav napus izgub propus aufhor aufhoer aufgeb "
    "verlier ablehn warten quit stop refus".split()
)
_WAITING = frozenset("wait waiting".split())
# Who cannot find, get or keep what they look for has not refused it; who does not want to find it, has.
_GETTING = tuple(
    "nadj nasao nasla dobi primlj primi zaposli find fand gefund bekomm bekam erhalt gjej gjet hired".split()
)
_GET = frozenset("naci nadem nademo nasli prime get got".split())
_WANTING = tuple("zel hoc hte bih moecht want dua".split())
# What is not done here is no work of the trade named: "ne mogu da platim kurs za kuvara".
_BESIDE_WORK = tuple("plat plac priust zavrs poloz upis dokaz nostrif ostvar bezahl pay".split())
_WORKING = frozenset(
    "radim raditi radila radio radimo rad bavim baviti vracam vratim vratiti arbeiten arbeite gearbeitet work working "
    "punoj punoja punuar".split()
)
# "Nisam dugo radila": done, though not for long.
_LONG = frozenset("dugo mnogo puno stalno redovno uvek lange long always immer".split())
_AGAIN = frozenset("sada sad opet ponovo jetzt wieder now again".split())
_ONCE_MORE = frozenset("opet ponovo wieder again".split())
_WOULD = frozenset("bih zelim hocu moechte will".split())
# What one can do now is the same work, "da se vratim", or another, "lakše poslove".
_ON_AGAIN, _OTHER_WORK = ("radim", "vrat", "vrac", "poc", "nastav"), ("lak", "drug", "nest", "neku", "neki", "leicht")
_INSTEAD = frozenset("kao samo u kod za nur only als as si".split())
_AS = frozenset("kao als as si".split())
_FILLING = frozenset("se mi ja jos uopste bas do ich je".split())
# A refusal by a word of a trade speaks of working, or of going back.
_OF_WORKING = tuple(
    "radi rad bavi bavl vrat vrac voz dolaz obzir arbeit zuruck zurueck work return punoj puno kthe".split()
)
# What follows these is why, or when, not what is refused.
_REASONS = frozenset(
    "zbog jer posle nakon pre posto zato kad kada ako dok do bez gde wegen weil nach because due after sepse".split()
)
_NO_WORK = ("posl", "posao", "rada", "arbeit", "pune")

_ALBANIAN = frozenset("dhe edhe kam jam nga per nuk punoj punoja punova punuar vjet vjec eshte gjermani".split())

# Verbs with which a new statement begins, where no conjunction or comma shows it.
_PRESENT = frozenset("radim vozim kuvam cistim sijem imam znam umem cuvam pomazem arbeite work punoj".split())
_AUXILIARIES = frozenset("sam smo".split())
_PARTICIPLE_ENDINGS = ("ao", "eo", "io", "uo", "la", "li", "le")
_JOINING = frozenset("i und and dhe edhe".split())
_DONE = _PRESENT | frozenset(
    "radio radila radili bio bila bili vozio vozila zavrsio zavrsila imao imala mogu bavio bavila gearbeitet habe bin "
    "arbeitete worked kam punuar punova".split()
)
_ENDING = frozenset("vec nego sondern but por ali".split())

# A denial of these is about work, and what stands before it in the clause is what it is about.
_ABOUT_WORK = tuple("mog moz znam umem bih zel rad bio bila bavi volim hte iskust praks".split())
_ABOUT_WORK += ("arbeit", "gearb", "erfahr", "mehr", "punu", "puno", "mund", "pervoj", "work", "experien", "longer")
_ABOUT_WORK += ("potreb", "neophod", "obavez", "uslov", "nuzn", "traz", "erforder", "notwend", "requir", "need")
_EMPLOYED = ("zaposl", "been", "employ", "war", "taetig", "tatig", "bil", "bin")
_DESIRED = ("pozelj", "prednost", "wuensch", "vorteil", "advantage", "plus")

# "ne mogu više", "ich kann nicht mehr": done once, and not to be done again. "Ne radim više" only tells the past.
_NO_MORE = frozenset("vise mehr longer anymore more vracam vracao vracala vratim".split())
# Forbidden, by a doctor mostly: a refusal without a denying word.
_FORBIDDEN = ("zabran",)
# Who cannot do it at night or in winter may do it at other times: no refusal of the work itself.
_AT_TIMES = ("nocn", "vikend", "subot", "nedelj", "smen", "dalek", "trenut")
_AT_TIME = frozenset("zimi leti nocu sati puno odmah sad sada".split())
_CAN = frozenset("mogu mozem moze mogao mogla kann koennte can cannot mund mundem".split())
_CAN_OR_WILL = _CAN | frozenset(
    "bih zelim zelela zeleo hocu necu necemo hteo htela smem vracam vratim vracala vracao trazim konkurisem dolazi "
    "dolaze zanima zanimaju interesuje interesuju dozvoljen dozvoljena dozvoljeno dozvoljavaju zovete zovite saljete "
    "saljite nudite moechte will darf want".split()
)
_DUE_TO = frozenset("zbog wegen because due".split())
# A denial of nothing but these refers to the work named before: "ali ne mogu više to da radim".
_IT = frozenset("to taj tu tome time takvih tih joj posao das it that".split())
_SAID_AGAIN = _NO_MORE | _CAN_OR_WILL | _IT
_SAID_AGAIN |= frozenset(
    "ne nicht nuk no not any me ja ich i da za te radim raditi rad se bavim na u molim bez ponuda machen arbeiten do "
    "work punoj".split()
)


@dataclass(frozen=True, slots=True)
class Denial:
    """Places in the NFKC form of a text. `refused`: the writer cannot or does not want to do what stands there;
    `given_up`: and has done it once. `refers_back`: it names nothing itself, and means the work named before."""

    start: int
    end: int
    refused: bool = False
    given_up: bool = False
    refers_back: bool = False


def denials(text: str) -> list[Denial]:
    """What `text` denies, in order of appearance."""
    found = []
    clauses = clauses_of(text)
    albanian = any(_ALBANIAN & set(clause.texts) for clause in clauses)
    for number, clause in enumerate(clauses):
        following = clauses[number + 1 :]
        rest = [word for other in following if other.sentence == clause.sentence for word in other.texts]
        here = _in_clause(clause, albanian, desired_after=_any_starts(rest, _DESIRED))
        if _can_again(clause, following):
            here = [denial for denial in here if not denial.refused]
        if here and clause.texts[0] in _NEITHER and number and found and found[-1].refused:
            here[0] = replace(here[0], refused=True)
        found += here
    return found


def what_is_refused(text: str, denial: Denial) -> list[Token]:
    """The words of a refusal without its reasons; none where it does not speak of working or of going back to work."""
    words = [word for word in located_tokens(text) if denial.start <= word.start < denial.end]
    if not _any_starts([word.text for word in words], _OF_WORKING) or _rides(words):
        return []
    kept, reason, plans = [], False, 0
    for place, word in enumerate(words):
        plans += word.text == "da"
        if word.text in _DENIALS:
            reason = False
        elif word.text == "da":
            reason = not _any_starts([other.text for other in words[place + 1 : place + 3]], _OF_WORKING) and plans > 1
        elif word.text in _REASONS or word.text.startswith("koj"):
            reason = True
        if not reason:
            kept.append(word)
    return kept


def affirmed(text: str) -> str:
    """`text` (in its NFKC form) without what it denies."""
    plain, kept, place = nfkc(text), [], 0
    for denial in denials(text):
        kept.append(plain[place : denial.start])
        place = max(place, denial.end)
    return "".join((*kept, plain[place:]))


def _in_clause(clause: Clause, albanian: bool, desired_after: bool) -> list[Denial]:
    words, found, reached = _without_lookalikes(clause, albanian), [], 0
    for place in range(len(words)):
        if place >= reached and _denies(words, place) and not (desired_after and _is_need(words, place)):
            first, reached = _from(words, place, reached), _until(words, place)
            refused = _is_refused(words, place)
            given_up = refused and _is_given_up(words, place)
            said = words[place:reached]
            refers_back = refused and _only_said_again(said) and (given_up or bool(_IT & set(said)))
            begin, end = clause.words[first].start, clause.words[reached - 1].end
            found.append(Denial(begin, end, refused, given_up, refers_back))
    return found


def _rides(words: Sequence[Token]) -> bool:
    """ "Ne mogu da se vozim autobusom"."""
    texts = [word.text for word in words]
    return "se" in texts and _any_starts(texts, ("voz",)) and not _any_starts(texts, ("rad", "vrat", "vrac", "bav"))


def _can_again(clause: Clause, following: Sequence[Clause]) -> bool:
    """ "Zbog dece nisam mogla da radim, sada mogu", in the same sentence; not "sada mogu samo kao čistačica"."""
    return any(other.sentence == clause.sentence and _takes_back(other.texts) for other in following)


def _takes_back(words: Sequence[str]) -> bool:
    if _INSTEAD & set(words) or _any_starts(words, _OTHER_WORK):
        return False
    plans = [words[k + 1 : k + 4] for k, word in enumerate(words) if word == "da"]
    if not all(_any_starts(plan, _ON_AGAIN) for plan in plans):
        return False
    near = [(word, {*words[max(k - 2, 0) : k], *words[k + 1 : k + 3]}) for k, word in enumerate(words)]
    return any(
        (word in _AGAIN and _CAN & around) or (word in _ONCE_MORE and _WOULD & around)
        for word, around in near
        if not _DENIALS & around
    )


def _aim(words: Sequence[str], place: int) -> Sequence[str]:
    """What follows a denial, as far as the first verb of working."""
    after = words[place + 1 : place + 1 + REACH]
    return after[: next((k for k, word in enumerate(after) if word in _WORKING | _DUE_TO), len(after))]


def _is_turned(words: Sequence[str], place: int) -> bool:
    """Whether what is denied is giving the work up, or finding it: then the work is not refused."""
    aim = _aim(words, place)
    if _any_starts(aim, _TURNING) or _WAITING & set(aim) or (_CAN & set(aim[:2]) and "bez" in aim[1:3]):
        return True
    # "ne znam da li mogu", "nisam sigurna da mogu": a doubt
    if aim[:3] == ("znam", "da", "li") or (_any_starts(aim[:1], ("sigur",)) and aim[1:2] == ("da",)):
        return True
    # "ich finde keine Arbeit"
    found = (*aim, *(words[max(place - 2, 0) : place] if words[place].startswith("kein") else ()))
    if not (_any_starts(found, _GETTING) or _GET & set(found)):
        return False
    around = (*words[max(place - 2, 0) : place + 1], *aim)
    wants = _any_starts(around, _WANTING) or aim[:1] == ("da",) or "will" in around
    able = bool(_CAN & set(around))
    if _any_starts(aim, ("zapos",)) and not able:
        return not wants and words[place] == "necu"
    return able or not wants


def _is_refused(words: Sequence[str], place: int) -> bool:
    if _any_starts(_aim(words, place), _BESIDE_WORK):
        return False
    if _any_starts(words, _AT_TIMES) or _AT_TIME & set(words):
        return False
    if words[place].startswith(_FORBIDDEN) or _is_without_offers(words, place):
        return True
    return bool(_CAN_OR_WILL & {words[place], *_around(words, place)})


def _is_without_offers(words: Sequence[str], place: int) -> bool:
    """ "Bez ponuda za čuvanje dece, molim"."""
    return words[place] == "bez" and _any_starts(words[place + 1 : place + 3], _OFFERS)


def _without_lookalikes(clause: Clause, albanian: bool) -> tuple[str, ...]:
    """Albanian "në" and Niš in the locative are no denials, though they look like some without their marks."""

    def read(place: int, word: str) -> str:
        written = clause.written[place]
        in_nis = word == "nisu" and (set("šшŠШ") & set(written) or clause.texts[max(place - 1, 0)] == "u")
        return "" if in_nis or (word == "ne" and (albanian or "ë" in written)) else word

    return tuple(read(place, word) for place, word in enumerate(clause.texts))


def _denies(words: Sequence[str], place: int) -> bool:
    word, near = words[place], words[place + 1 : place + 5]
    if word == "bez" and _is_turned_before(words, place):
        return False
    if word in _WITHOUT or word.startswith(_FORBIDDEN) or (word == "pa" and _any_starts(near[:1], ("pervoj",))):
        return True
    if word == "no":
        return _any_starts(near[:1], ("longer", "experien"))
    if word not in _DENIALS or (near and near[0] in _ONLY):
        return False
    around = (*words[max(place - 2, 0) : place], *near)
    if (
        _HARMLESS & set(around)
        or _more_than(words, place)
        or _LONG & set(_first_said(near))
        or _is_turned(words, place)
    ):
        return False
    if word in ("nema", "nemam") and _any_starts(near[:1], _NO_WORK):
        return False
    return not _tells_the_past(words, place)


def _first_said(words: Sequence[str]) -> Sequence[str]:
    return [word for word in words if word not in _FILLING][:1]


def _is_turned_before(words: Sequence[str], place: int) -> bool:
    """ "Ne mogu bez kuvanja"."""
    before = words[max(place - 3, 0) : place]
    return bool(_CAN & set(before) and _DENIALS & set(before))


def _more_than(words: Sequence[str], place: int) -> bool:
    """ "Ne više od dve godine", "nicht mehr als 2 Jahre": a number, not a denial."""
    near = words[place + 1 : place + 5]
    pairs = zip(near, near[1:], near[2:], strict=False)
    return ("vise", "od") in pairwise(near) or any(
        one == "mehr" and two == "als" and three[:1].isdigit() for one, two, three in pairs
    )


def _tells_the_past(words: Sequence[str], place: int) -> bool:
    """ "Više ne radim kao zidar" is about a job that ended; whether one would go on is not said."""
    ended = _says_no_more(words, place) or (set(words[place + 1 : place + 3]) & _WORKING and since_year(words))
    return bool(ended) and not _CAN_OR_WILL & set(_around(words, place))


def since_year(words: Sequence[str]) -> int | None:
    """ "Ne radim kao taksista od 2019": the year."""
    years = (int(two) for one, two in pairwise(words) if one in ("od", "seit", "since", "nga") and _is_year(two))
    return next(years, None)


def stopped_in(words: Sequence[str]) -> int | None:
    """The year since which a clause says that somebody does not work, if it does."""
    stops = any(one in _DENIALS and _WORKING & {two, three} for one, two, three in _threes(words))
    return since_year(words) if stops else None


def _threes(words: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    return zip(words, words[1:], words[2:], strict=False)


def _is_year(word: str) -> bool:
    return word.isdigit() and len(word) == 4 and word[:2] in ("19", "20")


def _is_given_up(words: Sequence[str], place: int) -> bool:
    due_to = bool(_DUE_TO & set(words) and _CAN & set(_around(words, place)))
    return due_to or _says_no_more(words, place)


def _says_no_more(words: Sequence[str], place: int) -> bool:
    albanian = words[place] == "nuk" and "me" in words[place + 1 :]
    return albanian or bool(_NO_MORE & set(_around(words, place)))


def _around(words: Sequence[str], place: int) -> Sequence[str]:
    return words[max(place - 3, 0) : place + 5]


def _is_need(words: Sequence[str], place: int) -> bool:
    return _any_starts(
        words[place + 1 : place + 4], ("potreb", "neophod", "obavez", "uslov", "nuzn", "erforder", "requir")
    )


def _from(words: Sequence[str], place: int, earliest: int) -> int:
    """Where a denial begins: with its own word, or with what it is about."""
    earliest = max(earliest, place - REACH_BACK)
    ends_clause = place == len(words) - 1
    about_work = _any_starts(_around(words, place), _ABOUT_WORK) or _is_refused(words, place)
    if words[place] in _WITHOUT or not (ends_clause or about_work):
        return place
    said = [k for k in range(earliest, place) if words[k] in _DONE | _AUXILIARIES and not _after_da(words, k)]
    said = [k for k in said if not _leads_denial(words, k, place)]
    if not said:
        return earliest
    joins = [k for k in range(said[-1], place) if words[k] in _JOINING]
    return joins[-1] + 1 if joins else place


def _leads_denial(words: Sequence[str], k: int, place: int) -> bool:
    """In German the verb comes before its denial: "als Maurer kann ich nicht", "als Koch habe ich keine"."""
    return words[k] in ("habe", "bin") and place - k <= 3


def _until(words: Sequence[str], place: int) -> int:
    """Where a denial ends: the place after its last word."""
    if words[place] in _WITHOUT and not _any_starts(words[place + 1 : place + 4], (*_ABILITY, *_OFFERS)):
        return min(place + 2, len(words))
    end = min(place + 1 + REACH, len(words), _until_other_trade(words, place))
    for k in range(place + 1, end):
        if words[k] in _ENDING:
            return k
        if words[k] in _AUXILIARIES and k > place + 1:
            return k - 1 if words[k - 1].endswith(_PARTICIPLE_ENDINGS) and k - 1 > place else k
        if words[k] in _JOINING and _DONE & set(words[k + 1 : k + 3]):
            return k
        if words[k] in _PRESENT and k > place + 1 and not _after_da(words, k):
            return k
    return end


def _until_other_trade(words: Sequence[str], place: int) -> int:
    """ "Nisam zadovoljan platom | kao kuvar": where what is denied is neither work nor ability, the trade stands."""
    k = next((k for k in range(place + 1, len(words)) if words[k] in _AS), len(words))
    said = [word for word in words[place + 1 : k] if word not in _DENIALS | _FILLING]
    around = (*words[place + 1 : k], *words[k + 2 : k + 5])
    if not said or _is_refused(words, place) or _any_starts(around, (*_ABOUT_WORK, *_ABILITY, *_EMPLOYED)):
        return len(words)
    return k


def _after_da(words: Sequence[str], k: int) -> bool:
    """Whether a verb hangs on the one before: "da radim", "da se bavim", "ne radim", "as ... work"."""
    return bool({"da", "ne", "ni", "niti", "to", "te", "longer", "worked"} & set(words[max(k - 2, 0) : k]))


def _only_said_again(words: Sequence[str]) -> bool:
    for word in words:
        if word in _DUE_TO:
            return True
        if word not in _SAID_AGAIN:
            return False
    return True


def _any_starts(words: Sequence[str], beginnings: tuple[str, ...]) -> bool:
    return any(word.startswith(beginnings) for word in words)
