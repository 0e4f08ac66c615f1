"""Reasons of the matcher, which are keys and values, as sentences; refusals of the services likewise."""

from datetime import date

from flask import Flask

from employer_portal import presentation, words
from employer_portal.i18n import gettext, mark
from matching_service.services.matching.matches import Note

SENTENCES = {
    "not_open": mark("The opening is not taking applications: %(state)s."),
    "no_places_left": mark("All places are taken."),
    "not_ranked": mark("Is not in this list: has not agreed to be ranked, or is with another organisation."),
    "licence_missing": mark("A driving licence of category %(category)s is required; the profile says there is none."),
    "licence_unknown": mark("A driving licence of category %(category)s is required; the profile does not say."),
    "education_below": mark("Schooling required: %(needed)s. In the profile: %(has)s."),
    "education_unknown": mark("Schooling required: %(needed)s. The profile does not say."),
    "language_missing": mark("Language required: %(language)s. The profile says it is not spoken."),
    "language_below": mark("Language required: %(language)s. In the profile: %(has)s."),
    "language_unknown": mark("Language required: %(language)s. The profile does not say how well it is spoken."),
    "working_time_differs": mark("Working time offered: %(offered)s. Wanted: %(wanted)s."),
    "working_time_unknown": mark("Working time offered: %(offered)s. The profile does not say what is wanted."),
    "available_later": mark("Can start only on %(available_from)s"),
    "start_not_said": mark("Can start only on %(available_from)s; the opening does not say when it starts."),
    "availability_unknown": mark("When work can start, the profile does not say."),
    "too_far": mark("Too far: %(km)s km, and can travel up to %(mobility_km)s km."),
    "distance_unknown": mark("The distance is not known: a municipality is missing."),
    "mobility_unknown": mark("%(km)s km away; how far is possible, the profile does not say."),
}

# What the person's own pages say instead, where the profile is theirs.
SENTENCES_TO_THE_PERSON = {
    "licence_missing": mark("A driving licence of category %(category)s is required; your profile says you have none."),
    "licence_unknown": mark("A driving licence of category %(category)s is required; your profile does not say."),
    "education_below": mark("Schooling required: %(needed)s. In your profile: %(has)s."),
    "education_unknown": mark("Schooling required: %(needed)s. Your profile does not say."),
    "language_missing": mark("Language required: %(language)s. Your profile says you do not speak it."),
    "language_below": mark("Language required: %(language)s. In your profile: %(has)s."),
    "language_unknown": mark("Language required: %(language)s. Your profile does not say how well you speak it."),
    "working_time_differs": mark("Working time offered: %(offered)s. You want: %(wanted)s."),
    "working_time_unknown": mark("Working time offered: %(offered)s. Your profile does not say what you want."),
    "available_later": mark("You can start only on %(available_from)s"),
    "start_not_said": mark("You can start only on %(available_from)s; the opening does not say when it starts."),
    "availability_unknown": mark("Your profile does not say when you can start."),
    "too_far": mark("Too far: %(km)s km, and you can travel up to %(mobility_km)s km."),
    "mobility_unknown": mark("%(km)s km away; your profile does not say how far you can travel."),
}

