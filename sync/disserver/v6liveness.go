package disserver

import (
	"net/http"

	"portico/engine/customer"
	"portico/engine/liveness"
)

// leastSegments is how many pictures of a gaze are needed, whatever the client
// would be content with.
const leastSegments = 4

// v6Liveness evaluates a gaze. Of the old service's dots the four corners are
// known here.
func (s *server) v6Liveness(r *http.Request) (any, error) {
	var req struct {
		Segments []struct {
			Position string   `json:"dotPosition"`
			Image    *v6Image `json:"image"`
		} `json:"segments"`
		Least int `json:"minValidSegmentCount"`
	}
	if err := s.decode(r, &req); err != nil {
		return nil, err
	}
	if len(req.Segments) == 0 {
		return nil, badBody("segments: at least one is required")
	}
	for _, segment := range req.Segments {
		if err := oneOf("dotPosition", segment.Position, "TOP_LEFT", "TOP_RIGHT", "BOTTOM_LEFT", "BOTTOM_RIGHT"); err != nil {
			return nil, err
		}
		if _, err := segment.Image.picture("image"); err != nil {
			return nil, err
		}
	}
	c := customer.New(s.NewID(), s.Clock())
	s.Engine.StartLiveness(c)
	var out any
	err := s.pool.run(r.Context(), func() error {
		for _, segment := range req.Segments {
			if _, err := s.Engine.AddLivenessSelfie(r.Context(), c, segment.Image.Data, liveness.Assertion(gazePrefix+segment.Position)); err != nil {
				return err
			}
		}
		if len(c.Liveness.Selfies) < max(req.Least, leastSegments) {
			out = v6Error{string(liveness.NotEnoughData)}
			return nil
		}
		result, err := s.Engine.EvaluateLiveness(r.Context(), c, liveness.EyeGaze)
		switch {
		case result.Score != nil:
			out = v6Score{*result.Score}
		default:
			out = v6Error{string(result.Error)}
		}
		return err
	})
	return out, err
}
