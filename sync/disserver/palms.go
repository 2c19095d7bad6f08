package disserver

import (
	"net/http"

	"portico/engine/imaging"
	"portico/sync/disapi"
)

// Nothing here looks for palms. So none is ever detected, which the contract
// has a word for, and no palm is there to be inspected or compared.

// createPalm judges the picture as any other; a palm it does not find.
func (s *server) createPalm(r *http.Request) (any, error) {
	photo, err := s.palmPicture(r)
	if err != nil {
		return nil, err
	}
	err = s.pool.run(r.Context(), func() error {
		_, err := imaging.Decode(photo, imaging.Limits{})
		return err
	})
	if err != nil {
		return nil, err
	}
	return disapi.CreatePalmResponse{ErrorCode: disapi.NoPalmDetected}, nil
}

// palmPicture returns the picture of either kind of body.
func (s *server) palmPicture(r *http.Request) ([]byte, error) {
	if binary(r) {
		return s.readPicture(r)
	}
	var req disapi.CreatePalmRequest
	if err := s.decode(r, &req); err != nil {
		return nil, err
	}
	if req.Image == nil || req.Image.Data == nil {
		return nil, badBody("image: data is required")
	}
	return req.Image.Data, nil
}

var errNoPalm = &problem{disapi.NotFound, "there is no such palm"}

// noPalm answers for a palm that was never made.
func (s *server) noPalm(r *http.Request) (any, error) {
	if _, err := parseID(r.PathValue("id")); err != nil {
		return nil, err
	}
	return nil, errNoPalm
}

func (s *server) palmSimilarity(r *http.Request) (any, error) {
	if _, err := parseID(r.PathValue("probe_palm_id")); err != nil {
		return nil, err
	}
	var req disapi.PalmSimilarityRequest
	if err := s.decode(r, &req); err != nil {
		return nil, err
	}
	if (req.ReferencePalm == "") == (req.ReferencePalmTemplate == nil) {
		return nil, badBody("either referencePalm with the link of a palm, or referencePalmTemplate")
	}
	return nil, errNoPalm
}

func (s *server) deletePalm(r *http.Request) (any, error) {
	_, err := parseID(r.PathValue("id"))
	return nil, err
}
