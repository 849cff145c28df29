"""Whether two written names, numbers or births may be of one person. Pure.

Names are compared on their folded words: order may differ, a middle word may be missing or shortened, a letter may be
off. Distances are Damerau-Levenshtein (Damerau 1964), which counts two swapped neighbours as one slip.
"""

from __future__ import annotations

from rapidfuzz.distance import OSA

_SHORT = {"ng": "nguyen", "tr": "tran", "ph": "pham", "t": "thi", "v": "van", "th": "thi", "l": "le"}
_LONG_WORD = 5


def words_key(name_key: str) -> str:
    """The folded words in alphabetical order: what two orders of one name share."""
    return " ".join(sorted(name_key.split()))


def one_slip(one: str, other: str) -> bool:
    """Whether two folded names differ by one slip of the hand, or by one more in long names; order and blanks aside."""
    first, second = one.replace(" ", ""), other.replace(" ", "")
    most = 2 if min(len(first), len(second)) >= 14 else 1
    if OSA.distance(first, second, score_cutoff=most) <= most:
        return _slips_lie_in_one_word(one, other)
    first, second = words_key(one), words_key(other)
    return OSA.distance(first, second, score_cutoff=1) <= 1 or _one_word_slipped(one.split(), other.split())


def _slips_lie_in_one_word(one: str, other: str) -> bool:
    """Two slips count as one hand's only within one long word; "Lan" and "Mai", "Vy" and "My" are two names."""
    first, second = one.split(), other.split()
    if len(first) != len(second):
        return True
    return sum(word != twin for word, twin in zip(first, second, strict=True)) <= 1 and all(
        word == twin
        or (
            max(len(word), len(twin)) > 2
            and OSA.distance(word, twin) <= (2 if min(len(word), len(twin)) >= _LONG_WORD else 1)
        )
        for word, twin in zip(first, second, strict=True)
    )


def _one_word_slipped(first: list[str], second: list[str]) -> bool:
    """In another order, with one word a letter off: the rest are the same words."""
    if len(first) != len(second):
        return False
    left, right = list(first), list(second)
    for word in first:
        if word in right:
            left.remove(word)
            right.remove(word)
    return len(left) == 1 and OSA.distance(left[0], right[0], score_cutoff=1) <= 1


def shortened(one: str, other: str) -> bool:
    """Whether one is the other with words left out or cut short ("ng thi lan", "nguyen lan", "nguyen t lan")."""
    first, second = one.split(), other.split()
    if len(first) > len(second):
        first, second = second, first
    if len(first) < 2 or first[-1] != second[-1]:
        return False
    if len(first) < len(second):
        return first[0] in (second[0], *_cut(second[0])) and _in_order(first, second)
    return first != second and all(map(_cut_alike, first, second))


def _in_order(few: list[str], many: list[str]) -> bool:
    rest = iter(many)
    return all(any(_cut_alike(word, other) for other in rest) for word in few)


def _cut(word: str) -> tuple[str, ...]:
    return tuple(short for short, long in _SHORT.items() if long == word)


def _cut_alike(word: str, other: str) -> bool:
    return (
        word == other
        or _SHORT.get(word) == other
        or _SHORT.get(other) == word
        or (len(word) == 1 and other.startswith(word))
        or (len(other) == 1 and word.startswith(other))
    )


def alike(one: str, other: str) -> bool:
    """Whether two folded names may be one person's: the same words, one slip, or one the other's short form."""
    return words_key(one) == words_key(other) or one_slip(one, other) or shortened(one, other)


def numbers_near(one: str, other: str) -> bool:
    """Whether two twelve-digit numbers differ by one digit, or by two neighbours swapped."""
    return len(one) == len(other) and OSA.distance(one, other, score_cutoff=1) <= 1


def births_agree(one: str, other: str) -> bool:
    """Whether two partial ISO dates can be one: as far as both are known."""
    return one.startswith(other) or other.startswith(one)


def births_near(one: str, other: str) -> bool:
    """Whether two full dates of one year differ by one slip: a digit, or day and month swapped."""
    if len(one) != 10 or len(other) != 10 or one[:4] != other[:4]:
        return False
    return one[5:] == f"{other[8:]}-{other[5:7]}" or sum(map(str.__ne__, one, other)) == 1


def years_near(one: str, other: str) -> bool:
    """Whether two births differ in the year alone, by a slip: the next year, or with one day a digit or two swapped."""
    first, second = int(one[:4]), int(other[:4])
    if one[4:] and one[4:] == other[4:]:
        return abs(first - second) == 1 or OSA.distance(one[:4], other[:4], score_cutoff=1) <= 1
    return abs(first - second) == 1 and (len(one) == 4 or len(other) == 4)
