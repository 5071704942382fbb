"""Names that are a way to reach somebody: mail, telephone, link, handle, also spelled out (promise 4, S33)."""

from __future__ import annotations

import re
import unicodedata

from support.common.accounts.naming.wordlists import services
from support.common.kernel.text import fold

PHONE_DIGITS = 7
NUMBER_WORDS_IN_A_ROW = 4
ENDINGS = "com|net|org|info|io|me|co|uk|us|de|fr|es|mx|ar|br|ru|ua|in|ir|il|cn|jp|eu|edu|gov|app|dev|gg|link|onion|xyz"
SAID = "com|net|org|info|io|co|edu"
WRITTEN = re.compile(rf"@|://|//|\bhttps?\b|\bwww\b|\w{{2,}}\.(?:{ENDINGS})\b|\bt\.me\b|gmail|\w\s?\.\s?(?:{SAID})\b")
SPOKEN = re.compile(
    rf"\b(?:dot|punto|ponto|point|punkt|точка)\s?(?:{SAID}|ком|ру)\b|\barroba\b"
    r"|\b(?:at|en)\s(?:\w+\s)?(?:dot|punto)\b|\b(?:e\s?mail|mail|correo|whats?app?)\s(?:me|a|to)\b"
    r"|\b(?:text|phone|dm|pm|add)\sme\b"
)
NUMBER = re.compile(
    r"\b(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|cero|uno|dos|tres|cuatro|cinco|seis|siete"
    rf"|ocho|nueve)\b\s?){{{NUMBER_WORDS_IN_A_ROW},}}"
)


def is_contact(text: str) -> bool:
    """Whether a name can be used to reach a person elsewhere."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    words = fold(wide)
    return (
        sum(sign.isdecimal() for sign in wide) >= PHONE_DIGITS
        or any(pattern.search(said) for said, pattern in ((wide, WRITTEN), (words, SPOKEN), (words, NUMBER)))
        or services().finds_in(text)
    )
