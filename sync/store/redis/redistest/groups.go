package redistest

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// until tries do until it says yes.
func until(t testing.TB, what string, do func(ctx context.Context) bool) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), startsWithin)
	defer stop()
	for !do(ctx) {
		if ctx.Err() != nil {
			t.Fatalf("%s: not within %v", what, startsWithin)
		}
		select {
		case <-ctx.Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// StartCluster runs a cluster of two masters for as long as the test. It
// returns its address as a store takes it, and what empties it.
func StartCluster(t testing.TB) (address string, flush func()) {
	t.Helper()
	a := Start(t, "--cluster-enabled", "yes", "--cluster-node-timeout", "5000")
	b := Start(t, "--cluster-enabled", "yes", "--cluster-node-timeout", "5000")
	first, second := a.Client(), b.Client()
	t.Cleanup(func() { _ = first.Close(); _ = second.Close() })
	ctx := context.Background()
	for _, err := range []error{
		first.ClusterAddSlotsRange(ctx, 0, 8191).Err(), second.ClusterAddSlotsRange(ctx, 8192, 16383).Err(),
		first.ClusterMeet(ctx, "127.0.0.1", b.port).Err(),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, node := range []*goredis.Client{first, second} {
		until(t, "the cluster", func(ctx context.Context) bool {
			info, err := node.ClusterInfo(ctx).Result()
			return err == nil && strings.Contains(info, "cluster_state:ok") && strings.Contains(info, "cluster_known_nodes:2")
		})
	}
	return "redis+cluster://" + a.Addr() + "?addr=" + url.QueryEscape(b.Addr()), func() { a.Flush(); b.Flush() }
}

// Group is a master with a replica and a Sentinel that watches them.
type Group struct {
	URL     string
	Master  *Server
	Replica *Server
	t       testing.TB
}

// StartSentinel runs a group for as long as the test.
func StartSentinel(t testing.TB) *Group {
	t.Helper()
	g := &Group{t: t, Master: Start(t)}
	g.Replica = Start(t, "--replicaof", "127.0.0.1 "+g.Master.port)
	conf := filepath.Join(t.TempDir(), "sentinel.conf")
	port := freePort(t)
	text := "port " + port + "\nbind 127.0.0.1\n" +
		"sentinel monitor portico 127.0.0.1 " + g.Master.port + " 1\n" +
		"sentinel down-after-milliseconds portico 500\nsentinel failover-timeout portico 5000\n"
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("redis-server", conf, "--sentinel")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	g.URL = "redis+sentinel://127.0.0.1:" + port + "/0?master_name=portico"
	s := goredis.NewSentinelClient(&goredis.Options{Addr: "127.0.0.1:" + port})
	t.Cleanup(func() { _ = s.Close() })
	until(t, "the Sentinel", func(ctx context.Context) bool {
		replicas, err := s.Replicas(ctx, "portico").Result()
		return err == nil && len(replicas) == 1 && replicas[0]["master-link-status"] == "ok"
	})
	return g
}

// WaitForReplica returns once the replica has what the master has.
func (g *Group) WaitForReplica() {
	g.t.Helper()
	c := g.Master.Client()
	defer func() { _ = c.Close() }()
	if n, err := c.Wait(context.Background(), 1, startsWithin).Result(); err != nil || n != 1 {
		g.t.Fatalf("%d replicas have the data, %v", n, err)
	}
}
