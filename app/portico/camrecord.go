package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"

	"portico/app/node"
	"portico/capture"
	"portico/capture/replay"
)

// recordingResult is a recording that was made.
type recordingResult struct {
	Dir     string  `json:"dir"`
	Sealed  bool    `json:"sealed"`
	Frames  int     `json:"frames"`
	Drops   int     `json:"drops"`   // frames that came while one was being written
	Seconds float64 `json:"seconds"` // from the first to the last
}

// newRecord serves 'camera record' and 'capture record'.
func newRecord(o *options) *cobra.Command {
	var dir string
	var seconds float64
	var inClear bool
	cmd := &cobra.Command{
		Use:   "record --out DIR [ID|SEQ]",
		Short: "Record a camera, or what another recording shows, for a replay",
		Long: "Writes a recorded sequence (docs/design/recordings.md) that the kiosk and 'portico capture guide' play, its\n" +
			"pictures encrypted by the store's key: they open where that key is. ID is as in 'portico camera test', SEQ a picture, a folder\n" +
			"of pictures, a recorded sequence or a video. Ctrl-C ends it.",
		Args: usage(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case dir == "":
				return usageError{errors.New("--out must name a new folder")}
			case !(seconds > 0):
				return usageError{errors.New("--seconds must be more than zero")}
			}
			if _, err := os.Lstat(dir); err == nil {
				return fmt.Errorf("%s: %w; name a new folder", dir, os.ErrExist)
			}
			open, err := openSource(o, args)
			if err != nil {
				return err
			}
			var sealer replay.Sealer
			if inClear {
				say("the pictures are kept in clear in %s: whoever can read the folder sees them; show nobody", dir)
			} else if sealer, err = recordingKey(cmd.Context(), o); err != nil {
				return err
			}
			r, err := recordCamera(cmd.Context(), open, dir, sealer, time.Duration(seconds*float64(time.Second)))
			if err != nil {
				return adviseOn(err)
			}
			return o.print(r)
		},
	}
	cmd.Flags().StringVar(&dir, "out", "", "new folder `DIR` for the recording")
	cmd.Flags().Float64Var(&seconds, "seconds", 10, "how long to record")
	cmd.Flags().BoolVar(&inClear, "clear", false, "leave the pictures in clear: for drawn ones and demonstrations, never for people")
	return cmd
}

// openSource is openCamera where a file or folder may be named, too.
func openSource(o *options, args []string) (capture.Opener, error) {
	if len(args) > 0 {
		if info, err := os.Stat(args[0]); err == nil && (info.IsDir() || info.Mode().IsRegular()) {
			return func(ctx context.Context) (capture.Source, error) { return o.recording(ctx, args[0]) }, nil
		}
	}
	_, open, err := openCamera(o, args)
	return open, err
}

func recordingKey(ctx context.Context, o *options) (replay.Sealer, error) {
	cfg, err := o.load()
	if err != nil {
		return nil, err
	}
	return node.Recordings(ctx, cfg, slog.New(slog.NewTextHandler(os.Stderr, nil)))
}

// recordCamera records until so much time has passed, the source ends or ctx
// is done; a nil sealer leaves the pictures in clear. The folder is made once the camera is open.
func recordCamera(ctx context.Context, open capture.Opener, dir string, sealer replay.Sealer, long time.Duration) (_ *recordingResult, err error) {
	src, err := open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	rec, err := replay.NewRecorder(dir, sealer)
	if err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, long)
	defer cancel()
	r := &recordingResult{Dir: dir, Sealed: sealer != nil}
	var begun, last capture.Frame
	for {
		f, err := src.Read(ctx)
		if err != nil && (ctx.Err() != nil || errors.Is(err, io.EOF)) {
			break
		}
		if err == nil {
			err = rec.Add(f)
		}
		if err != nil { // what was recorded so far stays playable
			return nil, errors.Join(fmt.Errorf("record: %w", err), rec.Close())
		}
		if r.Frames == 0 {
			begun = f
		} else {
			r.Drops += int(f.Seq - last.Seq - 1)
		}
		last = f
		r.Frames++
		if last.Time-begun.Time >= long { // a recording is read faster than it was made
			break
		}
	}
	if err := rec.Close(); errors.Is(err, replay.ErrEmpty) {
		return nil, fmt.Errorf("%w: none in %v", capture.ErrNoFrames, long)
	} else if err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	r.Seconds = (last.Time - begun.Time).Seconds()
	return r, nil
}

func (r *recordingResult) text(w io.Writer) {
	how := "encrypted"
	if !r.Sealed {
		how = "in clear"
	}
	fmt.Fprintf(w, "%s: %d pictures in %.1f s, %d lost, %s\n", r.Dir, r.Frames, r.Seconds, r.Drops, how)
}
