package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"portico/app/config"
)

func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "portico.toml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestEnvironmentWinsOverFileWinsOverDefault(t *testing.T) {
	t.Setenv("PORTICO_LANGUAGE", "sk")
	c, err := config.Load(write(t, "[privacy]\nunfinished = \"5m\"\n[window]\nlanguage = \"de\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if c.Window.Language != "sk" {
		t.Errorf("language = %q, want the environment's sk", c.Window.Language)
	}
	if got := time.Duration(c.Privacy.Unfinished); got != 5*time.Minute {
		t.Errorf("unfinished = %v, want the file's 5m", got)
	}
	if got := time.Duration(c.Privacy.Finished); got != 24*time.Hour {
		t.Errorf("finished = %v, want the default 24h", got)
	}
}

func TestStaffPINLiesBesideTheKey(t *testing.T) {
	c, err := config.Load(write(t, "key-file = \"/keys/master.key\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(c.StaffPINs().Clerk); got != "/keys/staff.pin" {
		t.Errorf("by default it is %s", got)
	}
	c, err = config.Load(write(t, "[staff]\npin-file = \"/elsewhere/pin\"\n"))
	if got := string(c.StaffPINs().Clerk); err != nil || got != "/elsewhere/pin" {
		t.Errorf("configured it is %s, %v", got, err)
	}
}

func TestCamerasByIdentity(t *testing.T) {
	c, err := config.Load(write(t, "[camera]\nallow = [\"046d:0825\"]\nrotate = { \"usb-1:1.0/046d:0825\" = 180 }\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Camera.Allow) != 1 || c.Camera.Rotate["usb-1:1.0/046d:0825"] != 180 {
		t.Errorf("camera = %+v", c.Camera)
	}
}

func TestMistakesSayWhatToDo(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"misspelt key":          {"dta = \"/tmp/x\"\n", "unknown key"},
		"key inside the data":   {"data = \"/srv/p\"\nkey-file = \"/srv/p/master.key\"\n", "inside the data folder"},
		"backend without host":  {"[backend]\nurl = \"localhost\"\n", "whole address"},
		"duration without unit": {"[privacy]\nfinished = \"24\"\n", "30m or 24h"},
		"slanting camera":       {"[camera.rotate]\n\"usb-1/046d:0825\" = 45\n", "0, 90, 180 or 270"},
		"limits out of scale":   {"[camera.pages]\nbright = 9\n", "between 0 and 1"},
		"no lifetime":           {"[privacy]\nfinished = \"0s\"\n", "longer than zero"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := config.Load(write(t, tc.text))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("Load(%q) = %v, want an error with %q", tc.text, err, tc.want)
			}
		})
	}
}
