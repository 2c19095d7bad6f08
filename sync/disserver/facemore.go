package disserver

import (
	"context"
	"errors"
	"image"
	"net/http"

	"portico/engine/face"
	"portico/sync/disapi"
)

// faceDetails are what an engine may tell of a face beyond onboarding.Faces.
// Methods wrap face.ErrNoNetwork where the policy for models allows no network
// for them.
type faceDetails interface {
	Scores(ctx context.Context, img *image.RGBA, f face.Face) (face.Scores, error)
	Wearables(ctx context.Context, img *image.RGBA, f face.Face) (face.Wearables, error)
	RemoveBackground(ctx context.Context, img *image.RGBA, f face.Face) (*image.RGBA, error)
}

// describeMore adds what the engine can tell.
func (s *server) describeMore(ctx context.Context, img *image.RGBA, f face.Face, kept *storedFace) error {
	more, ok := s.Faces.(faceDetails)
	if !ok {
		return nil
	}
	scores, err := more.Scores(ctx, img, f)
	if err != nil {
		return err
	}
	kept.Scores = &scores
	wears, err := more.Wearables(ctx, img, f)
	switch {
	case err == nil:
		kept.Wears = &wears
	case !errors.Is(err, face.ErrNoNetwork):
		return err
	}
	bare, err := more.RemoveBackground(ctx, img, f)
	switch {
	case err == nil:
		kept.Bare, err = cropFace(bare, face.TokenBox(f))
		return err
	case errors.Is(err, face.ErrNoNetwork):
		return nil
	}
	return err
}

// errNotComputed is answered where the policy for models allows no network for
// what was asked: that nobody is in the picture would be untrue.
var errNotComputed = &problem{disapi.NotEnoughData, "this server has no network for it: its policy for models allows none"}

func (s *server) faceWithoutBackground(r *http.Request) (any, error) {
	f, err := s.face(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if f.Bare == nil {
		return nil, errNotComputed
	}
	return s.scaled(r, func() ([]byte, error) { return f.Bare, nil })
}

func (s *server) faceGlasses(r *http.Request) (any, error) {
	f, err := s.face(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if f.Wears == nil {
		return nil, errNotComputed
	}
	return disapi.GlassesResponse{Score: &f.Wears.Glasses, Tinted: &f.Wears.Tinted, HeavyFrame: &f.Wears.Heavy}, nil
}

func (s *server) faceMask(r *http.Request) (any, error) {
	f, err := s.face(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if f.Wears == nil {
		return nil, errNotComputed
	}
	return disapi.FaceMaskResponse{Score: f.Wears.Mask}, nil
}
