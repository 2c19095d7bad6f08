package presenter

import (
	"context"
	"image"

	"portico/app/flow"
	"portico/capture"
	"portico/engine/document"
	"portico/engine/guidance"
	"portico/engine/imaging"
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
	return func(_ context.Context, f capture.Frame, before *image.Gray) (guidance.Advice, error) {
		m := guidance.Document{Frame: f.Image.Rect.Size(), Changed: 255}
		if before != nil {
			m.Changed = imaging.Difference(before, thumbnail(f.Image))
		}
		if l, ok := p.deps.Documents.Locate(f.Image); ok {
			m.Found, m.Corners = true, l.Corners
			m.Faults = faultsOf(l.Quality)
		}
		return c.Observe(f.Time, m), nil
	}
}

func (p *Presenter) face(c *guidance.FaceCoach) coach {
	return func(ctx context.Context, f capture.Frame, _ *image.Gray) (guidance.Advice, error) {
		faces, err := p.deps.Faces.Detect(ctx, f.Image)
		if err != nil {
			return guidance.Advice{}, err
		}
		m := guidance.Face{Frame: f.Image.Rect.Size(), Count: len(faces)}
		if len(faces) > 0 {
			m.Face = faces[0]
			m.Light = lightOf(f.Image, faces[0].Box.Bounds())
		}
		return c.Observe(f.Time, m), nil
	}
}

func faultsOf(q document.Quality) guidance.Faults {
	var f guidance.Faults
	for _, issue := range q.Issues {
		switch issue {
		case document.BrightnessLow:
			f.Dark = true
		case document.BrightnessHigh:
			f.Bright = true
		case document.HotspotsHigh:
			f.Glare = true
		case document.SharpnessLow:
			f.Blurred = true
		}
	}
	return f
}

// thumbnail is small enough that noise averages out.
func thumbnail(img *image.RGBA) *image.Gray { return imaging.Gray(imaging.Resize(img, 48, 27)) }

func lightOf(img *image.RGBA, box image.Rectangle) float64 {
	part := imaging.Crop(img, box)
	if part.Rect.Empty() {
		return 0
	}
	levels := imaging.Histogram(imaging.Gray(imaging.Resize(part, 32, 32)))
	return levels.Mean()
}
