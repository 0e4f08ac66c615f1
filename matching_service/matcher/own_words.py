"""What people tell of their work in their own words: which occupations, whether they did that work, how long, until
when, and what they have given up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from matching_service.matcher.clauses import Clause, clauses_of
from matching_service.matcher.durations import Duration, durations
from matching_service.matcher.link import Link
from matching_service.matcher.linking import ConceptReader
from matching_service.matcher.negation import Denial, denials, stopped_in, what_is_refused
from matching_service.matcher.phrasebook import Found
from matching_service.matcher.taxonomy import Concept
from matching_service.matcher.text import TRADE_TALK_STEMS, Token, fold, nfkc, stems
from matching_service.matcher.work_phrases import ToldPhrase, WorkPhrases

# A label read without a typing error has at least this confidence.
NAMED_EXACTLY = 0.7
# A word tells an occupation from others where no more than so many have it; and a stem where it is so long.
SHARED_BY, SHORTEST_STEM = 15, 5
REFUSED_BY_WORD = 0.7

_TITLES = ("preferred", "feminine")

_JOINING = frozenset("i und and dhe edhe te".split())
# Words that tell of work done.
_DID = frozenset(
    "radio radila radili radim radimo bio bila bavio bavila bavim isao isla isli idem zaposlen "
    "zaposlena gearbeitet arbeite arbeitete war punuar punoj punoja punova worked working was been".split()
)
_EXPERIENCE = ("iskust", "staz", "praks", "erfahr", "experien", "pervoj", "berufserf")
# Words that tell of plans and of schools: what they name was not necessarily done.
_PLANNED = frozenset(
    "bih zelim zelela zeleo hteo htela hocu mogu volela voleo trazim spreman spremna planiram nadam moechte suche dua "
    "want looking kerkoj".split()
)
_LEARNT = tuple("zavrsi skol kurs obuk ucil ucio uci diplom gelernt ausbild studi smer prekvalif".split())
_RELATIVES = frozenset(
    "otac tata majka mama brat sestra muz suprug supruga zena sin cerka kcerka kci kcer cerki kcerki kceri "
    "snaja snaha zet tast tasta svekar svekrva deda baba stric strina ujak ujna tetka teca bratanac sestric unuk unuka "
    "decko verenik komsija drug rodjak "
    "vater mutter bruder schwester mann frau father mother brother husband wife".split()
)
_I = frozenset("sam smo ja ich habe bin".split())
_DOCTORS = ("lekar", "doktor", "arzt", "doctor", "mjek")
_SAYING = tuple("zabran rek kaz savet prepor dozvol preg verbot sagt gesagt said told tha".split())
_MYSELF = frozenset("sam smo ja i ich habe bin my".split()) | _DID
_UNNAMED = frozenset("da bih".split())
# A duration beside these is not one of work.
_ELSEWHERE = tuple("biro nezaposl brak udat ziv cek lec bolov skol studi borav stanu gelebt lebe".split())
# Endings of participles and of the first person.
_OF_ONESELF = {"sr": ("o", "la", "li", "le", "m", "mo"), "de": ("t", "en", "e"), "sq": ("ja", "va", "ur", "uar", "j")}
# Clauses that begin so say "not that, but this": their verb stands before.
_INSTEAD = frozenset("nego vec sondern por but".split())


@dataclass(frozen=True, slots=True)
class ToldWork:
    """`kind`: "work" that was done, or a "mention" that leaves it open. `years` and `ended_year` None: not said.
    `given_up`: the person cannot or does not want to do it (any more)."""

    link: Link
    kind: str = "mention"
    years: float | None = None
    ended_year: int | None = None
    given_up: bool = False


@dataclass(frozen=True, slots=True)
class _Named:
    """An occupation named by the words `first` to `last` of a clause. `doing`: what its own verb makes of it."""

    link: Link
    clause: int
    first: int
    last: int
    refusal: Denial | None
    doing: str | None = None
    general: bool = False


class OwnWords:
    """Reads a person's own words: `occupations` by their names as `reader` finds them, and by `phrases`."""

    def __init__(self, occupations: Iterable[Concept], reader: ConceptReader, phrases: WorkPhrases):
        self._occupations = reader
        self._phrases = phrases
        self._names = _telling_stems(occupations)

    def work_in(self, text: str, today: date | None = None, known: Iterable[str] = ()) -> tuple[ToldWork, ...]:
        """Every occupation once, in order of appearance. Without `today`, what counts from it stays unknown.

        `known`: codes of occupations that the person is known by; they are told of where the text refuses them.
        """
        clauses, denied = clauses_of(text), denials(text)
        named = self._named(text, clauses, denied)
        named = _given_up_later(clauses, denied, named)
        said = _durations(clauses, named, today.year if today else None)
        kinds = _kinds(clauses, named, said)
        best: dict[str, ToldWork] = {}
        for one, kind in zip(named, kinds, strict=True):
            duration = said.get((one.clause, one.first))
            years, ended = (duration.years, duration.ended_year) if duration else (None, None)
            told = ToldWork(one.link, kind, years, ended, one.refusal is not None)
            best[one.link.code] = _both(best[one.link.code], told) if one.link.code in best else told
        for told in self._refused(text, denied, clauses, named, (*known, *best)):
            best[told.link.code] = _both(best[told.link.code], told) if told.link.code in best else told
        return tuple(best.values())

    def work_of_title(self, text: str) -> Link | None:
        """The work that a short text tells by its verb, "čišćenje kancelarija", where nothing in it is denied."""
        clauses = clauses_of(text)
        if len(clauses) != 1 or denials(text):
            return None
        told = next((found for found in self._phrases.find(clauses[0]) if not found.phrase.general), None)
        return Link(told.phrase.code, told.phrase.certainty, text, fold(text)) if told else None

    def _refused(
        self,
        text: str,
        denied: Iterable[Denial],
        clauses: Sequence[Clause],
        named: Sequence[_Named],
        known: Iterable[str],
    ) -> Iterator[ToldWork]:
        """ "U kuhinju se ne bih vraćala": refusals that name no occupation, but something of the name of a known one.

        What is named only after the refusal is what the person wants instead.
        """
        plain = nfkc(text)
        place = {one.link.code: clauses[one.clause].words[one.first].start for one in reversed(named)}
        inside = [clauses[one.clause].words[one.first].start for one in named]
        for denial in denied:
            if denial.refused and not any(denial.start <= start < denial.end for start in inside):
                words = what_is_refused(text, denial)
                # "krečenje ne dolazi u obzir" is about the work itself: more of its names may stand there
                of_work = any(word.text == "obzir" for word in words)
                for code in dict.fromkeys(known):
                    said = _of_name(words, self._names[code][of_work] if code in self._names else ())
                    if said and place.get(code, 0) <= denial.start:
                        evidence = " ".join(plain[word.start : word.end] for word in said)
                        yield ToldWork(Link(code, REFUSED_BY_WORD, evidence, evidence), given_up=True)

    def _named(self, text: str, clauses: Sequence[Clause], denied: Sequence[Denial]) -> list[_Named]:
        refused = [denial for denial in denied if denial.refused]
        masked = [denial for denial in denied if not denial.refused]
        plain = nfkc(text)
        labels = [
            named
            for found in self._occupations.spot(text, masked, correct_typos=True)
            for named in _placed(found, clauses, refused)
        ]
        named = [*labels]
        for number, clause in enumerate(clauses):
            for told in self._phrases.find(clause):
                start, end = clause.words[told.first].start, clause.words[told.last].end
                if not _within(start, masked) and not _is_done_by_another(clause.texts, told):
                    link = Link(told.phrase.code, told.phrase.certainty, plain[start:end], plain[start:end])
                    doing, denial = _doing(clause.texts, told), _within(start, refused)
                    named.append(_Named(link, number, told.first, told.last, denial, doing, told.phrase.general))
        return sorted(_without_general(named), key=lambda one: (one.clause, one.first))


