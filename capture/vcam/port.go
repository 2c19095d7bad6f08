package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	controller = "/sys/devices/platform/vhci_hcd.0/"
	highSpeed  = 3
)

// plug connects the camera and returns the node that the driver makes.
func (c *camera) plug() (string, error) {
	if node := c.node(); node != "" {
		return "", fmt.Errorf("plugged in already as %s", node)
	}
	if err := c.attach(); err != nil {
		return "", fmt.Errorf("plug in: %w", err)
	}
	patience := 15 * time.Second
	if c.fault.lasts(stall) {
		patience = 2 * time.Second
	}
	var node string
	if !within(patience, func() bool { node = c.node(); return node != "" }) {
		return "", errors.New("the driver made no video node; see dmesg")
	}
	return node, nil
}

func (c *camera) unplug() error {
	if err := c.detach(); err != nil {
		return fmt.Errorf("unplug: %w", err)
	}
	if !within(5*time.Second, func() bool { return c.node() == "" }) {
		return errors.New("the video node is still there")
	}
	return nil
}

// attach hands one end of a socket pair to the kernel; the port may need a
// moment after an unplug.
func (c *camera) attach() error {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer func() { _ = syscall.Close(fds[1]) }() // the kernel holds the socket then
	request := fmt.Sprintf("%d %d %d %d", c.port, fds[1], 0x10000+c.port+2, highSpeed)
	if !within(5*time.Second, func() bool {
		err = os.WriteFile(controller+"attach", []byte(request), 0)
		return err == nil
	}) {
		return errors.Join(err, syscall.Close(fds[0]))
	}
	d := newDevice(c, fds[0])
	go d.serve()
	go d.stream()
	return nil
}

func (c *camera) detach() error {
	return os.WriteFile(controller+"detach", []byte(strconv.Itoa(c.port)), 0)
}

// node finds the camera's node for pictures, index 0; that for metadata has 1.
func (c *camera) node() string {
	dirs, _ := filepath.Glob("/sys/class/video4linux/video*") // the pattern is well-formed
	for _, dir := range dirs {
		if attribute(dir+"/device/../serial") == c.serial && attribute(dir+"/index") == "0" {
			return "/dev/" + filepath.Base(dir)
		}
	}
	return ""
}

// attribute reads one of sysfs; one that is not there is empty.
func attribute(path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(data))
}

// within tries again and again until it is so, for at most this long.
func within(long time.Duration, so func() bool) bool {
	for end := time.Now().Add(long); !so(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			return false
		}
	}
	return true
}
