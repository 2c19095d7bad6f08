package disserver

import (
	"context"
	"net/http"
	"regexp"

	"portico/engine/customer"
	"portico/sync/disapi"
	"portico/sync/disview"
)

func selfiePath(id string) string { return disapi.CustomerPath(id) + "/selfie" }

func (s *server) putSelfie(r *http.Request) (any, error) {
	c, err := s.find(r)
	if err != nil {
		return nil, err
	}
	photo, err := s.selfiePicture(r, c)
	if err != nil {
		return nil, err
	}
	return s.recognise(r, func(ctx context.Context, c *customer.Customer) (any, error) {
		out, err := s.Engine.SetSelfie(ctx, c, photo)
		if err != nil {
			return nil, err
		}
		if out.Code != "" {
			return disapi.CreateSelfieResponse{ErrorCode: string(out.Code)}, nil
		}
		return disapi.CreateSelfieResponse{
			Detection: disview.Face(out.Face), Links: &disapi.Links{Self: selfiePath(c.ID)}, Warnings: out.Warnings,
		}, nil
	})
}

// recordLink is what a selfieOrigin of a selfie looks like.
var recordLink = regexp.MustCompile(`^` + disapi.Base + `/customers/([^/]+)/liveness/records/([^/]+)/selfie$`)

// selfiePicture returns the picture of either kind of body, or of the record
// that it links to.
func (s *server) selfiePicture(r *http.Request, c *customer.Customer) ([]byte, error) {
	if binary(r) {
		return s.readPicture(r)
	}
	var req disapi.CreateSelfieRequest
	if err := s.decode(r, &req); err != nil {
		return nil, err
	}
	if req.SelfieOrigin == nil {
		return s.picture(r.Context(), req.Image)
	}
	link := recordLink.FindStringSubmatch(req.SelfieOrigin.Link)
	if req.Image != nil || link == nil || link[1] != c.ID {
		return nil, badBody("either image, or selfieOrigin with the link of a liveness record of this customer")
	}
	blob, err := record(c, link[2])
	if err != nil {
		return nil, errNoRecord
	}
	return s.Store.Blob(r.Context(), c.ID, blob)
}

func (s *server) getSelfie(r *http.Request) (any, error) {
	c, err := s.find(r)
	if err != nil {
		return nil, err
	}
	if c.Selfie == nil {
		return nil, &problem{disapi.NotFound, "the customer has no selfie"}
	}
	return s.crop(r, c.ID, c.Selfie.Image)
}

func (s *server) deleteSelfie(r *http.Request) (any, error) {
	return s.remove(r, func(c *customer.Customer) { c.Selfie = nil })
}
