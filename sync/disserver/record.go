package disserver

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"portico/engine/customer"
	"portico/engine/imaging"
	"portico/engine/liveness"
	records "portico/engine/liveness/record"
	"portico/engine/onboarding"
	"portico/sync/disapi"
	"portico/sync/disview"
)

var errNoRecord = &problem{disapi.NotFound, "there is no such liveness record"}

// addRecord takes a kiosk's signed record (docs/design/liveness-record.md), or
// a picture, whose face is a selfie for passive liveness. The vendor's sealed
// records are of no use here, as is a picture without a face: both are
// INVALID_DATA, not an HTTP error.
func (s *server) addRecord(r *http.Request) (any, error) {
	if _, err := s.withLiveness(r); err != nil {
		return nil, err
	}
	data, err := s.readPicture(r)
	if err != nil {
		return nil, err
	}
	return s.recognise(r, func(ctx context.Context, c *customer.Customer) (any, error) {
		if c.Liveness == nil {
			return nil, errNoLiveness
		}
		id := s.NewID()
		out, err := s.takeRecord(ctx, c, id, data)
		if useless(err) || err == nil && out.Code != "" {
			return disapi.CreateCustomerLivenessRecordResponse{ErrorCode: disapi.InvalidData}, nil
		}
		if err != nil {
			return nil, err
		}
		return disapi.CreateCustomerLivenessRecordResponse{
			Selfie: &disapi.SelfieFromLivenessRecord{Detection: *disview.Face(out.Face)},
			Links:  &disapi.LivenessRecordLinks{Selfie: disapi.CustomerPath(c.ID) + "/liveness/records/" + id + "/selfie"},
		}, nil
	})
}

// takeRecord has the engine judge a record and keep its picture under id.
func (s *server) takeRecord(ctx context.Context, c *customer.Customer, id string, data []byte) (onboarding.FaceOutcome, error) {
	if !records.Is(data) {
		out, err := s.Engine.AddLivenessSelfie(ctx, c, data, liveness.None)
		if err == nil && out.Code == "" {
			c.Liveness.Selfies[len(c.Liveness.Selfies)-1].Record = id
		}
		return out, err
	}
	rec, err := records.Open(data, s.Devices)
	if err != nil {
		return onboarding.FaceOutcome{}, err
	}
	if err := rec.Check(c.ID, s.Clock(), s.RecordAge); err != nil {
		return onboarding.FaceOutcome{}, err
	}
	return s.Engine.AddLivenessRecord(ctx, c, id, rec)
}

// useless says whether err means that the bytes are no picture, or no record
// for this customer, now.
func useless(err error) bool {
	return slices.ContainsFunc([]error{
		imaging.ErrEmpty, imaging.ErrFormat, imaging.ErrTooLarge, imaging.ErrCorrupt,
		records.ErrFormat, records.ErrVersion, records.ErrTooLarge, records.ErrKey,
		records.ErrSignature, records.ErrSession, records.ErrStale,
	}, func(known error) bool { return errors.Is(err, known) })
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
	case liveness.MagnifEye:
		return a == liveness.Approaching
	case liveness.Light:
		return a == liveness.Lit
	}
	return false
}
