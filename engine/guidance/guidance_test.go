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
		Corners:    imaging.RectQuad(image.Rect(x, y, x+w, y+w*540/856)),
		Brightness: .6, Sharpness: .2,
	}
}

func portrait(w int, change func(*guidance.Face)) guidance.Face {
	m := guidance.Face{Frame: frame, Count: 1, Light: guidance.Light{Contrast: 150, Noise: 2}, Sharpness: .1, Face: face.Face{
		Box:      imaging.RotatedRect(imaging.Point{X: 640, Y: 360}, float64(w), float64(w)*1.3, 0),
		EyesOpen: [2]float64{.3, .3},
	}}
	if change != nil {
		change(&m)
	}
	return m
}

func TestDocumentHint(t *testing.T) {
	with := func(change func(m *guidance.Document)) guidance.Document {
		m := card(300, 100, 680)
		change(&m)
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
		"too near":            {card(65, -3, 1150), guidance.CardFarther}, // above and below
		"too far away":        {card(500, 300, 300), guidance.CardCloser},
		"tilted":              {tilted, guidance.CardFlat},
		"tilted back":         {back, guidance.CardFlat},
		"dark":                {with(func(m *guidance.Document) { m.Brightness = .2 }), guidance.TooDark},
		"a reflection":        {with(func(m *guidance.Document) { m.Glare, m.Brightness = .06, .97 }), guidance.Glare},
		"on the portrait":     {with(func(m *guidance.Document) { m.Glare, m.GlareLeft = .06, .15 }), guidance.GlareFace},
		"too much light":      {with(func(m *guidance.Document) { m.Brightness = .97 }), guidance.TooBright},
		"out of focus":        {with(func(m *guidance.Document) { m.Sharpness = .01 }), guidance.Blurred},
		"good and not blamed": {card(300, 100, 680), guidance.Hold},
	} {
		t.Run(name, func(t *testing.T) {
			coach := guidance.CardLimits{}.ForPage()
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
	smile := func() *guidance.FaceCoach { return guidance.FaceLimits{}.ForSmile(.1) }
	smileOfMerry := func() *guidance.FaceCoach { return guidance.FaceLimits{}.ForSmile(.5) }
	for name, c := range map[string]struct {
		coach func() *guidance.FaceCoach
		m     guidance.Face
		hint  guidance.Hint
	}{
		"nobody":            {guidance.FaceLimits{}.ForFace, guidance.Face{Frame: frame}, guidance.SearchFace},
		"two people":        {guidance.FaceLimits{}.ForFace, portrait(300, func(m *guidance.Face) { m.Count = 2 }), guidance.OnePerson},
		"far away":          {guidance.FaceLimits{}.ForFace, portrait(120, nil), guidance.FaceCloser},
		"too near":          {guidance.FaceLimits{}.ForFace, portrait(600, nil), guidance.FaceFarther},
		"at the side":       {guidance.FaceLimits{}.ForFace, portrait(300, func(m *guidance.Face) { m.Frame.X = 2200 }), guidance.CentreFace},
		"in the dark":       {guidance.FaceLimits{}.ForFace, portrait(300, func(m *guidance.Face) { m.Light.Contrast = 20 }), guidance.TooDark},
		"before a window":   {guidance.FaceLimits{}.ForFace, portrait(300, func(m *guidance.Face) { m.Light.Contrast, m.Light.Behind = 40, .5 }), guidance.BackLight},
		"burnt out":         {guidance.FaceLimits{}.ForFace, portrait(300, func(m *guidance.Face) { m.Light.Burnt = .4 }), guidance.TooBright},
		"shining all over":  {guidance.FaceLimits{}.ForFace, portrait(300, func(m *guidance.Face) { m.Light.Burnt, m.Light.Lenses = .2, .3 }), guidance.Hold},
		"shining glasses":   {guidance.FaceLimits{}.ForFace, portrait(300, func(m *guidance.Face) { m.Light.Lenses = .3 }), guidance.GlassesGlare},
		"mouth open":        {guidance.FaceLimits{}.ForFace, portrait(300, func(m *guidance.Face) { m.MouthOpen = .5 }), guidance.CloseMouth},
		"laughing":          {smile, portrait(300, func(m *guidance.Face) { m.MouthOpen, m.Face.Smile = .5, .9 }), guidance.Hold},
		"out of focus":      {guidance.FaceLimits{}.ForFace, portrait(300, func(m *guidance.Face) { m.Sharpness = .005 }), guidance.Blurred},
		"head tilted":       {guidance.FaceLimits{}.ForFace, portrait(300, func(m *guidance.Face) { m.Face.Roll = -20 }), guidance.LevelHead},
		"looking away":      {guidance.FaceLimits{}.ForFace, portrait(300, func(m *guidance.Face) { m.Face.Yaw = 30 }), guidance.LookStraight},
		"eyes closed":       {guidance.FaceLimits{}.ForFace, portrait(300, func(m *guidance.Face) { m.Face.EyesOpen = [2]float64{} }), guidance.OpenEyes},
		"smile too early":   {guidance.FaceLimits{}.ForNeutral, portrait(300, func(m *guidance.Face) { m.Face.Smile = .8 }), guidance.Relax},
		"no smile yet":      {smile, portrait(300, nil), guidance.SmileNow},
		"merry at rest":     {smileOfMerry, portrait(300, func(m *guidance.Face) { m.Face.Smile = .8 }), guidance.SmileNow},
		"merry and smiling": {smileOfMerry, portrait(300, func(m *guidance.Face) { m.Face.Smile = .95 }), guidance.Hold},
		"smiling":           {smile, portrait(300, func(m *guidance.Face) { m.Face.Smile = .8 }), guidance.Hold},
		"one smile is any":  {guidance.FaceLimits{}.ForFace, portrait(300, func(m *guidance.Face) { m.Face.Smile = .8 }), guidance.Hold},
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
	coach := guidance.CardLimits{}.ForPage()
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
	at, ok := captured(guidance.CardLimits{}.ForPage(), 20, still)
	if !ok || at < 350*time.Millisecond || at > 500*time.Millisecond {
		t.Errorf("a steady card was taken: %v at %v, want about 0.4 s", ok, at)
	}
	coach := guidance.CardLimits{}.ForPage()
	captured(coach, 20, still)
	if coach.Observe(3*time.Second, still(0)).Capture {
		t.Error("the same start took two pictures")
	}
	if at, ok := captured(guidance.CardLimits{}.ForPage(), 30, func(i int) guidance.Document { return card(300+20*(i%2), 100, 680) }); ok {
		t.Errorf("a shaking card was taken at %v", at)
	}
	oneBad := func(i int) guidance.Document {
		if i == 3 {
			return guidance.Document{Frame: frame}
		}
		return still(i)
	}
	if at, ok := captured(guidance.CardLimits{}.ForPage(), 20, oneBad); !ok || at > 800*time.Millisecond {
		t.Errorf("one bad picture started all over: %v at %v", ok, at)
	}
}

func TestOtherSideWaitsUntilTheCardWasTurned(t *testing.T) {
	turnedAt := 10
	at, ok := captured(guidance.CardLimits{}.ForOtherSide(), 40, func(i int) guidance.Document {
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
