"""How far apart two spellings are."""

from __future__ import annotations


def edits(one: str, other: str) -> int:
    """The number of letters to add, drop, change or swap with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [place]
        for spot, sign in enumerate(other, start=1):
            cost = min(before[spot] + 1, row[spot - 1] + 1, before[spot - 1] + (letter != sign))
            if place > 1 and spot > 1 and letter == other[spot - 2] and one[place - 2] == sign:
                cost = min(cost, earlier[spot - 2] + 1)
            row.append(cost)
    return row[-1]