# A problem of a field, by path and key or by key alone.
REFUSALS = {
    "not_a_pib": mark(
        "This PIB is not right: the last digit does not agree with the others. Look at your tax certificate."
    ),
    "pib/taken": mark("A company with this PIB is already registered. Sign in, or write to us if it was not you."),
    "email/taken": mark("There is already an account with this e-mail. Sign in with it."),
    "reason/required": mark("Write why, so that the company knows what to correct."),
    "apply_by/in_the_past": mark("This day has passed. Write a day from today on."),
    "apply_by/beyond_the_limit": mark(
        "This day is too far ahead. For a later one change the opening and have it approved again."
    ),
    "apply_by/same_day": mark("This is the last day already. Write another one."),
    "ends_on/out_of_range": mark("Choose a day that is not over yet."),
    "place/out_of_range": mark("Write a place from 1 to 500."),
    "text/required": mark("Write what the reason is."),
    "names_protected": mark(
        "The text names what may be no reason. Take it out, or confirm below that it is not your reason."
    ),
    "empty": mark("Paste the text of the CV, or choose a file."),
    "file_too_large": mark("The file has more than 5 MB. Save it without pictures, or paste the text."),
    "not_a_document": mark("This is no Word, PDF, OpenDocument, Europass or text file. Paste the text instead."),
    "old_word": mark("This is a file of an old Word. Save it as DOCX or PDF, or paste the text."),
    "encrypted": mark("The file is locked with a password. Save it without one, or paste the text."),
    "scanned": mark("The file holds a picture of the CV and no text, so it cannot be read. Type in what matters."),
    "too_many_pages": mark("The file has more than 30 pages. Choose the pages of the CV, or paste the text."),
    "too_long_for_cv": mark("This text is longer than any CV. Paste only what tells of the person."),
    "unpacks_to_too_much": mark("The file is no ordinary document. Paste the text instead."),
    "takes_too_long": mark("Reading the file takes too long. Paste the text instead."),
    "damaged": mark("The file is damaged and cannot be read. Save it again, or paste the text."),
    "required": mark("Fill in this field."),
    "too_long": mark("This text is too long."),
    "person_id/taken": mark("This person has an account already."),
    "password/too_long": mark("The password may have 128 characters at most."),
    "too_short": mark("The password needs at least 12 characters."),
    "too_common": mark("This password is one of the first that others would try. Three random words are better."),
    "unknown": mark("We do not know this value. Choose one of those offered."),
    "not_allowed": mark("Choose one of the values offered."),
    "out_of_range": mark("This number is too small or too large."),
    "duplicate": mark("This is listed twice."),
    "taken": mark("This is already used."),
    "token_taken": mark("There is already a token of this name. Withdraw it first, or choose another name."),
    "not_an_email": mark("Write an e-mail address, such as ana@firma.rs."),
    "ends_before_start": mark("The last day must come after the first day."),
    "less_than_pay_from": mark("The upper amount must not be less than the lower one."),
    "fewer_than_taken": mark("More places than that are already taken."),
}


def sentence(note: Note, to_the_person: bool = False) -> str:
    """A note in the visitor's language; a key that has no sentence is shown as it is, not hidden."""
    if note.key not in SENTENCES:
        return note.key
    values = {name: _in_words(name, value) for name, value in note.values.items()}
    if note.values.get("language") and values.get("needed"):
        values["language"] += f" ({values['needed']})"
    own = SENTENCES_TO_THE_PERSON.get(note.key) if to_the_person else None
    return gettext(own or SENTENCES[note.key]) % values


def refusal(path: str, problem: str) -> str:
    """What to tell about a refused field; `path` such as `contact_email` or `skills/0/code`."""
    field = path.rsplit("/", 1)[-1]
    message = REFUSALS.get(f"{field}/{problem}") or REFUSALS.get(problem)
    return gettext(message) if message else problem


def _in_words(name: str, value: object) -> str:
    match name, value:
        case _, None:
            return ""
        case "state", _:
            return words.word(words.STATES, value).lower()
        case "offered" | "wanted", _:
            return words.word(words.WORKING_TIMES, value).lower()
        case "language", _:
            return words.word(words.SPOKEN_LANGUAGES, value)
        case "needed" | "has", int():
            return words.word(words.ISCED_LEVELS, value)
        case _, date():
            return presentation.day(value)
    return _level(value)


def _level(value: object) -> str:
    """A level of a language is said by its short name; anything else stands for itself."""
    return words.word(words.LANGUAGE_LEVELS, value) if value == "native" else str(value)


def init_app(app: Flask) -> None:
    app.jinja_env.filters["sentence"] = sentence
