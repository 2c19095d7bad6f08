package disserver_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/disapi"
	"portico/sync/disserver"
	"portico/sync/disserver/servertest"
)

// sessionTest is a server whose clock the test turns, asked with or without a
// session.
type sessionTest struct {
	t     *testing.T
	h     http.Handler
	store customer.Store
	now   time.Time
}

func newSessionTest(t *testing.T) *sessionTest {
	cfg := servertest.Config(t)
	s := &sessionTest{t: t, now: servertest.Now}
	cfg.Clock = func() time.Time { return s.now }
	cfg.Store, cfg.Shelf = servertest.Store(t, cfg.Clock), servertest.Shelf(t, cfg.Clock)
	s.store = cfg.Store
	s.h = disserver.New(cfg)
	return s
}

func (s *sessionTest) ask(session, method, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(s.t.Context(), method, "/api/v1"+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+servertest.Token)
	if session != "" {
		r.Header.Set(disapi.SessionHeader, session)
	}
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, r)
	return w
}

func (s *sessionTest) want(session, method, path, body string, status int) {
	s.t.Helper()
	if got := s.ask(session, method, path, body); got.Code != status {
		s.t.Errorf("%s %s: %d %s, want %d", method, path, got.Code, got.Body, status)
	}
}

func (s *sessionTest) session(body string) string {
	s.t.Helper()
	w := s.ask("", "POST", "/sessions", body)
	var out disapi.CreateSessionResponse
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != http.StatusOK {
		s.t.Fatalf("%d %s", w.Code, w.Body)
	}
	if raw, err := base64.StdEncoding.DecodeString(out.Token); err != nil || len(raw) < 16 {
		s.t.Errorf("the token has %d random bytes: %v", len(raw), err)
	}
	return out.Token
}

// erased says whether nothing is kept of the customer.
func (s *sessionTest) erased() bool {
	_, err := s.store.Get(s.t.Context(), id)
	return err != nil
}

// TestASessionBindsItsCustomers is SPEC §9.
func TestASessionBindsItsCustomers(t *testing.T) {
	s := newSessionTest(t)
	ours, theirs := s.session(`{"timeout":600}`), s.session(`{"timeout":600}`)
	if ours == theirs {
		t.Fatal("two sessions have one token")
	}
	c := "/customers/" + id
	s.want(ours, "POST", c, "", http.StatusOK)
	s.want(ours, "PUT", c+"/selfie", image64(t, servertest.Holder), http.StatusOK)
	origin := `{"faceOrigin":{"link":"/api/v1` + c + `/selfie"}}`
	s.want(ours, "POST", "/faces", origin, http.StatusOK)
	for _, other := range []string{"", theirs, "nonsense"} {
		s.want(other, "GET", c, "", http.StatusNotFound)
		s.want(other, "POST", c+"/inspect", "", http.StatusNotFound)
		s.want(other, "PUT", c+"/liveness", "", http.StatusNotFound)
		s.want(other, "POST", "/faces", origin, http.StatusNotFound)
		s.want(other, "DELETE", c, "", http.StatusNoContent)
		s.want(other, "DELETE", c+"/selfie", "", http.StatusNoContent)
	}
	s.want(ours, "GET", c+"/selfie", "", http.StatusOK)
	s.want(theirs, "DELETE", "/sessions", "", http.StatusNoContent)
	s.want(ours, "GET", c, "", http.StatusOK)
	s.want(ours, "DELETE", "/sessions", "", http.StatusNoContent)
	s.want(ours, "GET", c, "", http.StatusNotFound)
	if !s.erased() {
		t.Error("the closed session's customer is still stored")
	}
	s.want(ours, "DELETE", "/sessions", "", http.StatusNoContent)
	if w := s.ask(ours, "POST", "/customers", ""); w.Code != http.StatusForbidden || w.Body.Len() > 0 {
		t.Errorf("a customer in a closed session: %d %s", w.Code, w.Body)
	}
}

func TestASessionRunsOut(t *testing.T) {
	s := newSessionTest(t)
	token := s.session(`{"timeout":60}`)
	c := "/customers/" + id
	s.want(token, "POST", c, "", http.StatusOK)
	s.now = s.now.Add(60 * time.Second)
	s.want(token, "GET", c, "", http.StatusOK)
	s.now = s.now.Add(time.Second)
	s.want(token, "GET", c, "", http.StatusNotFound)
	s.want(token, "POST", "/customers", "", http.StatusForbidden)
	s.want("", "POST", "/customers", "", http.StatusOK)
	if !s.erased() {
		t.Error("the customer of a session that ran out is still stored")
	}
}

// An id that was deleted and taken again belongs to whoever took it.
func TestClosingASessionSparesWhatIsNotItsOwn(t *testing.T) {
	s := newSessionTest(t)
	token := s.session(`{"timeout":60}`)
	c := "/customers/" + id
	s.want(token, "POST", c, "", http.StatusOK)
	s.want(token, "DELETE", c, "", http.StatusNoContent)
	s.want("", "POST", c, "", http.StatusOK)
	s.want(token, "DELETE", "/sessions", "", http.StatusNoContent)
	s.want("", "GET", c, "", http.StatusOK)
}

func TestSessionsThatAreRefused(t *testing.T) {
	b := start(t)
	for _, body := range []string{"", `{}`, `{"timeout":0}`, `{"timeout":-1}`, `{"timeout":"1"}`} {
		b.fails("POST", "/sessions", body, disapi.InvalidRequestBody)
	}
}
