package guidance_test

import (
	"image"
	"testing"
	"time"

	"portico/engine/face"
	"portico/engine/guidance"
	"portico/engine/imaging"
)

var frame = image.Pt(1280, 720)

func card(x, y, w int) guidance.Document {
	return guidance.Document{
		Frame: frame, Found: true,
		Corners: imaging.RectQuad(image.Rect(x, y, x+w, y+w*540/856)),
	}
}

func portrait(w int, change func(*guidance.Face)) guidance.Face {
	m := guidance.Face{Frame: frame, Count: 1, Light: 120, Face: face.Face{
		Box:      imaging.RotatedRect(imaging.Point{X: 640, Y: 360}, float64(w), float64(w)*1.3, 0),
		EyesOpen: [2]float64{.3, .3},
	}}
	if change != nil {
		change(&m)
	}
	return m
}

func TestDocumentHint(t *testing.T) {
	with := func(f guidance.Faults) guidance.Document {
		m := card(300, 100, 680)
		m.Faults = f
		return m
	}
	tilted := card(300, 100, 680)
	tilted.Corners[0].X += 140
	tilted.Corners[1].X -= 140
	back := card(300, 100, 680) // tilted by 45° around its long axis, and seen from afar
	back.Corners = imaging.RectQuad(image.Rect(300, 100, 980, 100+303))
	for name, c := range map[string]struct {
		m    guidance.Document
		want guidance.Hint
	}{
		"nothing there":       {guidance.Document{Frame: frame}, guidance.SearchCard},
		"a corner outside":    {card(-20, 100, 680), guidance.WholeCard},
		"too far away":        {card(500, 300, 300), guidance.CardCloser},
		"tilted":              {tilted, guidance.CardFlat},
		"tilted back":         {back, guidance.CardFlat},
		"dark":                {with(guidance.Faults{Dark: true}), guidance.TooDark},
		"a reflection":        {with(guidance.Faults{Glare: true, Bright: true}), guidance.Glare},
		"too much light":      {with(guidance.Faults{Bright: true}), guidance.TooBright},
		"good and not blamed": {with(guidance.Faults{}), guidance.Hold},
	} {
		t.Run(name, func(t *testing.T) {
			coach := guidance.ForPage()
			coach.Observe(0, c.m)
			got := coach.Observe(guidance.Shown, c.m)
			if got.Hint != c.want {
				t.Errorf("hint %q, want %q", got.Hint, c.want)
			}
			if got.Good != (c.want == guidance.Hold) {
				t.Errorf("good is %v with hint %q", got.Good, got.Hint)
			}
		})
	}
}

func TestFaceHint(t *testing.T) {
	smile := func() *guidance.FaceCoach { return guidance.ForSmile(.1) }
	smileOfMerry := func() *guidance.FaceCoach { return guidance.ForSmile(.5) }
	for name, c := range map[string]struct {
		coach func() *guidance.FaceCoach
		m     guidance.Face
		hint  guidance.Hint
	}{
		"nobody":            {guidance.ForFace, guidance.Face{Frame: frame}, guidance.SearchFace},
		"two people":        {guidance.ForFace, portrait(300, func(m *guidance.Face) { m.Count = 2 }), guidance.OnePerson},
		"far away":          {guidance.ForFace, portrait(120, nil), guidance.FaceCloser},
		"too near":          {guidance.ForFace, portrait(600, nil), guidance.FaceFarther},
		"at the side":       {guidance.ForFace, portrait(300, func(m *guidance.Face) { m.Frame.X = 2200 }), guidance.CentreFace},
		"in the dark":       {guidance.ForFace, portrait(300, func(m *guidance.Face) { m.Light = 20 }), guidance.TooDark},
		"head tilted":       {guidance.ForFace, portrait(300, func(m *guidance.Face) { m.Face.Roll = -20 }), guidance.LevelHead},
		"looking away":      {guidance.ForFace, portrait(300, func(m *guidance.Face) { m.Face.Yaw = 30 }), guidance.LookStraight},
		"eyes closed":       {guidance.ForFace, portrait(300, func(m *guidance.Face) { m.Face.EyesOpen = [2]float64{} }), guidance.OpenEyes},
		"smile too early":   {guidance.ForNeutral, portrait(300, func(m *guidance.Face) { m.Face.Smile = .8 }), guidance.Relax},
		"no smile yet":      {smile, portrait(300, nil), guidance.SmileNow},
		"merry at rest":     {smileOfMerry, portrait(300, func(m *guidance.Face) { m.Face.Smile = .8 }), guidance.SmileNow},
		"merry and smiling": {smileOfMerry, portrait(300, func(m *guidance.Face) { m.Face.Smile = .95 }), guidance.Hold},
		"smiling":           {smile, portrait(300, func(m *guidance.Face) { m.Face.Smile = .8 }), guidance.Hold},
		"one smile is any":  {guidance.ForFace, portrait(300, func(m *guidance.Face) { m.Face.Smile = .8 }), guidance.Hold},
	} {
		t.Run(name, func(t *testing.T) {
			coach := c.coach()
			coach.Observe(0, c.m)
			if got := coach.Observe(guidance.Shown, c.m); got.Hint != c.hint {
				t.Errorf("hint %q, want %q", got.Hint, c.hint)
			}
		})
	}
}

