"""One model of Argos, loaded: SentencePiece splits the words, CTranslate2 translates."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from bot.translation.argos.limits import limits
from bot.translation.argos.package import MODEL, TOKENS, Metadata
from bot.translation.translator import TranslationProblem

# As Argos itself runs its models.
BEAM: Final = 4
LENGTH_PENALTY: Final = 0.2
LIBRARY_MISSING: Final = (
    "Translating needs ctranslate2 and sentencepiece, the extra 'translation': "
    "pip install ctranslate2 sentencepiece (make setup does it too)."
)
LIBRARY_IS_MISSING: Final = 3
"""Exit status of the trial where it is."""


class Model:
    """Loading takes a second or two and as much memory as the model has on the disk."""

    def __init__(self, folder: Path, metadata: Metadata) -> None:
        """Raises TranslationProblem."""
        try:
            # Only here: the bot itself runs without them.
            import ctranslate2  # type: ignore[import-untyped]
            import sentencepiece
        except ImportError:
            raise TranslationProblem(LIBRARY_MISSING) from None
        self._prefix = metadata.prefix
        self._broken = f"The model {metadata.pair} cannot be used; install it anew."
        try:
            self._words: Any = sentencepiece.SentencePieceProcessor(model_file=str(folder / TOKENS))
            self._model: Any = ctranslate2.Translator(str(folder / MODEL), device="cpu", compute_type="auto")
        except (RuntimeError, ValueError, OSError, MemoryError):
            raise TranslationProblem(self._broken) from None

    def translate(self, sentences: Sequence[str]) -> list[str]:
        """Each sentence in the other language. Raises TranslationProblem."""
        try:
            tokens = [self._words.encode(each, out_type=str) for each in sentences]
            results = self._model.translate_batch(
                tokens,
                target_prefix=[[self._prefix]] * len(tokens) if self._prefix else None,
                beam_size=BEAM,
                length_penalty=LENGTH_PENALTY,
                replace_unknowns=True,
                max_decoding_length=limits()["tokens"],
                max_batch_size=16,
            )
            return [self._joined(result.hypotheses[0]) for result in results]
        except (RuntimeError, ValueError, MemoryError):
            raise TranslationProblem(self._broken) from None

    def _joined(self, tokens: list[str]) -> str:
        if self._prefix and tokens[:1] == [self._prefix]:
            tokens = tokens[1:]
        # Some models write the sign for a space, or _, as a token of its own. What holds a _ is never translated.
        return str(self._words.decode_pieces(tokens)).replace("▁", " ").replace("_", " ").strip()
