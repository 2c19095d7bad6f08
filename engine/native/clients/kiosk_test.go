package clients_test

import (
	"testing"

	customers "portico/engine/customer"
	"portico/engine/liveness"
	"portico/engine/liveness/record"
	"portico/sync/delivery"
	"portico/sync/disclient"
	"portico/sync/disserver/servertest"
)

// TestKiosk delivers an approach and a light challenge from a kiosk to a backend
// of ours, which judges both again from what the kiosk filmed, and comes to the
// same.
func TestKiosk(t *testing.T) {
	p := parts(t)
	const id = "6f1c7c0e-9d1b-4c57-8a5e-3f0f6a4b2c11"
	kinds := []liveness.Kind{liveness.MagnifEye, liveness.Light}
	here := servertest.Store(t, servertest.Clock)
	c := customers.New(id, servertest.Now)
	c.Consents = []customers.Consent{{Purpose: "biometrics", Text: "1", Language: "en", Given: servertest.Now}}
	done(t, here.Create(t.Context(), c))
	p.Engine.StartLiveness(c)
	for _, kind := range kinds {
		film, take := filmed(t, kind, id)
		name := "record of " + string(kind)
		if out, err := p.Engine.AddTake(t.Context(), c, name, take, film); err != nil || out.Code != "" {
			t.Fatalf("%s: %+v, %v", kind, out, err)
		}
		c.Liveness.Keep(name, c.Attach(must[[]byte](t)(record.Seal(film, kiosk))))
		must[liveness.Result](t)(p.Engine.EvaluateLiveness(t.Context(), c, kind))
	}
	p.Engine.Finish(c, servertest.Now)
	done(t, here.Save(t.Context(), c))

	b := start(t)
	client := must[*disclient.Client](t)(disclient.New(b.base, disclient.Config{Token: servertest.Token}))
	entry := delivery.NewEntry(c)
	done(t, delivery.New(client, here, delivery.Config{Clock: servertest.Clock}).Send(t.Context(), entry, func([]byte) error { return nil }))

	kept := must[*customers.Customer](t)(here.Get(t.Context(), id))
	if d := kept.Deliveries; len(d) != 1 || len(d[0].NotDelivered) > 0 {
		t.Errorf("deliveries %+v, want one with everything", d)
	}
	there := must[*customers.Customer](t)(b.store.Get(t.Context(), id))
	for _, kind := range kinds {
		ours, theirs := kept.Liveness.Results[kind], there.Liveness.Results[kind]
		if ours.Score == nil || theirs.Score == nil {
			t.Fatalf("%s: %+v at the kiosk, %+v at the backend", kind, ours, theirs)
		}
		t.Logf("%s: %.3f at the kiosk, %.3f at the backend", kind, *ours.Score, *theirs.Score)
		if *ours.Score < reviewed || *theirs.Score < reviewed {
			t.Errorf("%s: below %.2f", kind, reviewed)
		}
	}
}
