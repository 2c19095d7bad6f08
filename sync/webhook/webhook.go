// Package webhook posts the case file of a finished onboarding to an address
// of the bank's. The contract of a backend carries no decision, no clerk's
// verdict, no edited field and no consent: here they travel, and nowhere else.
// docs/design/delivery.md describes the request.
package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"portico/engine/customer"
	"portico/sync/delivery"
	"portico/sync/disclient"
	"portico/sync/outbox"
)

// Backend and Topic of the entries.
const (
	Backend = "case"
	Topic   = "customer.case"
)

// Headers of the request.
const (
	SignatureHeader = "X-Portico-Signature"
	KeyHeader       = "Idempotency-Key"
)

// Config is a receiver. URL, Secret and Write are required.
type Config struct {
	URL    string
	Secret func() ([]byte, error) // shared with the receiver; asked for at each request
	// Write writes the signed case file of a customer.
	Write func(ctx context.Context, id string, to io.Writer) error

	Transport http.RoundTripper // nil means Go's
	Timeout   time.Duration     // of a whole request; 0 means 10 minutes
	Clock     func() time.Time  // nil means time.Now
}

// Sender posts case files. It implements outbox.Sender and is safe for
// concurrent use.
type Sender struct {
	cfg  Config
	http http.Client
}

// New returns a Sender that posts to cfg.URL.
func New(cfg Config) *Sender {
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 10 * time.Minute
	}
	return &Sender{cfg, http.Client{
		Transport: cfg.Transport, Timeout: cfg.Timeout,
		// A redirect would take the case elsewhere; its answer is refused as it is.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// due is the payload of an entry.
type due struct {
	Customer string `json:"customer"`
	Key      string `json:"key"` // the same however often it is posted
}

// NewEntry returns the entry that owes the case of c to the receiver. Save it
// in one transaction with the finished customer.
func NewEntry(c *customer.Customer) outbox.Entry {
	payload, err := json.Marshal(due{c.ID, c.ID + "-" + strconv.FormatUint(c.Version, 10)})
	if err != nil {
		panic("strings always marshal: " + err.Error())
	}
	return outbox.Entry{Topic: Topic, Backend: Backend, Key: c.ID, Payload: payload}
}

// Send posts the case that e owes. What was posted before is posted again with
// the same key after a crash, or when the answer was lost.
func (s *Sender) Send(ctx context.Context, e outbox.Entry, _ func([]byte) error) error {
	var d due
	if err := json.Unmarshal(e.Payload, &d); err != nil || d.Customer == "" {
		return fmt.Errorf("the entry's payload is not a case: %w", outbox.ErrPermanent)
	}
	secret, err := s.cfg.Secret()
	if err != nil {
		return fmt.Errorf("read the receiver's secret: %w", err)
	}
	defer clear(secret)
	var file bytes.Buffer
	defer func() { clear(file.Bytes()) }()
	if err := s.cfg.Write(ctx, d.Customer, &file); err != nil {
		if errors.Is(err, customer.ErrNotFound) {
			return fmt.Errorf("the onboarding was erased before its case was delivered: %w", outbox.ErrPermanent)
		}
		return err
	}
	return s.post(ctx, d, file.Bytes(), secret)
}

func (s *Sender) post(ctx context.Context, d due, file, secret []byte) error {
	const operation = "postCase"
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.cfg.URL, bytes.NewReader(file))
	if err != nil {
		return fmt.Errorf("%s: %w", operation, err)
	}
	req.Header.Set("Content-Type", "application/zip")
	req.Header.Set(KeyHeader, d.Key)
	req.Header.Set(SignatureHeader, Sign(secret, s.cfg.Clock(), d.Key, file))
	res, err := s.http.Do(req)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err
		}
		return delivery.Classify(&disclient.TransportError{Operation: operation, Err: err})
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode >= 200 && res.StatusCode <= 299 {
		return nil
	}
	return delivery.Classify(&disclient.Error{
		Operation: operation, Status: res.StatusCode, RetryAfter: disclient.RetryAfter(res.Header, s.cfg.Clock()),
	})
}

// Sign returns the value of SignatureHeader: the time of the request and the
// HMAC-SHA-256, under the shared secret, of that time, the idempotency key and
// the file, with points between.
func Sign(secret []byte, at time.Time, key string, file []byte) string {
	t := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(t + "." + key + "."))
	mac.Write(file)
	return "t=" + t + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}
