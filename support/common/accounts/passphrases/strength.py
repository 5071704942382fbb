"""Whether a passphrase of somebody's own choice is hard enough to guess.

A generated one is: by the same estimate, the weakest of many drawn need 10**19 tries and more in either form. It is
weighed all the same, because seven words of the list, or 28 digits, may also be somebody's own idea.
"""

from __future__ import annotations

from zxcvbn import zxcvbn

from support.common.accounts.passphrases.typed import canonical, is_generated_form
from support.common.kernel.text import fold

SHORTEST, LONGEST = 14, 200
SHORTEST_NAME = 3
FEWEST_GUESSES = 10**13
WEIGHED = 72  # characters; zxcvbn grows slow and refuses longer ones
# zxcvbn tries every combination of what a sign may stand for: with all of these in one text that takes seconds, in
# which nobody else is answered. More than a few are read as the letters they stand for before it looks. Digits stay:
# there are few combinations of them, and a row of digits is to be known as one.
STAND_INS = dict(zip("@({[<!|$+%", "acccciistx", strict=True))
MOST_STAND_INS = 2
ENOUGH_BESIDES = 12  # signs that must be left when well-known words are taken out

# Long, and among the first that anybody tries. Without spaces, folded.
WELL_KNOWN = tuple(
    "".join(fold(saying).split())
    for saying in (
        "correct horse battery staple", "the quick brown fox", "jumps over the lazy dog", "to be or not to be",
        "that is the question", "may the force be with you", "twinkle twinkle little star", "once upon a time",
        "i love you so much", "i love my mum and dad", "this is my password", "let me in please", "open sesame",
        "my voice is my passport", "lorem ipsum dolor sit amet", "four score and seven years ago", "hello world",
        "in the beginning was the word", "our father who art in heaven", "the lord is my shepherd", "amazing grace",
        "happy birthday to you", "it was a dark and stormy night", "it was the best of times", "call me ishmael",
        "somewhere over the rainbow", "mary had a little lamb", "row row row your boat", "rain rain go away",
        "an apple a day keeps the doctor away", "all that glitters is not gold", "early bird catches the worm",
        "practice makes perfect", "live and let live", "one day at a time", "this too shall pass",
        "god grant me the serenity", "never gonna give you up", "we will rock you", "let it be let it be",
        "winter is coming", "one ring to rule them all", "i am your father", "life is like a box of chocolates",
        "en un lugar de la mancha", "padre nuestro que estas en el cielo", "mi casa es su casa", "hola mundo",
        "mas vale tarde que nunca", "mas vale pajaro en mano", "el perro de san roque", "te quiero mucho",
        "cumpleanos feliz", "esta es mi contrasena", "abrete sesamo",
    )
)  # fmt: skip


def weakness(passphrase: str, name: str) -> str | None:
    """Why this passphrase cannot be taken for the account called ``name``, as a code of ``words``; None when it can.

    ``too_short`` (under 14 characters), ``too_long`` (over 200), ``has_name`` (also backwards), ``guessable`` (a good
    guesser needs fewer than 10**13 tries, by zxcvbn's estimate of its first 72 characters).
    """
    spelling = canonical(passphrase)
    typed = passphrase.strip()
    if len(spelling) < SHORTEST:
        return "too_short"
    if max(len(spelling), len(typed)) > LONGEST:
        return "too_long"
    if not is_generated_form(spelling) and _has_name(spelling, name):
        return "has_name"
    return "guessable" if _guessable(spelling) or _guessable(typed) else None


def _has_name(spelling: str, name: str) -> bool:
    said, called = _folded(spelling), _folded(name)
    return len(called) >= SHORTEST_NAME and (called in said or called[::-1] in said)


def _guessable(spelling: str) -> bool:
    return _mostly_well_known(_folded(spelling)) or min(map(_guesses, _spellings(spelling))) < FEWEST_GUESSES


def _mostly_well_known(folded: str) -> bool:
    rest = folded
    for saying in WELL_KNOWN:
        rest = rest.replace(saying, "")
    return rest != folded and len(rest) < ENOUGH_BESIDES


def _spellings(spelling: str) -> tuple[str, str]:
    """As typed, and without spaces and hyphens: what stands between words is the first thing a guesser varies."""
    return spelling, "".join(spelling.split()).replace("-", "")


def _guesses(spelling: str) -> int:
    weighed = spelling[:WEIGHED]
    if len(set(weighed) & STAND_INS.keys()) > MOST_STAND_INS:
        weighed = "".join(STAND_INS.get(sign, sign) for sign in weighed)
    return int(zxcvbn(weighed)["guesses"])


def _folded(text: str) -> str:
    return fold(text).replace(" ", "")
