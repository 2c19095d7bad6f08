package delivery

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/sync/disapi"
	"portico/sync/disclient"
)

// steps are those of the customer, in the contract's order.
func (d *parcel) steps() []step {
	steps := []step{{"customer", d.create}}
	if d.c.Document != nil && len(d.c.Document.Pages) > 0 {
		steps = append(steps, step{"document", d.document})
		for _, side := range d.sides() {
			steps = append(steps, step{"page " + string(side), func(ctx context.Context) (string, error) { return d.page(ctx, side) }})
		}
		steps = append(steps, step{"verify", d.verify})
	}
	if d.c.Selfie != nil {
		steps = append(steps, step{"selfie", d.selfie})
	}
	steps = append(steps, d.livenessSteps()...)
	if d.c.Document != nil && len(d.c.Document.Pages) > 0 {
		steps = append(steps, step{"inspect-document", d.inspectDocument})
	}
	return append(steps, step{"inspect", d.inspect}, step{"store", d.store})
}

// sides are the document's pages as people show them: the backend would warn
// of a missing front otherwise.
func (d *parcel) sides() []document.Side {
	order := []document.Side{document.Front, document.Back, document.Unknown}
	return slices.SortedFunc(maps.Keys(d.c.Document.Pages), func(a, b document.Side) int {
		return slices.Index(order, a) - slices.Index(order, b)
	})
}

func (d *parcel) create(ctx context.Context) (string, error) {
	_, err := d.backend.CreateCustomer(ctx, d.c.ID)
	if disclient.HasCode(err, disapi.AlreadyExists) || disclient.HasStatus(err, http.StatusUnprocessableEntity) {
		return "made already", nil // by an earlier try: nobody else makes this id
	}
	return "made", err
}

func (d *parcel) selfie(ctx context.Context) (string, error) {
	img, err := d.image(ctx, d.c.Selfie.Image)
	if err != nil {
		return "", err
	}
	out, err := d.backend.PutSelfie(ctx, d.c.ID, disapi.CreateSelfieRequest{Image: img})
	if err == nil && out.ErrorCode != "" {
		return "", permanent("the backend did not take the selfie: " + out.ErrorCode)
	}
	return strings.Join(out.Warnings, " "), err
}

func (d *parcel) document(ctx context.Context) (string, error) {
	doc := d.c.Document
	_, err := d.backend.PutDocument(ctx, d.c.ID, disapi.CreateDocumentRequest{
		Advice: &disapi.DocumentAdvice{Classification: &disapi.DocumentClassificationAdvice{
			Countries: doc.Advice.Countries, Types: doc.Advice.Types,
			Editions: doc.Advice.Editions, MachineReadableTravelDocuments: doc.Advice.MRTDs,
		}},
		Sources: doc.Sources, AuthenticityChecks: doc.Checks,
	})
	return "", err
}

func (d *parcel) page(ctx context.Context, side document.Side) (string, error) {
	img, err := d.image(ctx, d.c.Document.Pages[side].Photo)
	if err != nil {
		return "", err
	}
	req := disapi.CreateDocumentPageRequest{Image: img}
	if side != document.Unknown {
		req.Advice = &disapi.DocumentPageAdvice{Classification: &disapi.DocumentPageClassificationAdvice{PageTypes: []string{string(side)}}}
	}
	out, err := d.backend.PutPage(ctx, d.c.ID, req)
	if err != nil {
		return "", err
	}
	if out.ErrorCode != "" {
		return "", permanent(fmt.Sprintf("the backend did not take the page %s: %s", side, out.ErrorCode))
	}
	if !slices.Contains(d.p.Pages, out.PageType) {
		d.p.Pages = append(d.p.Pages, out.PageType)
	}
	return strings.Join(append([]string{out.PageType}, out.Warnings...), " "), nil
}

// verify asks the backend what it has. It may call a page by another type
// than we do, so its own words count.
func (d *parcel) verify(ctx context.Context) (string, error) {
	got, err := d.backend.Customer(ctx, d.c.ID)
	if err != nil {
		return "", err
	}
	for _, side := range d.p.Pages {
		if got.Document == nil || !slices.Contains(got.Document.PageTypes, side) {
			return "", errIncomplete
		}
	}
	return strings.Join(d.p.Pages, " "), nil
}

// store hands the customer over. Services that are not connected to a place
// for keeping have no such operation; the customer was there a moment ago, so
// not found means that.
func (d *parcel) store(ctx context.Context) (string, error) {
	head, err := d.cfg.Head(ctx)
	if err != nil {
		return "", fmt.Errorf("read the head of the audit trail: %w", err)
	}
	err = d.backend.StoreCustomer(ctx, d.c.ID, disapi.CustomerStoreRequest{
		ExternalID: d.c.ID, OnboardingStatus: disapi.StatusFinished,
	}, head)
	if disclient.HasStatus(err, http.StatusNotFound) {
		d.p.missed("store")
		return "not supported", nil
	}
	return "kept", err
}

func (d *parcel) image(ctx context.Context, blob customer.Blob) (*disapi.Image, error) {
	data, err := d.blob(ctx, blob)
	if err != nil {
		return nil, err
	}
	return &disapi.Image{Data: data}, nil
}

func (d *parcel) blob(ctx context.Context, blob customer.Blob) ([]byte, error) {
	data, err := d.customers.Blob(ctx, d.c.ID, blob)
	if errors.Is(err, customer.ErrNotFound) {
		return nil, permanent("a picture of the onboarding is not in the store any more")
	}
	if err != nil {
		return nil, fmt.Errorf("read a picture of the onboarding: %w", err)
	}
	return data, nil
}
