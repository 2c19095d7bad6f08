package disserver

import (
	"math"
	"net/http"
	"strings"

	"portico/engine/face"
	"portico/sync/disapi"
)

// face returns the face of an id as it stands in a path.
func (s *server) face(text string) (storedFace, error) {
	id, err := parseID(text)
	if err != nil {
		return storedFace{}, err
	}
	f, ok := s.faces.get(id.String(), s.Clock())
	if !ok {
		return storedFace{}, &problem{disapi.NotFound, "there is no such face, or it has expired"}
	}
	return f, nil
}

// described is face for what needs a template.
func (s *server) described(text string) (face.Template, error) {
	f, err := s.face(text)
	if err == nil && f.template == nil {
		return nil, &problem{disapi.NotEnoughData, "the face cannot be described: too small, covered or turned away"}
	}
	return f.template, err
}

func (s *server) faceTemplate(r *http.Request) (any, error) {
	t, err := s.described(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return disapi.FaceTemplateResponse{Data: disapi.Bytes(t), Version: t.Version()}, nil
}

func (s *server) faceAspects(r *http.Request) (any, error) {
	f, err := s.face(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if f.about.Age == nil || f.about.Gender == nil {
		return nil, &problem{disapi.NotEnoughData, "age and gender could not be estimated"}
	}
	return disapi.FaceAspectsResponse{Age: int(math.Round(*f.about.Age)), Gender: *f.about.Gender}, nil
}

func (s *server) faceSimilarity(r *http.Request) (any, error) {
	probe, err := s.described(r.PathValue("probe_face_id"))
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
		if reference, err = s.described(id); err != nil {
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
	s.faces.remove(id.String())
	return nil, nil
}
