package track_test

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness/track"
)

// relief is how far a point of a head stands out, and nothing for a sheet.
func relief(depth float64, p imaging.Point) float64 {
	return -depth * math.Exp(-2*(p.X*p.X+p.Y*p.Y))
}

// filmed are frames in which a face of some depth turns by up to as many
// degrees and moves and comes closer, seen by a camera five eye distances off.
func filmed(depth, degrees, moved float64) (all []track.Frame) {
	rng := rand.New(rand.NewPCG(5, 6))
	for n := range 24 {
		swing := math.Sin(float64(n) / 4)
		sin, cos := math.Sincos(degrees * math.Pi / 180 * swing)
		var f track.Frame
		f.Followed.Run = 1
		for y := -1.; y <= 1; y += .25 {
			for x := -1.; x <= 1; x += .25 {
				z := relief(depth, imaging.Point{X: x, Y: y})
				far := 1 + (z*cos-x*sin-moved*swing)/5
				f.Followed.At = append(f.Followed.At, imaging.Point{
					X: (x*cos+z*sin+moved*swing)/far + .001*rng.NormFloat64(), Y: y/far + .001*rng.NormFloat64(),
				})
			}
		}
		all = append(all, f)
	}
	return all
}

func TestSolid(t *testing.T) {
	const head = .5
	for name, c := range map[string]struct {
		depth, degrees, moved float64
		least, most           float64
	}{
		"a head that turns":          {head, 5, .1, .4, 1},
		"a print that stands":        {0, 0, 0, 0, .3},
		"a print that is moved":      {0, 0, .3, 0, .3},
		"a print that is tilted":     {0, 15, .1, 0, .1},
		"a head that never stirs":    {head, 0, 0, 0, .3},
		"a head that is only nearer": {head, 0, .4, .4, 1},
	} {
		got, ok := track.Solid(filmed(c.depth, c.degrees, c.moved))
		if !ok || got < c.least || got > c.most {
			t.Errorf("%s: %.3f, %v; want %v to %v", name, got, ok, c.least, c.most)
		}
	}
	if _, ok := track.Solid(filmed(head, 5, 0)[:10]); ok {
		t.Error("ten frames are enough")
	}
	if _, ok := track.Solid(take()); ok {
		t.Error("frames without points are enough")
	}
	one := filmed(head, 5, 0)
	for _, f := range one {
		for i := range f.Followed.At {
			f.Followed.At[i] = imaging.Point{}
		}
	}
	if _, ok := track.Solid(one); ok {
		t.Error("points in one place are enough")
	}
	lost := filmed(head, 5, 0)
	for i := range lost[20].Followed.At[:70] {
		for k := 20; k < len(lost); k++ {
			lost[k].Followed.At[i] = imaging.Point{X: math.NaN(), Y: math.NaN()}
		}
	}
	if _, ok := track.Solid(lost); ok {
		t.Error("eleven points are enough")
	}
}

// leading moves every point two pixels to the right a frame, and loses those
// left of a line.
type leading struct{ line float64 }

func (l leading) Follow(_, _ *image.Gray, at, guess []imaging.Point) ([]imaging.Point, []bool) {
	where, found := make([]imaging.Point, len(at)), make([]bool, len(at))
	for i, p := range guess {
		where[i], found[i] = imaging.Point{X: p.X + 2, Y: p.Y}, at[i].X >= l.line
	}
	return where, found
}

func TestPursuit(t *testing.T) {
	f := face.Face{EyeDistance: 128}
	for i := range 478 {
		f.Mesh = append(f.Mesh, face.Point3{X: 320 + 2*float64(i%20-10), Y: 240 + 2*float64(i/20-12)})
	}
	img := image.NewRGBA(image.Rect(0, 0, 640, 480))
	p := track.Pursuit{Follower: leading{}}
	first := p.Next(img, f)
	var last track.Followed
	for range 23 {
		last = p.Next(img, f)
	}
	// Two pixels of a window whose pupils are 64 pixels apart, 23 times.
	if moved := last.At[9].X - first.At[9].X; last.Run != first.Run || math.Abs(moved-23*2./64) > 1e-9 {
		t.Errorf("after 23 frames: run %d, moved %v", last.Run, moved)
	}
	if next := p.Next(img, f); next.Run == last.Run {
		t.Error("a run never ends")
	}
	if got := p.Next(img, face.Face{EyeDistance: 128}); got.At != nil {
		t.Error("points of a face without a mesh")
	}

	p = track.Pursuit{Follower: leading{line: 126}} // of 256: a few are lost
	first = p.Next(img, f)
	second := p.Next(img, f)
	lost := 0
	for _, at := range second.At {
		if math.IsNaN(at.X) {
			lost++
		}
	}
	if second.Run != first.Run || lost == 0 || lost > len(second.At)/2 {
		t.Errorf("run %d, then %d; %d of %d lost", first.Run, second.Run, lost, len(second.At))
	}
	p = track.Pursuit{Follower: leading{line: 200}}
	if first = p.Next(img, f); p.Next(img, f).Run == first.Run {
		t.Error("a run goes on without points")
	}
}
