"""Stand-ins for the programs that the audit asks: real programs, started like the real ones."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Program = Callable[[str], str]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Writes a Python program with the given body and gives its path."""

    def write(body: str) -> str:
        path = tmp_path / f"program{len(list(tmp_path.iterdir()))}"
        path.write_text(f"#!{sys.executable}\nimport json, os, subprocess, sys, time\n{body}\n", "utf-8")
        path.chmod(0o755)
        return str(path)

    return write
