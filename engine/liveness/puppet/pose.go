package puppet

import "math"

// Pose is where the head is and what it does.
type Pose struct {
	Distance         float64 // from the camera to the eyes, in distances of the outer eye corners
	X, Y             float64 // off the camera's axis, in the same unit, right and down in the picture
	Yaw, Pitch, Roll float64 // degrees, as face.Face has them
	Smile            float64 // 0 as on the portrait .. 1 broad
	Across, Below    float64 // gaze, -1..1: towards the picture's right, and down
}

// How far a broad smile moves the corners of the mouth, and a look at a corner
// of the screen the irises, in distances of the outer eye corners. Both are
// such that the mesh network sees 22 puppets of data/train/faces do, on the
// median, what it sees people do: the smile that of the 34 press photographs'
// people with both expressions (mouth wider by 0.14, corners higher by 0.058),
// the look that of the man of the contract's four gaze pictures (irises 0.23 of
// an eye's width apart sideways, 0.048 up and down).
const (
	smileOut, smileUp      = .078, .096
	cheekUp                = .025
	irisAcross, irisBelow  = .073, .05
	smileReach, cheekReach = .16, .2
	lidFollow              = .5 // of the iris's way down, by the upper lid
)

var cheeks = []int{50, 280}

// expressed returns the vertices in the face's own frame.
func (p *Puppet) expressed(pose Pose) []vec {
	v := append([]vec(nil), p.rest...)
	p.smile(v, pose.Smile)
	for _, line := range lidLines {
		for _, i := range line[1:otherCorner] {
			v[i].y += pose.Below * irisBelow * lidFollow
		}
	}
	return v
}

// placed returns vertices of the face's own frame in the camera's: x right, y
// down, z away.
func placed(head []vec, pose Pose) []vec {
	turn := rotation(pose)
	v := make([]vec, len(head))
	for i := range v {
		w := turn(head[i])
		v[i] = vec{w.x + pose.X, w.y + pose.Y, w.z + pose.Distance}
	}
	return v
}

// smile draws the corners of the mouth, and what is near them, out and up, and
// lifts the cheeks.
func (p *Puppet) smile(v []vec, amount float64) {
	if amount == 0 {
		return
	}
	pull := func(at int, dx, dy, reach float64) {
		c := p.rest[at]
		for i := range surface {
			r := p.rest[i]
			w := amount * math.Exp(-((r.x-c.x)*(r.x-c.x)+(r.y-c.y)*(r.y-c.y))/(2*reach*reach))
			v[i].x += w * dx
			v[i].y += w * dy
		}
	}
	pull(rightMouth, -smileOut, -smileUp, smileReach)
	pull(leftMouth, smileOut, -smileUp, smileReach)
	for _, c := range cheeks {
		pull(c, 0, -cheekUp, cheekReach)
	}
}

// rotation returns the turn of pose about a point behind the eyes.
func rotation(pose Pose) func(vec) vec {
	const neck = 1. // behind the eyes
	sy, cy := math.Sincos(-pose.Yaw * math.Pi / 180)
	sp, cp := math.Sincos(-pose.Pitch * math.Pi / 180)
	sr, cr := math.Sincos(-pose.Roll * math.Pi / 180)
	return func(v vec) vec {
		z := v.z - neck
		x, z := cy*v.x-sy*z, sy*v.x+cy*z
		y, z := cp*v.y-sp*z, sp*v.y+cp*z
		x, y = cr*x-sr*y, sr*x+cr*y
		return vec{x, y, z + neck}
	}
}
