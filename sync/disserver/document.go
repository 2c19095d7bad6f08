package disserver

import (
	"net/http"

	"portico/engine/customer"
	"portico/sync/disapi"
	"portico/sync/disview"
)

var errNoDocument = &problem{disapi.NotFound, "the customer has no document"}

func (s *server) putDocument(r *http.Request) (any, error) {
	var req disapi.CreateDocumentRequest
	if err := s.decode(r, &req); err != nil {
		return nil, err
	}
	for _, word := range req.Sources {
		if err := oneOf("sources", word, "VIZ", "MRZ", "BARCODE", "DOCUMENT_PORTRAIT", "GLOBAL_OCR"); err != nil {
			return nil, err
		}
	}
	for _, word := range req.AuthenticityChecks {
		if err := oneOf("authenticityChecks", word, "PRINT_ATTACK", "SCREEN_ATTACK", "PORTRAIT_SUBSTITUTION"); err != nil {
			return nil, err
		}
	}
	var advice customer.Advice
	if a := req.Advice; a != nil && a.Classification != nil {
		advice = customer.Advice{
			Countries: a.Classification.Countries, Types: a.Classification.Types,
			Editions: a.Classification.Editions, MRTDs: a.Classification.MachineReadableTravelDocuments,
		}
	}
	return s.change(r, func(c *customer.Customer) (any, error) {
		s.Engine.StartDocument(c, advice, req.Sources, req.AuthenticityChecks)
		return disapi.CreateDocumentResponse{Links: disapi.Links{Self: disview.DocumentPath(c.ID)}}, nil
	})
}

func (s *server) deleteDocument(r *http.Request) (any, error) {
	return s.remove(r, func(c *customer.Customer) { c.Document = nil })
}

// withDocument finds the customer that the request names and who must have a document.
func (s *server) withDocument(r *http.Request) (*customer.Customer, error) {
	c, err := s.find(r)
	if err == nil && c.Document == nil {
		return nil, errNoDocument
	}
	return c, err
}
