// Package zxing meets barcode.Decoder with zxing-cpp, versions 1.4 to 2.2.
//
// The library throws C++ exceptions; none leaves this package.
package zxing

/*
#cgo pkg-config: zxing
#cgo CXXFLAGS: -std=c++17
#include "shim.h"
*/
import "C"

import (
	"errors"
	"image"
	"unsafe"

	"portico/engine/document/barcode"
	"portico/engine/imaging"
)

// ErrThrown says that zxing-cpp threw an exception on a picture.
var ErrThrown = errors.New("zxing-cpp gave up on the picture with an exception")

// Limits of one picture.
const (
	leastSide   = 16   // pixels; no symbol is smaller
	mostSide    = 8192 // pixels
	mostSymbols = 16
)

// Decoder reads barcodes. It is safe for concurrent use.
type Decoder struct{}

// Decode makes one attempt at every symbol in grey, of a linear symbology at one
// of them. A picture smaller than 16 or larger than 8192 pixels a side has none.
func (Decoder) Decode(grey *image.Gray, threshold barcode.Threshold) ([]barcode.Symbol, error) {
	w, h := grey.Rect.Dx(), grey.Rect.Dy()
	if min(w, h) < leastSide || max(w, h) > mostSide {
		return nil, nil
	}
	var symbols []barcode.Symbol
	for _, kind := range [...]C.portico_kind{C.PORTICO_SQUARE, C.PORTICO_CODE39, C.PORTICO_CODE128} {
		found, err := decode(grey, threshold, kind)
		if err != nil {
			return nil, err
		}
		symbols = append(symbols, found...)
	}
	return symbols, nil
}

func decode(grey *image.Gray, threshold barcode.Threshold, kind C.portico_kind) ([]barcode.Symbol, error) {
	var found *C.portico_symbol
	var count C.int
	global := C.int(0)
	if threshold == barcode.Global {
		global = 1
	}
	at := grey.Pix[grey.PixOffset(grey.Rect.Min.X, grey.Rect.Min.Y):]
	pixels := (*C.uint8_t)(unsafe.Pointer(&at[0]))
	failed := C.portico_read(pixels, C.int(grey.Rect.Dx()), C.int(grey.Rect.Dy()), C.int(grey.Stride), global, kind, mostSymbols, &found, &count) //nolint:gocritic // cgo's own code compares a pointer with itself
	if failed != 0 {
		return nil, ErrThrown
	}
	defer C.portico_free(found, count)
	symbols := make([]barcode.Symbol, 0, count)
	for _, s := range unsafe.Slice(found, int(count)) {
		format, ok := formats[C.GoString(s.format)]
		if !ok {
			continue
		}
		symbol := barcode.Symbol{
			Format: format,
			Data:   C.GoBytes(unsafe.Pointer(s.bytes), C.int(s.bytes_length)),
			Text:   C.GoStringN(s.text, C.int(s.text_length)),
			Lines:  int(s.lines),
		}
		for i := range symbol.Corners {
			symbol.Corners[i] = imaging.Point{X: float64(s.x[i]), Y: float64(s.y[i])}
		}
		symbols = append(symbols, symbol)
	}
	return symbols, nil
}

var formats = map[string]barcode.Format{
	"PDF417": barcode.PDF417, "QRCode": barcode.QRCode, "DataMatrix": barcode.DataMatrix,
	"Aztec": barcode.Aztec, "Code39": barcode.Code39, "Code128": barcode.Code128,
}
