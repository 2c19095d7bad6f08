"""Measures Portico beside what one would use instead, on the same pictures and
the same machine, and writes a section of docs/figures.md.

    compare.py PORTICO DATA OUT.md [ROUNDS]
"""

import csv
import os
import platform
import sys
from importlib.metadata import version

import faces
import intervals
import rounds


def manifest(folder):
    with open(os.path.join(folder, "manifest.tsv"), newline="") as table:
        return list(csv.DictReader(table, delimiter="\t"))


def table(title, ours, peers, wrong, paths):
    """A row a peer: who is better first says so in its first column."""
    rows = []
    own_errors = [wrong(path, ours[path]) for path in paths]
    own_times = [ours[path]["ms"] for path in paths]
    for name, found in peers.items():
        errors = [wrong(path, found[path]) for path in paths]
        points = intervals.difference(own_errors, errors)
        speed = intervals.ratio(own_times, [found[path]["ms"] for path in paths])
        rows.append((min(points[0], 0) + min(speed[0] - 1, 0), name, sum(errors), points, speed))
    out = [f"\n{title}: {len(paths)} pictures, of which Portico {sum(own_errors)} wrong.\n",
           "| peer | who is better | wrong | difference of error rates | times Portico's time |", "|---|---|---|---|---|"]
    for _, name, errors, points, speed in sorted(rows):
        out.append(f"| {name} | {verdict(points, speed)} | {errors} | {points[0]:+.1f} points ({points[1]:+.1f} to {points[2]:+.1f}) | "
                   f"{speed[0]:.2f} ({speed[1]:.2f}–{speed[2]:.2f}) |")
    return out


def verdict(points, speed):
    """What the intervals allow to say, the peer's advantages first."""
    said = []
    for better, who in (
        (points[2] < 0, "**peer is more accurate**"), (speed[2] < 1, "**peer is faster**"),
        (points[1] > 0, "Portico is more accurate"), (speed[1] > 1, "Portico is faster"),
    ):
        if better:
            said.append(who)
    return ", ".join(said) or "no difference shown"


def zones(portico, data, count):
    folder = os.path.join(data, "mrz")
    truth = {os.path.join(folder, row["file"]): [] if row["truth"] == "NONE" else row["truth"].split("|")[1].split("/")
             for row in manifest(folder)}
    paths = sorted(truth)
    runners = {"Portico": lambda: rounds.portico_read(portico, "MRZ", paths)}
    for name in ("passporteye", "fastmrz", "tesseract"):
        runners[name] = lambda name=name: rounds.peer(name, paths)
    found = rounds.alternate(runners, count)
    return table("**Machine-readable zones** (`mrz`; wrong is any character that differs, or a zone where there is none)", found.pop("Portico"), found,
                 lambda path, o: int(o.get("lines", []) != truth[path]), paths)


def barcodes(portico, data, count):
    folder = os.path.join(data, "barcode")
    truth = {}
    for row in manifest(folder):
        if row["truth"].endswith((".truth.txt", ".truth.bin")):
            with open(os.path.join(folder, row["truth"]), "rb") as file:
                truth[os.path.join(folder, row["file"])] = file.read()
    paths = sorted(truth)
    found = rounds.alternate({"Portico": lambda: rounds.portico_read(portico, "BARCODE", paths),
                              "zxing-cpp": lambda: rounds.peer("zxing", paths)}, count)
    return table("**Barcodes** (`barcode`)", found.pop("Portico"), found,
                 lambda path, o: int(not any(bytes.fromhex(c).strip() == truth[path].strip() for c in o.get("codes", []))), paths)


def main():
    portico, data, out = sys.argv[1:4]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    names = ("PassportEye", "fastmrz", "pytesseract", "zxing-cpp", "dlib-bin", "face_recognition_models")
    text = ["## Beside its peers", "",
            "The same pictures through Portico and through what one would use instead, round by round on the same cores with one thread each "
            f"for OpenMP and BLAS ({count} rounds; a picture's time is their median; loading is not counted). Differences and ratios are per picture, with "
            "95 % intervals (bootstrap over the pictures). `make compare` measures again. "
            f"Python {platform.python_version()}, " + ", ".join(f"{n} {version(n)}" for n in names) +
            ". fastmrz's own language data are not on PyPI: it runs on Debian's English ones, which is to its disadvantage. "
            "Portico's reader was developed on these machine-readable zones, the peers' were not."]
    for part in (zones, barcodes, faces.compare):
        text += part(portico, data, count)
    os.makedirs(os.path.dirname(out), exist_ok=True)
    with open(out, "w") as file:
        file.write("\n".join(text) + "\n")
    print("\n".join(text))


main()
