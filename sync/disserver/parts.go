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

// printed answers with what the document's type has in the box that of picks: a
// signature, a ghost portrait, a fingerprint.
func (s *server) printed(what string, of func(template.Layout) *template.Box) handler {
	return func(r *http.Request) (any, error) {
		if _, err := asked(r); err != nil {
			return nil, err
		}
		c, err := s.withDocument(r)
		if err != nil {
			return nil, err
		}
		p, box := s.place(c, of)
		if p == nil {
			return nil, &problem{disapi.NotFound, "the document has no " + what}
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
}

func signature(l template.Layout) *template.Box     { return l.Signature }
func ghostPortrait(l template.Layout) *template.Box { return l.Ghost }
func fingerprint(l template.Layout) *template.Box   { return l.Fingerprint }

// part cuts a box out of a page.
func part(page []byte, box template.Box) ([]byte, error) {
	img, err := imaging.Decode(page, imaging.Limits{})
	if err != nil {
		return nil, err
	}
	return imaging.EncodeJPEG(imaging.Crop(img, box.On(img.Rect.Dx(), img.Rect.Dy())), cropsQuality)
}

// place returns the page on which the document's type has what of picks, and
// where; nil where it has none.
func (s *server) place(c *customer.Customer, of func(template.Layout) *template.Box) (*customer.Page, template.Box) {
	if c.Document == nil {
		return nil, template.Box{}
	}
	for side, p := range c.Document.Pages {
		if p.Type == nil || p.Type.Support != document.FullSupport {
			continue
		}
		for _, t := range s.Templates {
			known := t.Country == p.Type.Country && t.Kind == p.Type.Kind && t.Edition == p.Type.Edition
			if box := of(t.Sides[string(side)]); known && box != nil {
				return p, *box
			}
		}
	}
	return nil, template.Box{}
}

// signatureLink is empty without a signature.
func (s *server) signatureLink(c *customer.Customer) string {
	if p, _ := s.place(c, signature); p != nil {
		return disview.DocumentPath(c.ID) + "/signature"
	}
	return ""
}
