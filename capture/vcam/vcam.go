// Vcam is a USB camera in software, for tests: a UVC 1.0 webcam that it plugs
// into the running kernel through vhci_hcd, so that the kernel's own uvcvideo
// driver makes a /dev/videoN of it. It needs root and both drivers; the camera
// machine of .ci/camera has them.
//
// It prints "plugged /dev/videoN", then obeys the commands of commands.go, one
// a line on standard input, and answers each with "ok …" or "error …".
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
)

// size is that of a picture in pixels.
type size struct{ w, h int }

// camera is what is plugged in again and again.
type camera struct {
	name, serial string
	port         int       // of vhci_hcd, 0 to 7
	sizes        []size    // the first is the camera's own
	fps          []float64 // highest first
	pictures     *pictures
	fault        *fault
	controls     *controls // keep their values over an unplug
}

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "vcam:", err)
		os.Exit(1)
	}
}

func run(args []string, commands io.Reader, answers io.Writer) error {
	cam, err := parse(args)
	if err != nil {
		return err
	}
	node, err := cam.plug()
	if err != nil {
		return err
	}
	defer cam.detach() //nolint:errcheck // the camera may be unplugged already
	fmt.Fprintln(answers, "plugged", node)
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	lines := make(chan string)
	go func() { // ends with the process: the end of standard input is not the camera's
		for in := bufio.NewScanner(commands); in.Scan(); {
			lines <- in.Text()
		}
	}()
	for {
		select {
		case <-stop:
			return nil
		case line := <-lines:
			answer, quit, err := cam.obey(strings.Fields(line))
			if err != nil {
				answer = "error " + err.Error()
			}
			fmt.Fprintln(answers, strings.TrimSpace(answer))
			if quit {
				return nil
			}
		}
	}
}

// parse makes the camera that the command line describes.
func parse(args []string) (*camera, error) {
	var files []string
	flags := flag.NewFlagSet("vcam", flag.ContinueOnError)
	flags.Func("i", "PNG or JPEG `file`, or folder of them by name; may be repeated; default: colour bars with a moving square",
		func(path string) error { files = append(files, path); return nil })
	hold := flags.Int("hold", 10, "frames for which each picture is shown")
	sizes := flags.String("sizes", "1280x720,640x480,1920x1080", "frame sizes; a JPEG file of just the size is sent byte by byte, others are stretched")
	rates := flags.String("fps", "30,15,10", "frames a second, highest first")
	name := flags.String("name", "Virtual Camera", "product name")
	port := flags.Int("port", 0, "port of vhci_hcd, 0 to 7")
	mode := flags.String("fault", "none", "the fault from the start; see commands.go")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	cam := &camera{
		name: *name, serial: fmt.Sprintf("VCAM%d-%d", *port, os.Getpid()), port: *port,
		fault: &fault{}, controls: newControls(),
	}
	for s := range strings.SplitSeq(*sizes, ",") {
		var z size
		if n, err := fmt.Sscanf(s, "%dx%d", &z.w, &z.h); n != 2 || err != nil || z.w < 2 || z.w%2 != 0 || z.h < 1 {
			return nil, fmt.Errorf("size %q: write an even width and a height, as in 640x480", s)
		}
		cam.sizes = append(cam.sizes, z)
	}
	for s := range strings.SplitSeq(*rates, ",") {
		fps, err := strconv.ParseFloat(s, 64)
		if err != nil || !(fps > 0) {
			return nil, fmt.Errorf("rate %q: write frames a second", s)
		}
		cam.fps = append(cam.fps, fps)
	}
	if err := cam.fault.set(*mode, usualEvery); err != nil {
		return nil, err
	}
	var err error
	if cam.pictures, err = load(files, *hold); err != nil {
		return nil, err
	}
	cam.pictures.next(formatMJPEG, cam.sizes[0]) // encoded ahead: slow under emulation
	return cam, nil
}
