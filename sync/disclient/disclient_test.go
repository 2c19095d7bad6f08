package disclient_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"portico/sync/disapi"
	"portico/sync/disapi/contracttest"
	"portico/sync/disclient"
	"portico/sync/disserver/servertest"
)

const id = "6f1c7c0e-9d1b-4c57-8a5e-3f0f6a4b2c11"

func client(t *testing.T, base string, cfg disclient.Config) *disclient.Client {
	t.Helper()
	c, err := disclient.New(base, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestAgainstTheServer calls every operation the client has.
func TestAgainstTheServer(t *testing.T) {
	base := servertest.Start(t, servertest.Config(t))
	c := client(t, base+"/", disclient.Config{Token: servertest.Token, Transport: contracttest.Transport(t, http.DefaultTransport)})
	ctx := t.Context()
	ok := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	holder := &disapi.Image{Data: servertest.JPEG(t, servertest.Holder)}
	info, err := c.Info(ctx)
	if err != nil || info.Build.Artifact != "portico" {
		t.Fatalf("info %+v, %v", info, err)
	}
	ok(c.CreateCustomer(ctx, id))
	if _, err := c.CreateCustomer(ctx, id); !disclient.HasCode(err, disapi.AlreadyExists) {
		t.Errorf("created twice: %v", err)
	}
	ok(c.PutSelfie(ctx, id, disapi.CreateSelfieRequest{Image: holder}))
	ok(c.PutLiveness(ctx, id))
	ok(c.AddLivenessSelfie(ctx, id, disapi.CreateCustomerLivenessSelfieRequest{Image: holder, Assertion: "NONE"}))
	res, err := c.EvaluateLiveness(ctx, id, disapi.EvaluateCustomerLivenessRequest{Type: "PASSIVE_LIVENESS"})
	if err != nil || res.Score == nil || *res.Score != .88 {
		t.Errorf("evaluation %+v, %v", res, err)
	}
	ok(c.PutDocument(ctx, id, disapi.CreateDocumentRequest{}))
	page, err := c.PutPage(ctx, id, disapi.CreateDocumentPageRequest{Image: &disapi.Image{Data: servertest.JPEG(t, servertest.Front)}})
	if err != nil || page.PageType != "front" {
		t.Errorf("page %+v, %v", page, err)
	}
	got, err := c.Customer(ctx, id)
	if err != nil || got.Surname == nil || got.Surname.VisualZone != "Bell" {
		t.Errorf("customer %+v, %v", got, err)
	}
	ok(nil, c.StoreCustomer(ctx, id, disapi.CustomerStoreRequest{OnboardingStatus: disapi.StatusFinished}, ""))
	ok(nil, c.DeleteCustomer(ctx, id))
	if _, err := c.Customer(ctx, id); !disclient.HasCode(err, disapi.NotFound) || !disclient.HasStatus(err, 404) {
		t.Errorf("read after delete: %v", err)
	}
}

// TestASessionsCustomers are there for its client alone, and end with it.
func TestASessionsCustomers(t *testing.T) {
	base := servertest.Start(t, servertest.Config(t))
	outside := client(t, base, disclient.Config{Token: servertest.Token, Transport: contracttest.Transport(t, http.DefaultTransport)})
	inside, err := outside.OpenSession(t.Context(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	created, err := inside.NewCustomer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := inside.Customer(t.Context(), created.ID); err != nil {
		t.Errorf("inside: %v", err)
	}
	if _, err := outside.Customer(t.Context(), created.ID); !disclient.HasCode(err, disapi.NotFound) {
		t.Errorf("outside: %v", err)
	}
	if err := inside.CloseSession(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := inside.Customer(t.Context(), created.ID); !disclient.HasCode(err, disapi.NotFound) {
		t.Errorf("after its end: %v", err)
	}
}

// TestFaces calls the operations on a face that belongs to no customer.
func TestFaces(t *testing.T) {
	base := servertest.Start(t, servertest.Config(t))
	c := client(t, base, disclient.Config{Token: servertest.Token, Transport: contracttest.Transport(t, http.DefaultTransport)})
	ctx := t.Context()
	holder, err := c.DetectFace(ctx, disapi.CreateFaceRequest{Image: &disapi.Image{Data: servertest.JPEG(t, servertest.Holder)}})
	if err != nil {
		t.Fatal(err)
	}
	template, err := c.FaceTemplate(ctx, holder.ID)
	if err != nil {
		t.Fatal(err)
	}
	for name, req := range map[string]disapi.FaceSimilarityRequest{
		"link": {ReferenceFace: holder.Links.Self}, "template": {ReferenceFaceTemplate: template.Data},
	} {
		if got, err := c.CompareFace(ctx, holder.ID, req); err != nil || got.Score < .9 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if got, err := c.FaceAspects(ctx, holder.ID); err != nil || got.Age != 41 {
		t.Errorf("aspects %+v, %v", got, err)
	}
	if crop, err := c.Picture(ctx, holder.Links.Self+"/crop", disclient.Size{Width: 60}); err != nil || len(crop) == 0 {
		t.Errorf("crop of %d bytes, %v", len(crop), err)
	}
	if err := c.DeleteFace(ctx, holder.ID); err != nil {
		t.Error(err)
	}
	if _, err := c.FaceQuality(ctx, holder.ID); !disclient.HasCode(err, disapi.NotFound) {
		t.Errorf("after its end: %v", err)
	}
}

func TestAddressesThatAreRefused(t *testing.T) {
	for base, want := range map[string]error{
		"":                           disclient.ErrAddress,
		"host/identity":              disclient.ErrAddress,
		"ftp://host":                 disclient.ErrAddress,
		"https://user:word@host":     disclient.ErrAddress,
		"https://host?x=1":           disclient.ErrAddress,
		"http://192.0.2.7":           disclient.ErrPlain,
		"http://localhost.evil.test": disclient.ErrPlain,
		"http://localhost:8080":      nil,
		"http://[::1]:8080":          nil,
		"https://host/identity":      nil,
	} {
		if _, err := disclient.New(base, disclient.Config{}); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", base, err, want)
		}
	}
	if _, err := disclient.New("http://192.0.2.7", disclient.Config{Plain: true}); err != nil {
		t.Errorf("allowed in clear: %v", err)
	}
}

// TestTheTokenDoesNotFollowARedirect has a server point to another one.
func TestTheTokenDoesNotFollowARedirect(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the other host got %s %s, token %v", r.Method, r.URL.Path, r.Header.Get("Authorization") != "")
	}))
	t.Cleanup(other.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		s := httptest.NewServer(http.RedirectHandler(other.URL, status))
		t.Cleanup(s.Close)
		_, err := client(t, s.URL, disclient.Config{Token: "secret"}).PutSelfie(t.Context(), id, disapi.CreateSelfieRequest{})
		var broken *disclient.TransportError
		if !errors.As(err, &broken) {
			t.Errorf("%d: %v, want a refused redirect", status, err)
		}
	}
}

// TestARedirectToAnotherMethodIsRefused: an upload must not become a GET that
// looks as if it had succeeded.
func TestARedirectToAnotherMethodIsRefused(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
			return
		}
		_, _ = io.WriteString(w, "{}")
	}))
	t.Cleanup(s.Close)
	if _, err := client(t, s.URL, disclient.Config{}).PutLiveness(t.Context(), id); err == nil {
		t.Error("the upload was answered by a GET")
	}
}

