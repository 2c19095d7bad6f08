package disserver

import (
	"net/http"

	"portico/engine/document"
	"portico/engine/onboarding"
	"portico/sync/disapi"
)

func (s *server) inspect(r *http.Request) (any, error) {
	c, err := s.find(r)
	if err != nil {
		return nil, err
	}
	return s.Engine.InspectCustomer(c, s.Clock()), nil
}

func (s *server) inspectDisclose(r *http.Request) (any, error) {
	c, err := s.find(r)
	if err != nil {
		return nil, err
	}
	out := s.Engine.InspectCustomer(c, s.Clock())
	if out.Portrait == nil && out.Liveness == nil {
		return disapi.CustomerInspectDiscloseResponse{}, nil
	}
	var with disapi.SelfieSimilarityWithDisclose
	if out.Portrait != nil {
		with.DocumentPortrait = &disapi.DocumentPortraitDisclose{Score: *out.Portrait}
	}
	if out.Liveness != nil {
		with.LivenessSelfies = &disapi.LivenessSelfiesDisclose{Score: *out.Liveness}
	}
	return disapi.CustomerInspectDiscloseResponse{SelfieInspection: &disapi.SelfieInspectionDisclose{SimilarityWith: &with}}, nil
}

func (s *server) inspectDocument(r *http.Request) (any, error) {
	c, err := s.withDocument(r)
	if err != nil {
		return nil, err
	}
	return s.Engine.InspectDocument(c, s.Clock()), nil
}

// tampering is the body of a disclosed document inspection; the engine names
// its scores as the contract does.
type tampering struct {
	Pages map[document.Side]*onboarding.Disclosure `json:"pageTampering,omitempty"`
}

func (s *server) inspectDocumentDisclose(r *http.Request) (any, error) {
	c, err := s.withDocument(r)
	if err != nil {
		return nil, err
	}
	return tampering{s.Engine.InspectDocument(c, s.Clock()).Scores}, nil
}
