package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"portico/app/gauge"
	"portico/capture"
)

// checkTime is how long a camera is tested after its first picture.
const checkTime = 4 * time.Second

// cameraCheckResult is how a camera does.
type cameraCheckResult struct {
	ID         string   `json:"id"`
	Width      int      `json:"width"` // pixels, after camera.rotate
	Height     int      `json:"height"`
	FirstMS    float64  `json:"firstFrameMs"` // from opening to the first picture
	FPS        float64  `json:"fps"`
	DelayMS    float64  `json:"delayMs"`    // median, from the driver's frame to the decoded picture
	Drops      int      `json:"drops"`      // frames lost or damaged
	Sharpness  float64  `json:"sharpness"`  // imaging.Sharpness at 640 pixels, the best of the pictures
	Brightness float64  `json:"brightness"` // mean luma, 0..1
	Advice     []string `json:"advice"`     // what to change; empty where all is well
}

func newCameraTest(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "test [ID]",
		Short: "Measure a camera for a few seconds and say what to change",
		Long:  "ID is one of 'portico camera list', a node, or the address of a network camera; without it, the first camera.",
		Args:  usage(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, open, err := openCamera(o, args)
			if err != nil {
				return err
			}
			r, err := checkCamera(cmd.Context(), open, checkTime)
			if err != nil {
				return adviseOn(err)
			}
			r.ID = id
			return o.print(r)
		},
	}
}

// firstPicture is how long a camera may take to its first picture.
const firstPicture = 8 * time.Second

// checkCamera watches a camera for so long after its first picture.
func checkCamera(ctx context.Context, open capture.Opener, long time.Duration) (_ *cameraCheckResult, err error) {
	start := time.Now()
	src, err := open(ctx)
	if err != nil {
		return nil, err
	}
	opened := time.Now() // frames are timed from here
	defer func() { err = errors.Join(err, src.Close()) }()
	say("lay a document in front of the camera; measuring for %v", long)
	ctx, cancel := context.WithTimeout(ctx, firstPicture+long)
	defer cancel()
	newest, err := src.Read(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, fmt.Errorf("%w: none in %v", capture.ErrNoFrames, firstPicture+long)
	}
	if err != nil {
		return nil, err
	}
	r := &cameraCheckResult{FirstMS: sinceMillis(start), Width: newest.Image.Rect.Dx(), Height: newest.Image.Rect.Dy()}
	begun, frames, delays := newest, 0, []float64{}
	var samples []*image.RGBA // measured afterwards, so as not to slow the reading
	for newest.Time-begun.Time < long {
		f, err := src.Read(ctx)
		if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, io.EOF) { // what came until then is judged
			break
		}
		if err != nil {
			return nil, err
		}
		frames++
		delays = append(delays, float64((time.Since(opened)-f.Time).Microseconds())/1000)
		r.Drops += int(f.Seq - newest.Seq - 1)
		if step := long / 5; f.Time/step != newest.Time/step {
			samples = append(samples, f.Image)
		}
		newest = f
	}
	if frames == 0 {
		return nil, fmt.Errorf("%w: only one", capture.ErrNoFrames)
	}
	r.FPS = float64(frames) / (newest.Time - begun.Time).Seconds()
	slices.Sort(delays)
	r.DelayMS = max(delays[len(delays)/2], 0)
	r.measure(append(samples, newest.Image))
	r.Advice = r.advice(frames)
	return r, nil
}

func (r *cameraCheckResult) measure(pictures []*image.RGBA) {
	for _, img := range pictures {
		sharpness, brightness := gauge.Look(img)
		r.Sharpness = max(r.Sharpness, sharpness)
		r.Brightness += brightness / float64(len(pictures))
	}
}

// remedies say what to do about each fault.
var remedies = map[gauge.Fault]string{
	gauge.FewPixels: "too few pixels to read small print: use a camera with at least 1280×720",
	gauge.Dark:      "too dark: put on more light, from the side",
	gauge.Bright:    "too bright: turn down the light or the camera's exposure",
	gauge.Blurred:   "nothing sharp in the picture: clean the lens, focus, lay a document in front of it",
	gauge.Slow:      "slow: give it more light, a USB socket of its own, or a mode with MJPEG",
	gauge.Late:      "pictures come late: close other programs, or use a smaller mode",
	gauge.Lossy:     "frames are lost: try another cable or USB socket, and close other programs",
}

// advice says what to change, the most useful first.
func (r *cameraCheckResult) advice(frames int) []string {
	out := []string{}
	for _, f := range (gauge.Reading{
		Width: r.Width, Height: r.Height, FPS: r.FPS, DelayMS: r.DelayMS, Lost: float64(r.Drops) / float64(frames+r.Drops),
		Sharpness: r.Sharpness, Brightness: r.Brightness,
	}).Faults() {
		out = append(out, remedies[f])
	}
	return out
}

func (r *cameraCheckResult) text(w io.Writer) {
	fmt.Fprintf(w, "%d×%d, %.1f fps, first picture after %.0f ms, delay %.0f ms, %d lost, sharpness %.3f, brightness %.2f\n",
		r.Width, r.Height, r.FPS, r.FirstMS, r.DelayMS, r.Drops, r.Sharpness, r.Brightness)
	for _, a := range r.Advice {
		fmt.Fprintln(w, "  "+a)
	}
	if len(r.Advice) == 0 {
		fmt.Fprintln(w, "  nothing to change")
	}
}
