package main

import (
	"context"
	"time"

	"github.com/google/uuid"

	"portico/sync/disapi"
	"portico/sync/disclient"
)

// visitor is a client that brings one customer in after the other.
type visitor struct {
	*disclient.Client
	in    benchInput
	times *timings
}

// step is one request; what of its answer later ones need it keeps itself.
type step struct {
	name string
	do   func() error
}

// visit does a whole onboarding and everything with a face. A request that is
// sent away for load is skipped; so is what needs its answer.
func (v visitor) visit(ctx context.Context) error {
	for _, s := range append(v.onboarding(ctx, uuid.NewString()), v.face(ctx)...) {
		start := time.Now()
		if err := v.times.add(s.name, start, s.do()); err != nil && !disclient.HasStatus(err, 404) {
			return err
		}
	}
	return ctx.Err()
}

// asked drops the answer.
func asked[T any](_ T, err error) error { return err }

func (v visitor) onboarding(ctx context.Context, id string) []step {
	image := func(data []byte) *disapi.Image { return &disapi.Image{Data: data} }
	return []step{
		{"createCustomerWithUuid", func() error { return asked(v.CreateCustomer(ctx, id)) }},
		{"createSelfie", func() error {
			return asked(v.PutSelfie(ctx, id, disapi.CreateSelfieRequest{Image: image(v.in.selfie)}))
		}},
		{"createLiveness", func() error { return asked(v.PutLiveness(ctx, id)) }},
		{"createLivenessSelfie", func() error {
			return asked(v.AddLivenessSelfie(ctx, id, disapi.CreateCustomerLivenessSelfieRequest{Image: image(v.in.selfie), Assertion: "NONE"}))
		}},
		{"evaluateLiveness", func() error {
			return asked(v.EvaluateLiveness(ctx, id, disapi.EvaluateCustomerLivenessRequest{Type: "PASSIVE_LIVENESS"}))
		}},
		{"createDocument", func() error { return asked(v.PutDocument(ctx, id, disapi.CreateDocumentRequest{})) }},
		{"createDocumentPage front", func() error {
			return asked(v.PutPage(ctx, id, disapi.CreateDocumentPageRequest{Image: image(v.in.front)}))
		}},
		{"createDocumentPage back", func() error {
			return asked(v.PutPage(ctx, id, disapi.CreateDocumentPageRequest{Image: image(v.in.back)}))
		}},
		{"documentPageQuality", func() error { return asked(v.PageQuality(ctx, id, "front")) }},
		{"getCustomer", func() error { return asked(v.Customer(ctx, id)) }},
		{"documentPortrait", func() error {
			return asked(v.Picture(ctx, disapi.CustomerPath(id)+"/document/portrait", disclient.Size{Height: 800}))
		}},
		{"inspect", func() error { return asked(v.Inspect(ctx, id)) }},
		{"documentInspect", func() error { return asked(v.InspectDocument(ctx, id)) }},
		{"deleteCustomer", func() error { return v.DeleteCustomer(ctx, id) }},
	}
}

func (v visitor) face(ctx context.Context) []step {
	var f disapi.CreateFaceResponse
	var template disapi.FaceTemplateResponse
	return []step{
		{"detectFace", func() (err error) {
			f, err = v.DetectFace(ctx, disapi.CreateFaceRequest{Image: &disapi.Image{Data: v.in.selfie}})
			if f.ID == "" {
				f.ID = uuid.Nil.String() // there is none: what follows finds nothing
			}
			return err
		}},
		{"createTemplate", func() (err error) { template, err = v.FaceTemplate(ctx, f.ID); return err }},
		{"checkSimilarity", func() error {
			return asked(v.CompareFace(ctx, f.ID, disapi.FaceSimilarityRequest{ReferenceFaceTemplate: template.Data}))
		}},
		{"evaluateAspects", func() error { return asked(v.FaceAspects(ctx, f.ID)) }},
		{"checkQuality", func() error { return asked(v.FaceQuality(ctx, f.ID)) }},
		{"checkGlasses", func() error { return asked(v.FaceGlasses(ctx, f.ID)) }},
		{"checkFaceMask", func() error { return asked(v.FaceMask(ctx, f.ID)) }},
		{"doCropRemoveBackground", func() error {
			return asked(v.Picture(ctx, disapi.FacePath(f.ID)+"/crop/removed-background", disclient.Size{}))
		}},
		{"deleteFace", func() error { return v.DeleteFace(ctx, f.ID) }},
	}
}
