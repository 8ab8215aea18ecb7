"""A task in short, behind its product: of its words, which may be a hundred, those up to where a reader pauses."""

from __future__ import annotations

from papi_cli.text import upper_first

# A clause that ends is told however short it is, any other part only if it says enough.
_SHORTEST_CLAUSE = 4
_FEWEST = 6
# The most words; what is no longer is told in full.
_MOST = 16
# A comma may stand between the parts of one thing («cơ quan, đơn vị»), so one that comes late is passed over.
_LAST_COMMA = 13
_JOINTS = frozenset(
    (
        "để",
        "nhằm",
        "trong",
        "theo",
        "tại",
        "trên",
        "cho",
        "khi",
        "sau",
        "và",
        "hoặc",
        "với",
        "qua",
        "từ",
        "về",
        "do",
        "gắn",
    )
)
_CLOSE_JOINTS = frozenset(("của", "đến"))


def short_title(title: str, product: str) -> str:
    """Return the words of a task up to a pause, without the product's at their beginning; an ellipsis says that more follow.

    They end with a clause or before a bracket, else at a comma, else before words that only add to them («nhằm …», «theo
    …»); the last such place among the first words, or where there is none the next one.

    Example: of the product «Kế hoạch», «Kế hoạch khảo sát sự hài lòng của người bệnh» is «Khảo sát sự hài lòng của người bệnh».
    """
    words, own = title.split(), product.split()
    if own and len(words) >= len(own) + _SHORTEST_CLAUSE and _folded(words[: len(own)]) == _folded(own):
        words = words[len(own) :]
    end = _end(words) if len(words) > _MOST else len(words)
    short = upper_first(" ".join(words[:end]).rstrip(",;:."))
    return f"{short} …" if end < len(words) else short


def _folded(words: list[str]) -> list[str]:
    return [word.casefold() for word in words]


def _end(words: list[str]) -> int:
    """Return how many of more than `_MOST` words a short title has."""
    outside = [end for end in range(_SHORTEST_CLAUSE, len(words)) if _is_outside(words[:end])]
    clauses = [end for end in outside if words[end - 1].endswith((";", ".", ":")) or words[end].startswith("(")]
    others = [end for end in outside if end >= _FEWEST and words[end - 1] not in _JOINTS | _CLOSE_JOINTS]
    commas = [end for end in others if words[end - 1].endswith(",")]
    joints = [end for end in others if words[end] in _JOINTS]
    close = [end for end in others if words[end] in _CLOSE_JOINTS]
    for ends, most in ((clauses, _MOST), (commas, _LAST_COMMA), (joints, _MOST), (close, _MOST)):
        if early := [end for end in ends if end <= most]:
            return early[-1]
    return min((*clauses, *commas, *joints, *close, len(words)))


def _is_outside(words: list[str]) -> bool:
    text = " ".join(words)
    return text.count("(") == text.count(")")
