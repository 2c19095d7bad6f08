package node

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"portico/app/config"
)

// Listener is where a backend answers, and how.
type Listener struct {
	net.Listener
	URL string
	tls *tls.Config // nil: plain HTTP
}

// Listen listens on address: with TLS where cfg names a certificate, else on
// loopback only, unless cfg allows plain HTTP elsewhere.
func Listen(address string, cfg config.Server) (*Listener, error) {
	secure, err := tlsConfig(cfg)
	if err != nil {
		return nil, err
	}
	ln, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("%w; name another address with --listen", err)
	}
	l := &Listener{Listener: ln, URL: "https://" + ln.Addr().String(), tls: secure}
	if secure != nil {
		return l, nil
	}
	l.URL = "http://" + ln.Addr().String()
	if at, ok := ln.Addr().(*net.TCPAddr); !cfg.PlainHTTP && (!ok || !at.IP.IsLoopback()) {
		return nil, errors.Join(fmt.Errorf("plain HTTP is for loopback, not for %s: set server.certificate and "+
			"server.certificate-key, or, behind a proxy that speaks TLS, give --plain-http", address), ln.Close())
	}
	return l, nil
}

// tlsConfig returns nil without a certificate.
func tlsConfig(cfg config.Server) (*tls.Config, error) {
	if cfg.Certificate == "" {
		return nil, nil
	}
	// Read at every start of a connection: a renewed certificate is taken up.
	load := func() (*tls.Certificate, error) {
		c, err := tls.LoadX509KeyPair(cfg.Certificate, cfg.CertificateKey)
		if err != nil {
			return nil, fmt.Errorf("the server's certificate: %w", err)
		}
		return &c, nil
	}
	if _, err := load(); err != nil {
		return nil, err
	}
	secure := &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return load() },
	}
	if cfg.ClientAuthority == "" {
		return secure, nil
	}
	pem, err := os.ReadFile(cfg.ClientAuthority)
	if err != nil {
		return nil, fmt.Errorf("the authorities of clients: %w", err)
	}
	secure.ClientCAs, secure.ClientAuth = x509.NewCertPool(), tls.RequireAndVerifyClientCert
	if !secure.ClientCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("the authorities of clients: no certificate in %s", cfg.ClientAuthority)
	}
	return secure, nil
}

// Serve answers on ln until ctx is done, then lets the requests in flight
// finish. Slow and silent clients are cut off.
func Serve(ctx context.Context, ln *Listener, h http.Handler) error {
	srv := &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, TLSConfig: ln.tls,
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelDebug), // clients' mistakes
	}
	stopped := make(chan error, 1)
	unhook := context.AfterFunc(ctx, func() {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
		defer cancel()
		stopped <- srv.Shutdown(grace)
	})
	defer unhook()
	serve := srv.Serve
	if ln.tls != nil {
		serve = func(l net.Listener) error { return srv.ServeTLS(l, "", "") }
	}
	if err := serve(ln.Listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return <-stopped
}
