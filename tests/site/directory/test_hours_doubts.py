"""Every text of the bundled file that speaks of hours but leaves a doubt: unknown, with its words as a note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.site.directory.hours import UNKNOWN
from support.site.directory.hours_reading import read_hours

NOT_HOURS = """
07:00-24:00 (use 1737 overnight) | NZ
24/7 (2020); check site | NO
24/7 (Finnish) | FI
24/7 (check site) | BE
24/7 (from memory) | AR
24/7 (not verified) | AU
24/7 (secondary list) | GB
24/7 (two lists) | ZA-WC
24/7 by name; the listing says daily 09:00-24:00 | GB
24/7 cover is required by state rule | US-ID
24/7 in Polish; Ukrainian and Russian 14:00-24:00 | PL
24/7 reported; not verified | AE
24/7 since 2019, but closed at weekends and holidays in December 2024 for lack of money; check site | CZ
24/7, each local society | CA-ON
24/7: a national night and holiday call centre answers when the local centre is closed | JP
6:00-24:00 daily (2023) | BO
7 days a week, 09:00-20:00 (check site) | FR
7:00-19:00 | MX-YUC
9:00-22:00 Eastern | CA
Mon, Wed, Fri 09:00-14:00; Tue, Thu 15:00-20:00 (2024) | DE
Mon-Fri 08:00-18:00, two evenings until 20:00 (2022); check site | BE
Mon-Fri 09:00-17:00 (office); chat hours on site | MA
Mon-Fri 09:00-17:00 (one list) | AU
Mon-Fri 09:00-17:00 at launch; check site | FR
Mon-Fri 10:00-16:00 (2018) | GD
Mon-Fri 11:00-19:00; Ukrainian 14:00-19:00 | PL
Mon-Fri 11:00-20:00 Pacific, Sat 9:00-14:00 Pacific (check, they change) | US
Mon-Fri 12:00-18:00 Eastern (2023) | CA
Mon-Fri 14:30-19:00 (listing dated 2022) | SG
Mon-Fri 8:00-17:00 Central (7:00-16:00 Mountain) | US-ND
Mon-Fri 8:00-17:00; otherwise police | US-SD
Mon-Fri 9:00-11:00 and 13:00-15:00 Eastern (2021) | CA
Mon-Sat 07:00-23:00; Sun 11:00-19:00 (as listed) | NL
Mon-Sat 08:00-22:00 (2026 list) | IN
Mon-Sat from 08:00 | ET-OR
Wed-Sun 18:00-22:00 (2012 and 2019 reports) | IE
a secondary list says Mon-Thu 10:00-21:00, Fri 10:00-18:00; check | GB
about 18:00-22:00 Pacific daily | US
at least 18 hours a day by region | CN
automated directory | US-OH
by appointment; sites across Germany | DE
call-back | US
chat hours on site (weekdays 12:00-14:00 at launch in 2020) | NO
check site | GB
check site (hours have changed over time) | GB
check site (lists disagree: 24/7 or 09:00-23:00) | NZ
county office hours; police at other times | US-AL
daily 09:00-17:00 AEST | AU
daily 15:00-03:00 in several lists; check site | BD
daily 16:00-21:00; 24 hours on the 10th of each month | JP
daily from 08:00 | MK
daily until 24:00; from 14:00 on weekdays (older notice) and 17:00 at weekends and holidays | FI
daytime on weekdays; lists differ; check site | PK
differs by county, many 24/7 | US-CA
differs by county; someone is on call | US-NC
differs by region | CA-SK
email hotline; replies take time | US
groups; see site | US
helpline Mon-Fri 09:00-17:00 (2023 or earlier) | IE
limited hours; check site | BE-WAL
limited phone and chat sessions; check site | BE-VLG
meetings by group; see site | US
mostly 24/7; varies by country | EU
not stated on the page read | CL
not verified; check site | AE
office hours on this number; after hours on 01632 960001 | GB
office hours; check site | IE
office hours; police after hours | US-WY
older official page: Mon-Thu 09:00-21:00, Fri 09:00-17:00; check current hours | GB
online any time; phone hours not stated on the page read | CA
online any time; posts are read before they appear | GB
online forum | US
online request form | GB
online; check site | CZ
phone 24/7; chat evenings | BE
phone 24/7; services mainly weekdays 08:00-18:00 | FI-18
phone covers nights, weekends and holidays; web form weekdays 8:00-16:30 Eastern | US-KY
phone not stated on the page read; WhatsApp Mon-Fri 7:30-16:00 (2020) | CR
research study; may have ended | ZZ
teens answer 16:00-22:00 Pacific; adults at other times | US-OR
the list says 24/7; check site | JP
unknown | AL
unknown since 2025 | US
varies by country | EU
website | ZZ
website and forum | GB
weekdays 10:00-17:00 (2026-10 list; another list differs) | GB
weekdays; check site | ZA-GP
Mon-Fri 8:00-17:00 | US
Mon-Fri 8:00-17:00 | US-SD
Mon-Fri 8:00-17:00 | AU
Mon-Fri 8:00-17:00 | EC
Mon-Fri 8:00-17:00 | ZZ
Mon-Fri 8:00-17:00 Pacific | GB
Mon-Fri 8:00-17:00 Eastern, Sat 9:00-10:00 | US
weekdays 09:00-17:00 | JO
sat 0:00-0:00 | GB
Mon-Fri 09:00-17:00; Fri 09:00-13:00 | GB
chat 16:00-23:00 | AT
phone daily 09:00-17:00; daily 10:00-12:00 | GB
Mon-Fri 25:00-26:00 | GB
Mon-Fri 09:00-17:00, | GB
Mon-Fri 09:00-17:00; | GB
"""


@pytest.mark.parametrize("line", NOT_HOURS.strip().splitlines())
def test_a_doubt_stays_unknown_with_its_words(line: str) -> None:
    text, _, place = line.partition(" | ")
    reading = read_hours(text, country=place[:2], region=place if "-" in place else "")
    assert reading.hours == UNKNOWN
    assert reading.note == text.strip()


@given(st.text() | st.text(alphabet="monfrisat0123456789:-,;() /daily", max_size=30))
def test_no_text_is_too_strange(text: str) -> None:
    reading = read_hours(text, country="GB")
    assert reading.hours.known or reading.note == " ".join(text.split())
