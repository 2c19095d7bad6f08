// Package barcode reads the barcodes of documents and what driving licences
// say in them.
//
// A Reader asks a Decoder several times, at other scales and with other
// thresholds, until it finds something or its number of tries is spent. Parse
// takes the payload of a North American licence apart, after the AAMVA DL/ID
// card design standard. Nothing here does I/O.
package barcode

import (
	"image"

	"portico/engine/imaging"
)

// Format names a symbology in the contract's words.
type Format string

// The symbologies that are read.
const (
	PDF417     Format = "pdf_417"
	QRCode     Format = "qr_code"
	DataMatrix Format = "data_matrix"
	Aztec      Format = "aztec"
	Code39     Format = "code_39"
	Code128    Format = "code_128"
)

// Linear tells whether a symbology has no error correction.
func (f Format) Linear() bool { return f == Code39 || f == Code128 }

// Symbol is one barcode that was read.
type Symbol struct {
	Format  Format       `json:"type"`
	Data    []byte       `json:"data"`           // as encoded
	Text    string       `json:"text,omitempty"` // Data in UTF-8, as far as its character set is known
	Corners imaging.Quad `json:"corners"`        // in the picture, from the symbol's own top left
	Lines   int          `json:"-"`              // scan lines that agreed; of a linear symbology only
}

// Threshold is how a Decoder tells dark from light.
type Threshold int

// The thresholds: by the surroundings of each pixel, or by the picture's
// histogram.
const (
	Local Threshold = iota
	Global
)

// Decoder makes one attempt at a picture.
type Decoder interface {
	// Decode returns the symbols in grey, in no order; none is no error. It
	// must be safe for concurrent use.
	Decode(grey *image.Gray, threshold Threshold) ([]Symbol, error)
}
