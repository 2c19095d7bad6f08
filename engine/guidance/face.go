package guidance

import (
	"image"
	"math"
	"time"

	"portico/engine/face"
	"portico/engine/imaging"
)

// Face is what is measured on one picture that should show a face.
type Face struct {
	Frame image.Point // size of the picture in pixels
	Count int         // faces found
	Face  face.Face   // the largest of them
	Light float64     // mean luma inside its box, 0..255
}

// Expression is what the face should show.
type Expression int

// The expressions.
const (
	AnyFace Expression = iota
	NeutralFace
	SmilingFace
)

// FaceCoach guides one picture of a face. It is not safe for concurrent use.
type FaceCoach struct {
	coach
	want   Expression
	centre imaging.Point
	seen   bool
}

// ForFace starts the guidance of a picture of a face.
func ForFace(want Expression) *FaceCoach {
	return &FaceCoach{coach: coach{hold: holdFace}, want: want}
}

// Observe takes the measures of a picture taken at this time of the stream.
// Time must not run back.
func (c *FaceCoach) Observe(at time.Duration, m Face) Advice {
	centre, width := place(m.Face)
	moving := !c.seen || at <= c.last ||
		imaging.Dist(centre, c.centre)/math.Max(1, width)/(at-c.last).Seconds() > maxFaceSpeed
	c.centre, c.seen = centre, m.Count > 0
	return c.advise(at, c.judge(m, centre, width, moving))
}

func (c *FaceCoach) judge(m Face, centre imaging.Point, width float64, moving bool) Hint {
	short := float64(min(m.Frame.X, m.Frame.Y))
	off := math.Hypot(centre.X-float64(m.Frame.X)/2, centre.Y-float64(m.Frame.Y)/2)
	f := m.Face
	switch {
	case m.Count == 0:
		return SearchFace
	case m.Count > 1:
		return OnePerson
	case width < minFaceWidth*short:
		return FaceCloser
	case width > maxFaceWidth*short:
		return FaceFarther
	case off > maxOff*width:
		return CentreFace
	case m.Light < minFaceLight:
		return TooDark
	case m.Light > maxFaceLight:
		return TooBright
	case math.Abs(f.Roll) > maxRoll:
		return LevelHead
	case math.Abs(f.Yaw) > maxYaw, math.Abs(f.Pitch) > maxPitch:
		return LookStraight
	case c.want != SmilingFace && math.Max(f.EyesOpen[0], f.EyesOpen[1]) < minEyesOpen:
		return OpenEyes
	case c.want == NeutralFace && f.Smile > neutralBelow:
		return Relax
	case c.want == SmilingFace && f.Smile < smileAbove:
		return SmileNow
	case moving:
		return HoldSteady
	}
	return Hold
}

func place(f face.Face) (centre imaging.Point, width float64) {
	for _, p := range f.Box {
		centre.X += p.X / 4
		centre.Y += p.Y / 4
	}
	return centre, imaging.Dist(f.Box[0], f.Box[1])
}
