package disserver

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"

	"portico/engine/customer"
	"portico/sync/disapi"
	"portico/sync/disview"
)

// info tells kiosks of Portico in a header that their liveness records are
// taken; clients of the contract do not see it.
func (s *server) info(*http.Request) (any, error) {
	if len(s.Devices) == 0 {
		return s.Info, nil
	}
	return headed{disapi.RecordHeader, disapi.RecordVersion, s.Info}, nil
}

// healthWithin bounds how long the store may take: whoever asks would rather
// know that it is slow than wait with it.
const healthWithin = time.Second

// health is up while the store can be read.
func (s *server) health(r *http.Request) (any, error) {
	ctx, stop := context.WithTimeout(r.Context(), healthWithin)
	defer stop()
	_, err := s.Store.Get(ctx, uuid.Nil.String())
	word, code := disapi.Up, http.StatusOK
	if err != nil && !errors.Is(err, customer.ErrNotFound) {
		s.log(r.Context()).Error("the store cannot be read", "error", err)
		word, code = disapi.Down, http.StatusServiceUnavailable
	}
	return status{code, disapi.ActuatorHealth{
		Status: word, Components: map[string]disapi.ComponentStatus{"store": {Status: word}},
	}}, nil
}

func (s *server) metadata(*http.Request) (any, error) { return disview.Metadata(s.Templates), nil }
