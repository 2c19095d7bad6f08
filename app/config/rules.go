package config

import (
	"fmt"

	"portico/engine/trust"
)

// ownRules is the file beside the settings with the rules that were changed at the
// kiosk; those of before lie beside it, under the beginning of their digest.
const ownRules = "rules"

// KeepRules puts rules in force from the next start on, in a file beside the
// settings, which name it. What was in force before is backed up first.
func (c Config) KeepRules(before, now *trust.Set) error {
	if err := Replace(c.besideSettings(ownRules+"-"+before.Digest()+".toml"), before.Text()); err != nil {
		return fmt.Errorf("back up the rules: %w", err)
	}
	file := c.besideSettings(ownRules + ".toml")
	if err := Replace(file, now.Text()); err != nil {
		return fmt.Errorf("write the rules: %w", err)
	}
	return c.Settings().Change(func(chosen *Chosen) { chosen.Trust.Rules = &file })
}
