package disserver

import (
	"net/http"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/document/template"
	"portico/engine/imaging"
	"portico/sync/disapi"
	"portico/sync/disview"
)

// absent answers for a part that nothing looks for: no document has it here.
func (s *server) absent(r *http.Request) (any, error) {
	if _, err := asked(r); err != nil {
		return nil, err
	}
	if _, err := s.withDocument(r); err != nil {
		return nil, err
	}
	return nil, &problem{disapi.NotFound, "the document has no such part"}
}

func (s *server) getSignature(r *http.Request) (any, error) {
	c, err := s.withDocument(r)
	if err != nil {
		return nil, err
	}
	p, box := s.signature(c)
	if p == nil {
		return nil, &problem{disapi.NotFound, "the document has no signature"}
	}
	return s.scaled(r, func() (data []byte, err error) {
		err = s.pool.run(r.Context(), func() error {
			if data, err = s.Store.Blob(r.Context(), c.ID, p.Normalized); err == nil {
				data, err = part(data, box)
			}
			return err
		})
		return data, err
	})
}

// part cuts a box out of a page.
func part(page []byte, box template.Box) ([]byte, error) {
	img, err := imaging.Decode(page, imaging.Limits{})
	if err != nil {
		return nil, err
	}
	return imaging.EncodeJPEG(imaging.Crop(img, box.On(img.Rect.Dx(), img.Rect.Dy())), cropsQuality)
}

// signature returns the page on which the document's type has a signature,
// and where; nil without one.
func (s *server) signature(c *customer.Customer) (*customer.Page, template.Box) {
	if c.Document == nil {
		return nil, template.Box{}
	}
	for side, p := range c.Document.Pages {
		if p.Type == nil || p.Type.Support != document.FullSupport {
			continue
		}
		for _, t := range s.Templates {
			known := t.Country == p.Type.Country && t.Kind == p.Type.Kind && t.Edition == p.Type.Edition
			if box := t.Sides[string(side)].Signature; known && box != nil {
				return p, *box
			}
		}
	}
	return nil, template.Box{}
}

// signatureLink is empty without a signature.
func (s *server) signatureLink(c *customer.Customer) string {
	if p, _ := s.signature(c); p != nil {
		return disview.DocumentPath(c.ID) + "/signature"
	}
	return ""
}
