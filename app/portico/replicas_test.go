package main

import (
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"portico/engine/enginetest"
	"portico/sync/disserver/replicatest"
	"portico/sync/store/redis"
	"portico/sync/store/redis/redistest"
	"portico/sync/store/seal"
	"portico/sync/token"
)

// TestReplicasOfTheProgram is replicatest with the program itself and the
// sample card. It takes minutes: make redis-test runs it.
func TestReplicasOfTheProgram(t *testing.T) {
	if os.Getenv("PORTICO_REPLICAS") == "" {
		t.Skip("make redis-test runs this one")
	}
	needModels(t)
	read := func(names ...string) []byte {
		t.Helper()
		data, err := os.ReadFile(enginetest.Data(t, append([]string{"dis"}, names...)...))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	pictures := replicatest.Pictures{
		Selfie: read("faces", "face.jpeg"),
		Front:  read("documents", "L2", "document-front.jpeg"), Back: read("documents", "L2", "document-back.jpeg"),
	}
	server := redistest.Start(t)
	key := seal.NewKey()
	keyFile := filepath.Join(t.TempDir(), "master.key")
	if err := os.WriteFile(keyFile, []byte(hex.EncodeToString(key[:])+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := redis.Open(t.Context(), redis.Config{URL: server.URL(), Key: key})
	if err != nil {
		t.Fatal(err)
	}
	known, text := token.New(token.Integrator, time.Now())
	if err := s.Tokens().Add(t.Context(), known); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	replicatest.Run(t, replicatest.Fleet{
		Redis: server, Token: text, Pictures: pictures, Onboardings: 12, InFlight: 3,
		Start: func(address string) *exec.Cmd {
			cmd := exec.Command(self, "serve", "--listen", address, "--store", server.URL(),
				"--data", t.TempDir(), "--key-file", keyFile)
			cmd.Env = append(os.Environ(), asProgram+"=1")
			return cmd
		},
	})
}
