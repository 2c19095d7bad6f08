package document

import (
	"image"
	"math"

	"portico/engine/document/moire"
	"portico/engine/document/tamper"
	"portico/engine/document/template"
	"portico/engine/imaging"
)

// Names of the checks in Page.Authenticity.
const (
	// CheckColors compares the page's colours with the type's: a grey or badly
	// faded copy lacks them. It is evaluated where the type's colours are known.
	CheckColors = "colorProfile"
	// CheckScreen looks for the pixel grid of a screen, CheckPrint for the dots
	// of a printer. Both are weak: see package moire.
	CheckScreen = "screen"
	CheckPrint  = "print"
	// CheckTexts looks for texts printed otherwise than their neighbours (package
	// tamper). It is evaluated where the template knows enough fields.
	CheckTexts = "texts"
	// CheckPortrait is never evaluated: no measure of an exchanged portrait told
	// exchanged from genuine (docs/adr/0005).
	CheckPortrait = "portrait"
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
	printSlope  = 4.0
	textSlope   = 0.25 // in tamper's limits
	flagged     = 0.5
	// doubtful is the least score of the checks of print and of texts: below
	// 0.25 the standard rules reject, and these may only ask a clerk to look.
	doubtful = 0.25
)

// authenticate runs the checks that were asked for. One that cannot be
// computed says so.
func authenticate(photo *image.RGBA, s straightened, m match, opt Options) map[string]Check {
	out := map[string]Check{}
	if len(opt.Checks) == 0 { // the contract has no word for it
		out[CheckTexts] = checkTexts(s, m)
	}
	traces, traced := moire.Look(imaging.Gray(photo), s.corners.Bounds(), s.edge())
	if opt.check(PrintAttack) {
		out[CheckColors] = checkColors(s, m)
		out[CheckPrint] = checkTraces(s, traced, max(sigmoid((moire.Print-traces.Oblique)/printSlope), doubtful))
	}
	if opt.check(ScreenAttack) {
		out[CheckScreen] = checkTraces(s, traced, sigmoid((moire.Screen-traces.Any)/screenSlope))
	}
	if opt.check(PortraitSubstitution) {
		out[CheckPortrait] = Check{}
	}
	return out
}

func checkColors(s straightened, m match) Check {
	if m.layout == nil || m.layout.Tints == nil {
		return Check{}
	}
	share := m.layout.Tints.Share(template.TintsOf(s.page))
	return scored((share-greyShare)/(trueShare-greyShare), s.corners)
}

func checkTraces(s straightened, traced bool, score float64) Check {
	if !traced {
		return Check{}
	}
	return scored(score, s.corners)
}

func checkTexts(s straightened, m match) Check {
	if m.layout == nil {
		return Check{}
	}
	var lines []tamper.Line
	places := map[string]image.Rectangle{}
	for _, f := range m.layout.Fields {
		for _, b := range f.Lines {
			box := b.On(s.page.Rect.Dx(), s.page.Rect.Dy()).Add(m.shift)
			lines = append(lines, tamper.Line{Field: f.Name, Box: box})
			places[f.Name] = places[f.Name].Union(box)
		}
	}
	worst, where := 2., image.Rectangle{}
	fields := map[string]float64{}
	for name, d := range tamper.Texts(s.gray, lines) {
		score := max(sigmoid((1-d.Limits())/textSlope), doubtful)
		fields[name] = score
		if score < worst {
			worst, where = score, places[name]
		}
	}
	if len(fields) == 0 {
		return Check{}
	}
	out := scored(worst, s.onPhoto(imaging.RectQuad(where)))
	out.Fields = fields
	return out
}

// edge is the direction of the page's upper edge in the photograph, in radians.
func (s straightened) edge() float64 {
	return math.Atan2(s.corners[1].Y-s.corners[0].Y, s.corners[1].X-s.corners[0].X)
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func scored(score float64, box imaging.Quad) Check {
	score = math.Min(math.Max(score, 0), 1)
	return Check{Score: &score, Flagged: score < flagged, Evaluated: true, Box: &box}
}
