package main

import (
	"path/filepath"
	"strings"
	"testing"

	"portico/sync/store/redis/redistest"
	"portico/sync/token"
)

// TestTokenCommands make, list and revoke, in a folder and in Redis.
func TestTokenCommands(t *testing.T) {
	for name, where := range map[string]func(t *testing.T) []string{
		"folder": func(*testing.T) []string { return nil },
		"redis":  func(t *testing.T) []string { return []string{"--store", redistest.Start(t).URL()} },
	} {
		t.Run(name, func(t *testing.T) {
			at := append(where(t), "--json", "--data", filepath.Join(t.TempDir(), "data"), "--key-file", filepath.Join(t.TempDir(), "key"))
			run := func(args ...string) outcome {
				t.Helper()
				out := portico(t, append(append([]string{"token"}, args...), at...)...)
				if out.code != 0 {
					t.Fatalf("token %v: %d %s", args, out.code, out.stderr)
				}
				return out
			}
			made := object[tokenRow](t, run("create", "--role", "kiosk", "--name", "hall-2", "--group", "branch", "--expires", "720h").stdout)
			if len(made.Token) < 50 || made.ID != token.HashOf(made.Token).ID() || made.Role != token.Kiosk || made.Expires.Sub(made.Created).Hours() != 720 {
				t.Errorf("made %+v", made)
			}
			list := run("list").stdout
			if row := object[tokenRow](t, list); row.ID != made.ID || row.Name != "hall-2" || row.Group != "branch" || strings.Contains(list, made.Token) {
				t.Errorf("listed %s", list)
			}
			run("revoke", made.ID)
			if left := run("list").stdout; left != "" {
				t.Errorf("left after revoking: %s", left)
			}
			if out := portico(t, append([]string{"token", "revoke", made.ID}, at...)...); out.code != exitFailed {
				t.Errorf("revoked again: %d", out.code)
			}
			if out := portico(t, append([]string{"token", "create", "--role", "admin"}, at...)...); out.code != exitUsage {
				t.Errorf("an unknown role: %d", out.code)
			}
		})
	}
}
