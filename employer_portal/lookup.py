"""What a typed text may stand for in the taxonomy."""

from employer_portal import i18n
from matching_service.request_context import current_engine, transaction
from matching_service.services.reference_data import taxonomy
from matching_service.services.reference_data.taxonomy import Suggestion

SHOWN = 6
CERTAIN = 0.999


def suggestions(text: str, kind: str) -> tuple[Suggestion, ...]:
    """Occupations or skills, most likely first; none for a text too short to mean anything."""
    if len(text.strip()) < 2:
        return ()
    language = i18n.current().content
    with transaction() as session:
        return taxonomy.suggest(session, current_engine(), text, kind=kind, language=language, limit=SHOWN)


def named_exactly(text: str, found: tuple[Suggestion, ...]) -> Suggestion | None:
    """The one suggestion that bears this very name, in whatever language, script or form; None when several do."""
    wanted = text.strip().casefold()
    for suggestion in found:
        if suggestion.label.casefold() == wanted:
            return suggestion
    certain = [suggestion for suggestion in found if suggestion.confidence >= CERTAIN]
    return certain[0] if len(certain) == 1 else None
