// Package inspect judges a document over all its pages: whether it has
// expired, whether its zones agree, how surely they were read, and whether
// anything looks like a copy.
//
// Functions are pure: time is an argument. What cannot be computed is absent,
// never false.
package inspect

import (
	"slices"
	"time"

	"portico/engine/document"
)

// Findings is what speaks for and against a document, under the contract's
// names.
type Findings struct {
	Expired *bool                        `json:"expired,omitempty"` // nil: no date of expiry was read
	MRZ     *Zone                        `json:"mrzInspection,omitempty"`
	Visual  *Visual                      `json:"visualZoneInspection,omitempty"`
	Pages   map[document.Side]*Tampering `json:"pageTampering,omitempty"`
	Genuine *float64                     `json:"-"` // worst authenticity check of any page, 0..1; nil unless colours and screen were judged on every page
}

// Zone judges the machine-readable zone.
type Zone struct {
	Valid bool `json:"valid"` // format and check digits
	Sure  bool `json:"-"`     // no character is in doubt
}

// Visual judges the printed data.
type Visual struct {
	OCR  OCR   `json:"ocrConfidence"`
	Text *Text `json:"textConsistency,omitempty"` // nil: nothing to compare with
}

// OCR says how surely the printed data was read.
type OCR struct {
	Confidence float64  `json:"confidence"`                      // median of the fields
	Low        []string `json:"lowOcrConfidenceTexts,omitempty"` // names of doubtful fields, sorted
}

// Text says whether the zones agree.
type Text struct {
	Consistent bool  `json:"consistent"`
	With       *With `json:"consistencyWith,omitempty"`
}

// With lists, per other zone that could be compared, the printed fields that
// differ.
type With struct {
	MRZ      *Differing `json:"mrz,omitempty"`
	Barcodes *Differing `json:"barcodes,omitempty"`
}

// Differing names fields, sorted; an empty list means that all agree.
type Differing struct {
	Texts []string `json:"inconsistentTexts"`
}

// Tampering is what is suspicious about one page. A score is there when its
// flag is: 0..1, high = genuine.
type Tampering struct {
	Colors      *bool              `json:"colorProfileChangeDetected,omitempty"`
	Screen      *bool              `json:"looksLikeScreenshot,omitempty"`
	Print       *bool              `json:"looksLikePrintCopy,omitempty"`
	Texts       *bool              `json:"tamperedTexts,omitempty"`
	ColorsScore *float64           `json:"-"`
	ScreenScore *float64           `json:"-"`
	PrintScore  *float64           `json:"-"`
	TextsScore  *float64           `json:"-"` // of the worst field
	TextScores  map[string]float64 `json:"-"` // by field
}

// Document judges the pages of one document at the time now.
func Document(pages map[document.Side]*document.Page, now time.Time) Findings {
	d := gather(pages)
	out := Findings{Expired: d.expired(now), Visual: d.visual(now)}
	if d.zone != nil {
		out.MRZ = &Zone{Valid: d.zone.Valid, Sure: len(d.zone.Unsure) == 0}
	}
	whole := true
	for side, p := range pages {
		t := tampering(p)
		whole = whole && t != nil && t.Colors != nil && t.Screen != nil
		if t == nil {
			continue
		}
		if out.Pages == nil {
			out.Pages = map[document.Side]*Tampering{}
		}
		out.Pages[side] = t
		for _, score := range []*float64{t.ColorsScore, t.ScreenScore, t.PrintScore, t.TextsScore} {
			if score != nil && (out.Genuine == nil || *score < *out.Genuine) {
				out.Genuine = score
			}
		}
	}
	if !whole {
		out.Genuine = nil
	}
	return out
}

// tampering returns what was evaluated on a page, nil for nothing.
func tampering(p *document.Page) *Tampering {
	evaluated := false
	check := func(name string) (flagged *bool, score *float64) {
		c := p.Authenticity[name]
		if !c.Evaluated || c.Score == nil {
			return nil, nil
		}
		evaluated = true
		return &c.Flagged, c.Score
	}
	var t Tampering
	t.Colors, t.ColorsScore = check(document.CheckColors)
	t.Screen, t.ScreenScore = check(document.CheckScreen)
	t.Print, t.PrintScore = check(document.CheckPrint)
	t.Texts, t.TextsScore = check(document.CheckTexts)
	t.TextScores = p.Authenticity[document.CheckTexts].Fields
	if !evaluated {
		return nil
	}
	return &t
}

// lowConfidence is the confidence below which a field counts as doubtful. The
// contract's 0.92 is on another engine's scale. On Tesseract's, of 311 right
// readings of the sample card in small, soft and noisy pictures two fell below
// 0.80; the one wrong reading beside them had more. So it names what the engine
// doubts, not all that is wrong: the comparison of the zones does more.
const lowConfidence = 0.80

// confidence leaves out of the doubtful fields those that a check digit of the
// zone confirms: two readings that agree are no doubt.
func (d data) confidence(now time.Time) OCR {
	var all []float64
	var out OCR
	for name, f := range d.fields {
		all = append(all, f.Confidence)
		if f.Confidence < lowConfidence && !d.confirmed(name, f.Value, now) {
			out.Low = append(out.Low, name)
		}
	}
	slices.Sort(all)
	slices.Sort(out.Low)
	out.Confidence = (all[(len(all)-1)/2] + all[len(all)/2]) / 2
	return out
}
