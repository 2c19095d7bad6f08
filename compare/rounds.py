"""Runs Portico and its peers over the same pictures, one after the other and
round by round, each a process of its own on the same core with the same limits
of threads. What a program answered in a round is kept in a folder, and not asked
again."""

import base64
import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

LIMITS = {name: "1" for name in ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")}


def on_one_core():
    """Portico reads zones on all cores and its peers on one: all get one."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


class Failed(Exception):
    """A program could not be run, and why."""


def lines_of(command, given=""):
    """The JSON objects that a command prints, one a line."""
    done = subprocess.run(command, input=given, capture_output=True, text=True, env={**os.environ, **LIMITS}, preexec_fn=on_one_core)
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if not found:
        said = done.stderr.strip().splitlines()
        raise Failed(said[-1] if said else f"it ended with {done.returncode} and said nothing")
    return found


def peer(name, paths):
    command = [sys.executable, "-W", "ignore", os.path.join(os.path.dirname(__file__), "peer.py"), name]
    found = {o["file"]: o for o in lines_of(command, "\n".join(paths))}
    if len(found) < len(paths):
        raise Failed(f"it ended after {len(found)} of {len(paths)} pictures")
    return found


def portico_zones(portico, paths):
    """Portico's machine-readable zones, with the lines named as the peers name theirs."""
    found = {}
    for o in lines_of([portico, "read", "--json", "--sources", "MRZ", *paths[:1], *paths]):
        found[o["file"]] = {"ms": o["ms"]["total"], "lines": (o.get("mrz") or {}).get("lines", [])}
    return found


def portico_barcodes(program, paths):
    """What the engine's reader of barcodes finds in whole pictures."""
    found = {}
    for o in lines_of([program, *paths[:1], *paths]):
        codes = [base64.b64decode(b["data"]).hex() for b in o["barcodes"] or []]
        found[o["file"]] = {"ms": o["ms"]["total"], "codes": codes}
    return found


def portico_match(portico, pairs):
    """Portico's answers to pairs of pictures; it describes each picture once."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as table:
        rows = csv.writer(table)
        rows.writerow(["a", "b"])
        rows.writerows(pairs)
        table.flush()
        return lines_of([portico, "match", "--json", "--pairs", table.name])


def portico_templates(portico, paths):
    """How long Portico needs from a picture to its template: each is matched
    with itself, and described once for that. The first one warms it up and has
    no time."""
    return {o["a"]: {"ms": o["ms"]} for o in portico_match(portico, [(p, p) for p in paths])[1:]}


def alternate(runners, rounds, kept):
    """Runs each runner in turn, round by round, and whoever began a round ends
    the next; rounds that the folder kept holds are taken from it. Returns the
    answers, which are the last round's, with the median of a picture's times,
    and why those that failed did; those are not run again. Portico may not
    fail."""
    times, answers, failed = {}, {}, {}
    order = list(runners)
    for number in range(1, rounds + 1):
        for name in order:
            if name in failed:
                continue
            try:
                answers[name] = once(runners[name], os.path.join(kept, f"{name}-{number}.json"), f"{os.path.basename(kept)}, round {number} of {rounds}: {name}")
            except Failed as why:
                if name == "Portico":
                    sys.exit(f"Portico: {why}")
                print(f"NOT COMPARED: {name}: {why}", file=sys.stderr)
                failed[name] = str(why)
                answers.pop(name, None)
                continue
            for path, o in answers[name].items():
                times.setdefault(name, {}).setdefault(path, []).append(o["ms"])
        order = order[1:] + order[:1]
    for name, found in answers.items():
        for path, o in found.items():
            o["ms"] = statistics.median(times[name][path])
    return answers, failed


def once(run, file, title):
    """What a runner answers, or answered when the file was written."""
    if os.path.exists(file):
        with open(file) as earlier:
            print(f"{title}: kept", file=sys.stderr)
            return json.load(earlier)
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    found = run()
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with open(file + ".part", "w") as part:
        json.dump(found, part)
    os.replace(file + ".part", file)
    worked = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    print(f"{title}: {len(found)} pictures in {time.monotonic() - start:.0f} s, {worked:.0f} s of a processor's time", file=sys.stderr)
    return found
