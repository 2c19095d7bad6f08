package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portico/engine/enginetest"
)

// Under the clean policy every command that needs a face says that none may
// be looked for, documents are read all the same, and doctor says it in
// advance.
func TestCommandsUnderTheCleanPolicy(t *testing.T) {
	needModels(t)
	config := filepath.Join(t.TempDir(), "clean.toml")
	if err := os.WriteFile(config, []byte("[models]\npolicy = \"clean\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	card := enginetest.Data(t, "dis", "documents", "L2", "document-front.jpeg")
	holder := enginetest.Data(t, "dis", "faces", "face.jpeg")
	const anyCode = -1 // doctor's is of the machine as well
	const refused = "models.policy allows no network"
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"face":                {[]string{"face", holder}, exitFailed, refused},
		"match":               {[]string{"match", holder, holder}, exitFailed, refused},
		"liveness":            {[]string{"liveness", holder}, exitFailed, refused},
		"smile":               {[]string{"liveness", "--type", "smile", "NEUTRAL=" + holder, "SMILE=" + holder}, exitFailed, refused},
		"verify, with selfie": {[]string{"verify", "--front", card, "--selfie", holder}, exitFailed, refused},
		"verify, a card":      {[]string{"verify", "--front", card}, 0, "REVIEW"},
		"doctor":              {[]string{"doctor"}, anyCode, "nothing looks at faces"},
	} {
		t.Run(name, func(t *testing.T) {
			out := portico(t, append(c.args, "--config", config)...)
			if all := out.stdout + out.stderr; c.code != anyCode && out.code != c.code || !strings.Contains(all, c.want) {
				t.Errorf("exit code %d, want %d; %q does not say %q", out.code, c.code, all, c.want)
			}
		})
	}
}
