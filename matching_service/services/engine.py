"""The matcher as the services use it: the taxonomy in memory, the reader of texts, the index kept up to date."""


class Engine:
    """One per process. Thread-safe. Methods take the session of the caller's transaction.

    For pages and API:
      engine.taxonomy(session) -> matcher.taxonomy.Taxonomy   current value, reloaded when the revision moved
    For services that save:
      engine.save_person(session, person_row), engine.save_opening(session, opening_row)
          read texts -> sets occupations and skills with source "text" on the row, stores the Reading
      engine.forget(session, kind, entity_id)
    """

    def taxonomy(self, session):
        raise NotImplementedError

    def save_person(self, session, person):
        raise NotImplementedError

    def save_opening(self, session, opening):
        raise NotImplementedError

    def forget(self, session, kind, entity_id):
        raise NotImplementedError
