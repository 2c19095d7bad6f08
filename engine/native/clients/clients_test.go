// Package clients_test plays what real clients of the contract do: the
// vendor's 23 published samples and an enrolment server's sequence, against
// the server with the real engine, over the samples' own pictures. What must
// come out is what those clients need in order to succeed.
package clients_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"

	customers "portico/engine/customer"
	"portico/engine/enginetest"
	"portico/engine/native/assemble"
	"portico/models"
	"portico/sync/disapi"
	"portico/sync/disapi/contracttest"
	"portico/sync/disclient"
	"portico/sync/disserver/servertest"
	"portico/sync/download"
)

// TestMain runs the tests as both programs run: with one OpenMP thread.
func TestMain(m *testing.M) {
	if err := assemble.Restart(assemble.OneOpenMPThread); err != nil {
		log.Fatal(err)
	}
	os.Exit(m.Run())
}

var openParts = sync.OnceValues(func() (*assemble.Parts, error) { return assemble.Open(context.Background()) })

func parts(t *testing.T) *assemble.Parts {
	t.Helper()
	p, err := openParts()
	if errors.Is(err, models.ErrMissing) || errors.Is(err, models.ErrNoDir) {
		t.Skipf("SKIPPED: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// kiosk signs liveness records.
var kiosk = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))

// backend is a server and the address at which the samples' pictures are.
type backend struct {
	t        *testing.T
	base     string
	pictures string
	store    customers.Store // what the server keeps
}

func start(t *testing.T) backend {
	t.Helper()
	p := parts(t)
	files := httptest.NewServer(http.FileServer(http.Dir(enginetest.Data(t, "dis", "faces"))))
	t.Cleanup(files.Close)
	from, err := download.New([]string{files.URL})
	if err != nil {
		t.Fatal(err)
	}
	cfg := servertest.Config(t)
	cfg.Engine, cfg.Faces, cfg.Templates = p.Engine, p.Faces, p.Types
	cfg.Devices = []ed25519.PublicKey{kiosk.Public().(ed25519.PublicKey)}
	cfg.Download = from.Fetch
	return backend{t, servertest.Start(t, cfg), files.URL, cfg.Store}
}

// client speaks as wire does; every answer is held against the contract.
func (b backend) client(wire func(http.RoundTripper) http.RoundTripper, token string) *disclient.Client {
	b.t.Helper()
	c, err := disclient.New(b.base, disclient.Config{
		Token: token, Transport: wire(contracttest.Transport(b.t, http.DefaultTransport)),
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return c
}

// samples is the client of the published samples.
func (b backend) samples() *disclient.Client {
	return b.client(func(next http.RoundTripper) http.RoundTripper { return javaWire{next} }, servertest.Token)
}

// reference is the samples' face that the server itself fetches.
func (b backend) reference() *disapi.Image {
	return &disapi.Image{URL: b.pictures + "/reference.jpeg"}
}

// file is one of the outside pictures.
func file(t *testing.T, elem ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(enginetest.Data(t, elem...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func face(t *testing.T, name string) *disapi.Image {
	return &disapi.Image{Data: file(t, "dis", "faces", name+".jpeg")}
}

func card(t *testing.T, level, side string) *disapi.Image {
	return &disapi.Image{Data: file(t, "dis", "documents", level, "document-"+side+".jpeg")}
}

// must ends the test where a call failed: any other status than 2xx stops a
// sample.
func must[T any](t *testing.T) func(T, error) T {
	return func(out T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}

func done(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// customer creates one, which is deleted in the end.
func customer(t *testing.T, c *disclient.Client) string {
	t.Helper()
	id := must[disapi.CreateCustomerResponse](t)(c.NewCustomer(t.Context())).ID
	t.Cleanup(func() {
		if err := c.DeleteCustomer(context.WithoutCancel(t.Context()), id); err != nil {
			t.Error(err)
		}
	})
	return id
}
