"""Taxonomy and municipalities, open to all."""

from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.reference import (
    MunicipalityPageSchema,
    SuggestionsSchema,
    TaxonomyQuerySchema,
)
from matching_service.request_context import current_engine, transaction
from matching_service.services.paging import Page
from matching_service.services.reference_data import reference, taxonomy

blp = Blueprint("reference", __name__, description="Occupations, skills and municipalities")


@blp.get("/taxonomy/search")
@blp.asks(TaxonomyQuerySchema)
@blp.response(200, SuggestionsSchema)
def search_taxonomy(query):
    """Occupations and skills a text may stand for, in any of the languages and either script"""
    with transaction() as session:
        return {"items": taxonomy.suggest(session, current_engine(), query.pop("q"), **query)}


@blp.get("/municipalities")
@blp.response(200, MunicipalityPageSchema)
def list_municipalities():
    """All cities and municipalities of Serbia, on one page"""
    with transaction() as session:
        found = reference.municipalities(session)
    return Page(found, len(found))
