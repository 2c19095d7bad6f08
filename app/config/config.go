// Package config is the one typed configuration of both programs: defaults,
// overlaid by a TOML file, overlaid by PORTICO_… variables, overlaid by flags.
package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/BurntSushi/toml"

	"portico/models"
)

// Config is everything an operator can set. Default returns the usable
// defaults; a field's comment gives its unit.
type Config struct {
	Data    string  `toml:"data"`     // folder of the store
	KeyFile string  `toml:"key-file"` // master key; created where it does not exist
	Key     Key     `toml:"key"`
	Camera  Camera  `toml:"camera"`
	Backend Backend `toml:"backend"`
	Webhook Webhook `toml:"webhook"`
	Privacy Privacy `toml:"privacy"`
	Window  Window  `toml:"window"`
	Printer Printer `toml:"printer"`
	Sound   Sound   `toml:"sound"`
	Staff   Staff   `toml:"staff"`
	Server  Server  `toml:"server"`

	Templates Templates `toml:"templates"`
	Trust     Trust     `toml:"trust"`
	Liveness  Liveness  `toml:"liveness"`
	Models    Models    `toml:"models"`
}

// Models says which models may be used, by what they were trained on.
type Models struct {
	Policy models.Policy `toml:"policy"` // disclose: all; clean: those trained on rendered or permissively licensed pictures
}

// Templates is where further document types are described.
type Templates struct {
	Dir string `toml:"dir"` // folder of TOML files (docs/design/templates.md); empty means the built-in types alone
}

// Folders lists the folders of templates.
func (t Templates) Folders() []string {
	if t.Dir == "" {
		return nil
	}
	return []string{t.Dir}
}

// Privacy says how long data live.
type Privacy struct {
	Unfinished  Duration `toml:"unfinished"`   // after the last touch
	Finished    Duration `toml:"finished"`     // after the backend's acknowledgement
	Undelivered Duration `toml:"undelivered"`  // at most, when the backend cannot be reached
	ConsentText string   `toml:"consent-text"` // version of the text that is shown, recorded with each consent
}

// Window is the kiosk's window.
type Window struct {
	FullScreen bool   `toml:"full-screen"`
	Language   string `toml:"language"`        // at start and after each visitor
	Brand      string `toml:"brand"`           // folder with the operator's logo.svg or logo.png, colours.json, and words, en.json and so on; empty means ours
	Motion     bool   `toml:"start-on-motion"` // where nobody stands, movement before the face camera brings the welcome; that camera is then always in use
	Choose     bool   `toml:"choose-document"` // visitors say what document they brought, before it is photographed
	ShowResult bool   `toml:"show-result"`     // tell the visitor the decision; false says "done" or "please see a colleague"
}

// Printer is where receipts are printed.
type Printer struct {
	Name string `toml:"name"` // queue of CUPS (lpstat -e); empty means none
}

// Sound is what the kiosk is heard with.
type Sound struct {
	Volume int `toml:"volume"` // per cent; 0 means silence
}

// Duration reads "30m" or "24h" from a file.
type Duration time.Duration

// UnmarshalText parses a Go duration.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("%q is no duration; write for example 30m or 24h", text)
	}
	*d = Duration(v)
	return nil
}

// MarshalText writes what UnmarshalText reads.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// Default returns the configuration of a machine where nothing was set. The
// key is kept apart from the data, so that a copy of the data opens nothing.
func Default() (Config, error) {
	state, err := folder("XDG_STATE_HOME", ".local/state")
	if err != nil {
		return Config{}, err
	}
	settings, err := folder("XDG_CONFIG_HOME", ".config")
	if err != nil {
		return Config{}, err
	}
	return Config{
		Data:    filepath.Join(state, "portico"),
		KeyFile: filepath.Join(settings, "portico", "master.key"),
		Privacy: UsualPrivacy(),
		Window:  Window{FullScreen: true, Language: "en", ShowResult: true},
		Sound:   Sound{Volume: 50},
		Models:  Models{Policy: models.Disclose},
	}, nil
}

// UsualPrivacy returns the lifetimes of a machine where nothing was set, and
// the version of our consent's text.
func UsualPrivacy() Privacy {
	return Privacy{
		Unfinished:  Duration(30 * time.Minute),
		Finished:    Duration(24 * time.Hour),
		Undelivered: Duration(30 * 24 * time.Hour),
		ConsentText: "2026-11-29",
	}
}

