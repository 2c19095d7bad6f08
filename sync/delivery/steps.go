package delivery

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/liveness"
	"portico/sync/disapi"
	"portico/sync/disclient"
)

// step is one part of a delivery. Doing it again does no harm.
type step struct {
	name string
	do   func(context.Context) error
}

// steps are those of c, in the contract's order. Their names are kept in
// payloads and must not change.
func (s *Sender) steps(c *customer.Customer, p *progress) []step {
	d := parcel{Sender: s, c: c, p: p}
	steps := []step{{"customer", d.create}}
	if c.Selfie != nil {
		steps = append(steps, step{"selfie", d.selfie})
	}
	if c.Liveness != nil && len(c.Liveness.Selfies) > 0 {
		steps = append(steps, step{"liveness", d.liveness})
		for _, kind := range slices.Sorted(maps.Keys(c.Liveness.Results)) {
			if kind == liveness.MagnifEye || kind == liveness.Light {
				continue // judged from a take, of which only a picture is kept
			}
			steps = append(steps, step{"evaluate " + string(kind), func(ctx context.Context) error {
				_, err := d.backend.EvaluateLiveness(ctx, c.ID, disapi.EvaluateCustomerLivenessRequest{Type: string(kind)})
				return err
			}})
		}
	}
	if c.Document != nil && len(c.Document.Pages) > 0 {
		steps = append(steps, step{"document", d.document})
		for _, side := range slices.SortedFunc(maps.Keys(c.Document.Pages), frontFirst) {
			steps = append(steps, step{"page " + string(side), func(ctx context.Context) error { return d.page(ctx, side) }})
		}
		steps = append(steps, step{"verify", d.verify})
	}
	return append(steps, step{"store", d.store})
}

// frontFirst orders pages as people show them; the backend would warn of a
// missing front otherwise.
func frontFirst(a, b document.Side) int {
	order := []document.Side{document.Front, document.Back, document.Unknown}
	return slices.Index(order, a) - slices.Index(order, b)
}

// parcel is one customer on its way.
type parcel struct {
	*Sender
	c *customer.Customer
	p *progress
}

func (d parcel) create(ctx context.Context) error {
	_, err := d.backend.CreateCustomer(ctx, d.c.ID)
	if disclient.HasCode(err, disapi.AlreadyExists) {
		return nil // by an earlier try: nobody else makes this id
	}
	return err
}

func (d parcel) selfie(ctx context.Context) error {
	img, err := d.image(ctx, d.c.Selfie.Image)
	if err != nil {
		return err
	}
	out, err := d.backend.PutSelfie(ctx, d.c.ID, disapi.CreateSelfieRequest{Image: img})
	if err == nil && out.ErrorCode != "" {
		return permanent("the backend did not take the selfie: " + out.ErrorCode)
	}
	return err
}

// liveness fills a fresh container. Adding a picture twice would count it
// twice, so a container that was left unfinished is started again. A picture
// that the backend finds no face in is its finding, not a failure.
func (d parcel) liveness(ctx context.Context) error {
	if _, err := d.backend.PutLiveness(ctx, d.c.ID); err != nil {
		return err
	}
	for _, selfie := range d.c.Liveness.Selfies {
		if selfie.Record != "" { // of a take that is not sent
			continue
		}
		img, err := d.image(ctx, selfie.Image)
		if err != nil {
			return err
		}
		_, err = d.backend.AddLivenessSelfie(ctx, d.c.ID, disapi.CreateCustomerLivenessSelfieRequest{
			Image: img, Assertion: string(selfie.Assertion),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (d parcel) document(ctx context.Context) error {
	doc := d.c.Document
	_, err := d.backend.PutDocument(ctx, d.c.ID, disapi.CreateDocumentRequest{
		Advice: &disapi.DocumentAdvice{Classification: &disapi.DocumentClassificationAdvice{
			Countries: doc.Advice.Countries, Types: doc.Advice.Types,
			Editions: doc.Advice.Editions, MachineReadableTravelDocuments: doc.Advice.MRTDs,
		}},
		Sources: doc.Sources, AuthenticityChecks: doc.Checks,
	})
	return err
}

func (d parcel) page(ctx context.Context, side document.Side) error {
	img, err := d.image(ctx, d.c.Document.Pages[side].Photo)
	if err != nil {
		return err
	}
	req := disapi.CreateDocumentPageRequest{Image: img}
	if side != document.Unknown {
		req.Advice = &disapi.DocumentPageAdvice{Classification: &disapi.DocumentPageClassificationAdvice{PageTypes: []string{string(side)}}}
	}
	out, err := d.backend.PutPage(ctx, d.c.ID, req)
	if err != nil {
		return err
	}
	if out.ErrorCode != "" {
		return permanent(fmt.Sprintf("the backend did not take the page %s: %s", side, out.ErrorCode))
	}
	if !slices.Contains(d.p.Pages, out.PageType) {
		d.p.Pages = append(d.p.Pages, out.PageType)
	}
	return nil
}

// errIncomplete says that the backend does not have what it was sent.
var errIncomplete = errors.New("the backend does not have every page it was sent")

// verify asks the backend what it has. It may call a page by another type
// than we do, so its own words count.
func (d parcel) verify(ctx context.Context) error {
	got, err := d.backend.Customer(ctx, d.c.ID)
	if err != nil {
		return err
	}
	for _, side := range d.p.Pages {
		if got.Document == nil || !slices.Contains(got.Document.PageTypes, side) {
			return errIncomplete
		}
	}
	return nil
}

// store hands the customer over. Services that are not connected to a place
// for keeping have no such operation; the customer was there a moment ago, so
// not found means that.
func (d parcel) store(ctx context.Context) error {
	err := d.backend.StoreCustomer(ctx, d.c.ID, disapi.CustomerStoreRequest{
		ExternalID: d.c.ID, OnboardingStatus: disapi.StatusFinished,
	})
	if disclient.HasStatus(err, http.StatusNotFound) {
		return nil
	}
	return err
}

func (d parcel) image(ctx context.Context, blob customer.Blob) (*disapi.Image, error) {
	data, err := d.customers.Blob(ctx, d.c.ID, blob)
	if errors.Is(err, customer.ErrNotFound) {
		return nil, permanent("a picture of the onboarding is not in the store any more")
	}
	if err != nil {
		return nil, fmt.Errorf("read a picture of the onboarding: %w", err)
	}
	return &disapi.Image{Data: data}, nil
}
