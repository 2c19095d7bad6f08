// Package gauge says how a camera does at its place: how sharp and how light
// its pictures are, how fast they come, and what to change.
package gauge

import (
	"image"

	"portico/engine/imaging"
)

// Reading is what was measured of a camera. Fields that were not measured do
// no harm where they are zero, but for FPS and the size.
type Reading struct {
	Width, Height int     // pixels
	FPS           float64 // pictures a second
	DelayMS       float64 // median, from the driver's frame to the decoded picture
	Lost          float64 // share of the frames that were lost or damaged
	Sharpness     float64 // imaging.Sharpness at 640 pixels
	Brightness    float64 // mean luma, 0..1
}

// Fault is something to change about a camera or its place.
type Fault string

// The faults.
const (
	FewPixels Fault = "few_pixels" // too few to read small print
	Dark      Fault = "dark"
	Bright    Fault = "bright"
	Blurred   Fault = "blurred" // nothing sharp in the picture
	Slow      Fault = "slow"
	Late      Fault = "late"
	Lossy     Fault = "lossy"
)

// Faults returns every fault, the most hindering first.
func Faults() []Fault { return []Fault{FewPixels, Dark, Bright, Blurred, Slow, Late, Lossy} }

// What an onboarding needs of a camera.
const (
	leastLong, leastShort = 1280, 720 // a card that fills the picture then has 300 dots per inch
	leastFPS              = 15        // guidance analyses so many a second
	mostDelay             = 100       // ms: guidance would speak of the past
	mostLost              = .05       // share
	darkScene             = .20       // mean luma: the reader fails on a page at .18 (engine/document, quality.go)
	brightScene           = .85
	blurredScene          = .030 // on a page, scores 0 (engine/document, quality.go)
)

// Faults returns what to change, the most hindering first.
func (r Reading) Faults() []Fault {
	wrong := map[Fault]bool{
		FewPixels: max(r.Width, r.Height) < leastLong || min(r.Width, r.Height) < leastShort,
		Dark:      r.Brightness < darkScene,
		Bright:    r.Brightness > brightScene,
		Blurred:   r.Sharpness < blurredScene,
		Slow:      r.FPS < leastFPS,
		Late:      r.DelayMS > mostDelay,
		Lossy:     r.Lost > mostLost,
	}
	var found []Fault
	for _, f := range Faults() {
		if wrong[f] {
			found = append(found, f)
		}
	}
	return found
}

// side is that of the pictures that are looked at, in pixels.
const side = 640

// Look measures how sharp and how light a picture is.
func Look(img *image.RGBA) (sharpness, brightness float64) {
	small, _ := imaging.Fit(img, side)
	gray := imaging.Gray(small)
	levels := imaging.Histogram(gray)
	return imaging.Sharpness(gray), levels.Mean() / 255
}
