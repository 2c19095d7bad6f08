package face

import (
	"cmp"
	"context"
	"image"
	"math"
	"slices"

	"portico/engine/imaging"
	"portico/engine/nn"
)

// Nets are the networks of an Analyzer. Without Detector, Small and Mesh it
// finds nothing and says ErrNoNetwork; whatever another network computes is
// absent without it.
type Nets struct {
	Detector  nn.Net // BlazeFace short range, 128 px
	Small     nn.Net // BlazeFace full range, 192 px
	Mesh      nn.Net // face mesh with attention, 192 px
	Template  nn.Net // dlib's ResNet-29, 150 px
	Age       nn.Net // Cydral's age network, 64 px
	Gender    nn.Net // Cydral's gender network, 32 px
	Wearables nn.Net // glasses and masks, 64 px (models/train/face)
	Eye       nn.Net // open or closed, 24 px (models/train/face)
	Person    nn.Net // MediaPipe's selfie segmentation, 256 px
}

// Analyzer finds and describes faces. It is safe for concurrent use.
type Analyzer struct{ nets Nets }

// New returns an Analyzer that runs n, which it does not own.
func New(n Nets) *Analyzer { return &Analyzer{nets: n} }

const (
	// maxFaces bounds the time spent on one picture of a crowd.
	maxFaces = 5

	// nearFace is the share of the longer picture side from which a face is
	// well inside what the short-range detector was made for: of six faces
	// one twelfth as wide as their picture it found one.
	nearFace = .15

	// fartherOff is by how much a face that fills the picture is shown
	// smaller, guardMargin the same for the crop of a mesh.
	fartherOff  = 1.5
	guardMargin = 1.4
)

// Find returns the faces in img, largest first and at most five, each with
// its mesh. No face is no error.
func (a *Analyzer) Find(ctx context.Context, img *image.RGBA) ([]Face, error) {
	if a.nets.Detector == nil || a.nets.Small == nil || a.nets.Mesh == nil {
		return nil, ErrNoNetwork
	}
	for _, search := range []func(context.Context, *image.RGBA) ([]detection, error){a.atOnce, a.closely} {
		found, err := search(ctx, img)
		if err != nil {
			return nil, err
		}
		faces, err := a.fit(ctx, img, found, 2)
		if err != nil || len(faces) > 0 {
			return faces, err
		}
	}
	return nil, nil
}

// fit returns the largest of found that have the mesh of a face. The mesh is
// fitted so many times, each but the first where the one before has put it.
func (a *Analyzer) fit(ctx context.Context, img *image.RGBA, found []detection, times int) ([]Face, error) {
	sortBySize(found)
	var faces []Face
	for _, d := range found[:min(len(found), maxFaces)] {
		m, err := fitMesh(ctx, a.nets.Mesh, img, d.crop())
		for range times - 1 {
			if err != nil || m.refused() {
				break
			}
			m, err = fitMesh(ctx, a.nets.Mesh, img, m.crop())
		}
		if err != nil {
			return nil, err
		}
		f, ok, err := a.describe(ctx, img, d, m)
		if err != nil {
			return nil, err
		}
		if ok {
			faces = append(faces, f)
		}
	}
	return faces, nil
}

// Detect is Find for live guidance: near faces alone, each with a mesh fitted
// once.
func (a *Analyzer) Detect(ctx context.Context, img *image.RGBA) ([]Face, error) {
	if a.nets.Detector == nil || a.nets.Mesh == nil {
		return nil, ErrNoNetwork
	}
	found, err := shortRange.detect(ctx, a.nets.Detector, wholeOf(img), img)
	if err != nil {
		return nil, err
	}
	return a.fit(ctx, img, found, 1)
}

// atOnce looks for near faces in the whole picture, and for small ones too
// unless a near one is there.
func (a *Analyzer) atOnce(ctx context.Context, img *image.RGBA) ([]detection, error) {
	whole := wholeOf(img)
	near, err := shortRange.detect(ctx, a.nets.Detector, whole, img)
	if err != nil || largest(near) >= nearFace*whole.side {
		return near, err
	}
	small, err := fullRange.detect(ctx, a.nets.Small, whole, img)
	if err != nil {
		return nil, err
	}
	return suppress(append(near, small...)), nil
}

// closely looks at overlapping parts of the picture, where a portrait on a
// card shows, and at the picture from farther off, where a face that fills it
// shows.
func (a *Analyzer) closely(ctx context.Context, img *image.RGBA) ([]detection, error) {
	var found []detection
	for _, part := range append(partsOf(img), wholeOf(img).grown(fartherOff)) {
		some, err := shortRange.detect(ctx, a.nets.Detector, part, img)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return suppress(found), nil
}

// describe makes a Face of a detection and its mesh, or refuses it. A face on
// its head is refused: the angles of Face end at a right angle.
func (a *Analyzer) describe(ctx context.Context, img *image.RGBA, d detection, m mesh) (Face, bool, error) {
	f := Face{Mesh: m.points, Confidence: min(d.score, m.flag())}
	f.Roll, f.Yaw, f.Pitch = pose(m.points)
	if m.refused() || math.Abs(f.Roll) > 90 {
		return Face{}, false, nil
	}
	if over, err := a.overturned(ctx, img, m); over || err != nil {
		return Face{}, false, err
	}
	for i, v := range []int{rightPupil, leftPupil, noseTip, rightMouth, leftMouth} {
		f.Landmarks[i] = m.points[v].flat()
	}
	f.Box = boundingBox(m.points, f.Roll)
	f.EyeDistance = imaging.Dist(f.Landmarks[0], f.Landmarks[1])
	f.EyesOpen = eyesOpen(m.points)
	f.Smile = smile(m.points)
	return f, true, nil
}

// overturned reports whether m's face looks more like one with its head where
// its foot was: both networks see an upright face in one that is not. Of 138
// pictures turned upside down 2 pass, of 337 upright faces none is refused.
func (a *Analyzer) overturned(ctx context.Context, img *image.RGBA, m mesh) (bool, error) {
	var best [2]float64
	s := m.crop().grown(guardMargin)
	small, err := letterbox(img, s, shortRange.size)
	if err != nil {
		return false, err
	}
	for i, way := range []square{s, s.turned()} {
		found, err := shortRange.detectIn(ctx, a.nets.Detector, way, small)
		if err != nil {
			return false, err
		}
		if len(found) > 0 {
			best[i] = found[0].score
		}
		turn(small)
	}
	return best[1] > best[0], nil
}

// boundingBox returns the rectangle around the face's surface whose top edge
// is level for the head.
func boundingBox(points []Point3, roll float64) imaging.Quad {
	angle := -roll * math.Pi / 180
	sin, cos := math.Sincos(angle)
	turned := make([]imaging.Point, SurfacePoints)
	for i := range turned {
		p := points[i]
		turned[i] = imaging.Point{X: p.X*cos + p.Y*sin, Y: p.Y*cos - p.X*sin}
	}
	lo, hi := bounds(turned)
	x, y := (lo.X+hi.X)/2, (lo.Y+hi.Y)/2
	c := imaging.Point{X: x*cos - y*sin, Y: x*sin + y*cos}
	return imaging.RotatedRect(c, hi.X-lo.X, hi.Y-lo.Y, angle)
}

func (d detection) width() float64 { return d.hi.X - d.lo.X }

func largest(all []detection) float64 {
	var w float64
	for _, d := range all {
		w = max(w, d.width())
	}
	return w
}

func sortBySize(all []detection) {
	slices.SortStableFunc(all, func(a, b detection) int { return cmp.Compare(b.width(), a.width()) })
}
