"""All tables as they are at the start."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "municipality",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("district", sa.String(length=60), nullable=False),
        sa.Column("district_name", sa.String(length=80), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("synonyms", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "kind IN ('city', 'municipality', 'city_municipality')", name=op.f("ck_municipality_kind_is_known")
        ),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_municipality_latitude_in_degrees")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_municipality_longitude_in_degrees")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
        sa.UniqueConstraint("code", name=op.f("uq_municipality_code")),
    )
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_municipality_district"), ["district"], unique=False)

    op.create_table(
        "occupation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=160), nullable=False),
        sa.Column("isco_code", sa.String(length=4), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=True),
        sa.Column("esco_uri", sa.String(length=200), nullable=True),
        sa.CheckConstraint("length(isco_code) = 4", name=op.f("ck_occupation_isco_code_has_four_digits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupation")),
        sa.UniqueConstraint("code", name=op.f("uq_occupation_code")),
        sa.UniqueConstraint("esco_uri", name=op.f("uq_occupation_esco_uri")),
    )
    with op.batch_alter_table("occupation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_occupation_field"), ["field"], unique=False)
        batch_op.create_index(batch_op.f("ix_occupation_isco_code"), ["isco_code"], unique=False)

    op.create_table(
        "reading",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("entity_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("indices", sa.LargeBinary(), nullable=False),
        sa.Column("values", sa.LargeBinary(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'opening')", name=op.f("ck_reading_kind_is_known")),
        sa.PrimaryKeyConstraint("kind", "entity_id", name=op.f("pk_reading")),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_edition"), ["edition"], unique=False)
        batch_op.create_index(batch_op.f("ix_reading_revision"), ["revision"], unique=False)

    op.create_table(
        "reading_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_reading_revision_only_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_revision")),
    )
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "name IN ('beneficiary', 'employer', 'counsellor', 'coordinator')", name=op.f("ck_role_role_is_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )
    op.create_table(
        "skill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=True),
        sa.Column("esco_uri", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "kind IN ('skill', 'knowledge', 'tool', 'certificate', 'attitude')", name=op.f("ck_skill_kind_is_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
        sa.UniqueConstraint("code", name=op.f("uq_skill_code")),
        sa.UniqueConstraint("esco_uri", name=op.f("uq_skill_esco_uri")),
    )
    op.create_table(
        "taxonomy_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("starter_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_taxonomy_revision_only_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxonomy_revision")),
    )
    op.create_table(
        "employer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pib", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("search_text", sa.String(length=400), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=255), nullable=False),
        sa.Column("contact_phone", sa.String(length=60), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(pib) = 9", name=op.f("ck_employer_pib_has_nine_digits")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_employer_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
        sa.UniqueConstraint("pib", name=op.f("uq_employer_pib")),
    )
    with op.batch_alter_table("employer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_search_text"), ["search_text"], unique=False)

    op.create_table(
        "occupation_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occupation_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "kind IN ('preferred', 'feminine', 'synonym')", name=op.f("ck_occupation_label_kind_is_known")
        ),
        sa.CheckConstraint(
            "language IN ('sr', 'en', 'de', 'sq', 'rom')", name=op.f("ck_occupation_label_language_is_known")
        ),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_occupation_label_text_not_empty")),
        sa.ForeignKeyConstraint(
            ["occupation_id"], ["occupation.id"], name=op.f("fk_occupation_label_occupation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupation_label")),
        sa.UniqueConstraint("occupation_id", "language", "text", name="uq_occupation_label_once"),
    )
    op.create_table(
        "occupation_skill",
        sa.Column("occupation_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("essential", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["occupation_id"], ["occupation.id"], name=op.f("fk_occupation_skill_occupation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"], ["skill.id"], name=op.f("fk_occupation_skill_skill_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("occupation_id", "skill_id", name=op.f("pk_occupation_skill")),
    )
    with op.batch_alter_table("occupation_skill", schema=None) as batch_op:
        batch_op.create_index("ix_occupation_skill_skill_id", ["skill_id"], unique=False)

    op.create_table(
        "skill_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.CheckConstraint("kind IN ('preferred', 'feminine', 'synonym')", name=op.f("ck_skill_label_kind_is_known")),
        sa.CheckConstraint(
            "language IN ('sr', 'en', 'de', 'sq', 'rom')", name=op.f("ck_skill_label_language_is_known")
        ),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_skill_label_text_not_empty")),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_skill_label_skill_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_label")),
        sa.UniqueConstraint("skill_id", "language", "text", name="uq_skill_label_once"),
    )
    op.create_table(
        "opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("state_reason", sa.String(length=500), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=120), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("import_digest", sa.String(length=64), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("occupation_id", sa.Integer(), nullable=True),
        sa.Column("occupation_source", sa.String(length=12), nullable=True),
        sa.Column("occupation_confidence", sa.Double(), nullable=True),
        sa.Column("education_min", sa.Integer(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("remote", sa.Boolean(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("places_taken", sa.Integer(), nullable=False),
        sa.Column("hours_per_week", sa.Integer(), nullable=True),
        sa.Column("working_time", sa.String(length=12), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("apply_by", sa.Date(), nullable=True),
        sa.Column("pay_from", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("pay_to", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("pay_currency", sa.String(length=3), nullable=False),
        sa.Column("pay_period", sa.String(length=10), nullable=True),
        sa.Column("offers", sa.Text(), nullable=False),
        sa.Column("mentor", sa.String(length=200), nullable=False),
        sa.Column("learning_goals", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('vacancy', 'internship')", name=op.f("ck_opening_kind_is_known")),
        sa.CheckConstraint(
            "occupation_source IN ('self', 'counsellor', 'certificate', 'employer', 'text')",
            name=op.f("ck_opening_occupation_source_is_known"),
        ),
        sa.CheckConstraint("pay_period IN ('hour', 'month', 'total')", name=op.f("ck_opening_pay_period_is_known")),
        sa.CheckConstraint(
            "state IN ('draft', 'pending_approval', 'published', 'paused', 'filled', 'closed', 'expired')",
            name=op.f("ck_opening_state_is_known"),
        ),
        sa.CheckConstraint(
            "working_time IN ('full_time', 'part_time', 'any')", name=op.f("ck_opening_working_time_is_known")
        ),
        sa.CheckConstraint("education_min BETWEEN 0 AND 8", name=op.f("ck_opening_education_min_isced_0_to_8")),
        sa.CheckConstraint(
            "employer_id IS NOT NULL OR source IS NOT NULL", name=op.f("ck_opening_has_employer_or_source")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_opening_ends_after_start")),
        sa.CheckConstraint("hours_per_week > 0 AND hours_per_week <= 60", name=op.f("ck_opening_hours_plausible")),
        sa.CheckConstraint("occupation_confidence BETWEEN 0 AND 1", name=op.f("ck_opening_confidence_0_to_1")),
        sa.CheckConstraint("pay_to >= pay_from AND pay_from >= 0", name=op.f("ck_opening_pay_range_in_order")),
        sa.CheckConstraint("places >= 1", name=op.f("ck_opening_places_at_least_one")),
        sa.CheckConstraint("places_taken >= 0 AND places_taken <= places", name=op.f("ck_opening_places_not_oversold")),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employer.id"], name=op.f("fk_opening_employer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_opening_municipality_id")),
        sa.ForeignKeyConstraint(["occupation_id"], ["occupation.id"], name=op.f("fk_opening_occupation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_opening_source_external_id")),
    )
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opening_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opening_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opening_occupation_id"), ["occupation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opening_published_at"), ["published_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_opening_state"), ["state"], unique=False)

    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employer.id"], name=op.f("fk_user_account_employer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_account_fs_uniquifier")),
    )
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_account_employer_id"), ["employer_id"], unique=False)

    op.create_table(
        "idempotent_response",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(length=300), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_idempotent_response_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_idempotent_response")),
    )
    op.create_table(
        "opening_language",
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("level", sa.String(length=6), nullable=True),
        sa.CheckConstraint(
            "level IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'native')",
            name=op.f("ck_opening_language_level_is_cefr_or_native"),
        ),
        sa.ForeignKeyConstraint(
            ["opening_id"], ["opening.id"], name=op.f("fk_opening_language_opening_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("opening_id", "language", name=op.f("pk_opening_language")),
    )
    op.create_table(
        "opening_licence",
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=3), nullable=False),
        sa.CheckConstraint(
            "category IN ('AM', 'A1', 'A2', 'A', 'B1', 'B', 'BE', 'C1', 'C1E', 'C', 'CE', 'D1', 'D1E', 'D', 'DE', 'F', 'M')",
            name=op.f("ck_opening_licence_category_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["opening_id"], ["opening.id"], name=op.f("fk_opening_licence_opening_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("opening_id", "category", name=op.f("pk_opening_licence")),
    )
    op.create_table(
        "opening_skill",
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("rejected", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "source IN ('self', 'counsellor', 'certificate', 'employer', 'text')",
            name=op.f("ck_opening_skill_source_is_known"),
        ),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_opening_skill_confidence_0_to_1")),
        sa.CheckConstraint("weight > 0 AND weight <= 1", name=op.f("ck_opening_skill_weight_0_to_1")),
        sa.ForeignKeyConstraint(
            ["opening_id"], ["opening.id"], name=op.f("fk_opening_skill_opening_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_opening_skill_skill_id")),
        sa.PrimaryKeyConstraint("opening_id", "skill_id", name=op.f("pk_opening_skill")),
    )
    with op.batch_alter_table("opening_skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opening_skill_skill_id"), ["skill_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("given_name", sa.String(length=100), nullable=False),
        sa.Column("family_name", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=True),
        sa.Column("phone", sa.String(length=60), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("mobility_km", sa.Integer(), nullable=True),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("working_time", sa.String(length=12), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("wishes", sa.Text(), nullable=False),
        sa.Column("skills_complete", sa.Boolean(), nullable=False),
        sa.Column("languages_complete", sa.Boolean(), nullable=False),
        sa.Column("licences_complete", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=120), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("import_digest", sa.String(length=64), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.String(length=400), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "working_time IN ('full_time', 'part_time', 'any')", name=op.f("ck_person_working_time_is_known")
        ),
        sa.CheckConstraint("mobility_km >= 0", name=op.f("ck_person_mobility_not_negative")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_person_municipality_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_person_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_person_source_external_id")),
        sa.UniqueConstraint("user_id", name=op.f("uq_person_user_id")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_sort_name"), ["sort_name"], unique=False)

    op.create_table(
        "user_role",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_user_role_role_id")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_user_role_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_user_role")),
    )
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('submitted', 'in_review', 'accepted', 'rejected', 'withdrawn')",
            name=op.f("ck_application_state_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["opening_id"], ["opening.id"], name=op.f("fk_application_opening_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_application_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("person_id", "opening_id", name="uq_application_one_per_person_and_opening"),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_opening_id"), ["opening_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_person_id"), ["person_id"], unique=False)

    op.create_table(
        "education",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("isced_level", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=200), nullable=False),
        sa.Column("qualification", sa.String(length=200), nullable=False),
        sa.Column("institution", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("occupation_id", sa.Integer(), nullable=True),
        sa.Column("occupation_source", sa.String(length=12), nullable=True),
        sa.Column("occupation_confidence", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "occupation_source IN ('self', 'counsellor', 'certificate', 'employer', 'text')",
            name=op.f("ck_education_occupation_source_is_known"),
        ),
        sa.CheckConstraint("isced_level BETWEEN 0 AND 8", name=op.f("ck_education_isced_level_0_to_8")),
        sa.CheckConstraint("occupation_confidence BETWEEN 0 AND 1", name=op.f("ck_education_confidence_0_to_1")),
        sa.CheckConstraint("year BETWEEN 1940 AND 2100", name=op.f("ck_education_year_plausible")),
        sa.ForeignKeyConstraint(["occupation_id"], ["occupation.id"], name=op.f("fk_education_occupation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_education_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_education")),
    )
    with op.batch_alter_table("education", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_education_person_id"), ["person_id"], unique=False)

    op.create_table(
        "experience",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("employer_name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("years", sa.Double(), nullable=True),
        sa.Column("ended_year", sa.Integer(), nullable=True),
        sa.Column("occupation_id", sa.Integer(), nullable=True),
        sa.Column("occupation_source", sa.String(length=12), nullable=True),
        sa.Column("occupation_confidence", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "occupation_source IN ('self', 'counsellor', 'certificate', 'employer', 'text')",
            name=op.f("ck_experience_occupation_source_is_known"),
        ),
        sa.CheckConstraint("ended_year BETWEEN 1940 AND 2100", name=op.f("ck_experience_ended_year_plausible")),
        sa.CheckConstraint("occupation_confidence BETWEEN 0 AND 1", name=op.f("ck_experience_confidence_0_to_1")),
        sa.CheckConstraint("years >= 0 AND years <= 70", name=op.f("ck_experience_years_plausible")),
        sa.ForeignKeyConstraint(["occupation_id"], ["occupation.id"], name=op.f("fk_experience_occupation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_experience_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experience")),
    )
    with op.batch_alter_table("experience", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_experience_person_id"), ["person_id"], unique=False)

    op.create_table(
        "occupation_mention",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("occupation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("rejected", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('mention', 'wish')", name=op.f("ck_occupation_mention_kind_is_known")),
        sa.CheckConstraint(
            "source IN ('self', 'counsellor', 'certificate', 'employer', 'text')",
            name=op.f("ck_occupation_mention_source_is_known"),
        ),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_occupation_mention_confidence_0_to_1")),
        sa.ForeignKeyConstraint(["occupation_id"], ["occupation.id"], name=op.f("fk_occupation_mention_occupation_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_occupation_mention_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "occupation_id", name=op.f("pk_occupation_mention")),
    )
    op.create_table(
        "person_language",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("level", sa.String(length=6), nullable=True),
        sa.CheckConstraint(
            "level IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'native')",
            name=op.f("ck_person_language_level_is_cefr_or_native"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_language_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "language", name=op.f("pk_person_language")),
    )
    op.create_table(
        "person_licence",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=3), nullable=False),
        sa.CheckConstraint(
            "category IN ('AM', 'A1', 'A2', 'A', 'B1', 'B', 'BE', 'C1', 'C1E', 'C', 'CE', 'D1', 'D1E', 'D', 'DE', 'F', 'M')",
            name=op.f("ck_person_licence_category_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_licence_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "category", name=op.f("pk_person_licence")),
    )
    op.create_table(
        "person_skill",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "source IN ('self', 'counsellor', 'certificate', 'employer', 'text')",
            name=op.f("ck_person_skill_source_is_known"),
        ),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_person_skill_confidence_0_to_1")),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name=op.f("ck_person_skill_level_0_to_4")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_skill_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_person_skill_skill_id")),
        sa.PrimaryKeyConstraint("person_id", "skill_id", name=op.f("pk_person_skill")),
    )
    with op.batch_alter_table("person_skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_skill_skill_id"), ["skill_id"], unique=False)

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
    op.create_table(
        "requalification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("from_text", sa.String(length=300), nullable=False),
        sa.Column("to_text", sa.String(length=300), nullable=False),
        sa.Column("from_occupation_id", sa.Integer(), nullable=True),
        sa.Column("to_occupation_id", sa.Integer(), nullable=True),
        sa.Column("occupation_source", sa.String(length=12), nullable=True),
        sa.Column("occupation_confidence", sa.Double(), nullable=True),
        sa.Column("provider", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("certificate", sa.String(length=200), nullable=False),
        sa.CheckConstraint("kind IN ('requalification', 'additional')", name=op.f("ck_requalification_kind_is_known")),
        sa.CheckConstraint(
            "occupation_source IN ('self', 'counsellor', 'certificate', 'employer', 'text')",
            name=op.f("ck_requalification_occupation_source_is_known"),
        ),
        sa.CheckConstraint(
            "state IN ('completed', 'ongoing', 'planned', 'dropped')", name=op.f("ck_requalification_state_is_known")
        ),
        sa.CheckConstraint("hours > 0", name=op.f("ck_requalification_hours_positive")),
        sa.CheckConstraint("occupation_confidence BETWEEN 0 AND 1", name=op.f("ck_requalification_confidence_0_to_1")),
        sa.CheckConstraint("year BETWEEN 1940 AND 2100", name=op.f("ck_requalification_year_plausible")),
        sa.ForeignKeyConstraint(
            ["from_occupation_id"], ["occupation.id"], name=op.f("fk_requalification_from_occupation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_requalification_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_occupation_id"], ["occupation.id"], name=op.f("fk_requalification_to_occupation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requalification")),
    )
    with op.batch_alter_table("requalification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_requalification_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("requalification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requalification_person_id"))

    op.drop_table("requalification")
    op.drop_table("protected_data")
    with op.batch_alter_table("person_skill", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_skill_skill_id"))

    op.drop_table("person_skill")
    op.drop_table("person_licence")
    op.drop_table("person_language")
    op.drop_table("occupation_mention")
    with op.batch_alter_table("experience", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_experience_person_id"))

    op.drop_table("experience")
    with op.batch_alter_table("education", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_education_person_id"))

    op.drop_table("education")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_person_id"))
        batch_op.drop_index(batch_op.f("ix_application_opening_id"))

    op.drop_table("application")
    op.drop_table("user_role")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_sort_name"))
        batch_op.drop_index(batch_op.f("ix_person_municipality_id"))

    op.drop_table("person")
    with op.batch_alter_table("opening_skill", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opening_skill_skill_id"))

    op.drop_table("opening_skill")
    op.drop_table("opening_licence")
    op.drop_table("opening_language")
    op.drop_table("idempotent_response")
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_account_employer_id"))

    op.drop_table("user_account")
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opening_state"))
        batch_op.drop_index(batch_op.f("ix_opening_published_at"))
        batch_op.drop_index(batch_op.f("ix_opening_occupation_id"))
        batch_op.drop_index(batch_op.f("ix_opening_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_opening_employer_id"))

    op.drop_table("opening")
    op.drop_table("skill_label")
    with op.batch_alter_table("occupation_skill", schema=None) as batch_op:
        batch_op.drop_index("ix_occupation_skill_skill_id")

    op.drop_table("occupation_skill")
    op.drop_table("occupation_label")
    with op.batch_alter_table("employer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employer_search_text"))

    op.drop_table("employer")
    op.drop_table("taxonomy_revision")
    op.drop_table("skill")
    op.drop_table("role")
    op.drop_table("reading_revision")
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_revision"))
        batch_op.drop_index(batch_op.f("ix_reading_edition"))

    op.drop_table("reading")
    with op.batch_alter_table("occupation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_occupation_isco_code"))
        batch_op.drop_index(batch_op.f("ix_occupation_field"))

    op.drop_table("occupation")
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_municipality_district"))

    op.drop_table("municipality")
