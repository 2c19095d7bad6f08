package puppet

import (
	"image"
	"math"
	"math/rand/v2"
)

// Head draws the solid head. Rng makes the noise.
func (p *Puppet) Head(s Scene, pose Pose, l Light, rng *rand.Rand) *image.RGBA {
	c := s.stage(l)
	head := p.expressed(pose)
	v := placed(head, pose)
	normals := p.normals(v)
	corners := make([]corner, len(v))
	for i := range v {
		corners[i] = corner{at: v[i], from: p.texture[i], shade: l.on(v[i], normals[i])}
	}
	for _, t := range p.triangles {
		c.triangle([3]corner{corners[t[0]], corners[t[1]], corners[t[2]]}, p.portrait)
	}
	p.look(c, pose, head, corners)
	return c.exposed(s.Noise, rng)
}

// normals returns the unit normals of the vertices, towards the camera.
func (p *Puppet) normals(v []vec) []vec {
	sum := make([]vec, len(v))
	for _, t := range p.triangles {
		a, b := minus(v[t[1]], v[t[0]]), minus(v[t[2]], v[t[0]])
		n := vec{b.y*a.z - b.z*a.y, b.z*a.x - b.x*a.z, b.x*a.y - b.y*a.x} // b × a: towards the camera
		for _, i := range t {
			sum[i] = vec{sum[i].x + n.x, sum[i].y + n.y, sum[i].z + n.z}
		}
	}
	for i, n := range sum {
		sum[i] = unit(n)
	}
	return sum
}

// on returns what a matt surface at v with normal n throws back: the ambient
// light, and the screen's by the cosine and the square of the distance.
func (l Light) on(v, n vec) (out [3]float64) {
	toScreen := unit(vec{-v.x, -v.y, -v.z})
	cos := math.Max(0, toScreen.x*n.x+toScreen.y*n.y+toScreen.z*n.z)
	cos *= usualDistance * usualDistance / (v.x*v.x + v.y*v.y + v.z*v.z)
	for k := range out {
		out[k] = l.Ambient[k] + l.Screen[k]*cos
	}
	return out
}

func minus(a, b vec) vec { return vec{a.x - b.x, a.y - b.y, a.z - b.z} }

func unit(v vec) vec {
	n := math.Max(math.Sqrt(v.x*v.x+v.y*v.y+v.z*v.z), 1e-12)
	return vec{v.x / n, v.y / n, v.z / n}
}
