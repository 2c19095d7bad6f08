package delivery

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"portico/engine/customer"
	"portico/engine/liveness"
	"portico/sync/disapi"
)

// livenessSteps fill the container, hand the records over and have everything
// evaluated that was evaluated here.
func (d *parcel) livenessSteps() []step {
	if d.c.Liveness == nil || len(d.c.Liveness.Selfies) == 0 {
		return nil
	}
	steps := []step{{"liveness", d.liveness}}
	for _, take := range d.c.Liveness.Takes {
		steps = append(steps, step{"record " + take.Record, func(ctx context.Context) (string, error) { return d.record(ctx, take) }})
	}
	for _, kind := range slices.Sorted(maps.Keys(d.c.Liveness.Results)) {
		steps = append(steps, step{"evaluate " + string(kind), func(ctx context.Context) (string, error) { return d.evaluate(ctx, kind) }})
	}
	return steps
}

// liveness fills a fresh container. Adding a picture twice would count it
// twice, so a container that was left unfinished is started again. A picture
// that the backend finds no face in is its finding, not a failure.
func (d *parcel) liveness(ctx context.Context) (string, error) {
	carried, err := d.carried(ctx)
	if err != nil {
		return "", err
	}
	if _, err := d.backend.PutLiveness(ctx, d.c.ID); err != nil {
		return "", err
	}
	faceless := 0
	for _, selfie := range d.c.Liveness.Selfies {
		if carried[selfie.Record] {
			continue
		}
		out, err := d.livenessSelfie(ctx, selfie)
		if err != nil {
			return "", err
		}
		if out.ErrorCode != "" {
			faceless++
		}
	}
	if faceless > 0 {
		return strconv.Itoa(faceless) + " NO_FACE_DETECTED", nil
	}
	return "", nil
}

// carried are the records that go as such and bring their own picture: those
// that were kept, to a backend that takes ours. Of the others the picture goes
// alone, and the record counts as not delivered.
func (d *parcel) carried(ctx context.Context) (map[string]bool, error) {
	carried := map[string]bool{}
	for _, take := range d.c.Liveness.Takes {
		carried[take.Record] = take.Sealed != ""
	}
	takes := false
	if slices.Contains(slices.Collect(maps.Values(carried)), true) {
		var err error
		if takes, err = d.backend.TakesRecords(ctx); err != nil {
			return nil, err
		}
	}
	for _, take := range d.c.Liveness.Takes {
		if carried[take.Record] = carried[take.Record] && takes; !carried[take.Record] {
			d.p.missed(missing(take.Result.Kind))
		}
	}
	return carried, nil
}

func (d *parcel) livenessSelfie(ctx context.Context, selfie customer.LivenessSelfie) (out disapi.CreateCustomerLivenessSelfieResponse, err error) {
	img, err := d.image(ctx, selfie.Image)
	if err != nil {
		return out, err
	}
	assertion := selfie.Assertion
	if assertion == liveness.Approaching || assertion == liveness.Lit {
		assertion = liveness.None // the contract has these words for records alone
	}
	return d.backend.AddLivenessSelfie(ctx, d.c.ID, disapi.CreateCustomerLivenessSelfieRequest{Image: img, Assertion: string(assertion)})
}

// record hands a kept record over. A backend takes a record once, so one whose
// answer was lost is looked for first.
func (d *parcel) record(ctx context.Context, take customer.Take) (string, error) {
	kind := string(take.Result.Kind)
	if slices.Contains(d.p.NotDelivered, missing(take.Result.Kind)) {
		return notDelivered, nil
	}
	there, err := d.backend.RetrieveLiveness(ctx, d.c.ID, disapi.EvaluateCustomerLivenessRequest{Type: kind})
	if err != nil {
		return "", err
	}
	if len(there.RecordSelfies) > 0 {
		return "taken already", nil
	}
	data, err := d.blob(ctx, take.Sealed)
	if err != nil {
		return "", err
	}
	out, err := d.backend.AddLivenessRecord(ctx, d.c.ID, data)
	if err == nil && out.ErrorCode != "" {
		d.p.missed(missing(take.Result.Kind))
		return out.ErrorCode, nil
	}
	return "taken", err
}

const notDelivered = "not delivered"

// missing names a challenge that was not delivered, as the audit trail takes it.
func missing(kind liveness.Kind) string { return "liveness." + string(kind) }

// evaluate has the backend judge by itself. A kind whose record it does not
// have is not asked for.
func (d *parcel) evaluate(ctx context.Context, kind liveness.Kind) (string, error) {
	recorded := slices.ContainsFunc(d.c.Liveness.Takes, func(t customer.Take) bool { return t.Result.Kind == kind })
	if !recorded && (kind == liveness.MagnifEye || kind == liveness.Light) {
		d.p.missed(missing(kind))
	}
	if slices.Contains(d.p.NotDelivered, missing(kind)) {
		return notDelivered, nil
	}
	out, err := d.backend.EvaluateLiveness(ctx, d.c.ID, disapi.EvaluateCustomerLivenessRequest{Type: string(kind)})
	if err != nil || out.Score == nil {
		return out.ErrorCode, err
	}
	return strconv.FormatFloat(*out.Score, 'f', 3, 64), nil
}
