package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"

	"portico/assets/specimen"
	"portico/engine/face"
	"portico/engine/liveness/puppet"
)

// visitor is a drawn person's solid head, or a sheet with their photograph, held
// before the kiosk's camera by somebody who does what the screen shows: what is
// on it lights them, and they come as close as fills the oval on their mirror
// picture. All that they know of the kiosk are the screen's pixels.
type visitor struct {
	screen   *pixels
	draw     func(puppet.Scene, puppet.Pose, puppet.Light, *rand.Rand) *image.RGBA
	room     puppet.Scene
	pupils   float64 // how far they are apart, in the puppet's lengths
	pose     puppet.Pose
	exposure float64 // of the camera, which follows the light slowly
	rng      *rand.Rand
}

// The camera of the evaluations: engine/native/assemble, TestEvalApproach.
const (
	lensWide, lensHigh = 960, 540
	lensFocal          = .77 * lensWide
	lensNoise          = 2.5
)

// The light of a room, and that of a whole white screen on a face half a metre
// off: those of TestEvalLight.
const (
	roomLight   = .65
	screenLight = .35
)

const (
	usualDistance = 5.5 // half a metre, in distances of the outer eye corners
	step          = .04 // of the distance, from picture to picture
	adapting      = .04 // of the way to the right exposure, likewise
	// eyesBelow the camera's axis, in distances of the outer eye corners: where
	// the oval has them.
	eyesBelow = -.35
)

// visitor makes a person of a portrait. Flat is the sheet.
func (s *stage) visitor(ctx context.Context, portrait *image.RGBA, flat bool) (*visitor, error) {
	mesh, err := s.mesh(ctx, portrait)
	if err != nil {
		return nil, err
	}
	head, err := puppet.New(portrait, face.Face{Mesh: mesh})
	if err != nil {
		return nil, err
	}
	screen, err := openPixels(s.screen())
	if err != nil {
		return nil, err
	}
	picture, unit, middle := head.Portrait()
	v := &visitor{
		screen: screen, draw: head.Head, rng: rand.New(rand.NewPCG(1, 1)), exposure: 1,
		room:   puppet.Scene{Size: image.Pt(lensWide, lensHigh), Focal: lensFocal, Background: specimen.Room(lensWide, lensHigh), Noise: lensNoise},
		pupils: math.Hypot(mesh[468].X-mesh[473].X, mesh[468].Y-mesh[473].Y) / unit,
		pose:   puppet.Pose{Distance: usualDistance, Y: eyesBelow},
	}
	if flat {
		v.draw = func(s puppet.Scene, pose puppet.Pose, l puppet.Light, rng *rand.Rand) *image.RGBA {
			return puppet.Flat(s, picture, unit, middle, puppet.Print, pose, l, rng)
		}
	}
	return v, nil
}

// mesh has portico find the face in a portrait.
func (s *stage) mesh(ctx context.Context, portrait *image.RGBA) ([]face.Point3, error) {
	file, err := os.Create(filepath.Join(s.private, "portrait.png"))
	if err != nil {
		return nil, err
	}
	if err := errors.Join(png.Encode(file, portrait), file.Close()); err != nil {
		return nil, err
	}
	p, err := s.start(ctx, "portico", "face", "--json", "--mesh", file.Name())
	if err != nil {
		return nil, err
	}
	var found struct {
		Faces []struct{ Mesh [][3]float64 }
	}
	if err := errors.Join(json.Unmarshal([]byte(<-p.out), &found), p.stop()); err != nil {
		return nil, fmt.Errorf("find the face of a portrait: %w", err)
	}
	if len(found.Faces) != 1 {
		return nil, fmt.Errorf("%d faces in a portrait", len(found.Faces))
	}
	var mesh []face.Point3
	for _, v := range found.Faces[0].Mesh {
		mesh = append(mesh, face.Point3{X: v[0], Y: v[1], Z: v[2]})
	}
	return mesh, nil
}

// picture is what the camera sees of them next.
func (v *visitor) picture() (*image.RGBA, error) {
	shine, err := v.shine()
	if err != nil {
		return nil, err
	}
	if err := v.move(); err != nil {
		return nil, err
	}
	near := usualDistance * usualDistance / (v.pose.Distance * v.pose.Distance)
	mean := roomLight + screenLight*near*(shine[0]+shine[1]+shine[2])/3
	v.exposure += adapting * (1/mean - v.exposure)
	var l puppet.Light
	for k := range shine {
		l.Ambient[k], l.Screen[k] = roomLight*v.exposure, screenLight*shine[k]*v.exposure
	}
	return v.draw(v.room, v.pose, l, v.rng), nil
}

// shine is the mean light of the screen, 1 for one that is all white.
func (v *visitor) shine() (sum [3]float64, err error) {
	const each = 8 // pixels
	n := 0.
	for y := each / 2; y < v.screen.high; y += each {
		row, err := v.screen.row(y)
		if err != nil {
			return sum, err
		}
		for x := each / 2; x < len(row); x += each {
			for k, c := range [3]uint8{row[x].R, row[x].G, row[x].B} {
				sum[k] += linear[c]
			}
			n++
		}
	}
	for k := range sum {
		sum[k] /= n
	}
	return sum, nil
}

// linear is the light of a screen's levels (IEC 61966-2-1).
var linear = func() (all [256]float64) {
	for i := range all {
		if v := float64(i) / 255; v <= .04045 {
			all[i] = v / 12.92
		} else {
			all[i] = math.Pow((v+.055)/1.055, 2.4)
		}
	}
	return all
}()

// move goes a step towards where the face fills the oval. While that is good,
// and while there is none, they stay.
func (v *visitor) move() error {
	row, err := v.screen.row(v.screen.high * 49 / 100) // the middle of the picture
	if err != nil {
		return err
	}
	o, ok := ovalIn(row)
	if !ok || o.good {
		return nil
	}
	aim := lensFocal * v.pupils / (lensHigh * o.reach)
	v.pose.Distance *= min(max(aim/v.pose.Distance, 1-step), 1+step)
	return nil
}

// oval is the one on the mirror picture.
type oval struct {
	reach float64 // of a face that fills it: its pupils' distance over the picture's shorter side
	good  bool    // it has turned green
}

var (
	white = color.RGBA{255, 255, 255, 255}
	green = color.RGBA{61, 214, 122, 255}
)

// ovalIn looks for the oval in a row of pixels through its middle: a line of
// four pixels, where the picture lies between two even stretches.
func ovalIn(row []color.RGBA) (o oval, ok bool) {
	left, right := 0, len(row)-1
	for left < right && row[left] == row[0] {
		left++
	}
	for right > left && row[right] == row[len(row)-1] {
		right--
	}
	var lines []int
	for x := left; x <= right; x++ {
		c, from := row[x], x
		for c == white || c == green {
			if x++; x > right || row[x] != c {
				break
			}
		}
		if n := x - from; n >= 2 && n <= 6 {
			lines = append(lines, (from+x)/2)
			o.good = c == green
		}
	}
	if len(lines) != 2 || right-left < len(row)/4 {
		return oval{}, false
	}
	const (
		shadow    = 4   // from the middle of the line to the oval's outside
		faceWidth = 2.2 // of a face, in distances of its pupils: app/widget has its sources
	)
	high := float64(right-left+1) * lensHigh / lensWide
	o.reach = float64(lines[1]-lines[0]+2*shadow) / faceWidth / high
	return o, true
}
