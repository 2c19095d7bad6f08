package config

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"

	"portico/sync/uplink"
)

// Backend is where finished onboardings go. Without a URL it is the embedded
// one, in this process, on loopback, with a folder of its own.
type Backend struct {
	Link
	Generation      string   `toml:"generation"`       // dis (default), or v6 for the services before the contract
	TokenFile       string   `toml:"token-file"`       // file with the bearer token, read at each request
	TokenCredential string   `toml:"token-credential"` // or a name in $CREDENTIALS_DIRECTORY (systemd)
	TokenKeyring    string   `toml:"token-keyring"`    // or the name of portico's entry in the session's keyring
	Purposes        []string `toml:"purposes"`         // consents that a delivery needs, all of them; empty: any consent
	Parallel        int      `toml:"parallel"`         // customers under way at once; 0: 4
}

// Webhook is where case files are posted. Without a URL they are only exported.
type Webhook struct {
	Link
	SecretFile       string `toml:"secret-file"`       // file with the secret that signs requests, read at each
	SecretCredential string `toml:"secret-credential"` // or a name in $CREDENTIALS_DIRECTORY (systemd)
	SecretKeyring    string `toml:"secret-keyring"`    // or the name of portico's entry in the session's keyring
}

// Link is an address and how to reach it.
type Link struct {
	URL            string `toml:"url"`
	Authority      string `toml:"authority"`       // PEM file; only these authorities' certificates are trusted
	Certificate    string `toml:"certificate"`     // PEM file with the kiosk's own chain
	CertificateKey string `toml:"certificate-key"` // PEM file with its key
	PinnedKey      string `toml:"pinned-key"`      // sha256//BASE64 of the receiver's public key; several with ; between
	Proxy          string `toml:"proxy"`           // http://host:3128, or none; empty: as the environment says
	Bandwidth      int    `toml:"bandwidth"`       // bytes a second outwards; 0: no bound
}

// leastBandwidth is what a picture still goes over in minutes, in bytes a second.
const leastBandwidth = 1 << 10

// validate reports the first thing that cannot work; name is the table's.
func (l Link) validate(name string) error {
	if l.URL != "" {
		u, err := url.Parse(l.URL)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return fmt.Errorf("%s.url: write a whole address, for example https://host/identity", name)
		}
		if u.Scheme == "http" && !loopback(u.Hostname()) {
			return fmt.Errorf("%s.url: write https; personal data would travel in clear", name)
		}
	}
	if (l.Certificate == "") != (l.CertificateKey == "") {
		return fmt.Errorf("%s: certificate and certificate-key belong together", name)
	}
	if _, err := uplink.ParsePins(l.PinnedKey); err != nil {
		return fmt.Errorf("%s.pinned-key: %w", name, err)
	}
	if l.Proxy != "" && l.Proxy != "none" {
		if u, err := url.Parse(l.Proxy); err != nil || u.Host == "" {
			return fmt.Errorf("%s.proxy: write http://host:3128, or none", name)
		}
	}
	if l.Bandwidth != 0 && l.Bandwidth < leastBandwidth {
		return fmt.Errorf("%s.bandwidth: at least %d bytes a second, or 0 for no bound", name, leastBandwidth)
	}
	return nil
}

// Validate reports the first thing that cannot work.
func (b Backend) Validate() error {
	switch {
	case b.Generation != "" && b.Generation != "dis" && b.Generation != "v6":
		return errors.New("backend.generation: write dis or v6")
	case several(b.TokenFile, b.TokenCredential, b.TokenKeyring):
		return errors.New("backend: token-file, token-credential or token-keyring, not several")
	case b.Parallel < 0:
		return errors.New("backend.parallel: is not negative")
	}
	return b.validate("backend")
}

// Validate reports the first thing that cannot work.
func (w Webhook) Validate() error {
	switch {
	case several(w.SecretFile, w.SecretCredential, w.SecretKeyring):
		return errors.New("webhook: secret-file, secret-credential or secret-keyring, not several")
	case w.URL != "" && w.SecretFile == "" && w.SecretCredential == "" && w.SecretKeyring == "":
		return errors.New("webhook: a secret is needed to sign the requests; set webhook.secret-file")
	}
	return w.validate("webhook")
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

func several(texts ...string) bool {
	n := 0
	for _, t := range texts {
		if t != "" {
			n++
		}
	}
	return n > 1
}
