package node_test

import (
	"path/filepath"
	"testing"

	"portico/app/config"
	"portico/engine/liveness"
	"portico/engine/liveness/record"
)

// TestRecordIsSignedByTheKeyThatOperatorsSee: what portico customers key shows at
// a kiosk, written into liveness.devices of a backend, opens its records.
func TestRecordIsSignedByTheKeyThatOperatorsSee(t *testing.T) {
	dir := t.TempDir()
	cfg := config.Config{Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "key")}
	vault := opened(t, cfg)
	data, err := vault.SealRecord(t.Context(), record.Record{Kind: liveness.MagnifEye, Session: "6f0a3c52"})
	if err != nil {
		t.Fatal(err)
	}
	shown, err := vault.Desk(nil).Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	keys, err := config.Liveness{Devices: []string{shown.PublicKey}}.Keys()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := record.Open(data, keys); err != nil || got.Session != "6f0a3c52" {
		t.Errorf("Open = %+v, %v", got, err)
	}
	if own, err := vault.Device(t.Context()); err != nil || !own.Equal(keys[0]) {
		t.Errorf("the kiosk's own backend knows %x, %v", own, err)
	}
}
