package node_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"portico/app/config"
	"portico/app/node"
)

// authority makes certificates for loopback.
type authority struct {
	t    *testing.T
	dir  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	a := &authority{t: t, dir: t.TempDir()}
	a.cert, a.key = a.make("authority", nil, nil)
	return a
}

func (a *authority) path(name string) string { return filepath.Join(a.dir, name+".pem") }

// make writes NAME.pem and NAME-key.pem; without a parent it signs itself.
func (a *authority) make(name string, parent *x509.Certificate, by *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey) {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	want := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: parent == nil, BasicConstraintsValid: true,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	if parent == nil {
		parent, by = want, key
	}
	der, err := x509.CreateCertificate(rand.Reader, want, parent, &key.PublicKey, by)
	if err != nil {
		a.t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		a.t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{
		name: {Type: "CERTIFICATE", Bytes: der}, name + "-key": {Type: "PRIVATE KEY", Bytes: private},
	} {
		if err := os.WriteFile(a.path(file), pem.EncodeToMemory(block), 0o600); err != nil {
			a.t.Fatal(err)
		}
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		a.t.Fatal(err)
	}
	return made, key
}

// serve answers "here" until the test ends and returns the address.
func serve(t *testing.T, cfg config.Server) string {
	t.Helper()
	ln, err := node.Listen("127.0.0.1:0", cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() {
		ended <- node.Serve(ctx, ln, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "here") }))
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return ln.URL
}

// get asks as a client that trusts a and shows the certificates, and returns
// what the connection was.
func (a *authority) get(url string, show ...tls.Certificate) (*tls.ConnectionState, error) {
	roots := x509.NewCertPool()
	roots.AddCert(a.cert)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: show}, ForceAttemptHTTP2: true}
	defer transport.CloseIdleConnections()
	res, err := (&http.Client{Transport: transport}).Get(url)
	if err != nil {
		return nil, err
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		a.t.Errorf("GET %s: %s", url, res.Status)
	}
	return res.TLS, nil
}

func TestTLSWithTheOperatorsCertificate(t *testing.T) {
	a := newAuthority(t)
	a.make("server", a.cert, a.key)
	url := serve(t, config.Server{Certificate: a.path("server"), CertificateKey: a.path("server-key")})
	if !strings.HasPrefix(url, "https://") {
		t.Fatalf("serves %s", url)
	}
	first, err := a.get(url)
	if err != nil || first.Version < tls.VersionTLS12 {
		t.Fatalf("%+v, %v", first, err)
	}
	if _, err := newAuthority(t).get(url); err == nil {
		t.Error("a client that does not know the authority went on")
	}
	a.make("server", a.cert, a.key) // renewed
	second, err := a.get(url)
	if err != nil {
		t.Fatal(err)
	}
	if second.PeerCertificates[0].Equal(first.PeerCertificates[0]) {
		t.Error("the renewed certificate was not taken up")
	}
}

func TestClientsCertificates(t *testing.T) {
	a, strangers := newAuthority(t), newAuthority(t)
	a.make("server", a.cert, a.key)
	url := serve(t, config.Server{
		Certificate: a.path("server"), CertificateKey: a.path("server-key"), ClientAuthority: a.path("authority"),
	})
	for name, c := range map[string]struct {
		from *authority
		good bool
	}{"a client's": {a, true}, "a stranger's": {strangers, false}, "none": {nil, false}} {
		var show []tls.Certificate
		if c.from != nil {
			c.from.make("client", c.from.cert, c.from.key)
			pair, err := tls.LoadX509KeyPair(c.from.path("client"), c.from.path("client-key"))
			if err != nil {
				t.Fatal(err)
			}
			show = append(show, pair)
		}
		if _, err := a.get(url, show...); (err == nil) != c.good {
			t.Errorf("%s: %v; want let in: %v", name, err, c.good)
		}
	}
}

func TestPlainHTTPIsForLoopback(t *testing.T) {
	for _, c := range []struct {
		address string
		plain   bool
		good    bool
	}{{"127.0.0.1:0", false, true}, {"[::1]:0", false, true}, {"0.0.0.0:0", false, false}, {":0", false, false}, {"0.0.0.0:0", true, true}} {
		ln, err := node.Listen(c.address, config.Server{PlainHTTP: c.plain})
		if (err == nil) != c.good {
			t.Errorf("%s, plain HTTP allowed %v: %v", c.address, c.plain, err)
		}
		if ln != nil {
			_ = ln.Close()
		}
	}
}

func TestMetrics(t *testing.T) {
	m, err := node.StartMetrics("127.0.0.1:0", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	m.Watch("createSelfie")(200)
	m.Watch("metadata")
	res, err := http.Get(m.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`portico_request_seconds_count{operation="createSelfie",status="200"} 1`, `portico_requests_in_flight 1`,
	} {
		if !strings.Contains(string(text), want+"\n") {
			t.Errorf("no line %s", want)
		}
	}
	var off *node.Metrics
	off.Watch("createSelfie")(200)
	off.Close()
}

// TestTraces has a collector look for the span of a request, in the client's
// trace.
func TestTraces(t *testing.T) {
	got := make(chan []byte, 1)
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- append([]byte(r.URL.Path+" "), body...)
	}))
	t.Cleanup(collector.Close)
	traces, err := node.StartTraces(t.Context(), collector.URL)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPut, "/api/v1/customers/0b8f6f3e-5d0c-4f3a-9a53-5b6a4f0f7f01/selfie", nil)
	const trace = "0af7651916cd43dd8448eb211c80319c" // of the W3C's Trace Context
	r.Header.Set("traceparent", "00-"+trace+"-b7ad6b7169203331-01")
	_, ended := traces.Watch(r, "createSelfie")
	ended(http.StatusOK)
	if err := traces.Close(); err != nil {
		t.Fatal(err)
	}
	span := <-got
	id, err := hex.DecodeString(trace)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(span, []byte("/v1/traces ")) || !bytes.Contains(span, []byte("createSelfie")) || !bytes.Contains(span, id) {
		t.Errorf("sent %q", span)
	}
	if bytes.Contains(span, []byte("0b8f6f3e")) {
		t.Error("the span names the customer")
	}
	var off *node.Traces
	_, ended = off.Watch(r, "createSelfie")
	ended(http.StatusOK)
}