func TestErrorsNameWhatTheServerSaid(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		status     int
		body       string
		retryAfter string
		want       string
		wait       time.Duration
	}{
		"a code":         {400, `{"errorCode":"INVALID_IMAGE","errorMessage":"Brian Bell"}`, "", "createLiveness: 400 INVALID_IMAGE", 0},
		"no body":        {401, "", "", "createLiveness: 401 Unauthorized", 0},
		"another body":   {502, "<html>Brian Bell</html>", "", "createLiveness: 502 Bad Gateway", 0},
		"seconds":        {429, "", "30", "createLiveness: 429 Too Many Requests", 30 * time.Second},
		"a date":         {503, "", "Sun, 01 Mar 2026 12:01:00 GMT", "createLiveness: 503 Service Unavailable", time.Minute},
		"a date gone by": {503, "", "Sun, 01 Mar 2026 11:00:00 GMT", "createLiveness: 503 Service Unavailable", 0},
		"nonsense":       {503, "", "soon", "createLiveness: 503 Service Unavailable", 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", c.retryAfter)
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.body)
			}))
			t.Cleanup(s.Close)
			_, err := client(t, s.URL, disclient.Config{Clock: func() time.Time { return now }}).PutLiveness(t.Context(), id)
			var e *disclient.Error
			if !errors.As(err, &e) || e.Error() != c.want || e.RetryAfter != c.wait {
				t.Errorf("%q, %+v; want %q, %v", err, e, c.want, c.wait)
			}
		})
	}
}

func TestWhatIsNoAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		h    http.HandlerFunc
		want error
	}{
		"a page": {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") }, disclient.ErrAnswer},
		"half": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"links":`)
		}, io.ErrUnexpectedEOF},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(c.h)
			t.Cleanup(s.Close)
			_, err := client(t, s.URL, disclient.Config{}).PutLiveness(t.Context(), id)
			if !errors.Is(err, c.want) || strings.Contains(err.Error(), id) {
				t.Errorf("got %v, want %v without the id", err, c.want)
			}
		})
	}
}
