"""What explanations are held against: the products of the features that two share, pair by pair."""

import numpy as np

from matching_service.matcher.features import Features


def addends(person: Features, opening: Features) -> tuple[np.ndarray, np.ndarray]:
    """Shared features and what each adds to the score; float64."""
    shared, at_person, at_opening = np.intersect1d(
        person.indices, opening.indices, assume_unique=True, return_indices=True
    )
    products = person.values[at_person].astype(np.float64) * opening.values[at_opening].astype(np.float64)
    return shared, products
