// Package puppet moves a head that is made of one portrait, so that liveness
// challenges can be tried without visitors: it smiles, looks about, turns and
// comes closer under the light of a screen, and it has flat counterparts, a
// print and a screen that show it.
//
// It is drawn by a rasteriser of its own and only as true as its model: a
// relief of the face's mesh with rings of hair and neck drawn back behind it,
// a pinhole camera, matt skin and no shadows. A picture of it is never an
// example of a live face for anything that learns. A Puppet is safe for
// concurrent use and keeps the portrait it was given.
package puppet

import (
	"errors"
	"image"
	"math"

	"portico/engine/face"
	"portico/engine/imaging"
)

// ErrMesh is returned for a mesh that is no whole face mesh with irises, or
// one that is turned too far aside to be a relief.
var ErrMesh = errors.New("puppet: not the mesh of a frontal face")

// Puppet is a head made of a portrait. Lengths are in distances of the outer
// eye corners, some 9 cm.
type Puppet struct {
	portrait  *image.RGBA
	unit      float64 // pixels of the portrait per length
	middle    imaging.Point
	rest      []vec // vertices of the head at rest, x right, y down, z away
	texture   []imaging.Point
	triangles [][3]int
	eyes      [2]eye
}

type vec struct{ x, y, z float64 }

// Vertices of the face mesh by name.
const (
	rightEye, leftEye     = 33, 263
	rightInner, leftInner = 133, 362
	rightMouth, leftMouth = 61, 291
	surface, vertices     = face.SurfacePoints, 478
	rightPupil, leftPupil = 468, 473
)

// oval is the outline of the face mesh, clockwise in the picture from the
// forehead: MediaPipe's FACEMESH_FACE_OVAL.
var oval = []int{
	10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
	152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
}

// rings is what lies around the face: how far out, over the outline's own
// distance from the middle, and how far back.
var rings = []struct{ out, back float64 }{{1.12, .14}, {1.28, .36}, {1.45, .75}, {1.7, 1.2}}

const mostTurned = 20. // degrees

// New makes a puppet of the face in portrait whose mesh is f's.
func New(portrait *image.RGBA, f face.Face) (*Puppet, error) {
	if len(f.Mesh) != vertices || math.Abs(f.Yaw) > mostTurned || math.Abs(f.Roll) > mostTurned {
		return nil, ErrMesh
	}
	r, l := f.Mesh[rightEye], f.Mesh[leftEye]
	p := &Puppet{
		portrait: portrait,
		unit:     math.Hypot(l.X-r.X, l.Y-r.Y),
		middle:   imaging.Point{X: (r.X + l.X) / 2, Y: (r.Y + l.Y) / 2},
	}
	if p.unit < 1 {
		return nil, ErrMesh
	}
	z0 := (r.Z + l.Z) / 2
	for _, v := range f.Mesh {
		p.add(vec{(v.X - p.middle.X) / p.unit, (v.Y - p.middle.Y) / p.unit, (v.Z - z0) / p.unit})
	}
	p.surround()
	p.triangles = delaunay(p.texture)
	for i := range p.eyes {
		p.eyes[i] = p.newEye(lidLines[i], pupils[i])
	}
	return p, nil
}

func (p *Puppet) add(v vec) {
	p.rest = append(p.rest, v)
	p.texture = append(p.texture, imaging.Point{X: p.middle.X + v.x*p.unit, Y: p.middle.Y + v.y*p.unit})
}

// surround adds the rings around the outline of the face.
func (p *Puppet) surround() {
	var c vec
	for _, i := range oval {
		c.x += p.rest[i].x / float64(len(oval))
		c.y += p.rest[i].y / float64(len(oval))
	}
	for _, ring := range rings {
		for _, i := range oval {
			v := p.rest[i]
			p.add(vec{c.x + (v.x-c.x)*ring.out, c.y + (v.y-c.y)*ring.out, v.z + ring.back})
		}
	}
}
