package control_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"portico/app/control"
	"portico/engine/customer"
	"portico/sync/audit"
	"portico/sync/casefile"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
)

const (
	anna     = "0b8f6f3e-5d0c-4f3a-9a53-5b6a4f0f7f01"
	stranger = "PORTICO_CONTROL_TEST_DIAL" // set: be another user who dials the socket
)

func TestMain(m *testing.M) {
	if name := os.Getenv(stranger); name != "" {
		fmt.Println(dialAsStranger(name))
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func dialAsStranger(name string) string {
	c, err := net.Dial("unix", name)
	if err != nil {
		return err.Error()
	}
	_, _ = io.WriteString(c, "GET /customers HTTP/1.0\r\n\r\n")
	answer, err := io.ReadAll(c)
	return fmt.Sprintf("got %d bytes, %v", len(answer), err)
}

// refusing is a sender whose backend takes nobody.
type refusing struct{}

func (refusing) Send(context.Context, outbox.Entry, func([]byte) error) error {
	return outbox.ErrPermanent
}

// office opens a store with one finished customer whose delivery is owed.
func office(t *testing.T, dir string) *control.Office {
	t.Helper()
	s, err := bolt.Open(t.Context(), bolt.Config{Dir: dir, Key: bolt.MasterKey{1}, MinFree: 1})
	if err != nil {
		t.Fatal(err)
	}
	trail, err := audit.Open(t.Context(), filepath.Join(dir, audit.FileName), audit.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(s.Close(), trail.Close()); err != nil {
			t.Error(err)
		}
	})
	c := customer.New(anna, time.Now())
	c.Selfie = &customer.Selfie{Image: c.Attach([]byte("selfie"))}
	if err := s.Create(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	c.State = customer.Finished
	if err := s.SaveWith(t.Context(), c, outbox.Entry{Payload: []byte("deliver")}); err != nil {
		t.Fatal(err)
	}
	w := outbox.New(s.Outbox(), refusing{}, outbox.Config{Log: slog.New(slog.DiscardHandler)})
	return &control.Office{Store: s, Queue: s.Outbox(), Trail: trail, Workers: func() ([]*outbox.Worker, error) { return []*outbox.Worker{w}, nil }}
}

// overSocket serves desk and returns it as another program sees it.
func overSocket(t *testing.T, dir string, desk control.Desk) *control.Client {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- control.Serve(ctx, dir, desk, slog.New(slog.DiscardHandler)) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Serve = %v", err)
		}
	})
	for {
		c, err := control.Dial(ctx, dir)
		if err == nil {
			t.Cleanup(func() { _ = c.Close() })
			return c
		}
		if !errors.Is(err, control.ErrNobody) {
			t.Fatal(err)
		}
		select {
		case err := <-ended:
			t.Fatal(err)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func ok[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// Both ways to a store do the same; the folder's name is longer than a
// socket's may be, and a crashed program's socket is in the way.
func TestDeskAndSocketDoTheSame(t *testing.T) {
	for _, way := range []string{"the store itself", "the socket"} {
		t.Run(way, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), strings.Repeat("long", 40))
			var desk control.Desk = office(t, dir)
			if way == "the socket" {
				if err := os.WriteFile(filepath.Join(dir, control.SocketName), nil, 0o600); err != nil {
					t.Fatal(err)
				}
				desk = overSocket(t, dir, desk)
				if info := ok[os.FileInfo](t)(os.Stat(filepath.Join(dir, control.SocketName))); info.Mode().Perm() != 0o600 {
					t.Errorf("the socket has mode %v", info.Mode())
				}
			}
			use(t, desk, dir)
		})
	}
}

func use(t *testing.T, desk control.Desk, dir string) {
	t.Helper()
	ctx := t.Context()
	if all := ok[[]customer.Summary](t)(desk.List(ctx)); len(all) != 1 || all[0].ID != anna || all[0].State != customer.Finished {
		t.Errorf("List = %+v", all)
	}
	if shown := ok[*control.Shown](t)(desk.Show(ctx, anna)); shown.ID != anna {
		t.Errorf("Show = %+v", shown)
	}
	if st := ok[*control.Sync](t)(desk.Status(ctx)); st.Pending != 1 {
		t.Errorf("Status = %+v", st)
	}
	if st := ok[*control.Sync](t)(desk.Run(ctx)); st.Dead != 1 || len(st.Backends) != 1 || !st.Backends[0].Entries[0].Dead || st.Backends[0].Entries[0].Error == "" {
		t.Errorf("Run = %+v, want the delivery given up, and why", st)
	}
	if n := ok[int](t)(desk.Retry(ctx)); n != 1 {
		t.Errorf("Retry = %d", n)
	}
	identity := ok[*control.Identity](t)(desk.Identity(ctx))
	var file bytes.Buffer
	if err := desk.Export(ctx, anna, &file); err != nil {
		t.Fatal(err)
	}
	m := ok[*casefile.Manifest](t)(casefile.Verify(ctx, bytes.NewReader(file.Bytes()), int64(file.Len()), nil))
	if m.Customer != anna || m.PublicKey != identity.PublicKey || m.Head == "" {
		t.Errorf("manifest %+v of installation %+v", m, identity)
	}
	for range 2 {
		if err := desk.Erase(ctx, anna); err != nil && !errors.Is(err, customer.ErrNotFound) {
			t.Fatal(err)
		}
	}
	if _, err := desk.Show(ctx, anna); !errors.Is(err, customer.ErrNotFound) {
		t.Errorf("Show of an erased customer: %v", err)
	}
	if err := desk.Export(ctx, anna, io.Discard); !errors.Is(err, customer.ErrNotFound) {
		t.Errorf("Export of an erased customer: %v", err)
	}
	if err := desk.ConfirmClock(ctx); err != nil {
		t.Error(err)
	}
	var told []audit.What
	f := ok[*os.File](t)(os.Open(filepath.Join(dir, audit.FileName)))
	defer f.Close()
	_, err := audit.Read(ctx, f, func(r audit.Record, _ audit.Head) error { told = append(told, r.What); return nil })
	if got := fmt.Sprint(told); err != nil || got != "[onboarding.exported onboarding.erased]" {
		t.Errorf("the trail says %v, %v", got, err)
	}
}

func TestNobodyAnswersWithoutAProgram(t *testing.T) {
	dir := t.TempDir()
	if _, err := control.Dial(t.Context(), dir); !errors.Is(err, control.ErrNobody) {
		t.Errorf("Dial = %v, want ErrNobody", err)
	}
	killed := ok[*net.UnixListener](t)(net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(dir, control.SocketName)}))
	killed.SetUnlinkOnClose(false)
	if err := killed.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := control.Dial(t.Context(), dir); !errors.Is(err, control.ErrNobody) {
		t.Errorf("Dial of a killed program's socket = %v, want ErrNobody", err)
	}
}

// Were folder and socket open to everybody, another user would be cut off.
func TestAnotherUserIsCutOff(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("NOT TESTED: becoming another user needs root")
	}
	dir, err := os.MkdirTemp("/tmp", "control")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "test")
	self := ok[[]byte](t)(os.ReadFile(os.Args[0]))
	if err := os.WriteFile(program, self, 0o755); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	overSocket(t, data, office(t, data))
	socket := filepath.Join(data, control.SocketName)
	for path, mode := range map[string]os.FileMode{dir: 0o755, data: 0o755, socket: 0o666} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Env = []string{stranger + "=" + socket}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "got 0 bytes") && !strings.Contains(string(out), "broken pipe") && !strings.Contains(string(out), "reset") {
		t.Errorf("another user: %s, %v; want nothing", out, err)
	}
}
