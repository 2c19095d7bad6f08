package uplink_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"portico/sync/uplink"
)

// secure is an HTTPS server and its authority as PEM; it says whether the
// client showed a certificate.
func secure(t *testing.T) (s *httptest.Server, authority []byte) {
	t.Helper()
	s = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if len(r.TLS.PeerCertificates) > 0 {
			w.Header().Set("X-Client", r.TLS.PeerCertificates[0].Subject.CommonName)
		}
	}))
	s.TLS = &tls.Config{ClientAuth: tls.RequestClientCert}
	s.Config.ErrorLog = nil
	s.StartTLS()
	t.Cleanup(s.Close)
	return s, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
}

// get asks for address and returns the header of the answer.
func get(t *testing.T, cfg uplink.Config, address string) (http.Header, error) {
	t.Helper()
	tr, err := uplink.Transport(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tr.CloseIdleConnections)
	c := http.Client{Transport: tr, Timeout: 20 * time.Second}
	res, err := c.Get(address)
	if err != nil {
		return nil, err
	}
	return res.Header, res.Body.Close()
}

func TestOnlyTheConfiguredAuthorityIsTrusted(t *testing.T) {
	s, authority := secure(t)
	if _, err := get(t, uplink.Config{Authorities: authority}, s.URL); err != nil {
		t.Errorf("its own authority: %v", err)
	}
	var unknown x509.UnknownAuthorityError
	if _, err := get(t, uplink.Config{}, s.URL); !errors.As(err, &unknown) {
		t.Errorf("the system's authorities: %v", err)
	}
	if _, err := uplink.Transport(uplink.Config{Authorities: []byte("none")}); !errors.Is(err, uplink.ErrAuthorities) {
		t.Errorf("a file without certificates: %v", err)
	}
}

func TestAPinnedKeyIsAskedForBesideTheChain(t *testing.T) {
	s, authority := secure(t)
	sum := sha256.Sum256(s.Certificate().RawSubjectPublicKeyInfo)
	pin := "sha256//" + base64.StdEncoding.EncodeToString(sum[:])
	other := "sha256//" + base64.StdEncoding.EncodeToString(make([]byte, 32))
	for text, want := range map[string]error{pin: nil, other + ";" + pin: nil, other: uplink.ErrPin} {
		pins, err := uplink.ParsePins(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := get(t, uplink.Config{Authorities: authority, Pins: pins}, s.URL); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", text, err, want)
		}
		if _, err := get(t, uplink.Config{Pins: pins}, s.URL); err == nil {
			t.Errorf("%s: the pin stood in for the chain", text)
		}
	}
	for _, text := range []string{"sha256//", "sha1//AAAA", pin + ";", "AAAA"} {
		if _, err := uplink.ParsePins(text); !errors.Is(err, uplink.ErrPinFormat) {
			t.Errorf("ParsePins(%q) = %v", text, err)
		}
	}
}

func TestTheKioskShowsItsCertificate(t *testing.T) {
	s, authority := secure(t)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	about.Subject.CommonName = "kiosk 7"
	der, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cfg := uplink.Config{Authorities: authority, Certificate: &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}}
	header, err := get(t, cfg, s.URL)
	if err != nil || header.Get("X-Client") != "kiosk 7" {
		t.Errorf("the server saw %q, %v", header.Get("X-Client"), err)
	}
}

func TestTheProxyIsUsed(t *testing.T) {
	asked := ""
	proxy := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked = r.URL.String() }))
	t.Cleanup(proxy.Close)
	at, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := get(t, uplink.Config{Proxy: at}, "http://backend.invalid/x"); err != nil || asked != "http://backend.invalid/x" {
		t.Errorf("the proxy was asked for %q, %v", asked, err)
	}
}

// TestBandwidth sends 96 KiB at 64 KiB a second, of which the first 16 go at
// once: no faster than in 1.25 s.
func TestBandwidth(t *testing.T) {
	s, authority := secure(t)
	tr, err := uplink.Transport(uplink.Config{Authorities: authority, Bandwidth: 64 << 10})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	res, err := (&http.Client{Transport: tr}).Post(s.URL, "application/octet-stream", bytes.NewReader(make([]byte, 96<<10)))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if took := time.Since(start); took < 1250*time.Millisecond {
		t.Errorf("96 KiB took %v", took)
	}
}
