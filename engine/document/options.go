package document

import "errors"

// ErrNoCard says that no document was found in a picture, and what to do.
var ErrNoCard = errors.New("no document was found in the picture: lay it flat on a plain surface of another colour, with all four corners in view")

// Options narrows what Read does. The zero value reads everything.
type Options struct {
	Sides     []Side   // advice: the page is one of these
	Countries []string // advice, as are the next three; compared without case
	Kinds     []string
	Editions  []string
	MRTDs     []string
	Sources   []string // contract words VIZ, MRZ, BARCODE, DOCUMENT_PORTRAIT, GLOBAL_OCR; empty = all but GLOBAL_OCR, which must be asked for
	Checks    []string // contract words PRINT_ATTACK, SCREEN_ATTACK, PORTRAIT_SUBSTITUTION; empty = all
}
