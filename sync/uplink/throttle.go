package uplink

import (
	"context"
	"net"

	"golang.org/x/time/rate"
)

// portion is how many bytes go at once.
const portion = 16 << 10

// throttled is a connection that writes no faster than its bound allows.
type throttled struct {
	net.Conn
	bound *rate.Limiter
	open  context.Context // ends the wait when the connection is closed
	close context.CancelFunc
}

func throttle(c net.Conn, bound *rate.Limiter) net.Conn {
	open, cancel := context.WithCancel(context.Background())
	return &throttled{c, bound, open, cancel}
}

func (t *throttled) Write(data []byte) (n int, err error) {
	for len(data) > 0 {
		part := data[:min(portion, len(data))]
		if t.bound.WaitN(t.open, len(part)) != nil {
			return n, net.ErrClosed
		}
		written, err := t.Conn.Write(part)
		if n += written; err != nil {
			return n, err
		}
		data = data[len(part):]
	}
	return n, nil
}

func (t *throttled) Close() error {
	t.close()
	return t.Conn.Close()
}
