package uplink_test

import (
	"net"
	"testing"

	"golang.org/x/sys/unix"

	"portico/sync/uplink"
)

// TestADeadConnectionIsNoticed: the kernel is told to give up what is not
// acknowledged (tcp(7), TCP_USER_TIMEOUT) and to ask an end that is silent.
func TestADeadConnectionIsNoticed(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }()
	tr, err := uplink.Transport(uplink.Config{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := tr.DialContext(t.Context(), "tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	raw, err := c.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	for name, option := range map[string]struct{ number, most int }{
		"TCP_USER_TIMEOUT": {unix.TCP_USER_TIMEOUT, 10_000}, "TCP_KEEPIDLE": {unix.TCP_KEEPIDLE, 5},
	} {
		var value int
		if failed := raw.Control(func(fd uintptr) { value, err = unix.GetsockoptInt(int(fd), unix.IPPROTO_TCP, option.number) }); failed != nil || err != nil {
			t.Fatal(failed, err)
		}
		if value <= 0 || value > option.most {
			t.Errorf("%s is %d, want at most %d", name, value, option.most)
		}
	}
}
