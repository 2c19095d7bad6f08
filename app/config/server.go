package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"

	"portico/sync/download"
)

// Server is the backend of portico serve. The zero value keeps everything in
// the data folder and speaks plain HTTP on loopback.
type Server struct {
	Store string `toml:"store"` // address of a Redis that servers share, redis://host:6379/0; empty: the data folder

	Certificate     string `toml:"certificate"`      // PEM file with the server's chain; with it HTTPS is spoken
	CertificateKey  string `toml:"certificate-key"`  // PEM file with its key
	ClientAuthority string `toml:"client-authority"` // PEM file; clients must show a certificate of these authorities
	PlainHTTP       bool   `toml:"plain-http"`       // allow HTTP beyond loopback: only behind a proxy that speaks TLS

	Rate  float64 `toml:"rate"`  // requests a second of one token; 0: no bound
	Burst int     `toml:"burst"` // how many of them may come at once; 0: 100
	// Slots is how many recognitions run at a time, each with one decoded
	// picture; 0: 2. Bodies is how many MiB of request bodies are held at a
	// time; 0: 256. Who waits longer than 6 seconds for them is sent away.
	Slots  int `toml:"slots"`
	Bodies int `toml:"bodies"`
	// Pictures lists the origins, https://host, from which pictures are fetched
	// that a request names by address. Empty: none are.
	Pictures []string `toml:"pictures"`

	Metrics string `toml:"metrics"` // address on which Prometheus may ask, 127.0.0.1:9464; empty: off
	Traces  string `toml:"traces"`  // OpenTelemetry collector, http://host:4318; empty: off
}

// Validate reports the first thing that cannot work.
func (s Server) Validate() error {
	switch {
	case (s.Certificate == "") != (s.CertificateKey == ""):
		return errors.New("server: certificate and certificate-key belong together")
	case s.ClientAuthority != "" && s.Certificate == "":
		return errors.New("server.client-authority: needs a certificate of the server, too")
	case s.Rate < 0 || s.Burst < 0:
		return errors.New("server: rate and burst are not negative")
	case s.Slots < 0 || s.Slots > 256 || s.Bodies < 0 || s.Bodies > 1<<20:
		return errors.New("server: slots are at most 256, bodies at most a million MiB")
	}
	if _, err := download.New(s.Pictures); err != nil {
		return fmt.Errorf("server.pictures: %w", err)
	}
	if s.Metrics != "" {
		if _, _, err := net.SplitHostPort(s.Metrics); err != nil {
			return errors.New("server.metrics: write an address, for example 127.0.0.1:9464")
		}
	}
	if s.Traces != "" {
		if u, err := url.Parse(s.Traces); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return errors.New("server.traces: write a whole address, for example http://127.0.0.1:4318")
		}
	}
	return nil
}
