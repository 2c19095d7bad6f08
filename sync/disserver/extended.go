package disserver

import (
	"net/http"

	"portico/sync/disapi"
)

// evaluateExtended answers without a score: nothing here tells a deepfake, and
// the contract leaves out what was not evaluated.
func (s *server) evaluateExtended(r *http.Request) (any, error) {
	var req disapi.EvaluateExtendedLivenessRequest
	if err := s.decode(r, &req); err != nil {
		return nil, err
	}
	if err := oneOf("type", req.Type, "DEEPFAKE"); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, word := range req.LivenessResources {
		if err := oneOf("livenessResources", word, "PASSIVE", "SMILE", "EYE_GAZE", "MAGNIFEYE"); err != nil {
			return nil, err
		}
		seen[word] = true
	}
	if len(seen) == 0 || len(seen) < len(req.LivenessResources) {
		return nil, badBody("livenessResources: at least one, each once")
	}
	if _, err := s.withLiveness(r); err != nil {
		return nil, err
	}
	return disapi.EvaluateExtendedLivenessResponse{}, nil
}
