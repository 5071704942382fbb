"""Prints the table of docs/words.md: how long and how hard each guide is. ``python -m tools.readability``"""

from __future__ import annotations

from support.site.guides.articles.checking import measure
from support.site.guides.articles.reading import shelf


def table() -> str:
    """A Markdown table, one guide and language a row."""
    rows = ["| no. | guide | language | words | words a sentence | grade or INFLESZ |", "|---|---|---|---|---|---|"]
    for guide in sorted(shelf().guides.values(), key=lambda one: (one.language, one.about.number)):
        found = measure(guide)
        rows.append(
            f"| {guide.about.number} | `{guide.id}` | {guide.language} | {found.words} "
            f"| {found.words_a_sentence:.1f} | {found.grade:.1f} |"
        )
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
