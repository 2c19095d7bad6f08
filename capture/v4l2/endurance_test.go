package v4l2_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"portico/capture"
	"portico/capture/v4l2"
)

// held counts what this process holds of cameras, by their nodes: descriptors,
// and buffers that are mapped.
func held(t *testing.T, of func(node string) bool) (descriptors, buffers int) {
	t.Helper()
	links, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Fatal(err)
	}
	camera := func(path string) bool {
		return strings.HasPrefix(path, "/dev/video") && of(strings.TrimSuffix(path, " (deleted)"))
	}
	for _, l := range links {
		if to, err := os.Readlink("/proc/self/fd/" + l.Name()); err == nil && camera(to) {
			descriptors++
		}
	}
	for line := range strings.Lines(string(maps)) {
		if at := strings.Index(line, "/dev/video"); at >= 0 && camera(strings.TrimSpace(line[at:])) {
			buffers++
		}
	}
	return descriptors, buffers
}

func nothingHeld(t *testing.T, of func(node string) bool, after string) {
	t.Helper()
	if fds, maps := held(t, of); fds != 0 || maps != 0 {
		t.Fatalf("after %s: %d descriptors and %d mapped buffers are left", after, fds, maps)
	}
}

func TestThousandStartsLeaveNothing(t *testing.T) {
	inMachine(t)
	t.Parallel() // with the replugs of another camera: both mostly wait
	node := vivid(t)
	its := func(n string) bool { return n == node }
	begun := time.Now()
	var first []time.Duration
	for i := range 1000 {
		if i%50 == 0 { // some of them fail half way
			inject(t, node, streamon, 1)
		}
		started := time.Now()
		src, err := v4l2.Open(t.Context(), node, v4l2.Config{Mode: small})
		if err != nil {
			t.Fatalf("start %d: %v", i, err)
		}
		if i%10 == 0 {
			frames(t, src, 1)
			first = append(first, time.Since(started))
		}
		if fds, maps := held(t, its); fds != 1 || maps != 4 {
			_, err := read(t, src)
			t.Fatalf("start %d: %d descriptors and %d buffers in use, want 1 and 4; the camera says: %v", i, fds, maps, err)
		}
		if err := src.Close(); err != nil {
			t.Fatalf("stop %d: %v", i, err)
		}
		nothingHeld(t, its, "a stop")
	}
	t.Logf("1000 starts and stops, 20 of them with a failed first start, in %v", time.Since(begun).Round(time.Second))
	inTime(t, "first frame", time.Second, first...)
}

func TestHundredReplugsLeaveNothing(t *testing.T) {
	inMachine(t)
	t.Parallel()
	other := vivid(t)
	its := func(n string) bool { return n != other }
	cam := plugIn(t, "-sizes", "640x480")
	const rounds = 100
	t.Run("rounds", func(t *testing.T) {
		states, _ := supervise(t, usbID)
		await(t, states, capture.Live)
		begun := time.Now()
		var told, back []time.Duration
		for range rounds {
			pulled := time.Now()
			cam.do(t, "unplug")
			told = append(told, await(t, states, capture.Gone).Sub(pulled))
			cam.do(t, "plug") // answered when the node is there
			plugged := time.Now()
			back = append(back, await(t, states, capture.Live).Sub(plugged))
			if fds, maps := held(t, its); fds != 1 || maps != 4 {
				t.Fatalf("%d descriptors and %d buffers in use, want 1 and 4", fds, maps)
			}
		}
		t.Logf("%d rounds in %v", rounds, time.Since(begun).Round(time.Second))
		inTime(t, "unplug told", time.Second, told...)
		inTime(t, "live again after the plug", 2*time.Second, back...)
	})
	nothingHeld(t, its, "the last round") // the supervisor has stopped
}

// The kernel freezes every process, suspends the devices for five seconds and
// resumes them: what a machine that sleeps does, short of its power. It runs in
// a machine of its own, as the USB controller in software is not resumed.
func TestSuspendAndResume(t *testing.T) {
	inMachine(t)
	if os.Getenv("PORTICO_SUSPEND") == "" {
		t.Skip("SKIPPED: needs a machine of its own; run it by: make camera-test SUSPEND=1")
	}
	states, box := superviseIn(t, vivid(t), small)
	await(t, states, capture.Live)
	if err := os.WriteFile("/sys/power/pm_test", []byte("devices"), 0); err != nil {
		t.Fatalf("this kernel cannot test a suspend: %v", err)
	}
	before := uptime(t)
	if err := os.WriteFile("/sys/power/state", []byte("freeze"), 0); err != nil {
		t.Fatalf("suspend: %v", err)
	}
	if slept := uptime(t) - before; slept < 4*time.Second {
		t.Errorf("the machine was suspended for %v, want about 5 s", slept)
	}
	resumed := time.Now()
	last, err := box.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		f, err := box.Take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if f.Seq <= last.Seq || f.Time <= last.Time {
			t.Fatalf("seq %d at %v after seq %d at %v", f.Seq, f.Time, last.Seq, last.Time)
		}
		last = f
	}
	t.Logf("ten pictures within %v of the resume, %d changes of state", time.Since(resumed), len(states))
}

func uptime(t *testing.T) time.Duration {
	t.Helper()
	data, err := os.ReadFile("/proc/uptime")
	if err != nil {
		t.Fatal(err)
	}
	d, err := time.ParseDuration(strings.Fields(string(data))[0] + "s")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A device that does not come back from a suspend has its driver unbound.
func TestDriverThatIsUnboundAndBound(t *testing.T) {
	inMachine(t)
	const driver = "/sys/bus/platform/drivers/vivid/"
	states, _ := supervise(t, "vivid.0")
	await(t, states, capture.Live)
	unbound := make(chan error, 1)
	go func() { unbound <- os.WriteFile(driver+"unbind", []byte("vivid.0"), 0) }()
	await(t, states, capture.Gone)
	if err := errors.Join(<-unbound, os.WriteFile(driver+"bind", []byte("vivid.0"), 0)); err != nil {
		t.Fatal(err)
	}
	await(t, states, capture.Live)
}
