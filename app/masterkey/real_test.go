package masterkey_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"portico/app/masterkey"
)

// What other tests have in memory, here with the real thing, where it is: the
// Secret Service of GNOME, systemd-creds with a key of the machine, and with a
// TPM (swtpm, a software one that speaks as the chips do).

// need skips, loudly, where a program is missing.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("NOT TESTED: %v", err)
		}
	}
}

// inSession is set for the child that runs in a session of its own.
const inSession = "PORTICO_MASTERKEY_SESSION"

func TestKeyInTheSecretService(t *testing.T) {
	if os.Getenv(inSession) != "" {
		root := t.TempDir()
		keepsAndChanges(t, installation{
			filepath.Join(root, "data"), masterkey.Source{Kind: masterkey.Keyring, File: filepath.Join(root, "key")}, func() {},
		})
		return
	}
	need(t, "dbus-run-session", "gnome-keyring-daemon")
	home := t.TempDir()
	const unlocked = `printf unlock | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$0" -test.v -test.run "^$1$"`
	cmd := exec.CommandContext(t.Context(), "dbus-run-session", "--", "sh", "-c", unlocked, os.Args[0], t.Name())
	cmd.Env = append(os.Environ(), inSession+"=1", "HOME="+home, "XDG_DATA_HOME="+home, "XDG_RUNTIME_DIR="+home)
	out, err := cmd.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("--- PASS: "+t.Name())) {
		t.Fatalf("%v: %s", err, out)
	}
	kept, err := filepath.Glob(filepath.Join(home, "keyrings", "*"))
	if err != nil || len(kept) == 0 {
		t.Errorf("the Secret Service has kept nothing: %v, %v", kept, err)
	}
}

func TestKeySealedBySystemd(t *testing.T) {
	need(t, "systemd-creds")
	t.Setenv("SYSTEMD_CREDENTIAL_SECRET", filepath.Join(t.TempDir(), "secret"))
	sealedCredential(t, "host")
}

func TestKeySealedByTPM(t *testing.T) {
	need(t, "systemd-creds", "swtpm")
	dir := t.TempDir()
	chip := filepath.Join(dir, "tpm")
	tpm := exec.CommandContext(t.Context(), "swtpm", "socket", "--tpm2", "--tpmstate", "dir="+dir,
		"--server", "type=unixio,path="+chip, "--ctrl", "type=unixio,path="+chip+".ctrl", "--flags", "not-need-init,startup-clear")
	if err := tpm.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tpm.Process.Kill(); _ = tpm.Wait() })
	for range 500 {
		if _, err := os.Stat(chip + ".ctrl"); err == nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	sealedCredential(t, "tpm2", "--tpm2-device=swtpm:path="+chip)
}

// sealedCredential seals a key and its successor with systemd-creds, and hands
// them to the program as systemd hands credentials to a unit.
func sealedCredential(t *testing.T, with string, where ...string) {
	t.Helper()
	given := t.TempDir()
	t.Setenv("CREDENTIALS_DIRECTORY", given)
	give := func(name, digits string) {
		t.Helper()
		sealed := filepath.Join(t.TempDir(), name)
		creds(t, digits, append(where, "encrypt", "--with-key="+with, "--name="+name, "-", sealed)...)
		data, err := os.ReadFile(sealed)
		if err != nil || bytes.Contains(data, []byte(digits)) {
			t.Fatalf("the key is not sealed: %v", err)
		}
		creds(t, "", append(where, "decrypt", "--name="+name, sealed, filepath.Join(given, name))...)
	}
	give("portico-master-key", strings.Repeat("0a", 32))
	keepsAndChanges(t, installation{filepath.Join(t.TempDir(), "data"), masterkey.Source{Kind: masterkey.Credential}, func() {
		give("portico-master-key.new", strings.Repeat("0b", 32))
	}})
}

// creds runs systemd-creds. A TPM for which this machine has no library is a
// reason to skip.
func creds(t *testing.T, in string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "systemd-creds", args...)
	cmd.Stdin = strings.NewReader(in)
	out, err := cmd.CombinedOutput()
	switch {
	case err == nil:
	case bytes.Contains(out, []byte("TPM2 support")) || os.Geteuid() != 0:
		t.Skipf("NOT TESTED: systemd-creds: %v: %s", err, out)
	default:
		t.Fatalf("systemd-creds: %v: %s", err, out)
	}
}
