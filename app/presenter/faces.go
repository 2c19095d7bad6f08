package presenter

import (
	"context"
	"image"
	"slices"

	"portico/app/flow"
	"portico/app/screen"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/onboarding"
)

// captions are the names of the pictures of a challenge.
var captions = map[liveness.Assertion]string{liveness.Neutral: "neutral", liveness.Smiling: "smile"}

func (r *record) takeFace(shot *image.RGBA, name string, add func([]byte) (onboarding.FaceOutcome, error)) (flow.Event, error) {
	photo, err := imaging.EncodeJPEG(shot, photoQuality)
	if err != nil {
		return nil, err
	}
	out, err := add(photo)
	switch {
	case err != nil:
		return nil, err
	case out.Code == onboarding.NoFace:
		return flow.FaceSeen{Problem: flow.NoFace}, nil
	case slices.Contains(out.Warnings, onboarding.MultipleFaces):
		return flow.FaceSeen{Problem: flow.SeveralFace}, nil
	}
	if name == captions[liveness.Neutral] {
		rest := out.Face.Smile
		r.p.post(func() { r.p.rest = rest })
	}
	r.showFace(name, shot, out.Face)
	return flow.FaceSeen{}, nil
}

// showFace puts a picture beside the data, in place of an earlier one.
func (r *record) showFace(name string, img *image.RGBA, f face.Face) {
	r.faces = slices.DeleteFunc(r.faces, func(p screen.Picture) bool { return p.Name == name })
	r.faces = append(r.faces, screen.Picture{Name: name, Image: faceCrop(img, f.Box)})
}

// takeChallenge hands what a challenge took to the engine.
func (r *record) takeChallenge(ctx context.Context, c *course) (flow.Event, error) {
	engine := r.p.deps.Engine
	if c.looks != nil {
		for _, picture := range c.looks.Pictures() {
			ev, err := r.takeFace(picture.Image, "gaze", func(photo []byte) (onboarding.FaceOutcome, error) {
				return engine.AddLivenessSelfie(ctx, r.customer, photo, picture.Asked)
			})
			if err != nil || ev != (flow.FaceSeen{}) {
				return ev, err
			}
		}
		return flow.FaceSeen{}, nil
	}
	id := r.p.deps.NewID()
	out, err := engine.AddTake(ctx, r.customer, id, c.take, c.film)
	switch {
	case err != nil:
		return nil, err
	case out.Code != "":
		return flow.FaceSeen{Problem: flow.NoFace}, nil
	}
	if newest, ok := c.take.Newest(); ok {
		r.showFace(takeCaptions[c.film.Kind], c.last, newest.Face)
	}
	r.keepRecord(ctx, id, c)
	return flow.FaceSeen{}, nil
}

// keepRecord seals what was filmed of a challenge, for a backend that judges it
// again. Without it the onboarding goes on: its picture is delivered, and the
// challenge is recorded as not delivered.
func (r *record) keepRecord(ctx context.Context, id string, c *course) {
	defer c.film.Wipe()
	sealed, err := r.p.deps.Seal(ctx, c.film)
	if err != nil {
		r.p.deps.Log.Error("the record of a challenge is not kept", "error", err)
		return
	}
	r.customer.Liveness.Keep(id, r.customer.Attach(sealed))
}

// takeCaptions are the names of the pictures of challenges that are a take.
var takeCaptions = map[liveness.Kind]string{liveness.MagnifEye: "approach", liveness.Light: "light"}
