package presenter

import (
	"context"
	"image"

	"portico/app/flow"
	"portico/capture"
	"portico/engine/guidance"
)

// coachFor starts the guidance of a step; nil where there is none.
func (p *Presenter) coachFor(step flow.Step) coach {
	switch step {
	case flow.Front:
		return p.page(guidance.ForPage())
	case flow.Back:
		if p.state.Problem != flow.NoProblem && p.state.Problem != flow.WrongSide {
			return p.page(guidance.ForPage()) // it has been turned already
		}
		return p.page(guidance.ForOtherSide())
	case flow.Selfie:
		return p.face(guidance.ForFace())
	case flow.Neutral:
		return p.face(guidance.ForNeutral())
	case flow.Smile:
		return p.face(guidance.ForSmile(p.rest))
	}
	return nil
}

func (p *Presenter) page(c *guidance.DocumentCoach) coach {
	meter := guidance.NewDocumentMeter(p.deps.Documents)
	var best guidance.Best[*image.RGBA]
	return func(_ context.Context, f capture.Frame, before *image.Gray) (guidance.Advice, *image.RGBA, error) {
		a := c.Observe(f.Time, meter.Measure(f.Image, before))
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
