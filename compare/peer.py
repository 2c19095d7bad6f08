"""Runs one peer over a list of pictures: reads their paths from standard
input, writes one JSON object a picture: file, ms, and what it found. Only the
peer's own work on a picture is timed, after one picture to warm it up."""

import json
import os
import re
import shutil
import sys
import tempfile
import time

MRZ_LINE = re.compile(r"^[A-Z0-9<]{28,46}$")


def zone_of(text):
    """The lines of a text that look like a machine-readable zone."""
    lines = [re.sub(r"\s", "", line).upper() for line in text.splitlines()]
    return [line for line in lines if MRZ_LINE.match(line) and "<" in line]


def passporteye():
    from passporteye import read_mrz

    def read(path):
        zone = read_mrz(path)
        return {"lines": zone.aux["text"].split() if zone is not None else []}

    return read


def fastmrz():
    from fastmrz import FastMRZ

    # Its own language data, mrz.traineddata, are not on PyPI: Debian's English
    # ones take their place.
    data = tempfile.mkdtemp()
    shutil.copy(english_data(), os.path.join(data, "mrz.traineddata"))
    reader = FastMRZ(tessdata_path=data)
    return lambda path: {"lines": reader.get_details(path, ignore_parse=True).split()}


def english_data():
    for root in ("/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata"):
        if os.path.exists(os.path.join(root, "eng.traineddata")):
            return os.path.join(root, "eng.traineddata")
    sys.exit("tesseract's English data are missing; install tesseract-ocr-eng")


def tesseract():
    import pytesseract
    from PIL import Image, ImageOps

    def read(path):
        with Image.open(path) as picture:
            return {"lines": zone_of(pytesseract.image_to_string(ImageOps.exif_transpose(picture), config="--psm 6"))}

    return read


def zxing():
    import cv2
    import zxingcpp

    def read(path):
        found = zxingcpp.read_barcodes(cv2.imread(path))
        return {"codes": [bytes(code.bytes).hex() for code in found]}

    return read


def face_recognition():
    import dlib
    import face_recognition_models as models
    import numpy
    from PIL import Image

    # The package face_recognition itself only wraps these calls, and asks for
    # a dlib that is compiled on the spot.
    detect = dlib.get_frontal_face_detector()
    shape = dlib.shape_predictor(models.pose_predictor_model_location())
    network = dlib.face_recognition_model_v1(models.face_recognition_model_location())

    def read(path):
        with Image.open(path) as picture:
            pixels = numpy.array(picture.convert("RGB"))
        boxes = detect(pixels, 1)
        if not boxes:
            return {}
        box = max(boxes, key=lambda b: b.area())
        return {"template": list(network.compute_face_descriptor(pixels, shape(pixels, box), 1))}

    return read


PEERS = {f.__name__: f for f in (passporteye, fastmrz, tesseract, zxing, face_recognition)}


def main():
    read = PEERS[sys.argv[1]]()
    paths = [line.strip() for line in sys.stdin if line.strip()]
    for number, path in enumerate(paths[:1] + paths):
        start = time.perf_counter()
        try:
            found = read(path)
        except Exception as error:  # a peer may fail in any way; that is its answer
            found = {"error": type(error).__name__}
        spent = (time.perf_counter() - start) * 1000
        if number:
            print(json.dumps({"file": path, "ms": spent, **found}), flush=True)


main()
