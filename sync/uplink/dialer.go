package uplink

import (
	"errors"
	"net"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// How soon a network that went away is noticed. With the pauses of an outbox
// (6 seconds at most) a delivery goes on within 10 seconds of its return: a
// dead connection is given up for a new one, which asks at 0, 1 and 3 seconds.
const (
	connect    = 5 * time.Second
	unanswered = 8 * time.Second // what was sent and not acknowledged ends the connection
	idle       = 3 * time.Second // without a sign of life, the other end is asked
	askAgain   = 2 * time.Second
	asks       = 2
)

func dialer() *net.Dialer {
	return &net.Dialer{
		Timeout:         connect,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: idle, Interval: askAgain, Count: asks},
		Control: func(_, _ string, c syscall.RawConn) error {
			var failed error
			err := c.Control(func(fd uintptr) {
				failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(unanswered.Milliseconds()))
			})
			return errors.Join(err, failed)
		},
	}
}
