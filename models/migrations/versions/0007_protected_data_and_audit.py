"""Protected data and case notes, sealed; the audit trail."""

import hashlib
import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import context, op
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.migrate import Refused

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# SQLite replaces a row without asking the trigger of DELETE, so INSERT asks as well.
_APPEND_ONLY = {
    "sqlite": [
        *(
            f"CREATE TRIGGER audit_entry_no_{what} BEFORE {what.upper()} ON audit_entry"
            " BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
            for what in ("update", "delete")
        ),
        "CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry"
        " WHEN EXISTS (SELECT 1 FROM audit_entry WHERE number = NEW.number)"
        " BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$",
        "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()",
    ],
}


_BEFORE = ("birth_date", "sex", "ethnicity", "returnee")
_PLAIN = sa.table(
    "protected_data",
    *(sa.column(name) for name in ("person_id", "sex", "ethnicity", "returnee", "health", "case_notes")),
    sa.column("birth_date", sa.Date()),
)
_MOMENT = sa.DateTime(timezone=True)
_SEALED = sa.table("protected_data", sa.column("person_id"), sa.column("sealed"), sa.column("updated_at", _MOMENT))
_NOTE = sa.table("case_note", sa.column("person_id"), sa.column("created_at", _MOMENT), sa.column("sealed"))


def upgrade() -> None:
    _seal_protected_data()
    _make_audit_trail()


def _seal_protected_data() -> None:
    """What stood there in the clear is sealed; the free texts become case notes."""
    rows = op.get_bind().execute(sa.select(_PLAIN)).all()
    keys = context.config.attributes.get("protected_keys")
    if rows and not keys:
        raise Refused(f"{len(rows)} rows of protected data must be sealed: set PROTECTED_KEYS, then start this again")
    op.drop_table("protected_data")
    _make_sealed_tables()
    if rows:
        _seal(rows, keys[0], datetime.now(UTC))


def _make_sealed_tables() -> None:
    op.create_table(
        "protected_data",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_protected_data_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_protected_data")),
    )
    op.create_table(
        "case_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["corrects_id"], ["case_note.id"], name=op.f("fk_case_note_corrects_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_note_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_case_note_corrects_id")),
    )
    op.create_index(op.f("ix_case_note_person_id"), "case_note", ["person_id"])


def _seal(rows: Sequence[sa.Row], key: bytes, moment: datetime) -> None:
    records, notes = [], []
    for row in rows:
        person_id = row.person_id
        record = {name: getattr(row, name) for name in _BEFORE}
        record["returnee"] = None if row.returnee is None else bool(row.returnee)
        if set(record.values()) != {None}:
            sealed = _sealed(key, {"record": record, "imported": None}, f"protected_data/{person_id}")
            records.append({"person_id": person_id, "sealed": sealed, "updated_at": moment})
        for text in filter(None, (row.health, row.case_notes)):
            place = f"case_note/{person_id}/{moment.isoformat(timespec='microseconds')}/None/None"
            sealed = _sealed(key, {"author": "", "text": text}, place)
            notes.append({"person_id": person_id, "created_at": moment, "sealed": sealed})
    for table, filled in ((_SEALED, records), (_NOTE, notes)):
        if filled:
            op.bulk_insert(table, filled)


def _sealed(key: bytes, content: dict[str, object], place: str) -> bytes:
    """As services.sealing seals at this revision."""
    mark = b"\x01" + hashlib.sha256(b"the name of the key " + key).digest()[:4]
    nonce = os.urandom(12)
    text = json.dumps(content, ensure_ascii=False, default=str).encode()
    return mark + nonce + AESGCM(key).encrypt(nonce, text, place.encode())


def _make_audit_trail() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("roles", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("purpose", sa.String(length=40), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_audit_entry_numbered_from_one")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entry")),
    )
    for columns in (["at"], ["actor_id"], ["action"], ["subject_kind", "subject_id"]):
        op.create_index(op.f(f"ix_audit_entry_{'_'.join(columns)}"), "audit_entry", columns)
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_only_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    for statement in _APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """The audit trail goes. Protected data would stand in the clear again, so there must be none."""
    for table in ("protected_data", "case_note"):
        if op.get_bind().scalar(sa.select(sa.func.count()).select_from(sa.table(table))):
            raise Refused(f"rows of {table} would have to stand in the clear: export what is needed and delete them")
    op.drop_table("case_note")
    op.drop_table("protected_data")
    _make_plain_table()
    op.drop_table("audit_head")
    op.drop_table("audit_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entry_refuse()")


def _make_plain_table() -> None:
    op.create_table(
        "protected_data",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(length=10), nullable=True),
        sa.Column("ethnicity", sa.String(length=60), nullable=True),
        sa.Column("health", sa.Text(), nullable=True),
        sa.Column("returnee", sa.Boolean(), nullable=True),
        sa.Column("case_notes", sa.Text(), nullable=True),
        sa.CheckConstraint("sex IN ('female', 'male', 'other')", name=op.f("ck_protected_data_sex_is_known")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_protected_data_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_protected_data")),
    )
