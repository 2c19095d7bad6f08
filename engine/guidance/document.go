package guidance

import (
	"image"
	"math"
	"time"

	"portico/engine/imaging"
)

// Document is what is measured on one picture that should show a document.
type Document struct {
	Frame   image.Point  // size of the picture in pixels
	Found   bool         // a document was located
	Corners imaging.Quad // of the document, in pixels of the picture
	Faults  Faults       // what the locator finds wrong with the picture of it
	Changed float64      // mean grey difference to the last page taken, 0..255; only for TurnOver

	Sharpness  float64 // noise apart: 0 blurred, from about .2 sharp
	Brightness float64 // 0 dark .. 1 bright
	Glare      float64 // 0..1: share of the document that is burnt out
}

// Faults is what is wrong with the light and the focus of a located document.
type Faults struct{ Dark, Bright, Glare, Blurred bool }

// DocumentCoach guides one page. It is not safe for concurrent use.
type DocumentCoach struct {
	coach
	turn    bool
	corners imaging.Quad
	seen    bool
}

// ForPage starts the guidance of a page.
func ForPage() *DocumentCoach { return &DocumentCoach{coach: coach{hold: holdCard}} }

// ForOtherSide starts the guidance of a page whose other side was taken
// before: nothing is taken until the picture has changed from that one.
func ForOtherSide() *DocumentCoach {
	c := ForPage()
	c.turn = true
	return c
}

// Observe takes the measures of a picture taken at this time of the stream.
// Time must not run back.
func (c *DocumentCoach) Observe(at time.Duration, m Document) Advice {
	if c.turn && m.Changed >= otherSide {
		c.turn = false
	}
	moving := c.moving(at, m)
	c.corners, c.seen = m.Corners, m.Found
	return c.advise(at, c.judge(m, moving), m.Sharpness-glareCost*m.Glare)
}

func (c *DocumentCoach) judge(m Document, moving bool) Hint {
	switch {
	case c.turn:
		return TurnOver
	case !m.Found:
		return SearchCard
	case cornerOut(m):
		return WholeCard
	}
	switch {
	case longest(m.Corners) < minCardPixels:
		return CardCloser
	case math.Abs(m.Corners.Area()) > maxCardShare*float64(m.Frame.X*m.Frame.Y):
		return CardFarther
	case tilted(m.Corners):
		return CardFlat
	case m.Faults.Dark:
		return TooDark
	case m.Faults.Glare:
		return Glare
	case m.Faults.Bright:
		return TooBright
	case moving:
		return HoldSteady
	case m.Faults.Blurred:
		return Blurred
	}
	return Hold
}

// moving compares with the picture before; the first one of a document counts
// as moving.
func (c *DocumentCoach) moving(at time.Duration, m Document) bool {
	if !m.Found || !c.seen || at <= c.last {
		return true
	}
	diagonal := math.Hypot(float64(m.Frame.X), float64(m.Frame.Y))
	var far float64
	for _, p := range m.Corners {
		nearest := math.Inf(1)
		for _, q := range c.corners { // corners may be renamed between pictures
			nearest = math.Min(nearest, imaging.Dist(p, q))
		}
		far = math.Max(far, nearest)
	}
	return far/diagonal/(at-c.last).Seconds() > maxCardSpeed
}

func cornerOut(m Document) bool {
	margin := cornerMargin * float64(max(m.Frame.X, m.Frame.Y))
	for _, p := range m.Corners {
		if p.X < margin || p.Y < margin || p.X > float64(m.Frame.X)-margin || p.Y > float64(m.Frame.Y)-margin {
			return true
		}
	}
	return false
}

func sides(q imaging.Quad) (l [4]float64) {
	for i := range q {
		l[i] = imaging.Dist(q[i], q[(i+1)%4])
	}
	return l
}

func longest(q imaging.Quad) float64 {
	l := sides(q)
	return max(l[0], l[1], l[2], l[3])
}

func tilted(q imaging.Quad) bool {
	l := sides(q)
	ratio := func(a, b float64) float64 { return max(a, b) / max(1, min(a, b)) }
	skew := max(ratio(l[0], l[2]), ratio(l[1], l[3]))
	aspect := ratio(l[0]+l[2], l[1]+l[3])
	return skew > maxSkew || aspect > maxAspect || aspect < minAspect
}
