package track

import (
	"image"
	"math"

	"portico/engine/face"
)

// Patch is the light on one part of the face.
type Patch struct {
	Light  [3]float64 // mean red, green and blue, 0..255
	Facing float64    // cosine of the angle between the surface and the camera's axis
	Burnt  bool       // a channel is at its end: the light cannot be told
}

// places are triples of vertices around spots of bare skin: forehead, cheeks
// from the nose to before the ears, nose and the sides of the jaw. Each spans
// the triangle whose normal says which way the spot faces.
var places = [][3]int{
	{9, 107, 336}, {151, 108, 337}, // forehead
	{67, 103, 69}, {297, 332, 299}, // temples, above
	{21, 54, 71}, {251, 301, 284}, // temples
	{50, 101, 36}, {280, 266, 330}, // cheeks
	{117, 50, 123}, {346, 352, 280}, // cheekbones
	{137, 93, 177}, {366, 401, 323}, // before the ears
	{123, 147, 137}, {352, 366, 376}, // cheeks, outer
	{215, 138, 192}, {435, 416, 367}, // jaw, sides
	{197, 195, 5},                    // bridge of the nose
	{198, 131, 134}, {420, 363, 360}, // sides of the nose
	{199, 208, 428}, // chin
}

// patches measures the places that lie in img; one that does not, or that
// faces away, is burnt.
func patches(img *image.RGBA, f face.Face) []Patch {
	if len(f.Mesh) == 0 {
		return nil
	}
	reach := max(1, int(f.EyeDistance/16))
	all := make([]Patch, len(places))
	for i, tri := range places {
		a, b, c := f.Mesh[tri[0]], f.Mesh[tri[1]], f.Mesh[tri[2]]
		ux, uy, uz := b.X-a.X, b.Y-a.Y, b.Z-a.Z
		vx, vy, vz := c.X-a.X, c.Y-a.Y, c.Z-a.Z
		nx, ny, nz := uy*vz-uz*vy, uz*vx-ux*vz, ux*vy-uy*vx
		p := Patch{Facing: math.Abs(nz) / math.Max(math.Sqrt(nx*nx+ny*ny+nz*nz), 1e-9)}
		x, y := int((a.X+b.X+c.X)/3), int((a.Y+b.Y+c.Y)/3)
		p.Light, p.Burnt = mean(img, image.Rect(x-reach, y-reach, x+reach+1, y+reach+1))
		all[i] = p
	}
	return all
}

const burnt, black = 250, 3 // levels beyond which a mean is not believed

func mean(img *image.RGBA, r image.Rectangle) (light [3]float64, bad bool) {
	if !r.In(img.Rect) {
		return light, true
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := img.Pix[img.PixOffset(r.Min.X, y):]
		for x := range r.Dx() {
			for k := range light {
				light[k] += float64(row[4*x+k])
			}
		}
	}
	n := float64(r.Dx() * r.Dy())
	for k := range light {
		light[k] /= n
		bad = bad || light[k] > burnt || light[k] < black
	}
	return light, bad
}
