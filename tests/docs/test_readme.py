"""The README's example works as printed, from the first command to the last."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

from tests.live_app import LiveApp

README = Path(__file__).resolve().parents[2] / "README.md"


def test_the_api_by_example(live_app: LiveApp) -> None:
    commands = "".join(re.findall(r"```sh\n(.*?)```", README.read_text(), re.DOTALL)).splitlines()
    hold, answers = "", []
    for command in commands:
        answers.append(shell(command, MATINEE=live_app.base_url, HOLD=hold))
        hold = answers[-1].get("hold_token", hold)
    programme, layout, best, held, added, extended, current, released, booked, refused = answers

    assert len(programme["results"]) == 2
    assert layout["show"]["id"] == 1
    assert (best["together"], len(best["seat_ids"])) == (True, 2)
    assert held["seat_ids"] == [42]
    assert added["seat_ids"] == [42, 43, 44]
    assert extended["extensions_left"] == 9
    assert current["seat_ids"] == [42, 43, 44]
    assert released == {"released": [44]}
    assert [ticket["seat_id"] for ticket in booked["tickets"]] == [42, 43]
    printed = json.loads("".join(re.findall(r"```json\n(.*?)```", README.read_text(), re.DOTALL)))
    assert {**refused, "type": "…"}.keys() >= printed.keys()
    assert [refused[name] for name in ("title", "status", "code", "seat_ids")] == [
        "Seat taken",
        409,
        "seats-taken",
        [42],
    ]
    assert refused["suggestions"][0] == printed["suggestions"][0]


def shell(command: str, **variables: str) -> Any:
    environ = {**os.environ, **variables}
    done = subprocess.run(["sh", "-c", command], env=environ, capture_output=True, text=True, check=True)  # noqa: S603, S607
    return json.loads(done.stdout)
