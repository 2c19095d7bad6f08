// Package discreettest looks into the memory of another process, for tests that
// nothing of a visitor is left in it. It needs root where the process made
// itself discreet.
package discreettest

import (
	"bytes"
	"fmt"
	"os"
	"strings"
)

// piece is how much is read at once, in bytes.
const piece = 16 << 20

// Count counts each of the texts in all readable memory of the process but the
// kernel's own pages. The process runs on meanwhile: what moves may be missed
// or counted twice.
func Count(pid int, texts ...[]byte) ([]int, error) {
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return nil, err
	}
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		return nil, err
	}
	longest := 0
	for _, text := range texts {
		longest = max(longest, len(text))
	}
	counts, buf := make([]int, len(texts)), make([]byte, piece+longest)
	for line := range strings.Lines(string(maps)) {
		var from, to int64
		var mode string
		if _, err := fmt.Sscanf(line, "%x-%x %s", &from, &to, &mode); err != nil || mode[0] != 'r' || strings.Contains(line, "[v") {
			continue
		}
		for at := from; at < to; at += piece {
			n, _ := mem.ReadAt(buf[:min(to-at, int64(len(buf)))], at) // what is reserved only cannot be read
			for i, text := range texts {
				// What begins in the next piece is counted there.
				counts[i] += bytes.Count(buf[:min(n, piece+len(text)-1)], text)
			}
		}
	}
	return counts, mem.Close()
}
