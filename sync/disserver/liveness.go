package disserver

import (
	"context"
	"net/http"

	"portico/engine/customer"
	"portico/engine/liveness"
	"portico/sync/disapi"
)

var errNoLiveness = &problem{disapi.NotFound, "the customer has no liveness"}

func (s *server) putLiveness(r *http.Request) (any, error) {
	return s.change(r, func(c *customer.Customer) (any, error) {
		s.Engine.StartLiveness(c)
		return disapi.CreateCustomerLivenessResponse{Links: disapi.Links{Self: disapi.CustomerPath(c.ID) + "/liveness"}}, nil
	})
}

// withLiveness finds the customer that the request names and who must have a
// liveness container.
func (s *server) withLiveness(r *http.Request) (*customer.Customer, error) {
	c, err := s.find(r)
	if err == nil && c.Liveness == nil {
		return nil, errNoLiveness
	}
	return c, err
}

func (s *server) addLivenessSelfie(r *http.Request) (any, error) {
	c, err := s.withLiveness(r)
	if err != nil {
		return nil, err
	}
	var req disapi.CreateCustomerLivenessSelfieRequest
	if err := s.decode(r, &req); err != nil {
		return nil, err
	}
	if err := oneOf("assertion", req.Assertion, string(liveness.None), string(liveness.Neutral), string(liveness.Smiling),
		string(liveness.GazeTopLeft), string(liveness.GazeTopRight), string(liveness.GazeBottomLeft), string(liveness.GazeBottomRight)); err != nil {
		return nil, err
	}
	photo, err := s.livenessPicture(r.Context(), c, req)
	if err != nil {
		return nil, err
	}
	return s.recognise(r, func(ctx context.Context, c *customer.Customer) (any, error) {
		if c.Liveness == nil {
			return nil, errNoLiveness
		}
		out, err := s.Engine.AddLivenessSelfie(ctx, c, photo, liveness.Assertion(req.Assertion))
		if err != nil {
			return nil, err
		}
		return disapi.CreateCustomerLivenessSelfieResponse{ErrorCode: string(out.Code), Warnings: out.Warnings}, nil
	})
}

// livenessPicture returns the picture that the request brings or links to.
func (s *server) livenessPicture(ctx context.Context, c *customer.Customer, req disapi.CreateCustomerLivenessSelfieRequest) ([]byte, error) {
	if req.SelfieOrigin == nil {
		return s.picture(ctx, req.Image)
	}
	if req.Image != nil || req.SelfieOrigin.Link != selfiePath(c.ID) {
		return nil, badBody("either image, or selfieOrigin with the link of this customer's selfie")
	}
	if c.Selfie == nil {
		return nil, &problem{disapi.NotFound, "the customer has no selfie"}
	}
	return s.Store.Blob(ctx, c.ID, c.Selfie.Image)
}

// livenessKind reads the body that names a check, which several operations
// take. Light is Portico's own word, beyond the contract's.
func (s *server) livenessKind(r *http.Request) (liveness.Kind, error) {
	var req disapi.EvaluateCustomerLivenessRequest
	if err := s.decode(r, &req); err != nil {
		return "", err
	}
	return liveness.Kind(req.Type), oneOf("type", req.Type, string(liveness.Passive), string(liveness.Smile),
		string(liveness.EyeGaze), string(liveness.MagnifEye), string(liveness.Light))
}

func (s *server) evaluateLiveness(r *http.Request) (any, error) {
	kind, err := s.livenessKind(r)
	if err != nil {
		return nil, err
	}
	return s.change(r, func(c *customer.Customer) (any, error) {
		if c.Liveness == nil {
			return nil, errNoLiveness
		}
		res, err := s.Engine.EvaluateLiveness(r.Context(), c, kind)
		if err != nil {
			return nil, err
		}
		return disapi.EvaluateCustomerLivenessResponse{Score: res.Score, ErrorCode: string(res.Error)}, nil
	})
}

func (s *server) deleteLiveness(r *http.Request) (any, error) {
	return s.remove(r, func(c *customer.Customer) { c.Liveness = nil })
}
