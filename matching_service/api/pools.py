"""Named lists of people that an organisation keeps; for staff."""

from flask import url_for

from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.casework import (
    AddedSchema,
    MembersSchema,
    NewMemberSchema,
    PoolInputSchema,
    PoolSchema,
    PoolsSchema,
)
from matching_service.request_context import current_actor, transaction
from matching_service.services.casework import pools

blp = Blueprint("people_pools", __name__, description="Named lists of people that an organisation keeps")
ONE = "/pools/<row_id:pool_id>"


@blp.get("/pools")
@blp.signed_in
@blp.response(200, PoolsSchema)
def list_pools():
    """The pools of the caller's organisation, and how old they have grown; for staff"""
    with transaction() as session:
        return {"items": pools.listed(session, current_actor())}


@blp.post("/pools")
@blp.signed_in
@blp.takes(PoolInputSchema)
@blp.changes(201, PoolSchema, "pools.change")
def make_pool(session, asked):
    """Make a pool; for staff"""
    made = pools.make(session, current_actor(), **asked)
    return made, url_for(".show_pool", pool_id=made.id)


@blp.get(ONE)
@blp.signed_in
@blp.refuses(404)
@blp.response(200, PoolSchema)
def show_pool(pool_id):
    """One pool, and how old it has grown; for staff"""
    with transaction() as session:
        return pools.get(session, current_actor(), pool_id)


@blp.put(ONE)
@blp.signed_in
@blp.refuses(404, 503)
@blp.takes(PoolInputSchema)
@blp.response(200, PoolSchema)
def change_pool(asked, pool_id):
    """Another name or note; for staff"""
    with transaction() as session:
        return pools.change(session, current_actor(), pool_id, **asked)


@blp.get(f"{ONE}/members")
@blp.signed_in
@blp.refuses(404)
@blp.response(200, MembersSchema)
def list_members(pool_id):
    """The people of a pool whom the caller may see; for staff"""
    with transaction() as session:
        return {"items": pools.members(session, current_actor(), pool_id)}


@blp.post(f"{ONE}/members")
@blp.signed_in
@blp.takes(NewMemberSchema)
@blp.changes(200, AddedSchema, "pools.change")
def add_member(session, asked, pool_id):
    """Put somebody into a pool; for staff"""
    return {"added": pools.add(session, current_actor(), pool_id, [asked["profile_id"]])}


@blp.delete(f"{ONE}/members/<row_id:profile_id>")
@blp.signed_in
@blp.refuses(404, 503)
@blp.response(204)
def remove_member(pool_id, profile_id):
    """Take somebody out of a pool; for staff"""
    with transaction() as session:
        pools.remove(session, current_actor(), pool_id, profile_id)
