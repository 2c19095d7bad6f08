package disserver

import (
	"net/http"
	"slices"
	"strings"

	"portico/engine/customer"
	"portico/engine/document/template"
	"portico/sync/disapi"
	"portico/sync/disview"
)

// v5Types are the types of documents that can be read.
type v5Types struct {
	DocumentTypes []v5Type `json:"documentTypes"`
}

type v5Type struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
}

func typeID(t template.Template) string { return t.Country + "_" + t.Kind + "_" + t.Edition }

func (s *server) v5Metadata(*http.Request) (any, error) {
	out := v5Types{DocumentTypes: []v5Type{}}
	for _, t := range s.Templates {
		name := strings.Join([]string{strings.ToUpper(t.Country), t.Kind, t.Edition}, " ")
		out.DocumentTypes = append(out.DocumentTypes, v5Type{typeID(t), name})
	}
	return out, nil
}

// v5Result is what was read of one page. Of the old answer only
// normalizedImage is known; customer is what GET customer answers.
type v5Result struct {
	NormalizedImage disapi.Bytes     `json:"normalizedImage,omitempty"`
	Customer        *disapi.Customer `json:"customer"`
}

func (s *server) v5OCR(r *http.Request) (any, error) {
	var req struct {
		Image      *v6Image `json:"image"`
		Normalized bool     `json:"normalizedDocumentImage"`
		Advice     *struct {
			IDs []string `json:"ids"`
		} `json:"documentTypeAdvice"`
	}
	if err := s.decode(r, &req); err != nil {
		return nil, err
	}
	photo, err := req.Image.picture("image")
	if err != nil {
		return nil, err
	}
	var advice customer.Advice
	if req.Advice != nil {
		if advice, err = s.v5Advice(req.Advice.IDs); err != nil {
			return nil, err
		}
	}
	c := customer.New(s.NewID(), s.Clock())
	s.Engine.StartDocument(c, advice, nil, nil)
	var out any
	err = s.pool.run(r.Context(), func() error {
		page, err := s.Engine.AddPage(r.Context(), c, photo, nil)
		if err != nil {
			return err
		}
		if page.Code != "" {
			out = v6Error{string(page.Code)}
			return nil
		}
		view := disview.Customer(c, s.Clock())
		view.Document.Links = disapi.CustomerDocumentLinks{} // nothing is kept
		result := v5Result{Customer: &view}
		if req.Normalized {
			result.NormalizedImage = c.Pending()[page.Page.Normalized]
		}
		out = result
		return nil
	})
	return out, err
}

// v5Advice translates ids of v5Metadata.
func (s *server) v5Advice(ids []string) (customer.Advice, error) {
	var advice customer.Advice
	for _, id := range ids {
		i := slices.IndexFunc(s.Templates, func(t template.Template) bool { return typeID(t) == id })
		if i < 0 {
			return advice, badBody("documentTypeAdvice: an id that the metadata do not have")
		}
		t := s.Templates[i]
		advice.Countries = append(advice.Countries, t.Country)
		advice.Types = append(advice.Types, t.Kind)
		advice.Editions = append(advice.Editions, t.Edition)
	}
	return advice, nil
}
