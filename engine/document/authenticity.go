package document

import (
	"image"
	"math"

	"portico/engine/document/moire"
	"portico/engine/document/template"
	"portico/engine/imaging"
)

// Names of the checks in Page.Authenticity.
const (
	// CheckColors compares the page's colours with the type's: a grey or badly
	// faded copy lacks them. It is evaluated where the type's colours are known.
	CheckColors = "colorProfile"
	// CheckScreen looks for the pixel grid of a screen. It is weak: see package
	// moire.
	CheckScreen = "screen"
)

// Limits of the checks.
const (
	// A grey copy has a share of 0 of the type's colours; a page photographed
	// under desk light 0.8 to 1.2.
	greyShare, trueShare = 0.20, 0.70
	// screenSlope is the change in decibels from moire.Screen that moves the
	// score from ½ to 0.27: the strongest original measured then asks for a
	// review and does not reject.
	screenSlope = 4.0
	flagged     = 0.5
)

// authenticate runs the checks that were asked for. One that cannot be
// computed says so.
func authenticate(photo *image.RGBA, s straightened, m match, opt Options) map[string]Check {
	out := map[string]Check{}
	if opt.check(PrintAttack) {
		out[CheckColors] = checkColors(s, m)
	}
	if opt.check(ScreenAttack) {
		out[CheckScreen] = checkScreen(photo, s)
	}
	return out
}

func checkColors(s straightened, m match) Check {
	if m.layout == nil || m.layout.Tints == nil {
		return Check{}
	}
	share := m.layout.Tints.Share(template.TintsOf(s.page))
	return scored((share - greyShare) / (trueShare - greyShare))
}

func checkScreen(photo *image.RGBA, s straightened) Check {
	peak, ok := moire.Peak(imaging.Gray(photo), s.corners.Bounds())
	if !ok {
		return Check{}
	}
	return scored(1 / (1 + math.Exp((peak-moire.Screen)/screenSlope)))
}

func scored(score float64) Check {
	score = math.Min(math.Max(score, 0), 1)
	return Check{Score: &score, Flagged: score < flagged, Evaluated: true}
}
