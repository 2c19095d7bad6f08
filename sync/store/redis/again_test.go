package redis_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/sync/store/redis/redistest"
)

// lossy passes connections on to Redis. Once lose is set, the next answer to a
// script is lost: it is called when Redis has done what it was asked, and the
// connection ends.
type lossy struct {
	URL  string
	lose atomic.Pointer[func()]
}

func between(t *testing.T, server string) *lossy {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	to := u.Host
	u.Host = ln.Addr().String()
	l := &lossy{URL: u.String()}
	go func() {
		for {
			near, err := ln.Accept()
			if err != nil {
				return
			}
			go l.pass(near, to)
		}
	}()
	return l
}

func (l *lossy) pass(near net.Conn, to string) {
	defer func() { _ = near.Close() }()
	far, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	defer func() { _ = far.Close() }()
	var scripted atomic.Bool
	go func() {
		_, _ = io.Copy(far, io.TeeReader(near, spotter{&scripted}))
		_ = far.Close()
	}()
	answer := make([]byte, 64<<10)
	for {
		n, err := far.Read(answer)
		if err != nil {
			return
		}
		if scripted.Swap(false) {
			if meanwhile := l.lose.Swap(nil); meanwhile != nil {
				(*meanwhile)()
				return
			}
		}
		if _, err := near.Write(answer[:n]); err != nil {
			return
		}
	}
}

// spotter notes that a script was asked for.
type spotter struct{ seen *atomic.Bool }

func (s spotter) Write(p []byte) (int, error) {
	if bytes.Contains(bytes.ToLower(p), []byte("evalsha")) {
		s.seen.Store(true)
	}
	return len(p), nil
}

// TestSaveWhoseAnswerIsLost is sent again by the client and finds itself: it is
// applied once and is no conflict, though others have saved since, up to seven
// times. After eight it is forgotten, and the conflict is said rather than
// anything overwritten.
func TestSaveWhoseAnswerIsLost(t *testing.T) {
	server := redistest.Start(t)
	line := between(t, server.URL())
	ours, others := open(t, line.URL, time.Now), open(t, server.URL(), time.Now)
	for saves, want := range map[int]error{0: nil, 1: nil, 7: nil, 8: customer.ErrConflict} {
		t.Run(fmt.Sprintf("%d saves since", saves), func(t *testing.T) {
			c := customer.New(fmt.Sprintf("0b8f6f3e-5d0c-4f3a-9a53-5b6a4f0f7f0%d", saves), time.Now())
			ok(t, ours.Create(t.Context(), c))
			ok(t, ours.Save(t.Context(), c)) // Redis knows the script from here on
			meanwhile := func() {
				for i := range saves {
					at, err := others.Get(t.Context(), c.ID)
					if err != nil {
						t.Error(err)
						return
					}
					if i == 0 && at.ExternalID != "ours" {
						t.Error("the save was not applied before its answer was lost")
					}
					at.ExternalID = "theirs " + strconv.Itoa(i)
					if err := others.Save(t.Context(), at); err != nil {
						t.Error(err)
					}
				}
			}
			line.lose.Store(&meanwhile)
			c.ExternalID = "ours"
			if err := ours.Save(t.Context(), c); !errors.Is(err, want) {
				t.Errorf("Save = %v, want %v", err, want)
			}
			if line.lose.Load() != nil {
				t.Fatal("no answer was lost")
			}
			last := "ours"
			if saves > 0 {
				last = "theirs " + strconv.Itoa(saves-1)
			}
			got, err := others.Get(t.Context(), c.ID)
			ok(t, err)
			if got.ExternalID != last || got.Version != uint64(3+saves) {
				t.Errorf("there is %q of version %d; want %q of %d", got.ExternalID, got.Version, last, 3+saves)
			}
		})
	}
}

// TestCreationWhoseAnswerIsLost is no ErrExists.
func TestCreationWhoseAnswerIsLost(t *testing.T) {
	server := redistest.Start(t)
	line := between(t, server.URL())
	s := open(t, line.URL, time.Now)
	first := customer.New("0b8f6f3e-5d0c-4f3a-9a53-5b6a4f0f7f02", time.Now())
	ok(t, s.Create(t.Context(), first)) // Redis knows the script from here on
	meanwhile := func() {}
	line.lose.Store(&meanwhile)
	c := customer.New(anna, time.Now())
	ok(t, s.Create(t.Context(), c))
	if line.lose.Load() != nil {
		t.Fatal("no answer was lost")
	}
	if c.Version != 1 {
		t.Errorf("version %d, want 1", c.Version)
	}
}
