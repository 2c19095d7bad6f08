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
	Changed float64      // mean grey difference to the last page taken, 0..255; only for TurnOver

	Sharpness  float64 // noise apart: 0 blurred, from about .2 sharp
	Brightness float64 // 0 dark .. 1 bright
	Glare      float64 // 0..1: share of the document that is burnt out
	GlareLeft  float64 // 0..1: and of the part where documents have the portrait
	Portrait   Portrait
}

// Portrait says whether a portrait was seen on the document.
type Portrait int

// What was seen.
const (
	NotLooked Portrait = iota // nobody looked for one
	Missing
	Seen
)

// DocumentCoach guides one page. It is not safe for concurrent use.
type DocumentCoach struct {
	coach
	limits  CardLimits
	turn    bool
	corners imaging.Quad
	seen    bool
	light   float64 // Brightness of the picture before

	faceless int           // pictures without a portrait, in a row
	wrong    time.Duration // how long the side has been called wrong
}

// ForPage starts the guidance of a page. Where its meter looks for portraits,
// a page without one is called the wrong side.
func (l CardLimits) ForPage() *DocumentCoach {
	return &DocumentCoach{coach: coach{hold: holdCard, alike: alikePages}, limits: l.complete()}
}

// ForOtherSide starts the guidance of a page whose other side was taken
// before: nothing is taken until the picture has changed from that one.
func (l CardLimits) ForOtherSide() *DocumentCoach {
	c := l.ForPage()
	c.turn = true
	return c
}

// Observe takes the measures of a picture taken at this time of the stream.
// Time must not run back.
func (c *DocumentCoach) Observe(at time.Duration, m Document) Advice {
	if c.turn && m.Changed >= otherSide {
		c.turn = false
	}
	speed := c.speed(at, m)
	changing := speed > restless*c.limits.Speed || math.Abs(m.Brightness-c.light) > lightChanges
	c.corners, c.seen, c.light = m.Corners, m.Found, m.Brightness
	c.lookAtSide(at, m)
	merit := m.Sharpness - glareCost*m.Glare - motionCost*speed/c.limits.Speed
	return c.advise(at, c.judge(m, speed > c.limits.Speed), merit, changing)
}

func (c *DocumentCoach) judge(m Document, moving bool) Hint {
	switch {
	case c.turn:
		return TurnOver
	case !m.Found:
		return SearchCard
	case tooLarge(m):
		return CardFarther
	case cornerOut(m):
		return WholeCard
	}
	l := c.limits
	switch {
	case longest(m.Corners) < l.Pixels:
		return CardCloser
	case math.Abs(m.Corners.Area()) > l.Share*float64(m.Frame.X*m.Frame.Y):
		return CardFarther
	case Tilt(m.Corners, l.Distance) > l.Tilt:
		return CardFlat
	case m.Brightness < l.Dark:
		return TooDark
	case m.Glare > l.Glare && m.GlareLeft > l.Glare:
		return GlareFace
	case m.Glare > l.Glare:
		return Glare
	case m.Brightness > l.Bright:
		return TooBright
	case moving:
		return HoldSteady
	case m.Sharpness < l.Sharpness:
		return Blurred
	case c.faceless >= wrongSideAfter && c.wrong < wrongSideFor:
		return WrongSide
	}
	return Hold
}

// lookAtSide counts the pictures of a document that show no portrait.
func (c *DocumentCoach) lookAtSide(at time.Duration, m Document) {
	if c.faceless >= wrongSideAfter && c.begun {
		c.wrong += at - c.last
	}
	switch m.Portrait {
	case Missing:
		c.faceless++
	case Seen:
		c.faceless = 0
	}
}

// speed is the cornerSpeed since the picture before; without end for the first picture of a document.
func (c *DocumentCoach) speed(at time.Duration, m Document) float64 {
	if !m.Found || !c.seen || at <= c.last {
		return math.Inf(1)
	}
	return cornerSpeed(c.corners, m, at-c.last)
}

// borders are those of the picture, less cornerMargin, beyond which a document
// reaches.
type borders struct{ left, top, right, bottom bool }

func (m Document) beyond() (b borders) {
	margin := cornerMargin * float64(max(m.Frame.X, m.Frame.Y))
	for _, p := range m.Corners {
		b.left, b.right = b.left || p.X < margin, b.right || p.X > float64(m.Frame.X)-margin
		b.top, b.bottom = b.top || p.Y < margin, b.bottom || p.Y > float64(m.Frame.Y)-margin
	}
	return b
}

func cornerOut(m Document) bool { return m.beyond() != borders{} }

// tooLarge reports whether the document reaches beyond opposite borders, so that
// moving it aside cannot help.
func tooLarge(m Document) bool {
	b := m.beyond()
	return b.left && b.right || b.top && b.bottom
}
