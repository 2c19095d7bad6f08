package disclient

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"portico/sync/disapi"
)

// largest is the most bytes of an answer that are read.
const largest = 64 << 20

// request is one request of an operation.
type request struct {
	operation, method, path string
	media                   string // of the body; empty without one
	body                    []byte
	auditHead               string // of the client's trail; empty for most
}

// call makes the request of an operation, with in as its body, and reads the
// answer into out unless that is nil. Bytes are sent as they are, nil is no
// body, everything else is sent as JSON.
func (c *Client) call(ctx context.Context, operation, method, path string, in, out any) error {
	r := request{operation: operation, method: method, path: path}
	switch in := in.(type) {
	case nil:
	case []byte:
		r.media, r.body = "application/octet-stream", in
	default:
		data, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("%s: %w", operation, err)
		}
		r.media, r.body = "application/json", data
	}
	_, err := c.send(ctx, r, out)
	return err
}

// send makes the request and reads the answer into out, unless that is nil.
func (c *Client) send(ctx context.Context, r request, out any) (http.Header, error) {
	ctx, watch := watched(ctx, c.cfg.Timeout)
	defer watch.end()
	req, err := c.request(ctx, r, watch)
	if err != nil {
		return nil, err
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, &TransportError{Operation: r.operation, Err: watch.cause(ctx, withoutURL(err))}
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(watch.reader(res.Body), largest+1))
	if err != nil {
		return nil, &TransportError{Operation: r.operation, Err: watch.cause(ctx, err)}
	}
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return nil, c.failure(r.operation, res, data)
	}
	if out != nil && (len(data) > largest || json.Unmarshal(data, out) != nil) {
		return nil, fmt.Errorf("%s: %w", r.operation, ErrAnswer)
	}
	return res.Header, nil
}

func (c *Client) request(ctx context.Context, r request, watch *stall) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, r.method, c.base+r.path, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.operation, err)
	}
	if r.body != nil {
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(watch.reader(bytes.NewReader(r.body))), nil }
		req.Body, _ = req.GetBody() // never fails
		req.ContentLength = int64(len(r.body))
		req.Header.Set("Content-Type", r.media)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "portico/"+disapi.Version)
	token, err := c.cfg.TokenFrom()
	if err != nil {
		return nil, &TransportError{Operation: r.operation, Err: err}
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if r.auditHead != "" {
		req.Header.Set(disapi.AuditHeadHeader, r.auditHead)
	}
	if c.cfg.Session != "" {
		req.Header.Set(disapi.SessionHeader, c.cfg.Session)
	}
	return req, nil
}

// withoutURL drops the address, which holds the customer's id.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
