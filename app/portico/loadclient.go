package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"portico/sync/disapi"
	"portico/sync/disclient"
)

// visitor is a client that brings one customer in after the other.
type visitor struct {
	*disclient.Client
	url, token string // the same, for requests that a disclient.Client does not know
	in         benchInput
	times      *timings
}

// step is one request; what of its answer later ones need it keeps itself.
type step struct {
	name string
	do   func() error
}

// visit asks for every operation of the contract but records of liveness,
// chips, palms and what the sample card has not got: a whole onboarding,
// everything with a face, and the rest. A request that is sent away for load is
// skipped; so is what needs its answer.
func (v visitor) visit(ctx context.Context) error {
	for _, s := range slices.Concat(v.onboarding(ctx, uuid.NewString()), v.face(ctx), v.others(ctx)) {
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
	at := func(path string) string { return disapi.CustomerPath(id) + path }
	picture := func(name, path string, size disclient.Size) step {
		return step{name, func() error { return asked(v.Picture(ctx, at(path), size)) }}
	}
	return []step{
		{"createCustomerWithUuid", func() error { return asked(v.CreateCustomer(ctx, id)) }},
		v.bytes(ctx, "createSelfieBinary", http.MethodPut, at("/selfie/binary"), v.in.selfie),
		v.bare(ctx, "deleteSelfie", http.MethodDelete, at("/selfie"), nil),
		{"createSelfie", func() error {
			return asked(v.PutSelfie(ctx, id, disapi.CreateSelfieRequest{Image: image(v.in.selfie)}))
		}},
		picture("getSelfieImage", "/selfie", disclient.Size{}),
		{"createLiveness", func() error { return asked(v.PutLiveness(ctx, id)) }},
		{"createLivenessSelfie", func() error {
			return asked(v.AddLivenessSelfie(ctx, id, disapi.CreateCustomerLivenessSelfieRequest{Image: image(v.in.selfie), Assertion: "NONE"}))
		}},
		{"evaluateLiveness", func() error {
			return asked(v.EvaluateLiveness(ctx, id, disapi.EvaluateCustomerLivenessRequest{Type: "PASSIVE_LIVENESS"}))
		}},
		v.bare(ctx, "evaluateExtendedLiveness", http.MethodPost, at("/liveness/evaluation/extended"),
			disapi.EvaluateExtendedLivenessRequest{Type: "DEEPFAKE", LivenessResources: []string{"PASSIVE"}}),
		{"retrieveLivenessSelfiesAndRecords", func() error {
			return asked(v.RetrieveLiveness(ctx, id, disapi.EvaluateCustomerLivenessRequest{Type: "PASSIVE_LIVENESS"}))
		}},
		{"createDocument", func() error { return asked(v.PutDocument(ctx, id, disapi.CreateDocumentRequest{})) }},
		v.bytes(ctx, "createDocumentPageBinary", http.MethodPut, at("/document/pages/binary"), v.in.front),
		v.bare(ctx, "deleteDocument", http.MethodDelete, at("/document"), nil),
		{"createDocument", func() error { return asked(v.PutDocument(ctx, id, disapi.CreateDocumentRequest{})) }},
		{"createDocumentPage front", func() error {
			return asked(v.PutPage(ctx, id, disapi.CreateDocumentPageRequest{Image: image(v.in.front)}))
		}},
		{"createDocumentPage back", func() error {
			return asked(v.PutPage(ctx, id, disapi.CreateDocumentPageRequest{Image: image(v.in.back)}))
		}},
		{"documentPageQuality", func() error { return asked(v.PageQuality(ctx, id, "front")) }},
		picture("documentPageCrop", "/document/pages/front", disclient.Size{Height: 800}),
		picture("documentPortrait", "/document/portrait", disclient.Size{Height: 800}),
		picture("documentSignature", "/document/signature", disclient.Size{}),
		{"getCustomer", func() error { return asked(v.Customer(ctx, id)) }},
		{"inspect", func() error { return asked(v.Inspect(ctx, id)) }},
		v.bare(ctx, "inspectDisclose", http.MethodPost, at("/inspect/disclose"), nil),
		{"documentInspect", func() error { return asked(v.InspectDocument(ctx, id)) }},
		v.bare(ctx, "documentInspectDisclose", http.MethodPost, at("/document/inspect/disclose"), nil),
		v.bare(ctx, "deleteLiveness", http.MethodDelete, at("/liveness"), nil),
		{"deleteCustomer", func() error { return v.DeleteCustomer(ctx, id) }},
	}
}

func (v visitor) face(ctx context.Context) []step {
	var f disapi.CreateFaceResponse
	var template disapi.FaceTemplateResponse
	return []step{
		v.bytes(ctx, "detectFaceBinary", http.MethodPost, disapi.Base+"/faces/binary", v.in.selfie),
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
		{"doCrop", func() error { return asked(v.Picture(ctx, disapi.FacePath(f.ID)+"/crop", disclient.Size{})) }},
		{"doCropCoordinates", func() error { return asked(v.FaceCropCoordinates(ctx, f.ID)) }},
		{"doCropRemoveBackground", func() error {
			return asked(v.Picture(ctx, disapi.FacePath(f.ID)+"/crop/removed-background", disclient.Size{}))
		}},
		{"deleteFace", func() error { return v.DeleteFace(ctx, f.ID) }},
	}
}

// others are the operations that belong to nobody.
func (v visitor) others(ctx context.Context) []step {
	inside := v.Client
	return []step{
		{"info", func() error { return asked(v.Info(ctx)) }},
		{"health", func() error { return asked(v.Health(ctx)) }},
		{"metadata", func() error { return asked(v.Metadata(ctx)) }},
		{"createCustomer", func() error { return asked(v.NewCustomer(ctx)) }},
		{"createSession", func() error {
			opened, err := v.OpenSession(ctx, time.Minute)
			if err == nil {
				inside = opened
			}
			return err
		}},
		{"deleteSession", func() error { return inside.CloseSession(ctx) }},
	}
}

// bytes is a request that sends a picture bare.
func (v visitor) bytes(ctx context.Context, operation, method, path string, picture []byte) step {
	return step{operation, func() error { return v.send(ctx, operation, method, path, "application/octet-stream", picture) }}
}

// bare is a request that disclient does not know; body may be nil.
func (v visitor) bare(ctx context.Context, operation, method, path string, body any) step {
	return step{operation, func() error {
		var data []byte
		if body != nil {
			var err error
			if data, err = json.Marshal(body); err != nil {
				return err
			}
		}
		return v.send(ctx, operation, method, path, "application/json", data)
	}}
}

func (v visitor) send(ctx context.Context, operation, method, path, media string, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, method, v.url+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+v.token)
	if body != nil {
		req.Header.Set("Content-Type", media)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, res.Body)
	err = errors.Join(err, res.Body.Close())
	if err == nil && res.StatusCode >= http.StatusBadRequest {
		return &disclient.Error{Operation: operation, Status: res.StatusCode}
	}
	return err
}
