package tess

/*
#cgo LDFLAGS: -ltesseract
#include <stdlib.h>
#include <tesseract/capi.h>
*/
import "C"

import (
	"errors"
	"fmt"
	"image"
	"unsafe"

	"portico/engine/document/viz"
)

// client is one Tesseract. It is not safe for concurrent use, and keeps nothing
// of a line once that is read.
type client struct{ api *C.TessBaseAPI }

// dpi is what Tesseract takes a picture's resolution for, which it would guess
// otherwise; in lines of letterHeight it plays no part.
const dpi = 70

// open starts a Tesseract that reads Latin letters. It takes a line for a block
// of text: so the figures were measured.
func open(tessdata string) (*client, error) {
	c := &client{C.TessBaseAPICreate()}
	var folder *C.char
	if tessdata != "" {
		folder = C.CString(tessdata)
		defer C.free(unsafe.Pointer(folder))
	}
	set(c.api, "debug_file", "/dev/null") // what it says of blank lines helps nobody
	language := C.CString("eng")
	defer C.free(unsafe.Pointer(language))
	if C.TessBaseAPIInit3(c.api, folder, language) != 0 {
		c.close()
		return nil, errors.New("start Tesseract with language eng (package tesseract-ocr-eng)")
	}
	C.TessBaseAPISetPageSegMode(c.api, C.PSM_SINGLE_BLOCK)
	return c, nil
}

// set changes one of Tesseract's own settings.
func set(api *C.TessBaseAPI, variable, value string) {
	name, text := C.CString(variable), C.CString(value)
	defer C.free(unsafe.Pointer(name))
	defer C.free(unsafe.Pointer(text))
	C.TessBaseAPISetVariable(api, name, text)
}

func (c *client) close() { C.TessBaseAPIDelete(c.api) }

// read hands the words of a line to found, in order: their text, their place in
// the line, and a confidence from 0 to 100.
func (c *client) read(line *image.Gray, found func(viz.Word)) error {
	C.TessBaseAPISetImage(c.api, (*C.uchar)(&line.Pix[0]), C.int(line.Rect.Dx()), C.int(line.Rect.Dy()), 1, C.int(line.Stride))
	defer C.TessBaseAPIClear(c.api)
	C.TessBaseAPISetSourceResolution(c.api, dpi)
	if code := C.TessBaseAPIRecognize(c.api, nil); code != 0 {
		return fmt.Errorf("read a line: Tesseract failed with %d", code)
	}
	words := C.TessBaseAPIGetIterator(c.api)
	if words == nil { // there are none
		return nil
	}
	defer C.TessResultIteratorDelete(words)
	for {
		if w, ok := word(words); ok {
			found(w)
		}
		if C.TessResultIteratorNext(words, C.RIL_WORD) == 0 {
			return nil
		}
	}
}

// word is the one that an iterator is at, if there is one.
func word(at *C.TessResultIterator) (viz.Word, bool) {
	text := C.TessResultIteratorGetUTF8Text(at, C.RIL_WORD)
	if text == nil {
		return viz.Word{}, false
	}
	defer C.TessDeleteText(text)
	var left, top, right, bottom C.int
	C.TessPageIteratorBoundingBox(C.TessResultIteratorGetPageIterator(at), C.RIL_WORD, &left, &top, &right, &bottom)
	return viz.Word{
		Text: C.GoString(text), Confidence: float64(C.TessResultIteratorConfidence(at, C.RIL_WORD)),
		Box: image.Rect(int(left), int(top), int(right), int(bottom)),
	}, true
}
