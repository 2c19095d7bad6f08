package disserver_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"testing"
	"time"

	"portico/engine/imaging"
	"portico/engine/onboarding"
	"portico/sync/disserver"
	"portico/sync/disserver/replicatest"
	"portico/sync/disserver/servertest"
	"portico/sync/store/redis"
	"portico/sync/store/redis/redistest"
	"portico/sync/store/seal"
	"portico/sync/token"
)

// The test's own program is a server where these are set.
const (
	replicaAddress = "PORTICO_TEST_REPLICA"
	replicaRedis   = "PORTICO_TEST_REDIS"
)

func TestMain(m *testing.M) {
	if address := os.Getenv(replicaAddress); address != "" {
		fmt.Fprintln(os.Stderr, serveReplica(address, os.Getenv(replicaRedis)))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func openRedis(ctx context.Context, url string) (*redis.Store, error) {
	return redis.Open(ctx, redis.Config{URL: url, Key: seal.Key{1, 2, 3}})
}

func serveReplica(address, url string) error {
	s, err := openRedis(context.Background(), url)
	if err != nil {
		return err
	}
	h := disserver.New(disserver.Config{
		Engine: onboarding.New(servertest.Documents{}, servertest.Faces{}, servertest.Passive{}, imaging.Limits{}),
		Store:  s, Shelf: s, Tokens: s.Tokens(),
	})
	return errors.Join((&http.Server{Addr: address, Handler: h, ReadHeaderTimeout: time.Minute}).ListenAndServe(), s.Close())
}

// TestReplicas is what a fleet's backend must stand: see replicatest. Its
// recognisers know a picture by its colour, so that what is tried is the
// servers and not the patience of whoever waits.
func TestReplicas(t *testing.T) {
	server := redistest.Start(t)
	s, err := openRedis(t.Context(), server.URL())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Tokens().Add(t.Context(), token.Of(servertest.Token, token.Integrator, time.Now())); err != nil {
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
		Redis: server, Token: servertest.Token, Onboardings: 200, InFlight: 8,
		Pictures: replicatest.Pictures{
			Selfie: servertest.JPEG(t, servertest.Holder), Front: servertest.JPEG(t, servertest.Front), Back: servertest.JPEG(t, servertest.Back),
		},
		Start: func(address string) *exec.Cmd {
			cmd := exec.Command(self)
			cmd.Env = append(os.Environ(), replicaAddress+"="+address, replicaRedis+"="+server.URL())
			return cmd
		},
	})
}
