package clients_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"portico/sync/disapi"
	"portico/sync/disapi/contracttest"
	"portico/sync/disclient"
	"portico/sync/disserver/servertest"
)

// selfie sets the customer's selfie, which must come without a warning.
func selfie(t *testing.T, c *disclient.Client, id string, req disapi.CreateSelfieRequest) {
	t.Helper()
	got := must[disapi.CreateSelfieResponse](t)(c.PutSelfie(t.Context(), id, req))
	if got.Detection == nil || got.Links == nil || len(got.Warnings) > 0 {
		t.Fatalf("the selfie: %+v", got)
	}
}

// passive takes selfie and liveness from one picture.
func passive(t *testing.T, c *disclient.Client, id string) {
	t.Helper()
	selfie(t, c, id, disapi.CreateSelfieRequest{Image: face(t, "face")})
	container(t, c, id)
	shows(t, c, id, "face", "NONE")
	if got := score(t, c, id, "PASSIVE"); got < reviewed {
		t.Errorf("passive liveness %v", got)
	}
}

// approached adds a signed record and returns the link of its selfie.
func approached(t *testing.T, c *disclient.Client, id string) string {
	t.Helper()
	container(t, c, id)
	got := must[disapi.CreateCustomerLivenessRecordResponse](t)(c.AddLivenessRecord(t.Context(), id, closer(t, id)))
	if got.ErrorCode != "" || got.Links == nil {
		t.Fatalf("the record: %+v", got)
	}
	return got.Links.Selfie
}

// twoSides is what the samples do from the document on.
func twoSides(t *testing.T, c *disclient.Client, id string) {
	t.Helper()
	document(t, c, id, classified([]string{"INO"}, nil))
	for _, side := range []string{"front", "back"} {
		got := page(t, c, id, card(t, "L2", side))
		if got.ErrorCode != "" || got.DocumentType == nil || got.DocumentType.Type != "identity-card" || got.PageType != side {
			t.Errorf("%s: %+v", side, got)
		}
	}
	links := must[disapi.Customer](t)(c.Customer(t.Context(), id)).Document.Links
	if links.Portrait == "" || links.Pages["front"] == "" || links.Pages["back"] == "" {
		t.Fatalf("links %+v", links)
	}
	for _, link := range []string{links.Portrait, links.Pages["front"], links.Pages["back"]} {
		picture(t, c, link, disclient.Size{})
	}
}

// TestCustomerOnboarding is sample 13.
func TestCustomerOnboarding(t *testing.T) {
	c := start(t).samples()
	id := customer(t, c)
	passive(t, c, id)
	twoSides(t, c, id)
}

// TestCustomerOnboardingWithMagnifeyeLiveness is sample 14, which begins with
// all of sample 12, EvaluateMagnifeyeLiveness.
func TestCustomerOnboardingWithMagnifeyeLiveness(t *testing.T) {
	c := start(t).samples()
	id := customer(t, c)
	link := approached(t, c, id)
	if got := score(t, c, id, "MAGNIFEYE"); got < reviewed {
		t.Errorf("approach %v", got)
	}
	selfie(t, c, id, disapi.CreateSelfieRequest{SelfieOrigin: &disapi.LivenessSelfieOrigin{Link: link}})
	twoSides(t, c, id)
}

