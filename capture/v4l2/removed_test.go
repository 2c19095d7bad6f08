package v4l2_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"portico/capture/v4l2"
)

func TestUnpluggedDeviceIsWaitedFor(t *testing.T) {
	for name, c := range map[string]struct {
		after, want time.Duration
	}{"removed": {50 * time.Millisecond, 50 * time.Millisecond}, "stays": {time.Hour, 2 * time.Second}} {
		synctest.Test(t, func(t *testing.T) {
			device := filepath.Join(t.TempDir(), "1-1:1.0")
			if err := os.Mkdir(device, 0o700); err != nil {
				t.Fatal(err)
			}
			gone := time.AfterFunc(c.after, func() { _ = os.Remove(device) })
			defer gone.Stop()
			began := time.Now()
			v4l2.UntilRemoved(device)
			if took := time.Since(began); took < c.want || took > c.want+20*time.Millisecond {
				t.Errorf("%s: waited for %v, want %v", name, took, c.want)
			}
		})
	}
}
