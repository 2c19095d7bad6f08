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
	Frame     image.Point // size of the picture in pixels
	Count     int         // faces found
	Face      face.Face   // the largest of them
	Light     Light
	Sharpness float64 // of the face, noise apart; 0 blurred or flat
	MouthOpen float64 // the lips' distance over the mouth's width
}

// FaceCoach guides one picture of a face. It is not safe for concurrent use.
type FaceCoach struct {
	coach
	limits  FaceLimits
	atMost  float64 // Smile
	atLeast float64 // Smile
	centre  imaging.Point
	seen    bool
}

// ForFace starts the guidance of a picture of a face.
func (l FaceLimits) ForFace() *FaceCoach {
	return &FaceCoach{coach: coach{hold: holdFace}, limits: l.complete(), atMost: 1}
}

// ForNeutral starts the guidance of a picture of a face at rest.
func (l FaceLimits) ForNeutral() *FaceCoach {
	c := l.ForFace()
	c.atMost = neutralBelow
	return c
}

// ForSmile starts the guidance of a picture of a smile by someone whose face
// at rest had this Smile.
func (l FaceLimits) ForSmile(rest float64) *FaceCoach {
	c := l.ForFace()
	rest = math.Min(math.Max(rest, .01), .99)
	raised := math.Log(rest/(1-rest)) + smileRise
	c.atLeast = math.Max(smileAbove, 1/(1+math.Exp(-raised)))
	return c
}

// Observe takes the measures of a picture taken at this time of the stream.
// Time must not run back.
func (c *FaceCoach) Observe(at time.Duration, m Face) Advice {
	centre, width := place(m.Face)
	speed := math.Inf(1)
	if c.seen && at > c.last {
		speed = imaging.Dist(centre, c.centre) / math.Max(1, width) / (at - c.last).Seconds()
	}
	c.centre, c.seen = centre, m.Count > 0
	merit := m.Sharpness - burntCost*m.Light.Burnt - motionCost*speed/c.limits.Speed
	return c.advise(at, c.judge(m, centre, width, speed > c.limits.Speed), merit, false)
}

func (c *FaceCoach) judge(m Face, centre imaging.Point, width float64, moving bool) Hint {
	short := float64(min(m.Frame.X, m.Frame.Y))
	aside := math.Abs(centre.X - float64(m.Frame.X)/2)
	above := math.Abs(centre.Y - float64(m.Frame.Y)/2)
	f, l := m.Face, c.limits
	switch {
	case m.Count == 0:
		return SearchFace
	case m.Count > 1:
		return OnePerson
	case width < l.Least*short:
		return FaceCloser
	case width > l.Most*short:
		return FaceFarther
	case aside > maxAside*width, above > maxAbove*width:
		return CentreFace
	case m.Light.Behind > litBehind && m.Light.distinct() < behindContrast*l.Contrast:
		return BackLight
	case m.Light.distinct() < l.Contrast:
		return TooDark
	case m.Light.Burnt > l.Burnt:
		return TooBright
	case math.Abs(f.Roll) > l.Roll:
		return LevelHead
	case math.Abs(f.Yaw) > l.Yaw, math.Abs(f.Pitch) > l.Pitch:
		return LookStraight
	case m.Light.Lenses-m.Light.Burnt > l.Lenses:
		return GlassesGlare
	case c.atLeast == 0 && math.Max(f.EyesOpen[0], f.EyesOpen[1]) < minEyesOpen:
		return OpenEyes
	case f.Smile > c.atMost:
		return Relax
	case f.Smile < c.atLeast:
		return SmileNow
	case c.atLeast == 0 && m.MouthOpen > l.Mouth:
		return CloseMouth
	case moving:
		return HoldSteady
	case m.Sharpness < l.Sharpness:
		return Blurred
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
