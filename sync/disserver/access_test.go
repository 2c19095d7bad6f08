package disserver_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/onboarding"
	"portico/sync/audit"
	"portico/sync/disapi"
	"portico/sync/disserver"
	"portico/sync/disserver/servertest"
	"portico/sync/token"
)

// ask calls a handler without a network.
func ask(h http.Handler, method, path, token, body string) *httptest.ResponseRecorder {
	return askFor(context.Background(), h, method, path, token, body)
}

func askFor(ctx context.Context, h http.Handler, method, path, token, body string) *httptest.ResponseRecorder {
	req := httptest.NewRequestWithContext(ctx, method, "/api/v1"+path, strings.NewReader(body))
	if token != "" {
		req.Header.Set("Authorization", token)
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	return rec
}

func TestOnlyBearersOfAKnownTokenComeIn(t *testing.T) {
	cfg := servertest.Config(t)
	old := token.Of("old", token.Integrator, servertest.Now)
	old.Expires = servertest.Now
	cfg.Tokens = append(cfg.Tokens.(token.Fixed), old, token.Of("watcher", token.Operator, servertest.Now))
	h := disserver.New(cfg)
	for name, c := range map[string]struct {
		token string
		want  int
	}{
		"none":            {"", 401},
		"empty":           {"Bearer ", 401},
		"unknown":         {"Bearer " + servertest.Token + "x", 401},
		"cut off":         {"Bearer " + servertest.Token[:10], 401},
		"another scheme":  {"Basic " + servertest.Token, 401},
		"ended":           {"Bearer old", 401},
		"of no such role": {"Bearer watcher", 403},
		"known":           {"Bearer " + servertest.Token, 404},
		"lower case":      {"bearer " + servertest.Token, 404},
	} {
		t.Run(name, func(t *testing.T) {
			rec := ask(h, "GET", "/customers/"+id, c.token, "")
			if rec.Code != c.want {
				t.Errorf("%d, want %d", rec.Code, c.want)
			}
			if c.want != 404 && rec.Body.Len() > 0 {
				t.Errorf("%d with a body", rec.Code)
			}
			if rec := ask(h, "GET", "/nothing", c.token, ""); c.want == 401 && rec.Code != 401 {
				t.Errorf("GET /nothing: %d, want 401", rec.Code)
			}
		})
	}
	for _, path := range []string{"/info", "/health"} {
		if rec := ask(h, "GET", path, "", ""); rec.Code != http.StatusOK {
			t.Errorf("GET %s without a token: %d, want 200", path, rec.Code)
		}
	}
}

func TestRoles(t *testing.T) {
	cfg := servertest.Config(t)
	cfg.Tokens = token.Fixed{
		token.Of("kiosk", token.Kiosk, servertest.Now), token.Of("integrator", token.Integrator, servertest.Now),
		token.Of("operator", token.Operator, servertest.Now),
	}
	h := disserver.New(cfg)
	for _, c := range []struct {
		method, path                string
		kiosk, integrator, operator int
	}{
		{"POST", "/customers", 200, 200, 403},
		{"GET", "/customers/" + id, 404, 404, 403},
		{"POST", "/sessions", 400, 400, 403},
		{"POST", "/faces", 403, 400, 403},
		{"GET", "/metadata", 200, 200, 200},
		{"GET", "/nothing", 404, 404, 404},
	} {
		for bearer, want := range map[string]int{"kiosk": c.kiosk, "integrator": c.integrator, "operator": c.operator} {
			if rec := ask(h, c.method, c.path, "Bearer "+bearer, ""); rec.Code != want {
				t.Errorf("%s %s as %s: %d, want %d", c.method, c.path, bearer, rec.Code, want)
			}
		}
	}
}

// TestCustomersOfAnother are not there, unless the two are of one group.
func TestCustomersOfAnother(t *testing.T) {
	cfg := servertest.Config(t)
	in := func(text, group string) token.Token {
		made := token.Of(text, token.Integrator, servertest.Now)
		made.Group = group
		return made
	}
	cfg.Tokens = token.Fixed{in("ours", "branch"), in("sister", "branch"), in("theirs", "")}
	h := disserver.New(cfg)
	c := "/customers/" + id
	want := func(bearer, method, path, body string, status int) *httptest.ResponseRecorder {
		t.Helper()
		rec := ask(h, method, path, "Bearer "+bearer, body)
		if rec.Code != status {
			t.Errorf("%s: %s %s: %d %s, want %d", bearer, method, path, rec.Code, rec.Body, status)
		}
		return rec
	}
	want("ours", "POST", c, "", 200)
	want("ours", "PUT", c+"/selfie", image64(t, servertest.Holder), 200)
	origin := `{"faceOrigin":{"link":"/api/v1` + c + `/selfie"}}`
	var face disapi.CreateFaceResponse
	if err := json.Unmarshal(want("ours", "POST", "/faces", origin, 200).Body.Bytes(), &face); err != nil {
		t.Fatal(err)
	}
	want("sister", "GET", c+"/selfie", "", 200)
	want("sister", "GET", "/faces/"+face.ID+"/aspects", "", 200)
	for path, method := range map[string]string{
		c: "GET", c + "/selfie": "GET", c + "/inspect": "POST", c + "/liveness": "PUT", "/faces/" + face.ID + "/aspects": "GET",
	} {
		want("theirs", method, path, "", 404)
	}
	want("theirs", "POST", "/faces", origin, 404)
	want("theirs", "POST", c, "", 422)
	for _, path := range []string{c, c + "/selfie", "/faces/" + face.ID} {
		want("theirs", "DELETE", path, "", 204)
	}
	want("ours", "GET", c+"/selfie", "", 200)
	want("ours", "GET", "/faces/"+face.ID+"/aspects", "", 200)
}

// TestATokenThatAsksTooMuch is held back; others are not.
func TestATokenThatAsksTooMuch(t *testing.T) {
	cfg := servertest.Config(t)
	now := servertest.Now
	cfg.Clock = func() time.Time { return now }
	cfg.Rate, cfg.Burst = 2, 3
	h := disserver.New(cfg)
	get := func(bearer string) *httptest.ResponseRecorder {
		return ask(h, "GET", "/metadata", "Bearer "+bearer, "")
	}
	for range 3 {
		if rec := get(servertest.Token); rec.Code != 200 {
			t.Fatalf("%d within the burst", rec.Code)
		}
	}
	rec := get(servertest.Token)
	var e disapi.ErrorResponse
	if err := json.Unmarshal(rec.Body.Bytes(), &e); err != nil || rec.Code != 429 || e.ErrorCode != disapi.TooManyRequests || rec.Header().Get("Retry-After") != "1" {
		t.Errorf("the fourth: %d %s, Retry-After %q", rec.Code, rec.Body, rec.Header().Get("Retry-After"))
	}
	if rec := get("another"); rec.Code != 200 {
		t.Errorf("another token: %d", rec.Code)
	}
	now = now.Add(time.Second)
	if rec := get(servertest.Token); rec.Code != 200 {
		t.Errorf("a second later: %d", rec.Code)
	}
}

// TestHeaders are on every answer, refusals too.
func TestHeaders(t *testing.T) {
	h := disserver.New(servertest.Config(t))
	for name, bearer := range map[string]string{"let in": "Bearer " + servertest.Token, "refused": ""} {
		got := ask(h, "GET", "/metadata", bearer, "").Header()
		for header, want := range map[string]string{
			"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
		} {
			if got.Get(header) != want {
				t.Errorf("%s: %s: %q, want %q", name, header, got.Get(header), want)
			}
		}
		if len(got.Get("X-Request-Id")) < 8 {
			t.Errorf("%s: no request id", name)
		}
	}
	for sent, kept := range map[string]bool{"client-0001": true, "no good\nid": false, "short": false} {
		req := httptest.NewRequest(http.MethodGet, "/api/v1/info", nil)
		req.Header.Set("X-Request-Id", sent)
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, req)
		if got := rec.Header().Get("X-Request-Id"); (got == sent) != kept {
			t.Errorf("request id %q came back as %q", sent, got)
		}
	}
}

