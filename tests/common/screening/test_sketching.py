"""Near-duplicates are recognised by their sketches; what everybody writes is none (moderation.md row 67)."""

from __future__ import annotations

from support.common.screening.sketching import ALIKE_FROM, BANDS, alike, sketch
from tools.screening import sentences

TEXT = (
    "I could not sleep again, so I made tea and listened to the rain on the roof until it was light. My sister says that "
    "I should write it down, and here I am. Does anybody else count the hours, or is it only me? I walk a lot in the day."
)


def test_short_everyday_texts_have_no_sketch() -> None:
    assert sketch("Thank you.") == sketch("Good night, all, and thank you for today.") == ()
    assert alike((), ()) == 0.0


def test_the_same_text_is_the_same_in_any_dress() -> None:
    assert len(sketch(TEXT)) == BANDS
    assert alike(sketch(TEXT), sketch(TEXT.upper().replace(" ", "  ").replace("A", "А"))) == 1.0


def test_a_text_with_a_few_other_words_is_alike() -> None:
    changed = TEXT.replace("tea", "soup").replace("Hello", "")
    assert alike(sketch(TEXT), sketch(changed + " Thanks.")) >= ALIKE_FROM


def test_texts_of_different_people_are_not_alike() -> None:
    labelled = [one.text for one in sentences("seen") if one.language == "en"]
    texts = [" ".join(labelled[at : at + 4]) for at in range(0, len(labelled) - 4, 4)]
    sketches = [sketch(text) for text in texts]
    worst = max(alike(one, other) for place, one in enumerate(sketches) for other in sketches[:place])
    assert len(texts) > 40
    assert worst < ALIKE_FROM
