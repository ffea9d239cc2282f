"""Keep answers that do not count for the moment, reminders, corrected wording, and the files of surveys."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answers", sa.Column("counts", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("responses", sa.Column("reminded", sa.DateTime(timezone=True), nullable=True))
    op.add_column("surveys", sa.Column("reworded", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "survey_files",
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("survey", "version", "name", name=op.f("pk_survey_files")),
    )
    op.create_table(
        "uploads",
        sa.Column("bot", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("file_id", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bot", "hash", "kind", name=op.f("pk_uploads")),
    )


def downgrade() -> None:
    op.drop_table("uploads")
    op.drop_table("survey_files")
    op.drop_column("surveys", "reworded")
    op.drop_column("responses", "reminded")
    op.drop_column("answers", "counts")
