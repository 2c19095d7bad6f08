package delivery_test

import (
	"testing"

	"portico/sync/delivery"
	"portico/sync/disclient"
	"portico/sync/disserver/servertest"
)

// BenchmarkDelivery delivers a whole onboarding to a backend on loopback that
// answers at once, and tells the time of a step: a request, and the save that
// makes it known.
func BenchmarkDelivery(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		k, url := finished(b), servertest.Start(b, servertest.Config(b))
		client, err := disclient.New(url, disclient.Config{Token: servertest.Token})
		if err != nil {
			b.Fatal(err)
		}
		sender := delivery.New(client, k.store, delivery.Config{Audit: valid})
		save := func(payload []byte) error { k.entry.Payload = payload; return nil }
		b.StartTimer()
		if err := sender.Send(b.Context(), k.entry, save); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N*steps), "ms/step")
}
