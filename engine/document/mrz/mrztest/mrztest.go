// Package mrztest draws hard photographs of documents with a machine-readable
// zone, for tests and evaluations: every format, any print, wear, security
// patterns, curved pages, perspective, glare, blur, low resolution and JPEG.
//
// A picture depends on its seed and font alone, so that a case can be drawn
// again. Nothing in it comes from a real document.
package mrztest

import (
	"image"
	"math/rand/v2"

	"golang.org/x/image/font/sfnt"
)

// Case is a photograph of a document and what it is.
type Case struct {
	Image *image.RGBA
	Lines []string // of the zone, as printed
	Pitch float64  // width of a character in the photograph, in pixels
}

// Draw returns the case of that seed, set in typeface. A typeface that lacks
// characters of a zone is an error.
func Draw(typeface *sfnt.Font, seed uint64) (*Case, error) {
	rng := rand.New(rand.NewPCG(seed, 9303))
	lines := Zone(rng)
	page, err := printed(rng, typeface, lines)
	if err != nil {
		return nil, err
	}
	img, pitch, err := page.photograph(rng)
	if err != nil {
		return nil, err
	}
	return &Case{Image: img, Lines: lines, Pitch: pitch}, nil
}

// between returns a number from a to b.
func between(rng *rand.Rand, a, b float64) float64 { return a + (b-a)*rng.Float64() }

// chance is true in a share p of all cases.
func chance(rng *rand.Rand, p float64) bool { return rng.Float64() < p }
