package face

import (
	"context"
	"fmt"
	"image"

	"portico/engine/imaging"
	"portico/engine/nn"
)

const (
	meshSize   = 192                 // pixels per side of the network's input
	meshMargin = 1.5                 // side of its crop over the longer side of the face
	meshPoints = SurfacePoints + 2*5 // five per iris
)

// SurfacePoints is how many vertices of a mesh, the first, lie on the face; those
// of the irises follow.
const SurfacePoints = 468

// Vertices of the mesh by name.
const (
	noseTip     = 1
	noseBase    = 2
	foreheadTop = 10
	chin        = 152
	upperLip    = 13 // inner edge, middle
	lowerLip    = 14

	rightEyeOuter, rightEyeInner = 33, 133
	leftEyeInner, leftEyeOuter   = 362, 263
	rightPupil, leftPupil        = 468, 473
	rightMouth, leftMouth        = 61, 291
)

// Vertices that the attention network refines, in the order of its outputs.
// The first 16 of an eye are its lid line.
var (
	rightEyeRegion = []int{
		33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173,
		130, 25, 110, 24, 23, 22, 26, 112, 243, 247, 30, 29, 27, 28, 56, 190,
		226, 31, 228, 229, 230, 231, 232, 233, 244, 113, 225, 224, 223, 222, 221, 189,
		35, 124, 46, 53, 52, 65, 143, 111, 117, 118, 119, 120, 121, 128, 245,
		156, 70, 63, 105, 66, 107, 55, 193,
	}
	leftEyeRegion = []int{
		263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398,
		359, 255, 339, 254, 253, 252, 256, 341, 463, 467, 260, 259, 257, 258, 286, 414,
		446, 261, 448, 449, 450, 451, 452, 453, 464, 342, 445, 444, 443, 442, 441, 413,
		265, 353, 276, 283, 282, 295, 372, 340, 346, 347, 348, 349, 350, 357, 465,
		383, 300, 293, 334, 296, 336, 285, 417,
	}
	lips = []int{
		61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409,
		78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415,
		76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408,
		62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292, 183, 42, 41, 38, 12, 268, 271, 272, 407,
	}
)

const lidLine = 16

// mesh is what the attention network sees in one crop.
type mesh struct {
	points []Point3
	logit  float64 // of the probability that this is a face
	level  bool    // the mouth is below the eyes in the crop
}

// fitMesh runs the attention mesh network on one crop. MediaPipe calls the
// person's right eye the left one, the picture's.
func fitMesh(ctx context.Context, net nn.Net, img *image.RGBA, s square) (mesh, error) {
	crop, err := cut(img, s, meshSize)
	if err != nil {
		return mesh{}, err
	}
	out, err := run(ctx, net, interleaved(crop, 1./255, 0),
		output{"output_mesh_identity", 3 * SurfacePoints}, output{"conv_faceflag", 1},
		output{"output_lips", 2 * len(lips)},
		output{"output_left_eye", 2 * len(rightEyeRegion)}, output{"output_right_eye", 2 * len(leftEyeRegion)},
		output{"output_left_iris", 10}, output{"output_right_iris", 10})
	if err != nil {
		return mesh{}, fmt.Errorf("fit face mesh: %w", err)
	}
	points := make([]Point3, meshPoints)
	for i := range SurfacePoints {
		v := out[0][3*i : 3*i+3]
		points[i] = Point3{float64(v[0]), float64(v[1]), float64(v[2])}
	}
	refine(points, lips, out[2])
	refine(points, rightEyeRegion, out[3])
	refine(points, leftEyeRegion, out[4])
	for i, eye := range [][]int{rightEyeRegion, leftEyeRegion} {
		var z float64
		for _, v := range eye[:lidLine] {
			z += points[v].Z / lidLine
		}
		for k := range 5 {
			p := out[5+i][2*k : 2*k+2]
			points[rightPupil+5*i+k] = Point3{float64(p[0]), float64(p[1]), z}
		}
	}
	m := mesh{points: points, logit: float64(out[1][0])}
	m.level = points[upperLip].Y > max(points[rightPupil].Y, points[leftPupil].Y)
	on := s.axes()
	for i, p := range points {
		at := on.place(p.X/meshSize, p.Y/meshSize)
		points[i] = Point3{at.X, at.Y, p.Z * s.side / meshSize}
	}
	return m, nil
}

func refine(points []Point3, where []int, xy []float32) {
	for i, v := range where {
		points[v].X, points[v].Y = float64(xy[2*i]), float64(xy[2*i+1])
	}
}

// crop returns where to look for the same face again.
func (m mesh) crop() square {
	flat := make([]imaging.Point, SurfacePoints)
	for i := range flat {
		flat[i] = m.points[i].flat()
	}
	return around(flat, flat[rightEyeOuter], flat[leftEyeOuter], meshMargin)
}

// refused reports whether m is not the mesh of a face.
func (m mesh) refused() bool { return m.logit < faceLogit || !m.level }

// flag returns the probability that m is the mesh of a face, 0 to 1.
func (m mesh) flag() float64 { return sigmoid(m.logit) }

func (p Point3) flat() imaging.Point { return imaging.Point{X: p.X, Y: p.Y} }
