"""The reader against the gold readings, with the judge's own scorer; runs only where the shared folder is."""

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from articles.reader import read_page

SHARED = Path(os.environ.get("HUIXIANG_SHARED", Path(__file__).resolve().parents[3] / "shared"))
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "gold" / "score.py").exists(), reason="the shared gold readings are not here"),
]

# What the reader has reached; a change may raise these, never lower them unseen.
REACHED = {
    "event": 0.98,
    "person": 0.99,
    "person+role": 0.98,
    "person+position": 0.99,
    "enterprises": 0.96,
    "projects": 0.97,
    "organizations": 0.94,
    "directive": 0.98,
    "directive+by": 0.98,
    "figure": 0.99,
    "reporter": 0.99,
    "date": 0.99,
    "day_part": 0.99,
    "event name": 0.99,
}


def scored(folder, gold, articles, *options):
    """Field → F1, and the share of facts whose evidence shows them, from score.py over what the reader reads."""
    texts, readings = folder / "texts.jsonl", folder / "readings.jsonl"
    with texts.open("w") as given, readings.open("w") as out:
        for key, text, published in articles:
            given.write(json.dumps({"id": key, "text": text}) + "\n")
            found = read_page(text, date.fromisoformat(published))
            for n, reading in enumerate(found, 1):
                name = key if len(found) == 1 else f"{key}/{n}"
                out.write(json.dumps({"id": name, **reading.as_dict()}) + "\n")
    command = [
        sys.executable,
        str(SHARED / "gold" / "score.py"),
        str(gold),
        str(readings),
        "--texts",
        str(texts),
        *options,
    ]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = re.findall(r"^(\S.*?)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+\d+$", printed, re.M)
    shown = re.search(r"evidence shown: (\d+) of (\d+)", printed)
    return {field: float(f1) for field, _, _, f1 in rows}, int(shown[1]) / int(shown[2])


def test_the_page_is_read_without_a_miss(tmp_path):
    text = (SHARED / "articles" / "erqi-2024-05.txt").read_text("utf-8")
    found, evidence = scored(tmp_path, SHARED / "gold" / "erqi-2024-05.json", [("erqi-2024-05", text, "2024-05-13")])
    assert set(found.values()) == {1.0}
    assert evidence == 1


def test_the_development_set_keeps_what_was_reached(tmp_path):
    gold = SHARED / "gold" / "dev.json"
    articles = [
        (a["id"], (SHARED / "gold" / "dev" / f"{a['id']}.txt").read_text("utf-8"), a["published"])
        for a in json.loads(gold.read_text("utf-8"))
    ]
    found, evidence = scored(tmp_path, gold, articles, "--least", "5")
    assert {field: f1 for field, f1 in found.items() if f1 < REACHED.get(field, 0)} == {}
    assert evidence == 1