func folder(variable, underHome string) (string, error) {
	if dir := os.Getenv(variable); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find the home folder: %w; set HOME or %s", err, variable)
	}
	return filepath.Join(home, underHome), nil
}

// Load returns the defaults overlaid by file (where it is not empty), by what
// was chosen at the kiosk (Settings), by the environment and by flags. An
// unknown key is an error: a misspelt one must not be silently ignored.
func Load(file string, flags ...func(*Config)) (Config, error) {
	c, err := Default()
	if err != nil {
		return Config{}, err
	}
	if file != "" {
		if err := overlay(&c, file); err != nil {
			return Config{}, err
		}
	}
	last := func(c *Config) {
		environment(c)
		for _, set := range flags {
			set(c)
		}
	}
	known := c
	last(&known) // they may say where the settings are
	if err := known.Settings().over(&c); err != nil {
		return Config{}, err
	}
	last(&c)
	return c, c.Validate()
}

// overlay reads file over into; an unknown key is an error.
func overlay(into any, file string) error {
	meta, err := toml.DecodeFile(file, into)
	if err != nil {
		return fmt.Errorf("read the configuration: %w", err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("%s: unknown key %q", file, unknown[0])
	}
	return nil
}

// environment sets what PORTICO_… variables say.
func environment(c *Config) {
	for name, field := range map[string]*string{
		"PORTICO_STORE":               &c.Data,
		"PORTICO_KEY_FILE":            &c.KeyFile,
		"PORTICO_CAMERA_DOCUMENT":     &c.Camera.Document,
		"PORTICO_CAMERA_FACE":         &c.Camera.Face,
		"PORTICO_BACKEND_URL":         &c.Backend.URL,
		"PORTICO_BACKEND_TOKEN_FILE":  &c.Backend.TokenFile,
		"PORTICO_WEBHOOK_URL":         &c.Webhook.URL,
		"PORTICO_WEBHOOK_SECRET_FILE": &c.Webhook.SecretFile,
		"PORTICO_LANGUAGE":            &c.Window.Language,
		"PORTICO_STAFF_PIN_FILE":      &c.Staff.PINFile,
		"PORTICO_SECOND_PIN_FILE":     &c.Staff.SecondPINFile,
		"PORTICO_OPERATOR_PIN_FILE":   &c.Staff.OperatorPINFile,
		"PORTICO_TEMPLATES_DIR":       &c.Templates.Dir,
		"PORTICO_TRUST_RULES":         &c.Trust.Rules,
		"PORTICO_SERVER_STORE":        &c.Server.Store,
	} {
		if v, ok := os.LookupEnv(name); ok {
			*field = v
		}
	}
}

// Validate reports the first thing that cannot work, with what to write instead.
func (c Config) Validate() error {
	if c.Models.Policy != models.Disclose && c.Models.Policy != models.Clean {
		return fmt.Errorf("models.policy: %q; write %s or %s", c.Models.Policy, models.Disclose, models.Clean)
	}
	if c.Sound.Volume < 0 || c.Sound.Volume > 100 {
		return fmt.Errorf("sound.volume: %d; write 0 to 100", c.Sound.Volume)
	}
	if c.Data == "" {
		return errors.New("data: name a folder for the store")
	}
	if c.KeyFile == "" {
		return errors.New("key-file: name a file for the master key, outside the data folder")
	}
	if err := c.Key.Validate(); err != nil {
		return err
	}
	if rel, err := filepath.Rel(c.Data, c.KeyFile); err == nil && filepath.IsLocal(rel) {
		return fmt.Errorf("key-file: %s lies inside the data folder; a copy of the folder would carry its own key", c.KeyFile)
	}
	if err := c.Camera.Validate(); err != nil {
		return err
	}
	if c.Trust.GuardianAge < 0 {
		return errors.New("trust.guardian-age: is not negative")
	}
	if _, err := c.Trust.Zone(); err != nil {
		return err
	}
	if _, err := c.Trust.Set(); err != nil {
		return err
	}
	if _, err := c.Liveness.Keys(); err != nil {
		return err
	}
	if _, _, err := c.Liveness.Kinds(); err != nil {
		return err
	}
	if err := errors.Join(c.Backend.Validate(), c.Webhook.Validate()); err != nil {
		return err
	}
	for name, d := range map[string]Duration{
		"unfinished": c.Privacy.Unfinished, "finished": c.Privacy.Finished, "undelivered": c.Privacy.Undelivered,
	} {
		if d <= 0 {
			return fmt.Errorf("privacy.%s: must be longer than zero", name)
		}
	}
	return c.Server.Validate()
}
