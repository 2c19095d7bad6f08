package onboarding

import (
	"context"
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"time"

	"portico/engine/customer"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/liveness/light"
	"portico/engine/liveness/magnifeye"
	"portico/engine/liveness/record"
	"portico/engine/liveness/track"
)

// Take is the frames of one approach or light challenge, measured one after
// the other. It keeps measures, the four pictures whose faces are compared and
// the face of one frame, from which points are followed; it is for one
// goroutine.
type Take struct {
	engine  *Engine
	frames  []track.Frame
	pursuit *track.Pursuit      // nil where nothing follows points
	kept    map[int]*image.RGBA // by the frame's number
}

// NewTake starts a take.
func (e *Engine) NewTake() *Take {
	t := &Take{engine: e, kept: map[int]*image.RGBA{}}
	if e.follower != nil {
		t.pursuit = &track.Pursuit{Follower: e.follower}
	}
	return t
}

// Add measures a frame of the take, at its time since the challenge began, and
// keeps img, which must not change, while it is one of those that are compared:
// the first, the farthest, the nearest and the last. A frame without a face
// counts as if it had not come, but for the gap it leaves.
func (t *Take) Add(ctx context.Context, img *image.RGBA, at time.Duration) error {
	found, err := t.engine.faces.Find(ctx, img)
	if err != nil {
		return fmt.Errorf("find a face: %w", err)
	}
	if len(found) == 0 {
		return nil
	}
	frame := track.Measure(img, found[0], at)
	if t.pursuit != nil {
		frame.Followed = t.pursuit.Next(img, found[0])
	}
	t.frames = append(t.frames, frame)
	t.kept[len(t.frames)-1] = img
	compared := t.compared()
	for n := range t.kept {
		if _, ok := compared[n]; !ok {
			delete(t.kept, n)
		}
	}
	return nil
}

// compared are the numbers of the frames whose faces are compared.
func (t *Take) compared() map[int]bool {
	far, near := 0, 0
	for i, f := range t.frames {
		if f.Reach() < t.frames[far].Reach() {
			far = i
		}
		if f.Reach() > t.frames[near].Reach() {
			near = i
		}
	}
	return map[int]bool{0: true, far: true, near: true, len(t.frames) - 1: true}
}

// Len is the number of frames with a face.
func (t *Take) Len() int { return len(t.frames) }

// Newest is the last frame with a face that was added; false before the first.
func (t *Take) Newest() (track.Frame, bool) {
	if len(t.frames) == 0 {
		return track.Frame{}, false
	}
	return t.frames[len(t.frames)-1], true
}

// Judge scores the take as a challenge of this kind that was drawn from
// random; nil, for a recording without a challenge, leaves the distances of an
// approach open. Other kinds have no score and say INVALID_DATA.
func (t *Take) Judge(ctx context.Context, kind liveness.Kind, random *rand.Rand) (liveness.Result, error) {
	_, same, err := t.person(ctx)
	if err != nil {
		return liveness.Result{}, err
	}
	switch {
	case kind == liveness.MagnifEye && random == nil:
		return magnifeye.Evaluate(t.frames, nil, same), nil
	case kind == liveness.MagnifEye:
		return magnifeye.Evaluate(t.frames, magnifeye.Draw(random), same), nil
	case kind == liveness.Light && random != nil:
		return light.Evaluate(t.frames, light.Draw(random), same), nil
	}
	return liveness.Result{Kind: kind, Error: liveness.InvalidData}, nil
}

// person describes the compared faces and returns the first's template and
// the worst match with it, nil where one could not be described.
func (t *Take) person(ctx context.Context) (face.Template, *face.Match, error) {
	if len(t.frames) == 0 {
		return nil, nil, nil
	}
	var templates []face.Template
	for n := range len(t.frames) {
		img, ok := t.kept[n]
		if !ok {
			continue
		}
		tpl, err := t.engine.template(ctx, img, t.frames[n].Face)
		if err != nil {
			return nil, nil, err
		}
		templates = append(templates, tpl)
	}
	return templates[0], t.engine.leastAlike(templates[:1], templates[1:]), nil
}

// selfie is the compared frame whose face is most level and turned least.
func (t *Take) selfie() (at int, img *image.RGBA) {
	least := math.Inf(1)
	for n, picture := range t.kept {
		f := t.frames[n].Face
		if off := math.Hypot(f.Yaw, f.Pitch); off < least || off == least && n < at {
			least, at, img = off, n, picture
		}
	}
	return at, img
}

// recordAssertions says what the picture of a record's take shows.
var recordAssertions = map[liveness.Kind]liveness.Assertion{
	liveness.MagnifEye: liveness.Approaching, liveness.Light: liveness.Lit,
}

// AddLivenessRecord judges a record, opened and checked by the caller, and
// keeps the outcome and one picture of it under the record's id; StartLiveness
// must have been called. A record that came before, that is of another kind or
// whose frames are no pictures gets the code Unfit, and nothing of it is kept.
func (e *Engine) AddLivenessRecord(ctx context.Context, c *customer.Customer, id string, r record.Record) (FaceOutcome, error) {
	if _, known := recordAssertions[r.Kind]; !known || !c.Spend(r.Nonce.String()) {
		return FaceOutcome{Code: Unfit}, nil
	}
	take := e.NewTake()
	for _, f := range r.Frames {
		img, err := imaging.Decode(f.Image, e.limits)
		if err != nil {
			return FaceOutcome{Code: Unfit}, nil
		}
		if err := take.Add(ctx, img, f.At); err != nil {
			return FaceOutcome{}, err
		}
	}
	return e.AddTake(ctx, c, id, take, r)
}

// AddTake judges a take that was measured as it was made, as the challenge that
// r was drawn for, and keeps the outcome and one picture under id; StartLiveness
// must have been called. It has the code Unfit for other kinds.
func (e *Engine) AddTake(ctx context.Context, c *customer.Customer, id string, take *Take, r record.Record) (FaceOutcome, error) {
	assertion, known := recordAssertions[r.Kind]
	switch {
	case !known:
		return FaceOutcome{Code: Unfit}, nil
	case take.Len() == 0:
		return FaceOutcome{Code: NoFace}, nil
	}
	result, err := take.Judge(ctx, r.Kind, r.Random())
	if err != nil {
		return FaceOutcome{}, err
	}
	at, img := take.selfie()
	f := take.frames[at].Face
	tpl, err := e.template(ctx, img, f)
	if err != nil {
		return FaceOutcome{}, err
	}
	photo, err := imaging.EncodeJPEG(img, jpegQuality)
	if err != nil {
		return FaceOutcome{}, err
	}
	c.Liveness.Takes = append(c.Liveness.Takes, customer.Take{Record: id, Result: result})
	c.Liveness.Selfies = append(c.Liveness.Selfies, customer.LivenessSelfie{
		Assertion: assertion, Record: id, Image: c.Attach(photo), Face: f, Template: tpl,
	})
	return FaceOutcome{Face: f}, nil
}
