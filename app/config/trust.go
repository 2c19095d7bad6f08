package config

import (
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"os"
	"slices"
	"time"
	_ "time/tzdata" // where the machine has none

	"portico/engine/liveness"
	"portico/engine/liveness/passive"
	"portico/engine/trust"
)

// Trust is by what an onboarding is decided.
type Trust struct {
	// GuardianAge is the age in years below which a colleague decides, who asks
	// for a guardian. 0, the default, means that nobody is too young: which age
	// it is depends on the country and on what is opened.
	GuardianAge int `toml:"guardian-age"`

	// TimeZone is the place's, as "Europe/Bratislava": by its date a document has
	// expired. Empty means the machine's.
	TimeZone string `toml:"time-zone"`

	Rules string `toml:"rules"` // a file of rules, as engine/trust/standard.toml; empty means the built-in ones
}

// Zone returns the place's time zone.
func (t Trust) Zone() (*time.Location, error) {
	if t.TimeZone == "" {
		return time.Local, nil
	}
	zone, err := time.LoadLocation(t.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("trust.time-zone: %q is none; write for example Europe/Bratislava", t.TimeZone)
	}
	return zone, nil
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
	// Challenges are those that visitors meet, by name: smile, gaze, approach,
	// light. None means smile. Chance draws Count of them, in any order.
	Challenges []string `toml:"challenges"`
	Count      int      `toml:"count"` // 0 means 1
	// Limits of the passive check for this desk's face camera, from portico
	// liveness calibrate; zeros mean the built-in ones.
	Limits passive.Limits `toml:"limits"`
	// Network, where it names a file, is looked through instead of the built-in one.
	Network passive.Supplied `toml:"network"`
	// Devices are the kiosks whose liveness records are taken: their public keys
	// (Ed25519, hexadecimal), as portico customers key shows them there.
	Devices []string `toml:"devices"`
}

// Keys decodes the devices' keys.
func (l Liveness) Keys() ([]ed25519.PublicKey, error) {
	var keys []ed25519.PublicKey
	for i, text := range l.Devices {
		key, err := hex.DecodeString(text)
		if err != nil || len(key) != ed25519.PublicKeySize {
			return nil, fmt.Errorf("liveness.devices: entry %d is no public key; write the 64 hexadecimal digits of portico customers key", i+1)
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// challenges are the kinds of challenge by name.
var challenges = map[string]liveness.Kind{
	"smile": liveness.Smile, "gaze": liveness.EyeGaze, "approach": liveness.MagnifEye, "light": liveness.Light,
}

// ChallengeName is what a kind of challenge is called in the configuration; empty
// where there is none.
func ChallengeName(kind liveness.Kind) string {
	for name, k := range challenges {
		if k == kind {
			return name
		}
	}
	return ""
}

// Kinds returns the challenges to draw from and how many of them a visitor
// meets.
func (l Liveness) Kinds() ([]liveness.Kind, int, error) {
	if len(l.Challenges) == 0 && l.Count <= 1 {
		return []liveness.Kind{liveness.Smile}, 1, nil
	}
	var kinds []liveness.Kind
	for _, name := range l.Challenges {
		kind, ok := challenges[name]
		if !ok || slices.Contains(kinds, kind) {
			return nil, 0, fmt.Errorf("liveness.challenges: %q; write smile, gaze, approach or light, each once", name)
		}
		kinds = append(kinds, kind)
	}
	if l.Count < 0 || l.Count > len(kinds) {
		return nil, 0, fmt.Errorf("liveness.count: %d of %d challenges; write 1 to %d", l.Count, len(kinds), len(kinds))
	}
	return kinds, max(l.Count, 1), nil
}
