package onboarding

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/face"
	"portico/engine/imaging"
)

// StartDocument opens a fresh document; pages of an earlier one are dropped.
func (e *Engine) StartDocument(c *customer.Customer, advice customer.Advice, sources, checks []string) {
	c.Document = &customer.Document{
		Advice: advice, Sources: sources, Checks: checks,
		Pages: map[document.Side]*customer.Page{},
	}
}

// AddPage reads a JPEG or PNG photograph of one page and keeps it, replacing
// an earlier photograph of the same side. StartDocument must have been called.
// Undecodable bytes are an error of package imaging.
func (e *Engine) AddPage(ctx context.Context, c *customer.Customer, photo []byte, sides []document.Side) (PageOutcome, error) {
	out, err := e.ReadPage(ctx, c, photo, sides)
	if err != nil || out.Code != "" {
		return out, err
	}
	out.Warnings = pageWarnings(c.Document, out.Reading)
	e.KeepPage(c, out)
	return out, nil
}

// ReadPage is AddPage without keeping anything: c, which must not change
// meanwhile, only says how its document is to be read. The outcome is for
// KeepPage, or is dropped.
func (e *Engine) ReadPage(ctx context.Context, c *customer.Customer, photo []byte, sides []document.Side) (PageOutcome, error) {
	watch := stopwatch{}
	done := watch.time("decode")
	img, err := imaging.Decode(photo, e.limits)
	done()
	if err != nil {
		return PageOutcome{}, err
	}
	d := c.Document
	r, err := e.documents.Read(ctx, img, document.Options{
		Sides: sides, Countries: d.Advice.Countries, Kinds: d.Advice.Types,
		Editions: d.Advice.Editions, MRTDs: d.Advice.MRTDs, Sources: d.Sources, Checks: d.Checks,
	})
	if errors.Is(err, document.ErrNoCard) {
		return PageOutcome{Code: NoCard, Millis: watch}, nil
	}
	if err != nil {
		return PageOutcome{}, err
	}
	for stage, ms := range r.Millis {
		watch[stage] = ms
	}
	out := PageOutcome{Page: &customer.Page{Page: r.Page}, Reading: r, Millis: watch, photo: photo}
	if err := e.describePortrait(ctx, &out, watch); err != nil {
		return PageOutcome{}, err
	}
	out.normalized, err = imaging.EncodeJPEG(r.Rectified, jpegQuality)
	return out, err
}

// KeepPage keeps a page that was read, with the photograph that it was read
// from, in place of an earlier one of the same side. An outcome with a Code, or
// kept before, must not be given to it.
func (e *Engine) KeepPage(c *customer.Customer, out PageOutcome) {
	p, d := out.Page, c.Document
	if out.portrait != nil {
		p.Face = c.Attach(out.portrait)
	}
	p.Photo, p.Normalized = c.Attach(out.photo), c.Attach(out.normalized)
	if d.Pages == nil { // none yet, as a store brings it back
		d.Pages = map[document.Side]*customer.Page{}
	}
	d.Pages[out.Reading.Side] = p
}

// describePortrait keeps the portrait of a page with its template. A portrait
// in which no face can be described, or looked for, stays without one.
func (e *Engine) describePortrait(ctx context.Context, out *PageOutcome, watch stopwatch) (err error) {
	p, portrait := out.Page, out.Reading.Face
	if portrait == nil {
		return nil
	}
	defer watch.time("portrait")()
	if out.portrait, err = imaging.EncodeJPEG(portrait, jpegQuality); err != nil {
		return err
	}
	found, err := e.faces.Find(ctx, portrait)
	if errors.Is(err, face.ErrNoNetwork) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find the face on the portrait: %w", err)
	}
	if len(found) == 0 {
		return nil
	}
	if p.Template, err = e.template(ctx, portrait, found[0]); err != nil {
		return err
	}
	about, err := e.faces.Attributes(ctx, portrait, found[0])
	if err != nil {
		return fmt.Errorf("estimate age and gender of the portrait: %w", err)
	}
	p.About = &about
	return nil
}

// pageWarnings compares a new page with the document so far.
func pageWarnings(d *customer.Document, r *document.Reading) []string {
	if !recognised(r.Type) {
		return []string{TypeNotRecognized}
	}
	var w []string
	for side, other := range d.Pages {
		if side != r.Side && other.Type != nil && !sameType(*other.Type, *r.Type) {
			w = append(w, TypeMismatch)
			break
		}
	}
	if r.Side == document.Back && d.Pages[document.Front] == nil {
		w = append(w, MissingFront)
	}
	return w
}

// recognised tells a type that says what the document is from none, and from
// one whose fields were read without knowing.
func recognised(t *document.Type) bool {
	return t != nil && (t.Country != "" || t.Kind != "" || t.Edition != "" || t.MRTD != "")
}

// sameType compares what both know: a back side that only its MRZ gave away
// has no country of its own.
func sameType(a, b document.Type) bool {
	differ := func(x, y string) bool { return x != "" && y != "" && !strings.EqualFold(x, y) }
	if a.Support != document.FullSupport || b.Support != document.FullSupport {
		return !differ(a.MRTD, b.MRTD)
	}
	return !differ(a.Country, b.Country) && !differ(a.Kind, b.Kind) && !differ(a.Edition, b.Edition)
}
