package replicatest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"portico/sync/disapi"
)

// client sends a request again when its connection was lost, as the proxy
// reports with 502, and when the server was too busy. Anything else is final.
type client struct {
	t       *testing.T
	http    *http.Client
	base    string
	token   string
	retries *atomic.Int64
}

// send returns status and body, and whether the request was sent again.
func (c client) send(method, path string, body []byte, media string) (status int, answer []byte, again bool) {
	c.t.Helper()
	for since := time.Now(); ; again = true {
		req, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, bytes.NewReader(body))
		if err != nil {
			c.t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+c.token)
		if media != "" {
			req.Header.Set("Content-Type", media)
		}
		res, err := c.http.Do(req)
		if err == nil {
			status = res.StatusCode
			answer, err = io.ReadAll(res.Body)
			_ = res.Body.Close()
		}
		// A request that is sent again can meet itself: the first sending was
		// lost to the client alone.
		lost := err != nil || status == http.StatusBadGateway || again && status == http.StatusConflict
		if !lost && status != http.StatusTooManyRequests {
			return status, answer, again
		}
		if time.Since(since) > patience || c.t.Context().Err() != nil {
			c.t.Errorf("%s %s: given up, last %d, %v", method, path, status, err)
			return status, answer, again
		}
		c.retries.Add(1)
		time.Sleep(50 * time.Millisecond) // what a client does
	}
}

// want sends a request that must be answered with 200.
func (c client) want(method, path string, body []byte, media string) []byte {
	c.t.Helper()
	status, answer, _ := c.send(method, path, body, media)
	if status != http.StatusOK {
		c.t.Errorf("%s %s: %d %s", method, path, status, answer)
	}
	return answer
}

const (
	asJSON   = "application/json"
	asBinary = "application/octet-stream"
)

// onboard brings one customer in, its branches in parallel, and checks that
// everything is there and its own.
func (c client) onboard(id string, p Pictures) {
	customer := "/customers/" + id
	status, answer, again := c.send(http.MethodPost, customer, nil, "")
	if status != http.StatusOK && (!again || status != http.StatusUnprocessableEntity) {
		c.t.Errorf("POST %s: %d %s", customer, status, answer)
		return
	}
	selfie, alive := marked(p.Selfie, id), marked(p.Selfie, "liveness of "+id)
	var branches sync.WaitGroup
	branches.Go(func() { c.want(http.MethodPut, customer+"/selfie", selfie, asBinary) })
	branches.Go(func() {
		c.want(http.MethodPut, customer+"/liveness", nil, "")
		body := fmt.Appendf(nil, `{"assertion":"NONE","image":{"data":%q}}`, base64.StdEncoding.EncodeToString(alive))
		c.want(http.MethodPost, customer+"/liveness/selfies", body, asJSON)
		c.want(http.MethodPost, customer+"/liveness/evaluation", []byte(`{"type":"PASSIVE_LIVENESS"}`), asJSON)
	})
	branches.Go(func() {
		c.want(http.MethodPut, customer+"/document", []byte(`{}`), asJSON)
		c.want(http.MethodPut, customer+"/document/pages", marked(p.Front, id), asBinary)
		c.want(http.MethodPut, customer+"/document/pages", marked(p.Back, id), asBinary)
	})
	branches.Wait()
	c.check(customer, selfie, alive)
	if status, answer, _ := c.send(http.MethodDelete, customer, nil, ""); status != http.StatusNoContent {
		c.t.Errorf("DELETE %s: %d %s", customer, status, answer)
	}
	if status, _, _ := c.send(http.MethodGet, customer, nil, ""); status != http.StatusNotFound {
		c.t.Errorf("GET %s after DELETE: %d", customer, status)
	}
}

// check reads a customer back.
func (c client) check(customer string, selfie, alive []byte) {
	var shown disapi.ImageCrop
	c.read(c.want(http.MethodGet, customer+"/selfie", nil, ""), &shown)
	if !bytes.Equal(shown.Data, selfie) {
		c.t.Errorf("%s has another selfie than was sent, of %d bytes", customer, len(shown.Data))
	}
	var kept disapi.RetrieveLivenessSelfiesResponse
	c.read(c.want(http.MethodPost, customer+"/liveness/selfies/retrieve", []byte(`{"type":"PASSIVE_LIVENESS"}`), asJSON), &kept)
	if len(kept.Selfies) == 0 {
		c.t.Errorf("%s lost its liveness", customer)
	}
	for _, one := range kept.Selfies {
		if !bytes.Equal(one.Data, alive) {
			c.t.Errorf("%s has another picture of liveness than was sent", customer)
		}
	}
	var got disapi.GetCustomerResponse
	c.read(c.want(http.MethodGet, customer, nil, ""), &got)
	if got.Customer == nil || got.Customer.Document == nil || len(got.Customer.Document.PageTypes) != 2 || got.Customer.Document.MRZ == nil {
		c.t.Errorf("%s lost a page", customer)
	}
}

func (c client) read(answer []byte, v any) {
	if err := json.Unmarshal(answer, v); err != nil {
		c.t.Errorf("%v in an answer of %d bytes", err, len(answer))
	}
}
