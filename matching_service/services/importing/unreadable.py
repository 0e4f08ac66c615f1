"""What a parser of cells raises."""


class Unreadable(ValueError):
    """A cell that does not say what its column should; the message tells so, quoting it."""

    def __init__(self, text: str, wanted: str):
        shown = text if len(text) <= 60 else f"{text[:57]}..."
        super().__init__(f'"{shown}" is not {wanted}')
