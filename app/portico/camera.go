package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"portico/app/config"
	"portico/app/node"
	"portico/capture"
	"portico/capture/pixfmt"
	"portico/capture/v4l2"
)

// cameraResult is a camera that is plugged in.
type cameraResult struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Bus     string       `json:"bus"`
	Node    string       `json:"node"`
	Virtual bool         `json:"virtual"` // its pictures come from a program
	Allowed bool         `json:"allowed"` // by camera.allow
	Modes   []modeResult `json:"modes"`   // best first

	Controls []controlResult `json:"controls"`
}

// controlResult is a control that camera.controls can set.
type controlResult struct {
	Name  string `json:"name"`
	Min   int    `json:"min"`
	Max   int    `json:"max"`
	Step  int    `json:"step"`
	Value int    `json:"value"`
}

type modeResult struct {
	Format pixfmt.Format `json:"format"`
	Width  int           `json:"width"` // pixels
	Height int           `json:"height"`
	FPS    float64       `json:"fps,omitempty"` // absent where the driver does not tell
}

func newCamera(o *options) *cobra.Command {
	cmd := &cobra.Command{
		Use: "camera", Short: "List, test and record cameras", Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	list := &cobra.Command{
		Use: "list", Short: "List the cameras of this machine with their modes", Args: usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error { return listCameras(o) },
	}
	cmd.AddCommand(list, newCameraTest(o), newRecord(o), newCameraCalibrate(o))
	return cmd
}

// noCamera says what to do where there is no camera.
func noCamera(err error) error {
	return fmt.Errorf("%w: plug one in and look with 'lsusb' whether the machine sees it; "+
		"in a container or virtual machine hand /dev/video* in", err)
}

func listCameras(o *options) error {
	cfg, err := o.load()
	if err != nil {
		return err
	}
	found, err := v4l2.List()
	if err != nil {
		return fmt.Errorf("look for cameras: %w", err)
	}
	if len(found) == 0 {
		return noCamera(capture.ErrNoCamera)
	}
	for _, cam := range found {
		r := &cameraResult{cam.ID, cam.Name, cam.Bus, cam.Node, cam.Virtual, cam.In(cfg.Camera.Allow), []modeResult{}, []controlResult{}}
		for _, m := range cam.Modes {
			r.Modes = append(r.Modes, modeResult{m.Format, m.Width, m.Height, m.FPS})
		}
		for _, c := range cam.Controls {
			r.Controls = append(r.Controls, controlResult(c))
		}
		if err := o.print(r); err != nil {
			return err
		}
	}
	return nil
}

// openCamera returns how the kiosk would open the camera that args name, and
// its name to be shown; without one that is the first camera that is allowed.
func openCamera(o *options, args []string) (id string, open capture.Opener, err error) {
	cfg, err := o.load()
	if err != nil {
		return "", nil, err
	}
	if len(args) > 0 && isRecording(args[0]) {
		return "", nil, usageError{fmt.Errorf("%s is a file or folder, no camera; 'portico capture guide' plays recordings", args[0])}
	}
	if len(args) > 0 {
		id = args[0]
	} else if found, err := v4l2.List(); err == nil {
		found = slices.DeleteFunc(found, func(c v4l2.Camera) bool { return !c.In(cfg.Camera.Allow) })
		if len(found) > 0 {
			id = found[0].ID
		}
	}
	cameras := node.Cameras{Config: cfg.Camera, Log: slog.New(slog.NewTextHandler(os.Stderr, nil))}
	return shown(id), cameras.Open(config.DocumentRole, id), nil
}

// shown is a camera's name without the password that the address of one of the
// network may hold.
func shown(id string) string {
	if address, err := url.Parse(id); err == nil {
		return address.Redacted()
	}
	return id
}

// adviseOn adds to what is wrong with a camera what to do about it.
func adviseOn(err error) error {
	switch {
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("%w: this user may not open it; add them to the group video and log in anew", err)
	case errors.Is(err, capture.ErrRefused):
		return fmt.Errorf("%w: add it to camera.allow in the configuration, or name another", err)
	case errors.Is(err, capture.ErrBusy):
		return fmt.Errorf("%w: close the other program; the kiosk is one", err)
	case errors.Is(err, capture.ErrNoCamera), errors.Is(err, capture.ErrGone):
		if found, _ := v4l2.List(); len(found) > 0 {
			return fmt.Errorf("%w: 'portico camera list' shows what is there", err)
		}
		return noCamera(err)
	case errors.Is(err, capture.ErrNoFrames):
		return fmt.Errorf("%w: plug it into another socket, not behind a hub, and test again; of a network camera look at the address, "+
			"its name and password, and whether another program shows it", err)
	}
	return err
}

func (r *cameraResult) text(w io.Writer) {
	var notes []string
	if r.Virtual {
		notes = append(notes, "virtual: its pictures come from a program")
	}
	if !r.Allowed {
		notes = append(notes, "not in camera.allow")
	}
	fmt.Fprintf(w, "%s\n  %s, %s  %s\n", r.ID, r.Name, r.Node, strings.Join(notes, "; "))
	if len(r.Modes) == 0 {
		fmt.Fprintln(w, "  its modes are not known: it is in use, or this user may not open it")
	}
	for _, m := range r.Modes {
		fmt.Fprintf(w, "  %-6s %4d×%-4d", m.Format, m.Width, m.Height)
		if m.FPS > 0 {
			fmt.Fprintf(w, " %3.0f fps", m.FPS)
		}
		fmt.Fprintln(w)
	}
	for _, c := range r.Controls {
		fmt.Fprintf(w, "  %-24s %d, from %d to %d\n", c.Name, c.Value, c.Min, c.Max)
	}
}
