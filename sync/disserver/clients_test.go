package disserver_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"portico/sync/disapi"
	"portico/sync/disserver/servertest"
)

// answer sends and reads an answer, which must be 200.
func answer[T any](b backend, method, path string, body any) (out T) {
	b.t.Helper()
	status, got := b.do(method, path, body)
	if err := json.Unmarshal([]byte(got), &out); err != nil || status != http.StatusOK {
		b.t.Fatalf("%s %s: %d %s", method, path, status, got)
	}
	return out
}

// array is a picture as the contract's Java samples send it.
func array(t *testing.T, p servertest.Picture) string {
	return `{"image": {"data": ` + signed(servertest.JPEG(t, p)) + `}}`
}

// onboard is what the samples do from the document on: both pages, the
// customer, three crops.
func (b backend) onboard(c string) {
	b.t.Helper()
	b.do("PUT", c+"/document", `{"advice":{"classification":{"countries":["INO"]}},"sources":[],"authenticityChecks":[]}`)
	for _, p := range []servertest.Picture{servertest.Front, servertest.Back} {
		page := answer[disapi.CreateDocumentPageResponse](b, "PUT", c+"/document/pages", array(b.t, p))
		if page.ErrorCode != "" || page.DocumentType == nil || page.PageType != string(p) {
			b.t.Errorf("%s: %+v", p, page)
		}
	}
	if customer := answer[disapi.GetCustomerResponse](b, "GET", c, nil).Customer; customer.Document.Links.Portrait == "" {
		b.t.Error("no link to the portrait")
	}
	for _, part := range []string{"pages/front", "pages/back", "portrait"} {
		b.crop(c + "/document/" + part)
	}
}

// withSession sends a session's token with every request.
type withSession struct {
	next  http.RoundTripper
	token string
}

func (w withSession) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set(disapi.SessionHeader, w.token)
	return w.next.RoundTrip(r)
}

// TestClientWithSession is CLIENTS.md 15.
func TestClientWithSession(t *testing.T) {
	outside := start(t)
	b := outside
	b.http.Transport = withSession{b.http.Transport, answer[disapi.CreateSessionResponse](b, "POST", "/sessions", `{"timeout": 600}`).Token}
	c := strings.TrimPrefix(answer[disapi.CreateCustomerResponse](b, "POST", "/customers", nil).Links.Self, disapi.Base)
	if got := answer[disapi.CreateSelfieResponse](b, "PUT", c+"/selfie", array(t, servertest.Holder)); got.Detection == nil {
		t.Errorf("the selfie: %+v", got)
	}
	b.do("PUT", c+"/liveness", nil)
	selfie := strings.Replace(array(t, servertest.Holder), `]}}`, `]},"assertion":"NONE"}`, 1)
	b.want("POST", c+"/liveness/selfies", selfie, `{}`)
	b.want("POST", c+"/liveness/evaluation", `{"type":"PASSIVE_LIVENESS"}`, `{"score":0.88}`)
	b.onboard(c)
	outside.fails("GET", c, nil, disapi.NotFound)
	b.want("DELETE", c, nil, "204")
	b.want("DELETE", "/sessions", nil, "204")
}

// TestClientWithARecord is CLIENTS.md 14, but that its record is a picture: the
// selfie is the record's, its link sent back as it came.
func TestClientWithARecord(t *testing.T) {
	b := start(t)
	c := strings.TrimPrefix(answer[disapi.CreateCustomerResponse](b, "POST", "/customers", nil).Links.Self, disapi.Base)
	b.do("PUT", c+"/liveness", nil)
	link := b.record(c, servertest.JPEG(t, servertest.Holder))
	b.want("POST", c+"/liveness/evaluation", `{"type":"PASSIVE_LIVENESS"}`, `{"score":0.88}`)
	if got := answer[disapi.CreateSelfieResponse](b, "PUT", c+"/selfie", `{"selfieOrigin":{"link":"`+link+`"}}`); got.Links == nil {
		t.Errorf("the selfie: %+v", got)
	}
	b.onboard(c)
	b.want("DELETE", c, nil, "204")
}

// TestClientWultra is the sequence of wultra's enrolment server. It takes any
// warning for a rejection, so the front comes first.
func TestClientWultra(t *testing.T) {
	b := start(t)
	c := strings.TrimPrefix(answer[disapi.CreateCustomerResponse](b, "POST", "/customers", nil).Links.Self, disapi.Base)
	b.fails("PUT", c+"/document/pages", image64(t, servertest.Front), disapi.NotFound)
	b.do("PUT", c+"/document", `{"advice":{"classification":{"types":["identity-card"],"countries":["INO"]}}}`)
	for _, p := range []servertest.Picture{servertest.Front, servertest.Back} {
		page := answer[disapi.CreateDocumentPageResponse](b, "PUT", c+"/document/pages", advised(servertest.JPEG(t, p), string(p)))
		if page.ErrorCode != "" || len(page.Warnings) > 0 {
			t.Errorf("%s: %+v", p, page)
		}
		if p == servertest.Front {
			b.do("GET", c, nil)
			b.crop(c + "/document/portrait")
		}
	}
	document := answer[struct {
		Expired bool
		MRZ     struct{ Valid bool } `json:"mrzInspection"`
		Visual  struct {
			Confidence *struct{ LowOcrConfidenceTexts []string } `json:"ocrConfidence"`
			Texts      struct {
				With struct {
					MRZ struct{ InconsistentTexts *[]string }
				} `json:"consistencyWith"`
			} `json:"textConsistency"`
		} `json:"visualZoneInspection"`
	}](b, "POST", c+"/document/inspect", nil)
	if differ := document.Visual.Texts.With.MRZ.InconsistentTexts; document.Expired || !document.MRZ.Valid || differ == nil || len(*differ) > 0 ||
		document.Visual.Confidence == nil || len(document.Visual.Confidence.LowOcrConfidenceTexts) > 0 {
		t.Errorf("wultra rejects %+v", document)
	}
	b.do("PUT", c+"/liveness", nil)
	link := b.record(c, servertest.JPEG(t, servertest.Holder))
	b.do("PUT", c+"/selfie", `{"selfieOrigin":{"link":"`+link+`"}}`)
	// No MagnifEye record can be read here, so wultra fails the verification.
	b.want("POST", c+"/liveness/evaluation", `{"type":"MAGNIFEYE_LIVENESS"}`, `{"errorCode":"NOT_ENOUGH_DATA"}`)
	customer := answer[struct {
		Selfie struct {
			Similar map[string]bool `json:"similarityWith"`
		} `json:"selfieInspection"`
	}](b, "POST", c+"/inspect", nil)
	if got := customer.Selfie.Similar; !got["livenessSelfies"] || !got["documentPortrait"] {
		t.Errorf("the selfie is like %v", got)
	}
	b.want("DELETE", c, nil, "204")
}
