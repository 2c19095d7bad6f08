package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/BurntSushi/toml"

	"portico/engine/guidance"
	"portico/engine/liveness/passive"
)

// Settings is the file of what an operator chose in the staff's rooms. It goes
// over the configuration's file, which the kiosk never changes.
type Settings string

// Chosen is what can be chosen there. Nil fields leave the configuration as it
// is.
type Chosen struct {
	Camera   ChosenCamera    `toml:"camera"`
	Trust    ChosenTrust     `toml:"trust"`
	Liveness *ChosenLiveness `toml:"liveness"`
	Passive  *passive.Limits `toml:"passive"` // zeros: the built-in ones
	Privacy  ChosenPrivacy   `toml:"privacy"`
	Sound    ChosenSound     `toml:"sound"`
}

// ChosenLiveness is the part of Liveness that can be chosen, as a whole.
type ChosenLiveness struct {
	Challenges []string `toml:"challenges"`
	Count      int      `toml:"count"`
}

// Over puts what was chosen over a configuration.
func (c ChosenLiveness) Over(cfg *Liveness) { cfg.Challenges, cfg.Count = c.Challenges, c.Count }

// ChosenTrust is the part of Trust that can be chosen.
type ChosenTrust struct {
	Rules       *string `toml:"rules"`
	GuardianAge *int    `toml:"guardian-age"`
}

// ChosenSound is the part of Sound that can be chosen.
type ChosenSound struct {
	Volume *int `toml:"volume"`
}

// ChosenPrivacy is the part of Privacy that can be chosen.
type ChosenPrivacy struct {
	Unfinished  *Duration `toml:"unfinished"`
	Finished    *Duration `toml:"finished"`
	Undelivered *Duration `toml:"undelivered"`
}

// Over puts what was chosen over a configuration.
func (c ChosenPrivacy) Over(cfg *Privacy) {
	for chosen, field := range map[*Duration]*Duration{c.Unfinished: &cfg.Unfinished, c.Finished: &cfg.Finished, c.Undelivered: &cfg.Undelivered} {
		if chosen != nil {
			*field = *chosen
		}
	}
}

// ChosenCamera is the part of Camera that can be chosen.
type ChosenCamera struct {
	Document *string          `toml:"document"`
	Face     *string          `toml:"face"`
	Guidance *guidance.Limits `toml:"guidance"`
}

// Load reads what was chosen; nothing where there is no file.
func (s Settings) Load() (Chosen, error) {
	var c Chosen
	if err := overlay(&c, string(s)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Chosen{}, err
	}
	return c, nil
}

// Change changes what was chosen. The file is replaced in one step.
func (s Settings) Change(change func(*Chosen)) error {
	c, err := s.Load()
	if err != nil {
		return err
	}
	change(&c)
	var text bytes.Buffer
	text.WriteString("# Chosen at the kiosk. It goes over the configuration; without this file nothing does.\n")
	if err := toml.NewEncoder(&text).Encode(c); err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	if err := Replace(string(s), text.Bytes()); err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	return nil
}

// Replace puts data in the place of a file of mode 0600, in one step.
func Replace(file string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(file), ".new-*")
	if err != nil {
		return err
	}
	_, err = part.Write(data)
	if err = errors.Join(err, part.Sync(), part.Close()); err == nil {
		err = os.Rename(part.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(part.Name()))
	}
	return nil
}

// over puts what was chosen over a configuration.
func (s Settings) over(c *Config) error {
	chosen, err := s.Load()
	if err != nil {
		return err
	}
	chosen.Camera.Over(&c.Camera)
	if chosen.Trust.Rules != nil {
		c.Trust.Rules = *chosen.Trust.Rules
	}
	if chosen.Trust.GuardianAge != nil {
		c.Trust.GuardianAge = *chosen.Trust.GuardianAge
	}
	if chosen.Liveness != nil {
		chosen.Liveness.Over(&c.Liveness)
	}
	if chosen.Passive != nil {
		c.Liveness.Limits = *chosen.Passive
	}
	chosen.Privacy.Over(&c.Privacy)
	if chosen.Sound.Volume != nil {
		c.Sound.Volume = *chosen.Sound.Volume
	}
	return nil
}

// Over puts what was chosen over a configuration.
func (c ChosenCamera) Over(cfg *Camera) {
	if c.Document != nil {
		cfg.Document = *c.Document
	}
	if c.Face != nil {
		cfg.Face = *c.Face
	}
	if c.Guidance != nil {
		cfg.Guidance = *c.Guidance
	}
}
