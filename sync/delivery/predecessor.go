package delivery

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/liveness"
	"portico/sync/disclient"
)

// oldSteps are what the services before the contract can take of the customer:
// pages to read, the selfie beside the portrait, a gaze. They keep nothing, so
// each is a question that may be asked again. What has no call is noted as not
// delivered.
func (d *parcel) oldSteps() []step {
	var steps []step
	if d.c.Document != nil {
		for _, side := range d.sides() {
			steps = append(steps, step{"ocr " + string(side), func(ctx context.Context) (string, error) { return d.oldPage(ctx, side) }})
		}
	}
	if d.c.Selfie != nil {
		steps = append(steps, step{"face", d.oldFace})
	}
	if d.c.Liveness != nil {
		steps = append(steps, step{"gaze", d.oldGaze})
	}
	return append(steps, step{"store", func(context.Context) (string, error) {
		d.p.missed("store")
		return notDelivered, nil
	}})
}

func (d *parcel) oldPage(ctx context.Context, side document.Side) (string, error) {
	data, err := d.blob(ctx, d.c.Document.Pages[side].Photo)
	if err != nil {
		return "", err
	}
	code, err := d.backend.OldOCR(ctx, data)
	if code != "" {
		return "", permanent("the backend did not take the page " + string(side) + ": " + code)
	}
	return "", err
}

// oldFace compares the selfie with the portrait of the first page that has one.
func (d *parcel) oldFace(ctx context.Context) (string, error) {
	portrait := customer.Blob("")
	if d.c.Document != nil {
		for _, side := range d.sides() {
			if portrait == "" {
				portrait = d.c.Document.Pages[side].Face
			}
		}
	}
	if portrait == "" {
		d.p.missed("selfie")
		return notDelivered, nil
	}
	probe, err1 := d.blob(ctx, d.c.Selfie.Image)
	reference, err2 := d.blob(ctx, portrait)
	if err := errors.Join(err1, err2); err != nil {
		return "", err
	}
	answer, err := d.backend.OldVerify(ctx, probe, reference)
	return scored(answer), err
}

// oldGaze hands over the looks at the corners; every other challenge, and the
// pictures for it, has no call.
func (d *parcel) oldGaze(ctx context.Context) (string, error) {
	for kind := range d.c.Liveness.Results {
		if kind != liveness.EyeGaze {
			d.p.missed(missing(kind))
		}
	}
	slices.Sort(d.p.NotDelivered)
	var looks []disclient.OldSegment
	for _, selfie := range d.c.Liveness.Selfies {
		if !selfie.Assertion.Gaze() {
			continue
		}
		data, err := d.blob(ctx, selfie.Image)
		if err != nil {
			return "", err
		}
		looks = append(looks, disclient.OldSegment{
			Position: strings.TrimPrefix(string(selfie.Assertion), "EYE_GAZE_"), Image: disclient.OldImage{Data: data},
		})
	}
	if len(looks) == 0 {
		return notDelivered, nil
	}
	answer, err := d.backend.OldLiveness(ctx, looks)
	return scored(answer), err
}

func scored(answer disclient.OldScore) string {
	if answer.Score == nil {
		return answer.ErrorCode
	}
	return strconv.FormatFloat(*answer.Score, 'f', 3, 64)
}
