"""Portico beside face_recognition (dlib's network with its own alignment)."""

import csv
import os

import numpy

import intervals
import rounds

TOLERANCE = 0.6  # face_recognition's own
DECISION = 0.35  # Portico's, on the contract's scale


def compare(portico, data, count):
    folder = os.path.join(data, "faces")
    with open(os.path.join(folder, "pairs.csv"), newline="") as table:
        pairs = [(os.path.join(folder, r["a"]), os.path.join(folder, r["b"]), r["same"] == "1")
                 for r in csv.DictReader(table) if r["subset"] != "orl"]
    paths = sorted({p for a, b, _ in pairs for p in (a, b)})
    found = rounds.alternate({"Portico": lambda: rounds.portico_templates(portico, paths),
                              "face_recognition": lambda: rounds.peer("face_recognition", paths)}, count)
    ours = {(o["a"], o["b"]): o.get("score") for o in rounds.lines_of(
        [portico, "match", "--json", "--pairs", os.path.join(folder, "pairs.csv")])}
    name = {p: os.path.basename(p) for p in paths}
    scores = {"Portico": [ours.get((name[a], name[b])) for a, b, _ in pairs],
              "face_recognition": [likeness(found["face_recognition"], a, b) for a, b, _ in pairs]}
    limits = {"Portico": DECISION, "face_recognition": 1 - TOLERANCE}
    same = numpy.array([s for _, _, s in pairs])
    out = [f"\n**Faces** (`faces` without `orl`): {same.sum()} pairs of one person, {(~same).sum()} of two. "
           "Who was not found counts as not matched.\n",
           "| program | not found | false non-matches | false matches | equal error rate |", "|---|---|---|---|---|"]
    for who, values in scores.items():
        matched = numpy.array([s is not None and s >= limits[who] for s in values])
        missing = sum(s is None for s in values)
        out.append(f"| {who}, at {limits[who]:.2f} | {missing} pairs | {(~matched[same]).sum()} of {same.sum()} | {matched[~same].sum()} of {(~same).sum()} | "
                   f"{100 * equal_error(values, same):.1f} % |")
    speed = intervals.ratio([found["Portico"][p]["ms"] for p in paths], [found["face_recognition"][p]["ms"] for p in paths])
    out.append(f"\nFrom picture to template face_recognition needs {speed[0]:.2f} times Portico's time ({speed[1]:.2f}–{speed[2]:.2f}).")
    return out


def likeness(found, a, b):
    """1 less dlib's distance, so that more is more alike; None without a face."""
    one, other = found[a].get("template"), found[b].get("template")
    if one is None or other is None:
        return None
    return 1 - float(numpy.linalg.norm(numpy.array(one) - numpy.array(other)))


def equal_error(values, same):
    """The rate at which false matches and false non-matches are alike."""
    scores = numpy.array([-numpy.inf if s is None else s for s in values], float)
    rates = [((scores[~same] >= limit).mean(), (scores[same] < limit).mean()) for limit in numpy.unique(scores)]
    return min((max(r) for r in rates), default=1.0)