def _placed(found: Found, clauses: Sequence[Clause], refused: Sequence[Denial]) -> Iterable[_Named]:
    """In the clause where its first word stands. What is refused must be named without a typing error."""
    refusal = _within(found.start, refused)
    if refusal and found.link.confidence < NAMED_EXACTLY:
        return
    for number, clause in enumerate(clauses):
        places = [k for k, word in enumerate(clause.words) if found.start <= word.start < found.end]
        if places and clause.words[places[0]].start == found.start and not _is_of_another(clause.texts, places):
            yield _Named(found.link, number, places[0], places[-1], refusal)


def _is_of_another(words: Sequence[str], places: Sequence[int]) -> bool:
    """ "Lekar mi je rekao", "otac mi je zidar"."""
    first, last = places[0], places[-1]
    if words[last + 1 : last + 2] == ("mi",) or _is_a_doctor_seen(words, first, last):
        return True
    if _is_said_of_relative(words, first):
        return True
    return bool(_RELATIVES & set(words[:first])) and not _MYSELF & set(words)


def _is_said_of_relative(words: Sequence[str], first: int) -> bool:
    """ "Muž mi je bio zidar i moler", "moja sestra je bila kuvarica"."""
    for k in range(first):
        if words[k] in _RELATIVES and words[k + 1 : k + 2] in (("mi",), ("je",), ("radi",), ("ist",), ("is",)):
            return not _I & set(words[k:first])
    return False


