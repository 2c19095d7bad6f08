// Package discreet keeps what a program has in memory from the disk and from
// other programs: no core dumps, no reading by other programs of the same user.
// Swap it can only look for.
package discreet

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// OverwriteFreed is a setting for the environment that a program is started
// with: GNU's C library then overwrites what C and C++ free, at once and
// whatever its size, and what is larger than 128 kB goes back to the system. Both
// may otherwise stay for as long as the program runs.
const OverwriteFreed = "GLIBC_TUNABLES=glibc.malloc.perturb=170:glibc.malloc.tcache_count=0:glibc.malloc.mmap_threshold=131072"

// Process makes this process discreet until it ends. Children that it starts
// inherit the ban on core dumps.
func Process() error {
	none := unix.Rlimit{}
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &none); err != nil {
		return fmt.Errorf("switch core dumps off: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("keep other programs out of the memory: %w", err)
	}
	return nil
}

// Is reports whether this process is discreet: it leaves no core dump, and no
// other program of the same user reads its memory.
func Is() (bool, error) {
	var core unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &core); err != nil {
		return false, fmt.Errorf("ask about core dumps: %w", err)
	}
	dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	if err != nil {
		return false, fmt.Errorf("ask who may read the memory: %w", err)
	}
	return core.Max == 0 && dumpable == 0, nil
}

// PlainSwap returns the swap areas of this machine whose content survives in
// clear: not those in compressed memory (zram) and not those on a device that
// dm-crypt encrypts.
func PlainSwap() ([]string, error) {
	f, err := os.Open("/proc/swaps")
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	areas, err := parseSwaps(f)
	var plain []string
	for _, area := range areas {
		if !covered(area) {
			plain = append(plain, area)
		}
	}
	return plain, err
}

// parseSwaps returns the names in /proc/swaps: a heading, then an area a line.
func parseSwaps(r io.Reader) ([]string, error) {
	var areas []string
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if name, _, ok := strings.Cut(lines.Text(), " "); ok && name != "Filename" {
			areas = append(areas, name)
		}
	}
	return areas, lines.Err()
}

// covered tells areas in memory and on encrypted devices, by the kernel's name
// of the device.
func covered(area string) bool {
	name := strings.TrimPrefix(area, "/dev/")
	if strings.HasPrefix(name, "zram") {
		return true
	}
	uuid, err := os.ReadFile("/sys/block/" + name + "/dm/uuid")
	return err == nil && strings.HasPrefix(string(uuid), "CRYPT-")
}
