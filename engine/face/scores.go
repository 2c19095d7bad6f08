package face

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"math"

	"portico/engine/imaging"
)

// Scores are the measures of the contract that run from 0 to 1; 1 is best but
// for the eyes' redness. Nil was not computed.
type Scores struct {
	Sharpness  float64 // 0 blurred
	Levels     float64 // 0 few levels of grey in the face
	Shadow     float64 // 0 one side of the face is in the dark
	NoseShadow float64 // 0 the nose throws a dark shadow
	Specular   float64 // 0 strong reflections on the face
	Gaze       float64 // 0 looks aside, 1 straight ahead
	Mouth      float64 // 0 open or smiling, 1 without expression

	RedEyes    [2]float64  // right, left: 1 red
	Eyes       *[2]float64 // right, left: 1 normally open; by a network
	Background *float64    // 0 patterned, 1 uniform; by a network
}

// Scores measures the face f, which Find found in img with its mesh. It fails
// when the face lies outside img.
func (a *Analyzer) Scores(ctx context.Context, img *image.RGBA, f Face) (Scores, error) {
	crop, err := cut(img, inner(f), qualitySize)
	if err != nil {
		return Scores{}, err
	}
	g := imaging.Gray(crop)
	left, right := halves(g)
	sharp := imaging.Sharpness(g)
	h := imaging.Histogram(g)
	across, _ := Gaze(f.Mesh)
	s := Scores{
		Sharpness: sharp / (sharp + halfSharp),
		Levels:    math.Min(1, float64(distinct(img, f))/enoughLevels),
		Shadow:    math.Min(left, right) / math.Max(1, math.Max(left, right)),
		Specular:  1 - math.Min(1, h.Above(burntOut)/muchBurnt),
		Gaze:      1 - math.Min(1, math.Abs(across-straightGaze)/farGaze),
		Mouth:     math.Min(1-f.Smile, 1-math.Min(1, mouthGap(f.Mesh)/wideMouth)),
	}
	s.NoseShadow = noseShadow(img, f)
	for i, pupil := range []int{rightPupil, leftPupil} {
		s.RedEyes[i] = redness(img, f.Mesh, pupil)
	}
	if a.nets.Eye != nil {
		if s.Eyes, err = a.eyes(ctx, img, f.Mesh); err != nil {
			return Scores{}, err
		}
	}
	if a.nets.Person != nil {
		uniform, err := a.background(ctx, img, f)
		if err != nil {
			return Scores{}, err
		}
		s.Background = &uniform
	}
	return s, nil
}

// inner returns the square within the face's box.
func inner(f Face) square {
	middle := imaging.Point{X: (f.Box[0].X + f.Box[2].X) / 2, Y: (f.Box[0].Y + f.Box[2].Y) / 2}
	side := math.Min(imaging.Dist(f.Box[0], f.Box[1]), imaging.Dist(f.Box[1], f.Box[2]))
	return square{middle, side, -f.Roll * math.Pi / 180}
}

// distinct counts the levels of grey within the face's box. It is not cut to
// another size, which would blend levels.
func distinct(img *image.RGBA, f Face) int {
	part := f.Box.Bounds().Intersect(img.Rect)
	if part.Empty() {
		return 0
	}
	h := imaging.Histogram(imaging.Gray(imaging.Crop(img, part)))
	n := 0
	for _, count := range h {
		if count > 0 {
			n++
		}
	}
	return n
}

// mouthGap is the opening between the lips over the width of the mouth.
func mouthGap(points []Point3) float64 {
	width := imaging.Dist(points[rightMouth].flat(), points[leftMouth].flat())
	return imaging.Dist(points[upperLip].flat(), points[lowerLip].flat()) / math.Max(width, 1e-9)
}

// Skin beside the wings of the nose, right and left, and on the cheeks.
var besideNose, cheeks = [2]int{203, 423}, [2]int{50, 280}

// noseShadow compares the skin beside the nose with that of the cheek.
func noseShadow(img *image.RGBA, f Face) float64 {
	radius := f.EyeDistance / 16
	least := 1.
	for i := range besideNose {
		near := meanLuma(img, f.Mesh[besideNose[i]].flat(), radius)
		far := meanLuma(img, f.Mesh[cheeks[i]].flat(), radius)
		if far > 0 {
			least = math.Min(least, near/far)
		}
	}
	return least
}

// meanLuma is the mean of a disc, 0..255, 0 where it lies outside.
func meanLuma(img *image.RGBA, c imaging.Point, radius float64) float64 {
	var sum, n float64
	disc(img, c, radius, func(p color.RGBA) {
		sum += .299*float64(p.R) + .587*float64(p.G) + .114*float64(p.B)
		n++
	})
	return sum / math.Max(n, 1)
}

// disc calls do with each pixel of a disc, the middle one at least.
func disc(img *image.RGBA, c imaging.Point, radius float64, do func(color.RGBA)) {
	r := math.Max(radius, .5)
	for y := int(math.Floor(c.Y - r)); y <= int(c.Y+r); y++ {
		for x := int(math.Floor(c.X - r)); x <= int(c.X+r); x++ {
			at := image.Pt(x, y)
			if at.In(img.Rect) && math.Hypot(float64(x)+.5-c.X, float64(y)+.5-c.Y) <= r {
				do(img.RGBAAt(x, y))
			}
		}
	}
}

// redness is the share of the inner half of an iris that shines red: the
// measure R²/(G²+B²+14) of Gaubatz and Ulichney (ICIP 2002) beyond redEye.
func redness(img *image.RGBA, points []Point3, pupil int) float64 {
	var radius float64
	for i := 1; i <= 4; i++ {
		radius += imaging.Dist(points[pupil].flat(), points[pupil+i].flat()) / 4
	}
	var red, n float64
	disc(img, points[pupil].flat(), radius/2, func(p color.RGBA) {
		r, g, b := float64(p.R), float64(p.G), float64(p.B)
		if r*r/(g*g+b*b+14) > redEye {
			red++
		}
		n++
	})
	return red / math.Max(n, 1)
}

// eyes returns the probability of each eye to be open.
func (a *Analyzer) eyes(ctx context.Context, img *image.RGBA, points []Point3) (*[2]float64, error) {
	var open [2]float64
	for i, corners := range [2][2]int{{rightEyeOuter, rightEyeInner}, {leftEyeInner, leftEyeOuter}} {
		p, q := points[corners[0]].flat(), points[corners[1]].flat()
		s := square{
			center: imaging.Point{X: (p.X + q.X) / 2, Y: (p.Y + q.Y) / 2},
			side:   eyeMargin * imaging.Dist(p, q), angle: math.Atan2(q.Y-p.Y, q.X-p.X),
		}
		crop, err := cut(img, s, eyeSize)
		if err != nil {
			return nil, err
		}
		out, err := run(ctx, a.nets.Eye, normalised(imaging.Gray(crop)), output{"probabilities", 1})
		if err != nil {
			return nil, fmt.Errorf("look at an eye: %w", err)
		}
		open[i] = float64(out[0][0])
	}
	return &open, nil
}
