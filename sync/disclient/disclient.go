// Package disclient calls a server of the Digital Identity Service contract.
//
// A Client makes one HTTP request a call and never repeats one: whoever calls
// knows what may be repeated. Its errors name the operation and the server's
// code, never what was sent or received.
package disclient

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Config tunes a Client. The zero value is usable where the server needs no token.
type Config struct {
	Token     string            // bearer token
	Session   string            // token of the session that all calls belong to; empty for none
	Timeout   time.Duration     // longest time in which nothing moves, either way; 0 means 60 seconds
	Transport http.RoundTripper // nil means Go's, with 10 seconds to connect
	Plain     bool              // allows http:// to another machine: token and pictures in clear
	Clock     func() time.Time  // nil means time.Now

	// TokenFrom is asked for the token at each request, so that it can be
	// changed under a running program; nil means Token.
	TokenFrom func() (string, error)
}

// Client calls one server. It is safe for concurrent use.
type Client struct {
	base string
	cfg  Config
	http http.Client
}

// What can be wrong with an address. Callers compare with errors.Is.
var (
	ErrAddress = errors.New("not the address of a server: write for example https://host/identity")
	ErrPlain   = errors.New("the address is not https: personal data would travel in clear")
)

// New returns a client of the server at base, which may have a path of its
// own: https://host/identity.
func New(base string, cfg Config) (*Client, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, ErrAddress
	}
	if u.Scheme == "http" && !cfg.Plain && !loopback(u.Hostname()) {
		return nil, ErrPlain
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = time.Minute
	}
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.TokenFrom == nil {
		cfg.TokenFrom = func() (string, error) { return cfg.Token, nil }
	}
	if cfg.Transport == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.DialContext = (&net.Dialer{Timeout: 10 * time.Second}).DialContext
		cfg.Transport = t
	}
	return &Client{
		base: strings.TrimRight(u.String(), "/"), cfg: cfg,
		http: http.Client{Transport: cfg.Transport, CheckRedirect: stayHere},
	}, nil
}

// Rest closes the connections that nothing uses: their buffers hold what was said
// last.
func (c *Client) Rest() { c.http.CloseIdleConnections() }

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

var errRedirect = errors.New("the server points to another one")

// stayHere refuses redirects that would take the token and the pictures to
// another host or turn a request into another one.
func stayHere(req *http.Request, via []*http.Request) error {
	first := via[0]
	if len(via) > 3 || req.URL.Host != first.URL.Host || req.URL.Scheme != first.URL.Scheme || req.Method != first.Method {
		return errRedirect
	}
	return nil
}
