package assemble_test

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
)

// watchMemory reports the most memory that the process, networks and all, held
// while the benchmark ran. Where the kernel does not let it start anew, it
// reports nothing.
func watchMemory(b *testing.B) {
	b.Helper()
	const resetPeak = "5" // proc(5)
	if err := os.WriteFile("/proc/self/clear_refs", []byte(resetPeak), 0o200); err != nil {
		b.Logf("peak memory is not measured: %v", err)
		return
	}
	b.Cleanup(func() {
		f, err := os.Open("/proc/self/status")
		must(b, err)
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			if value, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
				var kB float64
				_, err := fmt.Sscan(value, &kB)
				must(b, err)
				b.ReportMetric(kB/1024, "peak-MB")
			}
		}
	})
}
