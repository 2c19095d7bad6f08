package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"portico/app/config"
)

// What keeps visitors away or loses their data is a problem, and doctor says
// which.
func TestDoctorNamesWhatIsWrongWithTheData(t *testing.T) {
	kiosk := func(t *testing.T, paths ...string) config.Config {
		dir := t.TempDir()
		for _, p := range paths {
			if err := os.MkdirAll(filepath.Join(dir, p), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		return config.Config{Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "master.key")}
	}
	for name, c := range map[string]struct {
		check func(config.Config) checkResult
		paths []string
		state string
		want  string
	}{
		"no store yet":                {storeCheck, nil, "ok", ""},
		"damaged data":                {storeCheck, []string{"data/damaged-20261129T070046.1Z"}, "problem", "damaged-20261129T070046.1Z"},
		"no key yet":                  {keyCheck, nil, "warning", "created at the first start"},
		"a store whose key is gone":   {keyCheck, []string{"data/keys"}, "problem", "bring the copy back"},
		"a disk with room":            {diskCheck, nil, "", "MB free"},
		"a backend that is not named": {backendCheck, nil, "ok", "embedded"},
	} {
		t.Run(name, func(t *testing.T) {
			got := c.check(kiosk(t, c.paths...))
			if c.state != "" && got.State != c.state || !strings.Contains(got.Message, c.want) {
				t.Errorf("%+v, want %s with %q", got, c.state, c.want)
			}
		})
	}
}

func TestDoctorSaysWhenVisitorsAreTurnedAwayForWantOfRoom(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=32m"); err != nil {
		t.Skipf("NOT TESTED: mounting a small disk needs root: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	if got := diskCheck(config.Config{Data: filepath.Join(dir, "data")}); got.State != "problem" || !strings.Contains(got.Message, "turned away") {
		t.Errorf("%+v", got)
	}
}

// A token need not lie in a file.
func TestDoctorLooksForTheTokenWhereItIsSaidToBe(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("CREDENTIALS_DIRECTORY", dir)
	var cfg config.Config
	cfg.Backend.URL, cfg.Backend.TokenCredential = "https://bank.example/identity", "portico-token"
	if got := backendCheck(cfg); got.State != "problem" || !strings.Contains(got.Message, "portico-token") {
		t.Errorf("without the credential: %+v", got)
	}
	if err := os.WriteFile(filepath.Join(dir, "portico-token"), []byte("token\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := backendCheck(cfg); got.State != "ok" {
		t.Errorf("with it: %+v", got)
	}
}
