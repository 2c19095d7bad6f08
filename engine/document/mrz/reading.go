package mrz

import "portico/engine/imaging"

// Reading is a machine-readable zone read from a picture.
type Reading struct {
	Document
	Confidence float64      `json:"confidence"`      // of the weakest line, 0..1
	Doubt      []Place      `json:"doubt,omitempty"` // characters no check digit protects and the print leaves unsure
	Zone       imaging.Quad `json:"zone"`            // around all lines, in the picture
}

// Place is one character of a zone, counted from 0.
type Place struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}
