package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// errRunning says that the screen belongs to another kiosk.
var errRunning = errors.New("a kiosk runs on this screen already")

// claim makes this the session's one kiosk that fills the screen, until the
// process ends or release is called. Otherwise it returns errRunning with the
// other one's process.
func claim(dir string) (release func() error, err error) {
	f, err := os.OpenFile(filepath.Join(dir, fmt.Sprintf("portico-kiosk-%d.lock", os.Getuid())), os.O_RDWR|os.O_CREATE|unix.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, fmt.Errorf("claim the screen: %w", err)
	}
	if err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); errors.Is(err, unix.EWOULDBLOCK) {
		name := make([]byte, 20)
		n, _ := f.ReadAt(name, 0)
		err = fmt.Errorf("%w: process %s; stop it, or open a window beside it with --window", errRunning, strings.TrimSpace(string(name[:n])))
	}
	if err == nil {
		_, err = fmt.Fprintf(f, "%-19d\n", os.Getpid())
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f.Close, nil
}

// session is the folder of what lives as long as the user's session.
func session() string {
	if dir := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(dir) {
		return dir
	}
	return os.TempDir()
}
