package document

import (
	"cmp"
	"fmt"
)

// QualityLimits are from where on a photograph of a page has an issue or a
// warning. A zero means the limit of DefaultQuality.
type QualityLimits struct {
	LowSharpness  float64 `toml:"low-sharpness"`  // score below it: SHARPNESS_LOW
	HighSharpness float64 `toml:"high-sharpness"` // score from which on sharpness is HIGH
	Dark          float64 `toml:"dark"`           // mean luma, 0..1, below it: BRIGHTNESS_LOW
	Bright        float64 `toml:"bright"`         // from it on: BRIGHTNESS_HIGH
	SomeGlare     float64 `toml:"some-glare"`     // share of the page burnt out, from which on glare is MEDIUM
	MuchGlare     float64 `toml:"much-glare"`     // from it on: HOTSPOTS_SCORE_HIGH
	LeastWidth    float64 `toml:"least-width"`    // of the page in the photograph, in pixels; below it: DOCUMENT_SMALL
	Border        float64 `toml:"border"`         // of the longer side of the photograph, nearer to its edge: DOCUMENT_CLOSE_TO_IMAGE_BORDER
}

// DefaultQuality returns the limits that are measured. Sharpness, from the
// sample card blurred by a Gaussian of σ pixels at 1014 pixels of card: up to
// σ = 2 every field is still read (scores 0.37 and 0.66), at σ = 3 none is (0.09
// and 0.25). Brightness: at 0.24 it is still read in full, at 0.18 nothing is,
// and burnt out from 0.95 on. Glare: at 0.02 of the page nothing is lost, at
// 0.07 a field is. 480 pixels are 144 dots per inch of ID-1.
func DefaultQuality() QualityLimits {
	return QualityLimits{
		LowSharpness: .30, HighSharpness: .60, Dark: .25, Bright: .95, SomeGlare: .01, MuchGlare: .04, LeastWidth: 480, Border: .01,
	}
}

// Check returns what is wrong with the limits, nil if nothing is.
func (l QualityLimits) Check() error {
	l = l.orDefault()
	for _, pair := range []struct {
		name      string
		low, high float64
	}{{"sharpness", l.LowSharpness, l.HighSharpness}, {"brightness", l.Dark, l.Bright}, {"glare", l.SomeGlare, l.MuchGlare}} {
		if !(pair.low >= 0 && pair.low <= pair.high && pair.high <= 1) {
			return fmt.Errorf("the limits of %s are %v and %v: they lie between 0 and 1, the lower one first", pair.name, pair.low, pair.high)
		}
	}
	if !(l.LeastWidth > 0) || !(l.Border >= 0 && l.Border < .5) {
		return fmt.Errorf("least-width is %v pixels and border %v of the picture's longer side: they are more than 0, and less than 0.5", l.LeastWidth, l.Border)
	}
	return nil
}

func (l QualityLimits) orDefault() QualityLimits {
	d := DefaultQuality()
	return QualityLimits{
		LowSharpness: cmp.Or(l.LowSharpness, d.LowSharpness), HighSharpness: cmp.Or(l.HighSharpness, d.HighSharpness),
		Dark: cmp.Or(l.Dark, d.Dark), Bright: cmp.Or(l.Bright, d.Bright),
		SomeGlare: cmp.Or(l.SomeGlare, d.SomeGlare), MuchGlare: cmp.Or(l.MuchGlare, d.MuchGlare),
		LeastWidth: cmp.Or(l.LeastWidth, d.LeastWidth), Border: cmp.Or(l.Border, d.Border),
	}
}

// WithQuality returns a Reader that grades photographs by l.
func (r *Reader) WithQuality(l QualityLimits) *Reader {
	out := *r
	out.quality = l.orDefault()
	return &out
}
