package config_test

import (
	"strings"
	"testing"

	"portico/app/config"
)

func TestHowToReachTheReceivers(t *testing.T) {
	pin := "sha256//" + strings.Repeat("A", 43) + "="
	for name, c := range map[string]struct{ text, wrong string }{
		"all of it": {
			`[backend]
url = "https://host/identity"
authority = "ca.pem"
certificate = "kiosk.pem"
certificate-key = "kiosk.key"
pinned-key = "` + pin + `"
proxy = "none"
bandwidth = 65536
token-credential = "portico-token"
generation = "v6"
parallel = 2
[webhook]
url = "https://host/cases"
secret-file = "secret"
`, "",
		},
		"half a certificate":   {"[backend]\ncertificate = \"kiosk.pem\"", "backend: certificate"},
		"no pin":               {"[backend]\npinned-key = \"AAAA\"", "backend.pinned-key"},
		"too narrow":           {"[backend]\nbandwidth = 3", "backend.bandwidth"},
		"no generation":        {"[backend]\ngeneration = \"v7\"", "backend.generation"},
		"two tokens":           {"[backend]\ntoken-file = \"a\"\ntoken-keyring = \"b\"", "not several"},
		"no proxy":             {"[backend]\nproxy = \"yes\"", "backend.proxy"},
		"a case nobody signed": {"[webhook]\nurl = \"https://host/cases\"", "webhook.secret-file"},
		"cases in clear":       {"[webhook]\nurl = \"http://192.0.2.7/cases\"\nsecret-file = \"s\"", "in clear"},
		"a misspelt key":       {"[backend]\nband-width = 65536", "unknown key"},
	} {
		cfg, err := config.Load(write(t, c.text))
		switch {
		case c.wrong == "" && (err != nil || cfg.Backend.Bandwidth != 65536 || cfg.Webhook.URL != "https://host/cases"):
			t.Errorf("%s: %+v, %v", name, cfg.Backend, err)
		case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
			t.Errorf("%s: %v, want it to name %q", name, err, c.wrong)
		}
	}
}
