"""Trying out somebody's template in a process of its own, which is ended when it takes too long.

A template is a program: a loop without an end must not take a web process with it.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.paper import rules, setting

SECONDS = 10
PROJECT = Path(__file__).parents[2]


def try_out(source: str, data: Mapping[str, Any]) -> list[bytes]:
    """The first pages of the document as pictures; raises BrokenTemplate.

    The PDF is made too: what suits a picture may not suit the standard (a missing title).
    """
    setting.refuse_packages(source)
    asked = json.dumps({"source": source, "data": rules.clean(data)}).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "core.paper.alone"],
            input=asked,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=PROJECT,
        )
    except subprocess.TimeoutExpired as late:
        raise setting.BrokenTemplate(f"longer than {SECONDS} s", code="slow") from late
    if done.returncode:
        raise setting.BrokenTemplate("out of memory", code="slow")
    answer = json.loads(done.stdout)
    if "message" in answer:
        raise setting.BrokenTemplate(answer["message"], answer["line"], answer["code"])
    return [base64.b64decode(page) for page in answer["pages"]]
