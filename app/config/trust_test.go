package config_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"portico/app/config"
	"portico/engine/trust"
)

func TestOperatorsRulesAreRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rules.toml")
	if err := os.WriteFile(file, []byte("version = \"1\"\nrule = 3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (config.Trust{Rules: file}).Set(); !errors.Is(err, trust.ErrRules) || !strings.Contains(err.Error(), file) {
		t.Errorf("a file that is no rules: %v", err)
	}
	if _, err := (config.Trust{Rules: file + "x"}).Set(); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	if set, err := (config.Trust{}).Set(); err != nil || set != trust.StandardSet() {
		t.Errorf("no file: %v, %v", set, err)
	}
}

func TestDevicesKeys(t *testing.T) {
	public := ed25519.NewKeyFromSeed(make([]byte, 32)).Public().(ed25519.PublicKey)
	keys, err := config.Liveness{Devices: []string{hex.EncodeToString(public)}}.Keys()
	if err != nil || len(keys) != 1 || !keys[0].Equal(public) {
		t.Errorf("Keys = %v, %v", keys, err)
	}
	if _, err := (config.Liveness{Devices: []string{"73686f7274"}}).Keys(); err == nil {
		t.Error("five bytes were taken for a key")
	}
}

func TestTheTimeZoneOfThePlace(t *testing.T) {
	zone, err := config.Trust{TimeZone: "Pacific/Kiritimati"}.Zone()
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	if day := noon.In(zone).Format(time.DateOnly); day != "2026-11-29" {
		t.Errorf("there it is %s", day)
	}
	if _, err := (config.Trust{TimeZone: "Atlantis"}).Zone(); err == nil {
		t.Error("a place that is none has a time zone")
	}
}
