"""Vectors of the taxonomy's labels, by text encoder. Texts of people are never kept here."""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, one_of


class LabelVector(Base):
    """`vector` is little-endian float16. `encoder` names the encoder and its version, `role` what the text was encoded
    as, `digest` is the SHA-256 of the text, in UTF-8, as the encoder was given it.
    """

    __tablename__ = "label_vector"
    __table_args__ = (one_of("role", ("label", "query"), "role_is_known"),)

    encoder: Mapped[str] = mapped_column(String(60), primary_key=True)
    role: Mapped[str] = mapped_column(String(5), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