// TestCustomerOnboardingWithSession is sample 15.
func TestCustomerOnboardingWithSession(t *testing.T) {
	outside := start(t).samples()
	c := must[*disclient.Client](t)(outside.OpenSession(t.Context(), 10*time.Minute))
	t.Cleanup(func() { // after the customer is deleted
		if err := c.CloseSession(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	id := customer(t, c)
	passive(t, c, id)
	twoSides(t, c, id)
	if _, err := outside.Customer(t.Context(), id); !disclient.HasCode(err, disapi.NotFound) {
		t.Errorf("outside of the session: %v", err)
	}
}

// findings are what the clients read of the two inspections.
type findings struct {
	Selfie struct {
		Similar map[string]bool `json:"similarityWith"`
		Gender  string          `json:"genderEstimate"`
	} `json:"selfieInspection"`
	Expired *bool
	MRZ     *struct{ Valid *bool } `json:"mrzInspection"`
	Visual  struct {
		Confidence struct {
			Confidence *float64
			Low        []string `json:"lowOcrConfidenceTexts"`
		} `json:"ocrConfidence"`
		Texts *struct {
			Consistent *bool
			With       struct {
				MRZ *struct{ InconsistentTexts *[]string }
			} `json:"consistencyWith"`
		} `json:"textConsistency"`
	} `json:"visualZoneInspection"`
	Tampering map[string]struct {
		Colours    *bool `json:"colorProfileChangeDetected"`
		Screenshot *bool `json:"looksLikeScreenshot"`
		Texts      *bool `json:"tamperedTexts"`
		Print      *bool `json:"looksLikePrintCopy"`
	} `json:"pageTampering"`
}

// inspected reads both inspections.
func (b backend) inspected(id string) (f findings) {
	b.t.Helper()
	c := http.Client{Transport: contracttest.Transport(b.t, http.DefaultTransport)}
	for _, what := range []string{"/inspect", "/document/inspect"} {
		status, data := servertest.Do(b.t, &c, http.MethodPost, b.base+disapi.CustomerPath(id)+what, nil)
		if err := json.Unmarshal(data, &f); err != nil || status != http.StatusOK {
			b.t.Fatalf("%s: %d %s", what, status, data)
		}
	}
	return f
}

// genuine fails where an integrator would turn the sample's holder away.
func (f findings) genuine(t *testing.T) {
	t.Helper()
	if got := f.Selfie.Similar; !got["documentPortrait"] || !got["livenessSelfies"] {
		t.Errorf("the selfie is like %v", got)
	}
	if f.Expired == nil || *f.Expired || f.MRZ == nil || f.MRZ.Valid == nil || !*f.MRZ.Valid {
		t.Errorf("expired %v, zone %+v", f.Expired, f.MRZ)
	}
	if v := f.Visual; v.Confidence.Confidence == nil || len(v.Confidence.Low) > 0 || v.Texts == nil || v.Texts.Consistent == nil ||
		!*v.Texts.Consistent || v.Texts.With.MRZ == nil || v.Texts.With.MRZ.InconsistentTexts == nil || len(*v.Texts.With.MRZ.InconsistentTexts) > 0 {
		t.Errorf("the visual zone: %+v", v)
	}
	for side, p := range f.Tampering {
		for what, flagged := range map[string]*bool{"colours": p.Colours, "screenshot": p.Screenshot, "texts": p.Texts, "print": p.Print} {
			if flagged != nil && *flagged {
				t.Errorf("%s looks tampered with: %s", side, what)
			}
		}
	}
}

// TestCustomerInspectAndDocumentInspectCheck is sample 16.
func TestCustomerInspectAndDocumentInspectCheck(t *testing.T) {
	b := start(t)
	c := b.samples()
	id := customer(t, c)
	passive(t, c, id)
	twoSides(t, c, id)
	f := b.inspected(id)
	f.genuine(t)
	if f.Selfie.Gender != "M" {
		t.Errorf("gender %q", f.Selfie.Gender)
	}
}

// TestEnrolmentServer is wultra's sequence, whose pictures are Base64. It
// rejects for any warning of a page and for a liveness below 0.875.
func TestEnrolmentServer(t *testing.T) {
	b := start(t)
	c := b.client(anyWire, servertest.Token)
	id := customer(t, c)
	front := disapi.CreateDocumentPageRequest{Image: card(t, "L2", "front")}
	if _, err := c.PutPage(t.Context(), id, front); !disclient.HasCode(err, disapi.NotFound) {
		t.Errorf("a page before the document: %v", err)
	}
	document(t, c, id, classified([]string{"INO"}, []string{"identity-card"}))
	for _, side := range []string{"front", "back"} {
		got := must[disapi.CreateDocumentPageResponse](t)(c.PutPage(t.Context(), id, disapi.CreateDocumentPageRequest{
			Image: card(t, "L2", side),
			Advice: &disapi.DocumentPageAdvice{
				Classification: &disapi.DocumentPageClassificationAdvice{PageTypes: []string{side}},
			},
		}))
		if got.ErrorCode != "" || len(got.Warnings) > 0 {
			t.Errorf("%s: %+v", side, got)
		}
		if side == "front" {
			must[disapi.Customer](t)(c.Customer(t.Context(), id))
			picture(t, c, disapi.CustomerPath(id)+"/document/portrait", disclient.Size{})
		}
	}
	link := approached(t, c, id)
	selfie(t, c, id, disapi.CreateSelfieRequest{SelfieOrigin: &disapi.LivenessSelfieOrigin{Link: link}})
	if got := score(t, c, id, "MAGNIFEYE"); got < .875 {
		t.Errorf("approach %v", got)
	}
	b.inspected(id).genuine(t)
}
