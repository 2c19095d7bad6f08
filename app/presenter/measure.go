package presenter

import (
	"context"
	"image"

	"portico/app/flow"
	"portico/capture"
	"portico/engine/guidance"
)

// look makes something of a live picture, on the goroutine that measures, and
// returns what the loop is to do about it.
type look func(ctx context.Context, f capture.Frame, before *image.Gray) (then func(), err error)

// coached returns guidance as a look.
func (p *Presenter) coached(w *watch, c coach) look {
	if c == nil {
		return nil
	}
	return func(ctx context.Context, f capture.Frame, before *image.Gray) (func(), error) {
		a, best, err := c(ctx, f, before)
		return func() { p.advise(w, a, best) }, err
	}
}

// coachFor starts the guidance of a step; nil where there is none.
func (p *Presenter) coachFor(step flow.Step) coach {
	limits := p.deps.Office.Guidance()
	switch step {
	case flow.Front:
		if p.state.Faceless {
			return p.page(limits.Document.ForPage(), nil)
		}
		return p.page(limits.Document.ForPage(), p.deps.Faces)
	case flow.Back:
		if p.state.Problem != flow.NoProblem && p.state.Problem != flow.WrongSide {
			return p.page(limits.Document.ForPage(), nil) // it has been turned already
		}
		return p.page(limits.Document.ForOtherSide(), nil)
	case flow.Selfie:
		return p.face(limits.Face.ForFace())
	case flow.Neutral:
		return p.face(limits.Face.ForNeutral())
	case flow.Smile:
		return p.face(limits.Face.ForSmile(p.rest))
	}
	return nil
}

// page guides a page; where faces is not nil, one that shows a portrait.
func (p *Presenter) page(c *guidance.DocumentCoach, faces guidance.FaceFinder) coach {
	meter := guidance.NewDocumentMeter(p.deps.Documents)
	if faces != nil {
		meter.LookForPortraits(faces)
	}
	var best guidance.Best[*image.RGBA]
	return func(ctx context.Context, f capture.Frame, before *image.Gray) (guidance.Advice, *image.RGBA, error) {
		a := c.Observe(f.Time, meter.Measure(ctx, f.Image, before))
		return a, best.Observe(a, f.Image), nil
	}
}

func (p *Presenter) face(c *guidance.FaceCoach) coach {
	var best guidance.Best[*image.RGBA]
	return func(ctx context.Context, f capture.Frame, _ *image.Gray) (guidance.Advice, *image.RGBA, error) {
		m, err := guidance.MeasureFace(ctx, p.deps.Faces, f.Image)
		if err != nil {
			return guidance.Advice{}, nil, err
		}
		a := c.Observe(f.Time, m)
		return a, best.Observe(a, f.Image), nil
	}
}
