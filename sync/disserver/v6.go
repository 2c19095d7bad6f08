package disserver

import (
	"context"
	"errors"
	"image"
	"net/http"

	"portico/engine/customer"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/onboarding"
	"portico/sync/disapi"
	"portico/sync/disview"
)

// v6Faces are the faces of a picture, largest first.
type v6Faces struct {
	Faces []v6Face `json:"faces"`
}

// v6Face has what the request asked for.
type v6Face struct {
	CropImage      disapi.Bytes                `json:"cropImage,omitempty"`
	Template       disapi.Bytes                `json:"template,omitempty"`
	FaceAttributes *v6Attributes               `json:"faceAttributes,omitempty"`
	ICAOAttributes *disapi.FaceQualityResponse `json:"icaoAttributes,omitempty"`
}

type v6Attributes struct {
	PassiveLiveness *v6Score `json:"passiveLiveness,omitempty"` // of the picture's largest face
}

type v6Score struct {
	Score float64 `json:"score"` // 0..1
}

type v6DetectRequest struct {
	Image          *v6Image `json:"image"`
	Template       bool     `json:"template"`
	CropImage      bool     `json:"cropImage"`
	FaceAttributes bool     `json:"faceAttributes"`
	ICAOAttributes bool     `json:"icaoAttributes"`
}

func (s *server) v6Detect(r *http.Request) (any, error) {
	var req v6DetectRequest
	if err := s.decode(r, &req); err != nil {
		return nil, err
	}
	if _, err := req.Image.picture("image"); err != nil {
		return nil, err
	}
	var out any
	err := s.pool.run(r.Context(), func() error {
		img, all, err := s.v6Find(r.Context(), req.Image)
		if err != nil {
			return err
		}
		found := req.Image.fitting(all, img)
		if len(found) == 0 {
			out = v6Error{string(onboarding.NoFace)}
			return nil
		}
		var faces v6Faces
		for i, f := range found {
			one, err := s.v6Describe(r.Context(), img, f, req)
			if err != nil {
				return err
			}
			if i == 0 && req.FaceAttributes && f.Box == all[0].Box { // which the engine takes
				if one.FaceAttributes, err = s.v6Passive(r.Context(), req.Image.Data); err != nil {
					return err
				}
			}
			faces.Faces = append(faces.Faces, one)
		}
		out = faces
		return nil
	})
	return out, err
}

func (s *server) v6Find(ctx context.Context, in *v6Image) (*image.RGBA, []face.Face, error) {
	img, err := imaging.Decode(in.Data, imaging.Limits{})
	if err != nil {
		return nil, nil, err
	}
	found, err := s.Faces.Find(ctx, img)
	return img, found, err
}

// fitting returns the faces of the size asked for.
func (i *v6Image) fitting(found []face.Face, img *image.RGBA) []face.Face {
	if i.FaceSizeRatio == nil {
		return found
	}
	return ofSize(found, *i.FaceSizeRatio, float64(min(img.Rect.Dx(), img.Rect.Dy())))
}

func (s *server) v6Describe(ctx context.Context, img *image.RGBA, f face.Face, req v6DetectRequest) (v6Face, error) {
	kept, err := s.describe(ctx, img, f)
	if err != nil {
		return v6Face{}, err
	}
	var out v6Face
	if req.CropImage {
		out.CropImage = kept.Crop
	}
	if req.Template {
		out.Template = disapi.Bytes(kept.Template)
	}
	if req.ICAOAttributes {
		quality := disview.FaceQuality(kept.Face, kept.Quality, kept.Scores, kept.Visible)
		out.ICAOAttributes = &quality
	}
	return out, nil
}

// v6Passive evaluates the largest face of a picture; it has no score where the
// engine has none.
func (s *server) v6Passive(ctx context.Context, photo []byte) (*v6Attributes, error) {
	c := customer.New(s.NewID(), s.Clock())
	s.Engine.StartLiveness(c)
	if _, err := s.Engine.AddLivenessSelfie(ctx, c, photo, liveness.None); err != nil {
		return nil, err
	}
	result, err := s.Engine.EvaluateLiveness(ctx, c, liveness.Passive)
	if err != nil || result.Score == nil {
		return nil, err
	}
	return &v6Attributes{&v6Score{*result.Score}}, nil
}

func (s *server) v6Verify(r *http.Request) (any, error) {
	var req struct {
		Probe     *v6Image `json:"probeImage"`
		Reference *v6Image `json:"referenceImage"`
	}
	if err := s.decode(r, &req); err != nil {
		return nil, err
	}
	for field, in := range map[string]*v6Image{"probeImage": req.Probe, "referenceImage": req.Reference} {
		if _, err := in.picture(field); err != nil {
			return nil, err
		}
	}
	var out any
	err := s.pool.run(r.Context(), func() error {
		var templates []face.Template
		for _, in := range []*v6Image{req.Probe, req.Reference} {
			img, found, err := s.v6Find(r.Context(), in)
			if err != nil {
				return err
			}
			found = in.fitting(found, img)
			var t face.Template
			if len(found) > 0 {
				t, err = s.Faces.Template(r.Context(), img, found[0])
			}
			if len(found) == 0 || errors.Is(err, face.ErrNoTemplate) {
				out = v6Error{string(onboarding.NoFace)}
				return nil
			}
			if err != nil {
				return err
			}
			templates = append(templates, t)
		}
		m, err := s.Faces.Compare(templates[0], templates[1])
		out = v6Score{m.Score}
		return err
	})
	return out, err
}
