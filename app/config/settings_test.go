package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portico/app/config"
	"portico/engine/guidance"
)

func TestWhatWasChosenGoesOverTheFile(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	dir := t.TempDir()
	file := filepath.Join(dir, "portico.toml")
	text := "key-file = \"" + filepath.Join(dir, "master.key") + "\"\n[camera]\ndocument = \"usb-1\"\nface = \"usb-1\"\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	load := func(flags ...func(*config.Config)) config.Config {
		t.Helper()
		c, err := config.Load(file, flags...)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	settings := load().Settings()
	if string(settings) != filepath.Join(dir, "settings.toml") {
		t.Errorf("the settings are in %s", settings)
	}
	id := "usb-2"
	for _, change := range []func(*config.Chosen){
		func(c *config.Chosen) { c.Camera.Face = &id },
		func(c *config.Chosen) {
			c.Camera.Guidance = &guidance.Limits{Document: guidance.CardLimits{Sharpness: .09}}
		},
	} {
		if err := settings.Change(change); err != nil {
			t.Fatal(err)
		}
	}
	if c := load().Camera; c.Document != "usb-1" || c.Face != "usb-2" || c.Guidance.Document.Sharpness != .09 {
		t.Errorf("in force is %+v", c)
	}
	t.Setenv("PORTICO_CAMERA_FACE", "usb-3")
	if c := load(); c.Camera.Face != "usb-3" {
		t.Errorf("the environment says usb-3, in force is %q", c.Camera.Face)
	}
	elsewhere := func(c *config.Config) { c.KeyFile = filepath.Join(dir, "other", "master.key") }
	if c := load(elsewhere); c.Camera.Guidance.Document.Sharpness != 0 {
		t.Error("the settings of another key's kiosk are in force")
	}
}

func TestSettingsThatMakeNoSense(t *testing.T) {
	for name, text := range map[string]string{"another key": "[backend]\nurl = \"x\"\n", "no TOML": "camera"} {
		file := config.Settings(filepath.Join(t.TempDir(), "settings.toml"))
		if err := os.WriteFile(string(file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := file.Load(); err == nil || !strings.Contains(err.Error(), "settings.toml") && name == "another key" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
