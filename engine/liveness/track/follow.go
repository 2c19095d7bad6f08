package track

import (
	"image"
	"image/draw"
	"math"

	"portico/engine/face"
	"portico/engine/imaging"
)

// Follower follows points from one picture to another.
type Follower interface {
	// Follow returns where the points at of from lie in to, a picture of the
	// same size, looked for around guess, and which of them were found. Light
	// that changes moves nothing. It must be safe for concurrent use.
	Follow(from, to *image.Gray, at, guess []imaging.Point) (where []imaging.Point, found []bool)
}

const (
	followedEvery = 3   // vertices of the mesh
	followedEyes  = 64  // pixels to which a greater distance of the pupils is brought
	followedReach = 2.  // of the square looked at on either side of the face's middle, in distances of the pupils
	longestRun    = 24  // frames, two seconds
	leastFollowed = .5  // of a run's points: with fewer another begins
	surface       = 468 // vertices of the mesh that are on the face
)

// Followed are points of the face where they lie in one frame.
type Followed struct {
	Run int // whose points they are: those of equal numbers are the same
	// At is around the middle of the run's first face, in its distances of the
	// pupils; a point that was lost is not a number.
	At []imaging.Point
}

// Pursuit follows points of one face through the frames of a take, in runs: a
// frame's pixels are compared with those of the run's first, so that errors do
// not add up. It keeps that one frame's face and is for one goroutine.
type Pursuit struct {
	Follower Follower

	run, frames int
	size        image.Point
	key         *image.Gray
	window      image.Rectangle
	unit        float64         // pixels of key per distance of the pupils
	points      int             // at the run's beginning
	left        []int           // numbers of those that were not lost
	from, now   []imaging.Point // of those left, in key and in the newest frame
}

// Next follows the points to the next frame of the take, which shows f.
func (p *Pursuit) Next(img *image.RGBA, f face.Face) Followed {
	if len(f.Mesh) < surface || f.EyeDistance < 1 {
		p.key = nil
		return Followed{}
	}
	if p.key == nil || p.frames >= longestRun || img.Rect.Size() != p.size || !p.follow(img) {
		p.begin(img, f)
	}
	p.frames++
	at := make([]imaging.Point, p.points)
	for i := range at {
		at[i] = imaging.Point{X: math.NaN(), Y: math.NaN()}
	}
	middle := float64(p.key.Rect.Dx()) / 2
	for i, n := range p.left {
		at[n] = imaging.Point{X: (p.now[i].X - middle) / p.unit, Y: (p.now[i].Y - middle) / p.unit}
	}
	return Followed{Run: p.run, At: at}
}

// begin starts a run with the vertices of f.
func (p *Pursuit) begin(img *image.RGBA, f face.Face) {
	var middle imaging.Point
	for _, v := range f.Mesh[:surface] {
		middle.X, middle.Y = middle.X+v.X/surface, middle.Y+v.Y/surface
	}
	half := int(followedReach * f.EyeDistance)
	corner := image.Pt(int(middle.X)-half, int(middle.Y)-half)
	p.run, p.frames, p.size = p.run+1, 0, img.Rect.Size()
	p.window = image.Rectangle{Min: corner, Max: corner.Add(image.Pt(2*half, 2*half))}
	p.unit = math.Min(f.EyeDistance, followedEyes)
	p.key = p.face(img)
	scale := float64(p.key.Rect.Dx()) / float64(2*half)
	p.left, p.from = nil, nil
	for i := 0; i < surface; i += followedEvery {
		p.left = append(p.left, len(p.left))
		p.from = append(p.from, imaging.Point{X: (f.Mesh[i].X - float64(corner.X)) * scale, Y: (f.Mesh[i].Y - float64(corner.Y)) * scale})
	}
	p.now, p.points = p.from, len(p.from)
}

// follow moves the points on, and is false where too many were lost.
func (p *Pursuit) follow(img *image.RGBA) bool {
	where, found := p.Follower.Follow(p.key, p.face(img), p.from, p.now)
	var left []int
	var from, now []imaging.Point
	for i, ok := range found {
		if ok {
			left, from, now = append(left, p.left[i]), append(from, p.from[i]), append(now, where[i])
		}
	}
	p.left, p.from, p.now = left, from, now
	return float64(len(left)) >= leastFollowed*float64(p.points)
}

// face cuts the run's window out of img, black beyond its edges.
func (p *Pursuit) face(img *image.RGBA) *image.Gray {
	cut := image.NewRGBA(image.Rectangle{Max: p.window.Size()})
	draw.Draw(cut, cut.Rect, img, p.window.Min, draw.Src)
	g := imaging.Gray(cut)
	if side := int(math.Round(2 * followedReach * p.unit)); side < g.Rect.Dx() {
		return imaging.ResizeGray(g, side, side)
	}
	return g
}