// TestTheTrail holds what becomes of a customer, and nothing of what it is.
func TestTheTrail(t *testing.T) {
	cfg := servertest.Config(t)
	var trail []audit.Event
	cfg.Audit = func(_ context.Context, e audit.Event) error {
		trail = append(trail, e)
		return e.Validate()
	}
	h := disserver.New(cfg)
	bearer := "Bearer " + servertest.Token
	ask(h, "POST", "/customers/"+id, bearer, "")
	ask(h, "POST", "/customers/"+id+"/store", bearer, `{"onboardingStatus":"FINISHED"}`)
	ask(h, "DELETE", "/customers/"+id, bearer, "")
	ask(h, "DELETE", "/customers/"+id, bearer, "")
	want := []audit.Event{
		{What: audit.Begun, Role: audit.Client, Subject: id},
		{What: audit.Decided, Role: audit.Client, Subject: id, Decision: "REVIEW"},
		{What: audit.Erased, Role: audit.Client, Subject: id},
	}
	if !reflect.DeepEqual(trail, want) {
		t.Errorf("trail %+v, want %+v", trail, want)
	}
}

func TestHealthIsDownWithoutAStore(t *testing.T) {
	cfg := servertest.Config(t)
	cfg.Store = brokenStore{cfg.Store}
	rec := ask(disserver.New(cfg), "GET", "/health", "", "")
	if want := `{"status":"DOWN","components":{"store":{"status":"DOWN"}}}`; rec.Code != http.StatusServiceUnavailable || strings.TrimSpace(rec.Body.String()) != want {
		t.Errorf("%d %s, want 503 %s", rec.Code, rec.Body, want)
	}
}