func TestHintStaysLongEnoughToBeRead(t *testing.T) {
	coach := guidance.ForPage()
	coach.Observe(0, guidance.Document{Frame: frame})
	for at := 100 * time.Millisecond; at < guidance.Shown; at += 100 * time.Millisecond {
		if got := coach.Observe(at, card(-20, 100, 680)); got.Hint != guidance.SearchCard {
			t.Fatalf("after %v the hint changed to %q", at, got.Hint)
		}
	}
	if got := coach.Observe(guidance.Shown, card(-20, 100, 680)); got.Hint != guidance.WholeCard {
		t.Errorf("after %v the hint is %q, want %q", guidance.Shown, got.Hint, guidance.WholeCard)
	}
}

// captured feeds a picture every 100 ms and returns when it was taken.
func captured(coach *guidance.DocumentCoach, n int, at func(i int) guidance.Document) (time.Duration, bool) {
	for i := range n {
		t := time.Duration(i) * 100 * time.Millisecond
		if coach.Observe(t, at(i)).Capture {
			return t, true
		}
	}
	return 0, false
}

func TestCaptureOnceSteadyAndGood(t *testing.T) {
	still := func(int) guidance.Document { return card(300, 100, 680) }
	at, ok := captured(guidance.ForPage(), 20, still)
	if !ok || at < 350*time.Millisecond || at > 500*time.Millisecond {
		t.Errorf("a steady card was taken: %v at %v, want about 0.4 s", ok, at)
	}
	coach := guidance.ForPage()
	captured(coach, 20, still)
	if coach.Observe(3*time.Second, still(0)).Capture {
		t.Error("the same start took two pictures")
	}
	if at, ok := captured(guidance.ForPage(), 30, func(i int) guidance.Document { return card(300+20*(i%2), 100, 680) }); ok {
		t.Errorf("a shaking card was taken at %v", at)
	}
	oneBad := func(i int) guidance.Document {
		if i == 3 {
			return guidance.Document{Frame: frame}
		}
		return still(i)
	}
	if at, ok := captured(guidance.ForPage(), 20, oneBad); !ok || at > 800*time.Millisecond {
		t.Errorf("one bad picture started all over: %v at %v", ok, at)
	}
}

func TestOtherSideWaitsUntilTheCardWasTurned(t *testing.T) {
	turnedAt := 10
	at, ok := captured(guidance.ForOtherSide(), 40, func(i int) guidance.Document {
		m := card(300, 100, 680)
		if i == turnedAt {
			m.Changed = 40
		}
		return m
	})
	if !ok || at <= time.Duration(turnedAt)*100*time.Millisecond {
		t.Errorf("taken: %v at %v, want after the card was turned at 1 s", ok, at)
	}
}
