package onboarding

import (
	"context"
	"errors"
	"fmt"
	"image"

	"portico/engine/customer"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
)

// looked is a decoded picture with its largest face described.
type looked struct {
	FaceOutcome
	img      *image.RGBA
	template face.Template
}

// SetSelfie makes a JPEG or PNG picture the customer's selfie, replacing an
// earlier one. A picture without a face leaves the customer as it was.
func (e *Engine) SetSelfie(ctx context.Context, c *customer.Customer, photo []byte) (FaceOutcome, error) {
	l, watch, err := e.look(ctx, photo)
	if err != nil || l.Code != "" {
		return l.FaceOutcome, err
	}
	done := watch.time("attributes")
	about, err := e.faces.Attributes(ctx, l.img, l.Face)
	done()
	if err != nil {
		return FaceOutcome{}, fmt.Errorf("estimate age and gender: %w", err)
	}
	passive, err := e.checkPassive(ctx, l, watch)
	if err != nil {
		return FaceOutcome{}, err
	}
	c.Selfie = &customer.Selfie{
		Image: c.Attach(photo), Face: l.Face, Several: len(l.Warnings) > 0,
		Template: l.template, About: about, Passive: passive,
	}
	return l.FaceOutcome, nil
}

// StartLiveness opens a fresh liveness container; an earlier one is dropped.
func (e *Engine) StartLiveness(c *customer.Customer) { c.Liveness = &customer.Liveness{} }

// AddLivenessSelfie adds a picture that is meant to show what assertion says.
// StartLiveness must have been called. A picture without a face is not kept.
func (e *Engine) AddLivenessSelfie(ctx context.Context, c *customer.Customer, photo []byte, assertion liveness.Assertion) (FaceOutcome, error) {
	l, watch, err := e.look(ctx, photo)
	if err != nil || l.Code != "" {
		return l.FaceOutcome, err
	}
	s := customer.LivenessSelfie{Assertion: assertion, Face: l.Face, Template: l.template}
	if assertion == liveness.None {
		if s.Passive, err = e.checkPassive(ctx, l, watch); err != nil {
			return FaceOutcome{}, err
		}
	}
	s.Image = c.Attach(photo)
	c.Liveness.Selfies = append(c.Liveness.Selfies, s)
	return l.FaceOutcome, nil
}

func (e *Engine) look(ctx context.Context, photo []byte) (looked, stopwatch, error) {
	watch := stopwatch{}
	out := looked{FaceOutcome: FaceOutcome{Millis: watch}}
	done := watch.time("decode")
	img, err := imaging.Decode(photo, e.limits)
	done()
	if err != nil {
		return looked{}, nil, err
	}
	done = watch.time("detect")
	found, err := e.faces.Find(ctx, img)
	done()
	if err != nil {
		return looked{}, nil, fmt.Errorf("find a face: %w", err)
	}
	if len(found) == 0 {
		out.Code = NoFace
		return out, watch, nil
	}
	if len(found) > 1 {
		out.Warnings = append(out.Warnings, MultipleFaces)
	}
	out.img, out.Face = img, found[0]
	done = watch.time("template")
	out.template, err = e.template(ctx, img, found[0])
	done()
	return out, watch, err
}

// template describes f. A face that cannot be described has none: what depends
// on it is then not evaluated.
func (e *Engine) template(ctx context.Context, img *image.RGBA, f face.Face) (face.Template, error) {
	t, err := e.faces.Template(ctx, img, f)
	if errors.Is(err, face.ErrNoTemplate) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("describe a face: %w", err)
	}
	return t, nil
}

func (e *Engine) checkPassive(ctx context.Context, l looked, watch stopwatch) (*liveness.Result, error) {
	defer watch.time("passive")()
	r, err := e.passive.Evaluate(ctx, l.img, l.Face)
	if err != nil {
		return nil, fmt.Errorf("check passive liveness: %w", err)
	}
	return &r, nil
}
