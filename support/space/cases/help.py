"""Which help goes with which reason: a statement to a writer never comes without it (moderation.md 4.1 to 4.3)."""

from __future__ import annotations

from collections.abc import Sequence

# the crisis lines; somebody to talk to; lines for thoughts one does not want; for young people; where a child or
# somebody who is hurt now gets help; a lawyer
CRISIS, SUPPORT, THOUGHTS, YOUNG, CHILD, HARM, LAW = KINDS = (
    "crisis", "support", "thoughts", "young", "child", "harm", "law",
)  # fmt: skip
OF_CODE: dict[str, tuple[str, ...]] = {
    "C06": (CRISIS, SUPPORT),
    "C07": (SUPPORT, LAW),
    "C13": (YOUNG, CRISIS),
    "X01": (CRISIS, SUPPORT),
    "X02": (HARM, CRISIS),
    "X03": (CHILD, CRISIS),
    "X04": (THOUGHTS, CRISIS),
    "X05": (SUPPORT, CRISIS),
    "X06": (THOUGHTS, CRISIS),
    "PV01": (THOUGHTS,),
    "PV02": (THOUGHTS,),
    "PV03": (THOUGHTS,),
    "PV04": (THOUGHTS,),
    "PV05": (THOUGHTS, CHILD, CRISIS),
    "PV06": (THOUGHTS, CRISIS),
    "PV07": (THOUGHTS, LAW, CRISIS),
    "PV08": (THOUGHTS, SUPPORT),
    "PV09": (THOUGHTS,),
    "PV10": (THOUGHTS,),
    "PV11": (CRISIS, THOUGHTS),
    "SV01": (SUPPORT,),
    "SV02": (SUPPORT, LAW),
    "SV04": (SUPPORT,),
    "SV06": (SUPPORT, CRISIS),
    "SV08": (HARM, CRISIS),
    "SV09": (CHILD, CRISIS),
    "SV11": (THOUGHTS,),
}


def help_for(codes: Sequence[str]) -> tuple[str, ...]:
    """The kinds of help for these reasons, each once, the most pressing first; somebody to talk to where nothing else
    goes with them."""
    wanted = {kind for code in codes for kind in OF_CODE.get(code, (SUPPORT,))}
    return tuple(kind for kind in KINDS if kind in wanted) or (SUPPORT,)
