package puppet_test

import (
	"errors"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness/puppet"
)

// dome is a face whose mesh is a dome over a grid; the vertices that the
// puppet knows by name lie where they are in a face. Its portrait is white
// but for a black dot at the right eye and one at the left.
func dome() (*image.RGBA, face.Face) {
	const side, eyes = 300, 100.
	mesh := make([]face.Point3, 478)
	rng := rand.New(rand.NewPCG(3, 4))
	at := func(x, y float64) face.Point3 {
		return face.Point3{X: 150 + x*eyes, Y: 130 + y*eyes, Z: eyes * (x*x + (y-.3)*(y-.3))}
	}
	for i := range mesh {
		a, r := rng.Float64()*2*math.Pi, .6*math.Sqrt(rng.Float64())
		mesh[i] = at(r*math.Cos(a), .3+r*math.Sin(a))
	}
	mesh[33], mesh[263] = at(-.5, 0), at(.5, 0)
	mesh[61], mesh[291] = at(-.25, .75), at(.25, .75)
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for _, v := range []int{33, 263} {
		for y := -4; y <= 4; y++ {
			for x := -4; x <= 4; x++ {
				img.SetRGBA(int(mesh[v].X)+x, int(mesh[v].Y)+y, color.RGBA{A: 255})
			}
		}
	}
	return img, face.Face{Mesh: mesh}
}

func scene() puppet.Scene {
	size := image.Pt(400, 300)
	return puppet.Scene{Size: size, Focal: 400, Background: image.NewRGBA(image.Rectangle{Max: size})}
}

// dots returns the middles of the two dark dots inside the bright shape.
func dots(t *testing.T, img *image.RGBA) (left, right imaging.Point) {
	t.Helper()
	var n [2]float64
	sums := [2]imaging.Point{}
	for y := 100; y < 200; y++ {
		first, last := -1, -1
		for x := range img.Rect.Dx() {
			if img.RGBAAt(x, y).R > 128 {
				if first < 0 {
					first = x
				}
				last = x
			}
		}
		for x := first + 1; x < last; x++ {
			if dark := 255 - float64(img.RGBAAt(x, y).R); dark > 128 {
				side := 0
				if x > 200 {
					side = 1
				}
				n[side] += dark
				sums[side].X += dark * (float64(x) + .5)
				sums[side].Y += dark * (float64(y) + .5)
			}
		}
	}
	if n[0] == 0 || n[1] == 0 {
		t.Fatal("the dots are not there")
	}
	return imaging.Point{X: sums[0].X / n[0], Y: sums[0].Y / n[0]}, imaging.Point{X: sums[1].X / n[1], Y: sums[1].Y / n[1]}
}

// A pinhole camera shows a length of 1 at a distance of d as focal/d pixels.
func TestHeadIsSeenInPerspective(t *testing.T) {
	img, f := dome()
	p, err := puppet.New(img, f)
	if err != nil {
		t.Fatal(err)
	}
	for _, distance := range []float64{8, 4} {
		l, r := dots(t, p.Head(scene(), puppet.Pose{Distance: distance}, puppet.Daylight, rand.New(rand.NewPCG(1, 2))))
		if got, want := r.X-l.X, 400/distance; math.Abs(got-want) > 4 /* the dots are bent with the dome */ {
			t.Errorf("from %g the eyes are %.1f pixels apart, want %.1f", distance, got, want)
		}
	}
}

func TestFlatIsSeenInPerspective(t *testing.T) {
	img, f := dome()
	p, err := puppet.New(img, f)
	if err != nil {
		t.Fatal(err)
	}
	pic, unit, middle := p.Portrait()
	got := puppet.Flat(scene(), pic, unit, middle, puppet.Print, puppet.Pose{Distance: 5}, puppet.Daylight, rand.New(rand.NewPCG(1, 2)))
	if l, r := dots(t, got); math.Abs(r.X-l.X-80) > 1.5 {
		t.Errorf("the eyes are %.1f pixels apart, want 80", r.X-l.X)
	}
}

// The screen's light falls off towards the rim of a head, not on a sheet; a
// screen of another hardly takes it.
func TestScreensLight(t *testing.T) {
	img, f := dome()
	p, err := puppet.New(img, f)
	if err != nil {
		t.Fatal(err)
	}
	pic, unit, middle := p.Portrait()
	l := puppet.Light{Ambient: [3]float64{.2, .2, .2}, Screen: [3]float64{.4, 0, 0}}
	pose := puppet.Pose{Distance: 5, Pitch: 20}
	rng := func() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }
	red := func(img *image.RGBA, x, y int) float64 {
		c := img.RGBAAt(x, y)
		return float64(c.R) - float64(c.G)
	}
	head := p.Head(scene(), puppet.Pose{Distance: 5}, l, rng())
	if middle, rim := red(head, 200, 175), red(head, 160, 175); middle < 30 || rim > .9*middle {
		t.Errorf("head: red %.0f in the middle, %.0f at the rim", middle, rim)
	}
	sheet := puppet.Flat(scene(), pic, unit, middle, puppet.Print, pose, l, rng())
	if middle, rim := red(sheet, 200, 175), red(sheet, 160, 175); middle < 30 || math.Abs(rim-middle) > .1*middle {
		t.Errorf("print: red %.0f in the middle, %.0f aside", middle, rim)
	}
	screen := puppet.Flat(scene(), pic, unit, middle, puppet.Screen, pose, l, rng())
	if got := red(screen, 200, 175); got > 10 {
		t.Errorf("screen: red %.0f", got)
	}
}

func TestNewRefusesWhatIsNoFrontalFace(t *testing.T) {
	img, f := dome()
	turned := f
	turned.Yaw = 40
	for name, bad := range map[string]face.Face{"no mesh": {}, "turned aside": turned, "a point": {Mesh: make([]face.Point3, 478)}} {
		if _, err := puppet.New(img, bad); !errors.Is(err, puppet.ErrMesh) {
			t.Errorf("%s: %v, want ErrMesh", name, err)
		}
	}
}

func BenchmarkHead(b *testing.B) {
	img, f := dome()
	p, err := puppet.New(img, f)
	if err != nil {
		b.Fatal(err)
	}
	size := image.Pt(640, 480)
	s := puppet.Scene{Size: size, Focal: 500, Background: image.NewRGBA(image.Rectangle{Max: size}), Noise: 2.5}
	rng := rand.New(rand.NewPCG(1, 1))
	b.ReportAllocs()
	for b.Loop() {
		p.Head(s, puppet.Pose{Distance: 5.5}, puppet.Daylight, rng)
	}
}