def _is_a_doctor_seen(words: Sequence[str], first: int, last: int) -> bool:
    """ "Doktor je rekao da ne dižem", "zabranio mi lekar", "idem kod lekara"."""
    if not words[first].startswith(_DOCTORS):
        return False
    near = (*words[max(first - 3, 0) : first], *words[last + 1 : last + 4])
    return any(word.startswith(_SAYING) for word in near) or words[max(first - 1, 0)] == "kod"


def _is_done_by_another(words: Sequence[str], told: ToldPhrase) -> bool:
    """ "Sestra mi je čuvala decu"; and whoever drives when one rides: "da se vozim autobusom"."""
    if words[told.verb].startswith("voz") and words[max(told.verb - 1, 0)] == "se":
        return True
    in_first_person = words[told.verb].endswith(("m", "mo"))
    return not in_first_person and _is_said_of_relative(words, told.first)


def _within(start: int, stretches: Iterable[Denial]) -> Denial | None:
    return next((stretch for stretch in stretches if stretch.start <= start < stretch.end), None)


def _telling_stems(occupations: Iterable[Concept]) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Code -> stems of its Serbian titles, and of these with the first words of its other Serbian names, that no more
    than a few occupations have among their names."""
    titles, firsts, common = defaultdict(set), defaultdict(set), Counter()
    for concept in occupations:
        labels = [(label.kind in _TITLES, stems(label.text)) for label in concept.labels if label.language == "sr"]
        common.update({stem for _, said in labels for stem in said})
        for is_title, said in labels:
            titles[concept.code].update(said if is_title else ())
            firsts[concept.code].update(said if is_title else said[:1])
    telling = {stem for stem, count in common.items() if count <= SHARED_BY} - TRADE_TALK_STEMS
    return {code: (frozenset(titles[code] & telling), frozenset(firsts[code] & telling)) for code in firsts}


def _of_name(words: Iterable[Token], name: Iterable[str]) -> list[Token]:
    """The words that begin as a word of the name does: "knjigovodstvo" and "knjigovođa", "magacin" and "magacioner"."""
    found = []
    for word in words:
        own = [stem for stem in stems(word.text) if stem not in TRADE_TALK_STEMS]
        if any(_alike(stem, other) for stem in own for other in name):
            found.append(word)
    return found


def _alike(word: str, other: str) -> bool:
    shared = next(
        (n for n, (one, two) in enumerate(zip(word, other, strict=False)) if one != two), min(len(word), len(other))
    )
    return shared >= max(SHORTEST_STEM, 0.75 * min(len(word), len(other)))


def _doing(words: Sequence[str], told: ToldPhrase) -> str | None:
    """ "work" for a participle or a verb in the first person; "mention" where "da" or "bih" makes it a plan; None for
    other forms ("čuvanje", "berba"), of which the rest of the clause decides."""
    if not words[told.verb].endswith(_OF_ONESELF[told.phrase.language]):
        return None
    return "mention" if _is_unreal(words, told.verb) else "work"


def _is_unreal(words: Sequence[str], verb: int) -> bool:
    """ "Da radim", "radila bih", "të punoj"."""
    before = words[max(verb - 2, 0) : verb]
    albanian_plan = before[-1:] == ("te",) and words[verb].startswith(("pun", "kujd", "mbl"))
    return albanian_plan or bool(_UNNAMED & {*before, *words[verb + 1 : verb + 2]})


def _without_general(named: list[_Named]) -> list[_Named]:
    """A general phrase gives way to whatever else its clause names."""
    telling = {one.clause for one in named if not one.general}
    return [one for one in named if not one.general or one.clause not in telling]


def _given_up_later(clauses: Sequence[Clause], denied: Iterable[Denial], named: list[_Named]) -> list[_Named]:
    """ "Radio sam kao zidar, ali ne mogu više": what the clause before names, in its sentence or the one before."""
    gone: dict[int, Denial] = {}
    for denial in denied:
        number = next(k for k, clause in enumerate(clauses) if clause.words[-1].end > denial.start)
        own = [one for one in named if denial.start <= clauses[one.clause].words[one.first].start < denial.end]
        if denial.refers_back and not own:
            before = [one.clause for one in named if clauses[one.clause].words[one.first].start < denial.start]
            if before and clauses[number].sentence - clauses[before[-1]].sentence <= 1:
                gone[before[-1]] = denial
    return [one if one.refusal else replace(one, refusal=gone.get(one.clause)) for one in named]


# ---- what was done


def _kinds(clauses: Sequence[Clause], named: Sequence[_Named], said: dict) -> list[str]:
    """Of each of `named`: "work" or "mention"; a list goes on as it began."""
    kinds: list[str] = []
    for number, one in enumerate(named):
        before = named[number - 1] if number else None
        words = clauses[one.clause].texts
        kind = _kind(words, one)
        if kind is None and words[0] in _INSTEAD and one.clause:
            kind = _telling(clauses[one.clause - 1].texts, reversed(range(len(clauses[one.clause - 1].texts))))
        if kind is None and before and _goes_on(clauses, before, one):
            kind = kinds[-1]
        given_up = one.refusal is not None and one.refusal.given_up
        if given_up or (kind is None and (one.clause, one.first) in said):
            kind = "work"
        kinds.append(kind or "mention")
    return kinds


def _kind(words: Sequence[str], one: _Named) -> str | None:
    """By the nearest telling word before the name, or else after it; None where there is none."""
    if one.doing:
        return one.doing
    return _telling(words, (*range(one.first - 1, -1, -1), *range(one.last + 1, len(words))))


def _telling(words: Sequence[str], places: Iterable[int]) -> str | None:
    """What the first telling word makes of a name."""
    for k in places:
        if words[k] in _PLANNED or words[k].startswith(_LEARNT):
            return "mention"
        if words[k].startswith(_EXPERIENCE):
            return "work"
        if words[k] in _DID and not _is_unreal(words, k):
            return "work"
    return None


def _goes_on(clauses: Sequence[Clause], before: _Named, one: _Named) -> bool:
    """ "Radila kao kuvarica, konobarica i sobarica": hardly a word between them."""
    if before.clause == one.clause:
        return True
    near = clauses[before.clause].sentence == clauses[one.clause].sentence and one.clause - before.clause <= 1
    return near and one.first <= 2


# ---- how long


def _durations(
    clauses: Sequence[Clause], named: Sequence[_Named], this_year: int | None
) -> dict[tuple[int, int], Duration]:
    """(clause, first word) of a name -> how long. In its own clause, or in the one beside it that names nothing."""
    by_clause: dict[int, list[_Named]] = defaultdict(list)
    for one in named:
        by_clause[one.clause].append(one)
    said: dict[tuple[int, int], Duration] = {}
    apart: list[tuple[int, Duration]] = []
    for number, clause in enumerate(clauses):
        found = [item for item in durations(clause, this_year) if not _is_elsewhere(clause.texts, item)]
        if stopped := stopped_in(clause.texts):
            found = [replace(item, years=None, ended_year=stopped) for item in found]
        for one in by_clause[number] if found else ():
            said[number, one.first] = min(found, key=lambda item: _distance(clause.texts, one, item))
        if not by_clause[number]:
            apart += [(number, item) for item in found]
    for number, item in apart:
        for neighbour in _neighbours(clauses, number, by_clause):
            names = by_clause[neighbour]
            if not any((neighbour, one.first) in said for one in names) and _tells_work(clauses, number, names):
                said.update({(neighbour, one.first): item for one in names})
                break
    return said


def _distance(words: Sequence[str], one: _Named, item: Duration) -> int:
    """Words between a name and a duration; a joining word counts as four."""
    between = words[item.last + 1 : one.first] if item.last < one.first else words[one.last + 1 : item.first]
    return sum(4 if word in _JOINING else 1 for word in between)


def _is_elsewhere(words: Sequence[str], item: Duration) -> bool:
    """Whether the part of the clause between joining words speaks of a place lived in, of school, of waiting."""
    joins = [
        -1,
        *(k for k, word in enumerate(words) if word in _JOINING and not item.first <= k <= item.last),
        len(words),
    ]
    first = max(k for k in joins if k < item.first)
    last = min(k for k in joins if k > item.last)
    return any(word.startswith(_ELSEWHERE) for word in words[first + 1 : last])


def _neighbours(clauses: Sequence[Clause], number: int, by_clause: dict[int, list[_Named]]) -> list[int]:
    """Clauses of the same sentence that name something: the one before first, then the one after."""
    near = [k for k in (number - 1, number + 1) if 0 <= k < len(clauses)]
    return [k for k in near if by_clause[k] and clauses[k].sentence == clauses[number].sentence]


def _tells_work(clauses: Sequence[Clause], number: int, names: Sequence[_Named]) -> bool:
    """A bare "45 godina" beside a name may be an age: either clause must speak of work done."""
    own = clauses[number].texts
    if any(word in _DID or word.startswith((*_EXPERIENCE, "rad")) for word in own):
        return True
    return any(_kind(clauses[one.clause].texts, one) == "work" for one in names)


def _both(one: ToldWork, other: ToldWork) -> ToldWork:
    """The same occupation named twice: the longer time, the later end; the surer name."""
    surer = max(one, other, key=lambda told: told.link.confidence)
    return ToldWork(
        surer.link,
        "work" if "work" in (one.kind, other.kind) else one.kind,
        max((told.years for told in (one, other) if told.years is not None), default=None),
        _later_end(one, other),
        one.given_up or other.given_up,
    )


def _later_end(one: ToldWork, other: ToldWork) -> int | None:
    """None where either goes on: it has years and no end."""
    if any(told.years and told.ended_year is None for told in (one, other)):
        return None
    return max((told.ended_year for told in (one, other) if told.ended_year is not None), default=None)
