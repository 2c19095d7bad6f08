package config

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"os"

	"portico/engine/liveness/passive"
	"portico/engine/trust"
)

// Trust is by what an onboarding is decided.
type Trust struct {
	Rules string `toml:"rules"` // a file of rules, as engine/trust/standard.toml; empty means the built-in ones
}

// Set reads the rules. Errors name the file and what is wrong in it.
func (t Trust) Set() (*trust.Set, error) {
	if t.Rules == "" {
		return trust.StandardSet(), nil
	}
	data, err := os.ReadFile(t.Rules)
	if err != nil {
		return nil, fmt.Errorf("trust.rules: %w", err)
	}
	set, err := trust.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("trust.rules: %s: %w", t.Rules, err)
	}
	return set, nil
}

// Liveness is how far this desk's cameras and devices are known.
type Liveness struct {
	// Limits of the passive check for this desk's face camera, from portico
	// liveness calibrate; zeros mean the built-in ones.
	Limits passive.Limits `toml:"limits"`
	// Devices are the public keys (Ed25519, base64) of the kiosks whose liveness
	// records are taken.
	Devices []string `toml:"devices"`
}

// Keys decodes the devices' keys.
func (l Liveness) Keys() ([]ed25519.PublicKey, error) {
	var keys []ed25519.PublicKey
	for i, text := range l.Devices {
		key, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(key) != ed25519.PublicKeySize {
			return nil, fmt.Errorf("liveness.devices: entry %d is no Ed25519 public key in base64", i+1)
		}
		keys = append(keys, key)
	}
	return keys, nil
}
