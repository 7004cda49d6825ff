"""A sentence in both languages of the product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["id", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Indonesian and in English."""

    id: str
    en: str

    def __call__(self, lang: Lang) -> str:
        """The sentence in one language."""
        return self.id if lang == "id" else self.en

    def __add__(self, other: Text) -> Text:
        return Text(self.id + other.id, self.en + other.en)
