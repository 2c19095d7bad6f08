package mrz

import "portico/engine/imaging"

// Reading is a machine-readable zone read from a picture. Valid says more than
// in a Document that was given as text: every check digit is right, and nothing
// that none of them protects is in doubt.
type Reading struct {
	Document
	// Raw are the lines as the print looks, before the fields' grammar and
	// check digits chose: an O in a date stays an O.
	Raw        []string     `json:"raw,omitempty"`
	Confidence float64      `json:"confidence"`       // of the weakest line, 0..1
	Doubt      [][]float64  `json:"doubts,omitempty"` // by line: probability that a character is misread, 0..1
	Unsure     []Place      `json:"doubt,omitempty"`  // where Doubt is too large to rely on
	Zone       imaging.Quad `json:"zone"`             // around all lines, in the picture
}

// Place is one character of a zone, counted from 0.
type Place struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}
