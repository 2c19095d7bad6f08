package v4l2

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/blackjack/webcam"
	"golang.org/x/sys/unix"
)

const sysfs = "/sys/class/video4linux"

// List finds the cameras, in the order of their nodes. One without a mode that
// this package can decode is left out.
func List() ([]Camera, error) {
	found, err := nodes(sysfs)
	if err != nil {
		return nil, err
	}
	var cameras []Camera
	for _, cam := range found {
		if inspect(&cam) {
			cameras = append(cameras, cam)
		}
	}
	return cameras, nil
}

// inspect opens a node to ask for modes and controls. It reports whether this
// is a camera, or may be one that cannot be asked now.
func inspect(cam *Camera) bool {
	dev, err := webcam.Open(cam.Node)
	if err == nil {
		cam.Modes, cam.Controls = modes(dev), controlsOf(dev)
		err = dev.Close()
	}
	forbidden := errors.Is(err, unix.EACCES) || errors.Is(err, unix.EPERM) || errors.Is(err, unix.EBUSY)
	return forbidden || err == nil && len(cam.Modes) > 0
}

// nodes reads the cameras that the kernel lists below dir, without opening
// any. Of the nodes of one device only the first, index 0, gives pictures; a
// USB camera has a second one for metadata, which opens like a camera.
func nodes(dir string) ([]Camera, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) { // the driver loads with the first camera
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var found []Camera
	for _, e := range entries {
		at := filepath.Join(dir, e.Name())
		if !strings.HasPrefix(e.Name(), "video") || line(at, "index") != "0" {
			continue
		}
		device, err := filepath.EvalSymlinks(filepath.Join(at, "device"))
		if err != nil { // one of software alone belongs to no device
			device, err = filepath.EvalSymlinks(at)
		}
		if err != nil { // unplugged meanwhile
			continue
		}
		bus := busOf(device)
		found = append(found, Camera{
			ID: identity(bus, device), Name: line(at, "name"), Node: "/dev/" + e.Name(), Bus: bus, Virtual: virtual(device),
			device: device,
		})
	}
	slices.SortFunc(found, func(a, b Camera) int { return number(a.Node) - number(b.Node) })
	return found, nil
}

// usbInterface matches the name of a USB interface in sysfs: the number of the
// bus, the ports from hub to hub, configuration and interface.
var usbInterface = regexp.MustCompile(`^\d+-([\d.]+):(\d+\.\d+)$`)

// busOf names where a device is plugged in. The kernel numbers USB buses anew
// at each start, so a controller is called by its own address.
func busOf(device string) string {
	name := filepath.Base(device)
	m := usbInterface.FindStringSubmatch(name)
	if m == nil {
		return name
	}
	controller := device
	for up := filepath.Dir(device); up != controller; controller, up = up, filepath.Dir(up) {
		if strings.HasPrefix(filepath.Base(controller), "usb") {
			return "usb-" + filepath.Base(up) + "-" + m[1] + ":" + m[2]
		}
	}
	return name
}

// software matches the place of a device that only software makes: below
// /sys/devices/virtual (v4l2loopback), the kernel's test drivers, akvcam, and
// USB host controllers without a socket.
var software = regexp.MustCompile(`/(virtual|vivid|vimc|akvcam|dummy_hcd|vhci_hcd)[^/]*(/|$)`)

func virtual(device string) bool { return software.MatchString(device) }

// identity adds to the place what is plugged in there, for USB devices.
func identity(bus, device string) string {
	usb := filepath.Dir(device)
	vendor, product := line(usb, "idVendor"), line(usb, "idProduct")
	if vendor == "" {
		return bus
	}
	return bus + "/" + vendor + ":" + product
}

// line returns the text of a sysfs attribute, or nothing where there is none.
func line(dir, attribute string) string {
	data, err := os.ReadFile(filepath.Join(dir, attribute))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(data))
}

func number(node string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(node, "/dev/video"))
	if err != nil {
		return 1 << 20
	}
	return n
}
