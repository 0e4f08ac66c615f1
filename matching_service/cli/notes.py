"""Reasons of the matcher in the plain words of the terminal, short enough for several on a line."""

from matching_service.services.matching.matches import Note

# key -> words; what stands in braces are values of the note
WORDS = {
    "not_open": "not taking applications: {state}",
    "no_places_left": "no places left",
    "not_ranked": "has not agreed to be ranked, or is with another organisation",
    "licence_missing": "no driving licence {category}",
    "licence_unknown": "driving licence {category}: not known",
    "education_below": "schooling: level {has}, level {needed} needed",
    "education_unknown": "schooling: not known, level {needed} needed",
    "language_missing": "does not speak {language}",
    "language_below": "speaks {language} {has}, {needed} needed",
    "language_unknown": "how well {language} is spoken: not known",
    "working_time_differs": "working time: wants {wanted}, offered {offered}",
    "working_time_unknown": "working time wanted: not known, offered {offered}",
    "available_later": "can start only on {available_from}",
    "start_not_said": "can start only on {available_from}, and the opening does not say when it starts",
    "availability_unknown": "first day possible: not known",
    "too_far": "{km} km away, travels up to {mobility_km} km",
    "distance_unknown": "distance: not known",
    "mobility_unknown": "{km} km away, how far is possible: not known",
}


def words(note: Note) -> str:
    """The languages stay codes (de, en), the levels of schooling those of ISCED."""
    values = {name: str(value).replace("_", " ") for name, value in note.values.items()}
    return WORDS[note.key].format(**values)
