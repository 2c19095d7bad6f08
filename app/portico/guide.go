package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"portico/app/node"
	"portico/capture"
	"portico/capture/opencv"
	"portico/capture/replay"
	"portico/engine/guidance"
	"portico/engine/native/assemble"
)

// guideResult is what guidance makes of one picture of a sequence.
type guideResult struct {
	Frame    uint64         `json:"frame"` // from 1
	T        float64        `json:"t"`     // ms since the sequence began
	Hint     guidance.Hint  `json:"hint,omitempty"`
	Good     bool           `json:"good"` // nothing is wrong with this picture
	Measures map[string]any `json:"measures"`
	Captured bool           `json:"captured"`        // it is time to take a picture
	Taken    uint64         `json:"taken,omitempty"` // the frame that is taken then: the best of the last
	MS       float64        `json:"ms"`              // to measure and advise
}

// coach measures a picture and advises on it.
type coach func(ctx context.Context, at time.Duration, img *image.RGBA) (guidance.Advice, map[string]any, error)

// coaches are the kiosk's, by what they guide.
var coaches = map[string]func(p *assemble.Parts, l guidance.Limits) coach{
	"document": func(p *assemble.Parts, l guidance.Limits) coach {
		c, meter := l.Document.ForPage(), guidance.NewDocumentMeter(p.Documents)
		return func(ctx context.Context, at time.Duration, img *image.RGBA) (guidance.Advice, map[string]any, error) {
			m := meter.Measure(ctx, img, nil)
			return c.Observe(at, m), documentMeasures(m), nil
		}
	},
	"face": func(p *assemble.Parts, l guidance.Limits) coach {
		c := l.Face.ForFace()
		return func(ctx context.Context, at time.Duration, img *image.RGBA) (guidance.Advice, map[string]any, error) {
			m, err := guidance.MeasureFace(ctx, p.Faces, img)
			if err != nil {
				return guidance.Advice{}, nil, err
			}
			return c.Observe(at, m), faceMeasures(m), nil
		}
	},
}

func newCapture(o *options) *cobra.Command {
	cmd := &cobra.Command{
		Use: "capture", Short: "Make recordings, and try guidance and automatic capture on them", Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var kind string
	guide := &cobra.Command{
		Use:   "guide --kind document|face SEQ",
		Short: "Say, picture by picture, what the visitor would be told and when the picture would be taken",
		Long: "SEQ is a picture, a folder of pictures, a recorded sequence or a video (docs/design/recordings.md).\n" +
			"Every picture is measured; the kiosk measures twelve a second.",
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			start, ok := coaches[kind]
			if !ok {
				return usageError{fmt.Errorf("--kind must be one of %s", strings.Join(slices.Sorted(maps.Keys(coaches)), ", "))}
			}
			return guideAlong(cmd.Context(), o, start, args[0])
		},
	}
	guide.Flags().StringVar(&kind, "kind", "document", "document or face")
	cmd.AddCommand(guide, newRecord(o))
	return cmd
}

func guideAlong(ctx context.Context, o *options, start func(*assemble.Parts, guidance.Limits) coach, path string) (err error) {
	cfg, err := o.load()
	if err != nil {
		return err
	}
	src, err := o.recording(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	p, err := o.engine(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	c := start(p, cfg.Camera.Guidance)
	var best guidance.Best[uint64]
	for {
		f, err := src.Read(ctx)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("read the sequence: %w", err)
		}
		r, err := guideOne(ctx, c, &best, f)
		if err != nil {
			return fmt.Errorf("frame %d: %w", f.Seq, err)
		}
		if err := o.print(r); err != nil {
			return err
		}
	}
}

// recording plays a picture, a folder of pictures, a recorded sequence or a
// video, every picture in turn as fast as it is read.
func (o *options) recording(ctx context.Context, path string) (capture.Source, error) {
	cfg, err := o.load()
	if err != nil {
		return nil, err
	}
	src, err := replay.Open(path, replay.Config{
		Unpaced: true, Video: opencv.Video, Unseal: node.Unseal(ctx, cfg, slog.New(slog.NewTextHandler(os.Stderr, nil))),
	})
	if err != nil {
		return nil, fmt.Errorf("open the sequence: %w", err)
	}
	return src, nil
}

func guideOne(ctx context.Context, c coach, best *guidance.Best[uint64], f capture.Frame) (*guideResult, error) {
	start := time.Now()
	a, measures, err := c(ctx, f.Time, f.Image)
	if err != nil {
		return nil, err
	}
	r := &guideResult{
		Frame: f.Seq, T: float64(f.Time.Microseconds()) / 1000, Hint: a.Hint, Good: a.Good,
		Measures: measures, Captured: a.Capture, MS: sinceMillis(start),
	}
	if pick := best.Observe(a, f.Seq); a.Capture {
		r.Taken = pick
	}
	return r, nil
}

func documentMeasures(m guidance.Document) map[string]any {
	out := map[string]any{"found": m.Found}
	if m.Found {
		maps.Copy(out, map[string]any{
			"corners": m.Corners, "sharpness": m.Sharpness, "brightness": m.Brightness, "glare": m.Glare,
			"tilt": guidance.Tilt(m.Corners, guidance.EyeDistance),
		})
	}
	return out
}

func faceMeasures(m guidance.Face) map[string]any {
	out := map[string]any{"faces": m.Count}
	if f := m.Face; m.Count > 0 {
		maps.Copy(out, map[string]any{
			"box": f.Box, "roll": f.Roll, "yaw": f.Yaw, "pitch": f.Pitch, "eyesOpen": f.EyesOpen, "smile": f.Smile,
			"contrast": m.Light.Contrast, "noise": m.Light.Noise, "burnt": m.Light.Burnt, "behind": m.Light.Behind,
			"lenses": m.Light.Lenses, "mouthOpen": m.MouthOpen, "sharpness": m.Sharpness,
		})
	}
	return out
}

func (r *guideResult) text(w io.Writer) {
	fmt.Fprintf(w, "%5d %8.0f ms  %s", r.Frame, r.T, r.Hint)
	if r.Captured {
		fmt.Fprintf(w, "  takes frame %d", r.Taken)
	}
	fmt.Fprintln(w)
}
