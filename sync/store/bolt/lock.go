package bolt

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"portico/engine/customer"
)

// lockFile keeps other programs out of a data folder and tells them by whom
// it is held. The kernel lets go of it when the process ends, however it ends.
type lockFile struct{ f *os.File }

func lockFolder(path string) (*lockFile, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		err = fmt.Errorf("%w: %s", customer.ErrLocked, holder(f))
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	// Failing to leave one's name, on a full disk, is no reason not to open.
	_, _ = fmt.Fprintf(f, "%-19d\n", os.Getpid())
	return &lockFile{f}, nil
}

func holder(f *os.File) string {
	text := make([]byte, 20)
	n, _ := f.ReadAt(text, 0)
	if pid, err := strconv.Atoi(strings.TrimSpace(string(text[:n]))); err == nil {
		return fmt.Sprintf("process %d", pid)
	}
	return "an unnamed process"
}

func (l *lockFile) release() error { return l.f.Close() }
