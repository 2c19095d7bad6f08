package disserver

import (
	"context"
	"errors"
	"net/http"

	"portico/engine/customer"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/sync/disapi"
	"portico/sync/disview"
)

var errNoRecord = &problem{disapi.NotFound, "there is no such liveness record"}

// addRecord takes a picture as a liveness record: its face is a selfie for
// passive liveness. The vendor's sealed records are of no use here, as is a
// picture without a face: both are INVALID_DATA, not an HTTP error.
func (s *server) addRecord(r *http.Request) (any, error) {
	if _, err := s.withLiveness(r); err != nil {
		return nil, err
	}
	photo, err := s.readPicture(r)
	if err != nil {
		return nil, err
	}
	return s.recognise(r, func(ctx context.Context, c *customer.Customer) (any, error) {
		if c.Liveness == nil {
			return nil, errNoLiveness
		}
		out, err := s.Engine.AddLivenessSelfie(ctx, c, photo, liveness.None)
		if unreadable(err) || err == nil && out.Code != "" {
			return disapi.CreateCustomerLivenessRecordResponse{ErrorCode: disapi.InvalidData}, nil
		}
		if err != nil {
			return nil, err
		}
		id := s.NewID()
		c.Liveness.Selfies[len(c.Liveness.Selfies)-1].Record = id
		return disapi.CreateCustomerLivenessRecordResponse{
			Selfie: &disapi.SelfieFromLivenessRecord{Detection: *disview.Face(out.Face)},
			Links:  &disapi.LivenessRecordLinks{Selfie: disapi.CustomerPath(c.ID) + "/liveness/records/" + id + "/selfie"},
		}, nil
	})
}

// unreadable says whether the bytes were no picture that can be decoded.
func unreadable(err error) bool {
	return errors.Is(err, imaging.ErrEmpty) || errors.Is(err, imaging.ErrFormat) ||
		errors.Is(err, imaging.ErrTooLarge) || errors.Is(err, imaging.ErrCorrupt)
}

func (s *server) getRecordSelfie(r *http.Request) (any, error) {
	c, err := s.find(r)
	if err != nil {
		return nil, err
	}
	blob, err := record(c, r.PathValue("recordId"))
	if err != nil {
		return nil, err
	}
	return s.crop(r, c.ID, blob)
}

// record returns the picture of a record of the customer.
func record(c *customer.Customer, text string) (customer.Blob, error) {
	id, err := parseID(text)
	if err != nil {
		return "", err
	}
	if c.Liveness != nil {
		for _, selfie := range c.Liveness.Selfies {
			if selfie.Record == id.String() {
				return selfie.Image, nil
			}
		}
	}
	return "", errNoRecord
}

// retrieve gives back the pictures that a check uses.
func (s *server) retrieve(r *http.Request) (any, error) {
	kind, err := s.livenessKind(r)
	if err != nil {
		return nil, err
	}
	c, err := s.withLiveness(r)
	if err != nil {
		return nil, err
	}
	var out disapi.RetrieveLivenessSelfiesResponse
	for _, selfie := range c.Liveness.Selfies {
		if !uses(kind, selfie.Assertion) {
			continue
		}
		data, err := s.Store.Blob(r.Context(), c.ID, selfie.Image)
		if err != nil {
			return nil, err
		}
		if selfie.Record != "" {
			out.RecordSelfies = append(out.RecordSelfies, disapi.LivenessRecordSelfie{Assertion: string(selfie.Assertion), Data: data})
		} else {
			out.Selfies = append(out.Selfies, disapi.LivenessSelfie{Assertion: string(selfie.Assertion), Data: data})
		}
	}
	return out, nil
}

// uses says whether a check looks at pictures with the assertion.
func uses(kind liveness.Kind, a liveness.Assertion) bool {
	switch kind {
	case liveness.Passive:
		return a == liveness.None
	case liveness.Smile:
		return a == liveness.Neutral || a == liveness.Smiling
	case liveness.EyeGaze:
		return a.Gaze()
	}
	return false
}
