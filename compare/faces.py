"""Portico beside face_recognition (dlib's network with its own alignment)."""

import csv
import os

import numpy

import intervals
import rounds
import tables

PEER = "face_recognition"
LIMITS = {"Portico": 0.35,  # on the contract's scale
          PEER: 1 - 0.6}  # face_recognition's own tolerance


def compare(o):
    folder = os.path.join(o.data, "faces")
    with open(os.path.join(folder, "pairs.csv"), newline="") as table:
        pairs = [(os.path.join(folder, r["a"]), os.path.join(folder, r["b"]), r["same"] == "1")
                 for r in csv.DictReader(table) if r["subset"] != "orl"]
    if o.limit:
        kept = set(sorted({p for a, b, _ in pairs for p in (a, b)})[:o.limit])
        pairs = [pair for pair in pairs if kept.issuperset(pair[:2])]
    paths = sorted({p for a, b, _ in pairs for p in (a, b)})
    found, failed = rounds.alternate({"Portico": lambda: rounds.portico_templates(o.portico, paths),
                                      PEER: lambda: rounds.peer(PEER, paths)}, o.rounds, os.path.join(o.kept, "faces"))
    scores = {"Portico": [m.get("score") for m in rounds.portico_match(o.portico, [(a, b) for a, b, _ in pairs])]}
    if PEER in found:
        scores[PEER] = [likeness(found[PEER], a, b) for a, b, _ in pairs]
    same = numpy.array([s for _, _, s in pairs], bool)
    out = [f"\n**Faces** (`faces` without `orl`): {same.sum()} pairs of one person, {(~same).sum()} of two, of {len(paths)} pictures. "
           "Who was not found counts as not matched. Intervals are over the pairs, which share pictures: they are too narrow.\n"]
    if PEER in found:
        out += beside(scores, same, intervals.ratio([found["Portico"][p]["ms"] for p in paths[1:]], [found[PEER][p]["ms"] for p in paths[1:]]))
    out += ["| program | not found | false non-matches | false matches | equal error rate |", "|---|---|---|---|---|"]
    for who, values in scores.items():
        missed, confused = wrong(who, values, same)
        missing = sum(s is None for s in values)
        out.append(f"| {who}, at {LIMITS[who]:.2f} | {missing} pairs | {missed.sum()} of {same.sum()} | {confused.sum()} of {(~same).sum()} | "
                   f"{100 * equal_error(values, same):.1f} % |")
    return out + tables.not_compared(failed, 5)


def beside(scores, same, speed):
    """Who is better, by kind of error and by time."""
    rows = ["| peer | error | who is better | difference of error rates | times Portico's time |", "|---|---|---|---|---|"]
    kinds = zip(("false non-matches", "false matches"), wrong("Portico", scores["Portico"], same), wrong(PEER, scores[PEER], same))
    found = [(kind, intervals.difference(ours, theirs)) for kind, ours, theirs in kinds if len(ours)]
    for kind, points in sorted(found, key=lambda row: row[1][0]):
        rows.append(f"| {PEER} | {kind} | {tables.verdict(points, speed)} | {tables.difference(points)} | {tables.times(speed)} |")
    return rows + [""]


def wrong(who, values, same):
    """Which pairs of one person were not matched, and which of two were."""
    matched = numpy.array([s is not None and s >= LIMITS[who] for s in values], bool)
    return ~matched[same], matched[~same]


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
