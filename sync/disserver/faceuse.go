package disserver

import (
	"context"
	"math"
	"net/http"
	"strings"

	"portico/engine/face"
	"portico/sync/disapi"
)

// described is face for what needs a template.
func (s *server) described(ctx context.Context, text string) (face.Template, error) {
	f, err := s.face(ctx, text)
	if err == nil && f.Template == nil {
		return nil, &problem{disapi.NotEnoughData, "the face cannot be described: too small, covered or turned away"}
	}
	return f.Template, err
}

func (s *server) faceTemplate(r *http.Request) (any, error) {
	t, err := s.described(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return disapi.FaceTemplateResponse{Data: disapi.Bytes(t), Version: t.Version()}, nil
}

func (s *server) faceAspects(r *http.Request) (any, error) {
	f, err := s.face(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if f.About.Age == nil || f.About.Gender == nil {
		return nil, &problem{disapi.NotEnoughData, "age and gender could not be estimated"}
	}
	return disapi.FaceAspectsResponse{Age: int(math.Round(*f.About.Age)), Gender: *f.About.Gender}, nil
}

func (s *server) faceSimilarity(r *http.Request) (any, error) {
	probe, err := s.described(r.Context(), r.PathValue("probe_face_id"))
	if err != nil {
		return nil, err
	}
	var req disapi.FaceSimilarityRequest
	if err := s.decode(r, &req); err != nil {
		return nil, err
	}
	id, isLink := strings.CutPrefix(req.ReferenceFace, disapi.FacePath(""))
	reference := face.Template(req.ReferenceFaceTemplate)
	switch {
	case isLink && reference == nil:
		if reference, err = s.described(r.Context(), id); err != nil {
			return nil, err
		}
	case isLink || reference == nil || req.ReferenceFace != "":
		return nil, badBody("either referenceFace with the link of a face, or referenceFaceTemplate")
	}
	m, err := s.Faces.Compare(probe, reference)
	if err != nil {
		return nil, err
	}
	return disapi.FaceSimilarityResponse{Score: m.Score}, nil
}

func (s *server) deleteFace(r *http.Request) (any, error) {
	id, err := parseID(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return nil, s.Shelf.Drop(r.Context(), faceItem(r.Context(), id.String()))
}
