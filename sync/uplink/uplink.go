// Package uplink makes the connections over which finished onboardings leave:
// whose certificates are trusted, which key the receiver must have, who we are,
// through which proxy, and how much a second.
package uplink

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/time/rate"
)

// Config is a connection. The zero value trusts the system's authorities, and
// takes the proxy from the environment.
type Config struct {
	Authorities []byte              // PEM; only certificates of these authorities are trusted. nil: the system's
	Certificate *tls.Certificate    // who we are; nil: nobody
	Pins        [][sha256.Size]byte // SHA-256 of the public keys (SubjectPublicKeyInfo), one of which the receiver must have; nil: any
	Proxy       *url.URL            // nil: as the environment says
	Direct      bool                // through no proxy, whatever the environment says
	Bandwidth   int                 // bytes a second, of all connections together, outwards; 0: no bound
}

// Errors of a connection.
var (
	ErrPin         = errors.New("the receiver does not have the key that is pinned")
	ErrPinFormat   = errors.New("not the pin of a key: write sha256// and the Base64 of the SHA-256 of its SubjectPublicKeyInfo")
	ErrAuthorities = errors.New("there is no certificate among the authorities")
)

// Transport returns the transport of cfg.
func Transport(cfg Config) (*http.Transport, error) {
	t := http.DefaultTransport.(*http.Transport).Clone()
	dialer := dialer()
	t.DialContext = dialer.DialContext
	if cfg.Bandwidth > 0 {
		bound := rate.NewLimiter(rate.Limit(cfg.Bandwidth), portion)
		t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return throttle(c, bound), nil
		}
	}
	t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	if cfg.Authorities != nil {
		t.TLSClientConfig.RootCAs = x509.NewCertPool()
		if !t.TLSClientConfig.RootCAs.AppendCertsFromPEM(cfg.Authorities) {
			return nil, ErrAuthorities
		}
	}
	if cfg.Certificate != nil {
		t.TLSClientConfig.Certificates = []tls.Certificate{*cfg.Certificate}
	}
	if len(cfg.Pins) > 0 {
		t.TLSClientConfig.VerifyConnection = func(s tls.ConnectionState) error { return pinned(s, cfg.Pins) }
	}
	switch {
	case cfg.Direct:
		t.Proxy = nil
	case cfg.Proxy != nil:
		t.Proxy = http.ProxyURL(cfg.Proxy)
	}
	return t, nil
}

// pinned holds the receiver's own certificate against the pins, after the
// chain was verified.
func pinned(s tls.ConnectionState, pins [][sha256.Size]byte) error {
	if slices.Contains(pins, sha256.Sum256(s.PeerCertificates[0].RawSubjectPublicKeyInfo)) {
		return nil
	}
	return ErrPin
}

// ParsePins reads pins as curl's --pinnedpubkey has them: sha256//BASE64,
// several of them with semicolons between.
func ParsePins(text string) ([][sha256.Size]byte, error) {
	if text == "" {
		return nil, nil
	}
	var pins [][sha256.Size]byte
	for one := range strings.SplitSeq(text, ";") {
		sum, ok := strings.CutPrefix(one, "sha256//")
		data, err := base64.StdEncoding.DecodeString(sum)
		if !ok || err != nil || len(data) != sha256.Size {
			return nil, fmt.Errorf("%w: entry %d", ErrPinFormat, len(pins)+1)
		}
		pins = append(pins, [sha256.Size]byte(data))
	}
	return pins, nil
}
