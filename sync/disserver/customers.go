package disserver

import (
	"context"
	"errors"
	"net/http"
	"regexp"

	"portico/engine/customer"
	"portico/sync/audit"
	"portico/sync/disapi"
	"portico/sync/disview"
)

// find reads the customer that the request names.
func (s *server) find(r *http.Request) (*customer.Customer, error) {
	id, err := parseID(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return s.owned(r, id.String())
}

// mostTries bounds how often a write is repeated because another came first.
const mostTries = 10

// change reads the customer that the request names, lets do change it and
// saves it. When another request came first it does so again, so do must cost
// little and have no effect but on the customer.
func (s *server) change(r *http.Request, do func(*customer.Customer) (any, error)) (any, error) {
	for try := 1; ; try++ {
		c, err := s.find(r)
		if err != nil {
			return nil, err
		}
		body, err := do(c)
		if err != nil {
			return nil, err
		}
		if err = s.Store.Save(r.Context(), c); !errors.Is(err, customer.ErrConflict) || try == mostTries {
			return body, err
		}
	}
}

// recognise is change for what takes a recognition. It waits for its turn
// before it reads the customer, and is not done again: when another request
// came first, its change and this one are merged. Only two that write the same
// branch are a conflict.
func (s *server) recognise(r *http.Request, do func(context.Context, *customer.Customer) (any, error)) (body any, err error) {
	queueErr := s.pool.run(r.Context(), func() error {
		c, err := s.find(r)
		if err != nil {
			return err
		}
		base, err := customer.Remember(c)
		if err != nil {
			return err
		}
		if body, err = do(r.Context(), c); err != nil {
			return err
		}
		return s.saveMerged(r, base, c)
	})
	return body, queueErr
}

func (s *server) saveMerged(r *http.Request, base customer.Base, c *customer.Customer) error {
	for try := 1; ; try++ {
		err := s.Store.Save(r.Context(), c)
		if !errors.Is(err, customer.ErrConflict) || try == mostTries {
			return err
		}
		theirs, err := s.find(r)
		if err != nil {
			return err
		}
		next, err := customer.Remember(theirs)
		if err != nil {
			return err
		}
		if err := base.Merge(c, theirs); err != nil {
			return err
		}
		base, c = next, theirs
	}
}

// remove is change for a DELETE, which succeeds as well when there is nothing.
func (s *server) remove(r *http.Request, do func(*customer.Customer)) (any, error) {
	_, err := s.change(r, func(c *customer.Customer) (any, error) {
		do(c)
		return nil, nil
	})
	if errors.Is(err, customer.ErrNotFound) {
		return nil, nil
	}
	return nil, err
}

func (s *server) createCustomer(r *http.Request) (any, error) { return s.create(r, s.NewID()) }

func (s *server) createCustomerWithID(r *http.Request) (any, error) {
	id, err := parseID(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if id.Version() != 4 {
		return nil, &problem{disapi.InvalidID, "the id is not a UUID of version 4"}
	}
	return s.create(r, id.String())
}

// create makes a customer, in the request's session where it has one.
func (s *server) create(r *http.Request, id string) (any, error) {
	c := customer.New(id, s.Clock())
	c.Owner, c.Session = owner(r.Context()), sessionName(r)
	if c.Session != "" {
		_, item, err := s.fetchSession(r)
		if err != nil {
			return nil, err
		}
		c.Latest = item.Ends
	}
	if err := s.Store.Create(r.Context(), c); err != nil {
		return nil, err
	}
	if c.Session != "" {
		if err := s.join(r, id); err != nil {
			return nil, errors.Join(err, s.Store.Delete(r.Context(), id))
		}
	}
	s.tell(r.Context(), audit.Begun, id, "")
	return disapi.CreateCustomerResponse{ID: id, Links: disapi.Links{Self: disapi.CustomerPath(id)}}, nil
}

func (s *server) getCustomer(r *http.Request) (any, error) {
	c, err := s.find(r)
	if err != nil {
		return nil, err
	}
	view := disview.Customer(c, s.Clock())
	if view.Document != nil {
		view.Document.Links.Signature = s.signatureLink(c)
	}
	return disapi.GetCustomerResponse{Customer: &view}, nil
}

func (s *server) deleteCustomer(r *http.Request) (any, error) {
	c, err := s.find(r)
	if errors.Is(err, customer.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if err := s.Store.Delete(r.Context(), c.ID); err != nil {
		return nil, err
	}
	s.tell(r.Context(), audit.Erased, c.ID, "")
	return nil, nil
}

// externalID is the contract's rule for the id a customer is kept under.
var externalID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// keep takes the customer over: a finished one is decided and kept for the
// lifetime of finished ones.
func (s *server) keep(r *http.Request) (any, error) {
	var req disapi.CustomerStoreRequest
	if err := s.decode(r, &req); err != nil {
		return nil, err
	}
	if req.ExternalID != "" && !externalID.MatchString(req.ExternalID) {
		return nil, badBody("externalId: letters, digits and . _ - only, at most 64")
	}
	if err := oneOf("onboardingStatus", req.OnboardingStatus, disapi.StatusInProgress, disapi.StatusFinished); err != nil {
		return nil, err
	}
	var kept *customer.Customer
	body, err := s.change(r, func(c *customer.Customer) (any, error) {
		c.ExternalID = req.ExternalID
		if req.OnboardingStatus == disapi.StatusFinished {
			s.Engine.Finish(c, s.Clock())
		}
		kept = c
		return nil, nil
	})
	if err == nil && kept.State == customer.Finished {
		s.note(r.Context(), audit.Event{What: audit.Decided, Subject: kept.ID, Decision: string(kept.Decision()), Head: clientsHead(r)})
	}
	return body, err
}

// clientsHead is where the client's own audit trail ends, empty where it does
// not say so. Kept in ours, it shows later whether theirs was cut.
func clientsHead(r *http.Request) string {
	head, err := audit.ParseHead(r.Header.Get(disapi.AuditHeadHeader))
	if err != nil {
		return ""
	}
	return head.String()
}
