// Package download fetches the pictures that a request names by address
// instead of sending them: from listed origins only, and never from an address
// inside the server's own network that a name or a redirect leads to.
package download

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// Errors of fetching. Callers compare with errors.Is.
var (
	ErrMalformed = errors.New("not the address of a picture")
	ErrRefused   = errors.New("nothing is fetched from this address")
	ErrFailed    = errors.New("the picture could not be fetched")
)

const (
	mostRedirects = 3
	longest       = 5 * time.Second // for everything: the client waits for an answer
	mostBytes     = 32 << 20
)

// Downloader fetches. It is safe for concurrent use.
type Downloader struct {
	origins map[string]bool
	client  *http.Client
}

// New returns a downloader from origins such as https://pictures.example. One
// whose host is an address, https://192.0.2.7:8443, may be inside the server's
// own network; a name may not lead there.
func New(origins []string) (*Downloader, error) {
	d := &Downloader{origins: map[string]bool{}}
	addresses := map[netip.Addr]bool{}
	for _, text := range origins {
		u, err := parse(text)
		if err != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
			return nil, fmt.Errorf("%q is no origin; write for example https://pictures.example", text)
		}
		d.origins[origin(u)] = true
		if ip, err := netip.ParseAddr(u.Hostname()); err == nil {
			addresses[ip.Unmap()] = true
		}
	}
	dialer := &net.Dialer{Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || !public(at.Addr().Unmap()) && !addresses[at.Addr().Unmap()] {
			return ErrRefused
		}
		return nil
	}}
	d.client = &http.Client{
		Timeout:   longest,
		Transport: &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true}, // no proxy: it would dial for us
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > mostRedirects || !d.origins[origin(r.URL)] {
				return ErrRefused
			}
			return nil
		},
	}
	return d, nil
}

// public says whether an address is nobody's own.
func public(ip netip.Addr) bool {
	return ip.IsGlobalUnicast() && !ip.IsPrivate() && !reserved(ip)
}

// reserved are addresses that look public and lead inside: shared address
// space of carriers (RFC 6598) and IPv4 behind NAT64 (RFC 6052).
func reserved(ip netip.Addr) bool {
	return netip.MustParsePrefix("100.64.0.0/10").Contains(ip) || netip.MustParsePrefix("64:ff9b::/96").Contains(ip)
}

func parse(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return nil, ErrMalformed
	}
	return u, nil
}

// origin spells scheme, host and port in one way.
func origin(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u.Scheme + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

// Fetch returns what is at an address. Its errors show nothing of the address.
func (d *Downloader) Fetch(ctx context.Context, address string) ([]byte, error) {
	u, err := parse(address)
	if err != nil {
		return nil, err
	}
	if !d.origins[origin(u)] {
		return nil, ErrRefused
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, ErrMalformed
	}
	res, err := d.client.Do(req)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, ErrRefused):
		return nil, ErrRefused
	case err != nil:
		return nil, ErrFailed
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(res.Body, mostBytes+1))
	if err != nil || res.StatusCode != http.StatusOK || len(data) > mostBytes {
		return nil, ErrFailed
	}
	return data, nil
}
