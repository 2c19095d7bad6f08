"""Measures Portico beside what one would use instead, on the same pictures and
the same machine, and writes a section of docs/figures.md."""

import argparse
import csv
import os
import platform
from importlib.metadata import PackageNotFoundError, version

import faces
import rounds
from tables import table

PACKAGES = ("PassportEye", "fastmrz", "pytesseract", "zxing-cpp", "dlib-bin", "face_recognition_models")


def manifest(folder):
    with open(os.path.join(folder, "manifest.tsv"), newline="") as rows:
        return list(csv.DictReader(rows, delimiter="\t"))


def zones(o):
    folder = os.path.join(o.data, "mrz")
    truth = {os.path.join(folder, row["file"]): [] if row["truth"] == "NONE" else row["truth"].split("|")[1].split("/")
             for row in manifest(folder)}
    paths = sorted(truth)[:o.limit]
    runners = {"Portico": lambda: rounds.portico_zones(o.portico, paths)}
    for name in ("passporteye", "fastmrz", "tesseract"):
        runners[name] = lambda name=name: rounds.peer(name, paths)
    found, failed = rounds.alternate(runners, o.rounds, os.path.join(o.kept, "zones"))
    return table("**Machine-readable zones** (`mrz`; wrong is any character that differs, or a zone where there is none)", found.pop("Portico"), found,
                 failed, lambda path, a: int(a.get("lines", []) != truth[path]), paths)


def barcodes(o):
    folder = os.path.join(o.data, "barcode")
    truth = {}
    for row in manifest(folder):
        if row["truth"].endswith((".truth.txt", ".truth.bin")):
            with open(os.path.join(folder, row["truth"]), "rb") as file:
                truth[os.path.join(folder, row["file"])] = file.read()
    paths = sorted(truth)[:o.limit]
    found, failed = rounds.alternate({"Portico": lambda: rounds.portico_barcodes(o.barcodes, paths),
                                      "zxing-cpp": lambda: rounds.peer("zxing", paths)}, o.rounds, os.path.join(o.kept, "barcodes"))
    return table("**Barcodes** (`barcode`; the engine's reader alone, for `portico read` wants a page around them)", found.pop("Portico"), found, failed,
                 lambda path, a: int(not any(bytes.fromhex(c).strip() == truth[path].strip() for c in a.get("codes", []))), paths)


def installed(name):
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"**{name} NOT INSTALLED**"


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("portico", help="the program")
    parser.add_argument("barcodes", help="compare/barcodes, built")
    parser.add_argument("data", help="folder of the outside pictures")
    parser.add_argument("out", help="Markdown file to write")
    parser.add_argument("kept", help="folder of what was answered so far, of the same programs and limit")
    parser.add_argument("--rounds", type=int, default=3, help="how often each program sees each picture")
    parser.add_argument("--limit", type=int, help="take only so many pictures of a kind")
    return parser.parse_args()


def main():
    o = options()
    text = ["## Beside its peers", "",
            "The same pictures through Portico and through what one would use instead, round by round and in turn, on the same core with one thread each "
            f"for OpenMP, OpenCV and BLAS ({o.rounds} rounds; a picture's time is their median; loading is not counted). Differences and ratios are per "
            "picture, with 95 % intervals (bootstrap over the pictures); a difference above 0 says that the peer errs more, a ratio above 1 that it takes "
            "longer. `make compare` measures again. "
            f"Python {platform.python_version()}, {', '.join(installed(name) for name in PACKAGES)}. "
            "fastmrz's own language data are not on PyPI: it runs on Debian's English ones, which is to its disadvantage. "
            "Portico's reader was developed on these machine-readable zones, the peers' were not."]
    if o.limit:
        text += ["", f"**A trial: only the first {o.limit} pictures of a kind.**"]
    for part in (zones, barcodes, faces.compare):
        text += part(o)
    os.makedirs(os.path.dirname(o.out), exist_ok=True)
    with open(o.out, "w") as file:
        file.write("\n".join(text) + "\n")
    print("\n".join(text))


main()
