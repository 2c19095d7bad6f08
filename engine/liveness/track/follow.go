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
	followedEvery = 3  // vertices of the mesh
	followedEyes  = 64 // pixels to which a greater distance of the pupils is brought
	followedReach = 2. // of the square looked at on either side of the face's middle, in distances of the pupils
	longestRun    = 24 // frames, two seconds
	leastFollowed = .5 // of a run's points: with fewer another begins
)

// Followed are points of the face where they lie in one frame.
type Followed struct {
	Run int // whose points they are: those of equal numbers are the same
	// At is around the middle of the face, in distances of the pupils; a point
	// that was lost is not a number.
	At []imaging.Point
}

// Pursuit follows points of one face through the frames of a take, in runs: a
// frame's pixels are compared with those of the run's first, so that errors do
// not add up. Both are brought to the face's size and place before, as points
// whose surroundings grew are followed badly. It keeps that one frame's face
// and is for one goroutine.
type Pursuit struct {
	Follower Follower

	run, frames int
	key         *image.Gray
	unit        float64         // pixels of key per distance of the pupils
	points      int             // at the run's beginning
	left        []int           // numbers of those that were not lost
	from, now   []imaging.Point // of those left, in key and in the newest frame
}

// Next follows the points to the next frame of the take, which shows f.
func (p *Pursuit) Next(img *image.RGBA, f face.Face) Followed {
	if len(f.Mesh) < face.SurfacePoints || f.EyeDistance < 1 {
		p.key = nil
		return Followed{}
	}
	if p.key == nil || p.frames >= longestRun || !p.follow(img, f) {
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
	p.run, p.frames = p.run+1, 0
	p.unit = math.Min(f.EyeDistance, followedEyes)
	p.key = p.face(img, f)
	window := around(f)
	scale := float64(p.key.Rect.Dx()) / float64(window.Dx())
	p.left, p.from = nil, nil
	for i := 0; i < face.SurfacePoints; i += followedEvery {
		p.left = append(p.left, len(p.left))
		p.from = append(p.from, imaging.Point{X: (f.Mesh[i].X - float64(window.Min.X)) * scale, Y: (f.Mesh[i].Y - float64(window.Min.Y)) * scale})
	}
	p.now, p.points = p.from, len(p.from)
}

// follow moves the points on, and is false where too many were lost.
func (p *Pursuit) follow(img *image.RGBA, f face.Face) bool {
	where, found := p.Follower.Follow(p.key, p.face(img, f), p.from, p.now)
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

// around is the square around f that is looked at.
func around(f face.Face) image.Rectangle {
	var middle imaging.Point
	for _, v := range f.Mesh[:face.SurfacePoints] {
		middle.X, middle.Y = middle.X+v.X/face.SurfacePoints, middle.Y+v.Y/face.SurfacePoints
	}
	half := max(1, int(followedReach*f.EyeDistance))
	corner := image.Pt(int(middle.X)-half, int(middle.Y)-half)
	return image.Rectangle{Min: corner, Max: corner.Add(image.Pt(2*half, 2*half))}
}

// face cuts f out of img, black beyond its edges, at the run's size.
func (p *Pursuit) face(img *image.RGBA, f face.Face) *image.Gray {
	window := around(f)
	cut := image.NewRGBA(image.Rectangle{Max: window.Size()})
	draw.Draw(cut, cut.Rect, img, window.Min, draw.Src)
	side := int(math.Round(2 * followedReach * p.unit))
	return imaging.ResizeGray(imaging.Gray(cut), side, side)
}
