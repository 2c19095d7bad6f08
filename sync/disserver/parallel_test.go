package disserver_test

import (
	"context"
	"image"
	"net/http"
	"sync"
	"testing"

	"portico/engine/document"
	"portico/engine/imaging"
	"portico/engine/onboarding"
	"portico/sync/disserver"
	"portico/sync/disserver/servertest"
)

// interrupted reads documents and lets another request in before it is done.
type interrupted struct {
	servertest.Documents
	meanwhile func()
}

func (i *interrupted) Read(ctx context.Context, photo *image.RGBA, opt document.Options) (*document.Reading, error) {
	if i.meanwhile != nil {
		i.meanwhile()
	}
	return i.Documents.Read(ctx, photo, opt)
}

// TestParallelBranches writes selfie and liveness of a customer whose page is
// being read: each is kept, and two pages at a time are the only conflict.
func TestParallelBranches(t *testing.T) {
	reader := &interrupted{}
	cfg := servertest.Config(t)
	cfg.Engine = onboarding.New(reader, servertest.Faces{}, servertest.Passive{}, imaging.Limits{})
	h := disserver.New(cfg)
	c, token := "/customers/"+id, "Bearer "+servertest.Token
	want := func(method, path, body string, status int) {
		t.Helper()
		if rec := ask(h, method, path, token, body); rec.Code != status {
			t.Errorf("%s %s: %d %s, want %d", method, path, rec.Code, rec.Body, status)
		}
	}
	want("POST", c, "", http.StatusOK)
	want("PUT", c+"/document", "{}", http.StatusOK)
	reader.meanwhile = func() {
		reader.meanwhile = nil
		want("PUT", c+"/selfie", image64(t, servertest.Holder), http.StatusOK)
		want("PUT", c+"/liveness", "", http.StatusOK)
		want("POST", c+"/liveness/selfies", livenessSelfie(servertest.JPEG(t, servertest.Holder), "NONE"), http.StatusOK)
	}
	want("PUT", c+"/document/pages", image64(t, servertest.Front), http.StatusOK)
	for _, path := range []string{"/selfie", "/document/pages/front", "/document/portrait"} {
		want("GET", c+path, "", http.StatusOK)
	}
	want("POST", c+"/liveness/evaluation", `{"type":"PASSIVE_LIVENESS"}`, http.StatusOK)
	reader.meanwhile = func() {
		reader.meanwhile = nil
		want("PUT", c+"/document/pages", image64(t, servertest.Back), http.StatusOK)
	}
	want("PUT", c+"/document/pages", image64(t, servertest.Front), http.StatusConflict)
	reader.meanwhile = func() {
		reader.meanwhile = nil
		want("DELETE", c, "", http.StatusNoContent)
	}
	want("PUT", c+"/document/pages", image64(t, servertest.Front), http.StatusNotFound)
}

// TestManyBranchesAtOnce is what a client in a hurry does; it never retries.
func TestManyBranchesAtOnce(t *testing.T) {
	b := start(t)
	c := "/customers/" + id
	b.do("POST", c, nil)
	var wg sync.WaitGroup
	for _, steps := range [][]struct {
		method, path string
		body         any
	}{
		{{"PUT", "/selfie", image64(t, servertest.Holder)}},
		{{"PUT", "/liveness", nil}, {"POST", "/liveness/selfies", livenessSelfie(servertest.JPEG(t, servertest.Holder), "NONE")}, {"POST", "/liveness/evaluation", `{"type":"PASSIVE_LIVENESS"}`}},
		{{"PUT", "/document", "{}"}, {"PUT", "/document/pages", image64(t, servertest.Front)}, {"PUT", "/document/pages", image64(t, servertest.Back)}},
	} {
		wg.Go(func() {
			for _, s := range steps {
				if status, got := b.do(s.method, c+s.path, s.body); status != http.StatusOK {
					t.Errorf("%s %s: %d %s", s.method, s.path, status, got)
				}
			}
		})
	}
	wg.Wait()
	for _, path := range []string{"/selfie", "/document/pages/front", "/document/pages/back", "/document/portrait"} {
		b.crop(c + path)
	}
}
