package disserver_test

import (
	"crypto/ed25519"
	"net/http"
	"testing"
	"time"

	"portico/engine/liveness"
	records "portico/engine/liveness/record"
	"portico/sync/disapi/contracttest"
	"portico/sync/disserver/servertest"
)

// sealed is a record of the holder who does not move, signed with key.
func sealed(t *testing.T, key ed25519.PrivateKey, alter func(*records.Record)) []byte {
	t.Helper()
	r := records.Record{Kind: liveness.MagnifEye, Session: id, Nonce: records.Nonce{1}, Created: servertest.Now}
	for i := range 8 {
		r.Frames = append(r.Frames, records.Frame{At: time.Duration(i) * 80 * time.Millisecond, Image: servertest.JPEG(t, servertest.Holder)})
	}
	if alter != nil {
		alter(&r)
	}
	data, err := records.Seal(r, key)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestSignedRecords: a kiosk's record is taken once, for the customer it was
// taken for, soon after; whatever else is INVALID_DATA and leaves nothing.
func TestSignedRecords(t *testing.T) {
	kiosk := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	cfg := servertest.Config(t)
	cfg.Devices = []ed25519.PublicKey{kiosk.Public().(ed25519.PublicKey)}
	b := backend{t, servertest.Start(t, cfg), http.Client{Transport: contracttest.Transport(t, http.DefaultTransport)}}
	c := "/customers/" + id
	b.do("POST", c, nil)
	b.do("PUT", c+"/liveness", nil)

	changed := sealed(t, kiosk, nil)
	changed[len(changed)/2] ^= 1
	stranger := ed25519.NewKeyFromSeed([]byte("somebody else's, 32 bytes of it!"))
	for name, data := range map[string][]byte{
		"another device":   sealed(t, stranger, nil),
		"changed":          changed,
		"another customer": sealed(t, kiosk, func(r *records.Record) { r.Session = first }),
		"too old":          sealed(t, kiosk, func(r *records.Record) { r.Created = r.Created.Add(-31 * 24 * time.Hour) }),
		"of the future":    sealed(t, kiosk, func(r *records.Record) { r.Created = r.Created.Add(2 * time.Minute) }),
		"no face":          sealed(t, kiosk, func(r *records.Record) { r.Nonce[5], r.Frames = 1, nil }),
	} {
		t.Run(name, func(t *testing.T) {
			b.in(t).want("POST", c+"/liveness/records", data, `{"errorCode":"INVALID_DATA"}`)
		})
	}
	b.want("POST", c+"/liveness/evaluation", `{"type":"MAGNIFEYE_LIVENESS"}`, `{"errorCode":"NOT_ENOUGH_DATA"}`)
	b.want("POST", c+"/liveness/selfies/retrieve", `{"type":"MAGNIFEYE_LIVENESS"}`, `{}`)

	whole := sealed(t, kiosk, nil)
	link := b.record(c, whole)
	// One picture again and again is no approach.
	b.want("POST", c+"/liveness/evaluation", `{"type":"MAGNIFEYE_LIVENESS"}`, `{"errorCode":"INVALID_DATA"}`)
	if _, got := b.do("PUT", c+"/selfie", `{"selfieOrigin":{"link":"`+link+`"}}`); got == "" {
		t.Error("the record's selfie is not taken")
	}
	b.want("POST", c+"/liveness/records", whole, `{"errorCode":"INVALID_DATA"}`)
	b.do("PUT", c+"/liveness", nil)
	b.want("POST", c+"/liveness/records", whole, `{"errorCode":"INVALID_DATA"}`)
}
