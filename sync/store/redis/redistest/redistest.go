// Package redistest starts real Redis servers for tests. Without redis-server
// on this machine such a test is skipped, loudly.
package redistest

import (
	"context"
	"net"
	"os/exec"
	"strconv"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// startsWithin is how long a server may take to answer, the loading of what it
// kept included.
const startsWithin = 20 * time.Second

// Server is a Redis on loopback that keeps every write before it answers
// (append-only file, fsync always).
type Server struct {
	t    testing.TB
	port string
	args []string
	cmd  *exec.Cmd
}

// Start runs an empty server for as long as the test. More arguments are
// Redis's own, for example --cluster-enabled yes.
func Start(t testing.TB, more ...string) *Server {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("SKIPPED: there is no redis-server here; install Debian's redis-server (make setup does)")
	}
	s := &Server{t: t, port: freePort(t)}
	s.args = append([]string{
		"--port", s.port, "--bind", "127.0.0.1", "--dir", t.TempDir(), "--save", "",
		"--appendonly", "yes", "--appendfsync", "always", "--loglevel", "warning",
	}, more...)
	s.Run()
	t.Cleanup(s.Kill)
	return s
}

// Addr is the server's host and port.
func (s *Server) Addr() string { return net.JoinHostPort("127.0.0.1", s.port) }

// URL is the server's address as a store takes it.
func (s *Server) URL() string { return "redis://" + s.Addr() + "/0" }

// Run starts the server, after Kill with what it kept, and waits until it
// answers.
func (s *Server) Run() {
	s.t.Helper()
	s.cmd = exec.Command("redis-server", s.args...)
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	c := s.Client()
	defer func() { _ = c.Close() }()
	ctx, stop := context.WithTimeout(context.Background(), startsWithin)
	defer stop()
	for ctx.Err() == nil {
		if c.Ping(ctx).Err() == nil {
			return
		}
	}
	s.t.Fatalf("redis-server does not answer on %s", s.Addr())
}

// Kill ends the server at once, as a crash does.
func (s *Server) Kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait() // reports the kill
}

// Client returns a plain client, which the caller closes.
func (s *Server) Client() *goredis.Client {
	return goredis.NewClient(&goredis.Options{Addr: s.Addr()})
}

// Flush removes everything.
func (s *Server) Flush() {
	s.t.Helper()
	c := s.Client()
	defer func() { _ = c.Close() }()
	if err := c.FlushAll(context.Background()).Err(); err != nil {
		s.t.Fatal(err)
	}
}

// freePort returns a port of loopback that is free now, with the one 10000
// above, which a node of a cluster takes for its bus.
func freePort(t testing.TB) string {
	t.Helper()
	for range 100 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		port := l.Addr().(*net.TCPAddr).Port
		_ = l.Close()
		if port+10000 > 65535 {
			continue
		}
		bus, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port+10000)))
		if err == nil {
			_ = bus.Close()
			return strconv.Itoa(port)
		}
	}
	t.Fatal("no free port")
	return ""
}

// Dump returns all that the server holds, by key, in Redis's own encoding.
func (s *Server) Dump() map[string][]byte {
	s.t.Helper()
	ctx := context.Background()
	c := s.Client()
	defer func() { _ = c.Close() }()
	all := map[string][]byte{}
	for it := c.Scan(ctx, 0, "*", 0).Iterator(); it.Next(ctx); {
		data, err := c.Dump(ctx, it.Val()).Bytes()
		if err != nil {
			s.t.Fatal(err)
		}
		all[it.Val()] = data
	}
	return all
}
