package disserver

import (
	"context"
	"net/http"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/sync/disapi"
	"portico/sync/disview"
)

func (s *server) putPage(r *http.Request) (any, error) {
	if _, err := s.withDocument(r); err != nil {
		return nil, err
	}
	photo, sides, err := s.pagePicture(r)
	if err != nil {
		return nil, err
	}
	return s.recognise(r, func(ctx context.Context, c *customer.Customer) (any, error) {
		if c.Document == nil {
			return nil, errNoDocument
		}
		out, err := s.Engine.AddPage(ctx, c, photo, sides)
		if err != nil {
			return nil, err
		}
		return disview.Page(c.ID, out), nil
	})
}

// pagePicture returns the picture of either kind of body, and the advice that
// only JSON can give.
func (s *server) pagePicture(r *http.Request) (photo []byte, sides []document.Side, err error) {
	if binary(r) {
		photo, err = s.readPicture(r)
		return photo, nil, err
	}
	var req disapi.CreateDocumentPageRequest
	if err := s.decode(r, &req); err != nil {
		return nil, nil, err
	}
	if a := req.Advice; a != nil && a.Classification != nil {
		for _, word := range a.Classification.PageTypes {
			if err := oneOf("pageTypes", word, string(document.Front), string(document.Back)); err != nil {
				return nil, nil, err
			}
			sides = append(sides, document.Side(word))
		}
	}
	photo, err = s.picture(r.Context(), req.Image)
	return photo, sides, err
}

// page finds the page that the request names.
func (s *server) page(r *http.Request) (c *customer.Customer, p *customer.Page, err error) {
	side := document.Side(r.PathValue("side"))
	if side != document.Front && side != document.Back && side != document.Unknown {
		return nil, nil, &problem{disapi.InvalidRequestParameter, "the page type is front, back or unknown"}
	}
	if c, err = s.withDocument(r); err != nil {
		return nil, nil, err
	}
	if p = c.Document.Pages[side]; p == nil {
		return nil, nil, &problem{disapi.NotFound, "the document has no such page"}
	}
	return c, p, nil
}

func (s *server) getPage(r *http.Request) (any, error) {
	c, p, err := s.page(r)
	if err != nil {
		return nil, err
	}
	return s.crop(r, c.ID, p.Normalized)
}

func (s *server) getQuality(r *http.Request) (any, error) {
	_, p, err := s.page(r)
	if err != nil {
		return nil, err
	}
	return disview.Quality(p.Quality), nil
}

func (s *server) getPortrait(r *http.Request) (any, error) {
	c, err := s.find(r)
	if err != nil {
		return nil, err
	}
	blob, ok := portraitOf(c)
	if !ok {
		return nil, &problem{disapi.NotFound, "the document has no portrait"}
	}
	return s.crop(r, c.ID, blob)
}

// portraitOf returns the picture of the first portrait on the document.
func portraitOf(c *customer.Customer) (blob customer.Blob, ok bool) {
	if c.Document == nil {
		return "", false
	}
	for _, side := range []document.Side{document.Front, document.Back, document.Unknown} {
		if p := c.Document.Pages[side]; p != nil && p.Face != "" {
			return p.Face, true
		}
	}
	return "", false
}
