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
	"strings"
	"testing"

	"portico/engine/customer"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/onboarding"
	"portico/sync/disapi"
	"portico/sync/disserver"
	"portico/sync/disserver/servertest"
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
	known := cfg.Access
	cfg.Access = func(h disserver.TokenHash) disserver.Access {
		if h == disserver.HashToken("reader") {
			return disserver.Forbidden
		}
		return known(h)
	}
	h := disserver.New(cfg)
	for name, c := range map[string]struct {
		token string
		want  int
	}{
		"none":           {"", 401},
		"empty":          {"Bearer ", 401},
		"unknown":        {"Bearer " + servertest.Token + "x", 401},
		"cut off":        {"Bearer " + servertest.Token[:10], 401},
		"another scheme": {"Basic " + servertest.Token, 401},
		"without a role": {"Bearer reader", 403},
		"known":          {"Bearer " + servertest.Token, 404},
		"lower case":     {"bearer " + servertest.Token, 404},
	} {
		t.Run(name, func(t *testing.T) {
			for _, path := range []string{"/customers/" + id, "/nothing"} {
				rec := ask(h, "GET", path, c.token, "")
				if rec.Code != c.want {
					t.Errorf("GET %s: %d, want %d", path, rec.Code, c.want)
				}
				if c.want != 404 && rec.Body.Len() > 0 {
					t.Errorf("GET %s: %d with a body", path, rec.Code)
				}
			}
		})
	}
	for _, path := range []string{"/info", "/health"} {
		if rec := ask(h, "GET", path, "", ""); rec.Code != http.StatusOK {
			t.Errorf("GET %s without a token: %d, want 200", path, rec.Code)
		}
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