const secret = "Brian Bell, BB456987"

type brokenStore struct{ customer.Store }

func (brokenStore) Get(context.Context, string) (*customer.Customer, error) {
	return nil, errors.New("disk on fire: " + secret)
}

type panickingFaces struct{ servertest.Faces }

func (panickingFaces) Find(context.Context, *image.RGBA) ([]face.Face, error) { panic(secret) }

// TestAFailureTellsNothing holds that neither an error's text nor a panic's
// value reaches a client, and that no picture, value or token reaches a log.
func TestAFailureTellsNothing(t *testing.T) {
	var logged bytes.Buffer
	cfg := servertest.Config(t)
	cfg.Log = slog.New(slog.NewJSONHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	cfg.Engine = onboarding.New(servertest.Documents{}, panickingFaces{}, servertest.Passive{}, imaging.Limits{})
	h := disserver.New(cfg)
	token := "Bearer " + servertest.Token
	ask(h, "POST", "/customers/"+id, token, "")
	rec := ask(h, "PUT", "/customers/"+id+"/selfie", token, image64(t, servertest.Holder))
	var e disapi.ErrorResponse
	if err := json.Unmarshal(rec.Body.Bytes(), &e); err != nil || rec.Code != 500 || e.ErrorCode != disapi.UnexpectedError {
		t.Errorf("%d %s, want 500 UNEXPECTED_ERROR", rec.Code, rec.Body)
	}
	if strings.Contains(rec.Body.String(), "Brian") {
		t.Error("the client was told the value of the panic")
	}
	if log := logged.String(); !strings.Contains(log, "createSelfie") || strings.Contains(log, "Brian") || strings.Contains(log, servertest.Token) || strings.Contains(log, id) {
		t.Errorf("logged %s", log)
	}
	if rec := ask(h, "PUT", "/customers/"+id+"/document", token, "{}"); rec.Code != http.StatusOK {
		t.Errorf("after the panic: %d, want 200", rec.Code)
	}
}

// unread fails the test when the server reads it.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.EOF
}

// TestRefusedBeforeTheBodyIsRead: neither a stranger's upload, nor one for
// nobody, nor one that announces too much costs more than its header.
func TestRefusedBeforeTheBodyIsRead(t *testing.T) {
	h := disserver.New(servertest.Config(t))
	token := "Bearer " + servertest.Token
	ask(h, "POST", "/customers/"+id, token, "")
	for name, c := range map[string]struct {
		path, token string
		length      int64
		want        int
	}{
		"no token":      {"/customers/" + id + "/selfie", "", 1000, 401},
		"no customer":   {"/customers/0d4df7a4-2f0a-4a0b-9b3c-0a7d1c9e5f10/selfie", token, 1000, 404},
		"no document":   {"/customers/" + id + "/document/pages", token, 1000, 404},
		"announced big": {"/customers/" + id + "/selfie", token, 65 << 20, 400},
		"big binary":    {"/customers/" + id + "/selfie/binary", token, 65 << 20, 400},
	} {
		t.Run(name, func(t *testing.T) {
			req := httptest.NewRequest(http.MethodPut, "/api/v1"+c.path, unread{t})
			req.ContentLength = c.length
			req.Header.Set("Authorization", c.token)
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, req)
			if rec.Code != c.want {
				t.Errorf("%d, want %d", rec.Code, c.want)
			}
		})
	}
}
