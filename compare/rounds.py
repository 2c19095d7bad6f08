"""Runs Portico and its peers over the same pictures, one after the other and
round by round, each a process of its own with the same limits of threads."""

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile

LIMITS = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def lines_of(command, given=""):
    """The JSON objects that a command prints, one a line."""
    done = subprocess.run(command, input=given, capture_output=True, text=True, env={**os.environ, **LIMITS})
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if not found:
        sys.exit(f"{command[:3]} printed nothing: {done.stderr[-2000:]}")
    return found


def peer(name, paths):
    return {o["file"]: o for o in lines_of([sys.executable, "-W", "ignore", os.path.join(os.path.dirname(__file__), "peer.py"), name], "\n".join(paths))}


def portico_read(portico, source, paths):
    """Portico's answers, with the lines and codes named as the peers name theirs."""
    found = {}
    for o in lines_of([portico, "read", "--json", "--sources", source, *paths[:1], *paths]):
        codes = [bytes_of(b["data"]).hex() for b in o.get("barcodes") or []]
        zone = o.get("mrz") or {}
        found[o["file"]] = {"ms": o["ms"]["total"], "lines": zone.get("lines", []), "codes": codes}
    return found


def bytes_of(text):
    import base64

    return base64.b64decode(text)


def portico_templates(portico, paths):
    """How long Portico needs from a picture to its template: each is matched
    with itself, and described once for that."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as table:
        rows = csv.writer(table)
        rows.writerow(["a", "b"])
        rows.writerows([p, p] for p in paths[:1] + paths)
        table.flush()
        return {o["a"]: {"ms": o["ms"]} for o in lines_of([portico, "match", "--json", "--pairs", table.name])[1:]}


def alternate(runners, rounds):
    """Runs each runner in turn, round by round; the answers are the last
    round's, the time of a picture is the median of its rounds."""
    times, answers = {}, {}
    for number in range(rounds):
        for name, run in runners.items():
            print(f"round {number + 1} of {rounds}: {name}", file=sys.stderr)
            answers[name] = run()
            for path, o in answers[name].items():
                times.setdefault(name, {}).setdefault(path, []).append(o["ms"])
    for name, found in answers.items():
        for path, o in found.items():
            o["ms"] = statistics.median(times[name][path])
    return answers
